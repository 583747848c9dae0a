//! Fields of a body.

use crate::scenario::Scenario;
use portico_domain::accounts::Entitlement;
use portico_domain::change::Write;
use portico_domain::tickets::TicketState;
use portico_tests::samples::{self, fresh, supported};
use portico_tests::steps::{new_ticket, upload, with, without};
use portico_tests::world::in_world;
use serde_json::{Value, json};

#[test]
fn every_wrong_field_is_named_at_once_and_nothing_is_lost() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let body = json!({
            "type": "bug", "severity": 5, "synopsis": "abc", "description": "", "product_id": "x", "version_id": 3,
            "upload_ids": ["y"], "participant_ids": {}, "custom_fields": {"shoe/size": 1}, "surprise": true,
        });
        cast.member.put("/v1/drafts/ticket", json!({"data": body})).await.expect(200);
        cast.member.post("/v1/tickets", body.clone()).await.names(&[
            ("/type", "not_one_of"),
            ("/severity", "wrong_type"),
            ("/synopsis", "too_short"),
            ("/description", "required"),
            ("/product_id", "wrong_format"),
            ("/version_id", "wrong_type"),
            ("/upload_ids/0", "wrong_format"),
            ("/participant_ids", "wrong_type"),
            ("/custom_fields/shoe~1size", "wrong_type"),
            ("/surprise", "unknown_field"),
        ]);
        assert_eq!(cast.member.all("/v1/tickets", 10).await, Vec::<Value>::new());
        assert_eq!(cast.member.get("/v1/drafts/ticket").await.expect(200).json()["data"], body);
        world.sweep().await;
        assert!(world.mails(&cast.member.who().person.email).is_empty());
    });
}

#[test]
fn a_name_is_something_that_can_be_read() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let named = |name: &str| cast.member.patch("/v1/me", json!({"name": name})).if_match("\"1\"");
        for name in
            ["\u{200b}\u{200b}\u{200b}", "\u{feff}\u{2060}", "\u{3164}\u{3164}", "\u{200d} \u{200d}", "\u{ad}\u{ad}"]
        {
            named(name).await.names(&[("/name", "required")]);
        }
        named("A\u{200b}").await.names(&[("/name", "too_short")]);
        let zero_width = json!({"synopsis": "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}"});
        cast.member.post("/v1/tickets", with(new_ticket(), &zero_width)).await.names(&[("/synopsis", "required")]);
        let name = "نیلوفر می\u{200c}خواهد";
        assert_eq!(named(name).await.expect(200).json()["name"], name);
    });
}

