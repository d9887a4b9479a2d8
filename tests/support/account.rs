//! A user of a test's own, deleted with the value.

use insforge::admin::auth::NewUser;
use insforge::{Anon, Client};

use crate::Backend;

/// An account that exists as long as this value.
#[derive(Debug)]
pub struct Account {
    backend: &'static Backend,
    id: String,
    email: String,
}

impl Account {
    /// The password of every such account.
    pub const PASSWORD: &'static str = "Correct-Horse-7!";

    pub(crate) async fn create(backend: &'static Backend) -> Self {
        let email = format!("{}@example.com", backend.unique("account"));
        let user = NewUser::new(&email, Self::PASSWORD)
            .name("Test Account")
            .auto_confirm(true);
        let made = backend
            .admin()
            .auth()
            .create_user(user)
            .await
            .expect("an account");
        Self::adopt(backend, made.user.id, email)
    }

    /// Takes over an account that the test has made itself.
    pub fn adopt(backend: &'static Backend, id: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            backend,
            id: id.into(),
            email: email.into(),
        }
    }

    /// The user's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The user's address.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// A client on which this user is signed in.
    pub async fn client(&self) -> Client<Anon> {
        let client = self.backend.anon();
        client
            .auth()
            .sign_in_with_password(&self.email, Self::PASSWORD)
            .await
            .expect("a sign-in");
        client
    }
}

impl Drop for Account {
    /// Deletes the account, also when the test has failed. A thread of its own, since a destructor cannot await.
    fn drop(&mut self) {
        let (admin, id) = (self.backend.admin(), self.id.clone());
        let deleted = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(admin.auth().delete_users([id]))
                .map_err(std::io::Error::other)
        })
        .join();
        if !matches!(deleted, Ok(Ok(_))) {
            eprintln!("the account {} is left behind: {deleted:?}", self.email);
        }
    }
}
