//! The embedded database without adapters, for filling it: items that the product wrote are copied with other IDs, many
//! at a time. Nothing here knows the layout of a record.

use anyhow::{Context, Result, bail};
use futures::StreamExt;
use portico_local::wiring::TABLE;
use serde_json::{Value, json};

/// Largest number of items in one batch write.
const BATCH: usize = 25;
/// Largest number of batches in progress at once.
const SIDE_BY_SIDE: usize = 4;

/// A database at an address.
#[derive(Clone, Debug)]
pub struct Database {
    http: reqwest::Client,
    url: String,
}

impl Database {
    /// Returns a client of the database at `url`.
    pub fn at(url: &str) -> Result<Self> {
        Ok(Self { http: reqwest::Client::builder().no_proxy().build()?, url: url.to_owned() })
    }

    /// Makes one call and returns its answer.
    pub async fn call(&self, operation: &str, body: String) -> Result<Value> {
        let answer = self
            .http
            .post(&self.url)
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            // The embedded database wants a signature and does not check it.
            .header("x-amz-date", "20261122T000000Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=bench/20261122/us-east-1/dynamodb/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature=0",
            )
            .body(body)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{operation}: {status} {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }

    /// Reads the items of a partition that fit into one answer.
    pub async fn partition(&self, pk: &str) -> Result<Vec<Value>> {
        let asked = json!({
            "TableName": TABLE, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": pk}},
            "ConsistentRead": true
        });
        self.items(asked).await
    }

    /// The first items of an index's partition: their keys and what the index carries.
    pub async fn indexed(&self, index: &str, pk: &str) -> Result<Vec<Value>> {
        let asked = json!({
            "TableName": TABLE, "IndexName": index, "KeyConditionExpression": format!("{index}pk = :pk"),
            "ExpressionAttributeValues": {":pk": {"S": pk}}
        });
        self.items(asked).await
    }

    async fn items(&self, asked: Value) -> Result<Vec<Value>> {
        let mut answer = self.call("Query", asked.to_string()).await?;
        match answer["Items"].take() {
            Value::Array(items) => Ok(items),
            _ => bail!("a query without items"),
        }
    }

    /// Reads the item of a partition with this sort key.
    pub async fn item(&self, pk: &str, sk: &str) -> Result<Value> {
        let items = self.partition(pk).await?;
        items.into_iter().find(|item| item["sk"]["S"] == sk).with_context(|| format!("no item {pk} {sk}"))
    }

    /// Writes items, given as JSON texts, whatever is there.
    pub async fn put(&self, items: impl Iterator<Item = String>) -> Result<()> {
        let mut items = items.peekable();
        let batches = std::iter::from_fn(|| {
            items.peek()?;
            let puts: Vec<String> =
                items.by_ref().take(BATCH).map(|item| format!("{{\"PutRequest\":{{\"Item\":{item}}}}}")).collect();
            Some(format!("{{\"RequestItems\":{{\"{TABLE}\":[{}]}}}}", puts.join(",")))
        });
        let mut answers = futures::stream::iter(batches.map(|batch| self.call("BatchWriteItem", batch)))
            .buffer_unordered(SIDE_BY_SIDE);
        while let Some(answer) = answers.next().await {
            if answer?["UnprocessedItems"].as_object().is_some_and(|left| !left.is_empty()) {
                bail!("the database left items of a batch out");
            }
        }
        Ok(())
    }
}
