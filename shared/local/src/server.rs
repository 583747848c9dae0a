//! The dev server: every stand-in and the gateway in one process, started together and stopped together.
//!
//! It knows no endpoint. The caller's *wiring* receives the services once they run and gives back the endpoints,
//! the sweep that does what is due, and who can sign in.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use futures::future::BoxFuture;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};

use crate::dynamo::{self, Door, Dynamo};
use crate::gateway::{Gateway, GatewayOptions, GatewayRoute};
use crate::mailbox::{self, Mailbox};
use crate::net::{self, Running};
use crate::s3::S3;
use crate::state::{DataFolder, DevState, Endpoints, Login};

/// Bucket of all files.
pub const BUCKET: &str = "portico-files";

const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// Longest time that a sweep may run on when the server stops. It may be cut off anywhere, as a function may be.
const SWEEP_ENDS_WITHIN: Duration = Duration::from_millis(800);

/// Options of a dev server.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Port of the portal and the API; the services take the three after it. 0 lets the system choose all.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Port of the mailbox, if not the one after --port.
    #[arg(long)]
    pub mailbox_port: Option<u16>,
    /// Port of the database, if not the second after --port.
    #[arg(long)]
    pub dynamodb_port: Option<u16>,
    /// Port of the file store, if not the third after --port.
    #[arg(long)]
    pub s3_port: Option<u16>,
    /// Folder the data is kept in.
    #[arg(long, value_name = "DIR", default_value = ".local/data")]
    pub data: PathBuf,
    /// Empty the data folder first.
    #[arg(long)]
    pub reset: bool,
    /// Megabytes that must be free on its disk for the server to start.
    #[arg(long, value_name = "MB", default_value_t = 200)]
    pub least_free: u64,
    /// Folder of the built portal.
    #[arg(long, value_name = "DIR", default_value = "portal/dist")]
    pub portal: PathBuf,
    /// File that tells tools where the server is.
    #[arg(long, value_name = "FILE", default_value = ".local/dev.json")]
    pub state: PathBuf,
    /// Print nothing but failures.
    #[arg(long)]
    pub quiet: bool,
}

/// Services that run, for the wiring of the endpoints.
#[derive(Debug, Clone)]
pub struct Services {
    /// Base URL of the portal and the API.
    pub base_url: String,
    /// Endpoint URLs for the SDK clients; keys and region are the constants of this crate.
    pub endpoints: Endpoints,
    /// The bucket, which exists.
    pub bucket: &'static str,
    /// The folder for the search index, which exists.
    pub search_folder: PathBuf,
    /// Whether there is no data yet: no table, no object.
    pub fresh: bool,
}

/// Function that does everything that is due. It is called every second, never while it still runs.
pub type Sweep = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// Application that the wiring returns.
pub struct App {
    /// The endpoints.
    pub routes: Vec<GatewayRoute>,
    /// Function that does everything that is due.
    pub sweep: Sweep,
    /// People who can sign in.
    pub logins: Vec<Login>,
    /// Function that receives the answers to mails, if they are read.
    pub receive: Option<mailbox::Receive>,
}

/// A running dev server.
pub struct Server {
    state: DevState,
    state_file: PathBuf,
    gateway: Running,
    sweeper: Sweeper,
    services: Started,
}

/// Stand-ins, and the folder that they hold.
struct Started {
    mailbox: Mailbox,
    dynamo: Dynamo,
    door: Door,
    s3: S3,
    folder: DataFolder,
}

struct Ports {
    gateway: TcpListener,
    mailbox: TcpListener,
    dynamodb: TcpListener,
    s3: TcpListener,
}

impl Server {
    /// Starts everything. If a port is in use or the data folder is unavailable, fails with one sentence before any
    /// data is touched.
    pub async fn start<W, F>(options: &Options, wire: W) -> Result<Self>
    where
        W: FnOnce(Services) -> F,
        F: Future<Output = Result<App>>,
    {
        let ports = Ports::take(options)?;
        let folder = DataFolder::open(&options.data, options.reset, options.least_free)?;
        let base_url = format!("http://{}", ports.gateway.local_addr()?);
        let services = Started::start(ports.mailbox, ports.dynamodb, ports.s3, folder)?;
        let endpoints = Endpoints { dynamodb: services.door.url(), s3: services.s3.url(), ses: services.mailbox.url() };
        let app = wire(Services {
            base_url: base_url.clone(),
            // The endpoints do not need the door.
            endpoints: Endpoints { dynamodb: services.dynamo.url(), ..endpoints.clone() },
            bucket: BUCKET,
            search_folder: services.folder.search(),
            fresh: services.folder.fresh(),
        });
        let App { routes, sweep, logins, receive } = app.await?;
        if let Some(receive) = receive {
            services.mailbox.receive_by(receive);
        }
        let portal = options.portal.join("index.html").is_file().then(|| options.portal.clone());
        let gateway = Gateway::new(routes, &GatewayOptions { portal, files_url: services.s3.url() })?;
        let state = DevState { base_url, mailbox_url: services.mailbox.url(), endpoints, logins };
        let gateway = gateway.serve(ports.gateway)?;
        let sweeper = Sweeper::start(sweep);
        state.write(&options.state)?;
        Ok(Self { state, state_file: options.state.clone(), gateway, sweeper, services })
    }

