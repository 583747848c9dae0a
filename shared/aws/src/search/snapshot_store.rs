//! Store of the versions of the search index: objects in the bucket, their register in the table.
//!
//! A role needs `s3:GetObject` to search, and `s3:PutObject` and `s3:DeleteObject` to write.

use crate::config::{Config, Misconfigured, client};
use crate::dynamo::Dynamo;
use crate::error::classify;
use crate::sent::Sent;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_types::timeout::TimeoutConfig;
use bytes::Bytes;
use portico_domain::fault::Fault;
use portico_domain::search::SearchError;
use portico_domain::store::StoreError;
use portico_search::snapshots::{Register, Shelf, Versions};
use std::time::Duration;
use uuid::Uuid;

/// Versions in S3 and DynamoDB. The register is read in one batch with an endpoint's other reads. Its one row holds
/// pointer and lease, so that one condition guards both.
#[derive(Clone, Debug)]
pub struct SnapshotStore {
    records: Dynamo,
    client: aws_sdk_s3::Client,
    bucket: String,
    folder: String,
}

impl SnapshotStore {
    /// Makes a store with objects in `folder` of the bucket and the register in `records`.
    pub fn new(config: &Config, records: Dynamo, folder: &str) -> Result<Self, Misconfigured> {
        let folder = folder.trim_matches('/').to_owned();
        if folder.is_empty() {
            return Err(Misconfigured("PORTICO_SEARCH_SNAPSHOTS is no folder".into()));
        }
        let endpoint = config.endpoints.s3.as_ref();
        let client = client!(aws_sdk_s3, config, endpoint, |builder| builder
            .force_path_style(endpoint.is_some())
            .timeout_config(timeouts()));
        Ok(Self { records, client, bucket: config.bucket()?, folder })
    }

    fn key(&self, object: Uuid) -> String {
        format!("{}/{object}.tar.zst", self.folder)
    }
}

/// Timeouts for an index, which is larger than other answers. The reader decides how long a search waits for it.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(500))
        .operation_attempt_timeout(Duration::from_secs(15))
        .operation_timeout(Duration::from_secs(30))
        .build()
}

fn unavailable(failure: StoreError) -> SearchError {
    SearchError::unavailable(Fault::caused("the versions of the search index", failure))
}

impl Versions for SnapshotStore {
    async fn register(&self) -> Result<Option<Register>, SearchError> {
        self.records.search_index().await.map_err(unavailable)
    }

    async fn fetch(&self, object: Uuid) -> Result<Option<Bytes>, SearchError> {
        for _ in 0..2 {
            let answer = match self.client.get_object().bucket(&self.bucket).key(self.key(object)).sent().await {
                Ok(answer) => answer,
                // S3 reports a missing object as forbidden to a role that may not list the bucket.
                Err(SdkError::ServiceError(service))
                    if matches!(service.err().code(), Some("NoSuchKey" | "AccessDenied")) =>
                {
                    return Ok(None);
                }
                Err(error) => return Err(unavailable(classify("GetObject", &error))),
            };
            match answer.body.collect().await {
                Ok(body) => return Ok(Some(body.into_bytes())),
                Err(error) => tracing::warn!(%object, cause = %error, "a version did not arrive whole"),
            }
        }
        // A connection may be lost once. An object that twice arrives with another checksum than it was stored with is
        // damaged.
        Ok(None)
    }
}

impl Shelf for SnapshotStore {
    async fn replace(&self, expected: u64, next: &Register) -> Result<bool, SearchError> {
        self.records.replace_search_index(expected, next).await.map_err(unavailable)
    }

    async fn store(&self, object: Uuid, packed: Bytes) -> Result<(), SearchError> {
        let put = self.client.put_object().bucket(&self.bucket).key(self.key(object));
        let stored = put.content_type("application/zstd").body(ByteStream::from(packed)).sent().await;
        stored.map(drop).map_err(|error| unavailable(classify("PutObject", &error)))
    }

    async fn discard(&self, object: Uuid) -> Result<(), SearchError> {
        let deleted = self.client.delete_object().bucket(&self.bucket).key(self.key(object)).sent().await;
        deleted.map(drop).map_err(|error| unavailable(classify("DeleteObject", &error)))
    }
}
