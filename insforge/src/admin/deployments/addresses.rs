//! Where the site can be visited.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Deployments;
use crate::admin::calls::place;
use crate::error::Result;
use crate::null_is_default::null_is_default;

const DOMAINS: &str = "/api/deployments/domains";
const ADD: &str = "admin.deployments.add_domain";
const VERIFY: &str = "admin.deployments.verify_domain";
const REMOVE: &str = "admin.deployments.remove_domain";

/// Where the site can be visited.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SiteAddresses {
    /// The deployment that is visited.
    #[serde(default)]
    pub current_deployment_id: Option<String>,
    /// The address that the provider gave it.
    #[serde(default)]
    pub default_domain_url: Option<String>,
    /// The address with the chosen name.
    #[serde(default)]
    pub custom_domain_url: Option<String>,
}

/// The chosen name of the site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SiteSlug {
    /// The name.
    #[serde(default)]
    pub slug: Option<String>,
    /// The domain with it.
    #[serde(default)]
    pub domain: Option<String>,
}

/// A domain of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Domain {
    /// Its name.
    pub domain: String,
    /// The registered domain that it is under.
    #[serde(default)]
    pub apex_domain: Option<String>,
    /// Whether it was shown to be one's own.
    #[serde(default)]
    pub verified: bool,
    /// Whether its records lead elsewhere.
    #[serde(default)]
    pub misconfigured: bool,
    /// Records that show that it is one's own.
    #[serde(default, deserialize_with = "null_is_default")]
    pub verification: Vec<DomainRecord>,
    /// What its CNAME record must say.
    #[serde(default)]
    pub cname_target: Option<String>,
    /// What its A record must say.
    #[serde(default)]
    pub a_record_value: Option<String>,
}

/// A record to make in the domain name system.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct DomainRecord {
    /// Its type, such as `TXT`.
    #[serde(rename = "type")]
    pub record_type: String,
    /// Its name.
    #[serde(default)]
    pub domain: String,
    /// What it says.
    #[serde(default)]
    pub value: String,
}

#[derive(Deserialize)]
struct Domains {
    #[serde(default, deserialize_with = "null_is_default")]
    domains: Vec<Domain>,
}

#[derive(Serialize)]
struct Slug<'a> {
    slug: Option<&'a str>,
}

#[derive(Serialize)]
struct NewDomain<'a> {
    domain: &'a str,
}

impl Deployments {
    /// Where the site can be visited: `GET /api/deployments/metadata`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn addresses(&self) -> Result<SiteAddresses> {
        self.calls
            .get("admin.deployments.addresses", "/api/deployments/metadata")
            .await
    }

    /// Chooses the name in the site's address, 3 to 63 characters, or none: `PUT /api/deployments/slug`. In InsForge's
    /// cloud only.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) for a name that is taken, [`Invalid`](crate::ErrorKind::Invalid) for one
    /// that cannot be.
    pub async fn set_slug(&self, slug: Option<&str>) -> Result<SiteSlug> {
        self.calls
            .write(
                "admin.deployments.set_slug",
                Method::PUT,
                "/api/deployments/slug",
                &Slug { slug },
            )
            .await
    }

    /// Lists the domains of one's own: `GET /api/deployments/domains`.
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where no hosting provider is set up, here and below.
    pub async fn domains(&self) -> Result<Vec<Domain>> {
        let list: Domains = self.calls.get("admin.deployments.domains", DOMAINS).await?;
        Ok(list.domains)
    }

    /// Adds a domain: `POST /api/deployments/domains`.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) for a domain that is there, [`Invalid`](crate::ErrorKind::Invalid) for
    /// what is none.
    pub async fn add_domain(&self, domain: &str) -> Result<Domain> {
        self.calls
            .write(ADD, Method::POST, DOMAINS, &NewDomain { domain })
            .await
    }

    /// Looks at the records of a domain again: `POST /api/deployments/domains/{domain}/verify`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a domain that is not there.
    pub async fn verify_domain(&self, domain: &str) -> Result<Domain> {
        let target = place(VERIFY, DOMAINS, domain)?.literal("/verify");
        self.calls.write(VERIFY, Method::POST, target, &Map::new()).await
    }

    /// Removes a domain: `DELETE /api/deployments/domains/{domain}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for a domain that is not there.
    pub async fn remove_domain(&self, domain: &str) -> Result<()> {
        self.calls
            .delete::<Value>(REMOVE, place(REMOVE, DOMAINS, domain)?)
            .await
            .map(drop)
    }
}
