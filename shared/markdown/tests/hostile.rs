//! Texts that are costly or deep to draw are drawn, or shown as they are, in bounded time.

use serde_json::Value;
use std::time::{Duration, Instant};

/// Longest time that one text may take. Without optimisation, drawing takes some thirty times as long.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 40 } else { 2 });

fn texts() -> Vec<(String, String)> {
    let corpus: Value = serde_json::from_str(include_str!("../../../tests/hostile-texts.json")).expect("JSON");
    let texts = corpus["texts"].as_array().expect("a list of texts");
    let text = |text: &Value| {
        let parts = text["parts"].as_array().expect("parts").iter();
        let part = |part: &Value| {
            let times = part[1].as_u64().expect("how often");
            part[0].as_str().expect("a piece").repeat(usize::try_from(times).expect("a number"))
        };
        (text["name"].as_str().expect("a name").to_owned(), parts.map(part).collect())
    };
    texts.iter().map(text).collect()
}

#[test]
fn hostile_texts_are_drawn_in_time() {
    let mut slow = Vec::new();
    for (name, text) in texts() {
        for (place, draw) in
            [("article", portico_markdown::article as fn(&str) -> String), ("message", portico_markdown::message)]
        {
            let begun = Instant::now();
            let html = draw(&text);
            let took = begun.elapsed();
            assert!(html.len() < 3_000_000, "{name}: {} bytes", html.len());
            if took > LONGEST {
                slow.push(format!("{name} as {place}: {took:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// A text that is larger than the limit is not drawn.
#[test]
fn what_is_larger_than_is_drawn_is_shown_at_once() {
    for (name, text) in texts() {
        let begun = Instant::now();
        let html = portico_markdown::article(&text.repeat(1 + 150_000 / text.len()));
        assert!(begun.elapsed() < LONGEST * 2, "{name}: {:?}", begun.elapsed());
        assert!(!html.contains("<blockquote>") && !html.contains("<li>"), "{name}");
    }
}

/// The renderer needs no more of the stack than a function has.
#[test]
fn a_small_stack_is_enough() {
    let draw = || {
        for (_, text) in texts() {
            portico_markdown::message(&text);
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(draw).expect("a thread");
    thread.join().expect("no stack overflow");
}
