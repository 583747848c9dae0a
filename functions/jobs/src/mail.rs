//! The text of mails. Each is written once, as plain text with a subject on its first line; the HTML part is made from the
//! same text, so the two cannot differ.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{AutoEscape, Environment, Error, Value, context};
use portico_domain::ids::JobId;
use portico_domain::invitations::Invited;
use portico_domain::jobs::MailTemplate;
use portico_domain::people::Person;
use portico_domain::ports::Mail;
use portico_domain::settings::PortalSettings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::timeline::Reply;

/// A mail to be written.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Which.
    pub template: MailTemplate,
    /// About which ticket.
    pub ticket: &'a Ticket,
    /// To whom.
    pub to: &'a Person,
    /// The message it passes on.
    pub message: Option<&'a Reply>,
}

fn source(template: MailTemplate) -> &'static str {
    match template {
        MailTemplate::TicketOpened => include_str!("../templates/en/ticket_opened.txt"),
        MailTemplate::TicketReplied => include_str!("../templates/en/ticket_replied.txt"),
        MailTemplate::TicketWaiting => include_str!("../templates/en/ticket_waiting.txt"),
        MailTemplate::TicketResolved => include_str!("../templates/en/ticket_resolved.txt"),
        MailTemplate::TicketClosed => include_str!("../templates/en/ticket_closed.txt"),
        MailTemplate::TicketAssigned => include_str!("../templates/en/ticket_assigned.txt"),
        MailTemplate::CustomerReplied => include_str!("../templates/en/customer_replied.txt"),
        MailTemplate::HoldEnded => include_str!("../templates/en/hold_ended.txt"),
        MailTemplate::TicketReminder => include_str!("../templates/en/ticket_reminder.txt"),
        MailTemplate::ResponseDueSoon | MailTemplate::ResolutionDueSoon => {
            include_str!("../templates/en/due_soon.txt")
        }
        MailTemplate::ResponseLate | MailTemplate::ResolutionLate => include_str!("../templates/en/late.txt"),
    }
}

/// Whether it leads to the console.
fn for_staff(template: MailTemplate) -> bool {
    match template {
        MailTemplate::TicketOpened
        | MailTemplate::TicketReplied
        | MailTemplate::TicketWaiting
        | MailTemplate::TicketResolved
        | MailTemplate::TicketClosed
        | MailTemplate::TicketReminder => false,
        MailTemplate::TicketAssigned
        | MailTemplate::CustomerReplied
        | MailTemplate::HoldEnded
        | MailTemplate::ResponseDueSoon
        | MailTemplate::ResponseLate
        | MailTemplate::ResolutionDueSoon
        | MailTemplate::ResolutionLate => true,
    }
}

const LAYOUT: &str = include_str!("../templates/layout.html");

/// Writes a mail.
pub fn write(letter: &Letter<'_>, portal: &PortalSettings, portal_url: &str, job: JobId) -> Result<Mail, Error> {
    let Letter { template, ticket, to, message } = *letter;
    let at = |time: Timestamp| moment(time, to);
    let page = if for_staff(template) { "staff/desk?ticket=" } else { "customer/tickets/" };
    let (awaited, due) = match template {
        MailTemplate::ResponseDueSoon | MailTemplate::ResponseLate => ("first reply", ticket.clocks.first_response_due),
        _ => ("solution", ticket.clocks.resolution_due),
    };
    let told = context! {
        number => ticket.label(),
        synopsis => one_line(&ticket.synopsis),
        severity => ticket.severity.label(),
        requester => one_line(&ticket.requester.name),
        account => ticket.account.as_ref().map(|account| one_line(&account.name)),
        product => ticket.product.as_ref().map(|product| format!("{} {}", product.name, product.version_label)),
        queue => ticket.queue.name.as_str(),
        response_due => at(ticket.clocks.first_response_due),
        resolution_due => at(ticket.clocks.resolution_due),
        awaited,
        due => at(due),
        agent => ticket.assignee.as_ref().map(|agent| one_line(&agent.name)),
        author => message.map(|message| one_line(&message.author.name)),
        message => message.map(|message| quoted(&message.text)),
        files => message.map(|message| message.files.iter().map(|file| one_line(&file.name)).collect::<Vec<_>>()),
        resolution => ticket.resolution.as_ref().map(|resolution| quoted(&resolution.text)),
        url => format!("{portal_url}/{page}{}", ticket.id),
    };
    let form = Form { text: source(template), leads: "Open it in the portal" };
    compose(&form, told, to, portal, job)
}

