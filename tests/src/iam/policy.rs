//! The policy of a function's role: read from `template.yaml` and `infra/roles.yaml` and resolved with the values of a
//! deployment, as CloudFormation does. `iam-rs` evaluates it.

use super::request::Asked;
use super::usage::Permission;
use anyhow::{Context as _, anyhow, ensure};
use iam_rs::{Arn, Context, ContextValue, Decision, IAMPolicy, IAMRequest, Principal, PrincipalId, evaluate_policy};
use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TEMPLATE: LazyLock<Yaml> = LazyLock::new(|| read(include_str!("../../../template.yaml")));
static ROLES: LazyLock<Yaml> = LazyLock::new(|| read(include_str!("../../../infra/roles.yaml")));

/// Condition key with the partition keys of a request.
const LEADING_KEYS: &str = "dynamodb:LeadingKeys";

fn read(text: &str) -> Yaml {
    serde_yaml_ng::from_str(text).expect("a template is YAML")
}

/// Names of what a deployment has in AWS.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Region of everything in it.
    pub region: String,
    /// Account of everything in it.
    pub account: String,
    /// The bucket of files.
    pub bucket: String,
    /// Identity that mails come from: an address or a domain.
    pub sender: String,
    /// Configuration set that mails are sent with, if it is known.
    pub configuration_set: Option<String>,
    /// ARN of the OpenSearch domain, if there is one.
    pub search: Option<String>,
}

impl Deployment {
    /// Returns the deployment that tests have functions in.
    pub fn of_tests() -> Self {
        Self {
            region: portico_local::REGION.to_owned(),
            account: "000000000000".to_owned(),
            bucket: crate::stores::BUCKET.to_owned(),
            sender: "support@xyz.example".to_owned(),
            configuration_set: Some("mails".to_owned()),
            search: None,
        }
    }

    /// Returns the same deployment with an OpenSearch domain.
    pub fn with_search(self) -> Self {
        Self { search: Some(self.arn("es", "domain/portico")), ..self }
    }

    fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.region, self.account)
    }

    /// Returns the ARN of a table.
    pub fn table_arn(&self, table: &str) -> String {
        self.arn("dynamodb", &format!("table/{table}"))
    }

    /// Returns the ARN of the bucket of files.
    pub fn bucket_arn(&self) -> String {
        format!("arn:aws:s3:::{}", self.bucket)
    }

    /// Returns the ARN of a secret by its name or its ARN.
    pub(super) fn secret_arn(&self, secret: &str) -> String {
        if secret.starts_with("arn:") {
            secret.to_owned()
        } else {
            self.arn("secretsmanager", &format!("secret:{secret}"))
        }
    }

    /// Returns the ARN of the identity that a mail from this address uses: that of its domain if the domain is the
    /// sender.
    pub(super) fn identity_arn(&self, address: &str) -> String {
        let of_domain = address.rsplit_once('@').is_some_and(|(_, domain)| domain == self.sender);
        self.arn("ses", &format!("identity/{}", if of_domain { &self.sender } else { address }))
    }

    /// Returns the ARN of the configuration set that mails are sent with, if it is known.
    pub(super) fn configuration_set_arn(&self) -> Option<String> {
        self.configuration_set.as_ref().map(|name| self.arn("ses", &format!("configuration-set/{name}")))
    }

    /// Returns the parameters of the roles' template.
    fn parameters(&self) -> BTreeMap<&'static str, String> {
        let table = self.table_arn(portico_local::wiring::TABLE);
        BTreeMap::from([
            ("StreamArn", format!("{table}/stream/1")),
            ("TableArn", table),
            ("BucketArn", self.bucket_arn()),
            ("SigningKeyArn", self.secret_arn("signing-key")),
            ("ProviderSecretsArn", self.secret_arn("portico/identity-provider/*")),
            ("SenderArn", self.identity_arn(&self.sender)),
            ("ConfigurationSetArn", self.configuration_set_arn().unwrap_or_default()),
            ("SearchArn", self.search.clone().unwrap_or_default()),
            ("FailedEventsArn", self.arn("sqs", "failed-events")),
            ("LogsArn", self.arn("logs", "log-group:/portico/*")),
        ])
    }
}

