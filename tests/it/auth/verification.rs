//! Tokens of the project, verified on this machine.

use insforge::ErrorKind;
use insforge_tests::Backend;

use super::{signed_up, with_bad_token};

#[tokio::test]
async fn the_project_s_own_tokens_are_verified_and_changed_ones_refused() {
    let backend = Backend::connect().await;
    let (client, session, _account) = signed_up(backend).await;
    let verifier = client.auth().verifier();
    let claims = verifier.verify(session.access_token()).await.expect("good");
    assert_eq!(
        (claims.sub, claims.role.as_str()),
        (session.user.id.clone(), "authenticated")
    );
    assert_eq!(claims.email.as_deref(), Some(session.user.email.as_str()));

    let bad = with_bad_token(&session);
    for token in [
        bad.access_token(),
        session.refresh_token().expect("a token"),
        backend.anon_key(),
        "x",
    ] {
        let error = verifier.verify(token).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    }
}
