//! Permissions that no call used, of the functions that these tests run. `unused-permissions.txt` has all of them, each
//! with its reason: a new one must be explained here, and one that is used by now must go.

use portico_tests::iam::usage::Usage;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Actions that Lambda takes with a function's role, before and after it calls the function.
const OF_LAMBDA: &[&str] = &[
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:SendMessage",
];

const LISTS: &str = "the port reads single records and lists; the function reads one of them";
const NOTHING_CHANGES: &str = "the event of people-update finds the person as it wants them";
const PURCHASES: &str = "the port reads purchases with their products; the function reads neither";
const MOVES: &str = "the event leaves the record where it is in the lists, or in none";
const ON_ROTA: &str = "the people of the events are no staff who cannot sign in";
const FACTORS: &str = "one port for setting a second factor up, using it and turning it off";
const BEGUN: &str = "one port for beginning to sign in through the provider and for finishing";
const UNTIMED: &str = "drafts are in no list of readers, and the runner is watched while no article has its time";
const SETTINGS: &str = "one port for sections of the settings, their drafts and their history";
const IMPORTED: &str = "the runner is watched while no file is imported";
const FILES: &str = "one port for all that is done to files, and browsers use the links";

/// Permissions by the beginning of their text, each with the reason why no call of these tests uses it.
const REASONS: &[(&str, &str)] = &[
    ("dynamodb:BatchGetItem on account#*", "the event invites an employee, who has no account"),
    ("dynamodb:BatchGetItem on article#*", "the event's reply links to no article"),
    ("dynamodb:BatchGetItem on canned_reply#*", LISTS),
    ("dynamodb:BatchGetItem on email#*", "the event attaches a mail as a note, for which its sender is not looked up"),
    ("dynamodb:BatchGetItem on begun_sign_in#*", BEGUN),
    ("dynamodb:BatchGetItem on import#*", LISTS),
    ("dynamodb:BatchGetItem on inbound_mail#*", LISTS),
    ("dynamodb:BatchGetItem on email#*", "the runner is watched while nobody asks for a link or a code"),
    (
        "dynamodb:BatchGetItem on job#*",
        "lists read no single job, and the runner reads those that the stream announces",
    ),
    ("dynamodb:BatchGetItem on person#*", "every endpoint may read its caller; signing in reads the credential"),
    ("dynamodb:BatchGetItem on product", PURCHASES),
    ("dynamodb:BatchGetItem on session#*", "every endpoint may read its session; these have none"),
    ("dynamodb:BatchGetItem on settings-drafts", SETTINGS),
    ("dynamodb:BatchGetItem on settings-history#*", SETTINGS),
    ("dynamodb:BatchGetItem on settings", "every endpoint may read the portal's settings; signing in reads none"),
    (
        "dynamodb:BatchGetItem on ticket#*",
        "drafts of replies read their ticket, and the event's is of a new one; home lists",
    ),
    (
        "dynamodb:BatchGetItem on ticket-number#*",
        "tickets-list and tickets-search find a ticket by its number, which their events do not give",
    ),
    (
        "dynamodb:BatchGetItem on ticket-word#*",
        "a search looks up single words of a ticket only where the first hundred tickets of a word do not decide",
    ),
    ("dynamodb:BatchGetItem on upload#*", "the events attach no files"),
    (
        "dynamodb:ConditionCheckItem on person#*",
        "only disabling a person and beginning a second factor require one to be unchanged",
    ),
    ("dynamodb:DeleteItem on audience#*", UNTIMED),
    ("dynamodb:DeleteItem on begun_sign_in#*", BEGUN),
    ("dynamodb:DeleteItem on colleagues#*", "the people of the events keep their names and can sign in"),
    ("dynamodb:DeleteItem on knowledge-week#*", "the vote of the event is the first of its person"),
    ("dynamodb:DeleteItem on accounts", MOVES),
    ("dynamodb:DeleteItem on begun_sign_in#*", BEGUN),
    ("dynamodb:DeleteItem on colleagues#*", "the people of the events keep their names and can sign in"),
    ("dynamodb:DeleteItem on import", "imports stay where they are in their lists until they are forgotten"),
    ("dynamodb:DeleteItem on product", MOVES),
    ("dynamodb:DeleteItem on people#*", "the people of the events keep their names, their hats and their status"),
    ("dynamodb:DeleteItem on person#*", "the events end no invitation, send no draft and have no draft too many"),
    ("dynamodb:DeleteItem on rota", ON_ROTA),
    ("dynamodb:DeleteItem on ticket#*", "only a participant who leaves has an item that goes"),
    ("dynamodb:DeleteItem on second_factor#*", FACTORS),
    ("dynamodb:DeleteItem on word#*", UNTIMED),
    ("dynamodb:PutItem on account#*", IMPORTED),
    ("dynamodb:PutItem on article#*", UNTIMED),
    ("dynamodb:PutItem on audience#*", UNTIMED),
    ("dynamodb:PutItem on accounts", MOVES),
    ("dynamodb:PutItem on begun_sign_in#*", BEGUN),
    ("dynamodb:PutItem on claim#*", NOTHING_CHANGES),
    ("dynamodb:PutItem on colleagues#*", "the people of the events have no account, or nothing of them changes"),
    ("dynamodb:PutItem on email#*", "inviting makes credentials; signing in has the same port, and updates them"),
    ("dynamodb:PutItem on import", IMPORTED),
    ("dynamodb:PutItem on inbound-mails#*", "a mail that is decided on leaves its list"),
    ("dynamodb:PutItem on job#*", "other changes of the area require jobs"),
    ("dynamodb:PutItem on people#*", NOTHING_CHANGES),
    ("dynamodb:PutItem on person#*", NOTHING_CHANGES),
    ("dynamodb:PutItem on product", MOVES),
    ("dynamodb:PutItem on rota", ON_ROTA),
    ("dynamodb:PutItem on second_factor#*", FACTORS),
    ("dynamodb:PutItem on session#*", "the event's person has a second step to take"),
    ("dynamodb:PutItem on settings-drafts", SETTINGS),
    ("dynamodb:PutItem on settings-history#*", SETTINGS),
    ("dynamodb:PutItem on settings", "accepting adds agents to their queues, and the event's person is none"),
    ("dynamodb:PutItem on sign_in_code#*", "the runner is watched while nobody asks for a code"),
    ("dynamodb:PutItem on ticket#*", "drafts read the ticket that they are about, in the area that changes tickets"),
    ("dynamodb:PutItem on touch#*", "knowledge-get counts its touch by an update, and people-update changes nothing"),
    ("dynamodb:PutItem on upload#*", "the events attach no files"),
    ("dynamodb:PutItem on word#*", UNTIMED),
    ("dynamodb:Query on account#*", "inviting reads the account alone"),
    ("dynamodb:Query on article#*", LISTS),
    ("dynamodb:Query on accounts", LISTS),
    ("dynamodb:Query on account#*", "most functions that read an account read none of its purchases"),
    ("dynamodb:Query on audience#*", "articles are listed where there are no words"),
    ("dynamodb:Query on canned-replies", LISTS),
    ("dynamodb:Query on import", LISTS),
    ("dynamodb:Query on inbound-mails#*", LISTS),
    ("dynamodb:Query on opened-tickets#*", LISTS),
    ("dynamodb:Query on products", LISTS),
    ("dynamodb:Query on settings-history#*", "the port reads the history as well; changes only add to it"),
    ("dynamodb:Query on table/portico/index/gsi1", LISTS),
    ("dynamodb:Query on table/portico/index/gsi2", LISTS),
    ("dynamodb:Query on table/portico/index/gsi3", LISTS),
    ("dynamodb:Query on table/portico/index/gsi4", LISTS),
    ("dynamodb:Query on ticket#*", "tickets-timeline reads it; the port is the same"),
    ("dynamodb:Query on touch#*", "the event lists the touches of a record, which are in an index"),
    ("dynamodb:Query on word#*", "words are looked up while the search index is unavailable"),
    ("dynamodb:UpdateItem on article#*", UNTIMED),
    ("dynamodb:UpdateItem on counter#account", IMPORTED),
    ("dynamodb:UpdateItem on email#*", "a hash that is current is not replaced, and the event invites nobody again"),
    ("dynamodb:UpdateItem on knowledge-week#*", "the search of the event finds something"),
    ("dynamodb:UpdateItem on ticket-counts", "replies, notes and what people say of a ticket leave it in its queue"),
    ("dynamodb:UpdateItem on touch#*", "every endpoint may count its touch; reads of one record do"),
    ("s3:DeleteObject on portico-files/files/*", FILES),
    (
        "s3:DeleteObject on portico-files/inbound/*",
        "a download reads the mail; the port deletes it for other endpoints",
    ),
    ("s3:DeleteObject on portico-files/search/*", "versions of the index are deleted minutes after they were replaced"),
    ("s3:GetObject on portico-files/files/*", FILES),
    ("s3:GetObject on portico-files/inbound/*", "a note takes no files along, and a mail is discarded unread"),
    ("s3:GetObject on portico-files/mail-files/*", FILES),
    ("s3:GetObject on portico-files/search/*", "the runner has the version that it made on its disk"),
    ("s3:ListBucket on portico-files", "no object is missing"),
    ("s3:PutObject on portico-files/files/*", FILES),
    ("s3:PutObject on portico-files/mail-files/*", "the event downloads the whole mail, and none of its files"),
];

