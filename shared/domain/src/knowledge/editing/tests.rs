//! Tests of the state machine of articles.

use super::*;
use crate::action::Action;
use crate::caller::Caller;
use crate::hats::{HatKind, Role};
use crate::ids::PersonId;
use crate::knowledge::{ArticleList, ManuscriptList, ManuscriptState};
use crate::policy::{permits, scope};
use crate::record::RecordKey;
use crate::testing::{PRODUCT, act as acting, caller, monday, uuid};
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;

fn editor() -> Caller {
    caller(60, HatKind::Staff, Role::Editor, None, &[])
}

fn at(hours: i64) -> Timestamp {
    monday() + SignedDuration::from_hours(hours)
}

fn act(hours: i64) -> ActionContext {
    acting(editor(), Action::ChangeArticle, at(hours))
}

fn offered() -> [ProductName; 1] {
    [ProductName { id: ProductId(uuid(PRODUCT)), name: "Pump".into() }]
}

fn text(title: &str) -> Wording {
    Wording {
        kind: ArticleKind::Faq,
        title: title.into(),
        summary: "In two steps.".into(),
        body: "Open the valve.".into(),
        products: unnamed(&[ProductId(uuid(PRODUCT))]),
        audiences: vec![Audience::Customer],
        tags: vec!["pump".into()],
        language: "en".into(),
        publish_at: None,
        expires_at: None,
        review_by: None,
    }
}

fn written(text: Wording) -> Article {
    Article::write(&act(0), text, &offered()).expect("written").0
}

fn published(text: Wording) -> Article {
    let (article, _) = written(text).send_to_review(&act(1)).expect("sent to review");
    article.publish(&act(2)).expect("published").0
}

fn rewritten(article: &Article, hours: i64, text: Wording) -> Article {
    article.clone().rewrite(&act(hours), text, &offered()).expect("changed").0
}

fn kinds(change: &Change) -> Vec<(&str, Timestamp)> {
    change.jobs.iter().map(|job| (job.kind.as_str(), job.due)).collect()
}

fn readable(article: &Article, hours: i64) -> bool {
    article.readable_by(HatKind::Customer.audiences(), at(hours))
}

fn refused(result: Result<(Article, Change), Error>) -> bool {
    matches!(result, Err(Error::Conflict { code: "state_conflict", .. }))
}

#[test]
fn a_draft_is_reviewed_and_published_before_a_reader_sees_it() {
    let (draft, change) = Article::write(&act(0), text("Starting the pump"), &offered()).expect("written");
    assert_eq!((draft.state, draft.owner, &*draft.product_names[0]), (ArticleState::Draft, editor().person, "Pump"));
    assert_eq!(change.saved::<ArticleVersion>().map(|one| one.act).collect::<Vec<_>>(), [VersionAct::Written]);
    assert!(!readable(&draft, 0) && change.jobs.is_empty());
    assert!(refused(draft.clone().publish(&act(1))));

    let (reviewed, change) = draft.clone().send_to_review(&act(1)).expect("sent");
    assert_eq!((reviewed.state, reviewed.version), (ArticleState::Review, 2));
    assert!(!readable(&reviewed, 1) && change.jobs.is_empty());
    assert!(refused(reviewed.clone().send_to_review(&act(1))));

    let (shown, change) = reviewed.clone().publish(&act(2)).expect("published");
    assert_eq!((shown.state, shown.publish_at, shown.version), (ArticleState::Published, at(2), 3));
    assert!(readable(&shown, 2));
    assert_eq!(kinds(&change), [("index_article", at(2))]);
    assert_eq!(change.writes[0], Write::update(&reviewed, &shown));
    assert!(refused(shown.clone().publish(&act(3))) && refused(shown.send_to_review(&act(3))));
}

#[test]
fn a_change_after_the_review_needs_another_one() {
    let (reviewed, _) = written(text("Starting the pump")).send_to_review(&act(1)).expect("sent");
    let changed = rewritten(&reviewed, 2, text("Starting the pumps"));
    assert_eq!((changed.state, changed.title.as_str()), (ArticleState::Draft, "Starting the pumps"));
    assert!(refused(changed.publish(&act(3))));
}

