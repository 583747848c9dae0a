//! Composing mails, and the one way in which a mail about a record is sent.
//!
//! Each is written once in each language, as plain text with a subject on its first line. The HTML part is made from the
//! same text, so the two cannot differ. It shows texts of people as Markdown. Both end with the reason why the
//! recipient gets the mail ([`crate::footer`]).

use crate::footer::{Footer, on_color};
use crate::language::{Language, Localized};
use crate::task::{Effects, JobContext, JobError};
use minijinja::{AutoEscape, Environment, Error, Value, context};
use portico_domain::action::{Action, rule};
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Write};
use portico_domain::fault::chain;
use portico_domain::ids::{AccountId, JobId, SessionId};
use portico_domain::mail::Mail;
use portico_domain::people::mail::StopReason;
use portico_domain::people::{MailCategory, Person, PersonStatus};
use portico_domain::policy::permits;
use portico_domain::portal::PortalSettings;
use portico_domain::record::{Ownership, Resource};
use portico_domain::tickets::inbound::ReplyAddress;
use portico_domain::touch::{Outcome, Touch};
use uuid::Uuid;

const LAYOUT: &str = include_str!("../templates/layout.html");

/// Kind of mail, as its area declares it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailRow {
    /// Word for the mail in touches: "mail", "invitation".
    pub name: &'static str,
    /// Template of its text, with the subject in the first line.
    pub text: Localized,
    /// Label of its button.
    pub button_label: Localized,
    /// Kind by which people can switch the mail off; none for a mail that always comes.
    pub category: Option<MailCategory>,
}

/// Policy of mail recipients: the persons who may get a mail about a record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Permission {
    /// A person who may take this action on the record when the mail is sent.
    May(Action),
    /// A person to whom the record belongs, who may not be able to sign in yet.
    Own,
}

/// Mail about a record, to be sent.
#[derive(Debug)]
pub(crate) struct RecordMail<'a, R> {
    /// Recipient of the mail.
    pub to: &'a Person,
    /// Record that the mail is about.
    pub record: &'a R,
    /// Account of the record, for the touch.
    pub account: Option<AccountId>,
    /// Permission by which the recipient may get the mail.
    pub permission: Permission,
    /// Reason why the mail is of no use any more.
    pub obsolete: Option<&'static str>,
    /// Kind of the mail.
    pub row: MailRow,
    /// Values for the template of the mail.
    pub facts: Value,
    /// Write that is committed before the mail is handed over, such as the hash of a link in it.
    pub stored_first: Option<Write>,
    /// Address that answers go to, if they are read.
    pub answers: Option<Answers>,
}

/// Address that the answers to one mail go to, and the mails that belong together.
#[derive(Debug)]
pub(crate) struct Answers {
    /// Record of the address, which is stored before the mail is handed over.
    pub address: ReplyAddress,
    /// The address itself.
    pub reply_to: String,
    /// Message ID that all mails about the record refer to.
    pub thread: String,
}

/// Sends a mail about a record, or leaves the touch that says why it is not sent. Reasons: the recipient may not read
/// the record any more, the mail is obsolete, they have switched it off, or their address takes no mail.
pub(crate) async fn send_about<S: Effects, R: Resource + Sync>(
    store: &S,
    cx: JobContext<'_>,
    portal: &PortalSettings,
    mail: RecordMail<'_, R>,
) -> Result<(), JobError> {
    let RecordMail { to, record, account, permission, obsolete, row, facts, stored_first, answers } = mail;
    let name = row.name;
    let touch = |detail: String| cx.act.touch(record.record(), account).with_detail(detail);
    let ownership = record.ownership();
    let may = match permission {
        Permission::May(action) => may_read(to, action, &ownership, portal),
        Permission::Own => ownership.people.contains(&to.id),
    };
    if !may {
        let denied = Touch { outcome: Outcome::Denied, ..touch(format!("{name} to {}", to.name)) };
        return Ok(store.touch(&denied).await?);
    }
    if let Some(reason) = obsolete {
        return Ok(store.touch(&touch(format!("{name} to {} not sent: {reason}", to.name))).await?);
    }
    if !to.wants(row.category) {
        let detail = format!("{name} to {} not sent: they have switched these mails off", to.name);
        return Ok(store.touch(&touch(detail)).await?);
    }
    if let Some(reason) = stopped(to) {
        let failed = touch(format!("{name} to {} not sent: {reason}", to.name));
        return Ok(store.touch(&Touch { outcome: Outcome::Failed, ..failed }).await?);
    }
    let mut written = compose(&row, facts, to, portal, cx.portal_url, cx.job.id)
        .map_err(|error| JobError::Permanent(chain(&error)))?;
    if let Some(write) = stored_first {
        let detail = format!("prepared the {name} to {}", to.name);
        store.commit(Change::new(touch(detail)).write(write)).await?;
    }
    if let Some(Answers { address, reply_to, thread }) = answers {
        // Stored before the mail is handed over: an answer to a mail that arrives is known.
        store.keep_reply_address(&address).await?;
        (written.reply_to, written.thread) = (Some(reply_to), Some(thread));
    }
    deliver(store, &written, &touch(format!("{name} sent to {}", to.name))).await
}

