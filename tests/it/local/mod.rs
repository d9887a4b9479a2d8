//! What only the local InsForge can show: faults, and requests as they arrived. Each test starts one of its own,
//! whatever backend the rest of the suite runs against.

mod auth;
mod bulk;
mod concurrency;
mod faults;
mod limits;
mod processes;
mod realtime;
mod sessions;
mod wire;

use insforge_local::Local;

/// A local InsForge of the test's own, so that its faults meet nobody else.
async fn local() -> Local {
    Local::start().await.expect("a local InsForge")
}
