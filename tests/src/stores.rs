//! The stores behind the adapters: the embedded stand-ins in memory, and the adapters on them.

use portico_aws::{Config, Dynamo, FromEnv, Keys};
use portico_local::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};

/// The table of a test.
pub const TABLE: &str = "portico";

/// The bucket of a test.
pub const BUCKET: &str = "portico-files";
/// Sender of mails.
pub const MAIL_FROM: &str = "XYZ Co. <support@xyz.example>";

/// The configuration every stand-in accepts, without an endpoint yet.
pub fn local_config() -> Config {
    let keys = Keys { id: ACCESS_KEY_ID.into(), secret: SECRET_ACCESS_KEY.into(), session_token: None };
    Config {
        table: Some(TABLE.into()),
        bucket: Some(BUCKET.into()),
        mail_from: Some(MAIL_FROM.into()),
        ..Config::new(REGION, keys)
    }
}

/// The adapter on a DynamoDB at `url`, with its table.
///
/// # Panics
/// Panics if the table cannot be created.
pub async fn dynamo_at(url: &str, table: &str) -> Dynamo {
    let mut config = local_config();
    config.endpoints.dynamodb = Some(url.to_owned());
    config.table = Some(table.to_owned());
    // The official DynamoDB Local refuses a key id with anything but letters and digits.
    config.keys.id.retain(|letter| letter.is_ascii_alphanumeric());
    let dynamo = Dynamo::from_config(&config).expect("a complete configuration");
    dynamo.create_table().await.expect("the table is created");
    dynamo
}

/// An embedded DynamoDB of its own, in memory, with an empty table. It runs as long as the runtime of the test.
///
/// # Panics
/// Panics if the database cannot be started.
pub async fn dynamo_in_memory() -> Dynamo {
    let server = portico_local::dynamo::Dynamo::in_memory().expect("the embedded database starts");
    let dynamo = dynamo_at(&server.url(), TABLE).await;
    // Dropping the handle would stop the server.
    std::mem::forget(server);
    dynamo
}
