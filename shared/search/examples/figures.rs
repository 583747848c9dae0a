//! Measures the embedded index: `cargo run --release -p portico-search --example figures`.
//!
//! Articles are synthetic: 300 words from a vocabulary of 20,000, the n-th as frequent as 1/n, always the same.

// A program that prints figures.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use jiff::{Timestamp, ToSpan};
use portico_domain::hats::Audience;
use portico_domain::ids::ArticleId;
use portico_domain::search::{Rebuild, SearchDocument, SearchQuery, SearchReader, SearchWriter, Synonyms};
use portico_search::tantivy::{TantivyReader, TantivyWriter};
use portico_testing::records;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const VOCABULARY: u64 = 20_000;

/// The same numbers on every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A rank of the vocabulary, low ones more often.
    fn rank(&mut self) -> u64 {
        // The inverse of 1/n summed up is an exponential.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let rank = (VOCABULARY as f64).powf((self.next() >> 11) as f64 / (1_u64 << 53) as f64) as u64;
        rank.min(VOCABULARY) - 1
    }
}

/// A pronounceable word for each rank.
fn word(rank: u64) -> String {
    const SYLLABLES: [&str; 27] = [
        "pri", "ter", "con", "nec", "ti", "ro", "ut", "wa", "lin", "mo", "ker", "sta", "bel", "du", "fi", "gra", "hos",
        "jun", "lap", "mer", "nor", "pla", "que", "sil", "tor", "vel", "zan",
    ];
    let mut rest = rank;
    let mut text = String::new();
    for _ in 0..3 {
        text.push_str(SYLLABLES[usize::try_from(rest % 27).unwrap()]);
        rest /= 27;
    }
    if rest > 0 {
        text.push_str(SYLLABLES[usize::try_from(rest % 27).unwrap()]);
    }
    text
}

fn articles(count: u64, now: Timestamp) -> Vec<SearchDocument> {
    let mut numbers = Numbers(42);
    let mut text = |words: usize| (0..words).map(|_| word(numbers.rank())).collect::<Vec<_>>().join(" ");
    (0..count)
        .map(|number| SearchDocument {
            id: ArticleId(Uuid::from_u64_pair(7, number)),
            title: text(7),
            summary: text(20),
            body: text(300),
            tags: vec![text(1), text(1)],
            updated_at: now - 500.hours(),
            ..records::document(
                vec![if number % 3 == 0 { Audience::Employee } else { Audience::Customer }],
                now - 1000.hours(),
            )
        })
        .collect()
}

fn bytes(folder: &Path) -> u64 {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

/// Resident memory that is not file pages, in MB.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let anonymous = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = anonymous.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
}

fn middle(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if cfg!(debug_assertions) {
        println!("DEBUG BUILD: these are debug numbers; run with --release for figures.\n");
    }
    let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let documents = articles(count, now);
        let built = Instant::now();
        let writer = TantivyWriter::open(folder.path()).unwrap();
        let last = documents.last().unwrap().clone();
        writer.replace_all(Rebuild { documents, synonyms: Synonyms::default(), as_of: now }).await.unwrap();
        let built = built.elapsed();
        let size = bytes(folder.path());
        let mut puts = Vec::new();
        for version in 2..22 {
            let changed = SearchDocument { version, ..last.clone() };
            let started = Instant::now();
            writer.put(&[changed]).await.unwrap();
            puts.push(started.elapsed());
        }
        drop(writer);

        let mut opened = Vec::new();
        for _ in 0..50 {
            let started = Instant::now();
            TantivyReader::open(folder.path()).unwrap();
            opened.push(started.elapsed());
        }
        let reader = TantivyReader::open(folder.path()).unwrap();
        println!("{count} articles of 300 words");
        #[allow(clippy::cast_precision_loss)]
        let megabytes = size as f64 / 1e6;
        println!("  built in {built:.2?}, {megabytes:.1} MB on disk");
        let (half, most) = middle(puts);
        println!("  put one article and see it    median {half:>9.2?}   p99 {most:>9.2?}");
        let (half, most) = middle(opened);
        println!("  open                          median {half:>9.2?}   p99 {most:>9.2?}");

        let common = word(3);
        let (rare, other) = (word(9_000), word(4_000));
        let mut misspelt = rare.clone();
        misspelt.replace_range(4..5, "x");
        let long = (0..20).map(|step| word(step * 37 + 5)).collect::<Vec<_>>().join(" ");
        let questions = [
            ("a common word", common.clone(), false),
            ("a rare word", rare, false),
            ("two words, one misspelt", format!("{misspelt} {other}"), false),
            ("five words", (1..6).map(|step| word(step * 150)).collect::<Vec<_>>().join(" "), false),
            ("a synopsis of twenty words", long, false),
            ("a suggestion", format!("{common} {}", &other[..4]), true),
        ];
        for (name, text, suggest) in questions {
            let readers = vec![Audience::Public, Audience::Customer];
            let query = SearchQuery { limit: 20, ..records::query(&text, readers, now) };
            let mut times = Vec::new();
            let mut total = 0;
            for _ in 0..100 {
                let started = Instant::now();
                total = if suggest {
                    reader.suggest(&query).await.unwrap().len() as u64
                } else {
                    reader.search(&query).await.unwrap().total
                };
                times.push(started.elapsed());
            }
            let (half, most) = middle(times);
            println!("  {name:<28}  median {half:>9.2?}   p99 {most:>9.2?}   {total} found");
        }
        println!("  memory of this process: {}\n", memory());
    }
}
