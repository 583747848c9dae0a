//! The descriptions that the API publishes: each names the thing, in the field's words and short sentences.

use crate::ports::root;
use serde_json::Value;

/// Words that no description begins with. A client reads it without the code around it, so it names the thing.
const OPENINGS: [&str; 13] =
    ["How", "It", "Its", "Of", "That", "To", "What", "When", "Where", "Which", "Who", "Whoever", "Whose"];
/// Words that no description contains.
const WORDS: [&str; 5] = ["anew", "beside", "whoever", "whomever", "whosever"];
/// Largest number of words in a sentence.
const LONGEST: usize = 25;

/// Collects every description and summary below `value`, with its path.
fn descriptions(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let here = format!("{at}/{name}");
                match inner {
                    // An example says what people write, in their words.
                    _ if name == "example" => {}
                    Value::String(text) if name == "description" || name == "summary" => {
                        found.push((here, text.clone()));
                    }
                    _ => descriptions(inner, &here, found),
                }
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| descriptions(inner, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// Returns the fault of a description, if there is any.
fn fault(text: &str) -> Option<String> {
    let words = |text: &str| -> Vec<String> {
        text.split(|char: char| !char.is_alphanumeric() && char != '\'').map(str::to_owned).collect()
    };
    let all: Vec<String> = words(text).into_iter().filter(|word| !word.is_empty()).collect();
    let first = all.first()?;
    if OPENINGS.contains(&first.as_str()) {
        return Some(format!("begins with \"{first}\" instead of the thing"));
    }
    if let Some(word) = all.iter().find(|word| WORDS.contains(&word.to_lowercase().as_str())) {
        return Some(format!("says \"{word}\""));
    }
    let sentences = text.split_inclusive(['.', '!', '?']).map(|sentence| sentence.split_whitespace().count());
    let longest = sentences.max().unwrap_or_default();
    (longest > LONGEST).then(|| format!("has a sentence of {longest} words"))
}

#[test]
fn every_description_names_the_thing() {
    let text = std::fs::read_to_string(root().join("openapi.json")).expect("openapi.json is there");
    let mut found = Vec::new();
    descriptions(&serde_json::from_str(&text).expect("it is JSON"), "", &mut found);
    assert!(found.len() > 500, "only {} descriptions were found", found.len());
    let faults: Vec<String> =
        found.iter().filter_map(|(at, text)| Some(format!("{at} {}: {text}", fault(text)?))).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_names_nothing_is_refused() {
    for text in [
        "Its id.",
        "When.",
        "Which list is asked for.",
        "The own tickets of whoever may open some.",
        "A token that had been replaced, used again, ends the whole family; for some seconds the one before is still taken, for tabs that renew at the same moment.",
    ] {
        assert!(fault(text).is_some(), "{text}");
    }
    for text in
        ["Due time of the first response.", "ID of the ticket.", "Whether the job is parked.", "`mine` for customers."]
    {
        assert_eq!(fault(text), None, "{text}");
    }
}
