//! A function that makes a given list of SDK calls and nothing else: no session, no rule, no view. `BENCH_CALLS` names
//! the file with the calls; without it there are none. Its client is made as Portico makes its own.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use lambda_http::{Body, Error, Request, Response, service_fn};
use portico_benches::replay;
use std::sync::Arc;

/// Root certificates that sign the endpoints of AWS, the same as Portico's.
const ROOTS: [&[u8]; 5] = [
    include_bytes!("../../../shared/aws/roots/amazon-root-ca-1.pem"),
    include_bytes!("../../../shared/aws/roots/amazon-root-ca-2.pem"),
    include_bytes!("../../../shared/aws/roots/amazon-root-ca-3.pem"),
    include_bytes!("../../../shared/aws/roots/amazon-root-ca-4.pem"),
    include_bytes!("../../../shared/aws/roots/starfield-services-root-g2.pem"),
];

fn main() -> Result<(), Error> {
    let env = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set"));
    let endpoint = env("AWS_ENDPOINT_URL_DYNAMODB").ok();
    let http = Builder::new();
    // The stand-in speaks plain HTTP, to this function as to the measured ones.
    let http = if endpoint.is_some() {
        http.build_http()
    } else {
        let trusted = ROOTS.iter().fold(TrustStore::empty(), |store, root| store.with_pem_certificate(*root));
        let context = TlsContext::builder().with_trust_store(trusted).build()?;
        http.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(context).build_https()
    };
    let keys = Credentials::new(env("AWS_ACCESS_KEY_ID")?, env("AWS_SECRET_ACCESS_KEY")?, None, None, "bench");
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(env("AWS_REGION")?))
        .credentials_provider(keys)
        .http_client(http);
    config.set_endpoint_url(endpoint);
    let client = Client::from_conf(config.build());
    let calls = env("BENCH_CALLS").map_or_else(|_| Ok("[]".to_owned()), std::fs::read_to_string)?;
    let recorded: serde_json::Value = serde_json::from_str(&calls)?;
    let calls = Arc::new(replay::read(&recorded)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_http::run(service_fn(move |_: Request| {
        let (client, calls) = (client.clone(), calls.clone());
        async move {
            replay::make(&client, &calls).await?;
            Ok::<_, Error>(Response::new(Body::Text("{}".into())))
        }
    })))
}
