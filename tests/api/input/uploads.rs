//! Files that are not what they were said to be, or not the caller's to use.

use crate::scenario::Scenario;
use portico_domain::change::Write;
use portico_domain::files::Upload;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::UploadId;
use portico_domain::ports::RequestStore;
use portico_tests::client::Client;
use portico_tests::steps::{announcement, new_ticket, put, send_file, upload, with};
use portico_tests::world::{World, in_world, system};
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
const ELF: &[u8] = &[
    0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 56, 0, 1, 0, 64, 0, 0, 0, 0, 0,
];
const EXE: &[u8] = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8\x00\x00\x00";

#[test]
fn an_announcement_has_limits() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let good = announcement("trace.txt", "text/plain", b"x");
        let large = 25 * 1024 * 1024;
        let refused = "file_type_refused";
        let cases: Vec<(Value, &str, &str)> = vec![
            (json!({"size": large + 1}), "/size", "file_too_large"),
            (json!({"size": 0}), "/size", "file_empty"),
            (json!({"size": -1}), "/size", "too_small"),
            (json!({"size": "1"}), "/size", "wrong_type"),
            (json!({"size": 1.5}), "/size", "wrong_type"),
            (json!({"name": ""}), "/name", "required"),
            (json!({"name": "x".repeat(201)}), "/name", "too_long"),
            (json!({"name": "setup.exe"}), "/name", refused),
            (json!({"name": "setup.exe", "media_type": "application/x-msdownload"}), "/name", refused),
            (json!({"name": "run.sh"}), "/name", refused),
            (json!({"name": "page.html", "media_type": "text/html"}), "/name", refused),
            (json!({"name": "image.svg", "media_type": "image/svg+xml"}), "/name", refused),
            (json!({"name": "trace"}), "/name", refused),
            (json!({"name": "trace.txt.exe"}), "/name", refused),
            (json!({"name": "../etc/passwd.txt"}), "/name", "not_a_file_name"),
            (json!({"name": "a\\b.txt"}), "/name", "not_a_file_name"),
            (json!({"name": "a\r\nSet-Cookie: x=y.txt"}), "/name", "line_break"),
            (json!({"name": "a\u{0}.txt"}), "/name", "control_characters"),
            (json!({"sha256": "z".repeat(64)}), "/sha256", "wrong_type"),
            (json!({"sha256": "0".repeat(63)}), "/sha256", "too_short"),
            (json!({"owner": "me"}), "/owner", "unknown_field"),
        ];
        for (fields, pointer, code) in cases {
            let answer = cast.member.post("/v1/uploads", with(good.clone(), &fields)).await;
            answer.names(&[(pointer, code)]);
        }
        cast.member.post("/v1/uploads", with(good, &json!({"size": large, "name": "TRACE.TXT"}))).await.expect(201);
    });
}

/// Media types that browsers on Windows, macOS and Linux give a file, and the media type it is kept under.
#[test]
fn the_ending_and_the_bytes_decide_whatever_a_browser_says() {
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for (name, said, bytes, kept) in [
            ("powerplus session.log", json!("text/x-log"), &b"10:02 started\n"[..], "text/plain"),
            ("session.log", json!(""), b"BM 1200 does not answer\n", "text/plain"),
            ("session.log", json!(null), b"10:02 started\n", "text/plain"),
            ("trace.zip", json!("application/x-zip-compressed"), ZIP, "application/zip"),
            ("orders.csv", json!("application/vnd.ms-excel"), b"a;b\n1;2\n", "text/csv"),
            ("config.xml", json!("text/xml"), b"<?xml version=\"1.0\"?><a/>", "application/xml"),
            ("dump.json", json!("application/octet-stream"), b"{}", "application/json"),
            ("photo.JPG", json!("image/pjpeg"), b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
        ] {
            let announced = with(announcement(name, "", bytes), &json!({"media_type": said}));
            let link = cast.member.post("/v1/uploads", announced).await.expect(201).json();
            assert!(put(&link, bytes).await.status().is_success(), "{name}");
            let upload = complete(&cast.member, &link["id"]).await.expect(200).json();
            assert_eq!(upload["media_type"], kept, "{name} as {said}");
        }
        // The word of the browser makes no picture of a text either.
        let link = send_file(&cast.member, "trace.png", "text/plain", b"hello there").await;
        complete(&cast.member, &link["id"]).await.names(&[("/media_type", "type_mismatch")]);
    });
}

/// The endings that a form may offer are accepted.
#[test]
fn the_first_page_says_what_can_be_attached() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let files = cast.member.get("/v1/home").await.expect(200).json()["files"].clone();
        assert_eq!((&files["largest"], &files["most_at_opening"]), (&json!(25 * 1024 * 1024), &json!(4)));
        let endings = files["endings"].as_array().unwrap();
        assert!(endings.contains(&json!("log")), "{files}");
        for ending in endings {
            let name = format!("a.{}", ending.as_str().unwrap());
            cast.member.post("/v1/uploads", announcement(&name, "", b"x")).await.expect(201);
        }
    });
}

