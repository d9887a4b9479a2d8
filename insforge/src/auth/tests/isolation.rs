//! Many users on one client.

use super::issuer::bearer;
use super::renewal::caller;
use crate::client::Client;
use crate::http::Request;
use crate::http::tests::{Server, Step};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tasks_with_a_thousand_tokens_never_mix() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    client.auth().set_access_token("nobody-else-s").unwrap();
    let tasks: Vec<_> = (0..1000)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let user = client.as_user(&format!("token-{number}")).unwrap();
                for _ in 0..3 {
                    let path = format!("/of/{number}");
                    let request = Request::new("test.call", ::http::Method::GET, path);
                    caller(&user).send(request).await.unwrap();
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 3000);
    for request in seen {
        let number = request
            .split(' ')
            .nth(1)
            .unwrap()
            .trim_start_matches("/of/")
            .to_owned();
        assert_eq!(bearer(&request), format!("token-{number}"));
    }
}
