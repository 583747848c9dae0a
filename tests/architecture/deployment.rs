//! Tests of the deployment against the code: roles, the table, the headers, and a stack that has room to grow.

use crate::permissions::{self, Permissions};
use crate::ports::{Resource, by_binary};
use crate::roles::Roles;
use crate::template::{at, functions, read, resources, text};
use portico_aws::dynamo::table_definition;
use portico_local::gateway::{Gateway, GatewayOptions};
use serde_json::json;
use serde_yaml_ng::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Most characters of the inline policies of a role. IAM does not count white space.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const LARGEST_POLICY: usize = 10_240;
/// Length of an ARN in a policy, for those that only a deployment knows.
const LONGEST_ARN: usize = 160;

/// Actions by the resource they are allowed on, with the pattern of partition keys where there is one.
type Granted = BTreeMap<(String, Option<String>), BTreeSet<String>>;

fn grant(
    granted: &mut Granted,
    on: &str,
    partition: Option<&str>,
    actions: impl IntoIterator<Item = impl Into<String>>,
) {
    let place = (on.to_owned(), partition.map(str::to_owned));
    granted.entry(place).or_default().extend(actions.into_iter().map(Into::into));
}

/// Returns the permissions as a role has them: with those that any function has.
fn expected(permissions: &Permissions) -> Granted {
    let mut granted = Granted::new();
    grant(&mut granted, "LogsArn", None, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    for (actions, partitions) in permissions.on_table() {
        for partition in partitions {
            grant(&mut granted, "TableArn", Some(partition), actions.iter().copied());
        }
    }
    for (resource, actions) in permissions.on_others() {
        let named: &[&str] = match resource {
            Resource::Index(1) => &["${TableArn}/index/gsi1"],
            Resource::Index(2) => &["${TableArn}/index/gsi2"],
            Resource::Index(3) => &["${TableArn}/index/gsi3"],
            Resource::Index(_) => &["${TableArn}/index/gsi4"],
            Resource::Objects => &["${BucketArn}/files/*"],
            Resource::Inbound => &["${BucketArn}/inbound/*"],
            Resource::MailFiles => &["${BucketArn}/mail-files/*"],
            Resource::Bucket => &["BucketArn"],
            Resource::SigningKey => &["SigningKeyArn"],
            Resource::ProviderSecrets => &["ProviderSecretsArn"],
            Resource::Sender => &["SenderArn", "ConfigurationSetArn"],
            Resource::Snapshots => &["${BucketArn}/search/*"],
            Resource::Search => &["${SearchArn}/articles/_search", "${SearchArn}/articles/_count"],
            Resource::TicketSearch => &["${SearchArn}/tickets/_search"],
            Resource::Mapping => &["${SearchArn}/articles-*/_mapping"],
            Resource::Domain => &["${SearchArn}/*"],
            Resource::Whereabouts => &["SearchArn"],
        };
        for name in named {
            grant(&mut granted, name, None, actions.iter().copied());
        }
    }
    for (on, actions) in permissions.more() {
        grant(&mut granted, on, None, actions.iter().copied());
    }
    granted
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        Value::Tagged(tagged) => texts(&tagged.value),
        Value::String(text) => vec![text.clone()],
        other => panic!("{other:?} is no name"),
    }
}

/// Returns the statements of a role, those that hold with one kind of search among them.
fn statements(role: &Value) -> Vec<&Value> {
    let policies = at(role, &["Properties", "Policies"]).and_then(Value::as_sequence).expect("a role has policies");
    assert!(at(role, &["Properties", "ManagedPolicyArns"]).is_none(), "a role has nothing but its own statements");
    let of = |policy| at(policy, &["PolicyDocument", "Statement"]).and_then(Value::as_sequence).expect("statements");
    let chosen = |statement| {
        let choice = at(statement, &["Fn::If"]).and_then(Value::as_sequence).and_then(|choice| choice.get(1));
        choice.unwrap_or(statement)
    };
    policies.iter().flat_map(of).map(chosen).collect()
}

