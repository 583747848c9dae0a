//! Tests of hostile texts: they are kept and given back as the text they are.

use crate::scenario::{Scenario, told};
use portico_domain::tickets::TicketState;
use portico_tests::steps::{new_ticket, open, upload, with};
use portico_tests::world::{PORTAL_URL, in_world};
use serde_json::{Value, json};

const TEXTS: [&str; 14] = [
    "<script>alert(document.domain)</script>",
    "<img src=x onerror=alert(1)> \"quotes\" & 'more'",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "=HYPERLINK(\"https://evil.example\";\"x\") +cmd|' /C calc'!A0",
    "'; DROP TABLE tickets; --",
    "tickets#x public#y ticket#1 ~~~ \\ \\n \\u0000",
    "\u{200f}drowssap ruoy\u{200e} \u{200b}\u{feff}zero",
    "\u{1f469}\u{200d}\u{1f52c} \u{1f600} 漢字 العربية עברית ไทย",
    "\u{10ffff} \u{e000} \u{fffd} é e\u{301}",
    "Z̸̡͔a̷͓l̶̯g̴̱o̵̼ ﷽﷽﷽",
    "%0d%0aSet-Cookie: x=y %00 ../../../etc/passwd",
    "Subject: Subject: Bcc: all@people.example",
    "https://evil.example/ only a link",
];

#[test]
fn hostile_texts_are_kept_as_text() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for text in TEXTS {
            // A text of one line loses marks that have no width.
            let line = text.replace(['\u{200b}', '\u{feff}'], "");
            let words = json!({"synopsis": text, "description": format!("{text}\n\n{text}")});
            let ticket = open(&cast.member, &words).await;
            let id = ticket.id();
            cast.member.post(format!("/v1/tickets/{id}/replies"), json!({"text": text})).await.expect(201);
            for client in [&cast.member, &cast.agent] {
                let seen = client.get(format!("/v1/tickets/{id}")).await.expect(200).json();
                assert_eq!((&seen["synopsis"], &seen["description"]), (&json!(line), &words["description"]));
                assert!(told(client, &id).await.contains(&format!("reply: {text}")), "{text}");
            }
            let found =
                cast.member.get(format!("/v1/tickets?number={}", ticket.json()["number"].as_str().unwrap())).await;
            assert_eq!(found.expect(200).json()["items"][0]["synopsis"], line);
        }
    });
}

#[test]
fn what_cannot_be_shown_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        for control in ['\u{0}', '\u{7}', '\u{8}', '\u{1b}', '\u{7f}', '\u{85}'] {
            let text = format!("Some{control}thing else");
            let body = with(new_ticket(), &json!({"synopsis": text, "description": text}));
            let errors = [("/synopsis", "control_characters"), ("/description", "control_characters")];
            cast.member.post("/v1/tickets", body).await.names(&errors);
            let reply = cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": text})).await;
            reply.names(&[("/text", "control_characters")]);
        }
        // A text of one line stays one line.
        for line_break in ["\n", "\r\n", "\r", "\t", "\u{202e}", "\u{2067}", "\u{2028}", "\u{2029}"] {
            let text = format!("Something{line_break}else");
            let body = with(new_ticket(), &json!({"synopsis": text}));
            cast.member.post("/v1/tickets", body).await.names(&[("/synopsis", "line_break")]);
            let me = cast.member.patch("/v1/me", json!({"name": text})).if_match("\"1\"").await;
            me.names(&[("/name", "line_break")]);
        }
        // A lone half of a character is no text.
        let half = r#"{"text": "\ud800"}"#;
        let reply = cast.member.post(format!("/v1/tickets/{ticket}/replies"), Value::Null).body(half).await;
        reply.refused(400, "json_invalid");
    });
}

#[test]
fn what_shows_nothing_is_missing() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let marks = "\u{301}\u{308}\u{20e3}\u{301}\u{308}\u{20e3}";
        let body = with(new_ticket(), &json!({"synopsis": marks, "description": marks}));
        let errors = [("/synopsis", "required"), ("/description", "required")];
        cast.member.post("/v1/tickets", body).await.names(&errors);
        for nothing in ["&nbsp;", "<!-- -->", "[](x)", "![](https://x.example/y.png)", "&#8203; <br>", "---"] {
            let body = with(new_ticket(), &json!({"description": nothing}));
            cast.member.post("/v1/tickets", body).await.names(&[("/description", "required")]);
            let reply = cast.member.post(format!("/v1/tickets/{ticket}/replies"), json!({"text": nothing})).await;
            reply.names(&[("/text", "required")]);
            let note = cast.agent.post(format!("/v1/tickets/{ticket}/notes"), json!({"text": nothing})).await;
            note.names(&[("/text", "required")]);
        }
    });
}

