//! What administration keeps in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::clock::iso_now;

/// What administration keeps in memory; it ends with the instance.
#[derive(Debug, Default)]
pub(crate) struct AdminState {
    audits: Mutex<Vec<Value>>,
}

impl AdminState {
    /// Writes down what an administrator has done. The real backend names the API key as the actor.
    pub(crate) fn audit(&self, action: &str, module: &str, details: Value) {
        let now = iso_now();
        locked(&self.audits).push(json!({
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
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