#[test]
fn readers_keep_the_text_until_the_next_one_is_published() {
    let article = published(text("Starting the pump"));
    let draft = rewritten(&article, 5, text("Starting any pump"));
    assert_eq!((draft.title.as_str(), draft.state), ("Starting the pump", ArticleState::Published));
    assert_eq!((draft.stage(), draft.changed_at(), draft.updated_at), (Some(DraftStage::Draft), at(5), at(2)));
    assert_eq!(draft.memberships().len(), article.memberships().len());
    assert!(draft.memberships().iter().all(|one| !one.list.partition.contains("any")));

    let (reviewed, _) = draft.send_to_review(&act(6)).expect("sent");
    assert_eq!((reviewed.stage(), reviewed.state), (Some(DraftStage::Review), ArticleState::Published));
    assert!(readable(&reviewed, 6));
    let (next, change) = reviewed.publish(&act(7)).expect("published");
    assert_eq!((next.title.as_str(), next.working.clone()), ("Starting any pump", None));
    // It is not new: it keeps its place among the newest.
    assert_eq!((next.publish_at, next.updated_at), (at(2), at(7)));
    assert_eq!(kinds(&change), [("index_article", at(7))]);
}

#[test]
fn a_draft_that_says_what_readers_see_is_dropped() {
    let article = published(text("Starting the pump"));
    let draft = rewritten(&article, 5, text("Starting any pump"));
    let dropped = rewritten(&draft, 6, text("  Starting the pump "));
    assert_eq!((dropped.working.clone(), dropped.version), (None, article.version + 2));
    let same = dropped.clone().rewrite(&act(7), text("Starting the pump"), &offered());
    assert_eq!(same, Ok((dropped, None)));
}

#[test]
fn a_draft_is_discarded_and_its_readers_notice_nothing() {
    let article = published(text("Starting the pump"));
    assert!(refused(article.clone().discard_draft(&act(4))));
    let draft = rewritten(&article, 5, text("Starting any pump"));
    assert!(draft.acts().contains(&ManuscriptAct::Discard));
    let (reviewed, _) = draft.send_to_review(&act(6)).expect("sent");
    let (next, change) = reviewed.discard_draft(&act(7)).expect("discarded");
    assert_eq!((next.working.clone(), next.title.as_str()), (None, "Starting the pump"));
    assert_eq!((change.jobs.len(), next.updated_at), (0, article.updated_at));
    assert!(refused(written(text("Starting the pump")).discard_draft(&act(1))), "a first draft is archived");
}

#[test]
fn a_next_text_waits_for_its_time() {
    let later = Wording { publish_at: Some(at(24)), ..text("Starting any pump") };
    let draft = rewritten(&published(text("Starting the pump")), 3, later.clone());
    let (reviewed, _) = draft.send_to_review(&act(4)).expect("sent");
    let (scheduled, change) = reviewed.publish(&act(5)).expect("scheduled");
    assert_eq!((scheduled.stage(), scheduled.title.as_str()), (Some(DraftStage::Scheduled), "Starting the pump"));
    assert_eq!(kinds(&change), [("publish_article", at(24))]);

    assert_eq!(scheduled.clone().publish_scheduled(&act(23)), Ok(None));
    let change = scheduled.clone().publish_scheduled(&act(24)).expect("decided").expect("published");
    let shown = change.saved::<Article>().next().expect("an article");
    assert_eq!((shown.title.as_str(), shown.stage()), ("Starting any pump", None));
    // A change takes it back: the job finds a draft.
    let changed = rewritten(&scheduled, 6, Wording { summary: "In one.".into(), ..later });
    assert_eq!(changed.publish_scheduled(&act(24)), Ok(None));
}

#[test]
fn a_new_article_is_listed_for_its_time_at_once() {
    let article = published(Wording { publish_at: Some(at(24)), ..text("Starting the pump") });
    assert_eq!((article.state, article.publish_at), (ArticleState::Published, at(24)));
    assert!(!readable(&article, 23) && readable(&article, 24));
}

