//! Numbers for people, each given out once.

use super::Dynamo;
use super::items::{count, key_item, number, text};
use super::keys::COUNTER;
use crate::error::classify;
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use portico_domain::record::RecordKey;
use portico_domain::store::{StoreError, StoreResult};

impl Dynamo {
    /// Takes the next number of a counter.
    pub(super) async fn next_number(&self, counter: &RecordKey) -> StoreResult<u64> {
        let table = &self.table;
        let counted = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(key_item(counter)))
            .update_expression("ADD #last :one SET #type = :type")
            .expression_attribute_names("#last", "last")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":type", text(COUNTER))
            .return_values(ReturnValue::UpdatedNew)
            .sent()
            .await
            .map_err(|error| classify("UpdateItem", &error))?;
        let last = counted.attributes.as_ref().and_then(|item| count(item, "last"));
        last.ok_or_else(|| StoreError::corrupt("UpdateItem: no number came back"))
    }

    /// Reserves all numbers of a counter up to `up_to`.
    pub(super) async fn reserve_numbers(&self, counter: &RecordKey, up_to: u64) -> StoreResult<()> {
        let raised = self
            .table
            .client
            .update_item()
            .table_name(&self.table.name)
            .set_key(Some(key_item(counter)))
            .update_expression("SET #last = :last, #type = :type")
            .condition_expression("attribute_not_exists(#last) OR #last < :last")
            .expression_attribute_names("#last", "last")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":last", number(up_to))
            .expression_attribute_values(":type", text(COUNTER))
            .sent()
            .await;
        match raised {
            // It has been passed already.
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), UpdateItemError::ConditionalCheckFailedException(_)) =>
            {
                Ok(())
            }
            Err(error) => Err(classify("UpdateItem", &error)),
            Ok(_) => Ok(()),
        }
    }
}
