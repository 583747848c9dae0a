//! The contract of the files port, on the embedded S3, with the bytes sent and fetched as a browser would.

use jiff::Timestamp;
use portico_aws::{FromEnv, S3};
use portico_domain::files::ports::FileStore;
use portico_domain::files::{
    DOWNLOAD_LINK_LIFETIME, FileRef, LARGEST_FILE, Link, UPLOAD_LINK_LIFETIME, Upload, UploadState,
};
use portico_domain::ids::UploadId;
use portico_domain::store::StoreError;
use portico_domain::tickets::inbound::ports::{RawMail, RawMails};
use portico_http::hash::sha256_hex;
use portico_testing::records;
use portico_tests::stores::{BUCKET, local_config};
use reqwest::{Client, Response};
use tempfile::TempDir;
use uuid::Uuid;

/// The adapter, with the folder and the server behind it.
struct Stand {
    files: S3,
    folder: TempDir,
    _server: portico_local::s3::S3,
}

fn stand() -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let listener = portico_local::net::listen(0).unwrap();
    let server = portico_local::s3::S3::start(listener, folder.path(), BUCKET).unwrap();
    let mut config = local_config();
    config.endpoints.s3 = Some(server.url());
    Stand { files: S3::from_config(&config).unwrap(), folder, _server: server }
}

fn announced(bytes: &[u8], media_type: &str) -> Upload {
    Upload {
        name: "Prüfbericht \"3\".txt".into(),
        size: bytes.len() as u64,
        media_type: media_type.into(),
        sha256: sha256_hex(bytes),
        state: UploadState::Pending,
        ..records::upload(records::fresh(), Timestamp::now())
    }
}

fn file(upload: &Upload) -> FileRef {
    FileRef { id: upload.id, name: upload.name.clone(), size: upload.size, media_type: upload.media_type.clone() }
}

async fn send(link: &Link, bytes: &[u8], change: impl Fn(&str, &str) -> String) -> Response {
    let client = Client::builder().no_proxy().build().unwrap();
    let headers = link.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"));
    let request =
        headers.fold(client.put(&link.url), |request, (name, value)| request.header(name, change(name, value)));
    request.body(bytes.to_vec()).send().await.unwrap()
}

fn as_told(_: &str, value: &str) -> String {
    value.to_owned()
}

async fn fetch(link: &Link) -> Response {
    Client::builder().no_proxy().build().unwrap().get(&link.url).send().await.unwrap()
}

async fn uploaded(stand: &Stand, bytes: &[u8], media_type: &str) -> Upload {
    let upload = announced(bytes, media_type);
    let link = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
    let answer = send(&link, bytes, as_told).await;
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    upload
}

#[tokio::test]
async fn what_was_announced_arrives() {
    let stand = stand();
    let bytes = b"The pump stops after an hour.\n";
    let upload = uploaded(&stand, bytes, "text/plain").await;
    let arrived = stand.files.stored_object(upload.id).await.unwrap().unwrap();
    assert_eq!((arrived.size, &arrived.sha256), (bytes.len() as u64, &upload.sha256));
    assert_eq!((arrived.sniffed, arrived.executable), (None, false));
}

#[tokio::test]
async fn the_largest_file_arrives() {
    let stand = stand();
    let bytes = vec![7; usize::try_from(LARGEST_FILE).unwrap()];
    let upload = uploaded(&stand, &bytes, "text/plain").await;
    let arrived = stand.files.stored_object(upload.id).await.unwrap().unwrap();
    assert_eq!((arrived.size, &arrived.sha256), (LARGEST_FILE, &upload.sha256));
}

#[tokio::test]
async fn nothing_has_arrived_before() {
    let stand = stand();
    let upload = announced(b"abc", "text/plain");
    stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
    assert_eq!(stand.files.stored_object(upload.id).await.unwrap(), None);
}

#[tokio::test]
async fn a_link_takes_nothing_but_what_was_announced() {
    let stand = stand();
    let upload = announced(b"abc", "text/plain");
    let link = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
    assert!(!send(&link, b"abd", as_told).await.status().is_success(), "other bytes");
    assert!(!send(&link, b"abcd", as_told).await.status().is_success(), "more bytes");
    let other_type = |name: &str, value: &str| {
        if name.eq_ignore_ascii_case("content-type") { "text/html".to_owned() } else { value.to_owned() }
    };
    assert!(!send(&link, b"abc", other_type).await.status().is_success(), "another type");
    let other_sum = |name: &str, value: &str| {
        if name.eq_ignore_ascii_case("x-amz-checksum-sha256") {
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=".to_owned()
        } else {
            value.to_owned()
        }
    };
    assert!(!send(&link, b"abd", other_sum).await.status().is_success(), "another checksum");
    assert_eq!(stand.files.stored_object(upload.id).await.unwrap(), None);
    assert!(send(&link, b"abc", as_told).await.status().is_success());
}

