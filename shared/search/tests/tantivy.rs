//! Tests of an index in a folder: it is locked, damaged and copied, and its writer is killed.

#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use portico_domain::fault::chain;
use portico_domain::hats::Audience;
use portico_domain::ids::ArticleId;
use portico_domain::search::{Rebuild, SearchDocument, SearchError, SearchQuery, SearchReader, SearchWriter, Synonyms};
use portico_search::tantivy::{TantivyReader, TantivyWriter};
use portico_testing::records;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use uuid::Uuid;

fn article(number: u128, version: u64, title: &str) -> SearchDocument {
    SearchDocument {
        id: ArticleId(Uuid::from_u128(number)),
        version,
        title: title.into(),
        summary: "A summary.".into(),
        body: "Some words about it.".into(),
        ..records::document(vec![Audience::Public], Timestamp::UNIX_EPOCH)
    }
}

fn query(text: &str) -> SearchQuery {
    records::query(text, vec![Audience::Public], "2026-11-22T12:00:00Z".parse().unwrap())
}

async fn total(reader: &impl SearchReader, text: &str) -> u64 {
    reader.search(&query(text)).await.unwrap().total
}

fn assert_unavailable<T>(result: Result<T, SearchError>, because: &str) {
    match result {
        Err(SearchError::Unavailable(fault)) => assert!(chain(&fault).contains(because), "{fault:?}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it is available"),
    }
}

#[tokio::test]
async fn a_second_writer_is_refused_until_the_first_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let writer = TantivyWriter::open(folder.path()).unwrap();
    assert_unavailable(TantivyWriter::open(folder.path()), "another writer has it open");
    writer.put(&[article(1, 1, "The router")]).await.unwrap();
    assert_eq!(total(&TantivyReader::open(folder.path()).unwrap(), "router").await, 1, "readers need no lock");
    drop(writer);
    assert_eq!(total(&TantivyWriter::open(folder.path()).unwrap(), "router").await, 1);
}

#[tokio::test]
async fn a_reader_of_the_writer_sees_what_was_put_and_one_of_the_folder_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let writer = TantivyWriter::open(folder.path()).unwrap();
    let (following, frozen) = (writer.reader(), TantivyReader::open(folder.path()).unwrap());
    writer.put(&[article(1, 1, "The router")]).await.unwrap();
    assert_eq!(total(&following, "router").await, 1);
    assert_eq!(total(&frozen, "router").await, 0);
}

#[tokio::test]
async fn a_copy_of_the_folder_can_be_searched_with_its_synonyms() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let writer = TantivyWriter::open(folder.path()).unwrap();
    let rebuild = Rebuild {
        documents: vec![article(1, 1, "A laptop"), article(2, 1, "A notebook")],
        synonyms: Synonyms(vec![vec!["laptop".into(), "notebook".into()]]),
        as_of: Timestamp::UNIX_EPOCH,
    };
    writer.replace_all(rebuild).await.unwrap();
    drop(writer);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    drop(folder);
    assert_eq!(total(&TantivyReader::open(copy.path()).unwrap(), "laptop").await, 2);
    let writer = TantivyWriter::open(copy.path()).unwrap();
    writer.put(&[article(3, 1, "Another notebook")]).await.unwrap();
    assert_eq!(total(&writer, "laptop").await, 3, "a put keeps the synonyms");
}

#[tokio::test]
async fn a_folder_without_an_index_is_unavailable_to_a_reader() {
    let folder = tempfile::tempdir().unwrap();
    assert_unavailable(TantivyReader::open(folder.path()), "the search index in");
    assert_unavailable(TantivyReader::open(folder.path().join("missing")), "missing");
    fs::write(folder.path().join("file"), "").unwrap();
    assert_unavailable(TantivyWriter::open(folder.path().join("file")), "file");
}

