//! What only the local InsForge can show: faults, and requests as they arrived. Each test starts one of its own,
//! whatever backend the rest of the suite runs against.

mod administration;
mod ai;
mod auth;
mod bulk;
mod caps;
mod concurrency;
mod emails;
mod faults;
mod functions;
mod limits;
mod payments;
mod processes;
mod realtime;
mod server;
mod sessions;
mod storage;
mod wire;

use insforge_local::Local;

/// A local InsForge of the test's own, so that its faults meet nobody else.
async fn local() -> Local {
    Local::start().await.expect("a local InsForge")
}
