//! Tests of the filters: a reader finds only articles for them, whatever the words.

use super::articles::{article, found_by, now, product, query, suggested_by};
use jiff::{Timestamp, ToSpan};
use portico_domain::hats::Audience;
use portico_domain::knowledge::ArticleKind;
use portico_domain::search::{SearchDocument, SearchIndex, SearchQuery};
use portico_testing::records;
use std::collections::BTreeSet;
use uuid::Uuid;

fn for_audiences(number: u128, audiences: &[Audience]) -> SearchDocument {
    SearchDocument { audiences: audiences.to_vec(), ..article(number, "The router") }
}

fn asked_by(audiences: &[Audience]) -> SearchQuery {
    SearchQuery { audiences: audiences.to_vec(), ..query("router") }
}

async fn numbers(index: &impl SearchIndex, query: &SearchQuery) -> BTreeSet<u128> {
    found_by(index, query).await.into_iter().collect()
}

pub(super) async fn only_the_readers_audiences_count(index: &impl SearchIndex) {
    use Audience::{Customer, Employee, Partner, Public};
    let documents = [
        for_audiences(1, &[Public]),
        for_audiences(2, &[Customer]),
        for_audiences(3, &[Partner, Employee]),
        for_audiences(4, &[Employee]),
        for_audiences(5, &[]),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(numbers(index, &asked_by(&[Public])).await, [1].into());
    assert_eq!(numbers(index, &asked_by(&[Public, Customer])).await, [1, 2].into());
    assert_eq!(numbers(index, &asked_by(&[Partner])).await, [3].into());
    assert_eq!(numbers(index, &asked_by(&[Employee, Partner, Public, Customer])).await, [1, 2, 3, 4].into());
    let misspelt = SearchQuery { text: "ruoter".into(), ..asked_by(&[Public]) };
    assert_eq!(numbers(index, &misspelt).await, [1].into());
    let everything = SearchQuery { text: String::new(), ..asked_by(&[Public]) };
    assert_eq!(numbers(index, &everything).await, [1].into());
}

pub(super) async fn no_audience_sees_nothing(index: &impl SearchIndex) {
    index.put(&[for_audiences(1, &[Audience::Public])]).await.unwrap();
    assert_eq!(found_by(index, &asked_by(&[])).await, [0; 0]);
    assert_eq!(found_by(index, &SearchQuery { text: String::new(), ..asked_by(&[]) }).await, [0; 0]);
    assert_eq!(suggested_by(index, &asked_by(&[])).await, [0; 0]);
}

pub(super) async fn a_product_filter_keeps_what_is_about_no_product(index: &impl SearchIndex) {
    let about = |number, products: &[u128]| SearchDocument {
        products: products.iter().map(|number| product(*number)).collect(),
        ..article(number, "The router")
    };
    index.put(&[about(1, &[]), about(2, &[7]), about(3, &[8]), about(4, &[7, 8])]).await.unwrap();
    let asked = |products: &[u128]| SearchQuery {
        products: products.iter().map(|number| product(*number)).collect(),
        ..query("router")
    };
    assert_eq!(numbers(index, &asked(&[])).await, [1, 2, 3, 4].into());
    assert_eq!(numbers(index, &asked(&[7])).await, [1, 2, 4].into());
    assert_eq!(numbers(index, &asked(&[8, 9])).await, [1, 3, 4].into());
    assert_eq!(numbers(index, &asked(&[9])).await, [1].into());
    let suggestions: BTreeSet<u128> = suggested_by(index, &asked(&[8])).await.into_iter().collect();
    assert_eq!(suggestions, [1, 3, 4].into());
}

pub(super) async fn the_form_is_a_filter(index: &impl SearchIndex) {
    let kinds = [ArticleKind::Article, ArticleKind::Faq, ArticleKind::Manual];
    let documents: Vec<_> =
        (1..).zip(kinds).map(|(number, kind)| SearchDocument { kind, ..article(number, "The router") }).collect();
    index.put(&documents).await.unwrap();
    for (number, kind) in (1..).zip(kinds) {
        assert_eq!(found_by(index, &SearchQuery { kind: Some(kind), ..query("router") }).await, [number]);
    }
}

pub(super) async fn time_decides_what_is_found(index: &impl SearchIndex) {
    let from_until = |number, from: Timestamp, until: Option<Timestamp>| SearchDocument {
        publish_at: from,
        expires_at: until,
        ..article(number, "The router")
    };
    let (past, future, tick) = (now() - 1.hour(), now() + 1.hour(), 1.microsecond());
    let documents = [
        from_until(1, past, None),
        from_until(2, now(), None),
        from_until(3, now() + tick, None),
        from_until(4, past, Some(future)),
        from_until(5, past, Some(now() + tick)),
        from_until(6, past, Some(now())),
        from_until(7, future, Some(future + 1.hour())),
    ];
    index.put(&documents).await.unwrap();
    let at = |now| SearchQuery { now, ..query("router") };
    assert_eq!(numbers(index, &at(now())).await, [1, 2, 4, 5].into());
    assert_eq!(numbers(index, &at(future)).await, [1, 2, 3, 7].into());
    assert_eq!(numbers(index, &at(past - tick)).await, BTreeSet::new());
}

pub(super) async fn drafts_are_never_found(index: &impl SearchIndex) {
    let draft = SearchDocument {
        published: false,
        body: "The secret router".into(),
        tags: vec!["router".into()],
        ..article(1, "Secret router")
    };
    index.put(&[draft]).await.unwrap();
    for text in ["router", "secret", "", "ruoter"] {
        assert_eq!(found_by(index, &SearchQuery { text: text.into(), ..query("") }).await, [0; 0], "{text}");
        assert_eq!(suggested_by(index, &query(text)).await, [0; 0], "{text}");
    }
}

pub(super) async fn suggestions_hide_the_same(index: &impl SearchIndex) {
    let documents = [
        for_audiences(1, &[Audience::Customer]),
        for_audiences(2, &[Audience::Employee]),
        SearchDocument { published: false, ..article(3, "The router") },
        SearchDocument { expires_at: Some(now()), ..article(4, "The router") },
        SearchDocument { publish_at: now() + 1.second(), ..article(5, "The router") },
        SearchDocument { kind: ArticleKind::Faq, ..article(6, "The router") },
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(suggested_by(index, &query("rout")).await, [1, 6]);
    let faq = SearchQuery { kind: Some(ArticleKind::Faq), ..query("rout") };
    assert_eq!(suggested_by(index, &faq).await, [6]);
}

/// For every combination of reader, time and state, the index finds the articles that the domain says are readable.
pub(super) async fn filters_agree_with_the_domain(index: &impl SearchIndex) {
    use portico_domain::knowledge::{Article, ArticleState};
    let audiences = [Audience::Public, Audience::Customer, Audience::Partner, Audience::Employee];
    let states = [
        ArticleState::Draft,
        ArticleState::Review,
        ArticleState::Published,
        ArticleState::Expired,
        ArticleState::Archived,
    ];
    let starts = [now() - 2.hours(), now(), now() + 2.hours()];
    let ends = [None, Some(now() + 1.hour()), Some(now() + 3.hours())];
    let mut articles = Vec::new();
    for mask in 0..16_usize {
        for state in states {
            for publish_at in starts {
                for expires_at in ends {
                    let number = articles.len() as u128;
                    articles.push(Article {
                        id: portico_domain::ids::ArticleId(Uuid::from_u128(number)),
                        version: 3,
                        title: "The router".into(),
                        audiences: (0..4).filter(|bit| mask & (1 << bit) != 0).map(|bit| audiences[bit]).collect(),
                        state,
                        publish_at,
                        expires_at,
                        ..records::article(Vec::new(), now() - 9.hours())
                    });
                }
            }
        }
    }
    index.put(&articles.iter().map(SearchDocument::from).collect::<Vec<_>>()).await.unwrap();
    for mask in 1..16_usize {
        let reader: Vec<Audience> = (0..4).filter(|bit| mask & (1 << bit) != 0).map(|bit| audiences[bit]).collect();
        for moment in [now(), now() + 2.hours(), now() + 4.hours()] {
            let readable = articles.iter().filter(|article| article.readable_by(&reader, moment)).count();
            let asked = SearchQuery { audiences: reader.clone(), now: moment, limit: 1, ..query("router") };
            assert_eq!(index.search(&asked).await.unwrap().total, readable as u64, "{reader:?} at {moment}");
        }
    }
}

pub(super) async fn what_a_filter_hides_is_counted(index: &impl SearchIndex) {
    let about = |number, products: &[u128]| SearchDocument {
        products: products.iter().map(|number| product(*number)).collect(),
        ..article(number, "Labels")
    };
    let documents = [
        about(1, &[]),
        about(2, &[7]),
        about(3, &[8]),
        SearchDocument { kind: ArticleKind::Faq, ..about(4, &[8]) },
        SearchDocument { audiences: vec![Audience::Employee], ..about(5, &[8]) },
        SearchDocument { published: false, ..about(6, &[8]) },
        SearchDocument { title: "Something else".into(), ..about(7, &[8]) },
    ];
    index.put(&documents).await.unwrap();
    let asked = |products: &[u128], kind| SearchQuery {
        products: products.iter().map(|number| product(*number)).collect(),
        kind,
        ..query("labels")
    };
    for (asked, total, elsewhere) in [
        (asked(&[], None), 4, 0),
        (asked(&[7], None), 2, 2),
        (asked(&[8], None), 3, 1),
        (asked(&[], Some(ArticleKind::Faq)), 1, 3),
        (asked(&[7], Some(ArticleKind::Faq)), 0, 4),
        (SearchQuery { limit: 0, ..asked(&[7], None) }, 2, 2),
        (SearchQuery { offset: 10_000, ..asked(&[7], None) }, 2, 2),
        (SearchQuery { text: String::new(), ..asked(&[7], None) }, 2, 0),
        (SearchQuery { text: "scanner".into(), ..asked(&[7], None) }, 0, 0),
    ] {
        let hits = index.search(&asked).await.unwrap();
        assert_eq!((hits.total, hits.also_elsewhere), (total, elsewhere), "{asked:?}");
    }
}

pub(super) async fn what_is_hidden_does_not_change_what_is_found(index: &impl SearchIndex) {
    let documents = [
        article(1, "The printer"),
        article(2, "A power supply and the plus of it"),
        SearchDocument { audiences: vec![Audience::Employee], ..article(3, "The prnter and the powerplus") },
        SearchDocument { published: false, ..article(4, "The pritner, a power-plus") },
        SearchDocument { publish_at: now() + 1.hour(), ..article(5, "The prinetr") },
        SearchDocument { expires_at: Some(now()), ..article(6, "The prinrer") },
    ];
    index.put(&documents).await.unwrap();
    // Where these are words for somebody else, they are still errors for this reader.
    for error in ["prnter", "pritner", "prinetr", "prinrer"] {
        let asked = query(error);
        assert_eq!(found_by(index, &asked).await, [1], "{error}");
    }
    assert_eq!(found_by(index, &query("power plus")).await, [2], "and these are two");
}
