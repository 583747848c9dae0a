//! What happens to a ticket later: it is opened again, put off, or closed because nobody answers.

use crate::cast::{Cast, name_of, told};
use jiff::{SignedDuration, Timestamp};
use portico_domain::jobs::{Job, JobKind};
use portico_domain::tickets::TicketState;
use portico_domain::tickets::timeline::Happening;
use portico_tests::client::NOTE_MARK;
use portico_tests::samples;
use portico_tests::steps::act;
use portico_tests::world::{World, in_world};
use serde_json::json;

async fn job_of(world: &World, ticket: &str, wanted: impl Fn(&JobKind) -> bool) -> Vec<Job> {
    let mut jobs = world.jobs_of(ticket.parse().unwrap()).await;
    jobs.retain(|job| wanted(&job.kind));
    jobs
}

#[test]
fn a_closed_ticket_is_opened_again_within_a_fortnight() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Closed).await.to_string();
        act(&cast.agent, &ticket, "take", json!({})).await.refused(409, "state_conflict");
        let opened = act(&cast.member, &ticket, "reopen", json!({"text": "It is back."})).await.expect(200).json();
        assert_eq!((&opened["state"], &opened["resolution"]), (&json!("open"), &json!(null)));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: It is back.", "reopened"]);
    });
}

#[test]
fn after_a_fortnight_it_stays_closed_and_says_so() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let who = cast.member.who();
        let long_ago = Timestamp::now() - SignedDuration::from_hours(15 * 24);
        let mut ticket = samples::in_state(samples::ticket(&who.person, &who.hat), TicketState::Closed);
        ticket.closed_at = Some(long_ago);
        let ticket = cast.keep(ticket).await.to_string();
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["allowed"], json!([]));
        let refused =
            act(&cast.member, &ticket, "reopen", json!({"text": "Back."})).await.refused(409, "state_conflict");
        assert!(refused.json()["detail"].as_str().unwrap().contains("more than 14 days ago"), "{refused}");
        let reply = json!({"text": "Is anybody there?"});
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), reply).await.refused(409, "state_conflict");
    });
}

#[test]
fn a_reply_opens_a_solved_ticket_again() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Resolved).await.to_string();
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "Not solved."})).await.expect(201);
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["due_paused"]), (&json!("open"), &json!(false)));
        assert_eq!(told(&cast.member, &ticket).await, ["reply: Not solved.", "reopened"]);
    });
}

#[test]
fn a_ticket_on_hold_is_open_again_on_its_day() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let until = Timestamp::now() + SignedDuration::from_hours(48);
        let past = json!({"until": "2020-01-01T00:00:00Z"});
        act(&cast.agent, &ticket, "hold", past).await.names(&[("/until", "too_early")]);
        let why = format!("{NOTE_MARK} the part comes on Tuesday.");
        let held = act(&cast.agent, &ticket, "hold", json!({"until": until, "text": why})).await;
        assert_eq!(held.expect(200).json()["state"], "on_hold");
        let seen = cast.member.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["state_label"], "We are working on it");
        // Why is among staff.
        world.sweep().await;
        assert!(world.mails(&cast.member.who().person.email).is_empty());
        assert!(told(&cast.agent, &ticket).await.contains(&format!("note: {why}")));

        let [job] = &job_of(world, &ticket, |kind| matches!(kind, JobKind::EndHold { .. })).await[..] else {
            panic!("one job ends the hold")
        };
        assert_eq!(job.due, until);
        world.make_due(job).await;
        world.sweep().await;
        assert_eq!(told(&cast.member, &ticket).await, [Happening::OnHold, Happening::Resumed].map(name_of));
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["hold_until"]), (&json!("open"), &json!(null)));
        let mail = world.mails(&cast.agent.who().person.email).pop().expect("the agent is told");
        assert!(mail.subject.contains("is yours"), "{}", mail.subject);
    });
}

#[test]
fn a_hold_that_ended_before_its_day_is_left_alone() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        let until = Timestamp::now() + SignedDuration::from_hours(48);
        act(&cast.agent, &ticket, "hold", json!({"until": until})).await.expect(200);
        cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": "It came."})).await.expect(201);
        act(&cast.agent, &ticket, "resolve", json!({"text": "Good."})).await.expect(200);
        for job in job_of(world, &ticket, |kind| matches!(kind, JobKind::EndHold { .. })).await {
            world.make_due(&job).await;
        }
        world.sweep().await;
        let seen = cast.agent.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["state"], "resolved");
        assert!(job_of(world, &ticket, |kind| matches!(kind, JobKind::EndHold { .. })).await.is_empty());
    });
}

#[test]
fn a_solved_ticket_nobody_answers_is_closed_after_a_week() {
    in_world(async |world| {
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced."})).await.expect(200);
        let closes = |kind: &JobKind| matches!(kind, JobKind::CloseResolved { .. });
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
        let cast = Cast::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced."})).await.expect(200);
        let closes = |kind: &JobKind| matches!(kind, JobKind::CloseResolved { .. });
        let first = job_of(world, &ticket, closes).await.pop().unwrap();
        act(&cast.member, &ticket, "reopen", json!({"text": "No."})).await.expect(200);
        act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced again."})).await.expect(200);
        world.make_due(&first).await;
        world.sweep().await;
        assert_eq!(cast.member.get(format!("/v1/tickets/{ticket}")).await.json()["state"], "resolved");
        assert_eq!(job_of(world, &ticket, closes).await.len(), 1);
    });
}
