//! Articles for their editors: in every state, in pages, with their history.

use super::samples::*;
use portico_aws::Aws;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::change::{Commit, Write};
use portico_domain::hats::{Audience, HatKind};
use portico_domain::ids::{ArticleId, PersonId};
use portico_domain::knowledge::editing::{DraftStage, Manuscript, Wording};
use portico_domain::knowledge::insights::{InsightWeeks, KnowledgeEventKind, MissedSearch};
use portico_domain::knowledge::ports::{Articles, KnowledgeInsights, Manuscripts, MissedSearches};
use portico_domain::knowledge::record::Deflection;
use portico_domain::knowledge::versions::VersionAct;
use portico_domain::knowledge::{Article, ArticleList, ArticleState, ManuscriptList, ManuscriptState, Vote};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::CommitError;
use portico_testing::records;
use std::sync::Arc;

fn act(minutes: i64) -> ActionContext {
    let ids = IdGenerator(Arc::new(uuid::Uuid::now_v7));
    ActionContext {
        caller: administrator(),
        action: Action::ChangeArticle,
        now: at(minutes),
        request_id: "request".into(),
        ids,
    }
}

fn text(title: &str) -> Wording {
    article(title).wording()
}

async fn written(store: &Aws, title: &str) -> Article {
    let (article, change) = Article::write(&act(0), text(title), &[]).unwrap();
    store.commit(change).await.unwrap();
    article
}

async fn rewritten(store: &Aws, before: Article, title: &str) -> Article {
    let (article, change) = before.rewrite(&act(3), text(title), &[]).unwrap();
    store.commit(change.expect("a change")).await.unwrap();
    article
}

async fn shown(store: &Aws, draft: Article) -> Article {
    let (article, change) = draft.send_to_review(&act(4)).unwrap();
    store.commit(change).await.unwrap();
    let (article, change) = article.publish(&act(5)).unwrap();
    store.commit(change).await.unwrap();
    article
}

async fn read(store: &Aws, id: ArticleId) -> Manuscript {
    store.manuscript(id).await.unwrap().open(&administrator(), Action::ViewManuscript).unwrap()
}

fn list(state: Option<ManuscriptState>, owner: Option<PersonId>, q: &str) -> ManuscriptList {
    let within = scope(&administrator(), Action::ListManuscripts).unwrap();
    ManuscriptList::within(&within, state, owner, q, at(10)).unwrap()
}

async fn titles(store: &Aws, list: &ManuscriptList) -> Vec<String> {
    let page = store.manuscripts(list, PageRequest::first(50)).await.unwrap();
    assert_eq!(page.next, None);
    page.items.into_iter().map(|found| found.0.manuscript().title).collect()
}

pub(super) async fn a_draft_is_for_its_editors_alone(store: &Aws) {
    let draft = written(store, "Starting the pump").await;
    assert_eq!(read(store, draft.id).await.0, draft);
    let reader = store.article(draft.id).await.unwrap();
    assert!(reader.open_at(&administrator(), Action::ViewArticle, at(10)).is_err());
    let everything = ArticleList::within(&scope(&administrator(), Action::SearchArticles).unwrap(), None, None, at(10));
    assert_eq!(store.newest(&everything, PageRequest::first(5)).await.unwrap().items, []);
    let words = ["starting".to_owned()];
    assert_eq!(store.by_words(&everything, &words, PageRequest::first(5)).await.unwrap().items, []);
}

pub(super) async fn a_working_draft_leaves_what_readers_see(store: &Aws) {
    let article = shown(store, written(store, "Starting the pump").await).await;
    let next = rewritten(store, article.clone(), "Priming an impeller").await;
    let found = read(store, article.id).await.0;
    assert_eq!((found.stage(), found.manuscript().title.as_str()), (Some(DraftStage::Draft), "Priming an impeller"));
    let everything = ArticleList::within(&scope(&administrator(), Action::SearchArticles).unwrap(), None, None, at(10));
    let by = async |word: &str| {
        let page = store.by_words(&everything, &[word.to_owned()], PageRequest::first(5)).await.unwrap();
        page.items.into_iter().map(|article| article.title).collect::<Vec<_>>()
    };
    assert_eq!(by("starting").await, ["Starting the pump"]);
    assert_eq!(by("impeller").await, [""; 0]);
    let shown = shown(store, next).await;
    assert_eq!(by("starting").await, [""; 0]);
    assert_eq!(by("impeller").await, ["Priming an impeller"]);
    assert!(shown.readable_by(HatKind::Customer.audiences(), at(10)));
}