#[tokio::test]
async fn damage_is_unavailable_and_told() {
    for kind in ["meta.json", ".store", ".term", ".idx"] {
        let folder = tempfile::tempdir().unwrap();
        let writer = TantivyWriter::open(folder.path()).unwrap();
        writer.put(&[article(1, 1, "The router")]).await.unwrap();
        drop(writer);
        let damaged = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.to_str().unwrap().ends_with(kind))
            .unwrap_or_else(|| panic!("no {kind}"));
        let mut bytes = fs::read(&damaged).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        fs::write(&damaged, &bytes).unwrap();
        assert_unavailable(TantivyWriter::open(folder.path()), "the search index in");
        fs::write(&damaged, &bytes[..middle]).unwrap();
        assert_unavailable(TantivyWriter::open(folder.path()), "the search index in");
        assert_unavailable(TantivyReader::open(folder.path()), "the search index in");
    }
}

#[test]
fn an_index_of_another_schema_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("title", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(folder.path(), schema.build()).unwrap();
    assert_unavailable(TantivyWriter::open(folder.path()), "another version of Portico made it");
    assert_unavailable(TantivyReader::open(folder.path()), "another version of Portico made it");
}

#[tokio::test]
async fn an_index_of_another_schema_is_begun_anew_and_is_not_current_until_it_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("title", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(folder.path(), schema.build()).unwrap();
    let writer = TantivyWriter::open_or_renew(folder.path()).unwrap();
    assert_eq!(writer.is_current().await, Ok(false));
    writer.put(&[article(2, 1, "The switch")]).await.unwrap();
    drop(writer);
    let writer = TantivyWriter::open_or_renew(folder.path()).unwrap();
    assert_eq!(writer.is_current().await, Ok(false), "nor once it is opened again, whatever was put into it");
    let documents = vec![article(1, 1, "The router")];
    let rebuild = Rebuild { documents, synonyms: Synonyms::default(), as_of: Timestamp::UNIX_EPOCH };
    writer.replace_all(rebuild).await.unwrap();
    assert_eq!(writer.is_current().await, Ok(true));
    drop(writer);
    let again = TantivyWriter::open_or_renew(folder.path()).unwrap();
    assert_eq!((again.is_current().await, total(&again, "router").await), (Ok(true), 1), "and what it has now stays");
    let fresh = tempfile::tempdir().unwrap();
    assert_eq!(TantivyWriter::open_or_renew(fresh.path()).unwrap().is_current().await, Ok(false));
}

const FOLDER: &str = "PORTICO_SEARCH_KILL_FOLDER";

/// Puts articles for ever and reports each once it is put.
async fn put_until_killed(folder: &str) {
    let writer = TantivyWriter::open(folder).unwrap();
    for number in 1.. {
        writer.put(&[article(number, 1, &format!("The router x{number}"))]).await.unwrap();
        let mut told = std::io::stdout().lock();
        writeln!(told, "put {number}").unwrap();
        told.flush().unwrap();
    }
}

/// Runs the test below once more, in a process of its own that puts until it is killed.
fn put_and_kill(folder: &Path, puts: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "what_was_put_survives_a_kill"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = lines.map_while(Result::ok).filter_map(|line| line.split("put ").nth(1)?.parse().ok());
    let last = told.take(puts).last().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    last
}

#[tokio::test]
async fn what_was_put_survives_a_kill() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return put_until_killed(&folder).await;
    }
    let folder = tempfile::tempdir().unwrap();
    for puts in [1, 7, 30] {
        let last = put_and_kill(folder.path(), puts);
        let writer = TantivyWriter::open(folder.path()).unwrap();
        for number in 1..=last {
            assert_eq!(total(&writer, &format!("x{number}")).await, 1, "article {number} of {last}");
        }
        let documents = writer.health().await.unwrap().documents;
        // One more may have been put and not reported any more; the runs before it count too.
        assert!(total(&writer, "router").await == documents && documents >= last);
        writer
            .replace_all(Rebuild { documents: Vec::new(), synonyms: Synonyms::default(), as_of: Timestamp::MAX })
            .await
            .unwrap();
    }
}
