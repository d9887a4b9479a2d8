//! Handlers that act as the user of a request, under row-level security, with no key but the anon key.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use insforge::Client;
use insforge::prelude::*;
use insforge::server::CookieSessions;
use insforge::server::axum::{AuthUser, OptionalAuthUser, Rejection, SessionLayer, UserClient};
use insforge_tests::{Backend, Space};
use tower_service::Service;
use uuid::Uuid;

#[derive(Table, Debug)]
#[table(name = "secrets")]
struct Secret {
    #[column(pk, identity = always)]
    id: i32,
    text: String,
    #[column(default)]
    owner: Uuid,
}

const SECRETS: &str = "create table {s}.secrets (id int generated always as identity primary key, text text not null, \
    owner uuid not null default auth.uid()); alter table {s}.secrets enable row level security; \
    create policy own on {s}.secrets to authenticated using (owner = auth.uid()) with check (owner = auth.uid());";

async fn space() -> Space {
    Backend::connect().await.space(SECRETS).await
}

fn app(space: &Space) -> Router {
    let list = async |AuthUser(claims): AuthUser, UserClient(client): UserClient| {
        let rows = client
            .database()
            .from::<Secret>()
            .order(|t| t.id.asc())
            .all()
            .await;
        let rows = rows.map_err(Rejection::from)?;
        let all_own = rows.iter().all(|row| row.owner.to_string() == claims.sub);
        let texts: Vec<String> = rows.into_iter().map(|row| row.text).collect();
        Ok::<_, Rejection>(format!("{} {all_own}", texts.join(",")))
    };
    let who =
        async |OptionalAuthUser(user): OptionalAuthUser| user.map_or("nobody".to_owned(), |user| user.sub);
    Router::new()
        .route("/secrets", get(list))
        .route("/who", get(who))
        .layer(SessionLayer::new(CookieSessions::new(&space.anon())))
}

async fn ask(app: &Router, path: &str, header: (&str, &str)) -> (u16, String) {
    let request = Request::get(path).header(header.0, header.1);
    let request = request.body(Body::empty()).expect("a request");
    let response = app.clone().call(request).await.expect("an answer");
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

fn token(client: &Client) -> String {
    client
        .auth()
        .session()
        .expect("a session")
        .access_token()
        .to_owned()
}

#[tokio::test]
async fn each_request_reads_its_own_users_rows() {
    let space = space().await;
    let app = app(&space);
    let mut users = Vec::new();
    for name in ["ada", "grace"] {
        let (client, id) = space.user().await;
        let row = NewSecret {
            text: format!("{name}'s"),
        };
        client.database().insert(row).execute().await.expect("a row");
        users.push((name, token(&client), id));
    }
    let visits = (0..20).map(|number| {
        let (app, (name, token, id)) = (app.clone(), users[number % 2].clone());
        async move {
            let own = format!("{name}'s true");
            let cookie = format!("insforge_access_token={token}");
            assert_eq!(
                ask(&app, "/secrets", ("cookie", &cookie)).await,
                (200, own.clone())
            );
            let header = format!("Bearer {token}");
            assert_eq!(
                ask(&app, "/secrets", ("authorization", &header)).await,
                (200, own)
            );
            assert_eq!(
                ask(&app, "/who", ("cookie", &cookie)).await,
                (200, id.to_string())
            );
        }
    });
    futures_util::future::join_all(visits).await;
}

#[tokio::test]
async fn a_request_without_a_user_reads_nothing() {
    let space = space().await;
    let app = app(&space);
    for header in [
        ("x-nothing", "x"),
        ("cookie", "insforge_access_token=junk"),
        ("authorization", "Bearer a.b.c"),
        // A key is no user's token.
        (
            "authorization",
            &format!("Bearer {}", Backend::connect().await.anon_key()),
        ),
        (
            "authorization",
            &format!("Bearer {}", Backend::connect().await.api_key()),
        ),
    ] {
        let (status, body) = ask(&app, "/secrets", header).await;
        assert!(
            status == 401 && body.contains("AUTH_UNAUTHORIZED"),
            "{status} {body}"
        );
        assert_eq!(ask(&app, "/who", header).await, (200, "nobody".to_owned()));
    }
}
