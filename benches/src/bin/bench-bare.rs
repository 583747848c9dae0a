//! A function that makes a given list of SDK calls and nothing else: no session, no rule, no view. `BENCH_CALLS` names
//! the file with the calls. Its client is made as Portico makes its own.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::{Client, Config};
use lambda_http::{Body, Error, Request, Response, service_fn};
use portico_benches::replay;
use std::sync::Arc;

fn main() -> Result<(), Error> {
    let env = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set"));
    // The stand-in speaks plain HTTP, to this function as to the measured ones.
    let http = aws_smithy_http_client::Builder::new().build_http();
    let keys = Credentials::new(env("AWS_ACCESS_KEY_ID")?, env("AWS_SECRET_ACCESS_KEY")?, None, None, "bench");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(env("AWS_REGION")?))
        .credentials_provider(keys)
        .endpoint_url(env("AWS_ENDPOINT_URL_DYNAMODB")?)
        .http_client(http)
        .build();
    let client = Client::from_conf(config);
    let told: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(env("BENCH_CALLS")?)?)?;
    let calls = Arc::new(replay::read(&told)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_http::run(service_fn(move |_: Request| {
        let (client, calls) = (client.clone(), calls.clone());
        async move {
            replay::make(&client, &calls).await?;
            Ok::<_, Error>(Response::new(Body::Text("{}".into())))
        }
    })))
}
