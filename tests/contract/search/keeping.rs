//! Tests of the index after putting, removing and rebuilding.

use super::articles::{article, found, id, now, query, rebuild, search, suggested};
use futures::future::join_all;
use jiff::ToSpan;
use portico_domain::search::{Rebuild, SearchDocument, SearchIndex};
use std::sync::atomic::{AtomicBool, Ordering};

fn version(number: u128, version: u64, title: &str) -> SearchDocument {
    SearchDocument { version, ..article(number, title) }
}

pub(super) async fn an_older_version_never_overwrites(index: &impl SearchIndex) {
    index.put(&[version(1, 5, "Fifth")]).await.unwrap();
    index.put(&[version(1, 4, "Fourth"), article(2, "Fourth of July")]).await.unwrap();
    assert_eq!(found(index, "fifth").await, [1]);
    assert_eq!(found(index, "fourth").await, [2], "the others of a batch are put all the same");
    index.put(&[version(1, 5, "Again")]).await.unwrap();
    assert_eq!(found(index, "again").await, [0; 0], "the same version again changes nothing");
    index.put(&[version(1, 6, "Sixth")]).await.unwrap();
    assert_eq!(found(index, "sixth").await, [1]);
    assert_eq!(found(index, "fifth").await, [0; 0]);
}

pub(super) async fn a_batch_takes_the_newest_of_each(index: &impl SearchIndex) {
    index.put(&[]).await.unwrap();
    index.put(&[version(1, 2, "Second"), version(1, 3, "Third"), version(1, 1, "First")]).await.unwrap();
    assert_eq!(found(index, "third").await, [1]);
    assert_eq!(found(index, "second first").await, [0; 0]);
}

