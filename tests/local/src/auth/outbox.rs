use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A mail that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mail {
    /// The address it goes to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text, HTML.
    pub html: String,
    /// The template it was made of, such as `email-verification-code`; empty for a mail of another origin.
    pub kind: String,
    /// The six digits in it, if there are any.
    pub code: Option<String>,
    /// The link in it, if there is one.
    pub link: Option<String>,
}

/// The mails of a local InsForge, which sends none.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    mails: Arc<Mutex<Vec<Mail>>>,
}

impl Outbox {
    /// All mails so far, the oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().clone()
    }

    /// The newest mail to this address.
    pub fn last_to(&self, address: &str) -> Option<Mail> {
        self.lock().iter().rev().find(|mail| mail.to == address).cloned()
    }

    /// Forgets the mails so far.
    pub fn clear(&self) {
        self.lock().clear();
    }

    pub(crate) fn push(&self, mail: Mail) {
        self.lock().push(mail);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
