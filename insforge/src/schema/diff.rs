//! Whether two values are the same to the database.

use serde_json::Value;

use super::field::Field;
use super::operand::write_json;
use super::value::AsJson;

/// Whether the same would be sent for both.
///
/// That is no `PartialEq`: two NaNs are the same, `0.0` and `-0.0` are not, and documents are compared as documents,
/// whatever the order of an object's keys. Values that cannot be sent are the same only if the reason is and it shows
/// the value; else the later one is kept, so that its reason surfaces.
pub(super) fn same_value<F: Field>(before: &F, after: &F) -> bool {
    match (sent(before), sent(after)) {
        (Ok(before), Ok(after)) => before == after || same_document(&before, &after),
        (Err(before), Err(after)) => before == after && names_its_value(&after),
        _ => false,
    }
}

fn sent<F: Field>(value: &F) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    write_json(&AsJson(value), &mut out)
        .map(|()| out)
        .map_err(|reason| reason.to_string())
}

/// A map without an order of its own can be written in two ways.
fn same_document(before: &[u8], after: &[u8]) -> bool {
    let is_container = |json: &[u8]| matches!(json.first(), Some(b'{' | b'['));
    if before.len() != after.len() || !is_container(before) || !is_container(after) {
        return false;
    }
    let parse = |json: &[u8]| serde_json::from_slice::<Value>(json).ok();
    match (parse(before), parse(after)) {
        (Some(before), Some(after)) => before == after,
        _ => false,
    }
}

/// The reasons that show the whole value, so that equal ones mean equal values.
fn names_its_value(reason: &str) -> bool {
    // A number that is not finite, and an enum's value that the program does not know.
    reason.contains("only finite numbers") || reason.contains("that this program knows")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::schema::Json;

    #[test]
    fn values_are_the_same_when_what_is_sent_is() {
        assert!(same_value(&1_i32, &1) && !same_value(&1_i32, &2));
        assert!(same_value(&Some(String::from("a")), &Some("a".into())));
        assert!(!same_value(&None, &Some(String::from("a"))) && same_value(&None::<String>, &None));
        assert!(same_value(&f64::NAN, &f64::NAN) && !same_value(&f64::NAN, &f64::INFINITY));
        assert!(!same_value(&0.0_f64, &-0.0) && !same_value(&1.0, &f64::NAN));
    }

    #[test]
    fn documents_are_the_same_whatever_the_order_of_their_keys() {
        let map = |keys: &[i32]| {
            Json(
                keys.iter()
                    .map(|key| (key.to_string(), *key))
                    .collect::<HashMap<_, _>>(),
            )
        };
        let keys: Vec<i32> = (0..50).collect();
        let reversed: Vec<i32> = (0..50).rev().collect();
        assert!(same_value(&map(&keys), &map(&reversed)));
        assert!(!same_value(&map(&keys), &map(&keys[1..])));
        assert!(!same_value(&Json(vec![1, 2]), &Json(vec![2, 1])));
    }

    #[test]
    fn a_value_that_cannot_be_sent_is_kept_for_its_reason() {
        assert!(!same_value(&String::from("a"), &String::from("a\0")));
        assert!(!same_value(&String::from("a\0b"), &String::from("a\0c")));
    }
}
