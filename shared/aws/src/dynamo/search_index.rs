//! The register of the search index's versions: one item, written on the condition that nobody has since it was read.

use super::Dynamo;
use super::condition::Condition;
use super::items::{ItemBuilder, record, stored};
use super::keys::{SEARCH_INDEX, search_index};
use crate::error::classify;
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use portico_domain::store::StoreResult;
use portico_search::snapshots::Register;

stored!(Register);

impl Dynamo {
    /// Reads the current register, together with all other items that are asked for at the same moment.
    pub(crate) async fn search_index(&self) -> StoreResult<Option<Register>> {
        self.get(search_index()).await?.map(record).transpose()
    }

    /// Writes the register if its version is still `expected`, and says whether it was.
    pub(crate) async fn replace_search_index(&self, expected: u64, next: &Register) -> StoreResult<bool> {
        let item = ItemBuilder::new(&search_index(), SEARCH_INDEX, next.version).data(next)?.build();
        let (condition, names, values) = Condition::expect(expected).expression();
        let put = self.table.client.put_item().table_name(&self.table.name).set_item(Some(item));
        let put = put.set_condition_expression(condition).set_expression_attribute_names(names);
        match put.set_expression_attribute_values(values).sent().await {
            Ok(_) => Ok(true),
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), PutItemError::ConditionalCheckFailedException(_)) =>
            {
                Ok(false)
            }
            Err(error) => Err(classify("PutItem", &error)),
        }
    }
}
