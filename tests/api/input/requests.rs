//! Requests that cannot be read, or lead nowhere.

use crate::scenario::Scenario;
use http::Method;
use portico_tests::steps::{new_ticket, with};
use portico_tests::world::in_world;
use serde_json::{Value, json};

#[test]
fn broken_json_is_refused_as_such() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let texts: [&[u8]; 8] = [
            b"{",
            b"{\"type\": }",
            b"{} {}",
            b"\xef\xbb\xbf{}",
            b"{\"synopsis\": \"\xff\xfe\"}",
            b"{'synopsis': 'x'}",
            b"NaN",
            deep.as_bytes(),
        ];
        for text in texts {
            let request = cast.member.post("/v1/tickets", Value::Null).body(text.to_vec());
            let answer = request.await.refused(400, "json_invalid");
            assert!(!answer.text().contains("expected"), "the parser's own words: {answer}");
        }
        for (text, pointer, code) in [("[]", "", "wrong_type"), ("null", "", "wrong_type"), ("\"x\"", "", "wrong_type")]
        {
            let request = cast.member.post("/v1/tickets", Value::Null).body(text);
            request.await.names(&[(pointer, code)]);
        }
        // Nothing is the same as an empty object.
        let required = ["/type", "/severity", "/synopsis", "/description"].map(|pointer| (pointer, "required"));
        cast.member.post("/v1/tickets", Value::Null).body("").await.names(&required);
    });
}

#[test]
fn only_json_is_taken() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
        {
            let request = cast.member.post("/v1/tickets", new_ticket()).header("content-type", kind);
            request.await.refused(400, "json_expected");
        }
        let request = cast.member.post("/v1/tickets", new_ticket());
        request.header("content-type", "application/json; charset=utf-8").await.expect(201);
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
    });
}

#[test]
fn too_large_a_body_is_refused_wherever_it_is_noticed() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for size in [300 * 1024, 6 * 1024 * 1024, 7 * 1024 * 1024] {
            let body = with(new_ticket(), &json!({"description": "x".repeat(size)}));
            cast.member.post("/v1/tickets", body).await.refused(413, "body_too_large");
        }
        assert_eq!(cast.member.all("/v1/tickets", 10).await, Vec::<Value>::new());
    });
}

#[test]
fn unknown_paths_and_methods_are_problems_too() {
    in_world(async |world| {
        let member = Scenario::new(world).await.member;
        for path in [
            "/v1",
            "/v1/",
            "/v1/tickets/",
            "/v1/nothing",
            "/v2/tickets",
            "/v1//tickets",
            "/v1/tickets/x/y/z",
            "/V1/tickets",
        ] {
            member.get(path).await.refused(404, "route_not_found");
        }
        for (method, path, allowed) in [
            (Method::DELETE, "/v1/tickets", "GET, HEAD, OPTIONS, POST"),
            (Method::PUT, "/v1/tickets/x", "GET, HEAD, OPTIONS, PATCH"),
            (Method::GET, "/v1/session/refresh", "OPTIONS, POST"),
            (Method::PATCH, "/v1/me/layout", "GET, HEAD, OPTIONS, PUT"),
            (Method::TRACE, "/v1/home", "GET, HEAD, OPTIONS"),
        ] {
            let answer = member.request(method, path).await.refused(405, "method_not_allowed");
            assert_eq!(answer.header("allow"), allowed, "{path}");
        }
        let head = member.request(Method::HEAD, "/v1/home").await.expect(200);
        assert!(head.body.is_empty());
    });
}

#[test]
fn an_id_that_is_none_is_the_id_of_nothing() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = world.as_person("karin-aalto").await;
        let missing = uuid::Uuid::now_v7();
        let long = "9".repeat(3000);
        let odd = [
            "x",
            "1",
            "T-1042",
            "%00",
            "%2e%2e%2fme",
            "null",
            "00000000-0000-0000-0000-000000000000",
            "%F0%9F%98%80",
            &long,
        ];
        for (client, path) in [
            (&cast.member, "/v1/tickets/{}"),
            (&cast.member, "/v1/tickets/{}/timeline"),
            (&cast.member, "/v1/articles/{}"),
            (&admin, "/v1/people/{}"),
            (&admin, "/v1/accounts/{}"),
            (&admin, "/v1/accounts/{}/entitlements"),
        ] {
            let of_missing = client.get(path.replace("{}", &missing.to_string())).await.refused(404, "not_found");
            for id in odd {
                let answer = client.get(path.replace("{}", id)).await.refused(404, "not_found");
                assert_eq!(answer.anonymous(), of_missing.anonymous(), "{path} {id}");
            }
        }
        let ticket = cast.ticket(portico_domain::tickets::TicketState::Open).await;
        for file in ["x", &missing.to_string()] {
            cast.member.get(format!("/v1/tickets/{ticket}/files/{file}")).await.refused(404, "not_found");
        }
    });
}

