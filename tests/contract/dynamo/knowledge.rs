//! Articles: by id, the newest, by word; votes on them.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::change::Write;
use portico_domain::ids::{ArticleId, PersonId};
use portico_domain::knowledge::{Article, ArticleState, Audience};
use portico_domain::paging::PageRequest;
use portico_domain::policy::Action;
use portico_domain::ports::{Articles, CommitFailure};

async fn keep(store: &Aws, article: &Article) -> ArticleId {
    commit(store, [published(article)]).await.unwrap();
    article.id
}

async fn edited(store: &Aws, before: &Article, edit: impl FnOnce(&mut Article)) -> Article {
    let mut article = before.clone();
    article.version += 1;
    edit(&mut article);
    commit(store, [Write::Article { article: article.clone(), before: Some(before.clone()) }]).await.unwrap();
    article
}

async fn read(store: &Aws, id: ArticleId) -> Article {
    store.article(id).await.unwrap().open(&administrator(), Action::ViewArticle).unwrap()
}

async fn newest(store: &Aws, audience: Audience, minutes: i64) -> Vec<ArticleId> {
    let page = store.newest(audience, at(minutes), PageRequest::first(50)).await.unwrap();
    assert_eq!(page.next, None);
    page.items.iter().map(|article| article.id).collect()
}

async fn found(store: &Aws, words: &[&str]) -> Vec<ArticleId> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    store.by_words(&words, 10).await.unwrap().iter().map(|article| article.id).collect()
}

pub(super) async fn an_article_comes_back(store: &Aws) {
    let article = Article { expires_at: Some(at(9)), tags: vec!["pump".into()], ..article("Starting the pump") };
    keep(store, &article).await;
    assert_eq!(read(store, article.id).await, article);
    let next = edited(store, &article, |article| article.body = "Other.".into()).await;
    assert_eq!(read(store, article.id).await, next);
    let late = Write::Article { article: next.clone(), before: Some(article) };
    assert_eq!(commit(store, [late]).await, Err(CommitFailure::Stale));
    assert_eq!(commit(store, [published(&next)]).await, Err(CommitFailure::Stale));
}

pub(super) async fn articles_come_in_the_order_asked_for(store: &Aws) {
    let (first, second) = (article("First one"), article("Second one"));
    keep(store, &first).await;
    keep(store, &second).await;
    let found = store.articles(&[second.id, fresh(), first.id]).await.unwrap();
    assert_eq!(found, [second, first]);
}

pub(super) async fn more_than_a_hundred_are_read(store: &Aws) {
    let articles: Vec<Article> = (0..130).map(|number| article(&format!("Pump number {number}"))).collect();
    let writes: Vec<Write> = articles.iter().map(published).collect();
    store.dynamo().load(&writes).await.unwrap();
    let ids: Vec<ArticleId> = articles.iter().map(|article| article.id).collect();
    assert_eq!(store.articles(&ids).await.unwrap(), articles);
    let read = async |page: PageRequest| store.all_articles(page).await.unwrap();
    assert_eq!(all_pages(100, read).await, articles);
}

pub(super) async fn the_newest_come_first(store: &Aws) {
    let of = |minutes| Article { publish_at: at(minutes), ..article("Starting the pump") };
    let second = keep(store, &of(2)).await;
    let third = keep(store, &of(3)).await;
    let first = keep(store, &of(1)).await;
    assert_eq!(newest(store, Audience::Customer, 10).await, [third, second, first]);
    assert_eq!(newest(store, Audience::Partner, 10).await, []);
    let read = async |page: PageRequest| store.newest(Audience::Customer, at(10), page).await.unwrap();
    let paged: Vec<_> = all_pages(1, read).await.iter().map(|article| article.id).collect();
    assert_eq!(paged, [third, second, first]);
}

pub(super) async fn only_what_can_be_read_now_is_newest(store: &Aws) {
    let now = keep(store, &Article { publish_at: at(5), ..article("Readable now") }).await;
    let later = keep(store, &Article { publish_at: at(6), ..article("Readable later") }).await;
    let brief = Article { publish_at: at(1), expires_at: Some(at(4)), ..article("No longer readable") };
    let brief = keep(store, &brief).await;
    keep(store, &Article { state: ArticleState::Draft, ..article("Not readable yet") }).await;
    assert_eq!(newest(store, Audience::Customer, 5).await, [now]);
    assert_eq!(newest(store, Audience::Customer, 3).await, [brief]);
    assert_eq!(newest(store, Audience::Customer, 7).await, [later, now]);
}

pub(super) async fn a_changed_audience_moves_the_article(store: &Aws) {
    let before = Article { audiences: vec![Audience::Customer, Audience::Public], ..article("Starting the pump") };
    keep(store, &before).await;
    edited(store, &before, |article| article.audiences = vec![Audience::Partner, Audience::Public]).await;
    assert_eq!(newest(store, Audience::Customer, 10).await, []);
    assert_eq!(newest(store, Audience::Partner, 10).await, [before.id]);
    assert_eq!(newest(store, Audience::Public, 10).await, [before.id]);
}

