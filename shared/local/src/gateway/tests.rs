//! Tests of the input of an endpoint and of the answer to a client, in process and over a socket.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderName;
use lambda_http::{Body as FunctionBody, RequestExt, RequestPayloadExt, request::RequestContext};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

type FunctionAnswer = lambda_http::Response<FunctionBody>;

fn route<F, A>(method: Method, path: &'static str, operation: &'static str, endpoint: F) -> GatewayRoute
where
    F: Fn(lambda_http::Request) -> A + Send + Sync + 'static,
    A: Future<Output = FunctionAnswer> + Send + 'static,
{
    GatewayRoute { method, path, operation, handler: Arc::new(move |request| Box::pin(endpoint(request))) }
}

fn json_answer(value: &Value) -> FunctionAnswer {
    let body = FunctionBody::Text(value.to_string());
    Response::builder().header("content-type", "application/json").body(body).unwrap()
}

/// Answers with the request that it was given.
async fn echo(request: lambda_http::Request) -> FunctionAnswer {
    let headers: serde_json::Map<_, _> =
        request.headers().iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect();
    let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else { panic!("not payload 2.0") };
    let (kind, body) = match request.body() {
        FunctionBody::Empty => ("empty", Vec::new()),
        FunctionBody::Text(text) => ("text", text.clone().into_bytes()),
        FunctionBody::Binary(bytes) => ("binary", bytes.clone()),
        _ => panic!("another kind of body"),
    };
    let query = request.query_string_parameters();
    let tags: Vec<_> = query.all("tag").unwrap_or_default();
    json_answer(&json!({
        "method": request.method().as_str(),
        "path": request.raw_http_path(),
        "uri": request.uri().to_string(),
        "id": request.path_parameters().first("id"),
        "tags": tags,
        "headers": headers,
        "context": context,
        "function": request.lambda_context().env_config.function_name,
        "body_kind": kind,
        "body": body,
    }))
}

async fn cookies(_: lambda_http::Request) -> FunctionAnswer {
    Response::builder()
        .status(201)
        .header("set-cookie", "a=1; Path=/")
        .header("set-cookie", "b=2; Path=/")
        .header("vary", "accept")
        .header("vary", "origin")
        .header("content-length", "999")
        .header("content-type", "application/pdf")
        .header("content-security-policy", "sandbox")
        .body(FunctionBody::Binary(vec![0, 159, 146, 150]))
        .unwrap()
}

fn gateway_with(portal: Option<PathBuf>) -> Gateway {
    let routes = vec![
        route(Method::GET, "/v1/tickets/{id}", "get_ticket", echo),
        route(Method::POST, "/v1/tickets", "create_ticket", echo),
        route(Method::POST, "/v1/size", "size", |request| async move { json_answer(&json!(request.body().len())) }),
        route(Method::POST, "/v1/session", "create_session", cookies),
        route(Method::GET, "/v1/broken", "break", |_| async { panic!("secret internals") }),
        route(Method::GET, "/v1/huge", "huge", |_| async {
            Response::new(FunctionBody::Text("x".repeat(intake::LARGEST_BODY + 1)))
        }),
    ];
    let options = GatewayOptions { portal, files_url: "http://127.0.0.1:8083".to_owned() };
    Gateway::new(routes, &options).unwrap()
}

