use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::error::S3Error;
use crate::app::App;
use crate::storage::objects::{self, Object};
use crate::storage::post_policy::PostPolicy;
use crate::storage::strategy::S3_BUCKET;
use crate::storage::{download, upload};

/// A credential beside a signature is one too many, whatever it says.
fn refuse_credentials(headers: &HeaderMap) -> Result<(), S3Error> {
    let sent = ["authorization", "apikey", "x-api-key", "cookie"]
        .iter()
        .find(|name| headers.contains_key(**name));
    match sent {
        Some(name) => Err(S3Error::invalid(format!(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter \
             or the Authorization header should be specified ({name} was sent)"
        ))),
        None => Ok(()),
    }
}

/// `POST /{bucket}`: a form upload by a policy.
pub(crate) async fn post(State(app): State<Arc<App>>, request: Request) -> Response {
    let refusal = refuse_credentials(request.headers()).and_then(|()| {
        if request.headers().contains_key(header::CONTENT_LENGTH) {
            Ok(())
        } else {
            Err(S3Error::new(
                StatusCode::LENGTH_REQUIRED,
                "MissingContentLength",
                "You must provide the Content-Length HTTP header.",
            ))
        }
    });
    if let Err(refusal) = refusal {
        upload::drain(request).await;
        return refusal.into_response();
    }
    match receive(&app, request).await {
        Ok(etag) => {
            let etag = format!("\"{etag}\"");
            (StatusCode::NO_CONTENT, [(header::ETAG, etag)]).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn receive(app: &App, request: Request) -> Result<String, S3Error> {
    let broken = |_| {
        S3Error::new(
            StatusCode::BAD_REQUEST,
            "MalformedPOSTRequest",
            "The body is no form.",
        )
    };
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| S3Error::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", "no form"))?;
    let mut fields = HashMap::new();
    let mut refused = None;
    let mut stored = None;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "file" {
            // What follows the file is ignored, as S3 does.
            let value = part.text().await.map_err(broken)?;
            if stored.is_none() && refused.is_none() {
                fields.insert(name, value);
            }
            continue;
        }
        // The policy is judged where the file begins: fields after it come too late.
        let judged = judge(app, &fields);
        let mut draft = app.storage.blobs.draft().await?;
        while let Some(bytes) = part.chunk().await.map_err(broken)? {
            match &judged {
                Ok(policy) if draft.size <= policy.max => draft.write(&bytes).await?,
                _ => draft.size += bytes.len() as u64,
            }
        }
        match judged {
            Ok(policy) if draft.size > policy.max => {
                refused = Some(S3Error::too_large(draft.size, policy.max));
            }
            Ok(policy) => stored = Some((policy, draft)),
            Err(refusal) => refused = Some(refusal),
        }
    }
    if let Some(refused) = refused {
        return Err(refused);
    }
    let Some((policy, draft)) = stored else {
        return Err(S3Error::invalid(
            "POST requires exactly one file upload per request.",
        ));
    };
    let (bucket, key) = policy.key.split_once('/').unwrap_or_default();
    Ok(draft.keep(&app.storage.blobs.path(bucket, key)).await?)
}

/// The policy of a form, if its signature holds and the form keeps to it.
fn judge(app: &App, fields: &HashMap<String, String>) -> Result<PostPolicy, S3Error> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let signer = &app.storage.signer;
    let Some(policy) = PostPolicy::read(signer, field("Policy"), field("X-Amz-Signature")) else {
        return Err(S3Error::new(
            StatusCode::FORBIDDEN,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        ));
    };
    if policy.expires < signer.now() {
        return Err(S3Error::denied("Invalid according to Policy: Policy expired."));
    }
    if field("Content-Type") != policy.content_type {
        return Err(S3Error::denied(format!(
            "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$Content-Type\", \"{}\"]",
            policy.content_type
        )));
    }
    if field("key") != policy.key || field("bucket") != S3_BUCKET {
        return Err(S3Error::denied(
            "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$key\"]",
        ));
    }
    Ok(policy)
}

/// `GET /{bucket}/{key…}` by a signed URL.
pub(crate) async fn get(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    match serve(&app, &uri, &headers).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

async fn serve(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<Response, S3Error> {
    refuse_credentials(headers)?;
    let query: HashMap<_, _> =
        url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect();
    let field = |name: &str| query.get(name).map_or("", AsRef::as_ref);
    let (date, lasts) = (field("X-Amz-Date"), field("X-Amz-Expires"));
    let signer = &app.storage.signer;
    if signer.sign(&format!("GET {} {date} {lasts}", uri.path())) != field("X-Amz-Signature") {
        return Err(S3Error::new(
            StatusCode::FORBIDDEN,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        ));
    }
    let number = |text: &str| text.parse::<u64>().unwrap_or(0);
    if number(date) + number(lasts) < signer.now() {
        return Err(S3Error::denied("Request has expired"));
    }
    let path = percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let (bucket, key) = path
        .strip_prefix(&format!("/{S3_BUCKET}/"))
        .and_then(|rest| rest.split_once('/'))
        .ok_or_else(S3Error::no_such_key)?;
    let scope = app.storage.db.root().await?;
    let object = objects::find(&scope, bucket, key).await?;
    drop(scope);
    send(app, &object.ok_or_else(S3Error::no_such_key)?, headers).await
}

/// An object as S3 sends it: with a strong `ETag`, and in parts where asked for.
pub(crate) async fn send(app: &App, object: &Object, headers: &HeaderMap) -> Result<Response, S3Error> {
    let etag = format!("\"{}\"", object.etag.as_deref().unwrap_or_default());
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_NONE_MATCH).is_some_and(|known| known == etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    if text(header::IF_MATCH).is_some_and(|known| known != etag && known != "*") {
        return Err(S3Error::new(
            StatusCode::PRECONDITION_FAILED,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
        ));
    }
    let mut wanted = headers.clone();
    if text(header::IF_RANGE).is_some_and(|known| known != etag) {
        wanted.remove(header::RANGE);
    }
    let path = app.storage.blobs.path(&object.bucket, &object.key);
    let mut response = download::file(&path, object, &etag, Some(&wanted))
        .await?
        .ok_or_else(S3Error::no_such_key)?;
    if let Ok(date) = http_date(&object.uploaded_at).parse() {
        response.headers_mut().insert(header::LAST_MODIFIED, date);
    }
    Ok(response)
}

/// A time as HTTP headers write it.
pub(crate) fn http_date(iso: &str) -> String {
    crate::clock::http(iso)
}
