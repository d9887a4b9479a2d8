//! Hosts of functions that cannot be reached: a name that no resolver knows, and what the project's route then gets.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::*;

/// Knows the project's name, and no other.
#[derive(Clone, Default)]
struct Names {
    asked: Arc<Mutex<Vec<String>>>,
}

const PROJECT: &str = "abc.insforge.app";
const DERIVED: &str = "abc.functions.insforge.app";

impl Names {
    /// How often this name was looked up.
    fn lookups(&self, name: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| *asked == name).count()
    }

    /// A client of the project `abc.insforge.app`, which is this server.
    fn client(&self, server: &Server, functions_url: Option<&str>) -> Client {
        let tls =
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth();
        let names = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(self.clone()))
            .no_proxy()
            .build()
            .unwrap();
        let port = server.url.rsplit(':').next().unwrap();
        let mut builder = super::client(&format!("http://{PROJECT}:{port}"))
            .http_client(names)
            .allow_insecure_http();
        if let Some(url) = functions_url {
            builder = builder.functions_url(url);
        }
        builder.build().unwrap()
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        self.asked.lock().unwrap().push(name.as_str().to_owned());
        let known = name.as_str() == PROJECT;
        Box::pin(async move {
            if known {
                let address: SocketAddr = "127.0.0.1:0".parse()?;
                Ok(Box::new(std::iter::once(address)) as Addrs)
            } else {
                Err("no such host".into())
            }
        })
    }
}

#[tokio::test]
async fn a_guessed_host_that_no_resolver_knows_is_left_for_the_project_s_route_for_good() {
    let names = Names::default();
    let project = Server::start([Step::answer(200, "", "\"project\"")]).await;
    let client = names.client(&project, None);
    for hits in 1..=3 {
        let slug = format!("f{hits}");
        let answer: String = client.functions().invoke(&slug, &json!({})).await.unwrap();
        assert_eq!((answer.as_str(), project.hits()), ("project", hits));
        assert!(project.seen()[hits - 1].starts_with(&format!("POST /functions/{slug} ")));
    }
    let first = names.lookups(DERIVED);
    client.functions().request("f").response().await.unwrap();
    assert!(first > 0, "it was tried");
    assert_eq!(names.lookups(DERIVED), first, "and is not tried again");
}

#[tokio::test]
async fn a_function_that_fails_by_the_project_s_route_runs_once_also_after_a_guess() {
    let names = Names::default();
    let project = Server::start([Step::answer(500, "", r#"{"error":"kaboom"}"#)]).await;
    let error = names
        .client(&project, None)
        .functions()
        .invoke::<Value>("f", &json!({}))
        .await
        .unwrap_err();
    assert_eq!((error.status(), project.hits()), (Some(500), 1));
}

#[tokio::test]
async fn a_host_that_was_given_or_told_is_never_replaced_by_the_project_s_route() {
    let names = Names::default();
    let project = Server::start([Step::answer(200, "", "1")]).await;
    let given = names.client(&project, Some("https://given.invalid"));
    let error = given
        .functions()
        .invoke::<Value>("f", &json!({}))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), project.hits()), (ErrorKind::Connect, 0));

    let told = names.client(&project, None);
    told.functions()
        .routes
        .learn(crate::http::BaseUrl::parse("https://told.invalid", false).unwrap());
    let error = told
        .functions()
        .invoke::<Value>("f", &json!({}))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), project.hits()), (ErrorKind::Connect, 0));
    assert!(names.lookups("given.invalid") > 0 && names.lookups("told.invalid") > 0);
    assert_eq!(names.lookups(DERIVED), 0);
}

#[tokio::test]
async fn an_outage_of_the_whole_network_does_not_forget_the_guessed_host() {
    let names = Names::default();
    let project = Server::start([Step::answer(200, "", "1")]).await;
    let client = names.client(&project, None);
    drop(project);
    let ask = || client.functions().request("f").response();
    for _ in 0..2 {
        let before = names.lookups(DERIVED);
        assert_eq!(ask().await.unwrap_err().kind(), ErrorKind::Connect);
        assert!(names.lookups(DERIVED) > before, "the host is tried again");
    }
}

#[tokio::test]
async fn a_body_that_the_project_would_not_pass_on_ends_at_the_host_that_does_not_know_the_function() {
    let direct = Server::start([Step::answer(404, "", r#"{"error":"Function not found"}"#)]).await;
    let project = Server::start([Step::answer(200, "", "1")]).await;
    let client = client(&project.url).functions_url(&direct.url).build().unwrap();
    for hits in 1..=2 {
        let call = client.functions().request("f").body("image/png", &b"png"[..]);
        let error = call.response().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));
        assert_eq!((direct.hits(), project.hits()), (hits, 0));
    }
}
