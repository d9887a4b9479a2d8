//! Mails that a test reads, a provider that it sits at, and limits.

mod administrators;
mod limits;
mod loopback;
mod mails;
mod oauth;
mod resets;

use insforge::admin::auth::{AuthConfigChange, NewProvider, ProviderChange};
use insforge::auth::{OAuthProvider, SignUp};
use insforge::{Admin, Client};
use insforge_local::{Local, Mail};

pub(super) use self::oauth::walk;
use super::local;

const PASSWORD: &str = "Correct-Horse-7!";
const ADA: &str = "ada@example.com";

fn admin(local: &Local) -> Client<Admin> {
    Client::admin(local.url(), local.api_key()).expect("an admin client")
}

fn anon(local: &Local) -> Client {
    Client::new(local.url(), local.anon_key()).expect("an anon client")
}

/// A local InsForge with these rules.
async fn with(change: AuthConfigChange) -> Local {
    let local = local().await;
    admin(&local)
        .auth()
        .update_config(change)
        .await
        .expect("the rules");
    local
}

/// A local InsForge where Google is set up, which is the fake provider.
pub(super) async fn with_google() -> Local {
    let local = local().await;
    let settings = ProviderChange::new()
        .client("client-id", "client-secret")
        .native_client_ids(["native-id"]);
    let google = NewProvider::new(OAuthProvider::Google, settings);
    admin(&local)
        .auth()
        .create_provider(google)
        .await
        .expect("a provider");
    local
}

async fn sign_up(client: &Client) -> SignUp {
    client.auth().sign_up(ADA, PASSWORD).await.expect("a sign-up")
}

fn mail(local: &Local) -> Mail {
    local.outbox().last_to(ADA).expect("a mail")
}

fn code(local: &Local) -> String {
    mail(local).code.expect("a code")
}

/// A code of six digits that is not this one.
fn another(code: &str) -> &'static str {
    if code == "111111" { "222222" } else { "111111" }
}
