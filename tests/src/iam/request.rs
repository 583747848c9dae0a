//! Reads a request of the SDKs: the action that it is in IAM, the resource, and the partition keys that it names.

use super::policy::Deployment;
use http::Method;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Service that a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// DynamoDB.
    DynamoDb,
    /// S3.
    S3,
    /// SES v2.
    Ses,
    /// Secrets Manager.
    SecretsManager,
    /// An OpenSearch domain, and its control plane.
    OpenSearch,
}

impl Service {
    /// Returns the service of a request: all of them are at one address.
    pub(super) fn of(head: &Parts, deployment: &Deployment) -> Self {
        let target = target(head);
        let path = head.uri.path();
        let first = path.split('/').nth(1).unwrap_or_default();
        if target.starts_with("DynamoDB_") {
            Self::DynamoDb
        } else if target.starts_with("secretsmanager.") {
            Self::SecretsManager
        } else if path.starts_with("/v2/email/") {
            Self::Ses
        } else if deployment.search.is_some() && first != deployment.bucket {
            Self::OpenSearch
        } else {
            Self::S3
        }
    }
}

fn target(head: &Parts) -> &str {
    head.headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Returns the access key ID that a request is signed with, in its header or in its query.
pub(super) fn access_key(head: &Parts) -> Option<String> {
    let in_header = head.headers.get("authorization").and_then(|value| value.to_str().ok());
    let in_header = in_header.and_then(|value| Some(value.split_once("Credential=")?.1.to_owned()));
    let in_query = || {
        let query = url::form_urlencoded::parse(head.uri.query()?.as_bytes());
        query.into_iter().find(|(name, _)| name == "X-Amz-Credential").map(|(_, value)| value.into_owned())
    };
    in_header.or_else(in_query)?.split('/').next().map(str::to_owned)
}

/// A call as IAM sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The action: `dynamodb:PutItem`.
    pub(super) action: String,
    /// ARN of the resource.
    pub(super) resource: String,
    /// Partition keys, if the action is on items of the table.
    pub(super) keys: Option<Vec<String>>,
}

impl Asked {
    fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), keys: None }
    }

    /// Returns the call that lists the bucket of files.
    pub(super) fn list_bucket(deployment: &Deployment) -> Self {
        Self::new("s3:ListBucket", deployment.bucket_arn())
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.action, self.resource)?;
        self.keys.as_ref().map_or(Ok(()), |keys| write!(f, " of {}", keys.join(", ")))
    }
}

/// A request as IAM sees it: a transaction is several calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// The service.
    pub(super) service: Service,
    /// The calls.
    pub(super) calls: Vec<Asked>,
}

/// Reads a request. The error says what is not understood.
pub(super) fn read(head: &Parts, body: &[u8], deployment: &Deployment) -> Result<Request, String> {
    let service = Service::of(head, deployment);
    let json = || serde_json::from_slice(body).map_err(|error| format!("{}: {error}", target(head)));
    let operation = target(head).rsplit('.').next().unwrap_or_default();
    let calls = match service {
        Service::DynamoDb => on_table(operation, &json()?, deployment)?,
        Service::SecretsManager => vec![on_secret(operation, &json()?, deployment)?],
        Service::Ses => on_sender(head, &json()?, deployment)?,
        Service::S3 => vec![on_bucket(head, deployment)?],
        Service::OpenSearch => vec![on_domain(head, deployment)?],
    };
    Ok(Request { service, calls })
}

