//! The roles of the functions, as the IAM proxy holds each call of a binary to them. Every test here that runs a function
//! fails by the name of a call that its role does not allow; these plant mistakes of each sort and see them named.

use crate::scenario::Scenario;
use crate::unused;
use portico_domain::accounts::jobs::CarryAccountName;
use portico_domain::change::{Change, Commit as _, Write};
use portico_domain::files::jobs::DiscardUpload;
use portico_domain::hats::Audience;
use portico_domain::jobs::{Job, Task};
use portico_domain::knowledge::jobs::{IndexArticle, Reindex};
use portico_domain::people::jobs::SendInvitation;
use portico_domain::settings::jobs::PublishSection;
use portico_domain::tickets::TicketState;
use portico_domain::tickets::jobs::{
    ClockMark, CloseResolved, EndHold, IndexQueue, IndexTicket, Mail, RecountQueue, RemindWaiting, ResolveWaiting,
    TellMentioned, TellQueue,
};
use portico_tests::engines::OpenSearchNode;
use portico_tests::filling::Filling;
use portico_tests::function::{Function, Surroundings};
use portico_tests::samples;
use portico_tests::steps::{act, open, send_file, tomorrow};
use portico_tests::until::until;
use portico_tests::world::{World, in_own_world, system};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Longest time until the cluster shows a document it has taken.
const SHOWN_WITHIN: Duration = Duration::from_secs(10);

/// Statements of a policy document.
fn statements(document: &mut Value) -> &mut Vec<Value> {
    document["Statement"].as_array_mut().expect("statements")
}

/// Returns a change that takes a pattern of partition keys out of every statement.
fn without_partition(pattern: &'static str) -> impl Fn(&mut Value) + Send + Sync {
    move |document| {
        for statement in statements(document) {
            if let Some(keys) = statement.pointer_mut("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys") {
                keys.as_array_mut().expect("a list").retain(|key| key != pattern);
            }
        }
    }
}

/// Returns a change that takes an action out of every statement.
fn without_action(action: &'static str) -> impl Fn(&mut Value) + Send + Sync {
    move |document| {
        for statement in statements(document) {
            statement["Action"].as_array_mut().expect("a list").retain(|allowed| allowed != action);
        }
    }
}

/// Returns a change that drops every statement on a resource with this in its ARN.
fn without_resource(part: &'static str) -> impl Fn(&mut Value) + Send + Sync {
    move |document| statements(document).retain(|statement| !statement["Resource"].to_string().contains(part))
}

/// Runs a function once without a permission, and returns its answer with the calls that were not allowed.
async fn without(
    world: &World,
    binary: &str,
    edit: impl Fn(&mut Value) + Send + Sync + 'static,
) -> (Value, Vec<String>) {
    let surroundings = Surroundings::of(world).await.with_policies(edit);
    let event = Filling::of(world).event(binary).await.event;
    let mut function = Function::start(binary, &surroundings);
    let answer = function.invoke(&event).await;
    let denied = function.take_denied();
    function.stop().await;
    (answer, denied)
}

/// Checks that a function without a permission fails, and that the call is named.
async fn fails_without(
    world: &World,
    binary: &str,
    edit: impl Fn(&mut Value) + Send + Sync + 'static,
    named: [&str; 2],
) {
    let (answer, denied) = without(world, binary, edit).await;
    assert!(answer["statusCode"].as_u64().is_some_and(|status| status >= 500), "{binary}: {answer}");
    let call = denied.first().unwrap_or_else(|| panic!("{binary}: nothing was denied"));
    assert!(call.starts_with(&format!("{binary} may not ")) && named.iter().all(|part| call.contains(part)), "{call}");
}

