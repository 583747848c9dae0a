//! The roles of the functions: one for each set of ports that a handler has, and one for each function without a route.

use crate::ports::{Ports, Resource, UNROUTED};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const HEAD: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Description: Portico - the roles of the functions

# Made by scripts/generate from the handlers' signatures: one role for each set of ports, with exactly what these ports
# ask of AWS (tests/src/bin/contracts/ports.rs). A function names the role of its handler's ports.

Parameters:
  TableArn: { Type: String }
  StreamArn: { Type: String }
  BucketArn: { Type: String }
  SigningKeyArn: { Type: String }
  SenderArn: { Type: String }
  ConfigurationSetArn: { Type: String }
  SearchArn: { Type: String, Description: 'The OpenSearch domain, or nothing' }
  FailedEventsArn: { Type: String }
  LogsArn: { Type: String }

Conditions:
  HasSearchDomain: !Not [!Equals [!Ref SearchArn, '']]
  HasSnapshots: !Equals [!Ref SearchArn, '']

Resources:
";

const TRUST: &str = "      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: ports
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [logs:CreateLogStream, logs:PutLogEvents]
                Resource: !Ref LogsArn
";

/// Returns the statements for a routeless function's actions in addition to those of its ports.
fn besides(asked: &[(&str, &[&str])]) -> String {
    let statement = |(on, actions): &(&str, &[&str])| {
        let on = if *on == "*" { "'*'".to_owned() } else { format!("!Ref {on}") };
        format!(
            "              - Effect: Allow
                Action: [{}]
                Resource: {on}\n",
            actions.join(", ")
        )
    };
    asked.iter().map(statement).collect()
}

fn resource(resource: Resource) -> String {
    match resource {
        Resource::Table => "!Ref TableArn".into(),
        Resource::Index(number) => format!("!Sub '${{TableArn}}/index/gsi{number}'"),
        Resource::Objects => "!Sub ${BucketArn}/files/*".into(),
        Resource::Bucket => "!Ref BucketArn".into(),
        Resource::SigningKey => "!Ref SigningKeyArn".into(),
        Resource::Sender => "[!Ref SenderArn, !Ref ConfigurationSetArn]".into(),
        Resource::Snapshots => "!Sub ${BucketArn}/search/*".into(),
        Resource::Search => "[!Sub '${SearchArn}/articles/_search', !Sub '${SearchArn}/articles/_count']".into(),
        Resource::Domain => "!Sub ${SearchArn}/*".into(),
        Resource::Whereabouts => "!Ref SearchArn".into(),
    }
}

/// Returns the resources and the actions of each statement: indexes with the same actions share one.
fn statements(ports: &Ports) -> Vec<(Vec<Resource>, BTreeSet<&'static str>)> {
    let mut statements: Vec<(Vec<Resource>, BTreeSet<&'static str>)> = Vec::new();
    for (resource, actions) in ports.statements() {
        let index = |resource: &Resource| matches!(resource, Resource::Index(_));
        match statements.last_mut() {
            Some((last, same)) if *same == actions && index(&resource) && last.iter().all(index) => last.push(resource),
            _ => statements.push((vec![resource], actions)),
        }
    }
    statements
}

fn statement(page: &mut String, at: &[Resource], actions: &BTreeSet<&str>) {
    let actions = actions.iter().copied().collect::<Vec<_>>().join(", ");
    let named: Vec<String> = at.iter().map(|at| resource(*at)).collect();
    let on = if let [one] = named.as_slice() { one.clone() } else { format!("[{}]", named.join(", ")) };
    let only_if = at.iter().find_map(|at| match at {
        Resource::Snapshots => Some("HasSnapshots"),
        Resource::Search | Resource::Domain | Resource::Whereabouts => Some("HasSearchDomain"),
        _ => None,
    });
    // Writing to a string cannot fail.
    let _ = if let Some(condition) = only_if {
        writeln!(
            page,
            "              - Fn::If:
                  - {condition}
                  - Effect: Allow
                    Action: [{actions}]
                    Resource: {on}
                  - !Ref AWS::NoValue"
        )
    } else {
        writeln!(
            page,
            "              - Effect: Allow
                Action: [{actions}]
                Resource: {on}"
        )
    };
}

fn role(page: &mut String, name: &str, ports: &Ports, binaries: &[&str], more: &str) {
    let _ =
        write!(page, "  # {}\n  {name}Role:\n    Type: AWS::IAM::Role\n    Properties:\n{TRUST}", binaries.join(", "));
    for (resources, actions) in statements(ports) {
        statement(page, &resources, &actions);
    }
    page.push_str(more);
    page.push('\n');
}

pub(crate) fn page(ports: BTreeMap<String, Ports>) -> anyhow::Result<String> {
    let mut roles: BTreeMap<String, (Ports, Vec<String>)> = BTreeMap::new();
    for (binary, ports) in ports {
        roles.entry(ports.role()).or_insert_with(|| (ports, Vec::new())).1.push(binary);
    }
    let mut page = HEAD.to_owned();
    for (name, (ports, binaries)) in &roles {
        let binaries: Vec<&str> = binaries.iter().map(String::as_str).collect();
        role(&mut page, name, ports, &binaries, "");
    }
    for function in UNROUTED {
        role(&mut page, function.role, &function.ports()?, &[function.binary], &besides(function.besides));
    }
    page.push_str("Outputs:\n");
    for name in roles.keys().map(String::as_str).chain(UNROUTED.iter().map(|function| function.role)) {
        let _ = writeln!(page, "  {name}: {{ Value: !GetAtt {name}Role.Arn }}");
    }
    Ok(page)
}
