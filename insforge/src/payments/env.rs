//! Which of a provider's two worlds a call is for.

use crate::error::{Error, Result};
use crate::http::Target;
use crate::open_enum::open_enum;

open_enum! {
    /// Which of a provider's two worlds a call is for. They share nothing: keys, catalogues and payments are apart.
    pub enum Env {
        /// Without real money.
        Test = "test",
        /// With real money.
        Live = "live",
    }
}

impl Env {
    /// The path of a call in this world: provider, world, and the rest.
    pub(super) fn target(&self, provider: &'static str, rest: &[&str]) -> Result<Target> {
        if let Self::Other(word) = self {
            return Err(Error::request(format!(
                "{word:?} is no world of a payment provider; there are Env::Test and Env::Live"
            )));
        }
        rest.iter()
            .try_fold(Target::new(provider).segment(self.as_str())?, |target, part| {
                target.segment(part)
            })
    }
}