fn on_table(operation: &str, body: &Value, deployment: &Deployment) -> Result<Vec<Asked>, String> {
    let unreadable = || format!("{operation} of {body}");
    let mut calls = Calls { deployment, calls: BTreeMap::new() };
    match operation {
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().ok_or_else(unreadable)?;
            for (table, asked) in tables {
                for key in asked["Keys"].as_array().ok_or_else(unreadable)? {
                    calls.item("BatchGetItem", table, key).ok_or_else(unreadable)?;
                }
            }
        }
        "BatchWriteItem" => {
            for (table, requests) in body["RequestItems"].as_object().ok_or_else(unreadable)? {
                for request in requests.as_array().ok_or_else(unreadable)? {
                    let put = request.get("PutRequest").map(|put| &put["Item"]);
                    let key = put.unwrap_or(&request["DeleteRequest"]["Key"]);
                    calls.item("BatchWriteItem", table, key).ok_or_else(unreadable)?;
                }
            }
        }
        "TransactWriteItems" => {
            for item in body["TransactItems"].as_array().ok_or_else(unreadable)? {
                let (verb, part) = item.as_object().and_then(|item| item.iter().next()).ok_or_else(unreadable)?;
                let (action, key) = match verb.as_str() {
                    "Put" => ("PutItem", &part["Item"]),
                    "Update" => ("UpdateItem", &part["Key"]),
                    "Delete" => ("DeleteItem", &part["Key"]),
                    "ConditionCheck" => ("ConditionCheckItem", &part["Key"]),
                    _ => return Err(unreadable()),
                };
                calls.item(action, part["TableName"].as_str().ok_or_else(unreadable)?, key).ok_or_else(unreadable)?;
            }
        }
        "Query" => {
            let table = body["TableName"].as_str().ok_or_else(unreadable)?;
            match body["IndexName"].as_str() {
                Some(index) => {
                    let resource = format!("{}/index/{index}", deployment.table_arn(table));
                    return Ok(vec![Asked::new("dynamodb:Query", resource)]);
                }
                None => calls.add("Query", table, queried_partition(body).ok_or_else(unreadable)?),
            }
        }
        "DeleteItem" | "GetItem" | "PutItem" | "UpdateItem" => {
            let table = body["TableName"].as_str().ok_or_else(unreadable)?;
            let key = if operation == "PutItem" { &body["Item"] } else { &body["Key"] };
            calls.item(operation, table, key).ok_or_else(unreadable)?;
        }
        _ => return Err(unreadable()),
    }
    Ok(calls.made())
}

/// Calls on a table under construction. All keys of one action are judged together: how IAM divides a transaction is not
/// documented, and what holds together also holds one by one.
struct Calls<'a> {
    deployment: &'a Deployment,
    /// Partition keys by action and table.
    calls: BTreeMap<(String, String), Vec<String>>,
}

impl Calls<'_> {
    fn add(&mut self, action: &str, table: &str, partition: String) {
        let keys = self.calls.entry((format!("dynamodb:{action}"), self.deployment.table_arn(table))).or_default();
        if !keys.contains(&partition) {
            keys.push(partition);
        }
    }

    /// Adds an item by its key, if it has one.
    fn item(&mut self, action: &str, table: &str, key: &Value) -> Option<()> {
        let partition = key["pk"]["S"].as_str()?.to_owned();
        self.add(action, table, partition);
        Some(())
    }

    fn made(self) -> Vec<Asked> {
        let call = |((action, resource), keys)| Asked { action, resource, keys: Some(keys) };
        self.calls.into_iter().map(call).collect()
    }
}

/// Returns the partition that a query of the table is for: the value that its condition compares `pk` with.
fn queried_partition(body: &Value) -> Option<String> {
    let condition = body["KeyConditionExpression"].as_str()?;
    let name = |text: &str| match body["ExpressionAttributeNames"][text].as_str() {
        Some(name) => name.to_owned(),
        None => text.to_owned(),
    };
    let equal = condition.split(" AND ").filter_map(|term| term.trim_matches(['(', ')', ' ']).split_once('='));
    let mut equal = equal.filter(|(left, _)| name(left.trim()) == "pk");
    let value = equal.next()?.1.trim();
    body["ExpressionAttributeValues"][value]["S"].as_str().map(str::to_owned)
}

fn on_secret(operation: &str, body: &Value, deployment: &Deployment) -> Result<Asked, String> {
    let secret = body["SecretId"].as_str().ok_or_else(|| format!("{operation} of no secret"))?;
    Ok(Asked::new(format!("secretsmanager:{operation}"), deployment.secret_arn(secret)))
}

fn on_sender(head: &Parts, body: &Value, deployment: &Deployment) -> Result<Vec<Asked>, String> {
    let path = head.uri.path();
    if head.method != Method::POST || path != "/v2/email/outbound-emails" {
        return Err(format!("{} {path}", head.method));
    }
    let from = body["FromEmailAddress"].as_str().ok_or("a mail without a sender")?;
    let address = from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
    // A mail uses the sender's identity and its configuration set.
    let resources = [Some(deployment.identity_arn(address)), deployment.configuration_set_arn()];
    Ok(resources.into_iter().flatten().map(|resource| Asked::new("ses:SendEmail", resource)).collect())
}