pub(super) async fn of_two_editors_one_is_late(store: &Aws) {
    let draft = written(store, "Starting the pump").await;
    rewritten(store, draft.clone(), "Starting any pump").await;
    let (_, late) = draft.rewrite(&act(4), text("Starting each pump"), &[]).unwrap();
    assert!(matches!(store.commit(late.expect("a change")).await, Err(CommitError::Stale)));
}

pub(super) async fn editors_list_articles_by_state_owner_and_words(store: &Aws) {
    let mut own = Vec::new();
    for number in 0..7 {
        own.push(written(store, &format!("Pump number {number}")).await);
    }
    let published = shown(store, own.remove(3)).await;
    assert_eq!(titles(store, &list(Some(ManuscriptState::Published), None, "")).await, ["Pump number 3"]);
    assert_eq!(titles(store, &list(Some(ManuscriptState::Draft), None, "pum numb")).await.len(), 6);
    assert_eq!(titles(store, &list(None, Some(published.owner), "")).await, ["Pump number 3"]);
    assert_eq!(titles(store, &list(None, Some(fresh()), "")).await, [""; 0]);
    assert_eq!(titles(store, &list(None, None, "fountain")).await, [""; 0]);
    let (mut all, mut page) = (Vec::new(), PageRequest::first(2));
    loop {
        let found = store.manuscripts(&list(None, None, "number"), page).await.unwrap();
        all.extend(found.items.into_iter().map(|one| one.0.title));
        let Some(next) = found.next else { break };
        page = PageRequest { limit: 2, after: Some(next) };
    }
    let newest_first: Vec<String> = (0..7).rev().map(|number| format!("Pump number {number}")).collect();
    assert_eq!(all, newest_first);
}

pub(super) async fn a_history_is_read_in_pages_with_what_came_before(store: &Aws) {
    let old = Article { state: ArticleState::Published, audiences: vec![Audience::Customer], ..article("Old") };
    commit(store, [Write::create(&old)]).await.unwrap();
    let history = store.article_history(old.id, PageRequest::first(2)).await.unwrap();
    assert_eq!(history.of(&Manuscript(old.clone())).unwrap().page.items, []);
    let next = rewritten(store, old, "Starting the pump").await;
    let now = Manuscript(shown(store, next).await);
    let history = store.article_history(now.0.id, PageRequest::first(2)).await.unwrap().of(&now).unwrap();
    let acts: Vec<VersionAct> = history.page.items.iter().map(|one| one.act).collect();
    assert_eq!(acts, [VersionAct::Published, VersionAct::SentToReview]);
    assert_eq!(history.before.as_ref().map(|one| one.act), Some(VersionAct::Changed));
    let rest = PageRequest { limit: 2, after: history.page.next };
    let rest = store.article_history(now.0.id, rest).await.unwrap().of(&now).unwrap();
    let acts: Vec<VersionAct> = rest.page.items.iter().map(|one| one.act).collect();
    assert_eq!((acts, rest.before), (vec![VersionAct::Changed, VersionAct::Earlier], None));
    let other = Manuscript(written(store, "Another pump").await);
    assert!(store.article_history(now.0.id, PageRequest::first(2)).await.unwrap().of(&other).is_err());
}

pub(super) async fn events_and_missed_searches_are_read_by_week(store: &Aws) {
    let about = article("Starting the pump");
    let read = Deflection { article: about.id, person: fresh(), solved: true, at: at(0) };
    let vote = Vote { helpful: false, comment: Some("Where?".into()), ..records::vote(about.id, fresh(), at(1)) };
    commit(store, [Write::create(&about), Write::create(&read)]).await.unwrap();
    commit(store, vote.writes(None)).await.unwrap();
    for _ in 0..3 {
        store.count_missed("fountain hose", at(2)).await.unwrap();
    }
    let week_before = at(-7 * 24 * 60);
    store.count_missed("hose", week_before).await.unwrap();
    let weeks = InsightWeeks::within(&scope(&administrator(), Action::ViewInsights).unwrap(), 2, at(3)).unwrap();
    let found = store.knowledge_weeks(&weeks).await.unwrap();
    let missed = |words: &str, times| MissedSearch { words: words.into(), times };
    assert_eq!((found[0].events.len(), &found[0].missed), (0, &vec![missed("hose", 1)]));
    let kinds: Vec<KnowledgeEventKind> = found[1].events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [KnowledgeEventKind::Solved, KnowledgeEventKind::Unhelpful]);
    assert_eq!(found[1].missed, [missed("fountain hose", 3)]);
    // A vote that has changed leaves the list.
    let better = Vote { helpful: true, version: 2, at: at(4), ..vote.clone() };
    commit(store, better.writes(Some(&vote))).await.unwrap();
    assert_eq!(store.knowledge_weeks(&weeks).await.unwrap()[1].events.len(), 1);
}
