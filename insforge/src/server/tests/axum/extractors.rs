//! Who the user of a request is.

use ::axum::routing;

use super::*;
use crate::server::axum::{AuthUser, OptionalAuthUser, Rejection, SessionLayer, UserClient};

fn app(sessions: &CookieSessions) -> Router {
    Router::new()
        .route("/me", routing::get(async |AuthUser(claims): AuthUser| claims.sub))
        .route(
            "/maybe",
            routing::get(async |user: Option<AuthUser>| user.map_or("nobody".to_owned(), |user| user.0.sub)),
        )
        .route(
            "/optional",
            routing::get(async |OptionalAuthUser(user): OptionalAuthUser| {
                user.map_or("nobody".to_owned(), |claims| claims.sub)
            }),
        )
        .route(
            "/client",
            routing::get(
                async |AuthUser(claims): AuthUser, UserClient(client): UserClient| {
                    let user = client.auth().get_current_user().await.map_err(Rejection::from)?;
                    Ok::<_, Rejection>(format!("{} {}", claims.sub, user.email))
                },
            ),
        )
        .layer(SessionLayer::new(sessions.clone()))
}

/// An app whose tokens this pair of keys signs, and a good token.
async fn signed(more: impl IntoIterator<Item = Step>) -> (Server, Router, Pair, String) {
    let pair = Pair::curve("key");
    let steps = std::iter::once(keys(&[&pair])).chain(more);
    let (server, sessions) = scripted(steps).await;
    let token = pair.sign(&claims(900));
    (server, app(&sessions), pair, token)
}

#[tokio::test]
async fn a_verified_token_of_the_cookie_or_the_header_is_the_user() {
    let (server, app, _, token) = signed([]).await;
    let lower = HeaderMap::from_iter([(
        "authorization".parse().unwrap(),
        format!("bearer  {token}").parse().unwrap(),
    )]);
    for headers in [request(&[("a", "b"), (ACCESS, &token)]), bearer(&token), lower] {
        for path in ["/me", "/maybe", "/optional"] {
            let answer = get(&app, path, headers.clone()).await;
            assert_eq!(
                (answer.status, answer.text.as_str()),
                (StatusCode::OK, "ada"),
                "{path}"
            );
            assert!(answer.cookies().is_empty());
        }
    }
    // The keys were fetched; no user was asked for.
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn without_a_user_the_answer_is_401_as_json_or_nobody() {
    let (_server, app, pair, good) = signed([]).await;
    let stranger = Pair::curve("key").sign(&claims(900));
    let expired = pair.sign(&claims(-120));
    let (head, rest) = good.split_once('.').unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{rest}");
    let tampered = format!("{head}.{rest}x");
    let mut requests = vec![HeaderMap::new(), bearer(""), bearer(&expired), bearer("no.good")];
    for token in [&stranger, &unsigned, &tampered] {
        requests.push(bearer(token));
        requests.push(request(&[(ACCESS, token)]));
    }
    // A wrong token in the header is not made up for by a good one in the cookie.
    let mut both = request(&[(ACCESS, &good)]);
    both.extend(bearer(&stranger));
    requests.push(both);
    for headers in requests {
        for path in ["/me", "/client"] {
            get(&app, path, headers.clone())
                .await
                .refused(401, "AUTH_UNAUTHORIZED");
        }
        for path in ["/maybe", "/optional"] {
            assert_eq!(get(&app, path, headers.clone()).await.text, "nobody");
        }
    }
}

#[tokio::test]
async fn the_password_of_a_proxy_is_not_taken_for_a_token() {
    let (_server, app, _, token) = signed([]).await;
    let mut headers = request(&[(ACCESS, &token)]);
    headers.insert("authorization", "Basic dXNlcjpwYXNz".parse().unwrap());
    assert_eq!(get(&app, "/me", headers).await.text, "ada");
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_are_an_outage_and_no_sign_out() {
    for step in [
        Step::Close,
        Step::answer(503, "", ""),
        Step::answer(200, "", "<html>"),
    ] {
        let token = Pair::curve("key").sign(&claims(900));
        let (_server, sessions) = scripted([step]).await;
        let app = app(&sessions);
        for path in ["/me", "/maybe", "/client"] {
            let answer = get(&app, path, request(&[(ACCESS, &token)])).await;
            answer.refused(503, "UNAVAILABLE");
            assert!(answer.cookies().is_empty());
        }
        assert_eq!(get(&app, "/optional", bearer(&token)).await.text, "nobody");
    }
}

#[tokio::test]
async fn a_client_of_the_user_sends_the_users_token_and_never_a_key() {
    let user = Step::answer(200, "", r#"{"user":{"id":"ada","email":"ada@example.com"}}"#);
    let (server, app, _, token) = signed([user]).await;
    let answer = get(&app, "/client", request(&[(ACCESS, &token), (REFRESH, FIRST)])).await;
    assert_eq!(answer.text, "ada ada@example.com");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen[1].contains(&format!("authorization: Bearer {token}\r\n")));
    assert!(seen.iter().all(|request| !request.contains("ik_")));
}

#[tokio::test]
async fn a_route_without_the_layer_says_so() {
    let bare = Router::new()
        .route("/me", routing::get(async |AuthUser(claims): AuthUser| claims.sub))
        .route(
            "/maybe",
            routing::get(async |user: Option<AuthUser>| format!("{user:?}")),
        );
    for path in ["/me", "/maybe"] {
        let answer = get(&bare, path, HeaderMap::new()).await;
        answer.refused(500, "INTERNAL_ERROR");
        assert!(answer.text.contains("SessionLayer::new"), "{}", answer.text);
    }
}

#[tokio::test]
async fn an_error_tells_a_browser_what_is_its_business_and_no_more() {
    for (error, status, code) in [
        (ErrorKind::WrongCredentials, 401, "WRONG_CREDENTIALS"),
        (ErrorKind::WrongCode, 400, "WRONG_CODE"),
        (ErrorKind::Unverified, 403, "EMAIL_NOT_VERIFIED"),
        (ErrorKind::Unauthorized, 401, "AUTH_UNAUTHORIZED"),
        (ErrorKind::Forbidden, 403, "FORBIDDEN"),
        (ErrorKind::NotFound, 404, "NOT_FOUND"),
        (ErrorKind::Conflict, 409, "CONFLICT"),
        (ErrorKind::Invalid, 400, "INVALID_INPUT"),
        (ErrorKind::Request, 400, "INVALID_INPUT"),
        (ErrorKind::RateLimited, 429, "TOO_MANY_REQUESTS"),
        (ErrorKind::Connect, 503, "UNAVAILABLE"),
        (ErrorKind::Timeout, 503, "UNAVAILABLE"),
        (ErrorKind::Unavailable, 503, "UNAVAILABLE"),
        (ErrorKind::Server, 500, "INTERNAL_ERROR"),
        (ErrorKind::Config, 500, "INTERNAL_ERROR"),
        (ErrorKind::Unsupported, 500, "INTERNAL_ERROR"),
        (ErrorKind::Decode, 500, "INTERNAL_ERROR"),
    ] {
        let rejection = Rejection::from(crate::Error::new(error, "the reason"));
        assert_eq!(
            (rejection.status().as_u16(), rejection.code()),
            (status, code),
            "{error:?}"
        );
        assert_eq!(
            format!("{rejection:?}").contains("the reason"),
            status < 500,
            "{error:?}"
        );
    }
}
