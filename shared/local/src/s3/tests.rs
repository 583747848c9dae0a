//! The promises of S3 the product relies on, asked of the embedded one through the real SDK.

use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Region, RequestChecksumCalculation};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumMode, Tag, Tagging};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, StatusCode};

use super::S3;
use crate::{net, testing};

const BUCKET: &str = "portico-files";
const KEY: &str = "uploads/0190-abc/report.pdf";
const CONTENT: &[u8] = b"%PDF-1.7 twenty-four bits";

struct Fixture {
    server: S3,
    client: Client,
    browser: reqwest::Client,
    _folder: tempfile::TempDir,
}

fn start() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let server = S3::start(net::listen(0).unwrap(), folder.path(), BUCKET).unwrap();
    let config = aws_sdk_s3::Config::builder()
        .region(Region::new(crate::REGION))
        .credentials_provider(testing::credentials())
        .http_client(testing::http_client())
        .endpoint_url(server.url())
        .force_path_style(true)
        .request_checksum_calculation(RequestChecksumCalculation::WhenSupported)
        .behavior_version(BehaviorVersion::latest())
        .build();
    Fixture { server, client: Client::from_conf(config), browser: reqwest::Client::new(), _folder: folder }
}

fn sha256(bytes: &[u8]) -> String {
    STANDARD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}

fn minutes(count: u64) -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_mins(count)).unwrap()
}

impl Fixture {
    /// A link that accepts `CONTENT` only.
    async fn upload_link(&self, config: PresigningConfig) -> PresignedRequest {
        let put = self.client.put_object().bucket(BUCKET).key(KEY).content_type("application/pdf");
        put.content_length(i64::try_from(CONTENT.len()).unwrap())
            .checksum_sha256(sha256(CONTENT))
            .presigned(config)
            .await
            .unwrap()
    }

