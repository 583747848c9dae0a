//! Embedded services that a function needs, with the demo company, each behind a meter. Nothing runs in the background:
//! only a measured function does anything.

use crate::meter::{Meter, Service};
use crate::request::Request;
use anyhow::{Context, Result, bail};
use axum::Router;
use http::{HeaderMap, HeaderName, HeaderValue};
use portico_aws::{Dynamo, FromEnv as _};
use portico_domain::change::Write;
use portico_domain::portal::{HourlyRates, PortalSettings};
use portico_domain::settings::Versioned;
use portico_local::gateway::{Gateway, GatewayOptions};
use portico_local::seed::{DEMO_PASSWORD, Source};
use portico_local::server::{BUCKET, Services};
use portico_local::state::Endpoints;
use portico_local::wiring::{self, TABLE};
use portico_local::{dynamo, mailbox, net, s3};
use serde_json::{Value, json};
use std::path::Path;

/// Lifts the hourly limits of a person: a measurement does more than anybody does by hand.
async fn unlimited(services: &Services) -> Result<()> {
    let rates = HourlyRates { tickets: u32::MAX, uploads: u32::MAX };
    let section = PortalSettings { rates, ..PortalSettings::default() };
    let settings = Write::put(&Versioned { version: 1, section });
    let records = Dynamo::from_config(&wiring::config(services))?;
    records.load(&[settings]).await.context("the settings cannot be written")
}

/// Running services.
pub struct World {
    gateway: Gateway,
    /// Address of the database.
    pub dynamodb: String,
    metered: Endpoints,
    secrets: String,
    _services: (dynamo::Dynamo, s3::S3, mailbox::Mailbox, tempfile::TempDir),
}

impl World {
    /// Starts the services.
    pub async fn start(meter: &Meter) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for name in ["dynamodb", "s3", "search"] {
            std::fs::create_dir_all(folder.path().join(name))?;
        }
        let dynamo = dynamo::Dynamo::start(net::listen(0)?, dynamo::Storage::Folder(&folder.path().join("dynamodb")))?;
        let s3 = s3::S3::start(net::listen(0)?, &folder.path().join("s3"), BUCKET)?;
        let mailbox = mailbox::Mailbox::in_memory()?;
        let endpoints = Endpoints { dynamodb: dynamo.url(), s3: s3.url(), ses: mailbox.url() };
        let services = Services {
            base_url: "http://127.0.0.1".into(),
            endpoints: endpoints.clone(),
            bucket: BUCKET,
            search_folder: folder.path().join("search"),
            fresh: true,
        };
        let source = Source::read(Path::new("seed"))?;
        let store = wiring::store(&services, Some(&source)).await?;
        unlimited(&services).await?;
        let options = GatewayOptions { portal: None, files_url: s3.url() };
        let gateway = Gateway::new(wiring::gateway_routes(store), &options)?;
        let metered = Endpoints {
            dynamodb: meter.in_front_of(Service::DynamoDb, endpoints.dynamodb.clone()).await?,
            s3: meter.in_front_of(Service::S3, endpoints.s3).await?,
            ses: meter.in_front_of(Service::Ses, endpoints.ses).await?,
        };
        let keys = std::fs::read_to_string(folder.path().join("keys.json"))?;
        let secrets = secrets(&serde_json::from_str(&keys)?).await?;
        let dynamodb = endpoints.dynamodb;
        Ok(Self { gateway, dynamodb, metered, secrets, _services: (dynamo, s3, mailbox, folder) })
    }

    /// Returns the environment of a function that uses these services, through the meter or not.
    pub fn environment(&self, metered: bool) -> Vec<(String, String)> {
        let mut environment = deployed_environment();
        let dynamodb = if metered { &self.metered.dynamodb } else { &self.dynamodb };
        environment.extend(
            [
                ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.as_str()),
                ("AWS_ENDPOINT_URL_S3", &self.metered.s3),
                ("AWS_ENDPOINT_URL_SESV2", &self.metered.ses),
                ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.secrets),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        environment
    }

    /// An access token of a demo login.
    pub async fn token(&self, email: &str) -> Result<String> {
        let sign_in = json!({"email": email, "password": DEMO_PASSWORD});
        let answer = self.ask(&Request::post("auth-create-session", "/v1/session", "/v1/session", sign_in)).await?;
        Ok(answer["access_token"].as_str().context("no token")?.to_owned())
    }

    /// Sends a request to the endpoints in this process.
    pub async fn ask(&self, request: &Request) -> Result<Value> {
        let mut headers = HeaderMap::new();
        for (name, value) in request.all_headers() {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value)?);
        }
        let body = request.body.as_ref().map(Value::to_string).unwrap_or_default();
        let answer = self.gateway.call(request.method.clone(), &request.path, headers, body).await;
        if !answer.status().is_success() {
            bail!("{}: {} {}", request.path, answer.status(), String::from_utf8_lossy(answer.body()));
        }
        Ok(serde_json::from_slice(answer.body())?)
    }
}

/// Returns the environment of a deployed function, without addresses of stand-ins.
pub fn deployed_environment() -> Vec<(String, String)> {
    [
        ("AWS_REGION", portico_local::REGION),
        ("AWS_ACCESS_KEY_ID", portico_local::ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", portico_local::SECRET_ACCESS_KEY),
        ("PORTICO_TABLE", TABLE),
        ("PORTICO_BUCKET", BUCKET),
        ("PORTICO_MAIL_FROM", "XYZ Co. <support@xyz.example>"),
        ("PORTICO_PORTAL_URL", "https://portal.xyz.example"),
        // Lines of the log name metrics, as deployed.
        ("PORTICO_METRICS", "bench"),
        ("PORTICO_SIGNING_SECRET", "signing-key"),
        ("PORTICO_PROVIDER_SECRETS", "portico/identity-provider/"),
        ("PORTICO_SEALING_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// Secrets Manager, as far as the auth functions need it: the signing key of this world.
async fn secrets(keys: &Value) -> Result<String> {
    let secret = json!({"kid": keys["kid"], "pkcs8": keys["pkcs8"]}).to_string();
    let answer = json!({"Name": "signing-key", "SecretString": secret}).to_string();
    let router =
        Router::new().fallback(move || async move { ([("content-type", "application/x-amz-json-1.1")], answer) });
    let listener = net::listen(0)?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    });
    Ok(format!("http://{address}"))
}
