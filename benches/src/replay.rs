//! Calls of the DynamoDB SDK, made again from the requests that a function was seen to send. They show the cost of the
//! calls without Portico's code around them.

use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, KeysAndAttributes, Put, ReturnValue, TransactWriteItem, Update};
use futures::future::try_join_all;
use serde_json::Value;
use std::collections::HashMap;

type Item = HashMap<String, AttributeValue>;

/// One call, ready to be made again and again.
#[derive(Clone, Debug)]
pub enum Call {
    /// Reads one item.
    Get {
        /// Name of the table.
        table: String,
        /// Key of the item.
        key: Item,
    },
    /// Reads items by key.
    BatchGet(HashMap<String, KeysAndAttributes>),
    /// Reads a page of a query.
    Query {
        /// Name of the table.
        table: String,
        /// Name of the index, if any.
        index: Option<String>,
        /// Key condition: the partition, and the part of it.
        condition: String,
        /// Names in the condition.
        names: Option<HashMap<String, String>>,
        /// Values in the condition.
        values: Item,
        /// Whether the order is ascending.
        forward: Option<bool>,
        /// Whether the read is consistent.
        consistent: Option<bool>,
        /// Largest number of items.
        limit: Option<i32>,
    },
    /// Writes one item.
    Put {
        /// Name of the table.
        table: String,
        /// Item to write.
        item: Item,
    },
    /// Changes one item.
    Update {
        /// Name of the table.
        table: String,
        /// Key of the item.
        key: Item,
        /// Update expression.
        change: String,
        /// Names in the expression.
        names: Option<HashMap<String, String>>,
        /// Values in the expression.
        values: Option<Item>,
        /// Values to return: `ReturnValues`.
        give: Option<String>,
    },
    /// Writes in a transaction.
    Transact(Vec<TransactWriteItem>),
}

/// Reads calls from the requests that a function was seen to send: rounds of `{operation, request}`.
pub fn read(rounds: &Value) -> Result<Vec<Vec<Call>>> {
    let rounds = rounds.as_array().context("not a list of rounds")?;
    rounds.iter().map(|round| round.as_array().into_iter().flatten().map(call).collect()).collect()
}

/// Makes the calls: those of one round in parallel.
pub async fn make(client: &Client, rounds: &[Vec<Call>]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    for round in rounds {
        try_join_all(round.iter().map(|call| one(client, call.clone()))).await?;
    }
    Ok(())
}

async fn one(client: &Client, call: Call) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    match call {
        Call::Get { table, key } => {
            client.get_item().table_name(table).set_key(Some(key)).consistent_read(true).send().await?;
        }
        Call::BatchGet(asked) => {
            client.batch_get_item().set_request_items(Some(asked)).send().await?;
        }
        Call::Query { table, index, condition, names, values, forward, consistent, limit } => {
            client
                .query()
                .table_name(table)
                .set_index_name(index)
                .key_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(Some(values))
                .set_scan_index_forward(forward)
                .set_consistent_read(consistent)
                .set_limit(limit)
                .send()
                .await?;
        }
        Call::Put { table, item } => {
            client.put_item().table_name(table).set_item(Some(item)).send().await?;
        }
        Call::Update { table, key, change, names, values, give } => {
            client
                .update_item()
                .table_name(table)
                .set_key(Some(key))
                .update_expression(change)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_return_values(give.as_deref().map(ReturnValue::from))
                .send()
                .await?;
        }
        Call::Transact(items) => {
            client.transact_write_items().set_transact_items(Some(items)).send().await?;
        }
    }
    Ok(())
}

