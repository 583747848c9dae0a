//! Tickets that an article made unnecessary.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::{World, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.article(cell.who, cell.relation).await;
    let body = json!({"article_id": id, "synopsis": "typed", "outcome": "left"});
    cell.of_article(cell.client().post("/v1/deflections", body), 201)
}

async fn done(world: &World, client: &Client, action: Action) -> usize {
    let touches = world.touches(TouchesOf::Person(client.who().person.id)).await;
    touches.iter().filter(|touch| touch.action == action).count()
}

#[test]
fn a_ticket_that_was_not_needed_is_counted_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let article = samples::article(vec![Audience::Customer]);
        let id = article.id;
        world.commit([Write::create(&article)]).await;
        let deflect = |client: &Client, outcome: &str| {
            client.post("/v1/deflections", json!({"article_id": id, "synopsis": "typed", "outcome": outcome}))
        };
        for _ in 0..3 {
            let answer = deflect(&cast.member, "left").key(uuid::Uuid::now_v7()).await.expect(201);
            assert_eq!(answer.json(), json!({"outcome": "left"}));
        }
        // At midnight a new day begins.
        assert!(done(world, &cast.member, Action::RecordDeflection).await <= 2);
        deflect(&cast.colleague, "solved").await.expect(201);
        assert_eq!(done(world, &cast.colleague, Action::RecordDeflection).await, 1);
    });
}
