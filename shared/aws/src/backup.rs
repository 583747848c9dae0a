//! Raw access to everything that is stored: all items of the table and all versions of all files, read and written
//! without the adapters. It is for copies of a whole deployment and nothing else: only this module scans.
//!
//! Items are DynamoDB's own JSON here, so that a copy holds exactly what the table held. The caller decides the layout
//! of a copy on disk.

use crate::config::{Config, Misconfigured, client};
use crate::error::classify;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, PutRequest, WriteRequest};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::ByteStream;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portico_domain::fault::Fault;
use portico_domain::store::{StoreError, StoreResult};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// Largest number of items in one batch write.
const ITEMS_PER_BATCH: usize = 25;
/// Largest number of attempts to write a batch, from which DynamoDB may leave items out. The pauses between attempts
/// grow.
const MOST_ROUNDS: u32 = 10;

/// The table and the bucket of a deployment.
#[derive(Clone, Debug)]
pub struct Storage {
    dynamo: aws_sdk_dynamodb::Client,
    table: String,
    s3: aws_sdk_s3::Client,
    bucket: String,
}

/// Position that a listing continues from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Key and version that the next page starts after.
    Version(Option<String>, Option<String>),
    /// Continuation token of a store without versions.
    Mark(String),
}

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The file's key.
    pub key: String,
    /// Version of the object, where the store keeps versions.
    pub id: Option<String>,
    /// Whether this version is a delete marker.
    pub deleted: bool,
    /// Time at which the version was written, in seconds since 1970 and nanoseconds; zero in a store without versions.
    pub written: (i64, u32),
}

/// Metadata that is stored with the bytes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectMetadata {
    /// Media type.
    pub content_type: Option<String>,
    /// `Content-Disposition` of the object.
    pub content_disposition: Option<String>,
    /// `Content-Encoding` of the object.
    pub content_encoding: Option<String>,
    /// `Cache-Control` of the object.
    pub cache_control: Option<String>,
    /// SHA-256 of the object in base64, which the store verifies the bytes against.
    pub checksum_sha256: Option<String>,
    /// Further metadata of the object, by name.
    pub metadata: BTreeMap<String, String>,
}

fn broken(what: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::corrupt(Fault::caused(what, error))
}

