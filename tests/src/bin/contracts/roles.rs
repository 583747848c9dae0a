//! The roles of the functions: one for each set of permissions.

use crate::permissions::Permissions;
use crate::ports::{Ports, Resource, UNROUTED};
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const HEAD: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Description: Portico - the roles of the functions

# Made by scripts/generate from the handlers' signatures: one role for each set of permissions. They are what the ports
# of a handler ask of AWS (tests/src/bin/contracts/ports.rs), and what saves the records that its area changes
# (permissions.rs there).
#
# On the table, a role reaches the partitions of these records alone: dynamodb:LeadingKeys are the partition keys of a
# request. Some things stay open. A partition is reached whole, so a function that keeps drafts reaches the person they
# belong to. An index is reached whole, because AWS documents the key for the table only. ForAllValues also allows a
# request without keys; no role has an action whose requests name none, such as Scan.

Parameters:
  TableArn: { Type: String }
  StreamArn: { Type: String }
  BucketArn: { Type: String }
  SigningKeyArn: { Type: String }
  ProviderSecretsArn: { Type: String }
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

fn resource(resource: Resource) -> String {
    match resource {
        Resource::Index(number) => format!("!Sub '${{TableArn}}/index/gsi{number}'"),
        Resource::Objects => "!Sub ${BucketArn}/files/*".into(),
        Resource::Inbound => "!Sub ${BucketArn}/inbound/*".into(),
        Resource::MailFiles => "!Sub ${BucketArn}/mail-files/*".into(),
        Resource::Bucket => "!Ref BucketArn".into(),
        Resource::SigningKey => "!Ref SigningKeyArn".into(),
        Resource::ProviderSecrets => "!Ref ProviderSecretsArn".into(),
        Resource::Sender => "[!Ref SenderArn, !Ref ConfigurationSetArn]".into(),
        Resource::Snapshots => "!Sub ${BucketArn}/search/*".into(),
        Resource::Search => "[!Sub '${SearchArn}/articles/_search', !Sub '${SearchArn}/articles/_count']".into(),
        Resource::TicketSearch => "!Sub ${SearchArn}/tickets/_search".into(),
        Resource::Mapping => "!Sub ${SearchArn}/articles-*/_mapping".into(),
        Resource::Domain => "!Sub ${SearchArn}/*".into(),
        Resource::Whereabouts => "!Ref SearchArn".into(),
    }
}

