//! When a session is renewed, and how often.

use ::http::Method;
use bytes::Bytes;
use futures_util::future::join_all;

use super::issuer::{EXPIRED, Issuer, Plan};
use crate::client::{Client, Role};
use crate::error::ErrorKind;
use crate::http::{Caller, Form, Request, Streamed};

pub(super) fn read() -> Request {
    Request::new("test.call", Method::GET, "/api/database/records/t".to_owned())
}

pub(super) fn caller<R: Role>(client: &Client<R>) -> &Caller {
    client.caller()
}

#[tokio::test]
async fn two_hundred_refused_calls_cause_one_refresh() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.expire("ada");
    let calls = (0..200).map(|_| caller(&client).send(read()));
    for answer in join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(issuer.refreshes(), 1);
    let refreshes = issuer.book().refreshes.clone();
    assert_eq!(refreshes, ["refresh-canary.ada.1"]);
    // And it stays with the rotated token afterwards.
    issuer.expire("ada");
    caller(&client).send(read()).await.unwrap();
    assert_eq!(issuer.book().refreshes[1], "refresh-canary.ada.3");
}

#[tokio::test]
async fn two_hundred_callers_of_refresh_session_cause_one_refresh() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let auth = client.auth();
    let sessions = join_all((0..200).map(|_| auth.refresh_session())).await;
    assert!(sessions.into_iter().all(|session| session.is_ok()));
    assert_eq!(issuer.refreshes(), 1);
}

#[tokio::test]
async fn a_call_refused_for_an_old_token_goes_again_with_the_newer_one_there_is() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let source = client.auth().cell;
    let old = source.read().mark();
    client.auth().refresh_session().await.unwrap();
    let token = crate::http::TokenSource::replace(source, caller(&client).clone(), old);
    let token = token.await.unwrap().unwrap();
    assert!(format!("{:?}", token.bearer.header_value().to_str().unwrap()).contains("canary-ada-2"));
    assert_eq!(issuer.refreshes(), 1, "the one asked for, and no other");
}

#[tokio::test]
async fn only_an_answer_about_the_token_renews_it() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    for (status, body, refreshes) in [
        (401, EXPIRED, 1),
        (401, r#"{"code":"PGRST301","message":"JWT expired"}"#, 1),
        (
            401,
            r#"{"code":"42501","message":"permission denied for table t"}"#,
            0,
        ),
        (
            401,
            r#"{"error":"AUTH_INVALID_CREDENTIALS","message":"User not found","statusCode":401}"#,
            0,
        ),
        (
            401,
            r#"{"error":"AUTH_INVALID_API_KEY","message":"x","statusCode":401}"#,
            0,
        ),
        (401, "", 0),
        (401, "<html></html>", 0),
        (
            403,
            r#"{"error":"AUTH_UNAUTHORIZED","message":"Admin access required","statusCode":403}"#,
            0,
        ),
        (403, r#"{"code":"42501","message":"row-level security"}"#, 0),
        (
            500,
            r#"{"error":"INTERNAL_ERROR","message":"Invalid token","statusCode":500}"#,
            0,
        ),
    ] {
        let before = (issuer.refreshes(), issuer.book().calls.len());
        issuer.book().gateway = Some((status, body));
        let error = caller(&client).send(read()).await.unwrap_err();
        assert_eq!(error.status(), Some(status), "{body}");
        assert_eq!(issuer.refreshes() - before.0, refreshes, "{status} {body}");
        // One repetition a call, however the second attempt ends.
        assert_eq!(
            issuer.book().calls.len() - before.1,
            1 + refreshes,
            "{status} {body}"
        );
    }
}

/// The platform asks for no credential before a function runs, so such a 401 is the function's own word: it has run.
#[tokio::test]
async fn a_function_that_answers_401_runs_again_only_where_it_may() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.book().gateway = Some((401, EXPIRED));
    let call = || client.functions().request("f");
    for (call, runs, refreshes) in [(call(), 1, 0), (call().idempotent(), 2, 1)] {
        let before = (issuer.refreshes(), issuer.book().calls.len());
        let error = call.response().await.unwrap_err();
        assert_eq!(error.function_bytes(), Some(EXPIRED.as_bytes()));
        assert_eq!(issuer.refreshes() - before.0, refreshes);
        assert_eq!(issuer.book().calls.len() - before.1, runs);
    }
}

#[tokio::test]
async fn a_provider_that_refuses_the_project_s_key_has_nothing_to_do_with_the_session() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let body =
        r#"{"error":"AI_INVALID_API_KEY","message":"AI provider authentication failed.","statusCode":401}"#;
    issuer.book().gateway = Some((401, body));
    let chat = crate::ai::ChatRequest::new("m", [crate::ai::Message::user("hi")]);
    let completions = client.ai().chat().completions();
    let whole = completions.create(chat.clone()).await.unwrap_err();
    let streamed = completions.stream(chat).await.unwrap_err();
    assert_eq!(
        (whole.kind(), streamed.kind()),
        (ErrorKind::NotConfigured, ErrorKind::NotConfigured)
    );
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (0, 2));
}

#[tokio::test]
async fn an_upload_s_500_for_an_expired_token_counts_where_the_request_says_so() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.book().gateway = Some((
        500,
        r#"{"error":"INTERNAL_ERROR","message":"Invalid token","statusCode":500}"#,
    ));
    let request = read().expired_token_is_500();
    assert_eq!(
        caller(&client).send(request).await.unwrap_err().status(),
        Some(500)
    );
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (1, 2));
    issuer.book().gateway = Some((500, r#"{"error":"INTERNAL_ERROR","message":"disk full"}"#));
    let request = read().expired_token_is_500();
    caller(&client).send(request).await.unwrap_err();
    assert_eq!(issuer.refreshes(), 1);
}

#[tokio::test]
async fn a_streamed_body_is_not_sent_again() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.expire("ada");
    let stream = futures_util::stream::iter([Ok(Bytes::from_static(b"x"))]);
    let body = Streamed::once(1, Box::pin(stream));
    let request = Request::new("test.call", Method::PUT, "/api/x".to_owned()).form_body(Form {
        fields: Vec::new(),
        file_name: "x".into(),
        content_type: "text/plain".into(),
        file: body,
    });
    let error = caller(&client).send(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (0, 1));
}

#[tokio::test]
async fn tokens_that_were_handed_in_are_never_renewed() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let token = client.auth().session().unwrap().access_token().to_owned();
    issuer.expire("ada");
    let user = client.as_user(&token).unwrap();
    caller(&user).send(read()).await.unwrap_err();
    client.auth().set_access_token(&token).unwrap();
    caller(&client).send(read()).await.unwrap_err();
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (0, 2));
}

#[tokio::test]
async fn the_routes_of_sign_in_and_refresh_never_renew() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.plan(Plan::Answer(401, "", EXPIRED));
    let error = client.auth().refresh_session().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (1, 0));
}

#[tokio::test]
async fn an_ended_session_fails_calls_and_sends_none_as_nobody() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.expire("ada");
    issuer.plan(Plan::Answer(401, "", EXPIRED));
    caller(&client).send(read()).await.unwrap_err();
    let error = caller(&client).send(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, None));
    assert!(error.to_string().contains("sign in again"), "{error}");
    assert_eq!(issuer.callers(), ["ada"]);
    client.auth().sign_out().await.unwrap();
    caller(&client).send(read()).await.unwrap();
    assert_eq!(issuer.callers(), ["ada", "anon"]);
}