#[test]
fn a_call_that_a_role_does_not_allow_fails_by_name() {
    in_own_world(async |world| {
        let without_tickets = without_partition("ticket#*");
        fails_without(world, "tickets-get", without_tickets, ["dynamodb:BatchGetItem", "ticket#"]).await;
        let without_query = without_action("dynamodb:Query");
        fails_without(world, "tickets-timeline", without_query, ["dynamodb:Query", "table/portico of ticket#"]).await;
        // A transaction needs the actions of all of its items.
        let without_jobs = without_partition("job#*");
        fails_without(world, "tickets-reply", without_jobs, ["dynamodb:PutItem", "job#"]).await;
        let without_put = without_action("dynamodb:PutItem");
        fails_without(world, "tickets-note", without_put, ["dynamodb:PutItem", "ticket#"]).await;
        let without_index = without_resource("/index/");
        fails_without(world, "tickets-list", without_index, ["dynamodb:Query", "/index/gsi"]).await;
        let without_files = without_resource("/files/");
        fails_without(world, "files-complete-upload", without_files, ["s3:GetObject", "/files/"]).await;
        let without_secret = without_resource("secretsmanager");
        let named = ["secretsmanager:GetSecretValue", "secret:signing-key"];
        fails_without(world, "auth-create-session", without_secret, named).await;
    });
}

/// The event of the schedule that wakes the runner.
fn schedule() -> Value {
    serde_json::from_str(include_str!("jobs-run-schedule.json")).unwrap()
}

#[test]
fn a_mail_that_the_runner_may_not_send_fails_by_name() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        open(&cast.member, &json!({})).await;
        let surroundings = Surroundings::of(world).await.with_policies(without_action("ses:SendEmail"));
        let mut runner = Function::start("jobs-run", &surroundings);
        let ran = runner.invoke(&schedule()).await;
        let denied = runner.take_denied();
        assert!(ran["put_off"].as_u64().is_some_and(|jobs| jobs > 0) || ran["parked"] != 0, "{ran}");
        assert!(
            !denied.is_empty() && denied.iter().all(|call| call.contains("jobs-run may not ses:SendEmail")),
            "{denied:?}"
        );
        assert!(world.mails(&cast.member.who().person.email).is_empty());
        runner.stop().await;
    });
}

/// Returns the kinds of the jobs that are stored.
async fn kinds(world: &World) -> BTreeSet<String> {
    world.owed().await.into_iter().map(|job| job.kind).collect()
}

/// Carries out what is due until nothing is.
pub(crate) async fn run(runner: &mut Function) {
    loop {
        let ran = runner.invoke(&schedule()).await;
        assert_eq!((&ran["put_off"], &ran["parked"]), (&json!(0), &json!(0)), "{ran}");
        if ran["done"] == 0 {
            return;
        }
    }
}