/// Whether the recipient of a mail about a record may read it now, with any of their hats. The page applies the same
/// rule.
fn may_read(person: &Person, view: Action, record: &Ownership, portal: &PortalSettings) -> bool {
    person.status == PersonStatus::Active
        && person.hats.iter().any(|hat| {
            let session = SessionId(Uuid::nil());
            let caller = Caller { person: person.id, name: person.name.clone(), hat: hat.clone(), session };
            permits(&caller, view, record) && portal.has(rule(view).capability, hat.kind, hat.role)
        })
}

/// Hands a mail over to the mail service, and leaves its touch.
async fn deliver<S: Effects>(store: &S, mail: &Mail, touch: &Touch) -> Result<(), JobError> {
    store.send(mail).await?;
    // The mail has been handed over: trying again for the ledger's sake would send a second one.
    if let Err(failure) = store.touch(touch).await {
        tracing::error!(job = %mail.job, cause = %chain(&failure), "the touch of a mail was not written");
    }
    Ok(())
}

/// Reason why nothing is sent to a person, if there is one.
fn stopped(person: &Person) -> Option<&'static str> {
    person.stopped().map(|stop| match stop.reason {
        StopReason::Bounced => "what was sent to the address before bounced",
        StopReason::Complained => "they complained of one before",
    })
}

/// Composes a mail from its kind, facts and recipient, in the recipient's language.
pub(crate) fn compose(
    row: &MailRow,
    facts: Value,
    to: &Person,
    portal: &PortalSettings,
    portal_url: &str,
    job: JobId,
) -> Result<Mail, Error> {
    let language = Language::of(to);
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| if name == "layout" { AutoEscape::Html } else { AutoEscape::None });
    environment.add_template("text", row.text.text(language))?;
    environment.add_template("layout", LAYOUT)?;
    let written = environment.get_template("text")?.render(context! {
        name => one_line(&to.name),
        company => portal.company_name.as_str(),
        support_email => portal.support_email.as_str(),
        support_phone => portal.support_phone.as_str(),
        ..facts
    })?;
    let (subject, text) = written.split_once('\n').unwrap_or((&written, ""));
    let subject = subject.trim_start_matches("Subject: ");
    let text = text.trim();
    let parts = || text.split("\n\n").filter(|block| !block.trim().is_empty());
    let blocks: Vec<Value> = parts().map(block).collect();
    // Mail programs show it next to the subject: the first sentence after the greeting.
    let preview = parts().nth(1).filter(|part| !part.starts_with('>')).map(one_line).unwrap_or_default();
    let footer = Footer::of(row.category, to, language, portal_url);
    let html = environment.get_template("layout")?.render(context! {
        subject,
        blocks,
        button_label => row.button_label.text(language),
        lang => language.tag(),
        preview,
        company => portal.company_name.as_str(),
        mark => portal.company_name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default(),
        color => portal.brand_color.as_str(),
        on_color => on_color(&portal.brand_color),
        reason => footer.reason,
        preferences => footer.preferences.as_deref(),
        choose => footer.choose,
    })?;
    let (to, subject, text) = (to.email.clone(), one_line(subject), format!("{text}\n\n{}\n", footer.text()));
    Ok(Mail { to, subject, text, html, job, reply_to: None, thread: None })
}

/// Quotes a message for a mail.
pub(crate) fn quoted(text: &str) -> String {
    // Empty lines are quoted too, so that a message stays one block.
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Puts a text on one line: a line of its own could pass for a paragraph, a link or a header.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a paragraph, a quotation or a link, for the HTML part.
fn block(text: &str) -> Value {
    let text = text.trim_matches('\n');
    if text.starts_with('>') {
        // What somebody wrote is Markdown, and is drawn as the portal draws it.
        let lines = text.lines().map(|line| line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line));
        let html = portico_markdown::message_in_mail(&lines.collect::<Vec<_>>().join("\n"));
        return context! { kind => "quotation", html => Value::from_safe_string(html) };
    }
    let kind = if text.starts_with("http") && !text.contains(char::is_whitespace) { "link" } else { "paragraph" };
    context! { kind, lines => text.lines().map(str::to_owned).collect::<Vec<_>>() }
}