/// Policy of a role.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Name of the role.
    pub role: String,
    statements: Vec<Statement>,
}

/// A statement, with its parts as lists.
#[derive(Clone, Debug)]
struct Statement {
    alone: IAMPolicy,
    actions: Vec<String>,
    resources: Vec<String>,
    /// Patterns of partition keys, if the statement has some.
    keys: Option<Vec<String>>,
}

impl Policy {
    /// Returns the policy of a binary's role in a deployment, changed by `edit` first.
    pub fn of(binary: &str, deployment: &Deployment, edit: impl FnOnce(&mut Value)) -> Self {
        let role = role_of(binary);
        let mut document = document(&role, &deployment.parameters());
        edit(&mut document);
        Self::read(role, &document).unwrap_or_else(|error| panic!("the role of {binary}: {error:#}"))
    }

    /// Reads the policy of a role from its document.
    pub fn read(role: String, document: &Value) -> anyhow::Result<Self> {
        let statements = document["Statement"].as_array().context("a document without statements")?;
        let statements = statements.iter().map(|statement| Statement::read(statement).context(statement.to_string()));
        Ok(Self { statements: statements.collect::<anyhow::Result<_>>()?, role })
    }

    /// Returns the permissions that allow a call; `None` if nothing allows it.
    pub(super) fn permissions_for(&self, asked: &Asked) -> Option<Vec<Permission>> {
        let mut context = Context::new();
        if let Some(keys) = &asked.keys {
            context.insert(LEADING_KEYS.to_owned(), ContextValue::StringList(keys.clone()));
        }
        let principal = Principal::Aws(PrincipalId::String(format!("arn:aws:iam::000000000000:role/{}", self.role)));
        let resource = Arn::parse(&asked.resource).unwrap_or_else(|error| panic!("{}: {error}", asked.resource));
        let request = IAMRequest::new_with_context(principal, asked.action.clone(), resource, context);
        let allows = |statement: &&Statement| match evaluate_policy(&statement.alone, &request) {
            Ok(decision) => decision == Decision::Allow,
            Err(error) => panic!("{} for {asked}: {error}", self.role),
        };
        self.statements.iter().find(allows).map(|statement| statement.used_by(asked))
    }

    /// Returns all permissions of the role.
    pub(super) fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        self.statements.iter().flat_map(Statement::permissions)
    }
}

impl Statement {
    fn read(statement: &Value) -> anyhow::Result<Self> {
        let alone = json!({"Version": "2012-10-17", "Statement": [statement]});
        let keys = &statement["Condition"]["ForAllValues:StringLike"][LEADING_KEYS];
        let read = Self {
            alone: serde_json::from_value(alone)?,
            actions: texts(&statement["Action"])?,
            resources: texts(&statement["Resource"])?,
            keys: if keys.is_null() { None } else { Some(texts(keys)?) },
        };
        ensure!(statement["Effect"] == "Allow", "roles only allow");
        for resource in read.resources.iter().filter(|resource| *resource != "*") {
            Arn::parse(resource).map_err(|error| anyhow!("{resource}: {error}"))?;
        }
        Ok(read)
    }

    fn permissions(&self) -> Vec<Permission> {
        let mut permissions = Vec::new();
        for (action, resource) in
            self.actions.iter().flat_map(|action| self.resources.iter().map(move |on| (action, on)))
        {
            match &self.keys {
                Some(keys) => {
                    permissions.extend(keys.iter().map(|key| Permission::new(action, resource, Some(key))));
                }
                None => permissions.push(Permission::new(action, resource, None)),
            }
        }
        permissions
    }