impl Storage {
    /// Storage that a configuration names.
    pub fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let files = config.endpoints.s3.as_ref();
        Ok(Self {
            dynamo: client!(aws_sdk_dynamodb, config, config.endpoints.dynamodb.as_ref()),
            table: config.table()?,
            // A stand-in's host name cannot hold the bucket's name.
            s3: client!(aws_sdk_s3, config, files, |builder| builder.force_path_style(files.is_some())),
            bucket: config.bucket()?,
        })
    }

    /// Name of the table.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Name of the bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Returns a page of all items, and the key that the next page starts after.
    pub async fn items(&self, after: Option<&Value>) -> StoreResult<(Vec<Value>, Option<Value>)> {
        let start = after.map(item_of).transpose()?;
        let page = self.dynamo.scan().table_name(&self.table).consistent_read(true).set_exclusive_start_key(start);
        let page = page.send().await.map_err(|error| classify("Scan", &error))?;
        let items = page.items.unwrap_or_default().iter().map(json_of).collect::<StoreResult<_>>()?;
        Ok((items, page.last_evaluated_key.as_ref().map(json_of).transpose()?))
    }

    /// Writes items as they are.
    pub async fn put_items(&self, items: &[Value]) -> StoreResult<()> {
        let put = |item: &Value| {
            let put = PutRequest::builder().set_item(Some(item_of(item)?)).build();
            let put = put.map_err(|error| broken("BatchWriteItem", error))?;
            Ok(WriteRequest::builder().put_request(put).build())
        };
        self.write(items.iter().map(put).collect::<StoreResult<_>>()?).await
    }

    /// Deletes items by their keys.
    pub async fn delete_items(&self, items: &[Value]) -> StoreResult<()> {
        let delete = |item: &Value| {
            let key = json!({"pk": item["pk"], "sk": item["sk"]});
            let delete = DeleteRequest::builder().set_key(Some(item_of(&key)?)).build();
            let delete = delete.map_err(|error| broken("BatchWriteItem", error))?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        };
        self.write(items.iter().map(delete).collect::<StoreResult<_>>()?).await
    }

    async fn write(&self, requests: Vec<WriteRequest>) -> StoreResult<()> {
        for batch in requests.chunks(ITEMS_PER_BATCH) {
            let mut left = batch.to_vec();
            for round in 0..MOST_ROUNDS {
                if round > 0 {
                    tokio::time::sleep(Duration::from_millis(50 << round)).await;
                }
                let sent = self.dynamo.batch_write_item().request_items(&self.table, left).send().await;
                let answer = sent.map_err(|error| classify("BatchWriteItem", &error))?;
                left = answer.unprocessed_items.unwrap_or_default().into_values().flatten().collect();
                if left.is_empty() {
                    break;
                }
            }
            if !left.is_empty() {
                return Err(StoreError::unavailable(format!("{} items were left out {MOST_ROUNDS} times", left.len())));
            }
        }
        Ok(())
    }

    /// Returns a page of the versions of all files, and the position of the next page. A store without versions has one
    /// version of each file.
    pub async fn versions(&self, after: Option<&Next>) -> StoreResult<(Vec<Version>, Option<Next>)> {
        let what = "ListObjectVersions";
        let (key, version) = match after {
            Some(Next::Mark(_)) => return self.files(after).await,
            Some(Next::Version(key, version)) => (key.clone(), version.clone()),
            None => (None, None),
        };
        let page = self.s3.list_object_versions().bucket(&self.bucket);
        let page = match page.set_key_marker(key).set_version_id_marker(version).send().await {
            Ok(page) => page,
            // The stand-in keeps no versions.
            Err(SdkError::ServiceError(service)) if service.raw().status().as_u16() == 501 => {
                return self.files(None).await;
            }
            Err(error) => return Err(classify(what, &error)),
        };
        let at = |time: Option<aws_sdk_s3::primitives::DateTime>| {
            time.map_or((0, 0), |time| (time.secs(), time.subsec_nanos()))
        };
        let mut versions = Vec::new();
        for version in page.versions.unwrap_or_default() {
            let key = version.key.ok_or_else(|| broken(what, "a version without a key"))?;
            versions.push(Version { key, id: version.version_id, deleted: false, written: at(version.last_modified) });
        }
        for marker in page.delete_markers.unwrap_or_default() {
            let key = marker.key.ok_or_else(|| broken(what, "a marker without a key"))?;
            versions.push(Version { key, id: marker.version_id, deleted: true, written: at(marker.last_modified) });
        }
        let more = page.is_truncated.unwrap_or_default();
        Ok((versions, more.then_some(Next::Version(page.next_key_marker, page.next_version_id_marker))))
    }

    async fn files(&self, after: Option<&Next>) -> StoreResult<(Vec<Version>, Option<Next>)> {
        let what = "ListObjectsV2";
        let mark = match after {
            Some(Next::Mark(mark)) => Some(mark.clone()),
            _ => None,
        };
        let page = self.s3.list_objects_v2().bucket(&self.bucket).set_continuation_token(mark).send().await;
        let page = page.map_err(|error| classify(what, &error))?;
        let mut versions = Vec::new();
        for object in page.contents.unwrap_or_default() {
            let key = object.key.ok_or_else(|| broken(what, "an object without a key"))?;
            versions.push(Version { key, id: None, deleted: false, written: (0, 0) });
        }
        let more = page.is_truncated.unwrap_or_default();
        Ok((versions, page.next_continuation_token.filter(|_| more).map(Next::Mark)))
    }

    /// Returns the bytes of a version and the metadata stored with them.
    pub async fn file(&self, version: &Version) -> StoreResult<(Vec<u8>, ObjectMetadata)> {
        let what = "GetObject";
        let call = self.s3.get_object().bucket(&self.bucket).key(&version.key).set_version_id(version.id.clone());
        let call = call.checksum_mode(aws_sdk_s3::types::ChecksumMode::Enabled);
        let answer = call.send().await.map_err(|error| classify(what, &error))?;
        let metadata = ObjectMetadata {
            content_type: answer.content_type,
            content_disposition: answer.content_disposition,
            content_encoding: answer.content_encoding,
            cache_control: answer.cache_control,
            checksum_sha256: answer.checksum_sha256,
            metadata: answer.metadata.unwrap_or_default().into_iter().collect(),
        };
        let bytes = answer.body.collect().await.map_err(|error| StoreError::unavailable(Fault::caused(what, error)))?;
        Ok((bytes.to_vec(), metadata))
    }

    /// Writes the next version of a file.
    pub async fn put_file(&self, key: &str, bytes: Vec<u8>, metadata: ObjectMetadata) -> StoreResult<()> {
        let own: HashMap<String, String> = metadata.metadata.into_iter().collect();
        let put = self.s3.put_object().bucket(&self.bucket).key(key).body(ByteStream::from(bytes));
        let put = put
            .set_content_type(metadata.content_type)
            .set_content_disposition(metadata.content_disposition)
            .set_content_encoding(metadata.content_encoding)
            .set_cache_control(metadata.cache_control)
            // The store refuses bytes with another checksum.
            .set_checksum_sha256(metadata.checksum_sha256)
            .set_metadata((!own.is_empty()).then_some(own));
        put.send().await.map(drop).map_err(|error| classify("PutObject", &error))
    }

    /// Deletes a version. Without a version, deletes the file, and its versions stay.
    pub async fn delete_file(&self, key: &str, version: Option<&str>) -> StoreResult<()> {
        let call = self.s3.delete_object().bucket(&self.bucket).key(key).set_version_id(version.map(str::to_owned));
        call.send().await.map(drop).map_err(|error| classify("DeleteObject", &error))
    }
}

