//! Changes that a newer server may make to a payload.

use serde_json::{Map, Value, json};

/// Fields whose values are words of an enum.
const WORDS: [&str; 26] = [
    "type",
    "status",
    "role",
    "mode",
    "environment",
    "provider",
    "paymentStatus",
    "lastSyncStatus",
    "keyType",
    "inputModality",
    "outputModality",
    "finish_reason",
    "recurringInterval",
    "taxBehavior",
    "period",
    "processing_status",
    "object",
    "billingScheme",
    "kind",
    "level",
    "riskLevel",
    "onDelete",
    "onUpdate",
    "triggerSource",
    "httpMethod",
    "category",
];

/// Makes changes, the same ones for the same seed.
pub(super) struct Mutator(u64);

impl Mutator {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // The constants are Knuth's for MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// The payload with at least one new field, and about half of its words replaced.
    pub(super) fn mutate(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(object) => {
                let mut changed = Map::new();
                for (key, value) in object {
                    let replace = WORDS.contains(&key.as_str()) && self.next().is_multiple_of(2);
                    let value = if replace {
                        self.replace(value)
                    } else {
                        self.mutate(value)
                    };
                    changed.insert(key.clone(), value);
                }
                let added = self.new_value();
                changed.insert(format!("newField{}", self.next() % 5), added);
                Value::Object(changed)
            }
            Value::Array(list) if list.iter().all(Value::is_object) || list.len() < 40 => {
                Value::Array(list.iter().map(|value| self.mutate(value)).collect())
            }
            other => other.clone(),
        }
    }

    fn replace(&mut self, value: &Value) -> Value {
        match value {
            Value::String(_) => Value::String(format!("new_word_{}", self.next() % 100)),
            Value::Array(list) => list.iter().map(|value| self.replace(value)).collect(),
            other => self.mutate(other),
        }
    }

    fn new_value(&mut self) -> Value {
        match self.next() % 6 {
            0 => Value::Null,
            1 => json!(self.next()),
            2 => json!("text"),
            3 => json!([1, {"a": [null]}]),
            4 => json!({"nested": {"type": "x"}}),
            _ => json!(true),
        }
    }
}