#[test]
fn a_name_holds_no_address() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for name in ["XYZ Co. https://evil.example", "evil.example", "Ann www.evil.example", "ann@evil.example"] {
            let me = cast.member.patch("/v1/me", json!({"name": name})).if_match("\"1\"").await;
            me.names(&[("/name", "holds_address")]);
        }
        cast.member.patch("/v1/me", json!({"name": "J. R. O’Neill-Smith jr."})).if_match("\"1\"").await.expect(200);
    });
}

/// A mail shows what people wrote as what it is: no markup, no link but those of the portal, no header.
#[test]
fn mails_pass_hostile_texts_on_as_text() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for text in TEXTS {
            let file = upload(&cast.agent, "report & <b>.txt", "text/plain", b"x").await;
            let ticket = open(&cast.member, &json!({"synopsis": text})).await.id();
            let said = json!({"text": format!("{text}\n\nhttps://evil.example/login\n\n{text}"), "upload_ids": [file]});
            cast.agent.post(format!("/v1/tickets/{ticket}/replies"), said).await.expect(201);
            world.sweep().await;
            let mails = world.mails(&cast.member.who().person.email);
            for mail in &mails[mails.len() - 2..] {
                assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
                assert!(mail.subject.starts_with("T-"), "{}", mail.subject);
                assert_eq!(mail.to, [cast.member.who().person.email.clone()]);
                let html = mail.html.as_deref().unwrap();
                for markup in ["<script", "<img", "<b>", "onerror=alert(1)>"] {
                    assert!(!html.contains(markup), "{markup} in {html}");
                }
                let links: Vec<&str> = html.match_indices("href=").map(|(at, _)| &html[at..at + 60]).collect();
                let portal = format!("href=\"{}", PORTAL_URL.replace('/', "&#x2f;"));
                assert!(links.iter().all(|link| link.starts_with(&portal)), "{links:?}");
                assert_eq!(links.len(), 2, "the ticket and the choice of mails: {html}");
                assert!(!mail.headers.contains_key("Bcc"), "{:?}", mail.headers);
            }
            let passed_on =
                mails.iter().filter(|mail| mail.text.as_deref().unwrap().contains("> https://evil.example/login"));
            assert_eq!(passed_on.filter(|mail| mail.text.as_deref().unwrap().contains(&ticket)).count(), 1);
        }
    });
}

#[test]
fn a_file_name_cannot_break_out_of_its_header() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for name in
            ["a\"; filename=evil.exe; x=\".txt", "naïve – 報告 \u{1f600}.txt", "'; rm -rf ~ #.txt", "%0d%0aX: y.txt"]
        {
            let file = upload(&cast.member, name, "text/plain", b"x").await;
            let ticket = open(&cast.member, &json!({"upload_ids": [file]})).await;
            assert_eq!(ticket.json()["files"][0]["name"], name);
            let path = format!("/v1/tickets/{}/files/{file}", ticket.id());
            let link = cast.member.get(path).header("accept", "application/json").await.expect(200).json();
            let (media_type, disposition, _) = portico_tests::steps::fetch(link["url"].as_str().unwrap()).await;
            assert_eq!(media_type, "text/plain");
            assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
            assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
            assert!(disposition.is_ascii(), "{disposition}");
        }
    });
}

/// Nothing a header says of the caller, the address or the method is believed.
#[test]
fn headers_say_nothing_of_the_caller() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = cast.ticket(TicketState::Open).await;
        let mut request = cast.outsider.get(format!("/v1/tickets/{ticket}"));
        let who = cast.member.who();
        for (name, value) in [
            ("x-forwarded-for", "10.0.0.1".to_owned()),
            ("x-http-method-override", "DELETE".into()),
            ("x-original-url", "/v1/home".into()),
            ("x-user-id", who.person.id.to_string()),
            ("x-hat-id", who.hat.id.to_string()),
            ("cookie", format!("session={}; __Host-portico_refresh=x", who.session)),
        ] {
            request = request.header(name, value);
        }
        request.await.refused(404, "not_found");
    });
}
