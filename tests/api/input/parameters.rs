//! Tests of parameters against the document: it decides which values are accepted and which are refused. Values are
//! made of pieces that separate the two, the same in every run.

use crate::scenario::{Scenario, put_on};
use http::Method;
use portico_domain::hats::{HatKind, Role};
use portico_domain::tickets::TicketState;
use portico_tests::client::Client;
use portico_tests::documented::{Parameter, parameters};
use portico_tests::samples;
use portico_tests::steps::new_ticket;
use portico_tests::world::in_world;
use serde_json::json;

/// Number of values made for each parameter.
const VALUES: u64 = 60;

/// Pieces of values, from which wholes are put together.
const PIECES: [&str; 36] = [
    "\"",
    "\"1\"",
    "\"01\"",
    "\"0\"",
    "W/",
    "*",
    ",",
    " ",
    "\t",
    "1",
    "0",
    "7",
    "100",
    "101",
    "-1",
    "+7",
    "007",
    "1.5",
    "9999999999999999999",
    "a",
    "Z",
    "_",
    "-",
    "~",
    "!",
    "mine",
    "assigned",
    "active",
    "true",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\n",
    "é",
    "0191b2c4-0000-7000-8000-000000000000",
    "x\u{301}",
];

/// Values that do not depend on chance: single pieces, pairs of them, and some that are long.
fn values() -> Vec<String> {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % most as u64).unwrap()
    };
    let long = ["a".repeat(100), "a".repeat(101), "a".repeat(2000), "a".repeat(2001), "1".repeat(30)];
    let mut values: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).chain(long).collect();
    values.push(String::new());
    for _ in 0..VALUES {
        values.push((0..2 + next(3)).map(|_| PIECES[next(PIECES.len())]).collect());
    }
    values
}

/// Returns a value as it is written in an address.
fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

#[test]
fn headers_are_taken_as_documented() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let path = format!("/v1/tickets/{ticket}");
        // A header cannot hold line breaks and the like; the rest of what is not ASCII is refused by the gateway.
        let values: Vec<String> =
            values().into_iter().filter(|value| http::HeaderValue::from_str(value).is_ok()).collect();
        for (method, place, name) in [
            (Method::POST, "/v1/tickets".to_owned(), "Idempotency-Key"),
            (Method::POST, format!("{path}/confirm"), "If-Match"),
            (Method::GET, path.clone(), "If-None-Match"),
        ] {
            let documented = parameters(&method, &place);
            let parameter = documented.iter().find(|parameter| parameter.name == name).expect(name);
            for value in &values {
                let request = if method == Method::GET {
                    cast.member.get(&*place)
                } else {
                    // The request has no effect: an unreadable header is reported before all other errors.
                    cast.member.post(&*place, json!({"unknown": 1}))
                };
                let answer = request.header(name, value).await;
                let refused = answer.status() == 400;
                assert_eq!(!refused, parameter.allows(value), "{name}: {value:?}: {answer}");
            }
        }
        cast.member.post("/v1/tickets", new_ticket()).key("!-+~").await.expect(201);
    });
}

/// Codes of errors that the schema finds. The endpoint finds the other errors, in values that the schema allows.
const BY_THE_SCHEMA: [&str; 8] =
    ["wrong_type", "not_one_of", "too_small", "too_large", "too_short", "too_long", "control_characters", "line_break"];

async fn hold(client: &Client, path: &str, besides: &str, parameter: &Parameter) {
    for value in values() {
        let answer = client.get(format!("{path}?{besides}{}={}", parameter.name, encoded(&value))).await;
        let errors = if answer.status() == 422 { answer.errors() } else { Vec::new() };
        let of_it: Vec<&str> =
            errors.iter().filter(|(pointer, _)| *pointer == parameter.name).map(|(_, code)| code.as_str()).collect();
        if parameter.allows(&value) {
            let refused = of_it.iter().any(|code| BY_THE_SCHEMA.contains(code));
            assert!(!refused, "{path}: {}={value:?} is documented: {answer}", parameter.name);
        } else {
            assert!(!of_it.is_empty(), "{path}: {}={value:?} is not documented: {answer}", parameter.name);
        }
    }
}

#[test]
fn query_parameters_are_taken_as_documented() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let mut held = 0;
        for (client, path) in [
            (&cast.member, "/v1/tickets"),
            (&cast.member, "/v1/articles"),
            (&cast.member, "/v1/entitlements"),
            (&admin, "/v1/touches"),
            (&admin, "/v1/jobs"),
        ] {
            for parameter in parameters(&Method::GET, path).iter().filter(|parameter| parameter.place == "query") {
                // A page is one of a list: whose touches, then.
                let of_a_list = path == "/v1/touches" && ["limit", "cursor"].contains(&parameter.name.as_str());
                let besides = if of_a_list { format!("person={}&", admin.who().person.id) } else { String::new() };
                hold(client, path, &besides, parameter).await;
                held += 1;
            }
        }
        assert!(held >= 15, "{held}");
    });
}

#[test]
fn texts_are_taken_as_documented() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let body = portico_tests::documented::body(&Method::PATCH, "/v1/me");
        let mut texts = values();
        texts.extend(
            [
                "a\u{2028}b",
                "a\u{2029}b",
                "a\u{202e}b",
                "a\u{2066}b",
                " \n a b \u{2028} ",
                "a\rb",
                "de",
                "pt-BR",
                "zh-Hant-TW",
                "en_US",
                "und",
                "UND-de",
                "english",
                "de-1996",
                "en-x-mine",
                "Europe/Oslo",
                "UTC",
                "../etc",
                "Etc/GMT+1",
            ]
            .map(str::to_owned),
        );
        for field in ["name", "phone", "locale", "time_zone"] {
            for text in &texts {
                // Nothing is changed: the version was never there.
                let answer = cast.member.patch("/v1/me", json!({field: text})).if_match("\"999\"").await;
                let refused = answer.status() == 422;
                let documented = body.is_valid(&json!({field: text}));
                assert!(documented || refused, "{field}: {text:?} is not documented: {answer}");
                if documented && refused {
                    let errors = answer.errors();
                    // A length is that of the shown text, which a schema cannot count, and a time zone is one that is
                    // known.
                    let told = errors.iter().all(|(_, code)| match code.as_str() {
                        "not_one_of" => field == "time_zone",
                        code => ["required", "too_short"].contains(&code),
                    });
                    assert!(told, "{field}: {text:?} is documented: {answer}");
                }
            }
        }
    });
}
