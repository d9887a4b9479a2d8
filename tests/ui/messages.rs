//! The recorded messages say what they must, and say it briefly.

use std::fs;
use std::path::{Path, PathBuf};

/// A longer message is read by nobody.
const MOST_LINES: usize = 21;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .flat_map(|theme| fs::read_dir(theme.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    cases.sort();
    cases
}

/// Every recorded message.
pub(crate) fn every_message_has_its_sentence_and_is_short() {
    let mut longest = (0, PathBuf::new());
    let mut wrong = Vec::new();
    for case in cases() {
        let source = fs::read_to_string(&case).unwrap();
        let message = fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
        let sentence = source
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("//! "))
            .unwrap_or_default();
        if sentence.is_empty() || !message.contains(sentence) {
            wrong.push(format!("{}: does not say \"{sentence}\"", case.display()));
        }
        let lines = message.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{}: {lines} lines", case.display()));
        }
        if lines > longest.0 {
            longest = (lines, case);
        }
    }
    println!("longest message: {} lines, {}", longest.0, longest.1.display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_is_short() {
    for case in cases() {
        let lines = fs::read_to_string(&case).unwrap().lines().count();
        assert!(lines <= 26, "{}: {lines} lines", case.display());
    }
}
