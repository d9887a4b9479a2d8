//! Sites, containers and agents' memory, on a server without their providers: what can be answered is, the rest says
//! that it cannot. Where a provider is set up, the refusals are not asserted.

use insforge::admin::compute::NewService;
use insforge::admin::deployments::{SiteFile, StartDeployment};
use insforge::admin::memory::{Recall, Remember};
use insforge::{Error, ErrorKind};
use insforge_tests::Backend;

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

fn refused<T: std::fmt::Debug>(result: insforge::Result<T>) -> Error {
    result.expect_err("no provider")
}

#[tokio::test]
async fn sites_are_listed_and_cannot_be_made_without_a_provider() {
    let sites = Backend::connect().await.admin().deployments();
    let page = sites.list(10, 0).await.expect("a page");
    assert_eq!(page.total, Some(page.rows.len() as u64));
    sites.addresses().await.expect("addresses or none");
    let error = refused(sites.get(NOBODY).await);
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("DEPLOYMENT_NOT_FOUND"))
    );
    assert_eq!(refused(sites.sync(NOBODY).await).kind(), ErrorKind::NotFound);
    assert_eq!(refused(sites.cancel(NOBODY).await).kind(), ErrorKind::NotFound);
    assert_eq!(refused(sites.create([]).await).kind(), ErrorKind::Request);
    if sites.env_vars().await.is_ok() {
        return;
    }
    let file = || SiteFile::new("index.html", "da39a3ee5e6b4b0d3255bfef95601890afd80709", 0);
    for error in [
        refused(sites.create([file()]).await),
        refused(sites.start(NOBODY, StartDeployment::new()).await),
        refused(sites.domains().await),
        refused(sites.add_domain("a.example.com").await),
        refused(sites.verify_domain("a.example.com").await),
        refused(sites.remove_domain("a.example.com").await),
        refused(sites.set_env_vars([("A", "canary")]).await),
        refused(sites.env_var("x").await),
        refused(sites.delete_env_var("x").await),
    ] {
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Unavailable, Some(503)),
            "{error:?}"
        );
        assert!(!format!("{error:?}").contains("canary"));
    }
}

#[tokio::test]
async fn containers_cannot_be_made_without_a_provider() {
    let compute = Backend::connect().await.admin().compute();
    compute.config().await.expect("which credentials there are");
    assert_eq!(
        refused(compute.set_config(None, None).await).kind(),
        ErrorKind::Request
    );
    if compute.list().await.is_ok() {
        return;
    }
    for error in [
        refused(compute.get(NOBODY).await),
        refused(
            compute
                .create(NewService::new("a", 80).image("x").env_var("A", "canary"))
                .await,
        ),
        refused(compute.reserve(NewService::new("a", 80)).await),
        refused(compute.stop(NOBODY).await),
        refused(compute.logs(NOBODY, 10, None).await),
        refused(compute.events(NOBODY, 10).await),
        refused(compute.deploy_token(NOBODY).await),
    ] {
        assert_eq!(
            (error.status(), error.code()),
            (Some(503), Some("COMPUTE_NOT_CONFIGURED")),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn memory_is_listed_and_needs_models_for_the_rest() {
    let backend = Backend::connect().await;
    let memory = backend.admin().memory();
    let scope = backend.unique("scope");
    assert!(memory.index(&scope).await.expect("a list").is_empty());
    match memory.remember(Remember::text("a", "b").scope(&scope)).await {
        Ok(results) => assert_eq!(results.len(), 1),
        Err(error) => {
            assert_eq!(
                (error.status(), error.code()),
                (Some(500), Some("AI_INVALID_API_KEY")),
                "{error:?}"
            );
            assert!(memory.recall(Recall::new("a").scope(&scope)).await.is_err());
        }
    }
    let nothing = memory.remember(Remember::default()).await;
    assert_eq!(refused(nothing).kind(), ErrorKind::Invalid);
}
