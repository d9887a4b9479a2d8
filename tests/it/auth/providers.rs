//! Providers, as the administrator sets them up.

use insforge::admin::auth::{CustomProviderChange, NewCustomProvider, NewProvider, ProviderChange};
use insforge::auth::OAuthProvider;
use insforge_tests::Backend;

#[tokio::test]
async fn a_custom_provider_is_made_read_changed_and_removed() {
    let backend = Backend::connect().await;
    let admin = backend.admin().auth();
    let key = backend.unique("oidc");
    let discovery = "https://accounts.google.com/.well-known/openid-configuration";
    let new = || NewCustomProvider::new(&key, "OIDC", discovery, "client", "s3cret");
    let made = admin.create_custom_provider(new()).await.expect("a provider");
    assert_eq!(
        (made.key.as_str(), made.client_id.as_deref()),
        (&*key, Some("client"))
    );
    assert!(
        admin
            .create_custom_provider(new())
            .await
            .expect_err("the key is taken")
            .is_conflict()
    );
    let change = CustomProviderChange::new().name("Renamed");
    let changed = admin.update_custom_provider(&key, change).await.expect("changed");
    assert_eq!(changed.name.as_deref(), Some("Renamed"));
    let read = admin.get_custom_provider(&key).await.expect("the provider");
    assert_eq!(
        read.client_secret.as_ref().map(insforge::auth::Secret::expose),
        Some("s3cret")
    );
    assert!(!format!("{read:?}").contains("s3cret"));
    let listed = admin.list_custom_providers().await.expect("a list");
    assert!(listed.iter().any(|provider| provider.key == key));
    admin.delete_custom_provider(&key).await.expect("removed");
    assert!(
        admin
            .get_custom_provider(&key)
            .await
            .expect_err("gone")
            .is_not_found()
    );
    assert!(
        admin
            .delete_custom_provider(&key)
            .await
            .expect_err("gone")
            .is_not_found()
    );
}

#[tokio::test]
async fn a_known_provider_is_made_read_changed_and_removed() {
    let backend = Backend::connect().await;
    let admin = backend.admin().auth();
    let discord = OAuthProvider::Discord;
    if admin.get_provider(discord.clone()).await.is_ok() {
        eprintln!("this project uses Discord, which is left alone");
        return;
    }
    let settings = ProviderChange::new()
        .client("client", "s3cret")
        .scopes(["identify", "email"]);
    let new = NewProvider::new(discord.clone(), settings);
    let made = admin.create_provider(new.clone()).await.expect("a provider");
    assert_eq!(made.provider, discord);
    assert!(made.client_secret.is_none(), "only get_provider shows it");
    assert!(
        admin
            .create_provider(new)
            .await
            .expect_err("set up already")
            .is_conflict()
    );
    let change = ProviderChange::new().client_id("client-2");
    let changed = admin
        .update_provider(discord.clone(), change)
        .await
        .expect("changed");
    assert_eq!(changed.client_id.as_deref(), Some("client-2"));
    let read = admin.get_provider(discord.clone()).await.expect("the provider");
    assert_eq!(
        read.client_secret
            .map(|secret| secret.expose().to_owned())
            .as_deref(),
        Some("s3cret")
    );
    assert_eq!(read.scopes, ["identify", "email"]);
    let listed = admin.list_providers().await.expect("a list");
    assert!(listed.iter().any(|provider| provider.provider == discord));
    admin.delete_provider(discord.clone()).await.expect("removed");
    assert!(
        admin
            .get_provider(discord)
            .await
            .expect_err("gone")
            .is_not_found()
    );
}