fn call(seen: &Value) -> Result<Call> {
    let request = &seen["request"];
    let table = || text(&request["TableName"]).context("no table");
    Ok(match seen["operation"].as_str().unwrap_or_default() {
        "GetItem" => Call::Get { table: table()?, key: item(&request["Key"])? },
        "BatchGetItem" => {
            let tables = request["RequestItems"].as_object().context("no keys")?;
            let asked = tables.iter().map(|(table, asked)| {
                let keys = asked["Keys"].as_array().into_iter().flatten().map(item).collect::<Result<_>>()?;
                let consistent = asked["ConsistentRead"].as_bool();
                let asked =
                    KeysAndAttributes::builder().set_keys(Some(keys)).set_consistent_read(consistent).build()?;
                Ok((table.clone(), asked))
            });
            Call::BatchGet(asked.collect::<Result<_>>()?)
        }
        "Query" => Call::Query {
            table: table()?,
            index: text(&request["IndexName"]),
            condition: text(&request["KeyConditionExpression"]).context("no condition")?,
            names: names(request),
            values: item(&request["ExpressionAttributeValues"])?,
            forward: request["ScanIndexForward"].as_bool(),
            consistent: request["ConsistentRead"].as_bool(),
            limit: request["Limit"].as_i64().and_then(|limit| i32::try_from(limit).ok()),
        },
        "PutItem" => Call::Put { table: table()?, item: item(&request["Item"])? },
        "UpdateItem" => Call::Update {
            table: table()?,
            key: item(&request["Key"])?,
            change: text(&request["UpdateExpression"]).context("no change")?,
            names: names(request),
            values: values(request)?,
            give: text(&request["ReturnValues"]),
        },
        "TransactWriteItems" => {
            let steps = request["TransactItems"].as_array().context("no steps")?;
            Call::Transact(steps.iter().map(step).collect::<Result<_>>()?)
        }
        other => bail!("{other} is not known here"),
    })
}

/// Returns a step of a transaction. Its condition always holds, so that the step can be repeated, and contains the
/// original one.
fn step(seen: &Value) -> Result<TransactWriteItem> {
    let (kind, of) = seen.as_object().and_then(|step| step.iter().next()).context("an empty step")?;
    let condition = text(&of["ConditionExpression"]).map(|held| format!("({held}) OR attribute_not_exists(never)"));
    let (table, names, values) = (text(&of["TableName"]), names(of), values(of)?);
    let step = TransactWriteItem::builder();
    Ok(match kind.as_str() {
        "Put" => {
            let put = Put::builder().set_table_name(table).set_item(Some(item(&of["Item"])?));
            let put = put.set_condition_expression(condition).set_expression_attribute_names(names);
            step.put(put.set_expression_attribute_values(values).build()?)
        }
        "Delete" => {
            let delete = Delete::builder().set_table_name(table).set_key(Some(item(&of["Key"])?));
            let delete = delete.set_condition_expression(condition).set_expression_attribute_names(names);
            step.delete(delete.set_expression_attribute_values(values).build()?)
        }
        "Update" => {
            let update = Update::builder().set_table_name(table).set_key(Some(item(&of["Key"])?));
            let update = update.set_update_expression(text(&of["UpdateExpression"]));
            let update = update.set_condition_expression(condition).set_expression_attribute_names(names);
            step.update(update.set_expression_attribute_values(values).build()?)
        }
        other => bail!("a step {other} is not known here"),
    }
    .build())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn names(of: &Value) -> Option<HashMap<String, String>> {
    let names = of["ExpressionAttributeNames"].as_object()?;
    Some(names.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect())
}

fn values(of: &Value) -> Result<Option<Item>> {
    let values = &of["ExpressionAttributeValues"];
    if values.is_null() { Ok(None) } else { item(values).map(Some) }
}

fn item(value: &Value) -> Result<Item> {
    let fields = value.as_object().context("not an item")?;
    fields.iter().map(|(name, value)| Ok((name.clone(), attribute(value)?))).collect()
}

fn attribute(value: &Value) -> Result<AttributeValue> {
    let (kind, of) = value.as_object().and_then(|value| value.iter().next()).context("not an attribute")?;
    let strings = || of.as_array().into_iter().flatten().filter_map(text).collect();
    Ok(match kind.as_str() {
        "S" => AttributeValue::S(text(of).context("not a text")?),
        "N" => AttributeValue::N(text(of).context("not a number")?),
        "BOOL" => AttributeValue::Bool(of.as_bool().context("not a truth")?),
        "NULL" => AttributeValue::Null(true),
        "L" => AttributeValue::L(of.as_array().into_iter().flatten().map(attribute).collect::<Result<_>>()?),
        "M" => AttributeValue::M(item(of)?),
        "SS" => AttributeValue::Ss(strings()),
        "NS" => AttributeValue::Ns(strings()),
        other => bail!("an attribute {other} is not known here"),
    })
}
