//! Sessions of the dashboard's administrators.

use super::*;

#[tokio::test]
async fn an_administrator_signs_in_renews_and_signs_out() {
    let local = local().await;
    let auth = admin(&local).auth();
    let controls = local.auth();
    let (name, password) = controls.administrator();
    let error = auth.sign_in(name, "wrong").await.expect_err("wrong");
    assert!(error.is_wrong_credentials(), "{error:?}");
    let session = auth.sign_in(name, password).await.expect("a session");
    assert_eq!(
        auth.get_current_admin(&session).await.expect("who"),
        "local:admin"
    );
    assert!(session.refresh_token.is_some() && session.csrf_token.is_some());
    let renewed = auth.refresh_session(&session).await.expect("renewed");
    assert_eq!(renewed.subject, "local:admin");
    let mut forged = renewed.clone();
    forged.csrf_token = Some("forged".into());
    assert!(
        auth.refresh_session(&forged)
            .await
            .expect_err("forged")
            .is_forbidden()
    );
    forged.refresh_token = None;
    assert!(
        auth.refresh_session(&forged)
            .await
            .expect_err("none")
            .is_unauthorized()
    );
    auth.sign_out(&renewed).await.expect("signed out");
    assert!(auth.sign_in_with_code("c0de").await.is_err());

    // A user is no administrator.
    let client = anon(&local);
    sign_up(&client).await;
    let token = client
        .auth()
        .session()
        .expect("a session")
        .access_token()
        .to_owned();
    let mut user = session;
    user.access_token = token.into();
    assert!(
        auth.get_current_admin(&user)
            .await
            .expect_err("a user")
            .is_forbidden()
    );
}
