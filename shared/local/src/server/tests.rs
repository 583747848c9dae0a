//! A whole server on free ports, its failures to start, and its end.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;

use super::*;

fn options(folder: &std::path::Path) -> Options {
    Options {
        port: 0,
        mailbox_port: None,
        dynamodb_port: None,
        s3_port: None,
        data: folder.join("data"),
        reset: false,
        least_free: 1,
        portal: folder.join("dist"),
        state: folder.join("dev.json"),
        quiet: true,
    }
}

fn app(sweep: Sweep) -> App {
    let handler = Arc::new(|request: lambda_http::Request| -> BoxFuture<'static, _> {
        Box::pin(async move { lambda_http::Response::new(request.uri().path().to_owned().into()) })
    });
    let route = GatewayRoute { method: Method::GET, path: "/v1/tickets/{id}", operation: "get_ticket", handler };
    let login = Login {
        face: "staff".to_owned(),
        role: "agent".to_owned(),
        name: "Ann".to_owned(),
        email: "ann@xyz.example".to_owned(),
        password: "a long enough password".to_owned(),
    };
    App { routes: vec![route], sweep, logins: vec![login], receive: None }
}

fn idle() -> App {
    app(Arc::new(|| Box::pin(async {})))
}

async fn start(options: &Options) -> Result<Server> {
    Server::start(options, async |_| Ok(idle())).await
}

async fn refused(options: &Options) -> String {
    let message = format!("{:#}", start(options).await.err().expect("it started"));
    assert!(!message.contains('\n'), "{message}");
    message
}

#[tokio::test]
async fn everything_starts_says_where_it_is_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("dist")).unwrap();
    std::fs::write(folder.path().join("dist/index.html"), "<title>Portal</title>").unwrap();
    let options = options(folder.path());
    let server = Server::start(&options, async |services: Services| {
        assert!(services.fresh && services.search_folder.is_dir());
        assert!(services.base_url.starts_with("http://127.0.0.1:"));
        Ok(idle())
    });
    let server = server.await.unwrap();

    let state = DevState::read(&options.state).unwrap();
    assert_eq!(&state, server.state());
    assert_eq!(state.logins.len(), 1);
    let get = async |url: String| reqwest::get(url).await.unwrap().text().await.unwrap();
    assert_eq!(get(format!("{}/v1/tickets/7", state.base_url)).await, "/v1/tickets/7");
    assert_eq!(get(format!("{}/", state.base_url)).await, "<title>Portal</title>");
    assert!(get(state.mailbox_url.clone()).await.contains("Mailbox"));
    assert!(get(state.endpoints.dynamodb.clone()).await.contains("healthy"));
    assert!(get(state.endpoints.s3.clone()).await.contains("AccessDenied"));

    server.stop().await;
    assert!(!options.state.exists());
    for url in [&state.base_url, &state.mailbox_url, &state.endpoints.dynamodb, &state.endpoints.s3] {
        assert!(reqwest::get(url).await.is_err(), "{url} still answers");
    }
    let again = Server::start(&options, async |services: Services| {
        assert!(!services.fresh);
        Ok(idle())
    });
    again.await.unwrap().stop().await;
}

#[tokio::test]
async fn a_port_in_use_names_the_port_and_the_option() {
    let taken = net::listen(0).unwrap();
    let number = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let free = options(folder.path());
    let cases = [
        ("--port", Options { port: number, ..free.clone() }),
        ("--mailbox-port", Options { mailbox_port: Some(number), ..free.clone() }),
        ("--s3-port", Options { s3_port: Some(number), ..free.clone() }),
    ];
    for (option, options) in cases {
        let message = refused(&options).await;
        assert!(
            message.contains(&format!("port {number},")) && message.ends_with(&format!("with {option}")),
            "{message}"
        );
    }
    assert!(!free.data.exists(), "data was touched");
    let last = refused(&Options { port: u16::MAX, ..free }).await;
    assert!(last.contains("65535"), "{last}");
}

#[tokio::test]
async fn a_disk_with_too_little_left_is_refused_before_any_data_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    // More than any disk has.
    let greedy = Options { least_free: 1_000_000_000_000, ..options(folder.path()) };
    let message = refused(&greedy).await;
    assert!(message.contains("MB left and 1000000000000 MB are needed") && message.contains("--data"), "{message}");
    let touched = ["dynamodb", "s3", "mail", "search-2"].map(|name| greedy.data.join(name).exists());
    assert_eq!((touched, greedy.state.exists()), ([false; 4], false));
    // What there is is enough for one that wants less, in the same folder.
    start(&options(folder.path())).await.unwrap().stop().await;
    refused(&Options { reset: true, ..greedy.clone() }).await;
    assert!(greedy.data.join("dynamodb").exists(), "a refused reset has emptied the folder");
}

#[tokio::test]
async fn a_second_server_on_the_same_data_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let first = start(&options).await.unwrap();
    let message = refused(&Options { state: folder.path().join("other.json"), ..options.clone() }).await;
    assert!(message.contains(&format!("in use by process {}", std::process::id())), "{message}");
    first.stop().await;
    start(&options).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_failing_wiring_leaves_nothing_running() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let failed = Server::start(&options, async |_| -> Result<App> { Err(anyhow!("the seed is broken")) }).await;
    assert_eq!(failed.err().unwrap().to_string(), "the seed is broken");
    assert!(!options.state.exists());
    start(&options).await.unwrap().stop().await;
}

#[tokio::test(start_paused = true)]
async fn sweeps_follow_one_another_every_second_and_survive_a_panic() {
    let (began, mut begins) = tokio::sync::mpsc::unbounded_channel();
    let (finish, first_ends) = tokio::sync::watch::channel(false);
    let running = Arc::new(AtomicUsize::new(0));
    let count = Arc::new(AtomicUsize::new(0));
    let sweeper = Sweeper::start(Arc::new(move || {
        let (began, running, mut first_ends) = (began.clone(), Arc::clone(&running), first_ends.clone());
        let number = count.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "two sweeps at once");
            began.send(Instant::now()).unwrap();
            if number == 0 {
                first_ends.wait_for(|ends| *ends).await.unwrap();
            }
            running.fetch_sub(1, Ordering::SeqCst);
            assert_ne!(number, 1, "the second one fails");
        })
    }));
    let start = Instant::now();
    let mut times = vec![(begins.recv().await.unwrap() - start).as_secs()];
    // While one runs, the next waits for it however often its time comes.
    tokio::time::advance(SWEEP_EVERY * 3).await;
    assert!(begins.try_recv().is_err());
    finish.send(true).unwrap();
    for _ in 0..3 {
        times.push((begins.recv().await.unwrap() - start).as_secs());
    }
    assert_eq!(times, [1, 4, 5, 6]);
    sweeper.stop().await;
    assert!(begins.recv().await.is_none());
}
