//! Tests of the client as a whole.

use ::http::Method;
use serde_json::json;

use super::*;
use crate::error::{Error, ErrorKind};
use crate::http::tests::{Server, Step};
use crate::http::{Request, RetryPolicy};

const URL: &str = "http://localhost:7130";

fn is_shareable<T: Clone + fmt::Debug + Send + Sync + 'static>() {}

#[test]
fn clients_of_every_role_are_cheap_to_share() {
    is_shareable::<Client>();
    is_shareable::<Client<User>>();
    is_shareable::<Client<Admin>>();
    is_shareable::<Auth>();
    fn sendable<T: Send>(_: T) {}
    let admin = Client::admin(URL, "ik_1").unwrap();
    sendable(admin.sql("select 1"));
    let client = Client::new(URL, "anon_1").unwrap();
    let auth = client.auth();
    sendable(auth.sign_in_with_password("a", "b"));
    sendable(auth.refresh_session());
    sendable(auth.sign_up("a", "b"));
    sendable(auth.sign_out());
}

#[test]
fn is_made_outside_a_runtime_and_knows_its_address() {
    let client = Client::new("http://localhost:7130/prefix/", "anon_1").unwrap();
    assert_eq!(client.url(), "http://localhost:7130/prefix");
    assert_eq!(client.as_user("a.b.c").unwrap().url(), client.url());
}

#[test]
fn says_what_is_wrong_with_its_settings() {
    let of = |result: Result<Client>| result.map(|_| ()).unwrap_err();
    for (error, words) in [
        (of(Client::new("nonsense", "anon_1")), "https://my-app"),
        (
            of(Client::new("http://example.com", "anon_1")),
            "allow_insecure_http",
        ),
        (of(Client::new(URL, "ik_1")), "Client::admin"),
        (of(Client::new(URL, "")), "empty"),
        (of(Client::new(URL, "anon_1\n")), "trim"),
        (
            of(Client::builder(URL)
                .header("apikey", "x")
                .anon_key("anon_1")
                .build()),
            "anon_key",
        ),
        (
            of(Client::builder(URL).header("a b", "x").anon_key("anon_1").build()),
            "header",
        ),
        (
            of(Client::builder(URL)
                .header("x-a", "x\ny")
                .anon_key("anon_1")
                .build()),
            "x-a",
        ),
        (Client::admin(URL, "anon_1").map(|_| ()).unwrap_err(), "ik_"),
        (
            Client::new(URL, "anon_1")
                .unwrap()
                .as_user("ik_1")
                .map(|_| ())
                .unwrap_err(),
            "Client::admin",
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        assert!(
            error.operation().is_some() && error.to_string().contains(words),
            "{error} has no {words}"
        );
    }
    assert!(
        Client::builder("http://h:1")
            .allow_insecure_http()
            .anon_key("anon_1")
            .build()
            .is_ok()
    );
}

#[test]
fn an_https_address_leads_to_a_client_or_a_clear_error() {
    let made = Client::new("https://my-app.insforge.app", "anon_1");
    // A machine without certificates gets an error that says so, and no panic.
    assert!(made.map_or_else(|error| error.kind() == ErrorKind::Config, |_| true));
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_client_of_ones_own_follows_the_same_rules() {
    let server = Server::start([Step::answer(503, "", ""), Step::answer(200, "", "{\"rows\":[]}")]).await;
    let client = Client::builder(&server.url)
        .http_client(own_reqwest())
        .api_key("ik_1")
        .build()
        .unwrap();
    // A write is not repeated after a 503.
    assert_eq!(client.sql("select 1").await.unwrap_err().status(), Some(503));
    assert_eq!(server.hits(), 1);
}

/// A client as a program with its own TLS set-up would make it.
#[cfg(feature = "rustls")]
fn own_reqwest() -> reqwest::Client {
    reqwest::Client::builder()
        .tls_backend_preconfigured(
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth(),
        )
        .build()
        .unwrap()
}

#[tokio::test]
async fn runs_sql_as_the_administrator() {
    let body = r#"{"rows":[{"n":"1"}],"rowCount":1,"fields":[{"name":"n","dataTypeID":20}]}"#;
    let server = Server::start([
        Step::answer(200, "", body),
        Step::answer(200, "", "{\"rows\":[]}"),
        Step::answer(
            403,
            "",
            r#"{"error":"FORBIDDEN","message":"no","statusCode":403}"#,
        ),
    ])
    .await;
    let admin = Client::admin(&server.url, "ik_1").unwrap();
    let found = admin.sql_with("select $1::int8 as n", &[json!(1)]).await.unwrap();
    assert_eq!((found.rows, found.row_count), (vec![json!({"n": "1"})], Some(1)));
    assert_eq!(admin.sql("a; b").await.unwrap().row_count, None);
    let error = admin.sql("set role x").await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.operation(), Some("admin.sql"));

    let seen = server.seen();
    assert!(seen[0].starts_with("POST /api/database/advance/rawsql HTTP/1.1\r\n"));
    assert!(seen[0].contains("authorization: Bearer ik_1\r\n"));
    assert!(
        seen[0].ends_with(r#"{"query":"select $1::int8 as n","params":[1]}"#),
        "{}",
        seen[0]
    );
    assert!(seen[1].ends_with(r#"{"query":"a; b"}"#));
}

#[tokio::test]
async fn a_thousand_users_on_one_client_never_mix() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    for number in 0..1000 {
        let user = client.as_user(&format!("token-{number}")).unwrap();
        if number % 100 == 0 {
            user.caller
                .send(Request::new("test.call", Method::GET, "/x".into()))
                .await
                .unwrap();
        }
    }
    for (index, seen) in server.seen().iter().enumerate() {
        assert!(seen.contains(&format!("authorization: Bearer token-{}\r\n", index * 100)));
    }
    client
        .caller
        .send(Request::new("test.call", Method::GET, "/x".into()))
        .await
        .unwrap();
    assert!(server.seen().last().unwrap().contains("Bearer anon_1\r\n"));
    assert_eq!(server.connections(), 1);
}

#[test]
fn debug_of_everything_hides_keys_tokens_and_header_values() {
    let builder = || {
        Client::builder("https://u:canary@h")
            .header("x-proxy-key", "canary")
            .retry(RetryPolicy::none())
    };
    let anon = Client::builder(URL)
        .header("x-k", "canary")
        .anon_key("anon_canary")
        .build()
        .unwrap();
    let shown = [
        format!("{:?}", builder()),
        format!("{:?}", builder().anon_key("anon_canary")),
        format!("{:?}", builder().api_key("ik_canary")),
        format!("{anon:#?}"),
        format!("{:#?}", anon.caller),
        format!("{:?}", anon.auth()),
        format!("{:?}", anon.as_user("canary").unwrap()),
        format!("{:?}", Client::admin(URL, "ik_canary").unwrap()),
        format!(
            "{:?}",
            builder().anon_key("anon_canary").build().map(|_| ()).unwrap_err()
        ),
    ];
    let errors: Vec<Error> = vec![
        Client::new(URL, "ik_canary").map(|_| ()).unwrap_err(),
        Client::new(URL, "anon canary").map(|_| ()).unwrap_err(),
        anon.as_user("canary\n").map(|_| ()).unwrap_err(),
        Client::builder(URL)
            .header("x-k", "canary\n")
            .anon_key("anon_1")
            .build()
            .map(|_| ())
            .unwrap_err(),
    ];
    let errors = errors.iter().map(|error| format!("{error} {error:?} {error:#?}"));
    for text in shown.into_iter().chain(errors) {
        assert!(!text.contains("canary"), "{text}");
    }
}