fn granted(role: &Value) -> Granted {
    let mut granted = Granted::new();
    for statement in statements(role) {
        assert_eq!(text(statement, &["Effect"]), Some("Allow"));
        let actions = texts(at(statement, &["Action"]).expect("a statement has actions"));
        let keys = at(statement, &["Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys"]).map(texts);
        for resource in texts(at(statement, &["Resource"]).expect("a statement has resources")) {
            assert_eq!(keys.is_some(), resource == "TableArn", "{resource}: only the table has partitions");
            match &keys {
                Some(keys) => keys.iter().for_each(|key| grant(&mut granted, &resource, Some(key), actions.clone())),
                None => grant(&mut granted, &resource, None, actions.clone()),
            }
        }
    }
    granted
}

#[test]
fn a_role_may_do_what_its_functions_need_and_nothing_else() {
    let template = read("infra/roles.yaml");
    let found = resources(&template);
    let permissions = permissions::all().expect("the signatures can be read");
    let roles = Roles::of(&by_binary().expect("the signatures can be read"), permissions.clone()).expect("roles");
    for function in functions() {
        let name = format!("{}Role", function.role);
        let role = found.get(name.as_str()).unwrap_or_else(|| panic!("{}: there is no role {name}", function.id));
        let output = text(&template, &["Outputs", &function.role, "Value"]);
        assert_eq!(output, Some(format!("{name}.Arn").as_str()), "infra/roles.yaml");
        assert_eq!(
            roles.of_binary(&function.binary),
            Some(function.role.as_str()),
            "{} has another's role",
            function.id
        );
        assert_eq!(granted(role), expected(&permissions[&function.binary]), "{name}");
    }
}

#[test]
fn a_policy_is_as_large_as_iam_takes() {
    let template = read("infra/roles.yaml");
    for (name, role) in resources(&template) {
        let size = |statement: &&Value| {
            let arns = texts(at(statement, &["Resource"]).expect("resources")).len() * LONGEST_ARN;
            let actions = texts(at(statement, &["Action"]).expect("actions"));
            let condition =
                at(statement, &["Condition"]).map(|condition| serde_json::to_value(condition).expect("JSON"));
            let written = json!({"Effect": "Allow", "Action": actions, "Resource": [], "Condition": condition});
            written.to_string().len() + arns
        };
        let size = statements(role).iter().map(size).sum::<usize>();
        assert!(size < LARGEST_POLICY, "the policy of {name} has {size} characters, and IAM takes {LARGEST_POLICY}");
    }
}

#[test]
fn no_role_is_left_over() {
    let template = read("infra/roles.yaml");
    let used: BTreeSet<String> = functions().into_iter().map(|function| format!("{}Role", function.role)).collect();
    let unused: Vec<&str> = resources(&template).into_keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "no function has the role {}", unused.join(", "));
}

/// Returns the numbers of resources that SAM expands the root stack to: those of routed functions, and the others.
fn expanded() -> (usize, usize) {
    let template = read("template.yaml");
    let (mut routed, mut others) = (0, 0);
    for (id, resource) in resources(&template) {
        let events = at(resource, &["Properties", "Events"]).and_then(Value::as_mapping);
        let events: Vec<&str> = events.into_iter().flatten().filter_map(|(_, event)| text(event, &["Type"])).collect();
        match text(resource, &["Type"]) {
            Some("AWS::Serverless::Function") if events == ["HttpApi"] => {
                // Itself and the permission to call it. Anything else would cost each of them.
                for more in
                    ["AutoPublishAlias", "FunctionUrlConfig", "EventInvokeConfig", "Policies", "DeploymentPreference"]
                {
                    assert!(at(resource, &["Properties", more]).is_none(), "{id} has {more}: one more resource");
                }
                routed += 2;
            }
            // Itself, a mapping for a stream, a rule and a permission for whatever comes by a rule.
            Some("AWS::Serverless::Function") => {
                others += 1 + events.iter().map(|kind| if *kind == "DynamoDB" { 1 } else { 2 }).sum::<usize>();
            }
            // Itself and its stage.
            Some("AWS::Serverless::HttpApi") => others += 2,
            _ => others += 1,
        }
    }
    (routed, others)
}