    /// Returns the permissions of the statement that a call uses, which the statement allows.
    fn used_by(&self, asked: &Asked) -> Vec<Permission> {
        let resource = self.resources.iter().find(|resource| like(resource, &asked.resource));
        let resource = resource.unwrap_or_else(|| panic!("{asked} is on none of {:?}", self.resources));
        match (&self.keys, &asked.keys) {
            (Some(patterns), Some(keys)) => {
                let used = patterns.iter().filter(|pattern| keys.iter().any(|key| like(pattern, key)));
                used.map(|pattern| Permission::new(&asked.action, resource, Some(pattern))).collect()
            }
            _ => vec![Permission::new(&asked.action, resource, None)],
        }
    }
}

/// Reads one text or a list of them.
fn texts(value: &Value) -> anyhow::Result<Vec<String>> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().map(|item| Ok(item.as_str().context("no text")?.to_owned())).collect()
}

/// Whether a pattern matches a text: `*` matches any part of it.
fn like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| like(rest, &text[at..]))
}

/// Returns the text of a tag such as `!GetAtt Roles.Outputs.Tickets`.
fn tagged<'a>(value: &'a Yaml, tag: &str) -> Option<&'a str> {
    let Yaml::Tagged(found) = value else { return None };
    if found.tag == tag { found.value.as_str() } else { None }
}

/// Returns the name of the role that template.yaml gives a binary's function.
pub fn role_of(binary: &str) -> String {
    let code = format!("target/lambda/{binary}/bootstrap.zip");
    let resources = TEMPLATE["Resources"].as_mapping().expect("resources").values();
    let mut functions = resources.map(|resource| &resource["Properties"]);
    let function = functions.find(|properties| properties.get("CodeUri").and_then(Yaml::as_str) == Some(&*code));
    let function = function.unwrap_or_else(|| panic!("{binary} is not in template.yaml"));
    let output = tagged(&function["Role"], "!GetAtt").and_then(|text| text.strip_prefix("Roles.Outputs."));
    output.unwrap_or_else(|| panic!("{binary} has no role of infra/roles.yaml")).to_owned()
}

