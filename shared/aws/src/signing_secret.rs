//! Rotation of the secret with the signing key: versions of a secret in Secrets Manager, by their staging labels. Only
//! the one binary that names this part may write the secret; functions that only sign name `Secrets`.

use crate::config::{Config, Misconfigured, client};
use crate::error::classify;
use crate::parts::{Aws, Component, FromEnv};
use crate::secrets::{StaticKey, written};
use aws_sdk_secretsmanager::error::SdkError;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use aws_sdk_secretsmanager::operation::put_secret_value::PutSecretValueError;
use portico_domain::signing::{KeyStage, KeyVault, SigningKey as _};
use portico_domain::store::{StoreError, StoreResult};
use std::collections::HashMap;

const PENDING: &str = "AWSPENDING";
const CURRENT: &str = "AWSCURRENT";

/// Secret that is rotated.
#[derive(Clone, Debug)]
pub struct SigningSecret {
    client: aws_sdk_secretsmanager::Client,
    name: String,
}

impl FromEnv for SigningSecret {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let client = client!(aws_sdk_secretsmanager, config, config.endpoints.secrets.as_ref());
        Ok(Self { client, name: config.signing_secret()? })
    }
}

impl SigningSecret {
    /// Reads the labels of each version.
    async fn labels(&self) -> StoreResult<HashMap<String, Vec<String>>> {
        let described = self.client.describe_secret().secret_id(&self.name).send().await;
        let described = described.map_err(|error| classify("DescribeSecret", &error))?;
        Ok(described.version_ids_to_stages.unwrap_or_default())
    }

    /// Reads the text of a version, by ID or label; `None` if there is no such version or it has no text.
    async fn text(&self, version: Option<&str>, label: Option<&str>) -> StoreResult<Option<String>> {
        let get = self.client.get_secret_value().secret_id(&self.name);
        let get = get.set_version_id(version.map(str::to_owned)).set_version_stage(label.map(str::to_owned));
        match get.send().await {
            Ok(answer) => Ok(answer.secret_string),
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), GetSecretValueError::ResourceNotFoundException(_)) =>
            {
                Ok(None)
            }
            Err(error) => Err(classify("GetSecretValue", &error)),
        }
    }

    async fn stage(&self, secret: &str, rotation: &str) -> StoreResult<Option<KeyStage>> {
        if secret != self.name {
            return Err(StoreError::corrupt(format!("{secret} is not the secret that is rotated here")));
        }
        let labels = self.labels().await?;
        let has = |label: &str| labels.get(rotation).is_some_and(|labels| labels.iter().any(|has| has == label));
        Ok(if has(CURRENT) { Some(KeyStage::Current) } else { has(PENDING).then_some(KeyStage::Pending) })
    }

    async fn pending_key(&self, rotation: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
        let Some(text) = self.text(Some(rotation), None).await? else { return Ok(None) };
        let key = StaticKey::read(&text)
            .map_err(|reason| StoreError::corrupt(format!("the version {rotation} of the signing key {reason}")))?;
        key.signing_key().await.map(Some)
    }

    async fn current_kid(&self) -> StoreResult<Option<String>> {
        let text = self.text(None, Some(CURRENT)).await?;
        // The secret of a new deployment holds no key yet.
        let Some(key) = text.and_then(|text| StaticKey::read(&text).ok()) else { return Ok(None) };
        key.signing_key().await.map(|(kid, _)| Some(kid))
    }

    async fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> StoreResult<()> {
        let put = self.client.put_secret_value().secret_id(&self.name).client_request_token(rotation);
        match put.secret_string(written(&key.0, &key.1)).version_stages(PENDING).send().await {
            Ok(_) => Ok(()),
            // Another run of this step has stored another pair, which is as good.
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), PutSecretValueError::ResourceExistsException(_)) =>
            {
                Ok(())
            }
            Err(error) => Err(classify("PutSecretValue", &error)),
        }
    }

    async fn promote(&self, rotation: &str) -> StoreResult<()> {
        let labels = self.labels().await?;
        let current = labels.iter().find(|(_, labels)| labels.iter().any(|label| label == CURRENT));
        let current = current.map(|(version, _)| version.clone());
        if current.as_deref() == Some(rotation) {
            return Ok(());
        }
        let update = self.client.update_secret_version_stage().secret_id(&self.name).version_stage(CURRENT);
        let update = update.move_to_version_id(rotation).set_remove_from_version_id(current);
        update.send().await.map(drop).map_err(|error| classify("UpdateSecretVersionStage", &error))
    }
}

impl<F: Component, X: Component, M: Component> KeyVault for Aws<F, X, M, SigningSecret> {
    async fn stage(&self, secret: &str, rotation: &str) -> StoreResult<Option<KeyStage>> {
        self.key.stage(secret, rotation).await
    }
    async fn pending_key(&self, rotation: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
        self.key.pending_key(rotation).await
    }
    async fn current_kid(&self) -> StoreResult<Option<String>> {
        self.key.current_kid().await
    }
    async fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> StoreResult<()> {
        self.key.keep(rotation, key).await
    }
    async fn promote(&self, rotation: &str) -> StoreResult<()> {
        self.key.promote(rotation).await
    }
}
