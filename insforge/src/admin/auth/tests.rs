//! The administrator's calls about accounts, against recorded answers.

use std::fs;
use std::pin::pin;

use futures_util::TryStreamExt;
use serde_json::Value;

use super::*;
use crate::auth::OAuthProvider;
use crate::client::{Admin, Client};
use crate::error::ErrorKind;
use crate::http::tests::{Server, Step};

fn recorded(case: &str) -> Step {
    let path = format!(
        "{}/../tests/fixtures/auth/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let fixture: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let response = &fixture["response"];
    let mut headers = String::new();
    if let Some(cookie) = response["headers"]["set-cookie"].as_str() {
        headers = format!(
            "set-cookie: {}\r\n",
            cookie.replace("<redacted>", "canary-cookie")
        );
    }
    let body = response["body"].to_string();
    let body = body
        .replace("<jwt>", "canary-jwt")
        .replace("<csrf>", "canary-csrf");
    Step::answer(response["status"].as_u64().unwrap() as u16, &headers, &body)
}

async fn admin(steps: impl IntoIterator<Item = Step>) -> (Server, Client<Admin>) {
    let server = Server::start(steps).await;
    let client = Client::admin(&server.url, "ik_canary").unwrap();
    (server, client)
}

fn lines(server: &Server) -> Vec<String> {
    let line = |request: &String| request.split(" HTTP/1.1").next().unwrap().to_owned();
    server.seen().iter().map(line).collect()
}

#[tokio::test]
async fn users_come_by_page_and_by_stream() {
    let page = |from: u64, count: u64, total: u64| {
        let users: Vec<String> = (from..from + count)
            .map(|n| format!(r#"{{"id":"u{n}","email":"u{n}@b.co"}}"#))
            .collect();
        let body = format!(
            r#"{{"data":[{}],"pagination":{{"offset":{from},"limit":2,"total":{total}}}}}"#,
            users.join(",")
        );
        Step::answer(200, "", &body)
    };
    let (server, admin) = admin([
        recorded("admin-users-list-offset"),
        page(0, 2, 5),
        page(2, 2, 5),
        page(4, 1, 5),
    ])
    .await;
    let auth = admin.auth();
    let list = UserList::new().limit(2).offset(2).search("fx-");
    let found = auth.list_users(list).await.unwrap();
    assert_eq!(
        (found.rows.len(), found.total, found.has_more()),
        (2, Some(11), Some(true))
    );
    let users = pin!(auth.stream_users(UserList::new().limit(2)));
    let ids: Vec<String> = users.map_ok(|user| user.id).try_collect().await.unwrap();
    assert_eq!(ids, ["u0", "u1", "u2", "u3", "u4"]);
    assert_eq!(
        lines(&server),
        [
            "GET /api/auth/users?limit=2&offset=2&search=fx-",
            "GET /api/auth/users?limit=2&offset=0",
            "GET /api/auth/users?limit=2&offset=2",
            "GET /api/auth/users?limit=2&offset=4",
        ]
    );
}

#[tokio::test]
async fn users_are_made_found_and_deleted() {
    let (server, admin) = admin([
        recorded("admin-user-create"),
        recorded("admin-create-user-verification-on"),
        Step::answer(
            200,
            "",
            r#"{"data":[{"id":"n","email":"new@b.co"}],"pagination":{"total":1}}"#,
        ),
        recorded("admin-user-get"),
        recorded("admin-user-get-not-found"),
        recorded("admin-users-delete"),
        recorded("admin-users-list-none"),
    ])
    .await;
    let auth = admin.auth();
    let made = auth
        .create_user(NewUser::new("a@b.co", "canary-pw").name("Adm").auto_confirm(true))
        .await
        .unwrap();
    assert!(made.user.email_verified && made.access_token.is_some());
    assert!(!format!("{made:?}").contains("canary"));
    let made = auth.create_user(NewUser::new("New@b.co", "pw")).await.unwrap();
    assert_eq!((made.user.id.as_str(), made.access_token.is_none()), ("n", true));
    assert_eq!(auth.get_user("fdd03d3e").await.unwrap().profile["name"], "Alice");
    assert!(auth.get_user("x").await.unwrap_err().is_not_found());
    assert_eq!(auth.delete_users(["a", "b"]).await.unwrap(), 1);
    assert!(auth.find_user_by_email("no@b.co").await.unwrap().is_none());
    let none: [&str; 0] = [];
    assert_eq!(
        auth.delete_users(none).await.unwrap_err().kind(),
        ErrorKind::Request
    );
    assert_eq!(
        lines(&server),
        [
            "POST /api/auth/users?client_type=server",
            "POST /api/auth/users?client_type=server",
            "GET /api/auth/users?limit=50&offset=0&search=new%40b.co",
            "GET /api/auth/users/fdd03d3e",
            "GET /api/auth/users/x",
            "DELETE /api/auth/users",
            "GET /api/auth/users?limit=50&offset=0&search=no%40b.co",
        ]
    );
    assert!(server.seen()[5].ends_with(r#"{"userIds":["a","b"]}"#));
}

#[tokio::test]
async fn rules_and_mails_are_read_and_changed() {
    let template = r#"{"id":"1","templateType":"request-otp","subject":"s","bodyHtml":"b"}"#;
    let (server, admin) = admin([
        recorded("admin-config-get"),
        recorded("admin-config-put"),
        recorded("admin-config-put-invalid"),
        recorded("admin-smtp-config-get"),
        recorded("admin-smtp-config-get"),
        Step::answer(200, "", &format!(r#"{{"data":[{template}]}}"#)),
        Step::answer(200, "", template),
        recorded("admin-tokens-anon"),
    ])
    .await;
    let auth = admin.auth();
    assert_eq!(auth.get_config().await.unwrap().password.min_length, 6);
    let change = AuthConfigChange::new()
        .password_min_length(8)
        .allowed_redirect_urls(["https://app.example.com/**", "myapp://cb"]);
    let config = auth.update_config(change).await.unwrap();
    assert_eq!(config.allowed_redirect_urls.len(), 2);
    assert!(server.seen()[1].ends_with(
        r#"{"passwordMinLength":8,"allowedRedirectUrls":["https://app.example.com/**","myapp://cb"]}"#
    ));
    let error = auth
        .update_config(AuthConfigChange::new().password_min_length(2))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(auth.get_smtp_config().await.unwrap().has_password);
    let settings = SmtpSettings::new("smtp.my.app", 587)
        .login("u", "canary-pw")
        .sender("n@my.app", "My");
    assert!(!format!("{settings:?}").contains("canary"));
    auth.update_smtp_config(settings).await.unwrap();
    assert!(server.seen()[4].contains(r#""password":"canary-pw""#));
    let templates = auth.list_mail_templates().await.unwrap();
    assert_eq!(templates[0].template_type, MailTemplateType::Otp);
    auth.update_mail_template(MailTemplateType::Otp, "s", "b")
        .await
        .unwrap();
    assert_eq!(auth.get_anon_token().await.unwrap().expose(), "<anon>");
    assert_eq!(
        lines(&server)[5..],
        [
            "GET /api/auth/email-templates",
            "PUT /api/auth/email-templates/request-otp",
            "POST /api/auth/tokens/anon",
        ]
    );
}

#[tokio::test]
async fn providers_are_set_up_and_show_no_secret() {
    let custom =
        r#"{"id":"1","key":"corp","name":"Corp","discoveryEndpoint":"https://id.corp/x","clientId":"c"}"#;
    let (server, admin) = admin([
        recorded("oauth-config-create"),
        recorded("oauth-config-create-duplicate"),
        recorded("oauth-config-get"),
        recorded("oauth-config-list"),
        recorded("oauth-config-put"),
        recorded("oauth-config-delete"),
        recorded("oauth-config-get-missing"),
        recorded("oauth-custom-config-list"),
        Step::answer(200, "", custom),
    ])
    .await;
    let auth = admin.auth();
    let google = || {
        let settings = ProviderChange::new().client("fixture-client-id", "canary-secret");
        NewProvider::new(OAuthProvider::Google, settings)
    };
    assert!(!format!("{:?}", google()).contains("canary"));
    assert_eq!(
        auth.create_provider(google()).await.unwrap().provider,
        OAuthProvider::Google
    );
    assert!(server.seen()[0].ends_with(
        r#"{"provider":"google","useSharedKey":false,"clientId":"fixture-client-id","clientSecret":"canary-secret"}"#
    ));
    assert!(auth.create_provider(google()).await.unwrap_err().is_conflict());
    let read = auth.get_provider("google").await.unwrap();
    assert_eq!(
        read.client_secret.as_ref().unwrap().expose(),
        "fixture-client-secret"
    );
    assert!(!format!("{read:?}").contains("fixture-client-secret"));
    assert_eq!(auth.list_providers().await.unwrap().len(), 1);
    let change = ProviderChange::new().client_id("fixture-client-id-2");
    auth.update_provider(OAuthProvider::Google, change).await.unwrap();
    auth.delete_provider(OAuthProvider::Google).await.unwrap();
    assert!(
        auth.get_provider(OAuthProvider::Google)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert!(auth.list_custom_providers().await.unwrap().is_empty());
    let corp = NewCustomProvider::new("corp", "Corp", "https://id.corp/x", "c", "canary-secret");
    assert!(!format!("{corp:?}").contains("canary"));
    auth.create_custom_provider(corp).await.unwrap();
    auth.get_custom_provider("corp").await.unwrap();
    auth.update_custom_provider("corp", CustomProviderChange::new().name("Corp 2"))
        .await
        .unwrap();
    auth.delete_custom_provider("corp").await.unwrap();
    assert_eq!(
        lines(&server)[8..],
        [
            "POST /api/auth/oauth/custom/configs",
            "GET /api/auth/oauth/custom/corp/config",
            "PUT /api/auth/oauth/custom/corp/config",
            "DELETE /api/auth/oauth/custom/corp/config",
        ]
    );
}

#[tokio::test]
async fn sessions_of_administrators_carry_cookie_and_csrf_token() {
    let (server, admin) = admin([
        recorded("admin-session-wrong-password"),
        recorded("admin-session-ok"),
        recorded("admin-session-current"),
        recorded("admin-session-refresh-cookie"),
        recorded("admin-session-logout-cookie"),
    ])
    .await;
    let auth = admin.auth();
    let error = auth.sign_in("admin", "no").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    let session = auth.sign_in("admin", "pw").await.unwrap();
    assert_eq!(session.subject, "local:admin");
    assert!(!format!("{session:?}").contains("canary"));
    assert_eq!(auth.get_current_admin(&session).await.unwrap(), "local:admin");
    let renewed = auth.refresh_session(&session).await.unwrap();
    auth.sign_out(&renewed).await.unwrap();
    let seen = server.seen();
    assert!(seen[2].contains("authorization: Bearer canary-jwt\r\n"));
    for request in &seen[3..] {
        assert!(
            request.contains("cookie: insforge_admin_refresh_token=canary-cookie\r\n"),
            "{request}"
        );
        assert!(request.contains("x-csrf-token: canary-csrf\r\n"));
    }
}