/// Returns the policy document of a role.
fn document(role: &str, parameters: &BTreeMap<&str, String>) -> Value {
    let output = tagged(&ROLES["Outputs"][role]["Value"], "!GetAtt").and_then(|text| text.strip_suffix(".Arn"));
    let resource = output.unwrap_or_else(|| panic!("infra/roles.yaml has no role {role}"));
    let policies = ROLES["Resources"][resource]["Properties"]["Policies"].as_sequence().expect("policies");
    let statements = policies.iter().flat_map(|policy| {
        let document = resolved(&policy["PolicyDocument"], parameters).expect("a document");
        document["Statement"].as_array().cloned().expect("statements")
    });
    json!({"Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>()})
}

/// Resolves a value of the roles' template; `None` for one that is left out.
fn resolved(value: &Yaml, parameters: &BTreeMap<&str, String>) -> Option<Value> {
    let parameter = |name: &str| parameters.get(name).unwrap_or_else(|| panic!("there is no parameter {name}"));
    match value {
        Yaml::Tagged(found) => {
            let text = found.value.as_str().unwrap_or_else(|| panic!("{} is not understood", found.tag));
            match found.tag.to_string().as_str() {
                "!Ref" if text == "AWS::NoValue" => None,
                "!Ref" => Some(parameter(text).as_str().into()),
                "!Sub" => {
                    let names = parameters.keys();
                    let filled = names
                        .fold(text.to_owned(), |text, name| text.replace(&format!("${{{name}}}"), parameter(name)));
                    assert!(!filled.contains("${"), "{filled} names an unknown parameter");
                    Some(filled.into())
                }
                tag => panic!("{tag} is not understood"),
            }
        }
        Yaml::Mapping(fields) => {
            if let Some(choice) = value.get("Fn::If").and_then(Yaml::as_sequence) {
                let condition = choice[0].as_str().expect("the name of a condition");
                return resolved(
                    &choice[if holds(&ROLES["Conditions"][condition], parameters) { 1 } else { 2 }],
                    parameters,
                );
            }
            let field = |(name, value): (&Yaml, &Yaml)| {
                Some((name.as_str().expect("a name").to_owned(), resolved(value, parameters)?))
            };
            Some(Value::Object(fields.iter().filter_map(field).collect::<Map<_, _>>()))
        }
        Yaml::Sequence(items) => Some(items.iter().filter_map(|item| resolved(item, parameters)).collect()),
        plain => Some(serde_json::to_value(plain).expect("plain values are JSON")),
    }
}

/// Whether a condition of the roles' template holds.
fn holds(condition: &Yaml, parameters: &BTreeMap<&str, String>) -> bool {
    let Yaml::Tagged(found) = condition else { panic!("{condition:?} is no condition") };
    let operands = found.value.as_sequence().expect("operands");
    match found.tag.to_string().as_str() {
        "!Not" => !holds(&operands[0], parameters),
        "!Equals" => resolved(&operands[0], parameters) == resolved(&operands[1], parameters),
        tag => panic!("{tag} is not understood"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(action: &str, resource: String, keys: &[&str]) -> Asked {
        let keys = (!keys.is_empty()).then(|| keys.iter().map(|key| (*key).to_owned()).collect());
        Asked { action: action.to_owned(), resource, keys }
    }

    #[test]
    fn a_role_is_read_as_it_is_deployed() {
        let deployment = Deployment::of_tests();
        let policy = Policy::of("tickets-get", &deployment, |_| ());
        let table = || deployment.table_arn("portico");
        let read = |keys: &[&str]| policy.permissions_for(&asked("dynamodb:BatchGetItem", table(), keys));
        let used = read(&["ticket#1", "session#2"]).expect("it reads tickets");
        assert_eq!(used.len(), 2, "{used:?}");
        // One key that is not allowed is enough.
        assert_eq!(read(&["ticket#1", "email#kari@example.com"]), None);
        let gone = [
            asked("dynamodb:DeleteItem", table(), &["ticket#1"]),
            asked("dynamodb:PutItem", table(), &["ticket#1"]),
            asked("dynamodb:BatchGetItem", deployment.table_arn("other"), &["ticket#1"]),
            asked("s3:GetObject", format!("{}/files/1", deployment.bucket_arn()), &[]),
        ];
        for call in gone {
            assert_eq!(policy.permissions_for(&call), None, "{call}");
        }
        let index = format!("{}/index/gsi1", table());
        assert!(policy.permissions_for(&asked("dynamodb:Query", index, &[])).is_some());
    }

    #[test]
    fn statements_depend_on_the_kind_of_search() {
        let of = |deployment: Deployment| {
            let policy = Policy::of("knowledge-search", &deployment, |_| ());
            let found: Vec<String> = policy.permissions().map(|permission| permission.action).collect();
            ["s3:GetObject", "es:ESHttpPost"].map(|action| found.iter().any(|found| found == action))
        };
        assert_eq!(of(Deployment::of_tests()), [true, false]);
        assert_eq!(of(Deployment::of_tests().with_search()), [false, true]);
    }

    #[test]
    fn a_star_matches_any_part() {
        for (pattern, text, matched) in [
            ("rota", "rota", true),
            ("rota", "rota#1", false),
            ("ticket#*", "ticket#1", true),
            ("ticket#*", "ticket-number#1", false),
            ("a-*/_mapping", "a-1/_mapping", true),
            ("a-*/_mapping", "a-1/_search", false),
        ] {
            assert_eq!(like(pattern, text), matched, "{pattern} {text}");
        }
    }

    #[test]
    fn a_policy_can_be_changed_before_it_is_read() {
        let deployment = Deployment::of_tests();
        let policy = Policy::of("tickets-get", &deployment, |document| document["Statement"] = json!([]));
        assert_eq!(policy.permissions().count(), 0);
    }
}
