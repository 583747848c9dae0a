//! Stand-in for the receipt rule of the mail service: puts a raw mail into the bucket, and hands its function the event
//! that the bucket would send.

use crate::mailbox::Receive;
use crate::wiring::Store;
use anyhow::{Result, anyhow};
use jiff::Timestamp;
use portico_aws::S3;
use portico_domain::fault::chain;
use portico_jobs::inbound::FOLDER;
use portico_jobs::receive::receive_mail;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// Domain that answers to mails of the dev server go to.
pub const INBOUND_DOMAIN: &str = "reply.xyz.example";

/// Receipt rule of a store.
#[derive(Clone)]
pub struct Receipt {
    store: &'static Store,
    files: S3,
}

impl Receipt {
    /// The rule of a store, whose files are in this bucket.
    pub fn new(store: &'static Store, files: S3) -> Self {
        Self { store, files }
    }

    /// Receives a raw mail.
    pub async fn receive(&self, raw: Vec<u8>) -> Result<()> {
        self.announce(&self.put(raw).await?).await
    }

    /// Puts a raw mail into the bucket, and returns its key.
    pub async fn put(&self, raw: Vec<u8>) -> Result<String> {
        let key = format!("{FOLDER}{}", Uuid::now_v7().simple());
        self.files.put_raw_mail(&key, raw).await.map_err(|failure| anyhow!("{}", chain(&failure)))?;
        Ok(key)
    }

    /// Hands the function the event of an object.
    pub async fn announce(&self, key: &str) -> Result<()> {
        let event = json!({
            "version": "0",
            "id": Uuid::now_v7(),
            "detail-type": "Object Created",
            "source": "aws.s3",
            "time": Timestamp::now(),
            "detail": {"version": "0", "bucket": {"name": crate::server::BUCKET}, "object": {"key": key}},
        });
        let received = receive_mail(self.store, serde_json::from_value(event)?).await;
        received.map_err(|failure| anyhow!("{}", chain(&failure)))
    }

    /// The rule as the mailbox calls it.
    pub fn for_mailbox(self) -> Receive {
        Arc::new(move |raw| {
            let rule = self.clone();
            Box::pin(async move { rule.receive(raw).await })
        })
    }
}
