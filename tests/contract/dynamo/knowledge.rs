//! Articles: by id, the newest, by word; votes on them.

use super::samples::*;
use futures::future::join_all;
use jiff::SignedDuration;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::hats::{Audience, HatKind, Role};
use portico_domain::ids::{ArticleId, PersonId, ProductId};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::record::Deflection;
use portico_domain::knowledge::{Article, ArticleKind, ArticleList, ArticleState, Vote};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::CommitError;
use portico_testing::records;

async fn keep(store: &Aws, article: &Article) -> ArticleId {
    commit(store, [published(article)]).await.unwrap();
    article.id
}

async fn edited(store: &Aws, before: &Article, edit: impl FnOnce(&mut Article)) -> Article {
    let mut article = before.clone();
    article.version += 1;
    edit(&mut article);
    commit(store, [Write::update(before, &article)]).await.unwrap();
    article
}

async fn read(store: &Aws, id: ArticleId) -> Article {
    store.article(id).await.unwrap().open_at(&administrator(), Action::ViewArticle, at(1)).unwrap()
}

/// Everything that a reader may read.
fn list(reader: HatKind, minutes: i64) -> ArticleList {
    let role = match reader {
        HatKind::Customer => Role::Member,
        HatKind::Partner => Role::Seller,
        HatKind::Employee => Role::Employee,
        HatKind::Staff => Role::Agent,
    };
    let caller = wearing(fresh(), hat(reader, role));
    ArticleList::within(&scope(&caller, Action::SearchArticles).unwrap(), None, None, at(minutes))
}

/// Returns the part of a list with one kind of article, about one product.
fn part(list: &ArticleList, kind: Option<ArticleKind>, product: Option<ProductId>) -> ArticleList {
    let mut part = list.clone();
    (part.kind, part.product) = (kind, product);
    part
}

fn ids(articles: &[Article]) -> Vec<ArticleId> {
    articles.iter().map(|article| article.id).collect()
}

async fn newest(store: &Aws, reader: HatKind, minutes: i64) -> Vec<ArticleId> {
    let page = store.newest(&list(reader, minutes), PageRequest::first(50)).await.unwrap();
    assert_eq!(page.next, None);
    ids(&page.items)
}