#[tokio::test]
async fn a_link_says_what_must_be_sent_along() {
    let stand = stand();
    let now = Timestamp::now();
    let link = stand.files.upload_link(&announced(b"abc", "text/plain"), now).await.unwrap();
    assert_eq!(link.expires_at, now + UPLOAD_LINK_LIFETIME);
    // Nothing the browser cannot know, such as a second checksum.
    let asked: Vec<&str> = link.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert!(!link.url.contains("crc"), "{}", link.url);
    for name in ["content-type", "content-length", "if-none-match", "x-amz-checksum-sha256"] {
        let header = link.headers.iter().find(|(header, _)| header == name);
        assert!(header.is_some(), "{name} is missing: {:?}", link.headers);
        assert!(link.url.contains(name), "{name} is not signed: {}", link.url);
    }
}

#[tokio::test]
async fn a_link_dies() {
    let stand = stand();
    let upload = announced(b"abc", "text/plain");
    let long_ago = Timestamp::now() - UPLOAD_LINK_LIFETIME - UPLOAD_LINK_LIFETIME;
    let dead = stand.files.upload_link(&upload, long_ago).await.unwrap();
    assert_eq!(send(&dead, b"abc", as_told).await.status(), 403);
    let upload = uploaded(&stand, b"abc", "text/plain").await;
    let dead = stand.files.download_link(&file(&upload), long_ago).await.unwrap();
    assert_eq!(fetch(&dead).await.status(), 403);
}

#[tokio::test]
async fn a_file_is_fetched_as_an_attachment_of_its_name() {
    let stand = stand();
    let upload = uploaded(&stand, b"abc", "text/plain").await;
    let now = Timestamp::now();
    let link = stand.files.download_link(&file(&upload), now).await.unwrap();
    assert_eq!((link.expires_at, link.headers.as_slice()), (now + DOWNLOAD_LINK_LIFETIME, &[][..]));
    let answer = fetch(&link).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain");
    let disposition = answer.headers()["content-disposition"].to_str().unwrap();
    let expected = "attachment; filename=\"Pr_fbericht _3_.txt\"; filename*=UTF-8''Pr%C3%BCfbericht%20%223%22.txt";
    assert_eq!(disposition, expected);
    assert_eq!(answer.bytes().await.unwrap().as_ref(), b"abc");
}

#[tokio::test]
async fn what_it_is_shows_in_its_first_bytes() {
    let stand = stand();
    let png = uploaded(&stand, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "text/plain").await;
    let arrived = stand.files.stored_object(png.id).await.unwrap().unwrap();
    assert_eq!((arrived.sniffed.as_deref(), arrived.executable), (Some("image/png"), false));
    let script = uploaded(&stand, b"#!/bin/sh\necho\n", "text/plain").await;
    assert!(stand.files.stored_object(script.id).await.unwrap().unwrap().executable);
}

#[tokio::test]
async fn what_was_sent_along_and_not_announced_is_told() {
    let stand = stand();
    for (name, value, told) in [
        ("Content-Encoding", "gzip", &["Content-Encoding"][..]),
        ("Content-Language", "nb", &["Content-Language"]),
        ("Content-Disposition", "inline", &["Content-Disposition"]),
        // Browsers send this by themselves after a reload past their cache.
        ("Cache-Control", "no-cache", &[]),
    ] {
        let upload = announced(b"abc", "text/plain");
        let mut link = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
        link.headers.push((name.into(), value.into()));
        let sent = send(&link, b"abc", as_told).await;
        assert!(sent.status().is_success(), "a link does not keep {name} away: {}", sent.status());
        assert_eq!(stand.files.stored_object(upload.id).await.unwrap().unwrap().unannounced, told);
    }
}

/// An object stays as it was checked: a link takes bytes once, even the same ones, and no header changes that.
#[tokio::test]
async fn a_link_takes_bytes_once() {
    let stand = stand();
    let upload = announced(b"abc", "text/plain");
    let link = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
    assert!(send(&link, b"abc", as_told).await.status().is_success());
    assert_eq!(send(&link, b"abc", as_told).await.status(), 412);
    let later = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
    assert_eq!(send(&later, b"abc", as_told).await.status(), 412);
    let mut unconditional = link.clone();
    unconditional.headers.retain(|(name, _)| name != "if-none-match");
    assert_eq!(send(&unconditional, b"abc", as_told).await.status(), 403);
    let never = |name: &str, value: &str| if name == "if-none-match" { "\"x\"".into() } else { value.to_owned() };
    assert_eq!(send(&link, b"abc", never).await.status(), 403);
}

