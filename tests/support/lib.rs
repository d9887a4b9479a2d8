//! What the integration suite runs against: the InsForge named by the environment, or a local one.

mod account;
mod backend;
pub mod browser;
mod function;
mod space;

pub use account::Account;
pub use backend::Backend;
pub use function::EchoFunction;
pub use space::Space;
