use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use crate::clock::iso_now;

/// Named settings, in memory: those of OAuth providers.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    entries: Mutex<BTreeMap<String, Map<String, Value>>>,
}

impl Settings {
    pub(crate) fn names(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    pub(crate) fn get(&self, name: &str) -> Option<Map<String, Value>> {
        self.lock().get(name).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Map<String, Value>> {
        self.lock().values().cloned().collect()
    }

    /// `None` if the name is in use.
    pub(crate) fn create(&self, name: &str, mut entry: Map<String, Value>) -> Option<Map<String, Value>> {
        let mut entries = self.lock();
        if entries.contains_key(name) {
            return None;
        }
        let now = iso_now();
        entry.insert("id".to_owned(), json!(uuid::Uuid::new_v4().to_string()));
        entry.insert("createdAt".to_owned(), json!(now));
        entry.insert("updatedAt".to_owned(), json!(now));
        entries.insert(name.to_owned(), entry.clone());
        Some(entry)
    }

    /// `None` if there is no such name.
    pub(crate) fn change(&self, name: &str, changes: Map<String, Value>) -> Option<Map<String, Value>> {
        let mut entries = self.lock();
        let entry = entries.get_mut(name)?;
        entry.extend(changes);
        entry.insert("updatedAt".to_owned(), json!(iso_now()));
        Some(entry.clone())
    }

    pub(crate) fn remove(&self, name: &str) -> bool {
        self.lock().remove(name).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Map<String, Value>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
