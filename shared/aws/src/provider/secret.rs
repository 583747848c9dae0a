//! Secrets that the identity provider knows this portal by. The settings name one; it is read when it is needed.

use crate::config::{Config, Misconfigured, client};
use crate::error::classify;
use crate::sent::Sent as _;
use portico_domain::fault::Fault;
use portico_domain::store::{StoreError, StoreResult};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Place of the secrets.
#[derive(Clone)]
pub(super) enum ClientSecrets {
    /// Secrets Manager. The names of the secrets begin with the prefix, so that settings can name no other secret.
    Manager { client: aws_sdk_secretsmanager::Client, prefix: String },
    /// A file with a JSON object, for the dev server.
    File(PathBuf),
}

impl fmt::Debug for ClientSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecrets")
    }
}

impl ClientSecrets {
    pub(super) fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let client = client!(aws_sdk_secretsmanager, config, config.endpoints.secrets.as_ref());
        Ok(Self::Manager { client, prefix: config.provider_secrets()? })
    }

    /// The secret of this name.
    pub(super) async fn secret(&self, name: &str) -> StoreResult<String> {
        let found = match self {
            Self::Manager { client, prefix } => {
                let answer = client.get_secret_value().secret_id(format!("{prefix}{name}")).sent().await;
                answer.map_err(|error| classify("GetSecretValue", &error))?.secret_string
            }
            Self::File(path) => {
                let text = std::fs::read_to_string(path).unwrap_or_else(|_| "{}".into());
                let read: Result<BTreeMap<String, String>, _> = serde_json::from_str(&text);
                let unread =
                    |error| StoreError::corrupt(Fault::caused(format!("{} is no JSON object", path.display()), error));
                read.map_err(unread)?.remove(name)
            }
        };
        let secret = found.map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
        secret.ok_or_else(|| StoreError::corrupt(format!("there is no secret {name} of the identity provider")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keys;

    fn config() -> Config {
        let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
        Config::new("eu-north-1", keys)
    }

    /// Secrets Manager with one secret.
    fn manager(secret: &'static str) -> ClientSecrets {
        let http = portico_canned::client(move |request| {
            assert_eq!(request.body().bytes().unwrap(), br#"{"SecretId":"portico/identity-provider/entra"}"#);
            http::Response::builder().body(serde_json::json!({ "SecretString": secret }).to_string()).unwrap()
        });
        let client = || -> Result<_, Misconfigured> {
            Ok(client!(aws_sdk_secretsmanager, &config(), None, |builder| builder.http_client(http)))
        };
        ClientSecrets::Manager { client: client().unwrap(), prefix: "portico/identity-provider/".into() }
    }

    #[tokio::test]
    async fn a_secret_is_read_under_the_prefix() {
        assert_eq!(manager("hidden\n").secret("entra").await.unwrap(), "hidden");
        let missing = manager(" ").secret("entra").await.unwrap_err();
        assert_eq!(missing, StoreError::corrupt("there is no secret entra of the identity provider"));
        assert!(!format!("{:?}", manager("hidden")).contains("hidden"));
    }

    #[tokio::test]
    async fn a_file_has_secrets_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        let secrets = ClientSecrets::File(file.clone());
        assert!(secrets.secret("entra").await.is_err(), "there is no file");
        std::fs::write(&file, r#"{"entra": "hidden"}"#).unwrap();
        assert_eq!(secrets.secret("entra").await.unwrap(), "hidden");
        assert!(secrets.secret("other").await.is_err());
        std::fs::write(&file, "hidden").unwrap();
        assert!(!format!("{:?}", secrets.secret("entra").await.unwrap_err()).contains("hidden"));
    }

    #[test]
    fn without_a_prefix_there_are_no_secrets() {
        assert_eq!(
            ClientSecrets::from_config(&config()).unwrap_err().to_string(),
            "PORTICO_PROVIDER_SECRETS is not set"
        );
    }
}
