//! The main job of a reader: find an answer, read and rate it.

use crate::scenario::Scenario;
use portico_domain::action::Action;
use portico_domain::touch_list::TouchesOf;
use portico_tests::world::in_world;
use serde_json::{Value, json};

fn segments(pieces: &Value) -> (String, bool) {
    let pieces = pieces.as_array().unwrap();
    let text = pieces.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    (text, pieces.iter().any(|piece| piece["hit"] == true))
}

#[test]
fn an_answer_is_found_read_and_rated() {
    in_world(async |world| {
        let Scenario { member, .. } = Scenario::new(world).await;
        let found = member.get("/v1/articles?q=simultaneous%20login%20failure").await.expect(200).json();
        assert_eq!(found["degraded"], false);
        let best = &found["items"][0];
        let title = best["title"].as_str().unwrap();
        assert!(title.starts_with("Simultaneous login failures in Asme PowerPlus 3.0"), "{title}");
        assert_eq!(segments(&best["title_segments"]), (title.to_owned(), true));

        let typed = "Simultaneous login failure since the last upd";
        let suggested = member.get(format!("/v1/articles/suggestions?q={}", typed.replace(' ', "%20"))).await;
        let suggested = suggested.expect(200).json();
        assert_eq!((&suggested["degraded"], &suggested["items"][0]["id"]), (&json!(false), &best["id"]));
        assert!(suggested["items"].as_array().unwrap().len() <= 3);

        let nothing = member.get("/v1/articles?q=the").await.expect(200).json();
        assert_eq!((&nothing["asks_nothing"], &nothing["total"]), (&json!(true), &json!(0)), "{nothing}");
        let mut orders = Vec::new();
        for spelling in ["power%20plus", "Power-Plus", "PowerPlus", "powerplus", "power%2Fplus"] {
            let found = member.get(format!("/v1/articles?q={spelling}&limit=100")).await.expect(200).json();
            let items = found["items"].as_array().unwrap();
            orders.push(items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>());
        }
        assert!(orders[0].len() > 5 && orders.iter().all(|order| *order == orders[0]), "{orders:?}");

        let id = best["id"].as_str().unwrap();
        let article = member.get(format!("/v1/articles/{id}")).await.expect(200);
        let html = article.json()["body_html"].as_str().unwrap().to_owned();
        assert!(html.contains("<h2>") && !html.contains("<script"), "{html}");
        member.get(format!("/v1/articles/{id}")).header("if-none-match", article.etag()).await.expect(304);
        let vote = member.post(format!("/v1/articles/{id}/feedback"), json!({"helpful": true})).await.expect(201);
        assert_eq!(vote.json(), json!({"helpful": true}));
        let deflected = json!({"article_id": id, "synopsis": typed, "outcome": "solved"});
        let deflected = member.post("/v1/deflections", deflected).await.expect(201);
        assert_eq!(deflected.json(), json!({"outcome": "solved"}));

        let by = TouchesOf::Person(member.who().person.id);
        let mut touches = world.touches(by).await;
        // The touch of a minute's reads is listed where the minute begins.
        touches.sort_by_key(|touch| touch.at);
        let mut done: Vec<Action> = touches.into_iter().map(|touch| touch.action).collect();
        let mut then = done.split_off(8);
        assert!(done.iter().all(|action| *action == Action::SearchArticles), "{done:?}");
        // Both reads, unless a minute of the clock ended between them.
        then.dedup();
        assert_eq!(then, [Action::ViewArticle, Action::RateArticle, Action::RecordDeflection]);
    });
}