const HEAD: &str = "\
# Permissions that no call used while every function answered its event, cold and warm, and the functions without a route
# did all they do. Each has its reason and the roles that have it. UPDATE_SNAPSHOTS=1 writes the file again; the reasons
# are in unused.rs.
";

/// Columns of a line.
const COLUMNS: usize = 120;

/// Roles by the permission that they do not use.
type Unused = BTreeMap<String, BTreeSet<String>>;

fn reason(permission: &str) -> Option<&'static str> {
    REASONS.iter().find(|(start, _)| permission.starts_with(start)).map(|(_, reason)| *reason)
}

fn written(unused: &Unused) -> String {
    let mut text = HEAD.to_owned();
    for (permission, roles) in unused.iter().filter(|(_, roles)| !roles.is_empty()) {
        let _ = writeln!(text, "\n{permission}: {}", reason(permission).unwrap_or("no reason is known"));
        let mut line = String::new();
        for role in roles {
            if !line.is_empty() && line.len() + 1 + role.len() > COLUMNS {
                let _ = writeln!(text, "{line}");
                line.clear();
            }
            let _ = write!(line, "{} {role}", if line.is_empty() { "   " } else { "" });
        }
        let _ = writeln!(text, "{line}");
    }
    text
}

fn read(text: &str) -> Unused {
    let (mut unused, mut permission) = (Unused::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(roles) = line.strip_prefix("    ") {
            unused.entry(permission.clone()).or_default().extend(roles.split(' ').map(str::to_owned));
        } else {
            line.split(": ").next().unwrap_or_default().clone_into(&mut permission);
        }
    }
    unused
}