fn gateway() -> Gateway {
    gateway_with(None)
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn read(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap()
}

fn assert_problem(answer: &Response<Bytes>, status: u16, code: &str) {
    assert_eq!(answer.status().as_u16(), status);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem = read(answer);
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    assert_eq!(problem["request_id"], answer.headers()["x-request-id"].to_str().unwrap());
    for member in ["type", "title", "detail", "instance"] {
        assert!(problem[member].is_string(), "{member} is missing");
    }
}

#[tokio::test]
async fn an_endpoint_is_given_the_event_of_payload_2() {
    let given = headers(&[
        ("host", "localhost:8080"),
        ("user-agent", "tests/1"),
        ("accept-language", "de"),
        ("accept-language", "en"),
        ("cookie", "a=1; b=2"),
        ("cookie", "c=3"),
        ("connection", "keep-alive"),
    ]);
    let answer = gateway().call(Method::GET, "/v1/tickets/a%20b?tag=x&tag=y%2Cz&q=1+1", given, "").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let seen = read(&answer);
    assert_eq!(seen["method"], "GET");
    assert_eq!(seen["path"], "/v1/tickets/a%20b");
    assert_eq!(seen["uri"], "http://localhost:8080/v1/tickets/a%20b?tag=x&tag=y%2Cz&q=1+1");
    assert_eq!(seen["id"], "a b");
    assert_eq!(seen["tags"], json!(["x", "y,z"]));
    assert_eq!(seen["headers"]["accept-language"], "de,en");
    assert_eq!(seen["headers"]["cookie"], "a=1; b=2; c=3");
    assert_eq!(seen["headers"]["x-forwarded-for"], "127.0.0.1");
    assert!(seen["headers"].get("connection").is_none());
    assert_eq!(seen["body_kind"], "empty");
    assert_eq!(seen["function"], "get_ticket");
    let context = &seen["context"];
    assert_eq!(context["routeKey"], "GET /v1/tickets/{id}");
    assert_eq!(context["stage"], "$default");
    assert_eq!(context["http"]["path"], "/v1/tickets/a%20b");
    assert_eq!(context["http"]["sourceIp"], "127.0.0.1");
    assert_eq!(context["http"]["userAgent"], "tests/1");
    assert_eq!(context["domainName"], "localhost:8080");
    assert!(Uuid::parse_str(context["requestId"].as_str().unwrap()).is_ok());
    assert!(context["timeEpoch"].as_i64().unwrap() > 1_700_000_000_000);
}

#[test]
fn the_event_is_written_as_api_gateway_writes_it() {
    let arrival = Arrival {
        request_id: "r-1".to_owned(),
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: 8080,
        method: Method::POST,
        uri: "/v1/tickets/7/replies?a=1&a=2&b=%C3%A9".parse().unwrap(),
        headers: headers(&[("host", "localhost:8080"), ("content-type", "application/json"), ("cookie", "s=1;t=2")]),
    };
    let body = Bytes::from_static(b"{\"text\":\"h\xc3\xa9\"}");
    let parameters = [("id", "7".to_owned())];
    let event = event::Event {
        arrival: &arrival,
        route_path: "/v1/tickets/{id}/replies",
        route_method: &Method::POST,
        parameters: &parameters,
        body: &body,
    };
    let mut json: Value = serde_json::from_str(&event.to_json().unwrap()).unwrap();
    let context = json["requestContext"].take();
    json.as_object_mut().unwrap().remove("requestContext");
    assert_eq!(
        json,
        json!({
            "version": "2.0",
            "routeKey": "POST /v1/tickets/{id}/replies",
            "rawPath": "/v1/tickets/7/replies",
            "rawQueryString": "a=1&a=2&b=%C3%A9",
            "cookies": ["s=1", "t=2"],
            "headers": {
                "content-type": "application/json",
                "host": "localhost:8080",
                "x-forwarded-for": "127.0.0.1",
                "x-forwarded-port": "8080",
                "x-forwarded-proto": "http"
            },
            "queryStringParameters": {"a": "1,2", "b": "é"},
            "pathParameters": {"id": "7"},
            "body": "{\"text\":\"hé\"}",
            "isBase64Encoded": false
        })
    );
    assert_eq!(context["requestId"], "r-1");
    assert_eq!(
        context["http"],
        json!({"method": "POST", "path": "/v1/tickets/7/replies", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": ""})
    );
    // As in `12/Mar/2020:19:03:58 +0000`.
    let time = context["time"].as_str().unwrap();
    assert!(time.len() == 26 && time.ends_with(" +0000") && time.as_bytes()[11] == b':', "{time}");
}

#[tokio::test]
async fn a_body_arrives_as_text_or_as_bytes() {
    let post = async |content_type: &str, body: &'static [u8]| {
        let given = headers(&[("content-type", content_type)]);
        read(&gateway().call(Method::POST, "/v1/tickets", given, body).await)
    };
    let text = post("application/json; charset=utf-8", "{\"é\":1}".as_bytes()).await;
    assert_eq!((&text["body_kind"], &text["body"]), (&json!("text"), &json!("{\"é\":1}".as_bytes())));
    let bytes = post("application/octet-stream", b"plain").await;
    assert_eq!((&bytes["body_kind"], &bytes["body"]), (&json!("binary"), &json!(b"plain")));
    let broken = post("application/json", b"\"\xff\"").await;
    assert_eq!((&broken["body_kind"], &broken["body"]), (&json!("binary"), &json!(b"\"\xff\"")));
}

#[tokio::test]
async fn an_answer_keeps_its_cookies_apart_and_its_bytes() {
    let answer = gateway().call(Method::POST, "/v1/session", HeaderMap::new(), "").await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1; Path=/", "b=2; Path=/"]);
    assert_eq!(answer.headers()["vary"], "accept,origin");
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.body().as_ref(), [0, 159, 146, 150]);
    assert!(!answer.headers().contains_key("content-length"));
}

#[tokio::test]
async fn what_is_not_routed_is_a_problem() {
    let gateway = gateway();
    let unknown = gateway.call(Method::GET, "/v1/unknown?x=1", HeaderMap::new(), "").await;
    assert_problem(&unknown, 404, "route_not_found");
    assert_eq!(read(&unknown)["instance"], "/v1/unknown");
    let method = gateway.call(Method::DELETE, "/v1/tickets/7", HeaderMap::new(), "").await;
    assert_problem(&method, 405, "method_not_allowed");
    assert_eq!(method.headers()["allow"], "GET, HEAD, OPTIONS");
    let options = gateway.call(Method::OPTIONS, "/v1/tickets", HeaderMap::new(), "").await;
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(options.headers()["allow"], "OPTIONS, POST");
    let outside = gateway.call(Method::GET, "/somewhere", HeaderMap::new(), "").await;
    assert_problem(&outside, 404, "route_not_found");
    let header = gateway.call(Method::GET, "/v1/tickets/7", headers(&[("x-name", "é")]), "").await;
    assert_problem(&header, 400, "header_unreadable");
}

#[tokio::test]
async fn what_nothing_behind_the_gateway_could_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<title>Portal</title>").unwrap();
    let gateway = gateway_with(Some(folder.path().to_owned()));
    for path in ["/v1/tickets/", "/v1/tickets/7?x=", "/", "/assets/"] {
        let answer = gateway.call(Method::GET, &format!("{path}{}", "{".repeat(25_000)), HeaderMap::new(), "").await;
        assert_problem(&answer, 414, "address_too_long");
    }
    let braces = format!("/v1/tickets/{}", "{".repeat(8_000));
    assert_eq!(gateway.call(Method::GET, &braces, HeaderMap::new(), "").await.status(), StatusCode::OK);
    let two = headers(&[("host", "localhost"), ("host", "127.0.0.1")]);
    assert_problem(&gateway.call(Method::GET, "/v1/tickets/7", two, "").await, 400, "header_repeated");
    for path in ["/%00", "/assets/%00.js", "/a%0ab", "/%7f"] {
        for accept in ["text/html", "*/*"] {
            let answer = gateway.call(Method::GET, path, headers(&[("accept", accept)]), "").await;
            assert_problem(&answer, 404, "route_not_found");
            let head = gateway.call(Method::HEAD, path, headers(&[("accept", accept)]), "").await;
            assert_eq!(head.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn a_failing_endpoint_tells_nothing_of_its_inside() {
    let gateway = gateway();
    let broken = gateway.call(Method::GET, "/v1/broken", HeaderMap::new(), "").await;
    assert_problem(&broken, 500, "internal");
    assert!(!String::from_utf8_lossy(broken.body()).contains("secret"));
    let huge = gateway.call(Method::GET, "/v1/huge", HeaderMap::new(), "").await;
    assert_problem(&huge, 500, "internal");
    let after = gateway.call(Method::GET, "/v1/tickets/7", HeaderMap::new(), "").await;
    assert_eq!(after.status(), StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_takes_too_long_is_given_up() {
    let stuck = route(Method::GET, "/v1/stuck", "stuck", |_| std::future::pending());
    let gateway = Gateway::new(vec![stuck], &GatewayOptions::default()).unwrap();
    let answer = gateway.call(Method::GET, "/v1/stuck", HeaderMap::new(), "").await;
    assert_problem(&answer, 503, "unavailable");
    assert!(answer.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_it_does_not_set_itself() {
    let gateway = gateway();
    for path in ["/v1/tickets/7", "/v1/unknown"] {
        let answer = gateway.call(Method::GET, path, HeaderMap::new(), "").await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("connect-src 'self' http://127.0.0.1:8083;"), "{policy}");
        for part in ["script-src 'self';", "frame-ancestors 'none';", "require-trusted-types-for 'script';"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
        assert!(answer.headers().contains_key("permissions-policy"));
        assert_eq!(answer.headers()["cross-origin-opener-policy"], "same-origin");
    }
    let own = gateway.call(Method::POST, "/v1/session", HeaderMap::new(), "").await;
    assert_eq!(own.headers()["content-security-policy"], "sandbox");
}

#[tokio::test]
async fn a_head_is_the_get_without_its_body() {
    let gateway = gateway();
    let get = gateway.call(Method::GET, "/v1/unknown", HeaderMap::new(), "").await;
    let head = gateway.call(Method::HEAD, "/v1/unknown", HeaderMap::new(), "").await;
    assert_eq!(head.status(), get.status());
    assert_eq!(head.headers()["content-length"], get.body().len().to_string());
    assert!(head.body().is_empty());
    assert_eq!(gateway.call(Method::HEAD, "/v1/tickets/7", HeaderMap::new(), "").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_portal_is_served_with_its_caching_and_its_routes() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("<!doctype html><title>Portal</title>{}", " ".repeat(500));
    let script = "export const answer = 42;\n".repeat(40);
    std::fs::write(folder.path().join("index.html"), &page).unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    std::fs::write(folder.path().join("assets/app-1a2b.js"), &script).unwrap();
    std::fs::write(folder.path().join("assets/packed-1a2b.js"), "plain").unwrap();
    std::fs::write(folder.path().join("assets/packed-1a2b.js.gz"), "already packed").unwrap();
    let gateway = gateway_with(Some(folder.path().to_owned()));
    let html = || headers(&[("accept", "text/html,application/xhtml+xml")]);

    for path in ["/", "/index.html", "/customer/tickets/7", "/staff?view=queue"] {
        let answer = gateway.call(Method::GET, path, html(), "").await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/html", "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-cache", "{path}");
        assert_eq!(answer.body(), page.as_bytes(), "{path}");
        assert!(answer.headers().contains_key("content-security-policy"));
    }
    let asset = gateway.call(Method::GET, "/assets/app-1a2b.js", headers(&[("accept", "*/*")]), "").await;
    assert_eq!(asset.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(asset.headers()["content-type"], "text/javascript");
    assert_eq!(asset.body(), script.as_bytes());
    let gzip = || headers(&[("accept-encoding", "gzip, br")]);
    let packed = gateway.call(Method::GET, "/assets/app-1a2b.js", gzip(), "").await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert!(packed.body().len() < script.len() / 4);
    let ready = gateway.call(Method::GET, "/assets/packed-1a2b.js", gzip(), "").await;
    assert_eq!(ready.headers()["content-encoding"], "gzip");
    assert_eq!(ready.body(), "already packed");

    assert_problem(&gateway.call(Method::GET, "/assets/gone.js", html(), "").await, 404, "route_not_found");
    assert_problem(&gateway.call(Method::GET, "/logo.svg", HeaderMap::new(), "").await, 404, "route_not_found");
    assert_problem(&gateway.call(Method::GET, "/v1/unknown", html(), "").await, 404, "route_not_found");
    assert_problem(&gateway.call(Method::GET, "/../Cargo.toml", HeaderMap::new(), "").await, 404, "route_not_found");
    let post = gateway.call(Method::POST, "/", html(), "").await;
    assert_problem(&post, 405, "method_not_allowed");
    assert_eq!(post.headers()["allow"], "GET, HEAD");
}

#[tokio::test]
async fn a_body_too_large_is_refused_with_an_answer() {
    let server = gateway().serve(net::listen(0).unwrap()).unwrap();
    let url = format!("{}/v1/size", server.url());
    let client = reqwest::Client::new();
    let fits = vec![b'x'; intake::LARGEST_BODY];
    let answer = client.post(&url).body(fits).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), intake::LARGEST_BODY.to_string());

    for size in [intake::LARGEST_BODY + 1, 30 * 1024 * 1024] {
        let answer = client.post(&url).body(vec![b'x'; size]).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "body_too_large");
    }
    let unknown = format!("{}/v1/unknown", server.url());
    let answer = client.post(&unknown).body(vec![b'x'; 20 * 1024 * 1024]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

/// Sends raw bytes and returns everything that comes back.
async fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_is_counted_when_its_length_is_not_declared() {
    let server = gateway().serve(net::listen(0).unwrap()).unwrap();
    let mut request =
        b"POST /v1/tickets HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_vec();
    let piece = vec![b'x'; 65_536];
    for _ in 0..=intake::LARGEST_BODY / piece.len() {
        request.extend_from_slice(b"10000\r\n");
        request.extend_from_slice(&piece);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    let answer = raw(server.address(), &request).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("body_too_large"), "{answer}");
}

#[tokio::test]
async fn a_client_that_asks_first_is_refused_before_it_sends() {
    let server = gateway().serve(net::listen(0).unwrap()).unwrap();
    let request =
        b"POST /v1/tickets HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n";
    let answer = raw(server.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn only_requests_addressed_to_this_machine_are_answered() {
    let server = gateway().serve(net::listen(0).unwrap()).unwrap();
    let ask = async |host: &str| {
        let request = format!("GET /v1/tickets/7 HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        raw(server.address(), request.as_bytes()).await
    };
    for host in ["localhost", "127.0.0.1:8080", "[::1]:8080"] {
        assert!(ask(host).await.starts_with("HTTP/1.1 200 "), "{host}");
    }
    for host in ["rebound.example.com", "localhost.example.com:8080"] {
        let answer = ask(host).await;
        assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
        assert!(!answer.contains("ticket"), "{host}: {answer}");
    }
    let absolute =
        b"GET http://rebound.example.com/v1/tickets/7 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(raw(server.address(), absolute).await.starts_with("HTTP/1.1 421 "));
}

#[tokio::test]
async fn an_endpoint_runs_on_when_its_client_hangs_up() {
    let finished = Arc::new(AtomicUsize::new(0));
    let (entered, mut entry) = tokio::sync::mpsc::channel::<()>(1);
    let leave = Arc::new(tokio::sync::Notify::new());
    let (count, wait) = (Arc::clone(&finished), Arc::clone(&leave));
    let slow = route(Method::GET, "/v1/slow", "slow", move |_| {
        let (entered, wait, count) = (entered.clone(), Arc::clone(&wait), Arc::clone(&count));
        async move {
            entered.send(()).await.unwrap();
            wait.notified().await;
            count.fetch_add(1, Ordering::SeqCst);
            entered.send(()).await.unwrap();
            Response::new(FunctionBody::Empty)
        }
    });
    let server = Gateway::new(vec![slow], &GatewayOptions::default()).unwrap().serve(net::listen(0).unwrap()).unwrap();
    let mut client = TcpStream::connect(server.address()).await.unwrap();
    client.write_all(b"GET /v1/slow HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    entry.recv().await.unwrap();
    drop(client);
    leave.notify_one();
    entry.recv().await.unwrap();
    assert_eq!(finished.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_json_body_can_be_read_as_a_function_reads_it() {
    let typed = route(Method::POST, "/v1/tickets", "create_ticket", |request| async move {
        json_answer(&request.payload::<Value>().unwrap().unwrap())
    });
    let gateway = Gateway::new(vec![typed], &GatewayOptions::default()).unwrap();
    let given = headers(&[("content-type", "application/json")]);
    let answer = gateway.call(Method::POST, "/v1/tickets", given, r#"{"synopsis":"é"}"#).await;
    assert_eq!(read(&answer), json!({"synopsis": "é"}));
}