fn typed(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn found(store: &Aws, words: &[&str]) -> Vec<ArticleId> {
    let customer = list(HatKind::Customer, 10);
    ids(&store.by_words(&customer, &typed(words), PageRequest::first(10)).await.unwrap().items)
}

pub(super) async fn an_article_comes_back(store: &Aws) {
    let article = Article { expires_at: Some(at(9)), tags: vec!["pump".into()], ..article("Starting the pump") };
    keep(store, &article).await;
    assert_eq!(read(store, article.id).await, article);
    let next = edited(store, &article, |article| article.body = "Other.".into()).await;
    assert_eq!(read(store, article.id).await, next);
    let late = Write::update(&article, &next);
    assert_eq!(commit(store, [late]).await, Err(CommitError::Stale));
    assert_eq!(commit(store, [published(&next)]).await, Err(CommitError::Stale));
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
    assert_eq!(newest(store, HatKind::Customer, 10).await, [third, second, first]);
    assert_eq!(newest(store, HatKind::Partner, 10).await, []);
    let customer = list(HatKind::Customer, 10);
    let read = async |page: PageRequest| store.newest(&customer, page).await.unwrap();
    assert_eq!(ids(&all_pages(1, read).await), [third, second, first]);
}

pub(super) async fn only_what_can_be_read_now_is_newest(store: &Aws) {
    let now = keep(store, &Article { publish_at: at(5), ..article("Readable now") }).await;
    let later = keep(store, &Article { publish_at: at(6), ..article("Readable later") }).await;
    let brief = Article { publish_at: at(1), expires_at: Some(at(4)), ..article("No longer readable") };
    let brief = keep(store, &brief).await;
    keep(store, &Article { state: ArticleState::Draft, ..article("Not readable yet") }).await;
    assert_eq!(newest(store, HatKind::Customer, 5).await, [now]);
    assert_eq!(newest(store, HatKind::Customer, 3).await, [brief]);
    assert_eq!(newest(store, HatKind::Customer, 7).await, [later, now]);
}

pub(super) async fn a_changed_audience_moves_the_article(store: &Aws) {
    let before = Article { audiences: vec![Audience::Customer, Audience::Partner], ..article("Starting the pump") };
    keep(store, &before).await;
    assert_eq!(newest(store, HatKind::Customer, 10).await, [before.id]);
    let after = edited(store, &before, |article| article.audiences = vec![Audience::Partner, Audience::Employee]).await;
    assert_eq!(newest(store, HatKind::Customer, 10).await, []);
    assert_eq!(newest(store, HatKind::Partner, 10).await, [before.id]);
    assert_eq!(newest(store, HatKind::Employee, 10).await, [before.id]);
    edited(store, &after, |article| article.audiences = vec![Audience::Public]).await;
    assert_eq!(newest(store, HatKind::Customer, 10).await, [before.id]);
    assert_eq!(newest(store, HatKind::Partner, 10).await, [before.id]);
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
    let (customer, words) = (list(HatKind::Customer, 10), typed(&["starting", "pump"]));
    let read = async |page: PageRequest| store.by_words(&customer, &words, page).await.unwrap();
    assert_eq!(ids(&all_pages(1, read).await), [both, one]);
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
    assert_eq!(newest(store, HatKind::Customer, 10).await, []);
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

/// The first vote of a person on an article.
fn vote(article: ArticleId, person: PersonId, helpful: bool) -> Vec<Write> {
    let vote = Vote { helpful, comment: Some("Thanks".into()), ..records::vote(article, person, at(1)) };
    vote.writes(None)
}

async fn vote_of(store: &Aws, article: &Article, person: PersonId) -> Option<Vote> {
    store.vote(article.id, person).await.unwrap().of(article).unwrap()
}

async fn votes(store: &Aws, id: ArticleId) -> (u64, u64) {
    let article = read(store, id).await;
    (article.helpful, article.unhelpful)
}

pub(super) async fn a_vote_is_counted(store: &Aws) {
    let article = Article { helpful: 40, unhelpful: 2, ..article("Starting the pump") };
    keep(store, &article).await;
    commit(store, vote(article.id, fresh(), true)).await.unwrap();
    commit(store, vote(article.id, fresh(), false)).await.unwrap();
    commit(store, vote(article.id, fresh(), true)).await.unwrap();
    assert_eq!(votes(store, article.id).await, (42, 3));
    assert_eq!(read(store, article.id).await.version, 1);
}

pub(super) async fn a_changed_vote_is_counted_once(store: &Aws) {
    let (article, person) = (article("Starting the pump"), fresh());
    keep(store, &article).await;
    for (helpful, counted) in [(true, (1, 0)), (true, (1, 0)), (false, (0, 1)), (false, (0, 1)), (true, (1, 0))] {
        let before = vote_of(store, &article, person).await;
        let version = before.as_ref().map_or(0, |before| before.version) + 1;
        let vote = Vote { helpful, version, ..records::vote(article.id, person, at(1)) };
        commit(store, vote.writes(before.as_ref())).await.unwrap();
        assert_eq!(votes(store, article.id).await, counted);
    }
}

pub(super) async fn a_vote_comes_back_and_takes_the_place_of_the_one_before(store: &Aws) {
    let (article, person) = (article("Starting the pump"), fresh());
    keep(store, &article).await;
    assert_eq!(vote_of(store, &article, person).await, None);
    commit(store, vote(article.id, person, true)).await.unwrap();
    let before = vote_of(store, &article, person).await;
    let first = before.clone().unwrap();
    assert_eq!((first.helpful, first.version), (true, 1));
    let next = Vote { helpful: false, comment: None, version: 2, ..first };
    commit(store, next.writes(before.as_ref())).await.unwrap();
    assert_eq!(vote_of(store, &article, person).await, Some(next.clone()));
    // Somebody who knows only the first has to look again, and nothing is counted.
    let late = Vote { helpful: true, ..next.clone() };
    assert_eq!(commit(store, late.writes(before.as_ref())).await, Err(CommitError::Stale));
    assert_eq!(votes(store, article.id).await, (0, 1));
    assert_eq!(vote_of(store, &article, fresh()).await, None);
}

pub(super) async fn concurrent_votes_are_all_counted(store: &Aws) {
    let (article, person) = (article("Starting the pump"), fresh());
    keep(store, &article).await;
    let outcomes = join_all((0..4).map(|_| commit(store, vote(article.id, fresh(), true)))).await;
    let counted = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    // On a busy article a voter may be asked to try again, but no vote is lost or counted twice.
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(CommitError::Busy))), "{outcomes:?}");
    assert_eq!(votes(store, article.id).await, (counted, 0));
    // The same person in two tabs.
    let outcomes = join_all((0..3).map(|_| commit(store, vote(article.id, person, true)))).await;
    assert!(outcomes.iter().any(Result::is_ok), "{outcomes:?}");
    assert_eq!(votes(store, article.id).await, (counted + 1, 0));
}