/// Writes the mail by which somebody is asked to join; `link` is what its address carries.
pub fn invite(
    invited: &Invited,
    link: &str,
    portal: &PortalSettings,
    portal_url: &str,
    job: JobId,
) -> Result<Mail, Error> {
    let Invited { invitation, person, .. } = invited;
    let hats: Vec<String> = person.hats.iter().map(|hat| one_line(&hat.label())).collect();
    let told = context! {
        by => invitation.invited_by.as_deref().map(one_line),
        several => hats.len() > 1,
        hats => hats.join("; "),
        email => person.email.as_str(),
        until => moment(invitation.expires_at, person),
        url => format!("{portal_url}/invitation#{link}"),
    };
    let form = Form { text: include_str!("../templates/en/invitation.txt"), leads: "Choose a password" };
    compose(&form, told, person, portal, job)
}

/// A time as whoever reads it reckons.
fn moment(time: Timestamp, reader: &Person) -> String {
    let zone = TimeZone::get(&reader.time_zone).unwrap_or(TimeZone::UTC);
    time.to_zoned(zone).strftime("%A %-d %B %Y, %H:%M (%Z)").to_string()
}

/// How a kind of mail is written.
struct Form {
    /// Its text, the subject in the first line.
    text: &'static str,
    /// What its button says.
    leads: &'static str,
}

/// Writes a mail of what it is about, for whom, and in whose name.
fn compose(form: &Form, told: Value, to: &Person, portal: &PortalSettings, job: JobId) -> Result<Mail, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| if name == "layout" { AutoEscape::Html } else { AutoEscape::None });
    environment.add_template("text", form.text)?;
    environment.add_template("layout", LAYOUT)?;
    let written = environment.get_template("text")?.render(context! {
        name => one_line(&to.name),
        company => portal.company_name.as_str(),
        support_email => portal.support_email.as_str(),
        support_phone => portal.support_phone.as_str(),
        ..told
    })?;
    let (subject, text) = written.split_once('\n').unwrap_or((&written, ""));
    let subject = subject.trim_start_matches("Subject: ");
    let text = text.trim();
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty()).map(block);
    let blocks: Vec<Value> = blocks.collect();
    let html = environment.get_template("layout")?.render(context! {
        subject,
        blocks,
        leads => form.leads,
        company => portal.company_name.as_str(),
        color => portal.brand_color.as_str(),
    })?;
    Ok(Mail { to: to.email.clone(), subject: one_line(subject), text: format!("{text}\n"), html, job })
}

/// A message as mails quote it.
fn quoted(text: &str) -> String {
    // Empty lines are quoted too, so that a message stays one block.
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// On one line, whatever it holds: a line of its own could pass for a paragraph, a link or a header.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A paragraph, a quotation or a link, for the HTML part.
fn block(text: &str) -> Value {
    let text = text.trim_matches('\n');
    if text.starts_with('>') {
        let lines = text.lines().map(|line| line.trim_start_matches('>').trim_start_matches(' ').to_owned());
        return context! { kind => "quotation", lines => lines.collect::<Vec<_>>() };
    }
    let kind = if text.starts_with("http") && !text.contains(char::is_whitespace) { "link" } else { "paragraph" };
    context! { kind, lines => text.lines().map(str::to_owned).collect::<Vec<_>>() }
}
