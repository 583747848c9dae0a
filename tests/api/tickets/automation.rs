//! Tests of a ticket's automatic changes: it is put off, solved or closed because nobody answers, or is late.

use crate::scenario::{Scenario, name_of, told};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::jobs::Job;
use portico_domain::tickets::TicketState;
use portico_domain::tickets::clocks::{Clock, SlaThreshold};
use portico_domain::tickets::jobs::{ClockMark, CloseResolved, EndHold, RemindWaiting, ResolveWaiting};
use portico_domain::tickets::timeline::EventKind;
use portico_domain::touch_list::TouchesOf;
use portico_local::seed::id_of;
use portico_tests::client::{Client, NOTE_MARK};
use portico_tests::samples::{self};
use portico_tests::steps::{act, open};
use portico_tests::world::{PORTAL_URL, World, in_world, system};
use serde_json::json;

async fn job_of(world: &World, ticket: &str, wanted: impl Fn(&Job) -> bool) -> Vec<Job> {
    let mut jobs = world.jobs_of(ticket.parse().unwrap()).await;
    jobs.retain(|job| wanted(job));
    jobs
}

#[test]
fn a_ticket_on_hold_is_open_again_on_its_day() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let until = Timestamp::now() + SignedDuration::from_hours(48);
        let past = json!({"until": "2020-01-01T00:00:00Z"});
        act(&cast.agent, &ticket, "hold", past).await.names(&[("/until", "too_early")]);
        let why = format!("{NOTE_MARK} the part comes on Tuesday.");
        let held = act(&cast.agent, &ticket, "hold", json!({"until": until, "text": why})).await;
        assert_eq!(held.expect(200).json()["state"], "on_hold");
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state_label"], &seen["hold_until"]), (&json!("On hold"), &json!(until)));
        // The reason is for staff only.
        world.sweep().await;
        assert!(world.mails(&cast.member.who().person.email).is_empty());
        assert!(told(&cast.agent, &ticket).await.contains(&format!("note: {why}")));

        let [job] = &job_of(world, &ticket, Job::is::<EndHold>).await[..] else { panic!("one job ends the hold") };
        assert_eq!(job.due, until);
        world.make_due(job).await;
        world.sweep().await;
        assert_eq!(told(&cast.member, &ticket).await, [EventKind::OnHold, EventKind::Resumed].map(name_of));
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["hold_until"]), (&json!("open"), &json!(null)));
        let mail = world.mails(&cast.agent.who().person.email).pop().expect("the agent is told");
        assert!(mail.subject.contains(" is off hold: "), "{}", mail.subject);
    });
}

#[test]
fn a_hold_that_ended_before_its_day_is_left_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let until = Timestamp::now() + SignedDuration::from_hours(48);
        act(&cast.agent, &ticket, "hold", json!({"until": until})).await.expect(200);
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "It came."})).await.expect(201);
        act(&cast.agent, &ticket, "resolve", json!({"text": "Good."})).await.expect(200);
        for job in job_of(world, &ticket, Job::is::<EndHold>).await {
            world.make_due(&job).await;
        }
        world.sweep().await;
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["state"], "resolved");
        assert!(job_of(world, &ticket, Job::is::<EndHold>).await.is_empty());
    });
}

#[test]
fn a_solved_ticket_nobody_answers_is_closed_after_a_week() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced."})).await.expect(200);
        let closes = Job::is::<CloseResolved>;
        let [job] = &job_of(world, &ticket, closes).await[..] else { panic!("one job closes it") };
        let week = SignedDuration::from_hours(7 * 24);
        assert_eq!(job.due.duration_since(job.created_at), week);
        world.sweep().await;
        assert_eq!(cast.member.get(format!("/v1/tickets/{ticket}")).await.json()["state"], "resolved");

        world.make_due(job).await;
        world.sweep().await;
        assert_eq!(cast.member.get(format!("/v1/tickets/{ticket}")).await.json()["state"], "closed");
        world.sweep().await;
        let mail = world.mails(&cast.member.who().person.email).pop().unwrap();
        assert!(mail.subject.contains(" closed: "), "{}", mail.subject);
        let closed = cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await.pop().unwrap();
        assert_eq!((&closed["event"], &closed["author"]["side"]), (&json!("closed"), &json!("system")));
    });
}

