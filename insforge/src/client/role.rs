//! Who a client acts as, in its type.

use std::fmt::Debug;
use std::sync::Arc;

use crate::auth::SessionCell;

/// Anybody, or whoever is signed in on the client: made with the project's anon key.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Anon;

/// One user, by a token: made by [`as_user`](super::Client::as_user).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct User;

/// The project's administrator: made with the admin API key.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Admin;

/// The roles a client can have: [`Anon`], [`User`] and [`Admin`]. No other type can be one.
pub trait Role: sealed::Sealed {}

impl Role for Anon {}
impl Role for User {}
impl Role for Admin {}

pub(super) mod sealed {
    use super::{Admin, Anon, Arc, Debug, SessionCell, User};

    pub trait Sealed: Send + Sync + 'static {
        /// What a client of this role keeps beside its credential.
        type State: Clone + Debug + Send + Sync;
        /// The role's name in `Debug`.
        const NAME: &'static str;
    }

    impl Sealed for Anon {
        type State = Arc<SessionCell>;
        const NAME: &'static str = "anon";
    }

    impl Sealed for User {
        type State = ();
        const NAME: &'static str = "user";
    }

    impl Sealed for Admin {
        type State = ();
        const NAME: &'static str = "admin";
    }
}