/// Number of endpoints of the whole product, with some to spare.
const ENDPOINTS_PLANNED: usize = 215;
/// Largest number of resources in a stack of CloudFormation.
const MOST_RESOURCES: usize = 500;

#[test]
fn the_stack_has_room_for_all_endpoints_of_the_product() {
    let (routed, others) = expanded();
    let endpoints = functions().iter().filter(|function| !function.routes.is_empty()).count();
    assert!(routed <= 2 * endpoints, "{routed} resources for {endpoints} endpoints");
    let planned = 2 * ENDPOINTS_PLANNED + others;
    assert!(planned <= MOST_RESOURCES, "{planned} resources, {others} of them not of an endpoint");
}

#[test]
fn the_table_is_what_the_adapter_says() {
    let template = read("infra/data.yaml");
    let table = at(&template, &["Resources", "Table"]).expect("there is a table");
    let properties = at(table, &["Properties"]).expect("it has properties");
    let definition = table_definition();
    let key = |value: &Value| -> Vec<String> {
        let elements = at(value, &["KeySchema"]).and_then(Value::as_sequence).expect("a key schema");
        let kinds: Vec<&str> = elements.iter().filter_map(|element| text(element, &["KeyType"])).collect();
        assert_eq!(kinds, ["HASH", "RANGE"]);
        elements.iter().filter_map(|element| text(element, &["AttributeName"]).map(str::to_owned)).collect()
    };
    assert_eq!(key(properties), definition.key);
    let indexes = at(properties, &["GlobalSecondaryIndexes"]).and_then(Value::as_sequence).expect("there are indexes");
    assert_eq!(indexes.len(), definition.indexes.len());
    for (index, wanted) in indexes.iter().zip(&definition.indexes) {
        assert_eq!(text(index, &["IndexName"]), Some(wanted.name));
        assert_eq!(key(index), wanted.key);
        assert_eq!(text(index, &["Projection", "ProjectionType"]), Some("INCLUDE"));
        assert_eq!(texts(at(index, &["Projection", "NonKeyAttributes"]).expect("what it carries")), wanted.carries);
    }
    let attributes = at(properties, &["AttributeDefinitions"]).and_then(Value::as_sequence).expect("attributes");
    let named: BTreeSet<&str> = attributes.iter().filter_map(|attribute| text(attribute, &["AttributeName"])).collect();
    let keys = definition.indexes.iter().flat_map(|index| index.key).chain(definition.key);
    assert_eq!(named, keys.collect());
    assert!(attributes.iter().all(|attribute| text(attribute, &["AttributeType"]) == Some("S")));
    assert_eq!(text(properties, &["TimeToLiveSpecification", "AttributeName"]), Some(definition.time_to_live));
    assert_eq!(text(properties, &["BillingMode"]), Some("PAY_PER_REQUEST"));
    assert_eq!(text(properties, &["StreamSpecification", "StreamViewType"]), Some("NEW_IMAGE"));
    let on = |path: &[&str]| at(properties, path).and_then(Value::as_bool) == Some(true);
    assert!(on(&["TimeToLiveSpecification", "Enabled"]) && on(&["SSESpecification", "SSEEnabled"]));
    assert!(on(&["DeletionProtectionEnabled"]));
    assert!(on(&["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"]));
}

/// Records, files and keys outlive a mistake with a stack. Resources of a first deployment that failed are not kept:
/// they hold nothing, and their names would block the next.
#[test]
fn what_cannot_be_made_again_is_retained() {
    for (file, resource) in [
        ("infra/data.yaml", "Table"),
        ("infra/files.yaml", "Bucket"),
        ("infra/secrets.yaml", "SigningKey"),
        ("infra/hosting.yaml", "PortalBucket"),
    ] {
        let template = read(file);
        for (policy, wanted) in [("DeletionPolicy", "RetainExceptOnCreate"), ("UpdateReplacePolicy", "Retain")] {
            assert_eq!(text(&template, &["Resources", resource, policy]), Some(wanted), "{file} {resource} {policy}");
        }
    }
}