#[test]
fn the_week_begins_anew_with_a_new_solution() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced."})).await.expect(200);
        let closes = Job::is::<CloseResolved>;
        let first = job_of(world, &ticket, closes).await.pop().unwrap();
        act(&cast.member, &ticket, "reopen", json!({"text": "No."})).await.expect(200);
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced again."})).await.expect(200);
        world.make_due(&first).await;
        world.sweep().await;
        assert_eq!(cast.member.get(format!("/v1/tickets/{ticket}")).await.json()["state"], "resolved");
        assert_eq!(job_of(world, &ticket, closes).await.len(), 1);
    });
}

#[test]
fn a_customer_who_does_not_answer_is_reminded_and_then_taken_to_be_content() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "wait", json!({"text": "Which version is it?"})).await.expect(200);
        world.sweep().await;
        let days = |job: &Job| job.due.duration_since(job.created_at).as_hours() / 24;
        let reminds = Job::is::<RemindWaiting>;
        let [remind] = &job_of(world, &ticket, reminds).await[..] else { panic!("one job reminds") };
        let resolves = Job::is::<ResolveWaiting>;
        let [resolve] = &job_of(world, &ticket, resolves).await[..] else { panic!("one job resolves") };
        assert_eq!((days(remind), days(resolve)), (3, 10));

        let asked = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        world.make_due(remind).await;
        world.sweep().await;
        let mail = world.mails(&cast.member.who().person.email).pop().expect("a reminder");
        assert!(mail.subject.contains(": we still need your answer: "), "{}", mail.subject);
        assert!(mail.text.as_deref().unwrap().contains("> Which version is it?"), "{mail:?}");
        assert_eq!(told(&cast.agent, &ticket).await.pop().as_deref(), Some("reminded"));
        // The customer's page stays as it was.
        let reminded = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        assert_eq!((reminded.text(), reminded.etag()), (asked.text(), asked.etag()));

        world.make_due(resolve).await;
        world.sweep().await;
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["state"], "resolved");
        let items = cast.member.all(&format!("/v1/tickets/{ticket}/timeline"), 10).await;
        let last = items.last().unwrap();
        assert_eq!((&last["event"], &last["author"]["side"]), (&json!("resolved"), &json!("system")));
        let mail = world.mails(&cast.member.who().person.email).pop().unwrap();
        assert!(mail.subject.contains(" solved, please confirm: "), "{}", mail.subject);
        assert!(mail.text.as_deref().unwrap().contains("have not heard from you"), "{mail:?}");
        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        let by_itself = touches.iter().filter(|touch| touch.action == Action::RunJob);
        let facts: Vec<_> = by_itself.filter_map(|touch| touch.detail.as_deref()).collect();
        assert!(facts.contains(&"Waiting for an answer → Resolved"), "{facts:?}");
        // Both are done with, and the week to confirm has begun.
        let closes = Job::is::<CloseResolved>;
        assert_eq!(job_of(world, &ticket, |_| true).await.len(), job_of(world, &ticket, closes).await.len());
    });
}

#[test]
fn a_customer_who_answered_is_left_alone() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "wait", json!({"text": "Which version is it?"})).await.expect(200);
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "3.0"})).await.expect(201);
        world.sweep().await;
        let mails = world.mails(&cast.member.who().person.email).len();
        let later = |job: &Job| job.is::<RemindWaiting>() || job.is::<ResolveWaiting>();
        for job in job_of(world, &ticket, later).await {
            world.make_due(&job).await;
        }
        world.sweep().await;
        assert!(job_of(world, &ticket, later).await.is_empty());
        assert_eq!(world.mails(&cast.member.who().person.email).len(), mails);
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["state"], "open");
    });
}

/// Returns the jobs that check the marks of a ticket's clocks, the earliest first.
async fn looks(world: &World, ticket: &str) -> Vec<Job> {
    job_of(world, ticket, Job::is::<ClockMark>).await
}

/// Returns the subjects of the mails to a person about a ticket, without its number and its synopsis.
fn subjects(world: &World, email: &str, number: &str) -> Vec<String> {
    let said = |subject: &str| {
        let said = subject.strip_prefix(&format!("{number}: "))?;
        Some(said.split_once(": ")?.0.to_owned())
    };
    world.mails(email).iter().filter_map(|mail| said(&mail.subject)).collect()
}