/// A link means what was signed and nothing more: no other object is copied, no right given.
#[tokio::test]
async fn a_link_takes_no_header_that_was_not_signed() {
    let stand = stand();
    let other = uploaded(&stand, b"of another account", "text/plain").await;
    for (name, value) in [
        ("x-amz-copy-source", format!("/{BUCKET}/files/{}", other.id)),
        ("x-amz-acl", "public-read".into()),
        ("X-Amz-Meta-Note", "x".into()),
        ("x-amz-tagging", "a=b".into()),
    ] {
        let upload = announced(b"abc", "text/plain");
        let mut link = stand.files.upload_link(&upload, Timestamp::now()).await.unwrap();
        link.headers.push((name.into(), value));
        let refused = send(&link, b"abc", as_told).await;
        assert_eq!(refused.status(), 403, "{name}");
        assert!(refused.text().await.unwrap().contains("<Code>AccessDenied</Code>"), "{name}");
        assert_eq!(stand.files.stored_object(upload.id).await.unwrap(), None, "{name}");
    }
}

/// A download does not carry the encoding that was sent with the upload.
#[tokio::test]
async fn a_file_is_fetched_as_the_bytes_it_is() {
    let stand = stand();
    let upload = uploaded(&stand, b"abc", "text/plain").await;
    let link = stand.files.download_link(&file(&upload), Timestamp::now()).await.unwrap();
    assert!(link.url.contains("response-content-encoding=identity"), "{}", link.url);
    assert_eq!(fetch(&link).await.bytes().await.unwrap().as_ref(), b"abc");
}

#[tokio::test]
async fn a_store_without_checksums_is_read_instead() {
    let stand = stand();
    let upload = announced(b"abc", "text/plain");
    // Put there by other means: the store has not summed it up.
    let folder = stand.folder.path().join(BUCKET).join("files");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(upload.id.to_string()), b"abc").unwrap();
    let arrived = stand.files.stored_object(upload.id).await.unwrap().unwrap();
    assert_eq!(arrived.sha256, upload.sha256);
}

#[tokio::test]
async fn an_empty_object_is_an_arrival() {
    let stand = stand();
    let upload = announced(b"", "text/plain");
    let folder = stand.folder.path().join(BUCKET).join("files");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(upload.id.to_string()), b"").unwrap();
    let arrived = stand.files.stored_object(upload.id).await.unwrap().unwrap();
    assert_eq!((arrived.size, arrived.sha256), (0, upload.sha256));
}

#[tokio::test]
async fn what_was_discarded_is_gone() {
    let stand = stand();
    let upload = uploaded(&stand, b"abc", "text/plain").await;
    for _ in 0..2 {
        stand.files.delete_file(upload.id).await.unwrap();
        assert_eq!(stand.files.stored_object(upload.id).await.unwrap(), None);
    }
    let link = stand.files.download_link(&file(&upload), Timestamp::now()).await.unwrap();
    assert_eq!(fetch(&link).await.status(), 404);
}

#[tokio::test]
async fn a_store_that_is_away_is_unavailable() {
    let mut config = local_config();
    // Nothing listens on the port of discard.
    config.endpoints.s3 = Some("http://127.0.0.1:9".into());
    let files = S3::from_config(&config).unwrap();
    let answer = files.stored_object(UploadId(Uuid::now_v7())).await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
}

#[tokio::test]
async fn a_file_that_did_not_come_by_its_link_is_as_one_that_did() {
    let stand = stand();
    let upload = announced(b"lost at 08:14", "text/plain");
    stand.files.store_file(&upload, b"lost at 08:14".to_vec()).await.unwrap();
    let stored = stand.files.stored_object(upload.id).await.unwrap().expect("it is there");
    assert_eq!((stored.size, stored.sha256, stored.executable), (upload.size, upload.sha256, false));
    assert_eq!(stored.unannounced, [""; 0]);
}

#[tokio::test]
async fn a_raw_mail_is_read_whole_or_its_beginning_and_deleted() {
    let (stand, object) = (stand(), "inbound/0107");
    assert_eq!(stand.files.raw_mail(object, 10).await.unwrap(), None);
    let mail = [b"Subject: x\r\n\r\n".to_vec(), vec![b'a'; 600_000]].concat();
    stand.files.put_raw_mail(object, mail.clone()).await.unwrap();
    assert_eq!(stand.files.raw_mail(object, 1_000_000).await.unwrap(), Some(RawMail::Whole(mail.clone())));
    let Some(RawMail::Beginning(beginning)) = stand.files.raw_mail(object, 500_000).await.unwrap() else {
        panic!("it is too large");
    };
    assert!(beginning.len() < 500_000 && mail.starts_with(&beginning));
    for _ in 0..2 {
        stand.files.delete_raw_mail(object).await.unwrap();
    }
    assert_eq!(stand.files.raw_mail(object, 10).await.unwrap(), None);
}
