//! Conditions on which an item is written.

use super::items::number;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use std::collections::HashMap;

/// A condition as DynamoDB takes it: its text, the names in it and the values.
type Expression = (Option<String>, Option<HashMap<String, String>>, Option<HashMap<String, AttributeValue>>);

/// Condition on an item for a write to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Unconditional,
    NotExists,
    VersionIs(u64),
    /// Absent, or past its end.
    NotExistsOrExpired(Timestamp),
}

impl Condition {
    /// Condition that a record still has the version `expected`; with 0, that it does not exist.
    pub(super) fn expect(expected: u64) -> Self {
        if expected == 0 { Self::NotExists } else { Self::VersionIs(expected) }
    }

    /// As expression, names and values.
    pub(super) fn expression(self) -> Expression {
        let one = |name: &str, expression: &str, value: AttributeValue| {
            let names = HashMap::from([(format!("#{name}"), name.to_owned())]);
            (Some(expression.to_owned()), Some(names), Some(HashMap::from([(":value".to_owned(), value)])))
        };
        match self {
            Self::Unconditional => (None, None, None),
            Self::NotExists => (Some("attribute_not_exists(pk)".into()), None, None),
            Self::VersionIs(version) => one("version", "#version = :value", number(version)),
            Self::NotExistsOrExpired(now) => {
                one("expires", "attribute_not_exists(pk) OR #expires <= :value", number(now.as_second()))
            }
        }
    }
}