pub(super) async fn an_edit_keeps_the_votes_given_meanwhile(store: &Aws) {
    let before = article("Starting the pump");
    keep(store, &before).await;
    commit(store, vote(before.id, fresh(), true)).await.unwrap();
    // The editor read it before the vote.
    edited(store, &before, |article| article.title = "Starting the engine".into()).await;
    assert_eq!(votes(store, before.id).await, (1, 0));
}

pub(super) async fn a_vote_needs_its_article(store: &Aws) {
    assert_eq!(commit(store, vote(fresh(), fresh(), true)).await, Err(CommitError::Stale));
}

pub(super) async fn a_deflection_counts_once_a_day(store: &Aws) {
    let (article, other, person) = (article("Starting the pump"), article("Cleaning the pump"), fresh());
    keep(store, &article).await;
    let deflection = |article: ArticleId, person, minutes| {
        let deflection = Deflection { article, person, solved: true, at: at(minutes) };
        commit(store, [Write::create(&deflection)])
    };
    deflection(article.id, person, 1).await.unwrap();
    assert_eq!(deflection(article.id, person, 2).await, Err(CommitError::Stale));
    // Another day, another person, another article: other ones.
    deflection(article.id, person, 24 * 60).await.unwrap();
    deflection(article.id, fresh(), 1).await.unwrap();
    deflection(other.id, person, 1).await.unwrap();
    assert_eq!(read(store, article.id).await, article);
}

pub(super) async fn a_list_holds_every_audience_of_its_reader(store: &Aws) {
    let of = |minutes, audiences: &[Audience]| Article {
        publish_at: at(minutes),
        audiences: audiences.to_vec(),
        ..article("Starting the pump")
    };
    let public = keep(store, &of(1, &[Audience::Public])).await;
    let customers = keep(store, &of(2, &[Audience::Customer])).await;
    let both = keep(store, &of(3, &[Audience::Customer, Audience::Partner])).await;
    let partners = keep(store, &of(4, &[Audience::Partner])).await;
    let everybody = keep(store, &of(5, &[Audience::Employee, Audience::Public, Audience::Customer])).await;
    let inner = keep(store, &of(6, &[Audience::Employee])).await;
    for (reader, expected) in [
        (HatKind::Customer, vec![everybody, both, customers, public]),
        (HatKind::Partner, vec![everybody, partners, both, public]),
        (HatKind::Employee, vec![inner, everybody, public]),
        (HatKind::Staff, vec![inner, everybody, partners, both, customers, public]),
    ] {
        let list = list(reader, 10);
        let read = async |page: PageRequest| store.newest(&list, page).await.unwrap();
        // Each once, however the pages fall.
        for limit in [1, 2, 3, 50] {
            assert_eq!(ids(&all_pages(limit, read).await), expected, "{reader:?}, {limit} at a time");
        }
    }
}

pub(super) async fn a_list_of_one_form_or_product_is_full(store: &Aws) {
    let (product, other): (ProductId, ProductId) = (fresh(), fresh());
    let mut wanted = Vec::new();
    let mut articles = Vec::new();
    // One in forty is a manual about the product, one in forty a manual about none.
    for number in 0..400_i64 {
        let (kind, products) = match number % 40 {
            0 => (ArticleKind::Manual, vec![other, product]),
            20 => (ArticleKind::Manual, Vec::new()),
            10 => (ArticleKind::Manual, vec![other]),
            30 => (ArticleKind::Faq, vec![product]),
            _ => (ArticleKind::Article, vec![other]),
        };
        let product_names = products.iter().map(|_| "Pump".to_owned()).collect();
        let publish_at = at(0) + SignedDuration::from_secs(number);
        let article = Article { kind, products, product_names, publish_at, ..article("Starting the pump") };
        if kind == ArticleKind::Manual && number % 40 != 10 {
            wanted.insert(0, article.id);
        }
        articles.push(article);
    }
    store.dynamo().load(&articles.iter().map(published).collect::<Vec<_>>()).await.unwrap();
    let customer = list(HatKind::Customer, 10);
    let of = |kind, product| part(&customer, kind, product);
    let all = async |list: &ArticleList, limit: u32| {
        // Checks that no page but the last is short.
        ids(&all_pages(limit, async |page: PageRequest| store.newest(list, page).await.unwrap()).await)
    };
    assert_eq!(all(&of(Some(ArticleKind::Manual), Some(product)), 7).await, wanted);
    assert_eq!(all(&of(Some(ArticleKind::Manual), None), 7).await.len(), 30);
    assert_eq!(all(&of(None, Some(product)), 7).await.len(), 30);
    assert_eq!(all(&of(Some(ArticleKind::Faq), Some(other)), 7).await, []);
    assert_eq!(all(&of(None, None), 100).await.len(), 400);
}

