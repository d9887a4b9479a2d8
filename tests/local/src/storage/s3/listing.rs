use std::collections::BTreeSet;

use axum::response::Response;

use super::error::{S3Error, escape};
use super::gateway::{Call, answer};
use crate::app::App;
use crate::rawsql::errors::failure;
use crate::storage::objects::{COLUMNS, Object};

const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

pub(crate) async fn buckets(app: &App) -> Result<Response, S3Error> {
    let scope = app.storage.db.root().await?;
    let rows = scope
        .client
        .query("select name from storage.buckets order by name", &[])
        .await
        .map_err(|error| failure(&error))?;
    let names: String = rows
        .iter()
        .filter_map(|row| row.try_get::<_, String>(0).ok())
        .map(|name| {
            format!(
                "<Bucket><Name>{name}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>"
            )
        })
        .collect();
    Ok(answer(format!(
        "<ListAllMyBucketsResult xmlns=\"{NAMESPACE}\"><Buckets>{names}</Buckets></ListAllMyBucketsResult>"
    )))
}

/// `ListObjectsV2`
pub(crate) async fn objects(app: &App, call: &Call) -> Result<Response, S3Error> {
    let field = |name| call.field(name).unwrap_or_default();
    let (prefix, delimiter) = (field("prefix"), field("delimiter"));
    let after = match field("continuation-token") {
        "" => field("start-after"),
        token => token,
    };
    let limit = field("max-keys").parse::<usize>().unwrap_or(1000).min(1000);
    let scope = app.storage.db.root().await?;
    let sql = format!(
        "select {COLUMNS} from storage.objects where bucket = $1 and starts_with(key, $2) and key > $3 order by key"
    );
    let rows = scope
        .client
        .query(&sql, &[&call.bucket, &prefix, &after])
        .await
        .map_err(|error| failure(&error))?;
    drop(scope);

    let mut folders = BTreeSet::new();
    let (mut contents, mut next, mut count) = (String::new(), None, 0);
    let mut last = String::new();
    for row in &rows {
        let object = Object::read(row)?;
        let rest = object.key.get(prefix.len()..).unwrap_or_default();
        let folder = rest
            .split_once(delimiter)
            .filter(|_| !delimiter.is_empty())
            .map(|(name, _)| format!("{prefix}{name}{delimiter}"));
        if folder.as_ref().is_some_and(|folder| folders.contains(folder)) {
            last.clone_from(&object.key);
            continue;
        }
        if count == limit {
            next = Some(last.clone());
            break;
        }
        count += 1;
        last.clone_from(&object.key);
        match folder {
            Some(folder) => {
                folders.insert(folder);
            }
            None => contents.push_str(&format!(
                "<Contents><Key>{}</Key><LastModified>{}</LastModified><ETag>&quot;{}&quot;</ETag><Size>{}</Size>\
                 <StorageClass>STANDARD</StorageClass></Contents>",
                escape(&object.key),
                object.uploaded_at,
                object.etag.as_deref().unwrap_or_default(),
                object.size
            )),
        }
    }
    let common: String = folders
        .iter()
        .map(|folder| {
            format!(
                "<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>",
                escape(folder)
            )
        })
        .collect();
    let token = next.as_deref().map_or_else(String::new, |next| {
        format!("<NextContinuationToken>{}</NextContinuationToken>", escape(next))
    });
    Ok(answer(format!(
        "<ListBucketResult xmlns=\"{NAMESPACE}\"><Name>{}</Name><Prefix>{}</Prefix><KeyCount>{count}</KeyCount>\
         <MaxKeys>{limit}</MaxKeys><IsTruncated>{}</IsTruncated>{contents}{common}{token}</ListBucketResult>",
        escape(&call.bucket),
        escape(prefix),
        next.is_some()
    )))
}

/// `DeleteObjects`
pub(crate) async fn delete(app: &App, call: &Call, body: &str) -> Result<Response, S3Error> {
    let mut deleted = String::new();
    for key in elements(body, "Key") {
        remove(app, &call.bucket, &key).await?;
        deleted.push_str(&format!("<Deleted><Key>{}</Key></Deleted>", escape(&key)));
    }
    Ok(answer(format!(
        "<DeleteResult xmlns=\"{NAMESPACE}\">{deleted}</DeleteResult>"
    )))
}

pub(crate) async fn remove(app: &App, bucket: &str, key: &str) -> Result<(), S3Error> {
    let scope = app.storage.db.root().await?;
    scope
        .client
        .execute(
            "delete from storage.objects where bucket = $1 and key = $2",
            &[&bucket, &key],
        )
        .await
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    app.storage.blobs.remove(bucket, key).await;
    Ok(())
}

/// The texts of all elements of a name, in a document without nesting of that name.
pub(crate) fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once(&close))
        .map(|(text, _)| {
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&")
        })
        .collect()
}
