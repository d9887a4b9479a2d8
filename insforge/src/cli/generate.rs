//! `insforge gen`: the file, and how it differs from what would be written now.

use std::fs;
use std::io::{ErrorKind, Write as _};

use super::OUT_OF_DATE;
use super::arguments::FileOptions;
use crate::error::{Error, Result};

/// Writes the file, if it is not as it should be already.
pub(super) async fn write(options: &FileOptions) -> Result<u8> {
    let code = code(options).await?;
    let path = options.output.display();
    if on_disk(options)?.as_deref() == Some(&code) {
        println!("{path} is up to date");
        return Ok(0);
    }
    replace(options, &code).map_err(|error| options.at_file("written", error))?;
    println!("wrote {path}");
    Ok(0)
}

/// Tells how the file differs.
pub(super) async fn check(options: &FileOptions) -> Result<u8> {
    let code = code(options).await?;
    let path = options.output.display();
    let Some(old) = on_disk(options)? else {
        eprintln!("{path} is not there: run `insforge gen`");
        return Ok(OUT_OF_DATE);
    };
    if old == code {
        println!("{path} is up to date");
        return Ok(0);
    }
    eprintln!("{path} is out of date (-), the database says (+); run `insforge gen`:");
    for line in changes(&old, &code) {
        println!("{line}");
    }
    Ok(OUT_OF_DATE)
}

async fn code(options: &FileOptions) -> Result<String> {
    let catalog = options.project.client()?.catalog().await?;
    let wanted = options.generate();
    for schema in &wanted.schemas {
        if !catalog.schemas.iter().any(|found| found.name == *schema) {
            return Err(Error::config(format!("the database has no schema `{schema}`")));
        }
    }
    Ok(catalog.generate(&wanted))
}

/// The file's text with the line ends that are written, or nothing where there is no file.
fn on_disk(options: &FileOptions) -> Result<Option<String>> {
    match fs::read_to_string(&options.output) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(options.at_file("read", error)),
    }
}

/// Replaces the file as a whole, so that no half of one is ever there.
fn replace(options: &FileOptions, code: &str) -> std::io::Result<()> {
    let mut name = options.output.clone().into_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let result = fs::File::create(&name)
        .and_then(|mut file| file.write_all(code.as_bytes()))
        .and_then(|()| fs::rename(&name, &options.output));
    if result.is_err() {
        let _ = fs::remove_file(&name);
    }
    result
}

/// The lines that only one text has, in order, under the item that they belong to.
fn changes(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (blocks(old), blocks(new));
    let mut out = Vec::new();
    for (head, lines) in &old {
        match new.iter().find(|(other, _)| other == head) {
            None => out.push(format!("- {head}")),
            Some((_, others)) if others != lines => {
                out.push(format!("  {head}"));
                out.extend(only_in(lines, others).map(|line| format!("-   {line}")));
                out.extend(only_in(others, lines).map(|line| format!("+   {line}")));
            }
            Some(_) => {}
        }
    }
    let added = new
        .iter()
        .filter(|(head, _)| !old.iter().any(|(other, _)| other == head));
    out.extend(added.map(|(head, _)| format!("+ {head}")));
    out
}

/// Items by their heads: the text between blank lines, under its line that starts an item.
fn blocks(text: &str) -> Vec<(&str, Vec<&str>)> {
    text.split("\n\n")
        .map(|block| {
            let mut lines: Vec<&str> = block.lines().map(str::trim).collect();
            let head = lines.iter().position(|line| line.starts_with("pub "));
            let head = lines.remove(head.unwrap_or(0).min(lines.len().saturating_sub(1)));
            (
                head.split(" = ").next().unwrap_or(head).trim_end_matches(" {"),
                lines,
            )
        })
        .collect()
}

fn only_in<'a>(lines: &'a [&'a str], others: &'a [&'a str]) -> impl Iterator<Item = &'a &'a str> {
    lines.iter().filter(move |line| !others.contains(line))
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn changes_stand_under_their_item() {
        let old = "//! Head\n\n/// A.\n#[table(name = \"a\")]\npub struct A {\n    pub id: i64,\n    pub x: i32,\n}\n\npub struct B {\n}\n";
        let new = "//! Head\n\n/// A.\n#[table(name = \"a\")]\npub struct A {\n    pub id: i64,\n    pub x: i64,\n}\n\npub struct C {\n}\n";
        assert_eq!(
            changes(old, new),
            [
                "  pub struct A",
                "-   pub x: i32,",
                "+   pub x: i64,",
                "- pub struct B",
                "+ pub struct C"
            ]
        );
        assert!(changes(old, old).is_empty());
    }
}
