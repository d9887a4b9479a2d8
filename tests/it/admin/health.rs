//! Whether the backend answers.

use insforge::Client;
use insforge_tests::Backend;

#[tokio::test]
async fn anybody_learns_the_version() {
    let backend = Backend::connect().await;
    let health = backend.anon().health().await.expect("as anybody");
    assert_eq!(health.status, "ok");
    // A server that npm has not started does not know its version.
    assert_eq!(
        health.version_numbers().is_none(),
        health.version.is_empty(),
        "{health:?}"
    );
    assert!(
        health
            .version_numbers()
            .is_none_or(|version| version >= (2, 0, 0)),
        "{health:?}"
    );
    assert_eq!(
        backend
            .admin()
            .health()
            .await
            .expect("as the administrator")
            .version,
        health.version
    );
    // No credential goes along, so a wrong one does not matter.
    let wrong = Client::new(backend.url(), "anon_wrong").expect("a client");
    assert_eq!(wrong.health().await.expect("as nobody").version, health.version);
}
