//! Insights for editors: what readers found, missed and said.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::change::Write;
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::knowledge::Article;
use portico_tests::client::Client;
use portico_tests::samples::{self, hat};
use portico_tests::world::in_world;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/knowledge/insights"), 200)
}

async fn insights(editor: &Client) -> Value {
    editor.get("/v1/knowledge/insights?weeks=2").await.expect(200).json()
}

/// The counts of an article in one of the lists.
fn counts(insights: &Value, list: &str, article: &Article) -> Option<Value> {
    let all = insights[list].as_array().unwrap();
    all.iter().find(|one| one["id"] == json!(article.id)).cloned()
}

/// Number of searches for these words.
fn missed(insights: &Value, words: &str) -> u64 {
    let all = insights["missed_searches"].as_array().unwrap();
    all.iter().filter(|search| search["words"] == words).filter_map(|search| search["times"].as_u64()).sum()
}

#[test]
fn editors_learn_what_readers_found_missed_and_said() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let editor = put_on(world, hat(HatKind::Staff, Role::Editor)).await;
        let article = samples::article(vec![Audience::Customer]);
        world.commit([Write::create(&article)]).await;
        let path = format!("/v1/articles/{}/feedback", article.id);
        let no = |comment: &str| json!({ "helpful": false, "comment": comment });
        cast.member.post(&path, no("Where is the valve?")).await.expect(201);
        let solved = json!({ "article_id": article.id, "synopsis": "The pump stops", "outcome": "solved" });
        cast.member.post("/v1/deflections", solved).await.expect(201);
        let now = insights(&editor).await;
        let unhelpful = counts(&now, "unhelpful", &article).expect("it is listed");
        assert_eq!((&unhelpful["unhelpful"], &unhelpful["title"]), (&json!(1), &json!(article.title)));
        assert_eq!(unhelpful["comments"], json!(["Where is the valve?"]));
        assert_eq!(counts(&now, "deflecting", &article).expect("it is listed")["solved"], json!(1));
        let weeks = now["weeks"].as_array().unwrap();
        assert_eq!(weeks.len(), 2);
        assert!(weeks[1]["solved"].as_u64() >= Some(1) && weeks[1]["unhelpful"].as_u64() >= Some(1), "{weeks:?}");

        // The last vote of a person counts.
        cast.member.post(&path, json!({ "helpful": true })).await.expect(201);
        assert_eq!(counts(&insights(&editor).await, "unhelpful", &article), None);
    });
}

#[test]
fn searches_without_results_are_counted_and_those_of_staff_are_not() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let editor = put_on(world, hat(HatKind::Staff, Role::Editor)).await;
        let word = format!("zq{}", Uuid::now_v7().simple());
        let search = |client: &Client, q: &str| client.get(format!("/v1/articles?q={q}"));
        for _ in 0..60 {
            // Other tests miss something too: only the most frequent are named.
            search(&cast.member, &word.to_uppercase()).await.expect(200);
        }
        search(&cast.agent, &word).await.expect(200);
        let found = search(&cast.member, "the").await.expect(200).json();
        assert_eq!(found["asks_nothing"], json!(true));
        let now = insights(&editor).await;
        assert_eq!(missed(&now, &word), 60);
        assert_eq!(missed(&now, "the"), 0);
        cast.agent.get("/v1/knowledge/insights").await.refused(403, "forbidden");
        editor.get("/v1/knowledge/insights?weeks=27").await.refused(422, "input_invalid");
    });
}