#[test]
fn an_article_expires_at_its_end_and_comes_back_by_another_review() {
    let ending = Wording { expires_at: Some(at(10)), ..text("Starting the pump") };
    let (reviewed, _) = written(ending.clone()).send_to_review(&act(1)).expect("sent");
    assert!(refused(reviewed.clone().publish(&act(10))), "nobody could read it");
    let (article, change) = reviewed.publish(&act(2)).expect("published");
    assert_eq!(kinds(&change), [("index_article", at(2)), ("expire_article", at(10))]);
    assert_eq!(article.clone().expire(&act(9)), None);
    let change = article.clone().expire(&act(10)).expect("expired");
    let expired = change.saved::<Article>().next().expect("an article").clone();
    assert_eq!(expired.state, ArticleState::Expired);
    assert_eq!(expired.memberships().len(), 1, "no reader's list has it");
    assert_eq!(expired.clone().expire(&act(11)), None);

    let again = rewritten(&expired, 12, Wording { expires_at: Some(at(99)), ..ending });
    let (again, _) = again.send_to_review(&act(13)).expect("sent");
    let (again, _) = again.publish(&act(14)).expect("published");
    assert_eq!((again.state, again.publish_at, again.expires_at), (ArticleState::Published, at(14), Some(at(99))));
}

#[test]
fn an_archived_article_is_in_no_reader_s_list_and_can_come_back() {
    let draft = rewritten(&published(text("Starting the pump")), 3, text("Starting any pump"));
    let (archived, change) = draft.archive(&act(4)).expect("archived");
    assert_eq!((archived.state, archived.working.clone()), (ArticleState::Archived, None));
    assert_eq!((kinds(&change), archived.memberships().len()), (vec![("index_article", at(4))], 1));
    assert!(refused(archived.clone().archive(&act(5))));
    let again = rewritten(&archived, 6, text("Starting every pump"));
    assert_eq!((again.state, again.stage()), (ArticleState::Archived, Some(DraftStage::Draft)));
    let (again, _) = again.send_to_review(&act(7)).expect("sent");
    assert!(readable(&again.publish(&act(8)).expect("published").0, 8));
}

#[test]
fn the_owner_is_reminded_on_the_day_of_the_review() {
    let day = jiff::civil::date(2026, 12, 24);
    let (reviewed, _) =
        written(Wording { review_by: Some(day), ..text("Starting the pump") }).send_to_review(&act(1)).expect("sent");
    let (article, change) = reviewed.publish(&act(2)).expect("published");
    let morning: Timestamp = "2026-12-24T07:00:00Z".parse().expect("a timestamp");
    assert_eq!(kinds(&change)[1..], [("remind_of_review", morning)]);
    assert!(article.is_to_be_reviewed(day));
    assert!(!article.is_to_be_reviewed(day + 1.day()), "it has another day by now");
    assert!(!article.archive(&act(3)).expect("archived").0.is_to_be_reviewed(day));
}

#[test]
fn every_error_of_a_text_is_named_at_once() {
    let wrong = Wording {
        title: "\u{200b}".into(),
        body: "<!-- -->".into(),
        audiences: Vec::new(),
        tags: vec!["one\ntwo".into()],
        language: "12".into(),
        publish_at: Some(at(5)),
        expires_at: Some(at(5)),
        ..text("")
    };
    let Err(Error::Input(errors)) = Article::write(&act(0), wrong, &offered()) else { panic!("it was written") };
    let named: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(named, ["/title", "/body", "/audiences", "/tags/0", "/language", "/expires_at"]);
    let long = Wording { body: "é".repeat(LARGEST_BODY / 2 + 1), ..text("Starting the pump") };
    assert!(Article::write(&act(0), long, &offered()).is_err());
    let elsewhere = Wording { products: unnamed(&[ProductId(uuid(7))]), ..text("Starting the pump") };
    assert!(Article::write(&act(0), elsewhere, &offered()).is_err());
}

#[test]
fn a_product_that_is_no_longer_offered_stays_with_its_article() {
    let article = written(text("Starting the pump"));
    let (next, _) = article.rewrite(&act(1), text("Starting any pump"), &[]).expect("changed");
    assert_eq!(next.product_names, ["Pump"]);
}