/// CloudFront sends the headers that `portico_http::proxy` reads, and both sides share one secret.
#[test]
fn cloudfront_proves_itself_and_says_from_where_a_request_came() {
    let hosting = read("infra/hosting.yaml");
    let config = ["Resources", "Distribution", "Properties", "DistributionConfig"];
    let config = at(&hosting, &config).expect("there is a distribution");
    let origins = at(config, &["Origins"]).and_then(Value::as_sequence).expect("it has origins");
    let api = origins.iter().find(|origin| text(origin, &["Id"]) == Some("api")).expect("one is the API");
    let sent = at(api, &["OriginCustomHeaders"]).and_then(Value::as_sequence).expect("it is sent headers");
    let [proof] = sent.as_slice() else { panic!("one header is sent: {sent:?}") };
    assert_eq!(text(proof, &["HeaderName"]), Some("x-portico-origin"));
    let resolved = "{{resolve:secretsmanager:${OriginSecretArn}:SecretString}}";
    assert_eq!(text(proof, &["HeaderValue"]), Some(resolved));

    let behaviours = at(config, &["CacheBehaviors"]).and_then(Value::as_sequence).expect("it has behaviours");
    for behaviour in behaviours.iter().filter(|behaviour| text(behaviour, &["TargetOriginId"]) == Some("api")) {
        let functions =
            at(behaviour, &["FunctionAssociations"]).and_then(Value::as_sequence).expect("it has a function");
        let [function] = functions.as_slice() else { panic!("one function: {functions:?}") };
        assert_eq!(text(function, &["EventType"]), Some("viewer-request"));
        assert_eq!(text(function, &["FunctionARN"]), Some("Passing.FunctionMetadata.FunctionARN"));
    }
    let code = text(&hosting, &["Resources", "Passing", "Properties", "FunctionCode"]).expect("it has code");
    for set in ["headers['x-portico-viewer'] = { value: event.viewer.ip }", "headers['x-portico-host'] = {"] {
        assert!(code.contains(set), "{set}");
    }

    let template = read("template.yaml");
    let variables = ["Globals", "Function", "Environment", "Variables", "PORTICO_ORIGIN_SECRET"];
    let choice = at(&template, &variables).and_then(Value::as_sequence).expect("the functions have the secret");
    let given: Vec<&str> = choice.iter().filter_map(|value| text(value, &[])).collect();
    assert_eq!(given, ["HasPortalUrl", "", &resolved.replace("OriginSecretArn", "Secrets.Outputs.OriginSecretArn")]);
    let passed = ["Resources", "Hosting", "Properties", "Parameters", "OriginSecretArn"];
    assert_eq!(text(&template, &passed), Some("Secrets.Outputs.OriginSecretArn"));
    let kept = text(&read("infra/secrets.yaml"), &["Outputs", "OriginSecretArn", "Value"]).map(str::to_owned);
    assert_eq!(kept.as_deref(), Some("OriginSecret"));
}

#[tokio::test]
async fn cloudfront_sends_the_headers_of_the_dev_server() {
    let files = "https://files.example";
    let options = GatewayOptions { portal: None, files_url: files.into() };
    let gateway = Gateway::new(Vec::new(), &options).expect("a gateway without routes");
    let answer = gateway.call(http::Method::GET, "/v1/nothing", http::HeaderMap::new(), "").await;
    let sent = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();

    let template = read("infra/hosting.yaml");
    let policy = ["Resources", "Headers", "Properties", "ResponseHeadersPolicyConfig"];
    let config = at(&template, &policy).expect("there is a headers policy");
    let security = |name: &str, field: &str| text(config, &["SecurityHeadersConfig", name, field]).map(str::to_owned);
    let content = security("ContentSecurityPolicy", "ContentSecurityPolicy").expect("a content security policy");
    assert_eq!(content.replace("https://${FilesDomain}", files), sent("content-security-policy"));
    assert_eq!(security("ReferrerPolicy", "ReferrerPolicy"), Some(sent("referrer-policy")));
    assert_eq!(sent("x-content-type-options"), "nosniff");
    let custom = at(config, &["CustomHeadersConfig", "Items"]).and_then(Value::as_sequence).expect("custom headers");
    for header in custom {
        let name = text(header, &["Header"]).expect("a name");
        assert_eq!(text(header, &["Value"]), Some(sent(name).as_str()), "{name}");
    }
}
