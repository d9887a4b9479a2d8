//! What administrators did, and what the backend's parts have written.
//!
//! [`Client::<Admin>::logs`](crate::client::Client::logs) returns [`Logs`]. The logs of a function's deployment are with
//! the functions: [`Functions::build_logs`](crate::functions::Functions::build_logs).

mod audits;
mod entries;

pub use self::audits::{Audit, AuditList, AuditStats};
pub use self::entries::{LogEntry, LogReading, LogSearch, LogSource, LogStats};
use super::handle;

handle! {
    /// What administrators did, and what the backend's parts have written.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::logs::{AuditList, LogSearch};
    ///
    /// let page = admin.logs().audits(AuditList::new().module("SECRETS").limit(20)).await?;
    /// for audit in page.rows {
    ///     println!("{} {} {}", audit.created_at, audit.actor, audit.action);
    /// }
    /// let found = admin.logs().search(LogSearch::new("timeout").source("postgres.logs")).await?;
    /// println!("{:?} entries", found.total);
    /// # Ok(())
    /// # }
    /// ```
    pub struct Logs;
}
