//! `insforge doctor`: what the database lets anybody read.

use super::OUT_OF_DATE;
use super::arguments::Project;
use crate::error::Result;

/// Lists tables and views that the anon key reads unfiltered.
pub(super) async fn doctor(project: &Project) -> Result<u8> {
    let catalog = project.client()?.catalog().await?;
    let open: Vec<String> = catalog
        .readable_by_anon()
        .map(|relation| {
            let remedy = if relation.kind.is_view() {
                "a view that reads with its owner's rights: make it `security_invoker`, or revoke SELECT from anon"
            } else {
                "no row-level security: enable it, or revoke SELECT from anon"
            };
            format!("{}.{}: {remedy}", relation.schema, relation.name)
        })
        .collect();
    if open.is_empty() {
        println!("no table or view is readable by everybody without row-level security");
        return Ok(0);
    }
    for line in &open {
        println!("{line}");
    }
    Ok(OUT_OF_DATE)
}