fn on_bucket(head: &Parts, deployment: &Deployment) -> Result<Asked, String> {
    let path = percent_decode_str(head.uri.path()).decode_utf8_lossy().into_owned();
    let (bucket, key) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let unknown = || format!("{} {path}", head.method);
    if bucket != deployment.bucket {
        return Err(unknown());
    }
    // Subresources, such as tags and parts, are asked for by a name without a value.
    let query = head.uri.query().unwrap_or_default();
    let subresource = query.split('&').any(|part| !part.is_empty() && !part.contains('='));
    let action = match (head.method.as_str(), key.is_empty()) {
        _ if subresource => return Err(unknown()),
        ("GET" | "HEAD", true) => return Ok(Asked::list_bucket(deployment)),
        ("GET" | "HEAD", false) => "s3:GetObject",
        ("PUT", false) if !head.headers.contains_key("x-amz-copy-source") => "s3:PutObject",
        ("DELETE", false) => "s3:DeleteObject",
        _ => return Err(unknown()),
    };
    Ok(Asked::new(action, format!("{}/{key}", deployment.bucket_arn())))
}

fn on_domain(head: &Parts, deployment: &Deployment) -> Result<Asked, String> {
    let path = head.uri.path();
    let domain = deployment.search.as_deref().ok_or("there is no domain")?;
    if path.starts_with("/2021-01-01/opensearch/domain/") {
        return Ok(Asked::new("es:DescribeDomain", domain));
    }
    let action = match head.method.as_str() {
        "DELETE" => "es:ESHttpDelete",
        "GET" => "es:ESHttpGet",
        "HEAD" => "es:ESHttpHead",
        "POST" => "es:ESHttpPost",
        "PUT" => "es:ESHttpPut",
        other => return Err(format!("{other} {path}")),
    };
    Ok(Asked::new(action, format!("{domain}{path}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn asked(method: &str, uri: &str, target: &str, body: &Value) -> Result<Vec<String>, String> {
        let deployment = Deployment::of_tests();
        let headers = if target.is_empty() { vec![] } else { vec![("x-amz-target", target)] };
        let read = read(&head(method, uri, &headers), body.to_string().as_bytes(), &deployment)?;
        Ok(read.calls.iter().map(|call| call.to_string().replace(&deployment.table_arn("portico"), "TABLE")).collect())
    }

    fn on_table(operation: &str, body: &Value) -> Result<Vec<String>, String> {
        asked("POST", "/", &format!("DynamoDB_20120810.{operation}"), body)
    }

    fn key(partition: &str) -> Value {
        json!({"pk": {"S": partition}, "sk": {"S": "x"}})
    }

    #[test]
    fn a_request_to_the_table_names_the_partitions_it_is_on() {
        let batch =
            json!({"RequestItems": {"portico": {"Keys": [key("session#1"), key("person#2"), key("person#2")]}}});
        let wanted = ["dynamodb:BatchGetItem on TABLE of session#1, person#2"];
        assert_eq!(on_table("BatchGetItem", &batch).unwrap(), wanted);
        let put = json!({"TableName": "portico", "Item": key("touch#1")});
        assert_eq!(on_table("PutItem", &put).unwrap(), ["dynamodb:PutItem on TABLE of touch#1"]);
        let deleted = json!({"TableName": "portico", "Key": key("job#1")});
        assert_eq!(on_table("DeleteItem", &deleted).unwrap(), ["dynamodb:DeleteItem on TABLE of job#1"]);
    }

    #[test]
    fn a_transaction_is_the_actions_of_its_parts() {
        let parts = json!({"TransactItems": [
            {"Put": {"TableName": "portico", "Item": key("ticket#1")}},
            {"Put": {"TableName": "portico", "Item": key("touch#1")}},
            {"Update": {"TableName": "portico", "Key": key("email#a")}},
            {"Delete": {"TableName": "portico", "Key": key("rota")}},
            {"ConditionCheck": {"TableName": "portico", "Key": key("person#1")}},
        ]});
        let wanted = [
            "dynamodb:ConditionCheckItem on TABLE of person#1",
            "dynamodb:DeleteItem on TABLE of rota",
            "dynamodb:PutItem on TABLE of ticket#1, touch#1",
            "dynamodb:UpdateItem on TABLE of email#a",
        ];
        assert_eq!(on_table("TransactWriteItems", &parts).unwrap(), wanted);
    }

    #[test]
    fn a_query_is_on_its_partition_or_on_an_index() {
        let mut query = json!({"TableName": "portico", "KeyConditionExpression": "pk = :pk AND begins_with(sk, :from)",
            "ExpressionAttributeValues": {":pk": {"S": "ticket#1"}, ":from": {"S": "public#"}}});
        assert_eq!(on_table("Query", &query).unwrap(), ["dynamodb:Query on TABLE of ticket#1"]);
        query["KeyConditionExpression"] = "sk > :from AND #p = :pk".into();
        query["ExpressionAttributeNames"] = json!({"#p": "pk"});
        assert_eq!(on_table("Query", &query).unwrap(), ["dynamodb:Query on TABLE of ticket#1"]);
        query["IndexName"] = "gsi2".into();
        assert_eq!(on_table("Query", &query).unwrap(), ["dynamodb:Query on TABLE/index/gsi2"]);
    }

    #[test]
    fn what_names_no_partition_is_not_understood() {
        let query = json!({"TableName": "portico", "KeyConditionExpression": "sk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": "ticket#1"}}});
        assert!(on_table("Query", &query).is_err());
        assert!(on_table("PutItem", &json!({"TableName": "portico", "Item": {}})).is_err());
        for operation in ["Scan", "ExecuteStatement", "DeleteTable"] {
            assert!(on_table(operation, &json!({"TableName": "portico"})).is_err(), "{operation}");
        }
    }

    #[test]
    fn other_services_are_told_apart() {
        let none = json!(null);
        let bucket = Deployment::of_tests().bucket;
        let object = format!("/{bucket}/files/1");
        for (method, uri, wanted) in [
            ("GET", &object, Some("s3:GetObject on arn:aws:s3:::B/files/1")),
            ("HEAD", &object, Some("s3:GetObject on arn:aws:s3:::B/files/1")),
            ("PUT", &format!("{object}?x-id=PutObject"), Some("s3:PutObject on arn:aws:s3:::B/files/1")),
            ("DELETE", &object, Some("s3:DeleteObject on arn:aws:s3:::B/files/1")),
            ("GET", &format!("/{bucket}?list-type=2"), Some("s3:ListBucket on arn:aws:s3:::B")),
            ("GET", &format!("{object}?acl"), None),
            ("PUT", &format!("/{bucket}"), None),
            ("GET", &"/another/files/1".to_owned(), None),
        ] {
            let found = asked(method, uri, "", &none).ok().map(|calls| calls.join(", ").replace(&bucket, "B"));
            assert_eq!(found.as_deref(), wanted, "{method} {uri}");
        }
        let secret = asked("POST", "/", "secretsmanager.GetSecretValue", &json!({"SecretId": "signing-key"})).unwrap();
        assert_eq!(
            secret,
            ["secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:000000000000:secret:signing-key"]
        );
        let mail = json!({"FromEmailAddress": "XYZ Co. <support@xyz.example>"});
        let mail = asked("POST", "/v2/email/outbound-emails", "", &mail).unwrap();
        assert!(
            mail[0].ends_with("identity/support@xyz.example") && mail[1].contains("configuration-set/"),
            "{mail:?}"
        );
        assert!(asked("GET", "/v2/email/identities", "", &none).is_err());
    }

    #[test]
    fn a_caller_is_known_by_the_key_it_signs_with() {
        let signed = "AWS4-HMAC-SHA256 Credential=tickets-get/20260101/eu-west-1/dynamodb/aws4_request, Signature=0";
        assert_eq!(access_key(&head("POST", "/", &[("authorization", signed)])).as_deref(), Some("tickets-get"));
        let link = "/b/files/1?X-Amz-Credential=tickets-open%2F20260101%2Feu-west-1&X-Amz-Date=1";
        assert_eq!(access_key(&head("GET", link, &[])).as_deref(), Some("tickets-open"));
        assert_eq!(access_key(&head("GET", "/b/files/1", &[])), None);
    }
}
