//! Tests of access that a signed-in person loses: it is gone on the next call.

use crate::auth::{cookie, employee, refresh, sign_in, token, with_password};
use crate::scenario::{Scenario, company, put_on};
use portico_domain::action::Capability;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::Person;
use portico_domain::portal::{PortalSettings, TakenAway};
use portico_domain::settings::Versioned;
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::{Value, json};

#[test]
fn a_disabled_person_is_out_on_the_next_call() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&signed_in));
        client.get("/v1/me").await.expect(200);
        let admin = world.as_person("karin-aalto").await;
        let path = format!("/v1/people/{}", person.id);
        let status = |status: &str| admin.patch(path.clone(), json!({"status": status}));
        status("disabled").if_match("\"1\"").await.expect(200);
        client.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        // Let in again, they sign in again: ended sessions stay ended.
        status("active").if_match("\"2\"").await.expect(200);
        client.get("/v1/me").await.refused(401, "session_ended");
        let again = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        world.nobody().bearing(&token(&again)).get("/v1/me").await.expect(200);

        let myself = format!("/v1/people/{}", admin.who().person.id);
        let etag = admin.get(&*myself).await.expect(200).etag();
        let lock_out = admin.patch(&*myself, json!({"status": "disabled"})).if_match(etag);
        lock_out.await.refused(409, "state_conflict");
    });
}

/// Sessions that begin in the very moment somebody is disabled: whichever comes first, none of them lives again.
#[test]
fn what_began_while_somebody_was_disabled_is_over_for_good() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let admin = world.as_person("karin-aalto").await;
        let path = format!("/v1/people/{}", person.id);
        for _ in 0..5 {
            let etag = admin.get(&*path).await.expect(200).etag();
            let disable = admin.patch(&*path, json!({"status": "disabled"})).if_match(etag);
            let begin = (0..3).map(|_| sign_in(&world.nobody(), &person.email, PASSWORD).into_future());
            let (disabled, begun) = futures::join!(disable.into_future(), futures::future::join_all(begin));
            let etag = disabled.expect(200).etag();
            admin.patch(&*path, json!({"status": "active"})).if_match(etag).await.expect(200);
            for session in begun.iter().filter(|answer| answer.status() == 200) {
                world.nobody().bearing(&token(session)).get("/v1/me").await.refused(401, "session_ended");
                refresh(world, &cookie(session)).await.refused(401, "session_ended");
            }
        }
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn a_changed_role_holds_on_the_next_call() {
    in_world(async |world| {
        let account = company(world).await;
        let person = with_password(world, samples::person(vec![samples::hat_of(&account, Role::Manager)])).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let manager = world.nobody().bearing(&token(&signed_in));
        manager.get("/v1/tickets?view=company").await.expect(200);
        let mut changed = Person { version: 2, ..person.clone() };
        changed.hats[0].role = Role::Member;
        world.commit(person.replace_by(&changed)).await;
        manager.get("/v1/tickets?view=company").await.refused(401, "token_stale");
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200);
        let member = world.nobody().bearing(&token(&renewed));
        member.get("/v1/tickets?view=company").await.refused(403, "forbidden");
        member.get("/v1/tickets").await.expect(200);
        // Without the hat there is nothing to be signed in as.
        let bare = Person { version: 3, hats: Vec::new(), ..person };
        world.commit(changed.replace_by(&bare)).await;
        member.get("/v1/tickets").await.refused(401, "session_ended");
    });
}

async fn take_away(world: &World, taken_away: Vec<TakenAway>) {
    let portal = PortalSettings { company_name: "XYZ Co.".into(), taken_away, ..PortalSettings::default() };
    world.commit([Write::put(&Versioned { version: 1, section: portal })]).await;
}

#[test]
fn what_settings_take_away_is_gone_on_the_next_call_and_back_again() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}");
        let tickets = |role| TakenAway { capability: Capability::Tickets, face: HatKind::Customer, role };
        let has = async |client: &Client| -> Value { client.get("/v1/home").await.expect(200).json() };
        cast.member.get(&*path).await.expect(200);

        take_away(world, vec![tickets(Some(Role::Member))]).await;
        cast.member.get(&*path).await.refused(404, "capability_off");
        cast.member.get("/v1/tickets").await.refused(404, "capability_off");
        cast.member.post(format!("{path}/replies"), json!({"text": "x"})).await.refused(404, "capability_off");
        // A missing record answers the same: nothing can be learnt from it.
        let missing = format!("/v1/tickets/{}", uuid::Uuid::now_v7());
        cast.member.get(missing).await.refused(404, "capability_off");
        let home = has(&cast.member).await;
        assert_eq!((&home["capabilities"], &home["widgets"]["my_tickets"]), (&json!(["knowledge"]), &Value::Null));
        assert_eq!(home["ticket_lists"], json!([]));
        cast.member.get("/v1/articles").await.expect(200);
        cast.manager.get(&*path).await.expect(200);
        cast.agent.get(&*path).await.expect(200);

        let knowledge = TakenAway { capability: Capability::Knowledge, face: HatKind::Customer, role: None };
        take_away(world, vec![tickets(None), knowledge]).await;
        cast.manager.get(&*path).await.refused(404, "capability_off");
        cast.manager.get("/v1/articles?q=x").await.refused(404, "capability_off");
        assert_eq!(has(&cast.manager).await["capabilities"], json!([]));
        // Nobody can be denied their own data.
        let personal = TakenAway { capability: Capability::Personal, face: HatKind::Customer, role: None };
        take_away(world, vec![personal]).await;
        cast.member.get("/v1/me").await.expect(200);

        take_away(world, Vec::new()).await;
        cast.member.get(&*path).await.expect(200);
        assert_eq!(has(&cast.manager).await["capabilities"], json!(["tickets", "knowledge"]));
        put_on(world, samples::hat(HatKind::Staff, Role::Hr)).await.get("/v1/articles").await.expect(200);
    });
}
