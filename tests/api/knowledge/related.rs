//! Articles about the same as one.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::Scenario;
use portico_domain::change::Write;
use portico_domain::hats::Audience;
use portico_domain::knowledge::Article;
use portico_domain::search::{SearchDocument, SearchWriter};
use portico_tests::samples;
use portico_tests::world::in_world;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.article(cell.who, cell.relation).await;
    cell.of_article(cell.client().get(format!("/v1/articles/{id}/related")), 200)
}

#[test]
fn articles_that_share_words_are_related_as_far_as_their_reader_may_read_them() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let word = format!("zentrifuge{}", uuid::Uuid::now_v7().simple());
        let about = |title: &str, audience| Article {
            title: format!("{title} {word}"),
            tags: vec![word.clone()],
            ..samples::article(vec![audience])
        };
        let articles = [
            about("Cleaning the", Audience::Customer),
            about("Oiling the", Audience::Customer),
            about("Repairing the", Audience::Employee),
            Article { title: "Something else entirely".into(), ..samples::article(vec![Audience::Customer]) },
        ];
        for article in &articles {
            world.commit([Write::create(article)]).await;
        }
        let documents: Vec<SearchDocument> = articles.iter().map(SearchDocument::from).collect();
        world.store.put(&documents).await.unwrap();
        let related = cast.member.get(format!("/v1/articles/{}/related", articles[0].id)).await.expect(200).json();
        let titles: Vec<&str> =
            related["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
        // Whatever else shares a word comes later.
        assert_eq!(titles.first(), Some(&&*articles[1].title));
        for hidden in [&articles[0], &articles[2]] {
            assert!(!titles.contains(&&*hidden.title), "itself, or what only employees read: {titles:?}");
        }
        let hidden = format!("/v1/articles/{}/related", articles[2].id);
        cast.member.get(hidden).await.refused(404, "not_found");
    });
}
