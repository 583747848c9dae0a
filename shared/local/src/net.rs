//! Listening on the loopback interface, and the life of one server: its address while it runs, how long it waits for a
//! client, its end.
//!
//! Nothing here knows what is served.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;
use tower_http::timeout::TimeoutBody;

/// Longest time that a stopped server may take to finish the requests it is answering.
const STOP_WITHIN: Duration = Duration::from_millis(800);

/// Longest time that a client may take for the head of a request, and for each piece of its body. API Gateway waits 30
/// seconds.
const CLIENT_WITHIN: Duration = Duration::from_secs(30);
/// Pause after a connection could not be taken: there are too many open, and some will end.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens on 127.0.0.1. Port 0 lets the system choose a free one.
///
/// Accepted sockets inherit `TCP_NODELAY` from the listener, which matters: with Nagle's algorithm on, an
/// answer written in two pieces waits 40 ms for the client's delayed acknowledgement.
pub fn listen(port: u16) -> std::io::Result<TcpListener> {
    listen_at(Ipv4Addr::LOCALHOST, port)
}

/// Listens on an address of 127.0.0.0/8 that nobody can guess, or on 127.0.0.1 if the system has no other. It is for a
/// service that looks neither at `Host` nor at `Origin`, and that a page elsewhere must therefore not find.
pub fn listen_unguessable(port: u16) -> std::io::Result<TcpListener> {
    let random = uuid::Uuid::new_v4().into_bytes();
    let somewhere = Ipv4Addr::new(127, random[0], random[1], random[2].clamp(2, 254));
    listen_at(somewhere, port).or_else(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Err(error),
        _ => listen(port),
    })
}

fn listen_at(address: Ipv4Addr, port: u16) -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // Lets a server that was just stopped start again on the same port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.set_nodelay(true)?;
    socket.bind(SocketAddr::from((address, port)))?;
    socket.listen(1024)
}

/// Whether `authority` (`host` or `host:port`) names this machine: `localhost`, 127.0.0.1 or `[::1]`.
///
/// Asked of `Host` and `Origin` headers: a page elsewhere can make its own host name resolve to 127.0.0.1 (DNS
/// rebinding), but it cannot make the browser send another name.
pub fn names_loopback(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, "0"),
    };
    let known = host.eq_ignore_ascii_case("localhost") || host == "127.0.0.1" || host == "[::1]";
    known && port.parse::<u16>().is_ok()
}

/// A server that is running. Dropping it asks the server to stop without waiting for it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// Runs `serve` in the background. The future it returns must end soon after the one it is given does.
    pub fn start<S>(address: SocketAddr, serve: impl FnOnce(StopSignal) -> S) -> Self
    where
        S: Future<Output = ()> + Send + 'static,
    {
        Self::start_on(&Handle::current(), address, serve)
    }

    /// Runs `serve` in the same way, on another runtime than the caller's.
    pub fn start_on<S>(runtime: &Handle, address: SocketAddr, serve: impl FnOnce(StopSignal) -> S) -> Self
    where
        S: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        let task = runtime.spawn(serve(StopSignal(stopped)));
        Self { address, stop, task }
    }

    /// Address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL of the server, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops the server: no new connections, idle ones closed, running requests finished. After a moment, the rest is
    /// abandoned.
    pub async fn stop(self) {
        let Self { stop, mut task, .. } = self;
        // An error means the server has already ended.
        let _ = stop.send(());
        if tokio::time::timeout(STOP_WITHIN, &mut task).await.is_err() {
            task.abort();
        }
    }
}

/// Resolves when the server is to stop.
#[derive(Debug)]
pub struct StopSignal(oneshot::Receiver<()>);

impl StopSignal {
    /// Waits until the server is to stop.
    pub async fn wait(self) {
        // A dropped handle also means stop.
        let _ = self.0.await;
    }
}

/// Serves a router on `listener`, to requests addressed to this machine by a loopback name. Handlers can extract
/// the caller's address with `ConnectInfo<SocketAddr>`.
pub fn serve(listener: TcpListener, router: Router) -> std::io::Result<Running> {
    serve_within(listener, router, CLIENT_WITHIN)
}

