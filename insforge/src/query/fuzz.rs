//! What holds for any cursor that a program's user hands in.

use super::Cursor;
use crate::fuzzing::text;

pub(crate) fn any_cursor(data: &[u8]) {
    if let Ok(cursor) = text(data).parse::<Cursor<()>>() {
        let back = cursor.to_string().parse::<Cursor<()>>();
        assert!(back.is_ok_and(|back| back == cursor));
    }
}
