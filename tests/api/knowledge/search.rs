//! Tests of lists of articles: complete for each reader, with full pages.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::change::Write;
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::knowledge::Article;
use portico_domain::search::{SearchDocument, SearchWriter};
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/articles?q=seats"), 200)
}

/// Returns the IDs of a list, read page by page. No page but the last is short.
async fn listed(client: &Client, query: &str, limit: usize) -> Vec<Value> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(format!("/v1/articles?limit={limit}{query}{cursor}")).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        ids.extend(items.iter().map(|item| item["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { return ids };
        assert_eq!(items.len(), limit, "a short page that is not the last");
        cursor = format!("&cursor={next}");
    }
}

#[test]
fn a_list_is_the_same_however_it_is_paged_and_holds_what_its_reader_may_open() {
    in_world(async |world| {
        let audiences = [Audience::Public, Audience::Customer, Audience::Partner, Audience::Employee];
        let mut articles = audiences.map(|audience| samples::article(vec![audience]));
        articles[0].audiences = vec![Audience::Public, Audience::Customer];
        for article in &articles {
            world.commit([Write::create(article)]).await;
        }
        let readers = [
            (HatKind::Customer, Role::Member, [true, true, false, false]),
            (HatKind::Partner, Role::Seller, [true, false, true, false]),
            (HatKind::Employee, Role::Employee, [true, false, false, true]),
            (HatKind::Staff, Role::Hr, [true, true, true, true]),
        ];
        for (kind, role, reads) in readers {
            let client = put_on(world, samples::hat(kind, role)).await;
            let whole = listed(&client, "", 100).await;
            for (article, reads) in articles.iter().zip(reads) {
                let there = whole.iter().filter(|id| **id == json!(article.id)).count();
                assert_eq!(there, usize::from(reads), "{kind:?} {:?}", article.audiences);
                let opened = client.get(format!("/v1/articles/{}", article.id)).await.status();
                assert_eq!(opened, if reads { 200 } else { 404 }, "{kind:?} {:?}", article.audiences);
            }
            // Other tests add newer articles meanwhile, which come before all articles looked at here.
            let known = |ids: Vec<Value>| ids.into_iter().filter(|id| whole.contains(id)).collect::<Vec<_>>();
            assert_eq!(known(listed(&client, "", 7).await), whole);
            let page = client.get("/v1/articles?limit=100").await.expect(200).json();
            for form in ["article", "faq", "manual"] {
                let of_form = page["items"].as_array().unwrap().iter().filter(|item| item["kind"] == form);
                let of_form: Vec<Value> =
                    of_form.map(|item| item["id"].clone()).filter(|id| whole.contains(id)).collect();
                let read = listed(&client, &format!("&kind={form}"), 2).await;
                assert!(of_form.iter().all(|id| read.contains(id)), "{kind:?} {form}");
            }
        }
    });
}

#[test]
fn of_two_articles_with_the_same_words_the_readers_language_comes_first() {
    in_world(async |world| {
        let word = format!("e{}x", uuid::Uuid::now_v7().simple());
        let in_language = |language: &str| Article {
            title: format!("Terminal {word}"),
            language: language.into(),
            ..samples::article(vec![Audience::Employee])
        };
        let articles = ["en", "es"].map(in_language);
        for article in &articles {
            world.commit([Write::create(article)]).await;
        }
        world.store.put(&articles.each_ref().map(SearchDocument::from)).await.unwrap();
        let [english, spanish] = articles.map(|article| json!(article.id));
        // They have no purchases, whose articles would be suggested first.
        let client = put_on(world, samples::hat(HatKind::Employee, Role::Employee)).await;
        for (language, expected) in [("en-GB", [&english, &spanish]), ("es", [&spanish, &english])] {
            for path in ["/v1/articles", "/v1/articles/suggestions"] {
                let found =
                    client.get(format!("{path}?q=terminals+{word}&language={language}")).await.expect(200).json();
                let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
                assert_eq!(ids[..2], expected, "{path} {language}");
            }
        }
        client.get("/v1/articles?q=x&language=e").await.refused(422, "input_invalid");
    });
}
