//! Tests that apply only to a cluster: it is unavailable, slow, or prepared by several callers at once.

use super::articles::{article, found, query, rebuild};
use super::subjects::{fresh_alias, settings};
use futures::future::join_all;
use portico_domain::search::{SearchError, SearchReader, SearchWriter};
use portico_search::opensearch::{OpenSearchReader, OpenSearchWriter};
use portico_tests::engines::OpenSearchNode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// Checks that every call that needs the cluster reports within three seconds that it is unavailable.
async fn assert_away(url: &str, alias: &str) {
    let writer = OpenSearchWriter::new(settings(url, alias)).unwrap();
    let reader = OpenSearchReader::new(settings(url, alias)).unwrap();
    let started = Instant::now();
    let failures = [
        reader.search(&query("router")).await.unwrap_err(),
        reader.suggest(&query("router")).await.unwrap_err(),
        reader.health().await.unwrap_err(),
        writer.put(&[article(1, "The router")]).await.unwrap_err(),
        writer.remove(article(1, "").id, 1).await.unwrap_err(),
        writer.replace_all(rebuild(Vec::new())).await.unwrap_err(),
    ];
    let slowest = Duration::from_secs(3) * u32::try_from(failures.len()).unwrap();
    assert!(started.elapsed() < slowest, "{:?}", started.elapsed());
    for failure in failures {
        assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
    }
}

#[tokio::test]
async fn a_node_that_stops_is_unavailable_within_three_seconds() {
    let node = OpenSearchNode::start().await.unwrap();
    let url = node.url().to_owned();
    let alias = fresh_alias();
    let writer = OpenSearchWriter::new(settings(&url, &alias)).unwrap();
    writer.put(&[article(1, "The router")]).await.unwrap();
    assert_eq!(found(&writer, "router").await, [1]);
    drop(node);
    // One that was connected, and one that never was.
    let started = Instant::now();
    let failure = writer.search(&query("router")).await.unwrap_err();
    assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_away(&url, &alias).await;
}

#[tokio::test]
async fn a_node_that_never_answers_is_unavailable_within_three_seconds() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let reader = OpenSearchReader::new(settings(&url, "articles")).unwrap();
    let started = Instant::now();
    let failure = reader.search(&query("router")).await.unwrap_err();
    assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[tokio::test]
async fn an_index_that_is_not_there_is_unavailable() {
    let node = OpenSearchNode::shared().await;
    let reader = OpenSearchReader::new(settings(node.url(), &fresh_alias())).unwrap();
    let failure = reader.search(&query("router")).await.unwrap_err();
    assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
}

#[tokio::test]
async fn several_may_use_an_alias_first() {
    let node = OpenSearchNode::shared().await;
    let alias = fresh_alias();
    let writers: Vec<_> = (0..5).map(|_| OpenSearchWriter::new(settings(node.url(), &alias)).unwrap()).collect();
    let documents: Vec<_> = (1..=5).map(|number| article(number, "The router")).collect();
    let puts =
        writers.iter().zip(documents.chunks(1)).map(|(writer, batch)| async { writer.put(batch).await.unwrap() });
    join_all(puts).await;
    assert_eq!(found(&writers[0], "router").await, [1, 2, 3, 4, 5]);
    let aliases: Value = get(node, &format!("_alias/{alias}")).await;
    assert_eq!(aliases.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_rebuild_leaves_one_index_behind_the_alias() {
    let node = OpenSearchNode::shared().await;
    let alias = fresh_alias();
    let writer = OpenSearchWriter::new(settings(node.url(), &alias)).unwrap();
    for _ in 0..3 {
        writer.replace_all(rebuild(vec![article(1, "The router")])).await.unwrap();
    }
    let indexes: Value = get(node, &format!("{alias}-*")).await;
    assert_eq!(indexes.as_object().unwrap().len(), 1);
    let (_, index) = indexes.as_object().unwrap().iter().next().unwrap();
    assert_eq!(index["aliases"], json!({ alias.as_str(): {} }));
    assert_eq!(index["mappings"]["dynamic"], "strict");
}

#[tokio::test]
async fn an_alias_that_has_gone_does_not_become_an_index() {
    let node = OpenSearchNode::shared().await;
    let alias = fresh_alias();
    let writer = OpenSearchWriter::new(settings(node.url(), &alias)).unwrap();
    writer.put(&[article(1, "The router")]).await.unwrap();
    let client = reqwest::Client::new();
    client.delete(format!("{}/{alias}-first", node.url())).send().await.unwrap().error_for_status().unwrap();
    let failure = writer.put(&[article(2, "The router")]).await.unwrap_err();
    assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
    // The next try makes the index again.
    writer.put(&[article(2, "The router")]).await.unwrap();
    assert_eq!(found(&writer, "router").await, [2]);
    let aliases: Value = get(node, &format!("_alias/{alias}")).await;
    assert_eq!(aliases.as_object().unwrap().len(), 1);
}

async fn get(node: &OpenSearchNode, path: &str) -> Value {
    reqwest::get(format!("{}/{path}", node.url())).await.unwrap().json().await.unwrap()
}
