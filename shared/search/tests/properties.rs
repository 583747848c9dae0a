//! Properties of search that hold for any text.

#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use portico_domain::hats::Audience;
use portico_domain::ids::ArticleId;
use portico_domain::search::{SearchDocument, SearchQuery, SearchReader, SearchWriter, Segment};
use portico_search::tantivy::TantivyWriter;
use portico_testing::records;
use proptest::prelude::*;
use uuid::Uuid;

fn article(number: u128, title: &str, body: &str) -> SearchDocument {
    SearchDocument {
        id: ArticleId(Uuid::from_u128(number)),
        title: title.into(),
        body: body.into(),
        ..records::document(vec![Audience::Public], Timestamp::UNIX_EPOCH)
    }
}

fn query(text: &str) -> SearchQuery {
    records::query(text, vec![Audience::Public], "2026-11-22T12:00:00Z".parse().unwrap())
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn whole(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_can_be_put_and_searched(title in "\\PC{0,80}", body in any::<String>(), text in any::<String>()) {
        run(async {
            let index = TantivyWriter::in_memory().unwrap();
            index.put(&[article(1, &title, &body)]).await.unwrap();
            let found = index.search(&query(&text)).await.unwrap();
            assert_eq!(found.total, found.hits.len() as u64);
            assert!(index.suggest(&query(&text)).await.unwrap().len() <= 3);
        });
    }

    /// Letters and digits of these scripts make a word that finds its article, and the hit is shown. A mark that
    /// combines with a letter is no word of its own.
    #[test]
    fn an_article_is_found_by_each_of_its_words(words in prop::collection::vec("[a-zA-Zà-öø-ÿα-ωа-яА-Я0-9]{1,12}", 1..8)) {
        run(async {
            let index = TantivyWriter::in_memory().unwrap();
            let title = words.join(" ");
            index.put(&[article(1, &title, ""), article(2, "", &title)]).await.unwrap();
            for word in words.iter().filter(|word| word.chars().any(char::is_alphanumeric)) {
                let found = index.search(&query(word)).await.unwrap();
                if found.asks_nothing {
                    assert!(word.chars().count() <= 7, "{word:?} is no stop word");
                    continue;
                }
                assert_eq!(found.total, 2, "{word:?} of {title:?}");
                for hit in found.hits {
                    assert!(hit.title.iter().chain(&hit.excerpt).any(|segment| segment.hit), "{word:?} of {title:?}");
                }
            }
        });
    }

    #[test]
    fn titles_are_shown_whole(title in "[a-zA-Zé ,.!-]{1,100}", text in "[a-z]{1,8}( [a-z]{1,8}){0,3}") {
        run(async {
            let index = TantivyWriter::in_memory().unwrap();
            index.put(&[article(1, &title, "")]).await.unwrap();
            for hit in index.search(&query(&text)).await.unwrap().hits {
                assert_eq!(whole(&hit.title), title);
            }
        });
    }

    /// An article with more of the words comes before one with fewer.
    #[test]
    fn more_words_come_first(have in prop::collection::vec(prop::collection::vec(any::<bool>(), 5), 2..12)) {
        const WORDS: [&str; 5] = ["alpha", "bravo", "charlie", "delta", "foxtrot"];
        run(async {
            let index = TantivyWriter::in_memory().unwrap();
            let counts: Vec<usize> = have.iter().map(|have| have.iter().filter(|has| **has).count()).collect();
            let documents: Vec<_> = have
                .iter()
                .zip(0..)
                .map(|(have, number)| {
                    let text: Vec<&str> = WORDS.iter().zip(have).filter(|(_, has)| **has).map(|(word, _)| *word).collect();
                    // Titles weigh most, but not more than another word.
                    let (title, body) = if number % 2 == 0 { (text.join(" "), String::new()) } else { (String::new(), text.join(" ")) };
                    article(number, &title, &body)
                })
                .collect();
            index.put(&documents).await.unwrap();
            let found = index.search(&query(&WORDS.join(" "))).await.unwrap();
            let order: Vec<usize> =
                found.hits.iter().map(|hit| counts[usize::try_from(hit.id.0.as_u128()).unwrap()]).collect();
            assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
            assert_eq!(order.len(), counts.iter().filter(|count| **count >= 3).count());
        });
    }

    /// However a compound is spelt in articles and in the question, the same articles are found in the same order.
    #[test]
    fn spellings_of_a_compound_find_the_same(
        first in "[b-df-h]{2,7}",
        second in "[j-np-t]{2,7}",
        articles in prop::collection::vec((0..6_usize, any::<bool>()), 1..8),
        beside in "(scanner|the network|x1)?",
    ) {
        let spell = |how: usize| match how {
            0 => format!("{first} {second}"),
            1 => format!("{first}-{second}"),
            2 => format!("{first}{second}"),
            3 => format!("{first}/{second}"),
            4 => format!("{}{}", first.to_uppercase(), second),
            _ => format!("{first}\u{2011}\u{ad}{second}"),
        };
        run(async {
            let index = TantivyWriter::in_memory().unwrap();
            let mut documents = vec![
                article(100, &first, "A scanner"),
                article(101, "", &format!("{second} of the network")),
                article(102, "x1", ""),
            ];
            documents.extend(articles.iter().zip(0..).map(|((how, in_title), number)| {
                let text = format!("The {} beside it", spell(*how));
                if *in_title { article(number, &text, "") } else { article(number, "Another", &text) }
            }));
            index.put(&documents).await.unwrap();
            let mut answers = Vec::new();
            for how in 0..6 {
                let found = index.search(&query(&format!("{} {beside}", spell(how)))).await.unwrap();
                answers.push(found.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>());
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
            for number in 0..articles.len() as u128 {
                assert!(answers[0].contains(&ArticleId(Uuid::from_u128(number))), "{number} of {articles:?}");
            }
        });
    }
}
