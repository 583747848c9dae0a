//! Each function's own binary, on the event that is kept for it: started as Lambda starts it, cold and then warm. Its
//! answer fits the document. Its log says what operations needs, and contains no personal data.

use crate::scenario::Scenario;
use crate::{roles, unused};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};
use portico_domain::change::Write;
use portico_domain::ids::{JobId, TicketId};
use portico_domain::tickets::jobs::Mail;
use portico_tests::documented::{hold_to_document, operation_id};
use portico_tests::filling::{Filled, Filling};
use portico_tests::function::{Function, Surroundings};
use portico_tests::logs;
use portico_tests::samples::parked_job;
use portico_tests::steps::{open, quiet, ticket_id};
use portico_tests::world::{World, in_own_world};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Answers to the second invocation with the same event, where they differ from the first: binary, status and reason.
const SECOND: &[(&str, u16, &str)] = &[
    ("auth-accept-invitation", 403, "an invitation is good once"),
    ("auth-change-password", 422, "the present password is another one"),
    ("auth-complete-password-reset", 403, "a link is good once"),
    ("auth-complete-provider-sign-in", 403, "an answer is good once"),
    ("auth-complete-sign-in-code", 401, "a code is good once"),
    ("auth-confirm-email-change", 403, "a link is good once"),
    ("auth-confirm-second-factor", 409, "it is on"),
    ("auth-end-own-session", 404, "it has ended"),
    ("auth-end-session", 401, "the session has ended"),
    ("auth-remove-second-factor", 409, "it is off"),
    ("auth-renew-recovery-codes", 422, "a code is good once"),
    ("auth-take-second-step", 401, "a code is good once"),
    ("jobs-retry", 409, "it is owed again, and nothing is left to people"),
];

/// Binaries that run first: others change the same records so that their events become impossible.
const FIRST: &[&str] = &["tickets-wait"];
/// Binaries that run last, in this order: they need others, or undo what others need.
const LAST: &[&str] = &["tickets-keep-draft", "tickets-get-draft", "tickets-drop-draft"];

/// Returns the binaries of endpoints: one for each event of the gateway's.
fn binaries() -> Vec<String> {
    let events = Path::new(env!("CARGO_MANIFEST_DIR")).join("../events");
    let names = std::fs::read_dir(events).unwrap().map(|entry| entry.unwrap().path());
    let names = names.filter(|path| std::fs::read_to_string(path).unwrap().contains("\"routeKey\""));
    let mut names: Vec<String> = names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let place = |name: &String, of: &[&str]| of.iter().position(|other| other == name);
    names.sort_by_key(|name| (place(name, FIRST).is_none(), place(name, LAST), name.clone()));
    assert!(names.len() > 40, "{names:?}");
    names
}

/// Names, addresses and telephone numbers of everybody there is.
fn people(world: &World) -> Vec<String> {
    let mut known: Vec<String> =
        world.logins().iter().flat_map(|login| [login.name.clone(), login.email.clone()]).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seed/people.yaml");
    let seed: serde_yaml_ng::Value = serde_yaml_ng::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    collect(&seed, &mut known);
    assert!(known.len() > 50, "{known:?}");
    known
}

fn collect(seed: &serde_yaml_ng::Value, into: &mut Vec<String>) {
    match seed {
        serde_yaml_ng::Value::Mapping(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value.as_str()) {
                    (Some("name" | "email" | "phone"), Some(text)) => into.push(text.to_owned()),
                    _ => collect(value, into),
                }
            }
        }
        serde_yaml_ng::Value::Sequence(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}

/// Checks a function's answer to the gateway against the document, and returns the status.
fn answer(binary: &str, event: &Value, answer: &Value) -> u16 {
    let status = answer["statusCode"].as_u64().and_then(|status| u16::try_from(status).ok());
    let status = status.unwrap_or_else(|| panic!("{binary} answered {answer}"));
    let headers: BTreeMap<String, String> = [&answer["headers"], &answer["multiValueHeaders"]]
        .into_iter()
        .flat_map(|headers| headers.as_object().into_iter().flatten())
        .map(|(name, value)| {
            let value = value.as_str().or_else(|| value[0].as_str()).unwrap_or_default();
            (name.to_lowercase(), value.to_owned())
        })
        .collect();
    assert_eq!(headers.get("cache-control").map(String::as_str), Some("no-store"), "{binary}: {answer}");
    let asked = &event["requestContext"]["requestId"];
    assert_eq!(headers.get("x-request-id").map(String::as_str), asked.as_str(), "{binary}: {answer}");
    let body = answer["body"].as_str().unwrap_or_default();
    let body =
        if answer["isBase64Encoded"] == true { STANDARD.decode(body).unwrap() } else { body.as_bytes().to_vec() };
    let (method, path) = asked_for(event);
    hold_to_document(&method, &path, StatusCode::from_u16(status).unwrap(), &body);
    status
}

