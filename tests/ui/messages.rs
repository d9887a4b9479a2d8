//! The recorded messages say what they must, and say it briefly.

use std::collections::BTreeSet;
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

/// How many wrong programs there are at least whose message names the user's own field or type in its first line.
const LEAST_NAMED: usize = 100;
/// At most so many lines has the message in the middle.
const MEDIAN_LINES: usize = 8;
/// How many right programs there are at least.
const LEAST_RIGHT: usize = 40;

/// The names that a program declares: its types, fields and variants, and what the derives make of its types.
fn declared(source: &str) -> BTreeSet<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = code.flat_map(|line| {
        let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.filter(|word| !word.is_empty())
    });
    let words: Vec<&str> = words.collect();
    let mut names = BTreeSet::new();
    for pair in words.windows(2) {
        if let ["struct" | "enum" | "type", name] = pair {
            names.insert((*name).to_owned());
            names.insert(format!("New{name}"));
            for item in ["Cols", "Draft", "Patch", "Unique", "Embeds", "Constraint"] {
                names.insert(format!("{name}{item}"));
            }
        }
    }
    // `title: String,` on a line of its own or in the struct's.
    for (position, _) in source.match_indices(": ") {
        let before = &source[..position];
        let name = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        names.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    names
}

/// Whether the first line quotes one of the program's own names.
fn names_its_subject(source: &str, message: &str) -> bool {
    let names = declared(source);
    let first = message.lines().next().unwrap_or_default();
    first.split('`').skip(1).step_by(2).any(|quoted| {
        quoted
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|word| names.contains(word))
    })
}

/// What holds of the messages together.
fn they_name_their_subjects_and_are_short_in_the_middle(messages: &[(PathBuf, String, String)]) {
    let mut lines: Vec<usize> = messages
        .iter()
        .map(|(_, _, message)| message.lines().count())
        .collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    let (named, others): (Vec<_>, Vec<_>) = messages
        .iter()
        .partition(|(_, source, message)| names_its_subject(source, message));
    for (case, _, message) in &others {
        println!(
            "names no subject: {}: {}",
            case.display(),
            message.lines().next().unwrap_or_default()
        );
    }
    println!(
        "{} wrong programs, {} with a first line that names their own field or type; {median} lines in the middle",
        messages.len(),
        named.len()
    );
    assert!(
        named.len() >= LEAST_NAMED,
        "only {} messages name their subject",
        named.len()
    );
    assert!(median <= MEDIAN_LINES, "{median} lines in the middle");
}

#[test]
fn there_are_enough_right_programs() {
    let right = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass");
    let right = fs::read_dir(right).unwrap().count();
    assert!(right >= LEAST_RIGHT, "{right} right programs");
}

/// Every recorded message.
pub(crate) fn every_message_has_its_sentence_and_is_short() {
    let mut longest = (0, PathBuf::new());
    let mut wrong = Vec::new();
    let mut messages = Vec::new();
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
            longest = (lines, case.clone());
        }
        messages.push((case, source, message));
    }
    println!("longest message: {} lines, {}", longest.0, longest.1.display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    they_name_their_subjects_and_are_short_in_the_middle(&messages);
}

#[test]
fn every_case_is_short() {
    for case in cases() {
        let lines = fs::read_to_string(&case).unwrap().lines().count();
        assert!(lines <= 26, "{}: {lines} lines", case.display());
    }
}