#[test]
fn the_first_change_of_an_article_keeps_the_text_before_it() {
    let old = Article { has_history: false, ..published(text("Starting the pump")) };
    let (next, change) = old.rewrite(&act(5), text("Starting any pump"), &offered()).expect("changed");
    let change = change.expect("a change");
    let kept: Vec<(u64, VersionAct, &str)> =
        change.saved::<ArticleVersion>().map(|one| (one.version, one.act, one.wording.title.as_str())).collect();
    assert_eq!(kept, [(3, VersionAct::Earlier, "Starting the pump"), (4, VersionAct::Changed, "Starting any pump")]);
    assert_eq!(next.send_to_review(&act(6)).expect("sent").1.saved::<ArticleVersion>().count(), 1);
}

#[test]
fn a_change_that_no_transaction_can_hold_is_refused_and_can_be_made_in_two() {
    let words = |letter: char| (0..10).map(|n| format!("{letter}{n}word {letter}{n}two {letter}{n}three")).collect();
    let many = |letter, range: std::ops::Range<u128>| Wording {
        tags: words(letter),
        products: unnamed(&range.map(|id| ProductId(uuid(id))).collect::<Vec<_>>()),
        audiences: vec![Audience::Customer, Audience::Partner, Audience::Employee],
        ..text("Starting the pump")
    };
    let product = |id| ProductName { id: ProductId(uuid(id)), name: "Pump".into() };
    let offered: Vec<ProductName> = (100..120).map(product).collect();
    let (draft, _) = Article::write(&act(0), many('a', 100..110), &offered).expect("written");
    let (article, _) = draft.send_to_review(&act(1)).expect("sent").0.publish(&act(2)).expect("published");
    let next = || article.clone().rewrite(&act(3), many('b', 110..120), &offered).expect("changed").0;
    assert!(refused(next().send_to_review(&act(4)).expect("sent").0.publish(&act(5))));
    let (archived, _) = article.clone().archive(&act(4)).expect("archived");
    let (again, _) = archived.rewrite(&act(5), many('b', 110..120), &offered).expect("changed");
    assert!(again.send_to_review(&act(6)).expect("sent").0.publish(&act(7)).is_ok());
}

#[test]
fn editors_and_administrators_alone_reach_a_manuscript() {
    let manuscript = Manuscript(written(text("Starting the pump")));
    for (kind, role, may) in [
        (HatKind::Staff, Role::Editor, true),
        (HatKind::Staff, Role::Administrator, true),
        (HatKind::Staff, Role::Agent, false),
        (HatKind::Staff, Role::Sales, false),
        (HatKind::Customer, Role::Manager, false),
        (HatKind::Employee, Role::Employee, false),
    ] {
        let who = caller(1, kind, role, None, &[]);
        for action in [Action::ViewManuscript, Action::ChangeArticle, Action::PublishArticle, Action::ArchiveArticle] {
            assert_eq!(permits(&who, action, &manuscript.ownership()), may, "{role:?} {action:?}");
        }
        assert_eq!(scope(&who, Action::ListManuscripts).is_ok(), may);
    }
    let search = scope(&editor(), Action::SearchArticles).expect("all search");
    assert!(ManuscriptList::within(&search, None, None, "", monday()).is_err(), "made by another scope");
}

#[test]
fn editors_find_an_article_by_what_it_will_say() {
    let list = |state, q: &str, hours| {
        let within = scope(&editor(), Action::ListManuscripts).expect("editors list them");
        ManuscriptList::within(&within, state, None, q, at(hours)).expect("all of them")
    };
    let article = rewritten(&published(text("Starting the pump")), 3, text("Priming any impeller"));
    for (q, found) in [("", true), ("prim impell", true), ("starting", false), ("PUMP", true)] {
        assert_eq!(list(None, q, 4).shows(&article), found, "{q}");
    }
    for (state, found) in [
        (ManuscriptState::Draft, true),
        (ManuscriptState::Published, true),
        (ManuscriptState::Review, false),
        (ManuscriptState::Expired, false),
    ] {
        assert_eq!(list(Some(state), "", 4).shows(&article), found, "{state:?}");
    }
    let soon = published(Wording { publish_at: Some(at(9)), expires_at: Some(at(20)), ..text("Starting soon") });
    for (hours, state) in
        [(8, ManuscriptState::Scheduled), (9, ManuscriptState::Published), (20, ManuscriptState::Expired)]
    {
        assert!(list(Some(state), "", hours).shows(&soon), "{state:?}");
    }
    let mine = ManuscriptList { owner: Some(editor().person), ..list(None, "", 4) };
    assert!(mine.shows(&article) && !mine.shows(&Article { owner: PersonId(uuid(99)), ..article.clone() }));
}