/// One wrong thing at a time, in a ticket that is otherwise good.
#[test]
fn a_ticket_has_limits() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let text = |length| "ä".repeat(length);
        let ids = |count: usize| (0..count).map(|_| uuid::Uuid::now_v7().to_string()).collect::<Vec<_>>();
        let many: serde_json::Map<_, _> = (0..41).map(|index| (format!("f{index}"), json!("x"))).collect();
        let (product, version) = supported();
        let elsewhere = samples::person(vec![samples::hat(
            portico_domain::hats::HatKind::Customer,
            portico_domain::hats::Role::Member,
        )]);
        world.add(&elsewhere).await;
        let cases: Vec<(Value, &str, &str)> = vec![
            (json!({"synopsis": text(151)}), "/synopsis", "too_long"),
            (json!({"synopsis": "  abcd   "}), "/synopsis", "too_short"),
            (json!({"synopsis": " \t \n "}), "/synopsis", "required"),
            (json!({"synopsis": null}), "/synopsis", "wrong_type"),
            (json!({"synopsis": ["a long enough synopsis"]}), "/synopsis", "wrong_type"),
            (json!({"description": text(20_001)}), "/description", "too_long"),
            (json!({"type": null}), "/type", "wrong_type"),
            (json!({"type": "Issue"}), "/type", "not_one_of"),
            (json!({"severity": "1-Critical"}), "/severity", "not_one_of"),
            (json!({"upload_ids": ids(5)}), "/upload_ids", "too_many"),
            (json!({"participant_ids": ids(11)}), "/participant_ids", "too_many"),
            (json!({"participant_ids": [elsewhere.id]}), "/participant_ids/0", "not_found"),
            (json!({"custom_fields": many}), "/custom_fields", "too_many"),
            (json!({"custom_fields": {"shoe_size": "44"}}), "/custom_fields/shoe_size", "unknown_field"),
            (json!({"custom_fields": {"shoe_size": text(2001)}}), "/custom_fields/shoe_size", "too_long"),
            (json!({"custom_fields": {"shoe_size": {}}}), "/custom_fields/shoe_size", "wrong_type"),
            (json!({"custom_fields": {"shoe_size": [44]}}), "/custom_fields/shoe_size/0", "wrong_type"),
            (json!({"custom_fields": {"shoe_size": null}}), "/custom_fields/shoe_size", "wrong_type"),
            (json!({"product_id": ids(1)[0]}), "/product_id", "not_owned"),
            (json!({"version_id": ids(1)[0]}), "/version_id", "not_owned"),
            (json!({"product_id": null}), "/product_id", "required"),
            (json!({"version_id": null}), "/version_id", "required"),
            (json!({"type": "question", "version_id": null}), "/version_id", "required"),
            (json!({"account_id": cast.account.id}), "/account_id", "unknown_field"),
            (json!({"requester": {"id": product}}), "/requester", "unknown_field"),
            (json!({"Synopsis": version}), "/Synopsis", "unknown_field"),
        ];
        for (fields, pointer, code) in cases {
            let answer = cast.member.post("/v1/tickets", with(new_ticket(), &fields)).await;
            assert!(answer.errors().contains(&(pointer.to_owned(), code.to_owned())), "{fields}: {answer}");
            assert_eq!((answer.status(), answer.errors().len()), (422, 1), "{fields}: {answer}");
        }
        for field in ["type", "severity", "synopsis", "description"] {
            let answer = cast.member.post("/v1/tickets", without(new_ticket(), field)).await;
            answer.names(&[(&format!("/{field}"), "required")]);
        }
        assert_eq!(cast.member.all("/v1/tickets", 10).await, Vec::<Value>::new());
        // The longest that is possible is, counted in characters and not in bytes.
        let longest = json!({"synopsis": text(150), "description": text(20_000)});
        let opened = cast.member.post("/v1/tickets", with(new_ticket(), &longest)).await.expect(201).json();
        assert_eq!((&opened["synopsis"], &opened["description"]), (&longest["synopsis"], &longest["description"]));
    });
}

#[test]
fn what_is_out_of_support_or_anothers_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (product, _) = supported();
        let ended = "2024-01-31".parse().unwrap();
        let contract =
            Entitlement { product_version: fresh(), support_until: ended, ..samples::entitlement(cast.account.id) };
        let version = Entitlement {
            product_version: fresh(),
            supported_until: Some(ended),
            ..samples::entitlement(cast.account.id)
        };
        let others = Entitlement { product: fresh(), ..samples::entitlement(cast.outsider.who().hat.account.unwrap()) };
        world.commit([&contract, &version, &others].map(Write::put)).await;
        for old in [&contract, &version] {
            let body = with(new_ticket(), &json!({"product_id": product, "version_id": old.product_version}));
            cast.member.post("/v1/tickets", body).await.names(&[("/version_id", "not_in_support")]);
        }
        let body = with(new_ticket(), &json!({"product_id": others.product}));
        cast.member.post("/v1/tickets", body).await.names(&[("/product_id", "not_owned")]);
        let shown = cast.member.all("/v1/entitlements", 1).await;
        let in_support = shown.iter().filter(|owned| owned["in_support"] == true).count();
        assert_eq!((shown.len(), in_support), (3, 1));
    });
}