pub(super) async fn what_is_removed_stays_out(index: &impl SearchIndex) {
    index.put(&[version(1, 3, "The router"), article(2, "The router")]).await.unwrap();
    index.remove(id(1), 3).await.unwrap();
    index.remove(id(1), 3).await.unwrap();
    assert_eq!(found(index, "router").await, [2]);
    assert_eq!(suggested(index, "rou").await, [2]);
    index.put(&[version(1, 2, "The router"), version(1, 3, "The router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [2], "late copies do not bring it back");
    index.put(&[version(1, 4, "The router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [1, 2], "a newer version does");
    index.remove(id(9), 2).await.unwrap();
    index.put(&[version(9, 1, "The router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [1, 2], "nor what was removed before it came");
}

pub(super) async fn an_old_removal_is_ignored(index: &impl SearchIndex) {
    index.put(&[version(1, 5, "The router")]).await.unwrap();
    index.remove(id(1), 4).await.unwrap();
    assert_eq!(found(index, "router").await, [1]);
}

pub(super) async fn a_draft_takes_the_article_out(index: &impl SearchIndex) {
    index.put(&[version(1, 1, "The router")]).await.unwrap();
    index.put(&[SearchDocument { published: false, ..version(1, 2, "The router") }]).await.unwrap();
    assert_eq!(found(index, "router").await, [0; 0]);
    index.put(&[version(1, 1, "The router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [0; 0]);
    index.put(&[version(1, 3, "The router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [1]);
}

pub(super) async fn an_index_is_current_once_it_is_rebuilt(index: &impl SearchIndex) {
    assert_eq!(index.is_current().await, Ok(false), "nobody has rebuilt it");
    index.put(&[version(1, 1, "The router")]).await.unwrap();
    assert_eq!(index.is_current().await, Ok(false), "what was put is not all there is");
    index.replace_all(rebuild(vec![version(1, 1, "The router")])).await.unwrap();
    assert_eq!(index.is_current().await, Ok(true));
    index.put(&[version(2, 1, "The switch")]).await.unwrap();
    index.remove(id(1), 1).await.unwrap();
    assert_eq!(index.is_current().await, Ok(true));
}

pub(super) async fn a_rebuild_replaces_everything(index: &impl SearchIndex) {
    index.put(&[version(1, 1, "Old router"), version(2, 1, "Old switch"), article(3, "Old hub")]).await.unwrap();
    let documents = vec![version(2, 1, "Old switch"), version(3, 2, "New hub"), article(4, "New cable")];
    index.replace_all(rebuild(documents)).await.unwrap();
    assert_eq!(found(index, "old").await, [2]);
    assert_eq!(found(index, "new").await, [3, 4]);
    assert_eq!(index.health().await.unwrap().documents, 3);
    index.put(&[article(5, "New adapter")]).await.unwrap();
    assert_eq!(found(index, "new").await, [3, 4, 5]);
    index.replace_all(rebuild(Vec::new())).await.unwrap();
    assert_eq!(search(index, "").await.total, 0);
}

pub(super) async fn a_rebuild_keeps_what_is_newer(index: &impl SearchIndex) {
    let as_of = now() - 1.hour();
    let documents = [
        version(1, 3, "Newer router"),
        SearchDocument { updated_at: as_of + 1.second(), ..article(2, "Fresh router") },
        SearchDocument { updated_at: as_of - 1.second(), ..article(3, "Gone router") },
        version(4, 2, "Removed router"),
        SearchDocument { published: false, ..version(5, 2, "Withdrawn router") },
    ];
    index.put(&documents).await.unwrap();
    index.remove(id(4), 3).await.unwrap();
    // The list was read a while ago, and is as old as that.
    let list = vec![version(1, 2, "Older router"), version(4, 2, "Removed router"), version(6, 1, "Listed router")];
    index.replace_all(Rebuild { as_of, ..rebuild(list) }).await.unwrap();
    assert_eq!(found(index, "router").await, [2, 1, 6]);
    assert_eq!(found(index, "newer").await, [1]);
    index.put(&[version(4, 3, "Removed router"), version(5, 1, "Withdrawn router")]).await.unwrap();
    assert_eq!(found(index, "router").await, [2, 1, 6], "what was taken out is still known to be");
}

pub(super) async fn a_rebuild_has_no_gap(index: &impl SearchIndex) {
    let shelf = |version: u64| (1..=30).map(|number| self::version(number, version, "The router")).collect::<Vec<_>>();
    index.put(&shelf(1)).await.unwrap();
    let done = AtomicBool::new(false);
    let rebuilding = async {
        for version in 2..6 {
            index.replace_all(rebuild(shelf(version))).await.unwrap();
        }
        done.store(true, Ordering::Relaxed);
    };
    let searching = async {
        let mut searches = 0;
        while !done.load(Ordering::Relaxed) {
            assert_eq!(search(index, "router").await.total, 30);
            searches += 1;
            tokio::task::yield_now().await;
        }
        searches
    };
    let ((), searches) = futures::join!(rebuilding, searching);
    assert!(searches > 0);
}

pub(super) async fn puts_during_a_rebuild_are_kept(index: &impl SearchIndex) {
    let listed: Vec<_> = (1..=20).map(|number| article(number, "The router")).collect();
    index.put(&listed).await.unwrap();
    let as_of = now();
    let put_meanwhile = async {
        for number in 100..120 {
            let fresh = SearchDocument { updated_at: as_of + 1.second(), ..article(number, "The router") };
            index.put(&[fresh, version(number - 99, 2, "The changed router")]).await.unwrap();
        }
    };
    let rebuilding = async { index.replace_all(Rebuild { as_of, ..rebuild(listed.clone()) }).await.unwrap() };
    futures::join!(put_meanwhile, rebuilding);
    assert_eq!(search(index, "router").await.total, 40);
    assert_eq!(search(index, "changed").await.total, 20);
}

pub(super) async fn concurrent_puts_all_arrive(index: &impl SearchIndex) {
    let batches: Vec<Vec<SearchDocument>> =
        (0..8).map(|batch| (0..5).map(|number| article(batch * 5 + number + 1, "The router")).collect()).collect();
    join_all(batches.iter().map(|batch| async { index.put(batch).await.unwrap() })).await;
    assert_eq!(search(index, "router").await.total, 40);
}

pub(super) async fn concurrent_versions_end_with_the_newest(index: &impl SearchIndex) {
    let versions: Vec<_> =
        [4, 9, 1, 7, 3, 8, 2, 6, 5].map(|number| version(1, number, &format!("Router issue x{number}"))).into();
    join_all(versions.iter().map(|document| async { index.put(std::slice::from_ref(document)).await.unwrap() })).await;
    assert_eq!(found(index, "x9").await, [1]);
    assert_eq!(found(index, "router").await, [1]);
}

pub(super) async fn health_counts_what_can_be_found(index: &impl SearchIndex) {
    assert_eq!(index.health().await.unwrap().documents, 0);
    let documents = [
        article(1, "One"),
        SearchDocument { publish_at: now() + 1.hour(), ..article(2, "Later") },
        SearchDocument { published: false, ..article(3, "Draft") },
        article(4, "Removed"),
    ];
    index.put(&documents).await.unwrap();
    index.remove(id(4), 2).await.unwrap();
    assert_eq!(index.health().await.unwrap().documents, 2);
}

pub(super) async fn a_long_article_is_taken(index: &impl SearchIndex) {
    let filler = "Nobody will ever read all of these many words about cables. ".repeat(8_000);
    let long = SearchDocument {
        body: format!("{filler}The needle is here. {filler}"),
        tags: vec!["x".repeat(40_000)],
        ..article(1, "A very long manual")
    };
    index.put(&[long]).await.unwrap();
    assert_eq!(found(index, "needle").await, [1]);
    let hits = index.search(&query("needle cables")).await.unwrap();
    let excerpt = super::articles::shown(&hits.hits[0].excerpt);
    assert!(excerpt.contains("[needle]") && excerpt.contains("[cables]"), "{excerpt}");
}
