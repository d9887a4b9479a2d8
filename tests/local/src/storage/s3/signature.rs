use std::collections::BTreeSet;

use axum::http::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::error::S3Error;
use crate::app::App;
use crate::rawsql::errors::failure;
use crate::storage::access_keys::REGION;
use crate::storage::blobs::hex;
use crate::storage::signing::{hmac, sha256};

/// What AWS leaves alone in a query.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn refused() -> S3Error {
    S3Error::new(
        StatusCode::FORBIDDEN,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
    )
}

/// The parts of an `Authorization` header of AWS's fourth kind.
#[derive(Debug)]
struct Authorization<'a> {
    access_key: &'a str,
    /// Date, region, service and `aws4_request`.
    scope: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut found = Self {
            access_key: "",
            scope: "",
            signed_headers: "",
            signature: "",
        };
        for part in text.strip_prefix("AWS4-HMAC-SHA256")?.split(',') {
            match part.trim().split_once('=')? {
                ("Credential", value) => (found.access_key, found.scope) = value.split_once('/')?,
                ("SignedHeaders", value) => found.signed_headers = value,
                ("Signature", value) => found.signature = value,
                _ => {}
            }
        }
        Some(found)
    }
}

/// Checks who signed a request of the gateway; its access key.
pub(crate) async fn check(
    app: &App,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<String, S3Error> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let authorization = Authorization::read(header("authorization")).ok_or_else(|| {
        S3Error::denied("Access Denied: the gateway takes signatures of AWS's fourth kind in the header only")
    })?;
    let mut scope = authorization.scope.split('/');
    let (date, region, service) = (
        scope.next().unwrap_or_default(),
        scope.next().unwrap_or_default(),
        scope.next().unwrap_or_default(),
    );
    if region != REGION || service != "s3" {
        return Err(S3Error::new(
            StatusCode::BAD_REQUEST,
            "AuthorizationHeaderMalformed",
            format!(
                "The authorization header is malformed; the region '{region}' is wrong; expecting '{REGION}'"
            ),
        ));
    }
    let secret = secret(app, authorization.access_key).await?;
    let lines: String = authorization
        .signed_headers
        .split(';')
        .map(|name| format!("{name}:{}\n", header(name).trim()))
        .collect();
    let request = [
        method.as_str(),
        uri.path(),
        &canonical_query(uri.query().unwrap_or_default()),
        &lines,
        authorization.signed_headers,
        header("x-amz-content-sha256"),
    ]
    .join("\n");
    let text = [
        "AWS4-HMAC-SHA256",
        header("x-amz-date"),
        authorization.scope,
        &sha256(request.as_bytes()),
    ]
    .join("\n");
    let key = [region, service, "aws4_request"].iter().fold(
        hmac(format!("AWS4{secret}").as_bytes(), date.as_bytes()),
        |key, part| hmac(&key, part.as_bytes()),
    );
    if hex(&hmac(&key, text.as_bytes())) != authorization.signature {
        return Err(refused());
    }
    Ok(authorization.access_key.to_owned())
}

async fn secret(app: &App, access_key: &str) -> Result<String, S3Error> {
    let scope = app.storage.db.root().await?;
    let row = scope
        .client
        .query_opt(
            "update storage.s3_access_keys set last_used_at = now() where access_key_id = $1 returning secret_access_key",
            &[&access_key],
        )
        .await
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    row.and_then(|row| row.try_get(0).ok()).ok_or_else(|| {
        S3Error::new(
            StatusCode::FORBIDDEN,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
        )
    })
}

/// The query as it is signed: each pair encoded in one way, in order.
fn canonical_query(query: &str) -> String {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
    let pairs: BTreeSet<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{}={}", encode(&decode(name)), encode(&decode(value)))
        })
        .collect();
    pairs.into_iter().collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::canonical_query;

    #[test]
    fn a_query_is_signed_in_one_form() {
        assert_eq!(
            canonical_query("prefix=a/b&list-type=2&uploads"),
            "list-type=2&prefix=a%2Fb&uploads="
        );
        assert_eq!(canonical_query("prefix=a%2Fb%20c"), "prefix=a%2Fb%20c");
    }
}