/// Serves like [`serve`], with `within` as the limit for the head of a request and for each piece of its body.
fn serve_within(listener: TcpListener, router: Router, within: Duration) -> std::io::Result<Running> {
    let address = listener.local_addr()?;
    let router = router.layer(middleware::from_fn(only_by_loopback_name));
    Ok(Running::start(address, move |stop| accept(listener, router, within, stop)))
}

async fn accept(listener: TcpListener, router: Router, within: Duration, stop: StopSignal) {
    let (stopping, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop.wait());
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = connections.join_next(), if !connections.is_empty() => {}
            taken = listener.accept() => match taken {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, router.clone(), within, stopped.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not taken");
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    drop((listener, stopping));
    while connections.join_next().await.is_some() {}
}

/// Body of a request, each piece of which must come within a time. Its size is the one that the client declared.
struct PromptBody {
    pieces: Pin<Box<TimeoutBody<Incoming>>>,
    left: SizeHint,
}

impl PromptBody {
    fn new(body: Incoming, within: Duration) -> Self {
        let left = body.size_hint();
        Self { pieces: Box::pin(TimeoutBody::new(within, body)), left }
    }
}

impl hyper::body::Body for PromptBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = self.pieces.as_mut().poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(piece) = frame.data_ref()
        {
            let read = piece.len() as u64;
            let mut left = SizeHint::new();
            left.set_lower(self.left.lower().saturating_sub(read));
            if let Some(most) = self.left.upper() {
                left.set_upper(most.saturating_sub(read));
            }
            self.left = left;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.left.exact() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    within: Duration,
    mut stopped: watch::Receiver<()>,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(PromptBody::new(body, within)));
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(within);
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        // An error means that the server stops.
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection broke");
    }
}

/// Refuses other host names before anything else, so that a page whose own name resolves here learns nothing.
async fn only_by_loopback_name(request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(HOST).iter().peekable();
    let target = request.uri().authority().map(Authority::as_str);
    let known = hosts.peek().is_some() && hosts.all(|host| host.to_str().is_ok_and(names_loopback));
    if known && target.is_none_or(names_loopback) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn accepted_sockets_send_at_once() {
        let listener = listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let (accepted, client) = tokio::join!(listener.accept(), tokio::net::TcpStream::connect(address));
        client.unwrap();
        assert!(accepted.unwrap().0.nodelay().unwrap());
        assert!(address.ip().is_loopback());
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for name in ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"] {
            assert!(names_loopback(name), "{name}");
        }
        for name in
            ["", "example.com", "localhost.example.com", "127.0.0.1.nip.io:80", "localhost:x", "user@localhost", "::1"]
        {
            assert!(!names_loopback(name), "{name}");
        }
    }

    #[tokio::test]
    async fn half_a_request_does_not_stay_open() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let takes = |body: axum::body::Bytes| async move { body.len().to_string() };
        let router = Router::new().route("/", axum::routing::post(takes));
        let server = serve_within(listen(0).unwrap(), router, Duration::from_millis(200)).unwrap();
        for half in [
            "",
            "POST / HTTP/1.1\r\nhost: localhost\r\n",
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf",
        ] {
            let mut client = TcpStream::connect(server.address()).await.unwrap();
            client.write_all(half.as_bytes()).await.unwrap();
            let mut answer = String::new();
            let ended = tokio::time::timeout(Duration::from_secs(20), client.read_to_string(&mut answer)).await;
            ended.expect("it stayed open").unwrap();
            assert!(!answer.contains(" 200 "), "{half:?}: {answer}");
        }
        let whole = reqwest::Client::new().post(server.url()).body("whole").send().await.unwrap();
        assert_eq!(whole.text().await.unwrap(), "5");
    }

    #[tokio::test]
    async fn a_port_in_use_is_refused() {
        let first = listen(0).unwrap();
        let error = listen(first.local_addr().unwrap().port()).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    }

    #[tokio::test]
    async fn a_stopped_server_frees_its_port_even_with_an_idle_connection() {
        let router = Router::new().route("/", axum::routing::get(|| async { "here" }));
        let server = serve(listen(0).unwrap(), router).unwrap();
        let port = server.address().port();
        let client = reqwest::Client::new();
        let answer = client.get(server.url()).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap(), "here");
        server.stop().await;
        assert!(client.get(format!("http://127.0.0.1:{port}")).send().await.is_err());
        listen(port).unwrap();
    }
}