    /// State of the server, as tools read it.
    pub fn state(&self) -> &DevState {
        &self.state
    }

    /// Stops everything, the gateway first, within two seconds.
    pub async fn stop(self) {
        self.state.withdraw(&self.state_file);
        tokio::join!(self.gateway.stop(), self.sweeper.stop());
        self.services.stop().await;
    }
}

/// Runs a dev server until Ctrl-C or SIGTERM.
pub async fn run<W, F>(options: Options, wire: W) -> Result<()>
where
    W: FnOnce(Services) -> F,
    F: Future<Output = Result<App>>,
{
    let mut stop = std::pin::pin!(stop_signal()?);
    let server = tokio::select! {
        // Seeding may take a while and may be interrupted.
        () = &mut stop => return Ok(()),
        server = Server::start(&options, wire) => server?,
    };
    if !options.quiet {
        announce(server.state(), options.portal.join("index.html").is_file())?;
    }
    stop.await;
    server.stop().await;
    Ok(())
}

impl Ports {
    /// Takes all ports or none, so that a server never starts by half.
    fn take(options: &Options) -> Result<Self> {
        let after = |offset: u16, option: &str| match options.port {
            0 => Ok(0),
            port => port.checked_add(offset).ok_or_else(|| anyhow!("there is no port after {port}; choose {option}")),
        };
        let port = |given: Option<u16>, offset: u16, option| given.map_or_else(|| after(offset, option), Ok);
        Ok(Self {
            gateway: take(options.port, "the portal", "--port")?,
            mailbox: take(port(options.mailbox_port, 1, "--mailbox-port")?, "the mailbox", "--mailbox-port")?,
            dynamodb: take(port(options.dynamodb_port, 2, "--dynamodb-port")?, "the database", "--dynamodb-port")?,
            s3: take(port(options.s3_port, 3, "--s3-port")?, "the file store", "--s3-port")?,
        })
    }
}

fn take(port: u16, what: &str, option: &str) -> Result<TcpListener> {
    net::listen(port).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow!("port {port}, for {what}, is in use; stop what uses it, or choose another with {option}")
        }
        _ => anyhow!("port {port}, for {what}, cannot be used ({error}); choose another with {option}"),
    })
}

impl Started {
    fn start(mailbox: TcpListener, dynamodb: TcpListener, s3: TcpListener, folder: DataFolder) -> Result<Self> {
        // The database lets in any page that finds it.
        let inside = net::listen_unguessable(0).context("the database has no address")?;
        let dynamo = Dynamo::start(inside, dynamo::Storage::Folder(&folder.dynamodb()))?;
        Ok(Self {
            mailbox: Mailbox::start(mailbox, mailbox::Storage::Folder(&folder.mail()))?,
            door: Door::open(dynamodb, &dynamo)?,
            dynamo,
            s3: S3::start(s3, &folder.s3(), BUCKET)?,
            folder,
        })
    }

    async fn stop(self) {
        tokio::join!(self.mailbox.stop(), self.door.stop(), self.dynamo.stop(), self.s3.stop());
        // Only now may another server have the folder.
        drop(self.folder);
    }
}

struct Sweeper {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Sweeper {
    fn start(sweep: Sweep) -> Self {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let mut ticks = tokio::time::interval_at(Instant::now() + SWEEP_EVERY, SWEEP_EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    // An error means the server itself is gone.
                    _ = stopped.changed() => return,
                    _ = ticks.tick() => {}
                }
                // A task of its own, so that a panic ends one sweep and not all of them.
                if let Err(error) = tokio::spawn(sweep()).await {
                    tracing::error!(%error, "the sweep failed");
                }
            }
        });
        Self { stop, task }
    }

    async fn stop(self) {
        // An error means it has already ended.
        let _ = self.stop.send(true);
        let abort = self.task.abort_handle();
        if tokio::time::timeout(SWEEP_ENDS_WITHIN, self.task).await.is_err() {
            abort.abort();
        }
    }
}

/// Resolves when the process is asked to stop.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for Ctrl-C")?;
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn announce(state: &DevState, portal: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let note = if portal { "" } else { "  (not built; the API is under /v1)" };
    writeln!(out, "\nPortico   {}{note}\nMailbox   {}", state.base_url, state.mailbox_url)?;
    writeln!(out, "Services  DynamoDB {}, S3 {}", state.endpoints.dynamodb, state.endpoints.s3)?;
    let width = state.logins.iter().map(|login| login.email.len()).max().unwrap_or_default();
    if width > 0 {
        writeln!(out, "\nSign in as")?;
    }
    for Login { face, role, name, email, password } in &state.logins {
        writeln!(out, "  {face:<9} {role:<14} {email:<width$}  {password}  ({name})")?;
    }
    writeln!(out, "\nCtrl-C stops it.")?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests;