/// Holds what roles did not use to the list. Only roles that `of` accepts are looked at.
pub(crate) fn hold_to_list(usage: &Usage, of: impl Fn(&str) -> bool) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut found = usage.unused();
    found.retain(|role, _| of(role));
    assert!(!found.is_empty(), "no function was run");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("operate/unused-permissions.txt");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let before = read(&committed);
    let mut now = before.clone();
    for roles in now.values_mut() {
        roles.retain(|role| !found.contains_key(role));
    }
    for (role, permissions) in &found {
        for permission in permissions.iter().filter(|unused| !OF_LAMBDA.contains(&unused.action.as_str())) {
            now.entry(permission.to_string()).or_default().insert(role.clone());
        }
    }
    now.retain(|_, roles| !roles.is_empty());
    let unexplained: Vec<&String> = now.keys().filter(|permission| reason(permission).is_none()).collect();
    assert!(unexplained.is_empty(), "no reason is known for {unexplained:#?}: tests/operate/unused.rs");
    let wanted = written(&now);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &wanted).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    } else if committed != wanted {
        let pairs = |unused: &Unused| -> BTreeSet<String> {
            let of = |(permission, roles): (&String, &BTreeSet<String>)| {
                roles.iter().map(|role| format!("{role}: {permission}")).collect::<Vec<_>>()
            };
            unused.iter().flat_map(of).collect()
        };
        let (before, now) = (pairs(&before), pairs(&now));
        let new: Vec<_> = now.difference(&before).collect();
        let gone: Vec<_> = before.difference(&now).collect();
        panic!("unused-permissions.txt: new are {new:#?}, gone are {gone:#?}; UPDATE_SNAPSHOTS=1 writes it again");
    }
}