pub(super) async fn words_of_title_and_tags_find_it(store: &Aws) {
    let article = Article { tags: vec!["Impeller".into(), "sea-water".into()], ..article("Starting the Pump (2026)") };
    keep(store, &article).await;
    for words in [&["pump"][..], &["PUMP"], &["impeller"], &["water"], &["2026"], &["starting impeller"]] {
        assert_eq!(found(store, words).await, [article.id], "{words:?}");
    }
    for words in [&["valve"][..], &["pum"], &[], &["!"], &["of"]] {
        assert_eq!(found(store, words).await, [], "{words:?}");
    }
}

pub(super) async fn most_words_come_first(store: &Aws) {
    let both = keep(store, &article("Starting the pump")).await;
    let one = keep(store, &article("Cleaning the pump")).await;
    assert_eq!(found(store, &["starting", "pump"]).await, [both, one]);
    let words = ["starting".to_owned(), "pump".to_owned()];
    assert_eq!(store.by_words(&words, 1).await.unwrap().len(), 1);
}

pub(super) async fn a_changed_title_is_found_by_its_new_words(store: &Aws) {
    let before = article("Starting the pump");
    keep(store, &before).await;
    edited(store, &before, |article| article.title = "Starting the valve".into()).await;
    assert_eq!(found(store, &["pump"]).await, []);
    assert_eq!(found(store, &["valve"]).await, [before.id]);
    assert_eq!(found(store, &["starting"]).await, [before.id]);
}

pub(super) async fn a_draft_has_no_words(store: &Aws) {
    let before = article("Starting the pump");
    keep(store, &before).await;
    let archived = edited(store, &before, |article| article.state = ArticleState::Archived).await;
    assert_eq!(found(store, &["pump"]).await, []);
    assert_eq!(newest(store, Audience::Customer, 10).await, []);
    edited(store, &archived, |article| article.state = ArticleState::Published).await;
    assert_eq!(found(store, &["pump"]).await, [before.id]);
}

pub(super) async fn all_articles_are_listed_once(store: &Aws) {
    let mut ids = Vec::new();
    for state in [ArticleState::Draft, ArticleState::Published, ArticleState::Archived, ArticleState::Published] {
        let audiences = vec![Audience::Customer, Audience::Public];
        ids.push(keep(store, &Article { state, audiences, ..article("Starting the pump") }).await);
    }
    let read = async |page: PageRequest| store.all_articles(page).await.unwrap();
    let listed: Vec<_> = all_pages(3, read).await.iter().map(|article| article.id).collect();
    assert_eq!(listed, ids);
}

fn vote(article: ArticleId, person: PersonId, helpful: bool) -> Write {
    Write::Vote { article, person, helpful, comment: Some("Thanks".into()), at: at(1) }
}

async fn votes(store: &Aws, id: ArticleId) -> (u64, u64) {
    let article = read(store, id).await;
    (article.helpful, article.unhelpful)
}

pub(super) async fn a_vote_is_counted(store: &Aws) {
    let article = Article { helpful: 40, unhelpful: 2, ..article("Starting the pump") };
    keep(store, &article).await;
    commit(store, [vote(article.id, fresh(), true)]).await.unwrap();
    commit(store, [vote(article.id, fresh(), false)]).await.unwrap();
    commit(store, [vote(article.id, fresh(), true)]).await.unwrap();
    assert_eq!(votes(store, article.id).await, (42, 3));
    assert_eq!(read(store, article.id).await.version, 1);
}

pub(super) async fn a_changed_vote_is_counted_once(store: &Aws) {
    let (article, person) = (article("Starting the pump"), fresh());
    keep(store, &article).await;
    for (helpful, counted) in [(true, (1, 0)), (true, (1, 0)), (false, (0, 1)), (false, (0, 1)), (true, (1, 0))] {
        commit(store, [vote(article.id, person, helpful)]).await.unwrap();
        assert_eq!(votes(store, article.id).await, counted);
    }
}

pub(super) async fn concurrent_votes_are_all_counted(store: &Aws) {
    let (article, person) = (article("Starting the pump"), fresh());
    keep(store, &article).await;
    let outcomes = join_all((0..4).map(|_| commit(store, [vote(article.id, fresh(), true)]))).await;
    let counted = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    // On a busy article a voter may be asked to try again, but no vote is lost or counted twice.
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(CommitFailure::Busy))), "{outcomes:?}");
    assert_eq!(votes(store, article.id).await, (counted, 0));
    // The same person in two tabs.
    let outcomes = join_all((0..3).map(|_| commit(store, [vote(article.id, person, true)]))).await;
    assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
    assert_eq!(votes(store, article.id).await, (counted + 1, 0));
}

pub(super) async fn an_edit_keeps_the_votes_given_meanwhile(store: &Aws) {
    let before = article("Starting the pump");
    keep(store, &before).await;
    commit(store, [vote(before.id, fresh(), true)]).await.unwrap();
    // The editor read it before the vote.
    edited(store, &before, |article| article.title = "Starting the engine".into()).await;
    assert_eq!(votes(store, before.id).await, (1, 0));
}

pub(super) async fn a_vote_needs_its_article(store: &Aws) {
    assert_eq!(commit(store, [vote(fresh(), fresh(), true)]).await, Err(CommitFailure::Stale));
}

pub(super) async fn a_deflection_is_kept(store: &Aws) {
    let article = article("Starting the pump");
    keep(store, &article).await;
    for solved in [true, false] {
        let deflection = Write::Deflection { article: article.id, person: fresh(), solved, at: at(1) };
        commit(store, [deflection]).await.unwrap();
    }
    assert_eq!(read(store, article.id).await, article);
}