    /// Follows a link as a browser does, with some headers replaced.
    async fn upload(&self, link: &PresignedRequest, body: &[u8], replaced: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = self.browser.request(Method::PUT, link.uri()).body(body.to_vec());
        for (name, value) in link.headers() {
            let value = replaced.iter().find(|(other, _)| *other == name).map_or(value, |(_, other)| other);
            // The client writes the true length itself.
            if name != "content-length" {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    async fn exists(&self) -> bool {
        match self.client.head_object().bucket(BUCKET).key(KEY).send().await {
            Ok(_) => true,
            Err(error) => {
                assert!(error.into_service_error().is_not_found());
                false
            }
        }
    }

    async fn put(&self, body: &'static [u8]) {
        let put = self.client.put_object().bucket(BUCKET).key(KEY).body(ByteStream::from_static(body));
        put.content_type("application/pdf").send().await.unwrap();
    }

    async fn content(&self) -> Vec<u8> {
        let got = self.client.get_object().bucket(BUCKET).key(KEY).send().await.unwrap();
        got.body.collect().await.unwrap().to_vec()
    }
}

#[tokio::test]
async fn a_bound_upload_link_takes_what_it_was_made_for() {
    let s3 = start();
    let link = s3.upload_link(minutes(5)).await;
    let signed: Vec<_> = link.headers().map(|(name, _)| name).collect();
    for name in ["content-length", "content-type", "x-amz-checksum-sha256"] {
        assert!(signed.contains(&name), "{name} is not bound: {signed:?}");
    }
    assert_eq!(s3.upload(&link, CONTENT, &[]).await.0, StatusCode::OK);

    let head =
        s3.client.head_object().bucket(BUCKET).key(KEY).checksum_mode(ChecksumMode::Enabled).send().await.unwrap();
    assert_eq!(head.content_length(), i64::try_from(CONTENT.len()).ok());
    assert_eq!(head.content_type(), Some("application/pdf"));
    assert_eq!(head.checksum_sha256(), Some(sha256(CONTENT).as_str()));
    let plain = s3.client.head_object().bucket(BUCKET).key(KEY).send().await.unwrap();
    assert_eq!(plain.checksum_sha256(), None, "S3 shows checksums only when asked");
}

#[tokio::test]
async fn a_bound_upload_link_refuses_anything_else() {
    let s3 = start();
    let link = s3.upload_link(minutes(5)).await;
    let mut other = CONTENT.to_vec();
    other[9] ^= 1;

    let (status, body) = s3.upload(&link, &other, &[]).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    assert!(body.contains("<Code>BadDigest</Code>"), "{body}");

    let own = sha256(&other);
    let refused = [
        ("longer", s3.upload(&link, b"%PDF-1.7 twenty-four bits and more", &[]).await),
        ("shorter", s3.upload(&link, b"%PDF", &[]).await),
        ("another type", s3.upload(&link, CONTENT, &[("content-type", "text/html")]).await),
        ("another checksum", s3.upload(&link, &other, &[("x-amz-checksum-sha256", &own)]).await),
    ];
    for (what, (status, body)) in refused {
        assert_eq!(status, StatusCode::FORBIDDEN, "{what}: {body}");
        assert!(body.contains("<Code>SignatureDoesNotMatch</Code>"), "{what}: {body}");
    }
    assert!(!s3.exists().await, "a refused upload left something behind");
}

#[tokio::test]
async fn a_header_that_was_not_signed_is_refused() {
    let s3 = start();
    s3.put(b"another").await;
    let copy = format!("/{BUCKET}/{KEY}");
    let put = s3.client.put_object().bucket(BUCKET).key("uploads/own").presigned(minutes(5)).await.unwrap();
    let get = s3.client.get_object().bucket(BUCKET).key(KEY).presigned(minutes(5)).await.unwrap();
    for (method, link) in [(Method::PUT, &put), (Method::GET, &get)] {
        for (name, value) in [("x-amz-copy-source", copy.as_str()), ("X-Amz-Acl", "public-read"), ("x-amz-new", "1")] {
            let answer = s3.browser.request(method.clone(), link.uri()).header(name, value).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {name}");
            let body = answer.text().await.unwrap();
            assert!(body.contains("<Code>AccessDenied</Code>") && body.contains("not signed"), "{body}");
        }
    }
    assert_eq!(s3.browser.get(get.uri()).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_refused_upload_leaves_the_object_as_it_was() {
    let s3 = start();
    s3.put(b"the first").await;
    let link = s3.upload_link(minutes(5)).await;
    let mut other = CONTENT.to_vec();
    other[9] ^= 1;
    assert_eq!(s3.upload(&link, &other, &[]).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(s3.content().await, b"the first");
}

#[tokio::test]
async fn a_link_past_its_time_is_refused() {
    let s3 = start();
    let past = PresigningConfig::builder()
        .start_time(SystemTime::now() - Duration::from_mins(2))
        .expires_in(Duration::from_mins(1))
        .build()
        .unwrap();
    let (status, body) = s3.upload(&s3.upload_link(past.clone()).await, CONTENT, &[]).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("<Code>AccessDenied</Code>") && body.contains("expired"), "{body}");

    s3.put(CONTENT).await;
    let link = s3.client.get_object().bucket(BUCKET).key(KEY).presigned(past).await.unwrap();
    assert_eq!(s3.browser.get(link.uri()).send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_download_link_names_the_file_and_serves_ranges() {
    let s3 = start();
    s3.put(CONTENT).await;
    let disposition = "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf";
    let get = s3.client.get_object().bucket(BUCKET).key(KEY).response_content_disposition(disposition);
    let link = get.presigned(minutes(1)).await.unwrap();

    let answer = s3.browser.get(link.uri()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-disposition"], disposition);
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.bytes().await.unwrap(), CONTENT);

    let part = s3.browser.get(link.uri()).header("range", "bytes=5-8").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()["content-range"], format!("bytes 5-8/{}", CONTENT.len()));
    assert_eq!(part.bytes().await.unwrap(), &CONTENT[5..=8]);

    let changed = link.uri().replace("report.pdf", "report.exe");
    assert_eq!(s3.browser.get(changed).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let unsigned = format!("{}/{BUCKET}/{KEY}", s3.server.url());
    assert_eq!(s3.browser.get(unsigned).send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_sdk_can_put_get_list_copy_and_delete() {
    let s3 = start();
    s3.put(b"first").await;
    assert_eq!(s3.content().await, b"first");
    let copy = s3.client.copy_object().bucket(BUCKET).key("files/copy").copy_source(format!("{BUCKET}/{KEY}"));
    copy.send().await.unwrap();
    let listed = s3.client.list_objects_v2().bucket(BUCKET).prefix("files/").send().await.unwrap();
    assert_eq!(listed.contents().iter().map(|object| object.key().unwrap()).collect::<Vec<_>>(), ["files/copy"]);
    s3.client.delete_object().bucket(BUCKET).key(KEY).send().await.unwrap();
    assert!(!s3.exists().await);
    let missing = s3.client.get_object().bucket(BUCKET).key(KEY).send().await.unwrap_err();
    assert!(missing.into_service_error().is_no_such_key());
    s3.client.delete_object().bucket(BUCKET).key(KEY).send().await.unwrap();
}

#[tokio::test]
async fn a_streamed_put_with_its_checksum_behind_the_body_arrives_whole() {
    let s3 = start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large");
    let large = vec![7_u8; 300_000];
    std::fs::write(&file, &large).unwrap();
    let body = ByteStream::from_path(&file).await.unwrap();
    s3.client.put_object().bucket(BUCKET).key(KEY).body(body).send().await.unwrap();
    assert_eq!(s3.content().await, large);
}

#[tokio::test]
async fn of_many_conditional_creates_one_wins() {
    let s3 = start();
    let attempts = (0..8_u8).map(|number| {
        let put = s3.client.put_object().bucket(BUCKET).key(KEY).if_none_match("*");
        put.body(ByteStream::from(vec![number; 4])).send()
    });
    let outcomes = futures::future::join_all(attempts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let etag = outcomes.into_iter().find_map(Result::ok).unwrap().e_tag.unwrap();
    let swap = |etag: &str| {
        let put = s3.client.put_object().bucket(BUCKET).key(KEY).if_match(etag);
        put.body(ByteStream::from_static(b"next")).send()
    };
    swap(&etag).await.unwrap();
    let stale = swap(&etag).await.unwrap_err();
    assert_eq!(stale.raw_response().unwrap().status().as_u16(), 412);
}

#[tokio::test]
async fn tags_are_kept_and_end_with_the_object() {
    let s3 = start();
    let tag = |key: &str, value: &str| Tag::builder().key(key).value(value).build().unwrap();
    let put = s3.client.put_object().bucket(BUCKET).key(KEY).tagging("state=pending&note=a%20b");
    put.body(ByteStream::from_static(CONTENT)).send().await.unwrap();
    let read = || s3.client.get_object_tagging().bucket(BUCKET).key(KEY).send();
    assert_eq!(read().await.unwrap().tag_set, [tag("state", "pending"), tag("note", "a b")]);

    let ready = Tagging::builder().tag_set(tag("state", "ready")).build().unwrap();
    let change = || s3.client.put_object_tagging().bucket(BUCKET).key(KEY).tagging(ready.clone()).send();
    change().await.unwrap();
    assert_eq!(read().await.unwrap().tag_set, [tag("state", "ready")]);

    s3.client.delete_object().bucket(BUCKET).key(KEY).send().await.unwrap();
    assert!(read().await.is_err());
    assert!(change().await.is_err());
    s3.put(CONTENT).await;
    assert!(read().await.unwrap().tag_set.is_empty());
}

#[tokio::test]
async fn the_portal_may_upload_from_any_loopback_origin_only() {
    let s3 = start();
    let preflight = |origin: &'static str| {
        let url = format!("{}/{BUCKET}/{KEY}", s3.server.url());
        s3.browser
            .request(Method::OPTIONS, url)
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "content-type,x-amz-checksum-sha256")
            .send()
    };
    for origin in ["http://localhost:8080", "http://127.0.0.1:5173"] {
        let answer = preflight(origin).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["access-control-allow-origin"], origin);
        assert_eq!(answer.headers()["access-control-allow-methods"], "GET,PUT,HEAD");
        assert_eq!(answer.headers()["access-control-allow-headers"], "*");
    }
    let elsewhere = preflight("https://example.com").await.unwrap();
    assert!(!elsewhere.headers().contains_key("access-control-allow-origin"));

    let link = s3.upload_link(minutes(5)).await;
    let mut put = s3.browser.put(link.uri()).body(CONTENT).header("origin", "http://localhost:8080");
    for (name, value) in link.headers().filter(|(name, _)| *name != "content-length") {
        put = put.header(name, value);
    }
    let answer = put.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["access-control-expose-headers"], "etag");
    assert!(answer.headers().contains_key("etag"));
}