/// Returns the resources and the actions of each statement that is not on the table: indexes with the same actions
/// share one.
fn statements(permissions: &Permissions) -> Vec<(Vec<Resource>, &BTreeSet<&'static str>)> {
    let mut statements: Vec<(Vec<Resource>, &BTreeSet<&'static str>)> = Vec::new();
    for (resource, actions) in permissions.on_others() {
        let index = |resource: &Resource| matches!(resource, Resource::Index(_));
        match statements.last_mut() {
            Some((last, same)) if *same == actions && index(resource) && last.iter().all(index) => last.push(*resource),
            _ => statements.push((vec![*resource], actions)),
        }
    }
    statements
}

fn listed(actions: &BTreeSet<&str>) -> String {
    actions.iter().copied().collect::<Vec<_>>().join(", ")
}

fn statement(page: &mut String, at: &[Resource], actions: &BTreeSet<&str>) {
    let actions = listed(actions);
    let named: Vec<String> = at.iter().map(|at| resource(*at)).collect();
    let on = if let [one] = named.as_slice() { one.clone() } else { format!("[{}]", named.join(", ")) };
    let only_if = at.iter().find_map(|at| match at {
        Resource::Snapshots => Some("HasSnapshots"),
        Resource::Search | Resource::TicketSearch | Resource::Mapping | Resource::Domain | Resource::Whereabouts => {
            Some("HasSearchDomain")
        }
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

fn role(page: &mut String, name: &str, Role { permissions, binaries }: &Role) {
    // Writing to a string cannot fail.
    let _ =
        write!(page, "  # {}\n  {name}Role:\n    Type: AWS::IAM::Role\n    Properties:\n{TRUST}", binaries.join(", "));
    for (actions, partitions) in permissions.on_table() {
        let quoted: Vec<String> = partitions.iter().map(|partition| format!("'{partition}'")).collect();
        let _ = write!(
            page,
            "              - Effect: Allow
                Action: [{}]
                Resource: !Ref TableArn
                Condition: {{ 'ForAllValues:StringLike': {{ 'dynamodb:LeadingKeys': [{}] }} }}\n",
            listed(&actions),
            quoted.join(", ")
        );
    }
    for (resources, actions) in statements(permissions) {
        statement(page, &resources, actions);
    }
    for (on, actions) in permissions.more() {
        let on = if *on == "*" { "'*'".to_owned() } else { format!("!Ref {on}") };
        let actions = listed(actions);
        let _ = write!(
            page,
            "              - Effect: Allow
                Action: [{actions}]
                Resource: {on}\n"
        );
    }
    page.push('\n');
}

/// A role with the functions that have it.
pub(crate) struct Role {
    /// Permissions of the role.
    pub(crate) permissions: Permissions,
    /// Binaries of its functions.
    pub(crate) binaries: Vec<String>,
}

/// All roles by name, without the suffix of the resource.
pub(crate) struct Roles(BTreeMap<String, Role>);

impl Roles {
    /// Gives functions with the same permissions one role. It is called after the ports of a handler: of several, the
    /// shortest name. Roles that would share a name also have that of their first function.
    pub(crate) fn of(
        ports: &BTreeMap<String, Ports>,
        permissions: BTreeMap<String, Permissions>,
    ) -> anyhow::Result<Self> {
        let mut functions: BTreeMap<Permissions, Vec<String>> = BTreeMap::new();
        let mut roles = BTreeMap::new();
        for (binary, permissions) in permissions {
            match UNROUTED.iter().find(|function| function.binary == binary) {
                Some(function) => {
                    roles.insert(function.role.to_owned(), Role { permissions, binaries: vec![binary] });
                }
                None => functions.entry(permissions).or_default().push(binary),
            }
        }
        let mut named: BTreeMap<String, Vec<Role>> = BTreeMap::new();
        for (permissions, binaries) in functions {
            let names: Option<Vec<String>> = binaries.iter().map(|binary| Some(ports.get(binary)?.role())).collect();
            let names = names.with_context(|| format!("{} have no ports", binaries.join(", ")))?;
            let name = names.into_iter().min_by_key(|name| (name.len(), name.clone())).unwrap_or_default();
            named.entry(name).or_default().push(Role { permissions, binaries });
        }
        for (name, sharing) in named {
            let alone = sharing.len() == 1;
            for role in sharing {
                let first: String =
                    role.binaries.iter().take(1).flat_map(|name| name.split('-')).map(capitalized).collect();
                let name = if alone { name.clone() } else { format!("{name}Of{first}") };
                if roles.insert(name.clone(), role).is_some() {
                    bail!("two roles are called {name}");
                }
            }
        }
        Ok(Self(roles))
    }

    /// Returns the name of a binary's role.
    pub(crate) fn of_binary(&self, binary: &str) -> Option<&str> {
        let of = |(_, role): &(&String, &Role)| role.binaries.iter().any(|name| name == binary);
        self.0.iter().find(of).map(|(name, _)| name.as_str())
    }

    /// Returns infra/roles.yaml.
    pub(crate) fn page(&self) -> String {
        let mut page = HEAD.to_owned();
        for (name, of) in &self.0 {
            role(&mut page, name, of);
        }
        page.push_str("Outputs:\n");
        for name in self.0.keys() {
            let _ = writeln!(page, "  {name}: {{ Value: !GetAtt {name}Role.Arn }}");
        }
        page
    }
}

/// Returns a word with a capital letter at its start.
pub(crate) fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    format!("{}{rest}", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions;
    use crate::ports::by_binary;

    fn roles() -> Roles {
        Roles::of(&by_binary().unwrap(), permissions::all().unwrap()).unwrap()
    }

    #[test]
    fn functions_with_the_same_permissions_have_one_role() {
        let roles = roles();
        let distinct: BTreeSet<&Permissions> = roles.0.values().map(|role| &role.permissions).collect();
        assert_eq!(distinct.len(), roles.0.len());
        assert_eq!(roles.of_binary("tickets-get"), roles.of_binary("tickets-list"));
        assert_eq!(roles.of_binary("jobs-run"), Some("JobRunner"));
        assert_eq!(roles.of_binary("none"), None);
    }

    #[test]
    fn roles_of_the_same_ports_and_different_areas_are_told_apart() {
        let ports = Ports::read("RequestStore + People + Commit").unwrap();
        let ports: BTreeMap<String, Ports> =
            ["people-update", "profile-update-me"].map(|binary| (binary.to_owned(), ports.clone())).into();
        let mut permissions = permissions::all().unwrap();
        permissions.retain(|binary, _| ports.contains_key(binary));
        let roles = Roles::of(&ports, permissions).unwrap();
        let names: Vec<&String> = roles.0.keys().collect();
        assert_eq!(names, ["CommitPeopleOfPeopleUpdate", "CommitPeopleOfProfileUpdateMe"]);
    }
}