#[test]
fn an_article_of_the_version_before_is_read_as_published() {
    let article = published(text("Starting the pump"));
    let mut stored = serde_json::to_value(&article).expect("serialized");
    let fields = stored.as_object_mut().expect("an object");
    for new in ["review_by", "asked_publish_at", "working", "has_history", "owner_name"] {
        fields.remove(new);
    }
    let read: Article = serde_json::from_value(stored).expect("read");
    assert_eq!((read.stage(), read.acts()), (None, vec![ManuscriptAct::Change, ManuscriptAct::Archive]));
    assert_eq!(read.wording(), article.wording());
}

/// Act of an editor or of time, as the property chooses it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Change(u8),
    Review,
    Publish,
    Discard,
    Archive,
    Schedule,
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u8..4).prop_map(Step::Change),
        Just(Step::Review),
        Just(Step::Review),
        Just(Step::Publish),
        Just(Step::Publish),
        Just(Step::Discard),
        Just(Step::Archive),
        Just(Step::Schedule),
        Just(Step::Expire),
    ]
}

/// Returns the change of a step, if the article allows it.
fn stepped(article: &Article, step: Step, hours: i64) -> Option<Change> {
    let (now, article) = (act(hours), article.clone());
    match step {
        Step::Change(which) => {
            let base = text(["Starting it", "Stopping it", "Priming it", "Leaving it"][usize::from(which)]);
            let publish_at = (which == 1).then(|| at(hours + 3));
            let expires_at = (which == 2).then(|| at(hours + 5));
            article.rewrite(&now, Wording { publish_at, expires_at, ..base }, &offered()).ok()?.1
        }
        Step::Review => article.send_to_review(&now).ok().map(|(_, change)| change),
        Step::Publish => article.publish(&now).ok().map(|(_, change)| change),
        Step::Discard => article.discard_draft(&now).ok().map(|(_, change)| change),
        Step::Archive => article.archive(&now).ok().map(|(_, change)| change),
        Step::Schedule => article.publish_scheduled(&now).ok().flatten(),
        Step::Expire => article.expire(&now),
    }
}

proptest! {
    /// Any acts in any order: each change counts one version and keeps it, nothing is seen that was not approved, and
    /// the index learns of each change that readers see.
    #[test]
    fn readers_see_nothing_but_what_was_published(steps in prop::collection::vec(step(), 1..30)) {
        let mut article = written(text("Starting it"));
        let mut approved: Vec<String> = Vec::new();
        for (hours, step) in (1..).zip(steps) {
            let before = article.clone();
            let Some(change) = stepped(&article, step, hours) else { continue };
            article = change.saved::<Article>().next().expect("an article").clone();
            if matches!(step, Step::Publish) {
                approved.push(before.manuscript().title);
            }
            prop_assert_eq!(article.version, before.version + 1);
            let kept: Vec<u64> = change.saved::<ArticleVersion>().map(|one| one.version).collect();
            prop_assert_eq!(kept, [article.version]);
            let keys: BTreeSet<RecordKey> = change.saved::<ArticleVersion>().map(Record::key).collect();
            prop_assert_eq!(keys.len(), 1);
            if article.state == ArticleState::Published {
                prop_assert!(approved.contains(&article.title), "{} was never approved", article.title);
            }
            let indexed = change.jobs.iter().any(|job| job.kind == "index_article");
            let seen = |article: &Article| (article.state == ArticleState::Published).then(|| article.wording());
            prop_assert!(indexed || seen(&before) == seen(&article), "the index did not learn of {step:?}");
            let lists = ArticleList::within(
                &scope(&editor(), Action::SearchArticles).expect("all search"), None, None, at(hours),
            );
            prop_assert_eq!(lists.shows(&article), readable(&article, hours));
        }
    }
}
