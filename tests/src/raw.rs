//! Items as DynamoDB's own JSON, past every adapter: for data that another version has written.

#![allow(clippy::missing_panics_doc, reason = "a table that does not answer ends the test")]

use portico_local::wiring::TABLE;
use serde_json::{Value, json};

/// A table, by its requests as they go over the wire.
pub struct RawTable {
    url: String,
    http: reqwest::Client,
}

impl RawTable {
    /// The table of the stand-in at `url`.
    pub fn at(url: &str) -> Self {
        Self { url: url.to_owned(), http: reqwest::Client::builder().no_proxy().build().expect("a client") }
    }

    async fn call(&self, operation: &str, body: &Value) -> Value {
        let sent = self
            .http
            .post(&self.url)
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-date", "20261122T000000Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
            )
            .body(body.to_string())
            .send();
        let answer = sent.await.expect("an answer");
        let (status, text) = (answer.status(), answer.text().await.expect("a text"));
        assert!(status.is_success(), "{operation} answered {status}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Writes items as they are.
    pub async fn put(&self, items: &[Value]) {
        for some in items.chunks(25) {
            let requests: Vec<Value> = some.iter().map(|item| json!({"PutRequest": {"Item": item}})).collect();
            let answer = self.call("BatchWriteItem", &json!({"RequestItems": {TABLE: requests}})).await;
            assert_eq!(answer["UnprocessedItems"].as_object().map_or(0, serde_json::Map::len), 0, "{answer}");
        }
    }

    /// Returns all items of the table.
    pub async fn items(&self) -> Vec<Value> {
        let (mut items, mut start) = (Vec::new(), Value::Null);
        loop {
            let mut asked = json!({"TableName": TABLE, "ConsistentRead": true});
            if !start.is_null() {
                asked["ExclusiveStartKey"] = start;
            }
            let mut page = self.call("Scan", &asked).await;
            items.extend(page["Items"].as_array().into_iter().flatten().cloned());
            start = page["LastEvaluatedKey"].take();
            if start.is_null() {
                return items;
            }
        }
    }
}
