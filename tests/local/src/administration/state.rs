//! What administration keeps in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::advisor::Findings;
use super::backups::Backups;
use super::keyring::KeyRing;
use super::schedules::Schedules;
use super::secrets::Stored;
use crate::clock::iso_now;

/// What administration keeps in memory; it ends with the instance.
#[derive(Debug)]
pub(crate) struct AdminState {
    pub(crate) api_key: KeyRing,
    pub(crate) anon_key: KeyRing,
    audits: Mutex<Vec<Value>>,
    secrets: Mutex<Vec<Stored>>,
    schedules: Mutex<Schedules>,
    backups: Mutex<Backups>,
    findings: Mutex<Findings>,
    tool_uses: Mutex<Vec<Value>>,
}

impl Default for AdminState {
    fn default() -> Self {
        Self {
            api_key: KeyRing::default(),
            anon_key: KeyRing::default(),
            audits: Mutex::default(),
            secrets: Mutex::new(Stored::of_the_backend()),
            schedules: Mutex::default(),
            backups: Mutex::default(),
            findings: Mutex::default(),
            tool_uses: Mutex::default(),
        }
    }
}

impl AdminState {
    /// Writes down what an administrator has done. The real backend names the API key as the actor.
    pub(crate) fn audit(&self, action: &str, module: &str, details: Value) {
        let now = iso_now();
        self.audits().push(json!({
            "id": uuid::Uuid::new_v4().to_string(),
            "actor": "api-key",
            "action": action,
            "module": module,
            "details": details,
            "ipAddress": "127.0.0.1",
            "createdAt": now,
            "updatedAt": now,
        }));
    }

    /// What was written down, the oldest first.
    pub(super) fn audits(&self) -> MutexGuard<'_, Vec<Value>> {
        locked(&self.audits)
    }

    pub(super) fn secrets(&self) -> MutexGuard<'_, Vec<Stored>> {
        locked(&self.secrets)
    }

    pub(super) fn schedules(&self) -> MutexGuard<'_, Schedules> {
        locked(&self.schedules)
    }

    pub(super) fn backups(&self) -> MutexGuard<'_, Backups> {
        locked(&self.backups)
    }

    pub(super) fn findings(&self) -> MutexGuard<'_, Findings> {
        locked(&self.findings)
    }

    pub(super) fn tool_uses(&self) -> MutexGuard<'_, Vec<Value>> {
        locked(&self.tool_uses)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
