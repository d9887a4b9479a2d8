//! One InsForge a test binary.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use insforge::{Admin, Anon, Client};
use insforge_local::Local;
use tokio::sync::OnceCell;

use crate::{Account, Space};

/// The InsForge that `INSFORGE_URL`, `INSFORGE_ANON_KEY` and `INSFORGE_API_KEY` name, or a local one that is started
/// with the first test and ends with the process.
#[derive(Debug)]
pub struct Backend {
    url: String,
    anon_key: String,
    api_key: String,
    /// Sets this run's names apart from those of every other run.
    run: String,
    next: AtomicU32,
    local: Option<Local>,
}

static BACKEND: OnceCell<Backend> = OnceCell::const_new();

impl Backend {
    /// The backend of this process.
    pub async fn connect() -> &'static Self {
        BACKEND.get_or_init(Self::find).await
    }

    async fn find() -> Self {
        let nanos = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_nanos());
        let run = format!("{:x}{:x}", nanos & 0xff_ffff_ffff, std::process::id());
        if let Ok(url) = std::env::var("INSFORGE_URL") {
            let key = |name: &str| {
                std::env::var(name).unwrap_or_else(|_| panic!("INSFORGE_URL needs {name} beside it"))
            };
            let (anon_key, api_key) = (key("INSFORGE_ANON_KEY"), key("INSFORGE_API_KEY"));
            return Self {
                url,
                anon_key,
                api_key,
                run,
                next: AtomicU32::new(0),
                local: None,
            };
        }
        let local = Local::start().await.expect("a local InsForge");
        Self {
            url: local.url().to_owned(),
            anon_key: local.anon_key().to_owned(),
            api_key: local.api_key().to_owned(),
            run,
            next: AtomicU32::new(0),
            local: Some(local),
        }
    }

    /// The base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The anon key.
    pub fn anon_key(&self) -> &str {
        &self.anon_key
    }

    /// The admin API key.
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The local InsForge, for tests in the modules marked as local only.
    pub fn local(&self) -> Option<&Local> {
        self.local.as_ref()
    }

    /// A client of the project's administrator.
    pub fn admin(&self) -> Client<Admin> {
        Client::admin(&self.url, &self.api_key).expect("an admin client")
    }

    /// A client that nobody has signed in on.
    pub fn anon(&self) -> Client<Anon> {
        Client::new(&self.url, &self.anon_key).expect("an anon client")
    }

    /// A user of the test's own, who goes with the value.
    pub async fn account(&'static self) -> Account {
        Account::create(self).await
    }

    /// A name that no other test or run has.
    pub fn unique(&self, prefix: &str) -> String {
        format!(
            "{prefix}_{}_{}",
            self.run,
            self.next.fetch_add(1, Ordering::Relaxed)
        )
    }

    /// A schema of its own with these tables; `{s}` in the SQL stands for its name. It goes with the value.
    pub async fn space(&'static self, sql: &str) -> Space {
        Space::create(self, sql).await
    }
}