pub(super) async fn what_is_no_longer_readable_makes_no_page_short(store: &Aws) {
    let mut wanted = Vec::new();
    let mut articles = Vec::new();
    for number in 0..90_i64 {
        let expires_at = (number % 3 != 0).then(|| at(5));
        let publish_at = at(0) + SignedDuration::from_secs(number);
        let article = Article { publish_at, expires_at, ..article("Starting the pump") };
        if expires_at.is_none() {
            wanted.insert(0, article.id);
        }
        articles.push(article);
    }
    store.dynamo().load(&articles.iter().map(published).collect::<Vec<_>>()).await.unwrap();
    let customer = list(HatKind::Customer, 6);
    let read = async |page: PageRequest| store.newest(&customer, page).await.unwrap();
    assert_eq!(ids(&all_pages(4, read).await), wanted);
    let words = typed(&["pump"]);
    let read = async |page: PageRequest| store.by_words(&customer, &words, page).await.unwrap();
    assert_eq!(all_pages(4, read).await.len(), wanted.len());
}

pub(super) async fn words_find_what_is_for_the_reader_among_what_is_not(store: &Aws) {
    let product = fresh();
    let mine = keep(
        store,
        &Article {
            kind: ArticleKind::Faq,
            products: vec![product],
            product_names: vec!["Pump".into()],
            ..article("Starting the pump")
        },
    )
    .await;
    // Newer, with as many of the words, and not for customers or not asked for.
    let others = (0..30).map(|number| match number % 2 {
        0 => Article { audiences: vec![Audience::Employee], ..article("Starting the pump") },
        _ => Article { publish_at: at(60), ..article("Starting the pump") },
    });
    let others: Vec<Write> = others.map(|article| published(&article)).collect();
    store.dynamo().load(&others).await.unwrap();
    assert_eq!(found(store, &["starting", "pump"]).await, [mine]);
    let customer = list(HatKind::Customer, 10);
    let words = typed(&["pump"]);
    let first =
        async |list: &ArticleList| ids(&store.by_words(list, &words, PageRequest::first(1)).await.unwrap().items);
    assert_eq!(first(&customer).await, [mine]);
    assert_eq!(first(&part(&customer, Some(ArticleKind::Faq), Some(product))).await, [mine]);
    assert_eq!(first(&part(&customer, Some(ArticleKind::Manual), None)).await, []);
    assert_eq!(first(&part(&customer, None, Some(fresh()))).await, []);
}

pub(super) async fn an_article_is_opened_only_while_it_is_shown(store: &Aws) {
    let brief = Article { publish_at: at(2), expires_at: Some(at(4)), ..article("Readable for a while") };
    keep(store, &brief).await;
    let reader = customer(fresh(), fresh());
    let opens = async |minutes| {
        store.article(brief.id).await.unwrap().open_at(&reader, Action::ViewArticle, at(minutes)).is_ok()
    };
    assert_eq!([opens(1).await, opens(2).await, opens(3).await, opens(4).await], [false, true, true, false]);
    // Without a time it is not opened at all, nor is a draft by anybody.
    assert!(store.article(brief.id).await.unwrap().open(&administrator(), Action::ViewArticle).is_err());
    edited(store, &brief, |article| article.state = ArticleState::Draft).await;
    assert!(!opens(3).await);
    let administrator = store.article(brief.id).await.unwrap().open_at(&administrator(), Action::ViewArticle, at(3));
    assert!(administrator.is_err());
}
