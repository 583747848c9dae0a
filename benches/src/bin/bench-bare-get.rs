//! A function that reads one item with the SDK and gives it back: no session, no rule, no touch. Its client is made as
//! Portico makes its own.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_http_client::{Builder, tls};
use lambda_http::{Body, Error, Request, Response, service_fn};

fn main() -> Result<(), Error> {
    let env = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set"));
    let http =
        Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc)).build_https();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(env("AWS_REGION")?))
        .credentials_provider(Credentials::new(
            env("AWS_ACCESS_KEY_ID")?,
            env("AWS_SECRET_ACCESS_KEY")?,
            None,
            None,
            "bench",
        ))
        .endpoint_url(env("AWS_ENDPOINT_URL_DYNAMODB")?)
        .http_client(http)
        .build();
    let (client, table) = (Client::from_conf(config), env("PORTICO_TABLE")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_http::run(service_fn(|request: Request| {
        let (client, table) = (client.clone(), table.clone());
        async move {
            let id = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
            let got = client
                .get_item()
                .table_name(table)
                .key("pk", AttributeValue::S(format!("ticket#{id}")))
                .key("sk", AttributeValue::S("ticket".into()))
                .consistent_read(true)
                .send()
                .await?;
            let item = got.item.ok_or("there is no such item")?;
            let number = item.get("version").and_then(|version| version.as_n().ok()).cloned().unwrap_or_default();
            Ok::<_, Error>(Response::new(Body::Text(format!("{{\"version\":{number}}}"))))
        }
    })))
}
