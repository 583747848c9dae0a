//! Reading an article.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::knowledge::ArticleState;
use portico_tests::samples;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.article(cell.who, cell.relation).await;
    cell.of_article(cell.client().get(format!("/v1/articles/{id}")), 200)
}

#[test]
fn what_is_not_published_cannot_be_read_judged_or_counted() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let now = jiff::Timestamp::now();
        let hour = jiff::SignedDuration::from_hours(1);
        let mut articles = [(); 4].map(|()| samples::article(vec![Audience::Customer]));
        articles[0].state = ArticleState::Draft;
        articles[1].state = ArticleState::Archived;
        articles[2].publish_at = now + hour;
        articles[3].expires_at = Some(now - hour);
        for article in articles {
            let path = format!("/v1/articles/{}", article.id);
            let deflection = json!({"article_id": article.id, "synopsis": "typed", "outcome": "left"});
            world.commit([Write::create(&article)]).await;
            for client in [&cast.member, &cast.agent] {
                client.get(&*path).await.refused(404, "not_found");
                let vote = client.post(format!("{path}/feedback"), json!({"helpful": true}));
                vote.await.refused(404, "not_found");
            }
            cast.member.post("/v1/deflections", deflection).await.refused(404, "not_found");
        }
    });
}
