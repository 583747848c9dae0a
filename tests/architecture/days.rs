//! Tests that the demo company and the committed events contain no fixed day: dates relative to today never grow old.

use crate::ports::root;
use std::path::{Path, PathBuf};

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

/// Whether a word is a year of this century, or begins with one: `2031`, `2031-04-18`, `2031-04-18T08`.
fn is_dated(word: &str) -> bool {
    let year =
        word.get(..4).is_some_and(|year| year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit()));
    year && matches!(word.as_bytes().get(4), None | Some(b'-'))
}

/// The dated words of a text, with their lines.
fn dated(text: &str) -> Vec<String> {
    let words = |line: &str| {
        let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        words.filter(|word| is_dated(word)).map(str::to_owned).collect::<Vec<_>>()
    };
    let lines = text.lines().zip(1..);
    lines.flat_map(|(line, number)| words(line).into_iter().map(move |word| format!("{number}: {word}"))).collect()
}

/// The dated words of the text files under a folder of the repository.
fn dated_under(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let files = files_under(&root().join(folder));
    assert!(files.len() > 10, "{folder}: {files:?}");
    for path in files {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        found.extend(dated(&name).into_iter().map(|word| format!("the name of {name} ({word})")));
        // A picture has no days to tell.
        let Ok(text) = String::from_utf8(std::fs::read(&path).expect("it can be read")) else { continue };
        found.extend(dated(&text).into_iter().map(|word| format!("{name}:{word}")));
    }
    found
}

#[test]
fn a_dated_word_is_found_where_there_is_one() {
    assert_eq!(
        dated("at: \"2031-04-18T08:20:00Z\"\nuntil May 2031, A-20117, HM-2041, 2,031"),
        ["1: 2031-04-18T08", "2: 2031"]
    );
    assert_eq!(dated("at: \"${-5w fri 10:20}\""), [""; 0]);
}

#[test]
fn the_seed_holds_no_fixed_day() {
    let found = dated_under("seed");
    assert!(
        found.is_empty(),
        "tell them from the day of seeding (shared/local/src/seed/days.rs):\n{}",
        found.join("\n")
    );
}

#[test]
fn events_hold_no_fixed_day() {
    let found = dated_under("events");
    assert!(found.is_empty(), "write ${{in_days:…}} (tests/src/filling.rs):\n{}", found.join("\n"));
}