fn json_of(item: &HashMap<String, AttributeValue>) -> StoreResult<Value> {
    let fields = item.iter().map(|(name, value)| Ok((name.clone(), attribute_json(value)?)));
    Ok(Value::Object(fields.collect::<StoreResult<Map<_, _>>>()?))
}

fn attribute_json(value: &AttributeValue) -> StoreResult<Value> {
    Ok(match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::Bool(value) => json!({"BOOL": value}),
        AttributeValue::Null(value) => json!({"NULL": value}),
        AttributeValue::B(bytes) => json!({"B": STANDARD.encode(bytes)}),
        AttributeValue::M(fields) => json!({"M": json_of(fields)?}),
        AttributeValue::L(items) => json!({"L": items.iter().map(attribute_json).collect::<StoreResult<Vec<_>>>()?}),
        AttributeValue::Ss(texts) => json!({"SS": texts}),
        AttributeValue::Ns(numbers) => json!({"NS": numbers}),
        AttributeValue::Bs(all) => json!({"BS": all.iter().map(|bytes| STANDARD.encode(bytes)).collect::<Vec<_>>()}),
        other => return Err(broken("an item", format!("an attribute of a kind that is not known: {other:?}"))),
    })
}

fn item_of(json: &Value) -> StoreResult<HashMap<String, AttributeValue>> {
    let fields = json.as_object().ok_or_else(|| broken("an item", "it is no object"))?;
    fields.iter().map(|(name, value)| Ok((name.clone(), attribute_of(value)?))).collect()
}

fn attribute_of(json: &Value) -> StoreResult<AttributeValue> {
    let unknown = || broken("an item", "an attribute that is not DynamoDB's JSON");
    let (kind, value) =
        json.as_object().filter(|one| one.len() == 1).and_then(|one| one.iter().next()).ok_or_else(unknown)?;
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(unknown);
    let bytes = |value: &Value| Ok(Blob::new(STANDARD.decode(text(value)?).map_err(|error| broken("an item", error))?));
    let all = || value.as_array().ok_or_else(unknown);
    Ok(match kind.as_str() {
        "S" => AttributeValue::S(text(value)?),
        "N" => AttributeValue::N(text(value)?),
        "BOOL" => AttributeValue::Bool(value.as_bool().ok_or_else(unknown)?),
        "NULL" => AttributeValue::Null(value.as_bool().ok_or_else(unknown)?),
        "B" => AttributeValue::B(bytes(value)?),
        "M" => AttributeValue::M(item_of(value)?),
        "L" => AttributeValue::L(all()?.iter().map(attribute_of).collect::<StoreResult<_>>()?),
        "SS" => AttributeValue::Ss(all()?.iter().map(text).collect::<StoreResult<_>>()?),
        "NS" => AttributeValue::Ns(all()?.iter().map(text).collect::<StoreResult<_>>()?),
        "BS" => AttributeValue::Bs(all()?.iter().map(bytes).collect::<StoreResult<_>>()?),
        _ => return Err(unknown()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_attribute_comes_back_as_it_was() {
        let item = json!({
            "pk": {"S": "a"}, "sk": {"S": "b"}, "n": {"N": "1.5"}, "yes": {"BOOL": true}, "none": {"NULL": true},
            "bytes": {"B": "AAEC"}, "map": {"M": {"deep": {"L": [{"S": "x"}, {"M": {}}]}}}, "texts": {"SS": ["a", "b"]},
            "numbers": {"NS": ["1", "2"]}, "all": {"BS": ["AA==", "AQ=="]},
        });
        assert_eq!(json_of(&item_of(&item).unwrap()).unwrap(), item);
    }

    #[test]
    fn what_is_not_an_item_is_refused() {
        for wrong in [
            json!(1),
            json!({"a": 1}),
            json!({"a": {"S": 1}}),
            json!({"a": {"S": "x", "N": "1"}}),
            json!({"a": {"X": "x"}}),
        ] {
            assert!(item_of(&wrong).is_err(), "{wrong}");
        }
    }
}