fn asked_for(event: &Value) -> (Method, String) {
    let http = &event["requestContext"]["http"];
    (http["method"].as_str().unwrap().parse().unwrap(), event["rawPath"].as_str().unwrap().to_owned())
}

/// Invokes a function twice with its event, and reads its log.
async fn twice(binary: &str, filled: &Filled, surroundings: &Surroundings, people: &[String]) {
    let mut function = Function::start(binary, surroundings);
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let said = function.invoke(&filled.event).await;
        statuses.push(answer(binary, &filled.event, &said));
    }
    let log = function.stop().await;
    let second = SECOND.iter().find(|(name, ..)| *name == binary).map(|(_, status, _)| *status);
    assert!(statuses[0] < 400, "{binary} answered {statuses:?}: {log:#?}");
    assert_eq!(statuses[1], second.unwrap_or(statuses[0]), "{binary}, warm: {log:#?}");

    let secrets = [&filled.secrets[..], people].concat();
    for line in &log {
        logs::holds_none(line, &secrets);
    }
    let (method, path) = asked_for(&filled.event);
    let operation = operation_id(&method, &path).unwrap();
    let requests: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{binary}: {error}: {line}")))
        .filter(|line: &Value| line["message"] == "request")
        .collect();
    assert_eq!(requests.len(), 2, "{binary}: {log:#?}");
    for (request, status) in requests.iter().zip(&statuses) {
        logs::is_of_request(&request.to_string(), operation, *status);
        assert_eq!(request["request_id"], filled.event["requestContext"]["requestId"], "{binary}");
        assert_eq!(request["_aws"]["CloudWatchMetrics"][0]["Namespace"], logs::NAMESPACE, "{binary}");
    }
    assert_eq!((&requests[0]["cold"], &requests[1]["cold"]), (&json!(true), &json!(false)), "{binary}");
    assert_eq!((&requests[0]["cold_starts"], &requests[1]["cold_starts"]), (&json!(1), &json!(0)), "{binary}");
}

#[test]
fn every_function_answers_its_event_cold_and_warm() {
    in_own_world(async |world| {
        world.commit([Write::create(&parked_job())]).await;
        let (surroundings, people) = (Surroundings::of(world).await, people(world));
        // Makes the search index that is searched.
        let mut runner = Function::start("jobs-run", &surroundings);
        roles::run(&mut runner).await;
        runner.stop().await;
        let mut filling = Filling::of(world);
        for binary in binaries() {
            let filled = filling.event(&binary).await;
            twice(&binary, &filled, &surroundings, &people).await;
        }
        unused::hold_to_list(surroundings.usage(), |role| role != "JobRunner");
    });
}

/// The job that `jobs-run-stream.json` announces.
const ANNOUNCED: &str = "01a2030a-66ce-7378-a995-eae8efa60a27";

async fn owed_mail(world: &World, ticket: TicketId) -> Option<JobId> {
    let owed = world.jobs_of(ticket).await;
    owed.iter().find(|job| job.is::<Mail>()).map(|job| job.id)
}

/// The runner has no route: the table's stream wakes it, and a schedule.
#[test]
fn the_runner_carries_out_what_is_due_whatever_wakes_it() {
    in_own_world(async |world| {
        let surroundings = Surroundings::of(world).await;
        let cast = Scenario::new(world).await;
        let mut runner = Function::start("jobs-run", &surroundings);
        let mut mails = 0;
        // The schedule finds the words of both tickets too.
        for (event, done) in [(include_str!("jobs-run-stream.json"), 1), (include_str!("jobs-run-schedule.json"), 3)] {
            let ticket = ticket_id(&open(&cast.member, &quiet()).await);
            let mail = owed_mail(world, ticket).await.expect("a mail is owed");
            let event: Value = serde_json::from_str(&event.replace(ANNOUNCED, &mail.to_string())).unwrap();
            assert_eq!(runner.invoke(&event).await, json!({"done": done, "put_off": 0, "parked": 0}));
            mails += 1;
            assert_eq!(world.mails(&cast.member.who().person.email).len(), mails);
            assert_eq!(owed_mail(world, ticket).await, None);
            // Nothing is due now, and that is no failure.
            assert_eq!(runner.invoke(&event).await, json!({"done": 0, "put_off": 0, "parked": 0}));
        }
        let log = runner.stop().await;
        let who = &cast.member.who().person;
        let secrets = [who.name.clone(), who.email.clone(), "Simultaneous login failure".to_owned()];
        for line in &log {
            logs::holds_none(line, &secrets);
        }
        let runs: Vec<Value> = log.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let runs: Vec<&Value> = runs.iter().filter(|line| line["message"] == "jobs").collect();
        assert_eq!(runs.len(), 2, "{log:#?}");
        for (run, done) in runs.into_iter().zip([1, 3]) {
            assert_eq!(
                (&run["operation"], &run["done"], &run["level"]),
                (&json!("run_jobs"), &json!(done), &json!("INFO"))
            );
            assert_eq!(run["_aws"]["CloudWatchMetrics"][0]["Dimensions"], json!([["operation"]]));
        }
    });
}
