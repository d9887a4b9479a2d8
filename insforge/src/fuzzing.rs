//! What holds for any bytes that come from elsewhere. The fuzz targets of `tests/fuzz` call these, and the tests below do
//! with every seed and with every input that once failed; nothing else does, and no release has them.
//!
//! Each is beside the parser it is about. A failure is a panic.
#![allow(missing_docs, reason = "no release has them")]

/// Frames of a websocket: read or refused, and what was read comes back as it was.
#[cfg(feature = "realtime")]
pub fn socket_io(data: &[u8]) {
    crate::realtime::fuzz::any_frames(data);
}

/// A body of `text/event-stream`: the same events and the same pieces of a chat however it is cut.
pub fn event_stream(data: &[u8]) {
    crate::http::fuzz::any_event_stream(data);
    crate::ai::fuzz::any_chat_stream(data);
}

/// Answers of the models' routes.
pub fn ai_answer(data: &[u8]) {
    crate::ai::fuzz::any_answer(data);
}

/// An answer that is no success: an error of one line.
pub fn error_answer(data: &[u8]) {
    crate::error::fuzz::any_answer(data);
}

/// Values of columns, as text and as JSON: read or refused, and what was read comes back as it was.
pub fn values(data: &[u8]) {
    crate::schema::fuzz::any_value(data);
}

/// Tokens, keys, cookies, cursors and the headers of answers.
pub fn credentials(data: &[u8]) {
    crate::auth::fuzz::any_token(data);
    crate::http::fuzz::any_header(data);
    crate::query::fuzz::any_cursor(data);
    #[cfg(feature = "server")]
    crate::server::fuzz::any_cookies(data);
}

/// The bytes as text, wherever a header or a frame is text already.
pub(crate) fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The seeds of a fuzz target, and what once failed in it.
    fn inputs(target: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../tests/fuzz/seeds")
            .join(target);
        let files =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    #[test]
    fn every_seed_of_the_fuzz_targets_holds() {
        let targets: &[(&str, fn(&[u8]))] = &[
            #[cfg(feature = "realtime")]
            ("socket_io", super::socket_io),
            ("event_stream", super::event_stream),
            ("ai_answer", super::ai_answer),
            ("error_answer", super::error_answer),
            ("values", super::values),
            ("credentials", super::credentials),
        ];
        for (target, holds) in targets {
            let inputs = inputs(target);
            assert!(!inputs.is_empty(), "{target} has no seeds");
            for input in inputs {
                holds(&input);
                // Cut short and with a byte changed, each seed is many.
                for place in 0..input.len().min(200) {
                    holds(&input[..place]);
                    let mut changed = input.clone();
                    changed[place] ^= 0x20;
                    holds(&changed);
                }
            }
        }
    }
}
