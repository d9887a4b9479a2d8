//! Whether an answer holds all rows that were asked for: a server may limit how many it gives (`db-max-rows`), and says
//! so in no other way than by giving fewer.

use serde::de::IgnoredAny;

use super::handle::Handle;
use super::page::Count;
use super::render::{self, ReadPlan, ReadShape};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::schema::SelectItem;

/// A limit below this would hurt the server's other users first. It spares small reads with a limit of their own the
/// second look.
const SMALLEST_CAP: u64 = 100;

/// An error when rows are missing from the answer, of which `came` did come.
pub(super) async fn check(
    handle: &Handle,
    plan: &ReadPlan,
    items: &[SelectItem],
    answer: &Response,
    came: u64,
) -> Result<()> {
    const OPERATION: &str = "database.select";
    let offset = plan.offset.unwrap_or(0);
    // A second look would call the function a second time.
    if plan.call.is_some() {
        return Ok(());
    }
    let missing = if plan.counts_as_read() {
        let exact = matches!(plan.count, None | Some(Count::Exact));
        let total = answer.content_range().and_then(|range| range.total);
        total
            .filter(|total| exact && total.saturating_sub(offset) > came)
            .map(Some)
    } else if plan.limit.is_none_or(|limit| came < limit)
        && came >= SMALLEST_CAP
        && handle.largest_answer().may_be_cut(came)
    {
        // The same read, since what it embeds may hide rows.
        let mut next = plan.clone();
        next.limit = Some(1);
        next.offset = Some(offset.saturating_add(came));
        next.count = None;
        let request = render::select_rows(&next, items, ReadShape::Rows)?;
        let rows: Vec<IgnoredAny> = handle.send(request).await?.decode(OPERATION)?;
        (!rows.is_empty()).then_some(None)
    } else {
        None
    };
    match missing {
        Some(total) => Err(Error::truncated(came, total).with_operation(OPERATION)),
        None => {
            handle.largest_answer().saw(came);
            Ok(())
        }
    }
}
