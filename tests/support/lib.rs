//! What the integration suite runs against: the InsForge named by the environment, or a local one.

mod backend;
mod space;

pub use backend::Backend;
pub use space::Space;