async fn complete(client: &Client, id: &Value) -> portico_tests::client::Answer {
    client.post(format!("/v1/uploads/{}/complete", id.as_str().unwrap()), json!({})).await
}

#[test]
fn bytes_that_are_something_else_are_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for (name, media_type, bytes) in [
            ("holiday.png", "image/png", EXE),
            ("holiday.jpg", "image/jpeg", PNG),
            ("notes.txt", "text/plain", ELF),
            ("notes.txt", "text/plain", PNG),
            ("report.pdf", "application/pdf", b"#!/bin/sh\nrm -rf /\n"),
            // The bytes that a file of this type begins with are missing.
            ("holiday.png", "image/png", b"hello there"),
            ("report.pdf", "application/pdf", b"hello there"),
            ("all.zip", "application/zip", b"hello there"),
        ] {
            let link = send_file(&cast.member, name, media_type, bytes).await;
            complete(&cast.member, &link["id"]).await.names(&[("/media_type", "type_mismatch")]);
            // And it cannot be used.
            let body = with(new_ticket(), &json!({"upload_ids": [link["id"]]}));
            cast.member.post("/v1/tickets", body).await.names(&[("/upload_ids/0", "upload_not_ready")]);
        }
    });
}

#[test]
fn other_bytes_than_announced_do_not_arrive() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let announced = announcement("trace.txt", "text/plain", b"what was announced");
        let link = cast.member.post("/v1/uploads", announced).await.expect(201).json();
        complete(&cast.member, &link["id"]).await.refused(409, "not_uploaded");
        for other in [&b"what is sent other"[..], b"shorter", b"what was announced and more"] {
            let sent = put(&link, other).await;
            assert!(sent.status().is_client_error(), "{}", sent.status());
        }
        complete(&cast.member, &link["id"]).await.refused(409, "not_uploaded");
        // The link is still good for the right ones.
        assert!(put(&link, b"what was announced").await.status().is_success());
        let ready = complete(&cast.member, &link["id"]).await.expect(200);
        assert_eq!(ready.json()["state"], "ready");
        assert_eq!(complete(&cast.member, &link["id"]).await.expect(200).text(), ready.text());
    });
}

/// Changes the size or the checksum in an upload's row: the effect of a store that takes any bytes.
async fn tampered(world: &World, id: &Value, change: impl FnOnce(Upload) -> Upload) {
    let id: UploadId = id.as_str().unwrap().parse().unwrap();
    let upload = world.store.upload(id).await.unwrap().open_for_system(&system().caller).unwrap();
    let (expected, version) = (upload.version, upload.version + 1);
    let upload = Upload { version, ..change(upload) };
    world.commit([Write::replace(&upload, expected)]).await;
}

#[test]
fn what_arrived_is_held_against_what_was_announced() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let link = send_file(&cast.member, "trace.txt", "text/plain", b"some bytes").await;
        tampered(world, &link["id"], |upload| Upload { size: 11, ..upload }).await;
        complete(&cast.member, &link["id"]).await.names(&[("/size", "size_mismatch")]);
        tampered(world, &link["id"], |upload| Upload { size: 10, sha256: "0".repeat(64), ..upload }).await;
        complete(&cast.member, &link["id"]).await.names(&[("/sha256", "checksum_mismatch")]);
    });
}

#[test]
fn what_was_sent_along_unannounced_is_refused() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let announced = announcement("trace.txt", "text/plain", b"bytes");
        let link = cast.member.post("/v1/uploads", announced).await.expect(201).json();
        let mut encoded = link.clone();
        encoded["headers"]["content-encoding"] = json!("gzip");
        assert!(put(&encoded, b"bytes").await.status().is_success(), "the link binds no encoding");
        complete(&cast.member, &link["id"]).await.names(&[("/headers", "header_unannounced")]);
        let body = with(new_ticket(), &json!({"upload_ids": [link["id"]]}));
        cast.member.post("/v1/tickets", body).await.names(&[("/upload_ids/0", "upload_not_ready")]);
        // The bytes that arrived stay as they are; announced again and sent as announced, the file is taken.
        assert_eq!(put(&link, b"bytes").await.status(), 412);
        complete(&cast.member, &link["id"]).await.names(&[("/headers", "header_unannounced")]);
        upload(&cast.member, "trace.txt", "text/plain", b"bytes").await;
    });
}

