//! Tests of the parts of an answer: marks, excerpts, pages.

use super::articles::{article, query, rebuild, search, shown, synonyms};
use portico_domain::search::{Rebuild, SearchDocument, SearchIndex, SearchQuery};
use std::collections::HashSet;

async fn title(index: &impl SearchIndex, text: &str) -> String {
    let hits = search(index, text).await;
    shown(&hits.hits.first().unwrap_or_else(|| panic!("{text:?} finds nothing")).title)
}

async fn excerpt(index: &impl SearchIndex, text: &str) -> String {
    shown(&search(index, text).await.hits[0].excerpt)
}

pub(super) async fn titles_are_whole_and_marked(index: &impl SearchIndex) {
    index.put(&[article(1, "Reset the router, then the café’s switch")]).await.unwrap();
    assert_eq!(title(index, "router switch").await, "Reset the [router], then the café’s [switch]");
    assert_eq!(title(index, "cafe").await, "Reset the router, then the [café’s] switch");
    assert_eq!(title(index, "").await, "Reset the router, then the café’s switch");
}

pub(super) async fn forms_errors_and_synonyms_are_marked(index: &impl SearchIndex) {
    let documents = vec![article(1, "Connecting printers to the virtual private network")];
    let all = Rebuild {
        synonyms: synonyms(&[&["VPN", "virtual private network"], &["printer", "copier"]]),
        ..rebuild(documents)
    };
    index.replace_all(all).await.unwrap();
    assert_eq!(title(index, "connected printer").await, "[Connecting] [printers] to the virtual private network");
    assert_eq!(title(index, "conecting pritners").await, "[Connecting] [printers] to the virtual private network");
    assert_eq!(title(index, "copiers").await, "Connecting [printers] to the virtual private network");
    let by_synonym = title(index, "vpn").await;
    // An engine marks the phrase as one or word by word.
    assert_eq!(by_synonym.replace("] [", " "), "Connecting printers to the [virtual private network]");
}

pub(super) async fn suggestions_mark_beginnings(index: &impl SearchIndex) {
    index.put(&[article(1, "Wireless router setup")]).await.unwrap();
    let suggestions = index.suggest(&query("wireless rou")).await.unwrap();
    assert_eq!(shown(&suggestions[0].title), "[Wireless] [router] setup");
}

pub(super) async fn excerpts_are_where_the_words_are(index: &impl SearchIndex) {
    let filler = "Some sentences say nothing of interest at all. ".repeat(30);
    let document = SearchDocument {
        summary: "A summary.".into(),
        body: format!("The router is mentioned.\n{filler}\nThen the router lost its connections. {filler}"),
        ..article(1, "An article about nothing")
    };
    index.put(&[document]).await.unwrap();
    for text in ["router connection", "ruoter conection"] {
        let excerpt = excerpt(index, text).await;
        assert!(excerpt.contains("Then the [router] lost its [connections]."), "{excerpt}");
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…'), "{excerpt}");
        let characters = excerpt.chars().filter(|character| !"[]…".contains(*character)).count();
        assert!((150..=200).contains(&characters), "{characters}: {excerpt}");
    }
}

pub(super) async fn blocks_of_an_excerpt_do_not_run_together(index: &impl SearchIndex) {
    let text = portico_domain::search::plain_text(
        "## The codes\n\n| Code | Meaning |\n|---|---|\n| DSY-401 | the key is wrong |\n\n- Restart.\n- Call us",
    );
    index.put(&[SearchDocument { body: text, ..article(1, "An article about nothing") }]).await.unwrap();
    let shown = excerpt(index, "key").await;
    assert_eq!(shown, "The codes · Code · Meaning · DSY-401 · the [key] is wrong · Restart. Call us");
}

pub(super) async fn only_what_was_meant_is_marked(index: &impl SearchIndex) {
    let text = "A hand scanner and a Power-Plus, had by hand; no power, no plus and no PowerPlus at a power plus.";
    index.put(&[SearchDocument { summary: text.into(), ..article(1, "An article about nothing") }]).await.unwrap();
    let marked = excerpt(index, "hand scanner network").await;
    assert!(marked.starts_with("A [hand] [scanner] and a Power-Plus, had by [hand]; no power"), "{marked}");
    for spelling in ["power plus", "powerplus", "Power-Plus"] {
        let marked = excerpt(index, spelling).await;
        let expected =
            "A hand scanner and a [Power-Plus], had by hand; no power, no plus and no [PowerPlus] at a [power plus].";
        assert_eq!(marked, expected, "{spelling}");
    }
}

pub(super) async fn the_summary_is_the_excerpt_where_the_body_has_no_word(index: &impl SearchIndex) {
    let documents = [
        SearchDocument { summary: "How to reset it.".into(), body: "Text.".into(), ..article(1, "Router") },
        SearchDocument { summary: "All about switches.".into(), body: "Text.".into(), ..article(2, "Hub") },
        SearchDocument { body: "First words of the body.".into(), ..article(3, "Cable") },
        article(4, "Adapter"),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(excerpt(index, "router").await, "How to reset it.");
    assert_eq!(excerpt(index, "switch").await, "All about [switches].");
    assert_eq!(excerpt(index, "cable").await, "First words of the body.");
    assert_eq!(excerpt(index, "adapter").await, "");
}

pub(super) async fn markup_is_text(index: &impl SearchIndex) {
    let document = SearchDocument {
        summary: "Use <em>router</em> & \"quotes\".".into(),
        ..article(1, "The <b>router</b> \u{e000}&amp; more")
    };
    index.put(&[document]).await.unwrap();
    assert_eq!(title(index, "router").await, "The <b>[router]</b> &amp; more");
    assert_eq!(excerpt(index, "router").await, "Use <em>[router]</em> & \"quotes\".");
}

pub(super) async fn pages_neither_repeat_nor_miss(index: &impl SearchIndex) {
    // Equal scores throughout, most of them changed at the same moment, put in several batches.
    let documents: Vec<_> = (1..=57)
        .map(|number| SearchDocument {
            updated_at: article(number % 3 + 1, "").updated_at,
            ..article(number, "The router")
        })
        .collect();
    for batch in documents.chunks(10) {
        index.put(batch).await.unwrap();
    }
    for text in ["router", ""] {
        let mut seen = Vec::new();
        for offset in (0..60).step_by(10) {
            let page = index.search(&SearchQuery { offset, limit: 10, ..query(text) }).await.unwrap();
            assert_eq!(page.total, 57);
            seen.extend(page.hits.into_iter().map(|hit| hit.id));
        }
        assert_eq!(seen.len(), 57);
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 57);
        let at_once = index.search(&SearchQuery { limit: 100, ..query(text) }).await.unwrap();
        assert_eq!(at_once.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>(), seen);
    }
}

pub(super) async fn pages_end(index: &impl SearchIndex) {
    index.put(&[article(1, "The router"), article(2, "The router")]).await.unwrap();
    for (offset, limit) in [(2, 10), (0, 0), (9_999, 10), (10_000, 10), (1_000_000, 10)] {
        let page = index.search(&SearchQuery { offset, limit, ..query("router") }).await.unwrap();
        assert_eq!((page.total, page.hits.len()), (2, 0), "{offset} {limit}");
    }
    let page = index.search(&SearchQuery { offset: 1, limit: usize::MAX, ..query("router") }).await.unwrap();
    assert_eq!((page.total, page.hits.len()), (2, 1));
}