#[test]
fn the_runner_may_do_what_every_kind_of_job_needs() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = world.as_login("staff", "administrator").await;
        open(&cast.member, &json!({})).await;
        for (doing, body) in [
            ("wait", json!({"text": "Which version is it?"})),
            ("hold", json!({"until": tomorrow()})),
            ("resolve", json!({"text": "A licence was missing."})),
        ] {
            let ticket = cast.ticket(TicketState::Open).await.to_string();
            act(&cast.agent, &ticket, doing, body).await.expect(200);
        }
        let noted = cast.ticket(TicketState::Open).await;
        let named = administrator.get("/v1/me").await.expect(200).id();
        let names = json!({"text": "Look at this.", "mentions": [named]});
        cast.agent.post(format!("/v1/tickets/{noted}/notes"), names).await.expect(201);
        let invited = json!({"name": "Ida Lund", "email": "ida@people.example", "hats": [{"kind": "employee", "role": "employee"}]});
        administrator.post("/v1/invitations", invited).await.expect(201);
        administrator.post("/v1/knowledge/reindex", json!({})).await.expect(202);
        administrator.post("/v1/tickets/reindex", json!({})).await.expect(202);
        let account = format!("/v1/accounts/{}", cast.account.id);
        administrator.patch(account, json!({"name": "Another name"})).if_match("\"1\"").await.expect(200);
        let synonyms = json!({"document": {"synonyms": [["till", "register"]]}, "based_on": 1});
        let draft = administrator.put("/v1/settings/knowledge/draft", synonyms).if_match("\"0\"").await.expect(200);
        let publish = administrator.post("/v1/settings/knowledge/publish", json!({"at": tomorrow()}));
        publish.if_match(draft.etag()).await.expect(200);
        send_file(&cast.member, "a.txt", "text/plain", b"lost at 08:14").await;
        let (article, act) = (samples::article(vec![Audience::Customer]), system());
        let change = Change::new(act.touch(None, None)).write(Write::create(&article));
        let index = Job::now(&act, &IndexArticle { article: article.id });
        world.store.commit(change.job(index)).await.unwrap();

        let at_once = [
            Mail::KIND,
            TellQueue::KIND,
            TellMentioned::KIND,
            SendInvitation::KIND,
            IndexArticle::KIND,
            Reindex::KIND,
            IndexTicket::KIND,
            IndexQueue::KIND,
            CarryAccountName::KIND,
        ];
        let later = [
            ClockMark::KIND,
            RemindWaiting::KIND,
            ResolveWaiting::KIND,
            CloseResolved::KIND,
            EndHold::KIND,
            DiscardUpload::KIND,
            PublishSection::KIND,
        ];
        let there = kinds(world).await;
        let missing: Vec<_> = at_once.iter().chain(&later).filter(|kind| !there.contains(**kind)).collect();
        assert!(missing.is_empty(), "no job is a {missing:?}");
        let surroundings = Surroundings::of(world).await;
        let mut runner = Function::start("jobs-run", &surroundings);
        run(&mut runner).await;
        for kind in later {
            for job in world.owed().await.iter().filter(|job| job.kind == kind) {
                world.make_due(job).await;
            }
            run(&mut runner).await;
        }
        let mut left = kinds(world).await;
        // Counts that have just changed are compared once their list has settled.
        left.remove(RecountQueue::KIND);
        assert!(left.is_subset(&later.map(str::to_owned).into()), "{left:?}");
        runner.stop().await;
        unused::hold_to_list(surroundings.usage(), |_| true);
    });
}

/// Search in a cluster is HTTP that IAM allows by method and path.
#[test]
fn a_cluster_is_searched_and_written_by_the_roles_that_may() {
    in_own_world(async |world| {
        let node = OpenSearchNode::start().await.unwrap();
        let surroundings = Surroundings::of(world).await.with_search_at(node.url());
        // The words of tickets were in the table until there was a cluster.
        let administrator = world.as_login("staff", "administrator").await;
        administrator.post("/v1/tickets/reindex", json!({})).await.expect(202);
        let mut runner = Function::start("jobs-run", &surroundings);
        run(&mut runner).await;
        runner.stop().await;
        let mut filling = Filling::of(world);
        for binary in ["knowledge-search", "knowledge-suggest", "tickets-search"] {
            let event = filling.event(binary).await.event;
            let mut function = Function::start(binary, &surroundings);
            let found = until(SHOWN_WITHIN, async || {
                let answer = function.invoke(&event).await;
                let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
                body["items"].as_array().is_some_and(|items| !items.is_empty()).then_some(body)
            });
            let body = found.await.unwrap_or_else(|| panic!("{binary} finds nothing"));
            assert_ne!(body["degraded"], true, "{binary}: {body}");
            function.stop().await;
        }

        let broken = Surroundings::of(world).await.with_search_at(node.url()).with_policies(without_resource(":es:"));
        let event = filling.event("knowledge-search").await.event;
        let mut function = Function::start("knowledge-search", &broken);
        let answer = function.invoke(&event).await;
        let denied = function.take_denied();
        assert!(denied.iter().all(|call| call.contains("es:ESHttpPost")) && !denied.is_empty(), "{denied:?}");
        // Search falls back on the words in the table, and says so.
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["degraded"], true, "{body}");
        function.stop().await;
    });
}
