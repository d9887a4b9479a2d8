//! Where the examples run: on the InsForge that the environment names, or on a local one.

use insforge::{Admin, Anon, Client};
use insforge_local::Local;

/// An InsForge and the keys to it. A local one ends with this value.
#[derive(Debug)]
pub struct Project {
    url: String,
    anon_key: String,
    api_key: String,
    local: Option<Local>,
}

impl Project {
    /// The project of `INSFORGE_URL`, `INSFORGE_ANON_KEY` and `INSFORGE_API_KEY`, or a local InsForge.
    ///
    /// # Errors
    /// When a variable is missing beside `INSFORGE_URL`, or the local InsForge does not start.
    pub async fn connect() -> Result<Self, Box<dyn std::error::Error>> {
        if let Ok(url) = std::env::var("INSFORGE_URL") {
            let variable = |name: &str| {
                std::env::var(name).map_err(|_| format!("INSFORGE_URL is set, so {name} is needed as well"))
            };
            let (anon_key, api_key) = (variable("INSFORGE_ANON_KEY")?, variable("INSFORGE_API_KEY")?);
            return Ok(Self {
                url,
                anon_key,
                api_key,
                local: None,
            });
        }
        Ok(Self::local(Local::start().await?))
    }

    /// The project of a local InsForge.
    pub fn local(local: Local) -> Self {
        Self {
            url: local.url().to_owned(),
            anon_key: local.anon_key().to_owned(),
            api_key: local.api_key().to_owned(),
            local: Some(local),
        }
    }

    /// The base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it was started for this program.
    pub fn is_local(&self) -> bool {
        self.local.is_some()
    }

    /// The environment with which other programs run on a project that was started for this one.
    pub fn environment(&self) -> Option<String> {
        self.is_local().then(|| {
            format!(
                "INSFORGE_URL={} INSFORGE_ANON_KEY={} INSFORGE_API_KEY={}",
                self.url, self.anon_key, self.api_key
            )
        })
    }

    /// A client that nobody has signed in on.
    ///
    /// # Errors
    /// When the URL or the key is not one.
    pub fn client(&self) -> insforge::Result<Client<Anon>> {
        Client::new(&self.url, &self.anon_key)
    }

    /// A client of the project's administrator, to make tables.
    ///
    /// # Errors
    /// When the URL or the key is not one.
    pub fn admin(&self) -> insforge::Result<Client<Admin>> {
        Client::admin(&self.url, &self.api_key)
    }
}
