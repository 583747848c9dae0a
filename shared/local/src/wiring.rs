//! Wiring of the endpoints, as they are deployed, to the stand-ins of this machine.

use crate::gateway::GatewayRoute;
use crate::receipt::{INBOUND_DOMAIN, Receipt};
use crate::seed::{self, Source};
use crate::server::{App, Services};
use crate::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};
use anyhow::{Context, Result, anyhow};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use portico_aws::dynamo::Dynamo;
use portico_aws::{Aws, Config, Endpoints, FromEnv, Keys, Provider, S3, Ses, StaticKey};
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::fault::chain;
use portico_domain::ports::EveryPort;
use portico_domain::settings::Versioned;
use portico_domain::signing::{KeySet, PublicHalf};
use portico_http::Route;
use portico_http::hash::{random_secret, sha256_hex};
use portico_jobs::run::Runner;
use portico_search::tantivy::TantivyWriter;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Portico with every part, as the dev server and the tests run it: the deployed adapters against stand-ins.
pub type Store = Aws<S3, TantivyWriter, Ses, Provider<StaticKey>>;

/// File, next to the folder of the search index, with the secrets that the identity provider knows this portal by: a
/// JSON object of names and secrets.
pub const PROVIDER_SECRETS: &str = "provider-secrets.json";

/// Name of the one table.
pub const TABLE: &str = "portico";

/// Every endpoint of every area.
pub fn routes<S: EveryPort>(store: &'static S) -> Vec<Route> {
    [
        portico_auth::routes(store),
        portico_profile::routes(store),
        portico_tickets::routes(store),
        portico_files::routes(store),
        portico_knowledge::routes(store),
        portico_touches::routes(store),
        portico_people::routes(store),
        portico_accounts::routes(store),
        portico_settings::routes(store),
        portico_imports::routes(store),
        portico_jobs::routes(store),
    ]
    .concat()
}

/// Returns every endpoint of every area as a route of the gateway.
pub fn gateway_routes<S: EveryPort>(store: &'static S) -> Vec<GatewayRoute> {
    let route = |route: Route| GatewayRoute {
        method: route.endpoint.method.clone(),
        path: route.endpoint.path,
        operation: route.endpoint.operation,
        handler: route.handler,
    };
    routes(store).into_iter().map(route).collect()
}

/// Returns the configuration of the adapters on this machine.
pub fn config(services: &Services) -> Config {
    let keys = Keys { id: ACCESS_KEY_ID.into(), secret: SECRET_ACCESS_KEY.into(), session_token: None };
    Config {
        endpoints: Endpoints {
            dynamodb: Some(services.endpoints.dynamodb.clone()),
            s3: Some(services.endpoints.s3.clone()),
            ses: Some(services.endpoints.ses.clone()),
            secrets: None,
        },
        table: Some(TABLE.into()),
        bucket: Some(services.bucket.into()),
        mail_from: Some("XYZ Co. <support@xyz.example>".into()),
        ..Config::new(REGION, keys)
    }
}

/// Keys of one data folder, made when the folder is new.
#[derive(Serialize, Deserialize)]
struct LocalKeys {
    kid: String,
    pkcs8: String,
    public: String,
    sealing: String,
}

impl LocalKeys {
    fn make() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| anyhow!("a signing key could not be made"))?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| anyhow!("a signing key could not be written"))?;
        let public = pair.public_key().as_ref();
        Ok(Self {
            kid: sha256_hex(public)[..16].to_owned(),
            pkcs8: STANDARD.encode(pkcs8.as_ref()),
            public: URL_SAFE_NO_PAD.encode(public),
            sealing: random_secret().ok_or_else(|| anyhow!("no randomness"))?,
        })
    }

    /// Returns the keys in `file`, or puts new ones there.
    fn kept(file: &Path) -> Result<Self> {
        if let Ok(text) = std::fs::read_to_string(file) {
            return serde_json::from_str(&text)
                .with_context(|| format!("{} cannot be read; --reset makes new data", file.display()));
        }
        let made = Self::make()?;
        std::fs::write(file, serde_json::to_string(&made)?)
            .with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(made)
    }

    /// Returns the public half as a key set.
    fn key_set(&self) -> KeySet {
        KeySet::default().with(PublicHalf::ed25519(&*self.kid, self.public.clone()))
    }
}

/// Largest age of demo data that is still good, in days.
const DEMO_DAYS: i64 = 28;

/// Returns the age in days of the folder with this mark, if that is longer than the demo data is good for. Data that a
/// person has added since is theirs: nothing is filled again unless they say so.
fn demo_age(complete: &Path, now: jiff::Timestamp) -> Option<i64> {
    let written = std::fs::read_to_string(complete).ok()?;
    // A mark of an earlier version is empty.
    let filled =
        written.parse().ok().or_else(|| jiff::Timestamp::try_from(complete.metadata().ok()?.modified().ok()?).ok());
    let days = now.duration_since(filled?).as_hours() / 24;
    (days > DEMO_DAYS).then_some(days)
}

