//! Definition of the table: to set up stand-ins, and to check the template against.

use super::Dynamo;
use super::keys::INDEXES;
use crate::error::{causes, classify};
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TableStatus, TimeToLiveSpecification, TimeToLiveStatus,
};
use portico_domain::fault::Fault;
use portico_domain::store::{StoreError, StoreResult};
use serde::Serialize;
use std::time::Duration;

/// Largest number of looks, twenty a second, until a new table is active.
const MOST_LOOKS: u32 = 600;

/// Definition of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableDefinition {
    /// The attributes of the primary key, partition first. All key attributes are strings.
    pub key: [&'static str; 2],
    /// The indexes.
    pub indexes: Vec<IndexDefinition>,
    /// Attribute with the time at which an item expires.
    pub time_to_live: &'static str,
}

/// Definition of one index of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexDefinition {
    /// Name of the index.
    pub name: &'static str,
    /// The attributes of its key, partition first.
    pub key: [&'static str; 2],
    /// Attributes that the index carries in addition to keys.
    pub carries: [&'static str; 2],
}

/// The definition that stand-ins and the deployed table share.
pub fn table_definition() -> TableDefinition {
    let indexes = INDEXES.map(|column| IndexDefinition {
        name: column.index,
        key: [column.partition, column.sort],
        carries: ["type", "row"],
    });
    TableDefinition { key: ["pk", "sk"], indexes: indexes.to_vec(), time_to_live: "expires" }
}

fn schema(key: [&str; 2]) -> Result<Vec<KeySchemaElement>, BuildError> {
    let element = |(name, kind)| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    key.into_iter().zip([KeyType::Hash, KeyType::Range]).map(element).collect()
}

fn attributes(definition: &TableDefinition) -> Result<Vec<AttributeDefinition>, BuildError> {
    let names = definition.key.into_iter().chain(definition.indexes.iter().flat_map(|index| index.key));
    let string =
        |name| AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build();
    names.map(string).collect()
}

fn index(definition: &IndexDefinition) -> Result<GlobalSecondaryIndex, BuildError> {
    let carries = definition.carries.map(str::to_owned).to_vec();
    let projection =
        Projection::builder().projection_type(ProjectionType::Include).set_non_key_attributes(Some(carries));
    GlobalSecondaryIndex::builder()
        .index_name(definition.name)
        .set_key_schema(Some(schema(definition.key)?))
        .projection(projection.build())
        .build()
}

impl Dynamo {
    /// Creates the table, unless it exists.
    pub async fn create_table(&self) -> StoreResult<()> {
        let definition = table_definition();
        let broken = |error: BuildError| StoreError::corrupt(Fault::caused("CreateTable cannot be built", error));
        let indexes: Result<Vec<_>, _> = definition.indexes.iter().map(index).collect();
        let created = self
            .table
            .client
            .create_table()
            .table_name(&self.table.name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes(&definition).map_err(broken)?))
            .set_key_schema(Some(schema(definition.key).map_err(broken)?))
            .set_global_secondary_indexes(Some(indexes.map_err(broken)?))
            .send()
            .await;
        match created {
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), CreateTableError::ResourceInUseException(_)) => {}
            Err(error) => return Err(classify("CreateTable", &error)),
            Ok(_) => {}
        }
        self.wait_for_table().await?;
        self.forget_expired(definition.time_to_live).await
    }

    async fn wait_for_table(&self) -> StoreResult<()> {
        for _ in 0..MOST_LOOKS {
            let answer = self.table.client.describe_table().table_name(&self.table.name).send().await;
            let table = answer.map_err(|error| classify("DescribeTable", &error))?.table;
            if table.is_some_and(|table| table.table_status == Some(TableStatus::Active)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(StoreError::unavailable(format!("the table {} does not become active", self.table.name)))
    }

    async fn forget_expired(&self, attribute: &str) -> StoreResult<()> {
        let client = &self.table.client;
        let answer = client.describe_time_to_live().table_name(&self.table.name).send().await;
        let described = answer.map_err(|error| classify("DescribeTimeToLive", &error))?.time_to_live_description;
        let status = described.and_then(|description| description.time_to_live_status);
        if matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)) {
            return Ok(());
        }
        let wanted = TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build();
        let wanted =
            wanted.map_err(|error| StoreError::corrupt(Fault::caused("UpdateTimeToLive cannot be built", error)))?;
        let set = client.update_time_to_live().table_name(&self.table.name).time_to_live_specification(wanted).send();
        set.await.map(drop).map_err(|error| StoreError::corrupt(Fault::caused("UpdateTimeToLive", causes(&error))))
    }
}
