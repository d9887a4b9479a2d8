//! Who can pay: a person, signed in or not, and never the administrator's key.

use crate::client::{Anon, Role, User};

/// The roles that can pay: the server refuses an admin API key, behind which there is no person.
#[diagnostic::on_unimplemented(
    message = "payments are made by a user, and this client has the admin API key",
    label = "not for an admin client",
    note = "make a client for the user by `admin.as_user(token)`, or use one with the anon key"
)]
pub trait Payer: Role {}

impl Payer for Anon {}
impl Payer for User {}