/// A wrong body of every other operation that takes one.
#[test]
fn other_bodies_have_limits_too() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let (agent, member) = (&cast.agent, &cast.member);
        let at = |act: &str| format!("/v1/tickets/{ticket}/{act}");
        let long = "x".repeat(20_001);
        for act in ["replies", "notes", "wait", "resolve", "reopen"] {
            let post = |body| agent.post(at(act), body).if_match("\"1\"");
            post(json!({})).await.names(&[("/text", "required")]);
            post(json!({"text": ""})).await.names(&[("/text", "required")]);
            post(json!({"text": long})).await.names(&[("/text", "too_long")]);
            post(json!({"text": 1, "to": "x"})).await.names(&[("/text", "wrong_type"), ("/to", "unknown_field")]);
        }
        let eleven: Vec<String> = (0..11).map(|_| uuid::Uuid::now_v7().to_string()).collect();
        let files = json!({"text": "x", "upload_ids": eleven});
        member.post(at("replies"), files).await.names(&[("/upload_ids", "too_many")]);
        let hold = |body| agent.post(at("hold"), body).if_match("\"1\"");
        hold(json!({})).await.names(&[("/until", "required")]);
        hold(json!({"until": "tomorrow"})).await.names(&[("/until", "wrong_format")]);
        hold(json!({"until": "2999-01-01T00:00:00Z"})).await.names(&[("/until", "too_late")]);
        hold(json!({"until": "2999-01-01"})).await.names(&[("/until", "wrong_format")]);
        let assign = |body| agent.post(at("assign"), body).if_match("\"1\"");
        assign(json!({"assignee_id": "me"})).await.names(&[("/assignee_id", "wrong_format")]);
        assign(json!({"queue": "shop"})).await.names(&[("/queue", "unknown_field")]);
        let me = |body| member.patch("/v1/me", body).if_match("\"1\"");
        me(json!({"name": "x"})).await.names(&[("/name", "too_short")]);
        me(json!({"time_zone": "Mars/Olympus"})).await.names(&[("/time_zone", "not_one_of")]);
        me(json!({"time_zone": "localtime"})).await.names(&[("/time_zone", "not_one_of")]);
        me(json!({"locale": "plain english"})).await.names(&[("/locale", "wrong_format")]);
        me(json!({"email": "other@people.example"})).await.names(&[("/email", "unknown_field")]);
        me(json!({"hats": []})).await.names(&[("/hats", "unknown_field")]);
        let layout = |body| member.put("/v1/me/layout", body).if_match("\"0\"");
        layout(json!({"widgets": [{"id": "queue", "visible": true}]})).await.names(&[("/widgets/0/id", "not_one_of")]);
        let twice = json!({"widgets": [{"id": "articles", "visible": true}, {"id": "articles", "visible": true}]});
        layout(twice).await.names(&[("/widgets/1/id", "duplicate")]);
        let stranger = json!({"hat_id": uuid::Uuid::now_v7()});
        member.post("/v1/session/hat", stranger).await.names(&[("/hat_id", "not_one_of")]);
        let person = format!("/v1/people/{}", member.who().person.id);
        let admin = world.as_person("karin-aalto").await;
        let change = |body| admin.patch(person.clone(), body).if_match("\"1\"");
        change(json!({"status": "invited"})).await.names(&[("/status", "not_one_of")]);
        change(json!({"status": "active", "name": "Ann"})).await.names(&[("/name", "unknown_field")]);
        change(json!({"hats": []})).await.names(&[("/hats", "required")]);
        let deflection = json!({"article_id": "x", "synopsis": "y".repeat(151), "outcome": "gone"});
        let errors = [("/article_id", "wrong_format"), ("/synopsis", "too_long"), ("/outcome", "not_one_of")];
        member.post("/v1/deflections", deflection).await.names(&errors);
        // None of it has changed anything.
        let seen = agent.get(format!("/v1/tickets/{ticket}")).await.expect(200);
        assert_eq!(seen.etag(), "\"1\"");
        assert_eq!(agent.all(&at("timeline"), 10).await, Vec::<Value>::new());
        assert_eq!(member.get("/v1/me").await.expect(200).etag(), "\"1\"");
    });
}

#[test]
fn a_fifth_file_is_refused_and_the_four_stay_usable() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut files = Vec::new();
        for index in 0..5 {
            files.push(upload(&cast.member, &format!("{index}.txt"), "text/plain", b"x").await);
        }
        let with_files = |files: &[String]| with(new_ticket(), &json!({"upload_ids": files}));
        cast.member.post("/v1/tickets", with_files(&files)).await.names(&[("/upload_ids", "too_many")]);
        let opened = cast.member.post("/v1/tickets", with_files(&files[..4])).await.expect(201);
        assert_eq!(opened.json()["files"].as_array().unwrap().len(), 4);
        let reply = json!({"text": "And the fifth.", "upload_ids": [files[4]]});
        cast.member.post(format!("/v1/tickets/{}/replies", opened.id()), reply).await.expect(201);
    });
}