#[test]
fn staff_are_warned_before_a_ticket_is_late_and_the_lead_is_told_when_it_is() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let opened = open(&cast.member, &json!({})).await;
        let (ticket, number) = (opened.id(), opened.json()["number"].as_str().unwrap().to_owned());
        let [response_warning, response_due, warning, due] = &looks(world, &ticket).await[..] else {
            panic!("a look at each mark is owed")
        };
        assert_eq!(json!(response_due.due), opened.json()["first_response_due"]);
        assert_eq!(json!(due.due), opened.json()["resolution_due"]);
        let lead = world.person(id_of("person", "sofie-brandt")).await.email;
        let agent = cast.agent.who().person.email.clone();

        // Nobody has it: the lead of the queue is warned.
        world.make_due(response_warning).await;
        world.sweep().await;
        assert_eq!(subjects(world, &lead, &number), ["first reply due soon"]);
        act(&cast.agent, &ticket, "take", json!({})).await.expect(200);
        world.make_due(response_due).await;
        world.sweep().await;
        assert_eq!(subjects(world, &lead, &number).pop().as_deref(), Some("first reply overdue"));
        world.make_due(warning).await;
        world.sweep().await;
        assert_eq!(subjects(world, &agent, &number), ["solution due soon"]);
        world.make_due(due).await;
        world.sweep().await;
        let mails = subjects(world, &lead, &number);
        assert_eq!(mails, ["first reply due soon", "first reply overdue", "solution overdue"]);
        let text = world.mails(&lead).into_iter().rfind(|mail| mail.subject.starts_with(&number)).unwrap();
        let text = text.text.clone().unwrap();
        assert!(text.contains(&format!("Agent: {}", cast.agent.who().person.name)), "{text}");
        assert!(text.contains(&format!("{PORTAL_URL}/staff/desk?ticket={ticket}")), "{text}");

        // All of it is on the staff's timeline and in the ledger, and none of it on the customer's.
        let expected = [
            "opened",
            "routed",
            "response_due_soon",
            "taken",
            "response_late",
            "resolution_due_soon",
            "resolution_late",
        ];
        assert_eq!(events(&cast.agent, &ticket).await, expected);
        assert_eq!(told(&cast.member, &ticket).await, ["opened", "taken"]);
        let touches = world.touches(TouchesOf::Record(ticket.clone())).await;
        for fact in ["first reply due soon", "first reply late", "solution due soon", "solution late"] {
            assert!(touches.iter().any(|touch| touch.detail.as_deref() == Some(fact)), "{fact}");
        }
        assert!(looks(world, &ticket).await.is_empty());
    });
}

/// Returns the events of a ticket, as staff see them.
async fn events(client: &Client, ticket: &str) -> Vec<String> {
    let items = client.all(&format!("/v1/tickets/{ticket}/timeline"), 50).await;
    items.iter().filter_map(|item| item["event"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_pause_puts_the_warnings_off_and_a_solution_ends_them() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        // Asked a week ago, an hour before it was due.
        let who = cast.member.who();
        let asked = Timestamp::now() - SignedDuration::from_hours(7 * 24);
        let due = asked + SignedDuration::from_hours(1);
        let mut waiting = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Waiting);
        waiting.queue.id = samples::queue("powerplus");
        waiting.clocks.resolution_due = due;
        waiting.clocks.stopped_at = Some(asked);
        let look = ClockMark { ticket: waiting.id, clock: Clock::Resolution, mark: SlaThreshold::Due, at: due };
        let ticket = cast.keep(waiting).await.to_string();
        let job = Job::now(&system(), &look);
        world.commit([Write::create(&job)]).await;

        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "3.0"})).await.expect(201);
        world.sweep().await;
        // It was put off, and is looked at again then.
        assert!(events(&cast.agent, &ticket).await.iter().all(|event| !event.ends_with("_late")));
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        let due: Vec<_> = looks(world, &ticket).await.iter().map(|job| json!(job.due)).collect();
        assert!(due.contains(&seen["resolution_due"]), "{due:?}");

        act(&cast.agent, &ticket, "resolve", json!({"text": "Good."})).await.expect(200);
        for job in looks(world, &ticket).await {
            world.make_due(&job).await;
        }
        world.sweep().await;
        assert!(looks(world, &ticket).await.is_empty());
        assert!(events(&cast.agent, &ticket).await.iter().all(|event| !event.ends_with("_late")));
    });
}