#[test]
fn query_parameters_have_limits() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let names = async |path: &str, errors: &[(&str, &str)]| {
            cast.agent.get(path).await.names(errors);
        };
        names("/v1/tickets?limit=0", &[("limit", "too_small")]).await;
        names("/v1/tickets?limit=101", &[("limit", "too_large")]).await;
        names("/v1/tickets?limit=-1", &[("limit", "too_small")]).await;
        names("/v1/tickets?limit=ten", &[("limit", "wrong_type")]).await;
        names("/v1/tickets?limit=1.5", &[("limit", "wrong_type")]).await;
        names("/v1/tickets?limit=99999999999999999999", &[("limit", "wrong_type")]).await;
        names("/v1/tickets?view=everything&colour=red", &[("view", "not_one_of"), ("colour", "unknown_field")]).await;
        names("/v1/tickets?view=queue", &[("queue", "required")]).await;
        names("/v1/tickets?view=queue&queue=shop", &[("queue", "wrong_format")]).await;
        let queue = format!("/v1/tickets?view=mine&queue={}", uuid::Uuid::now_v7());
        names(&queue, &[("queue", "unknown_field")]).await;
        names("/v1/tickets?number=one", &[("number", "wrong_format")]).await;
        names("/v1/tickets?number=T-", &[("number", "wrong_format")]).await;
        names(&format!("/v1/tickets?number={}", "1".repeat(21)), &[("number", "too_long")]).await;
        names("/v1/tickets?number=99999999999999999999", &[("number", "wrong_format")]).await;
        names(&format!("/v1/articles?q={}", "x".repeat(2001)), &[("q", "too_long")]).await;
        names("/v1/articles?q=x&kind=poem&product=x", &[("kind", "not_one_of"), ("product", "wrong_format")]).await;
        names("/v1/articles/suggestions", &[("q", "required")]).await;
        names("/v1/touches", &[("person", "required")]).await;
        let two = format!("/v1/touches?person={0}&record={0}", uuid::Uuid::now_v7());
        names(&two, &[("person", "required")]).await;
        names("/v1/touches?record=", &[("record", "required")]).await;
        // Words that people type into a search are never an error.
        for words in [
            "%22",
            "AND%20OR%20NOT",
            "a%3Ab%20%2B-%28",
            "%F0%9F%98%80",
            "%5C",
            "*",
            "%20%20",
            "%00",
            "title%3A%5B*%20TO%20*%5D",
        ] {
            let found = cast.member.get(format!("/v1/articles?q={words}")).await;
            assert!([200, 422].contains(&found.status()), "{found}");
            assert_eq!(found.status() == 422, words == "%00", "{found}");
        }
    });
}

/// A repeated field or parameter is refused: which of the two counts would be anybody's guess.
#[test]
fn what_is_said_twice_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let text = |more: &str| {
            let body = new_ticket().to_string();
            format!("{}, {more}}}", body.strip_suffix('}').unwrap())
        };
        for (more, pointer) in [
            (r#""severity": "low""#, "/severity"),
            (r#""\u0073everity": "low""#, "/severity"),
            (r#""custom_fields": {"a": "1", "a": "1"}"#, "/custom_fields/a"),
        ] {
            let request = cast.member.post("/v1/tickets", Value::Null).body(text(more));
            request.await.names(&[(pointer, "duplicate")]);
        }
        let note = format!("/v1/drafts/reply-{}", uuid::Uuid::now_v7());
        let draft = cast.member.put(note, Value::Null).body(r#"{"data": {"a": [{"b": 1, "\u0062": 2}]}}"#);
        draft.await.names(&[("/data/a/0/b", "duplicate")]);
        let open = || cast.member.post("/v1/tickets", new_ticket());
        open().key("one").repeated("idempotency-key", "two").await.refused(400, "idempotency_key_invalid");
        open().key("one,two").await.refused(400, "idempotency_key_invalid");
        open().header("host", "localhost").repeated("host", "localhost").await.refused(400, "header_repeated");
        open().header("host", "localhost,evil.example").await.refused(400, "header_repeated");
        let get = |path: &str| cast.member.get(path);
        for path in [
            "/v1/tickets?limit=1&limit=2",
            "/v1/tickets?view=mine&vi%65w=mine",
            "/v1/articles?q=a&q=a",
            "/v1/me?x=1&x=2",
        ] {
            get(path).await.refused(400, "parameter_repeated");
        }
        assert!(cast.member.all("/v1/tickets", 10).await.is_empty());
    });
}

#[test]
fn the_answer_to_a_small_question_is_small() {
    in_world(async |world| {
        let nobody = world.nobody();
        let fields: serde_json::Map<String, Value> = (0..20_000).map(|index| (format!("f{index}"), json!(1))).collect();
        let answer = nobody.post("/v1/session", Value::Object(fields)).await;
        let answer = answer.refused(422, "input_invalid");
        assert!(answer.text().len() < 10_000, "{}", answer.text().len());
        let problem = answer.json();
        assert_eq!(problem["errors"].as_array().unwrap().len(), 50);
        assert_eq!(problem["more_errors"], 20_000 + 2 - 50);
        let long = json!({"email": "a@b.example", "password": "x", "n".repeat(250_000): 1});
        let answer = nobody.post("/v1/session", long).await.refused(422, "input_invalid");
        assert_eq!(answer.errors()[0].0.chars().count(), 200);
        let many = (0..500).map(|index| format!("&p{index}=1")).collect::<Vec<_>>().concat();
        let answer = nobody.get(format!("/v1/branding?x=1{many}")).await.refused(422, "input_invalid");
        assert!(answer.text().len() < 10_000, "{}", answer.text().len());
    });
}