#[test]
fn a_repeated_announcement_is_the_same_file_and_keeps_no_link() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let key = uuid::Uuid::now_v7();
        let announced = announcement("trace.txt", "text/plain", b"bytes");
        let announce = |client: &Client| client.post("/v1/uploads", announced.clone()).key(key);
        let first = announce(&cast.member).await.expect(201).json();
        let me = cast.member.who().person.id;
        let kept = world.store.claim(me, &key.to_string(), jiff::Timestamp::now()).await.unwrap().expect("it is kept");
        assert_eq!(kept.answer.body, first["id"].to_string());
        // The link that is given again is one that works.
        let again = announce(&cast.member).await.expect(201).json();
        assert_eq!(again["id"], first["id"]);
        assert!(put(&again, b"bytes").await.status().is_success());
        complete(&cast.member, &first["id"]).await.expect(200);
        // A file that has arrived needs none.
        announce(&cast.member).await.refused(409, "state_conflict");
        assert_ne!(announce(&cast.colleague).await.expect(201).json()["id"], first["id"]);
        let other = announcement("other.txt", "text/plain", b"other");
        cast.member.post("/v1/uploads", other).key(key).await.refused(422, "idempotency_key_reused");
        // At once, they are one file too.
        let key = uuid::Uuid::now_v7();
        let announce = || cast.member.post("/v1/uploads", announced.clone()).key(key);
        let answers = futures::future::join_all((0..4).map(|_| announce().into_future())).await;
        let ids: std::collections::HashSet<_> = answers
            .iter()
            .filter(|answer| answer.code_or_nothing() != "still_running")
            .map(|answer| answer.clone().expect(201).id())
            .collect();
        assert_eq!(ids.len(), 1);
    });
}

#[test]
fn only_ones_own_ready_uploads_can_be_attached_and_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let file = upload(&cast.member, "trace.txt", "text/plain", b"x").await;
        let open = |client: &Client, files: Value| {
            client.post("/v1/tickets", with(new_ticket(), &json!({"upload_ids": files})))
        };
        let not_found = [("/upload_ids/0", "upload_not_found")];
        open(&cast.colleague, json!([file])).await.names(&not_found);
        open(&cast.member, json!([uuid::Uuid::now_v7()])).await.names(&not_found);
        cast.colleague.post(format!("/v1/uploads/{file}/complete"), json!({})).await.refused(404, "not_found");
        open(&cast.member, json!([file, file])).await.names(&[("/upload_ids/1", "duplicate")]);
        let pending = send_file(&cast.member, "more.txt", "text/plain", b"y").await;
        let both = json!([file, pending["id"], uuid::Uuid::now_v7()]);
        open(&cast.member, both)
            .await
            .names(&[("/upload_ids/1", "upload_not_ready"), ("/upload_ids/2", "upload_not_found")]);
        // None of that has used it up.
        let ticket = open(&cast.member, json!([file])).await.expect(201);
        open(&cast.member, json!([file])).await.names(&[("/upload_ids/0", "upload_claimed")]);
        let reply = json!({"text": "x", "upload_ids": [file]});
        let reply = cast.member.post(format!("/v1/tickets/{}/replies", ticket.id()), reply).await;
        reply.names(&[("/upload_ids/0", "upload_claimed")]);
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
    });
}

/// Two records claim the same file at the same moment: one gets it, the other is refused.
#[test]
fn a_file_cannot_be_claimed_twice_at_once() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let file = upload(&cast.member, "trace.txt", "text/plain", b"x").await;
        let open = || cast.member.post("/v1/tickets", with(new_ticket(), &json!({"upload_ids": [file]})));
        let answers = futures::join!(open().into_future(), open().into_future());
        let answers = [&answers.0, &answers.1];
        let opened = answers.iter().filter(|answer| answer.status() == 201).count();
        assert_eq!(opened, 1, "{}\n{}", answers[0], answers[1]);
        let told = answers.iter().find(|answer| answer.status() != 201).unwrap();
        assert_eq!(told.errors(), [("/upload_ids/0".to_owned(), "upload_claimed".to_owned())], "{told}");
        assert_eq!(cast.member.all("/v1/tickets", 10).await.len(), 1);
    });
}

#[test]
fn an_upload_nobody_claims_is_gone_in_a_day_and_a_claimed_one_stays() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let kept = upload(&cast.member, "kept.txt", "text/plain", b"kept").await;
        let lost = upload(&cast.member, "lost.txt", "text/plain", b"lost").await;
        let body = with(new_ticket(), &json!({"upload_ids": [kept]}));
        let ticket = cast.member.post("/v1/tickets", body).await.expect(201).id();
        for job in world.owed().await {
            if [&kept, &lost].iter().any(|id| job.subject() == format!("upload {id}")) {
                assert_eq!(job.due.duration_since(job.created_at), jiff::SignedDuration::from_hours(24));
                world.make_due(&job).await;
            }
        }
        world.sweep().await;
        complete(&cast.member, &json!(lost)).await.refused(404, "not_found");
        let link =
            cast.member.get(format!("/v1/tickets/{ticket}/files/{kept}")).header("accept", "application/json").await;
        let link = link.expect(200).json();
        assert_eq!(portico_tests::steps::fetch(link["url"].as_str().unwrap()).await.2, b"kept");
    });
}