/// Returns the store on running services, with a table, keys and, if the data is new, the data of `source`.
pub async fn store(services: &Services, source: Option<&Source>) -> Result<&'static Store> {
    let config = config(services);
    let keys = LocalKeys::kept(&services.search_folder.with_file_name("keys.json"))?;
    let pkcs8 = STANDARD.decode(&keys.pkcs8).context("the signing key cannot be read")?;
    // Left in place when another data folder set one before, as in tests: cursors outlive no process.
    portico_http::call::set_sealing_key(&keys.sealing).map_err(|failure| anyhow!(failure))?;
    let dynamo = Dynamo::from_config(&config)?;
    let search = TantivyWriter::open_or_renew(&services.search_folder).map_err(|failure| anyhow!("{failure}"))?;
    let store = Aws::records(dynamo)
        .with_files(S3::from_config(&config)?)
        .with_search(search)
        .with_mail(Ses::from_config(&config)?)
        .with_key(Provider::with_secrets_in(
            services.search_folder.with_file_name(PROVIDER_SECRETS),
            &config,
            StaticKey::new(keys.kid.clone(), pkcs8),
        )?);
    // One for the life of the process, as a function's is.
    let store: &'static Store = Box::leak(Box::new(store));
    let complete = services.search_folder.with_file_name("complete");
    let filled = !services.fresh && complete.exists();
    if let Some(days) = demo_age(&complete, jiff::Timestamp::now()).filter(|_| filled && source.is_some()) {
        tracing::warn!("the demo data is {days} days old, and its support contracts end; --reset makes it anew");
    }
    if !filled {
        // A start that failed before it began to fill has left nothing behind.
        let filling = complete.with_file_name("filling");
        if !services.fresh && filling.exists() {
            let folder = complete.parent().unwrap_or(Path::new(".")).display();
            anyhow::bail!("filling {folder} was cut short; start with --reset to fill it anew");
        }
        std::fs::write(&filling, "").with_context(|| format!("{} cannot be written", filling.display()))?;
        // An earlier filling may have left the mark; this filling must not count as complete before it is.
        let _ = std::fs::remove_file(&complete);
        let made = store.dynamo().create_table().await;
        made.map_err(|failure| anyhow!("{failure}; if filling was cut short, start with --reset"))?;
        let act = ActionContext {
            caller: Caller::system(),
            action: Action::RunJob,
            now: jiff::Timestamp::now(),
            request_id: "set-up".into(),
            ids: IdGenerator(Arc::new(Uuid::now_v7)),
        };
        let write = Write::create(&Versioned { version: 1, section: keys.key_set() });
        store.commit(Change::new(act.touch(None, None)).write(write)).await.map_err(|failure| anyhow!("{failure}"))?;
        if let Some(source) = source {
            let seeded = seed::load(store, source).await?;
            tracing::info!(?seeded, "seeded");
        }
        std::fs::write(&complete, jiff::Timestamp::now().to_string())
            .with_context(|| format!("{} cannot be written", complete.display()))?;
        let _ = std::fs::remove_file(&filling);
    }
    Ok(store)
}

/// Returns the dev server's endpoints, sweep and logins.
pub async fn app(services: Services, seed: &Path) -> Result<App> {
    let source = Source::read(seed)?;
    let store = store(&services, Some(&source)).await?;
    let runner = Runner::new(store, services.base_url.clone()).with_answers_at(Some(INBOUND_DOMAIN.into()));
    let receipt = Receipt::new(store, S3::from_config(&config(&services))?);
    let sweep = move || {
        let runner = runner.clone();
        let sweeping: futures::future::BoxFuture<'static, ()> = Box::pin(async move {
            if let Err(failure) = runner.run().await {
                tracing::error!(cause = %chain(&failure), "the sweep failed");
            }
        });
        sweeping
    };
    let receive = Some(receipt.for_mailbox());
    Ok(App { routes: gateway_routes(store), sweep: Arc::new(sweep), logins: source.logins(), receive })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn old_demo_data_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let (mark, now) = (folder.path().join("complete"), Timestamp::now());
        let after = |days: i64| demo_age(&mark, now + SignedDuration::from_hours(24 * days + 1));
        assert_eq!(after(400), None, "there is none");
        std::fs::write(&mark, now.to_string()).unwrap();
        assert_eq!((after(28), after(29), after(400)), (None, Some(29), Some(400)));
        // The mark as earlier versions left it: the age of the file counts.
        std::fs::write(&mark, "").unwrap();
        assert_eq!((after(28), after(400)), (None, Some(400)));
    }
}
