//! Reading the templates of the deployment.

use crate::ports::root;
use serde_yaml_ng::Value;
use std::collections::BTreeMap;

/// A template, with CloudFormation's tags left in place.
pub(crate) fn read(name: &str) -> Value {
    let path = root().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_yaml_ng::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the value at a path of keys, without CloudFormation's tags.
pub(crate) fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| plain(value).get(*key)).map(plain)
}

fn plain(value: &Value) -> &Value {
    match value {
        Value::Tagged(tagged) => plain(&tagged.value),
        other => other,
    }
}

/// The text at a path.
pub(crate) fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at(value, path).and_then(Value::as_str)
}

/// The resources of a template by logical id.
pub(crate) fn resources(template: &Value) -> BTreeMap<&str, &Value> {
    let resources = at(template, &["Resources"]).and_then(Value::as_mapping).expect("a template has resources");
    resources.iter().filter_map(|(name, resource)| Some((name.as_str()?, resource))).collect()
}

/// A function with a route.
pub(crate) struct Function {
    /// Logical ID of the function.
    pub(crate) id: String,
    /// Binary that the function runs.
    pub(crate) binary: String,
    /// Routes of the function: `POST /v1/tickets`.
    pub(crate) routes: Vec<String>,
    /// Output of infra/roles.yaml with the function's role.
    pub(crate) role: String,
    /// Output of infra/logs.yaml with the function's log group.
    pub(crate) log: String,
}

/// The functions of template.yaml.
pub(crate) fn functions() -> Vec<Function> {
    let template = read("template.yaml");
    let of = |(id, resource): (&str, &Value)| {
        (text(resource, &["Type"]) == Some("AWS::Serverless::Function")).then(|| function(id, resource))
    };
    resources(&template).into_iter().filter_map(of).collect()
}

fn function(id: &str, resource: &Value) -> Function {
    let given =
        |path: &[&str]| text(resource, path).unwrap_or_else(|| panic!("{id} has no {}", path.join("."))).to_owned();
    let code = given(&["Properties", "CodeUri"]);
    let events = at(resource, &["Properties", "Events"]).and_then(Value::as_mapping).into_iter().flatten();
    let http = events.filter(|(_, event)| text(event, &["Type"]) == Some("HttpApi")).map(|(_, event)| {
        let part = |name| text(event, &["Properties", name]).unwrap_or_else(|| panic!("{id}: a route has no {name}"));
        format!("{} {}", part("Method"), part("Path"))
    });
    let output = |path: &[&str], stack: &str| {
        let text = given(path);
        let prefix = format!("{stack}.Outputs.");
        text.strip_prefix(&prefix).unwrap_or_else(|| panic!("{id}: {text} is no output of {stack}")).to_owned()
    };
    Function {
        id: id.to_owned(),
        binary: code
            .strip_prefix("target/lambda/")
            .and_then(|path| path.strip_suffix("/bootstrap.zip"))
            .unwrap_or_else(|| panic!("{id}: CodeUri is {code}"))
            .to_owned(),
        routes: http.collect(),
        role: output(&["Properties", "Role"], "Roles"),
        log: output(&["Properties", "LoggingConfig", "LogGroup"], "Logs"),
    }
}
