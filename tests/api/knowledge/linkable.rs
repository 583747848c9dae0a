//! Articles to link to in a message on a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::knowledge::{Article, ArticleState};
use portico_domain::search::{SearchDocument, SearchWriter};
use portico_domain::tickets::TicketState;
use portico_tests::samples;
use portico_tests::world::in_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await.id;
    cell.of_record(cell.client().get(format!("/v1/tickets/{ticket}/articles?q=seats")), 200)
}

#[test]
fn each_article_says_whether_the_requester_may_read_it() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let word = format!("kolbenring{}", uuid::Uuid::now_v7().simple());
        let about =
            |title: &str, audience| Article { title: format!("{title} {word}"), ..samples::article(vec![audience]) };
        let articles = [
            about("Repairing the", Audience::Employee),
            about("Selling the", Audience::Partner),
            about("Cleaning the", Audience::Customer),
            about("What is a", Audience::Public),
            Article { state: ArticleState::Draft, ..about("Draft of the", Audience::Customer) },
        ];
        for article in &articles {
            world.commit([Write::create(article)]).await;
        }
        let documents: Vec<SearchDocument> = articles.iter().map(SearchDocument::from).collect();
        world.store.put(&documents).await.unwrap();
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}/articles");
        let found = cast.agent.get(format!("{path}?q={word}")).await.expect(200).json();
        let mut items: Vec<(bool, String)> = found["items"].as_array().unwrap().iter().map(short).collect();
        assert_eq!(items.iter().map(|(own, _)| *own).collect::<Vec<_>>(), [true, true, false, false], "{found}");
        items.sort();
        let expected = [(false, "Repairing the"), (false, "Selling the"), (true, "Cleaning the"), (true, "What is a")];
        let expected = expected.map(|(own, title)| (own, format!("{title} {word}")));
        assert_eq!(items, expected, "{found}");
        let of_partners = found["items"].as_array().unwrap().iter().find(|item| item["title"] == expected[1].1);
        assert_eq!(of_partners.unwrap()["audiences"], json!(["partner"]));
        cast.agent.get(&*path).await.refused(422, "input_invalid");
        cast.member.get(format!("{path}?q={word}")).await.refused(403, "forbidden");
    });
}

fn short(item: &Value) -> (bool, String) {
    (item["for_requester"].as_bool().unwrap(), item["title"].as_str().unwrap().to_owned())
}
