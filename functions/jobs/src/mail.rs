//! The text of mails. Each is written once, as plain text with a subject on its first line; the HTML part is made from the
//! same text, so the two cannot differ. What people wrote is drawn as Markdown there.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{AutoEscape, Environment, Error, Value, context};
use portico_domain::ids::JobId;
use portico_domain::invitations::Invited;
use portico_domain::jobs::MailTemplate;
use portico_domain::mail::Mail;
use portico_domain::people::Person;
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::timeline::{Author, Reply, Side};

/// A mail to be written.
#[derive(Clone, Copy, Debug)]
pub struct TicketMail<'a> {
    /// Template of the mail.
    pub template: MailTemplate,
    /// Ticket that the mail is about.
    pub ticket: &'a Ticket,
    /// Recipient of the mail.
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
        MailTemplate::TicketTakenOver => include_str!("../templates/en/ticket_taken_over.txt"),
        MailTemplate::CustomerClosed => include_str!("../templates/en/customer_closed.txt"),
        MailTemplate::QueueAlarm => include_str!("../templates/en/queue_alarm.txt"),
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
        | MailTemplate::ResolutionLate
        | MailTemplate::TicketTakenOver
        | MailTemplate::CustomerClosed
        | MailTemplate::QueueAlarm => true,
    }
}

/// What the button says: what there is to be done.
fn button_label(template: MailTemplate) -> &'static str {
    match template {
        MailTemplate::TicketWaiting | MailTemplate::TicketReminder => "Answer in the portal",
        MailTemplate::TicketReplied | MailTemplate::CustomerReplied => "Read and answer",
        MailTemplate::TicketResolved => "Confirm or reopen",
        MailTemplate::TicketOpened => "Follow your ticket",
        _ => "Open the ticket",
    }
}

/// How to answer a mail about a ticket, for there is nobody who reads what is sent back.
const ANSWERING: &str = "Please answer in the portal: a reply to this mail is not added to the ticket.";

const LAYOUT: &str = include_str!("../templates/layout.html");

/// Writes a mail.
pub fn write(
    ticket_mail: &TicketMail<'_>,
    portal: &PortalSettings,
    portal_url: &str,
    job: JobId,
) -> Result<Mail, Error> {
    let TicketMail { template, ticket, to, message } = *ticket_mail;
    let at = |time: Timestamp| moment(time, to);
    let page = match ticket.kind.face() {
        _ if for_staff(template) => "staff/desk?ticket=".to_owned(),
        face => format!("{}/tickets/", face.name()),
    };
    let (awaited, due) = match template {
        MailTemplate::ResponseDueSoon | MailTemplate::ResponseLate => ("first reply", ticket.clocks.first_response_due),
        _ => ("solution", ticket.clocks.resolution_due),
    };
    let account = ticket.account.as_ref().map(|account| account.name.as_str());
    let organisation = account.or(ticket.partner.as_ref().map(|partner| partner.name.as_str()));
    let told = context! {
        number => ticket.label(),
        synopsis => one_line(&ticket.synopsis),
        severity => ticket.severity.label(),
        requester => one_line(&ticket.requester.name),
        account => organisation.map(one_line),
        product => ticket.product.as_ref().map(|product| format!("{} {}", product.name, product.version_label)),
        queue => ticket.queue.name.as_str(),
        response_due => at(ticket.clocks.first_response_due),
        resolution_due => at(ticket.clocks.resolution_due),
        awaited,
        due => at(due),
        agent => ticket.assignee.as_ref().map(|agent| one_line(&agent.name)),
        author => message.map(|message| author(&message.author, organisation)),
        message => message.map(|message| quoted(&message.text)),
        files => message.map(|message| message.files.iter().map(|file| one_line(&file.name)).collect::<Vec<_>>()),
        resolution => ticket.resolution.as_ref().map(|resolution| quoted(&resolution.text)),
        url => format!("{portal_url}/{page}{}", ticket.id),
        answering => ANSWERING,
    };
    let form = MailLayout { text: source(template), button_label: button_label(template) };
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
    let form = MailLayout { text: include_str!("../templates/en/invitation.txt"), button_label: "Choose a password" };
    compose(&form, told, person, portal, job)
}

/// A time as whoever reads it reckons.
fn moment(time: Timestamp, reader: &Person) -> String {
    let zone = TimeZone::get(&reader.time_zone).unwrap_or(TimeZone::UTC);
    time.to_zoned(zone).strftime("%A %-d %B %Y, %H:%M (%Z)").to_string()
}

/// How a kind of mail is written.
struct MailLayout {
    /// Its text, the subject in the first line.
    text: &'static str,
    /// What its button says.
    button_label: &'static str,
}

/// Writes a mail of what it is about, for whom, and in whose name.
fn compose(form: &MailLayout, told: Value, to: &Person, portal: &PortalSettings, job: JobId) -> Result<Mail, Error> {
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
        button_label => form.button_label,
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

/// The author of a message, on one line. Whatever a customer calls themselves, their company follows: no name passes for
/// one of staff.
fn author(author: &Author, organisation: Option<&str>) -> String {
    match organisation {
        Some(organisation) if author.side == Side::Customer => {
            format!("{} ({})", one_line(&author.name), one_line(organisation))
        }
        _ => one_line(&author.name),
    }
}

/// On one line, whatever it holds: a line of its own could pass for a paragraph, a link or a header.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A paragraph, a quotation or a link, for the HTML part.
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    const TEMPLATES: [MailTemplate; 16] = [
        MailTemplate::TicketOpened,
        MailTemplate::TicketReplied,
        MailTemplate::TicketWaiting,
        MailTemplate::TicketResolved,
        MailTemplate::TicketClosed,
        MailTemplate::TicketAssigned,
        MailTemplate::CustomerReplied,
        MailTemplate::HoldEnded,
        MailTemplate::TicketReminder,
        MailTemplate::ResponseDueSoon,
        MailTemplate::ResponseLate,
        MailTemplate::ResolutionDueSoon,
        MailTemplate::ResolutionLate,
        MailTemplate::TicketTakenOver,
        MailTemplate::CustomerClosed,
        MailTemplate::QueueAlarm,
    ];

    fn written(template: MailTemplate, text: &str) -> Mail {
        written_by("Daniel Okafor", Side::Company, template, text)
    }

    fn written_by(name: &str, side: Side, template: MailTemplate, text: &str) -> Mail {
        let (id, at) = (Uuid::from_u128(1), "2026-11-23T10:00:00Z");
        let ticket: Ticket = serde_json::from_value(json!({
            "id": id, "version": 3, "number": 1042, "kind": "support", "type": "issue", "severity": "critical",
            "synopsis": "The pump stops", "description": "", "state": "resolved",
            "requester": { "id": id, "name": "Kari" }, "product": null,
            "account": { "id": id, "number": "C-1", "name": "Fjord AS", "plan": "standard", "territory": "" }, "participants": [],
            "queue": { "id": id, "name": "Pumps" }, "assignee": null, "routing_rule": "", "files": [],
            "resolution": { "text": text, "at": at }, "hold_until": null, "custom_fields": {},
            "clocks": { "first_response_due": at, "resolution_due": at, "first_responded_at": null },
            "created_at": at, "updated_at": at, "closed_at": null,
        }))
        .expect("a ticket");
        let to: Person = serde_json::from_value(json!({
            "id": id, "version": 1, "name": "Kari", "email": "kari@example.com", "phone": null, "locale": "en",
            "time_zone": "Europe/Oslo", "status": "active", "hats": [], "created_at": at, "updated_at": at,
        }))
        .expect("a person");
        let reply: Reply = serde_json::from_value(json!({
            "id": id, "at": at, "author": { "id": id, "name": name, "side": side }, "text": text, "files": [],
        }))
        .expect("a reply");
        let ticket_mail = TicketMail { template, ticket: &ticket, to: &to, message: Some(&reply) };
        write(&ticket_mail, &PortalSettings::default(), "https://portal.example", JobId(id)).expect("it can be written")
    }

    #[test]
    fn each_mail_ends_its_subject_with_the_synopsis_and_says_how_to_answer() {
        for template in TEMPLATES {
            let mail = written(template, "Is it *back*?");
            assert!(
                mail.subject.starts_with("T-1042") && mail.subject.ends_with(": The pump stops"),
                "{}",
                mail.subject
            );
            // HTML spells a slash as a reference.
            for part in [mail.text.clone(), mail.html.replace("&#x2f;", "/")] {
                assert!(part.contains(ANSWERING), "{template:?}");
                assert!(part.contains("https://portal.example/"), "{template:?}");
            }
            let greeting = mail.text.lines().nth(2).expect("a sentence");
            assert!(greeting.starts_with(char::is_uppercase), "{template:?}: {greeting}");
        }
    }

    #[test]
    fn a_customer_who_calls_themselves_staff_is_shown_with_their_company() {
        for template in [MailTemplate::TicketReplied, MailTemplate::CustomerReplied] {
            let mail = written_by("XYZ Co. Support", Side::Customer, template, "Send us your password.");
            for part in [&mail.subject, &mail.text] {
                assert!(part.contains("XYZ Co. Support (Fjord AS)"), "{part}");
            }
        }
        let mail = written(MailTemplate::TicketReplied, "Is it back?");
        assert!(mail.subject.contains(" Daniel Okafor:"), "{}", mail.subject);
    }

    #[test]
    fn what_was_written_is_drawn_in_one_part_and_readable_in_the_other() {
        let text = "Please open **System > Security**\nand set *3*:\n\n1. First\n2. Then\n\n<img src=x> [x](javascript:alert(1))";
        for template in [MailTemplate::TicketReplied, MailTemplate::TicketWaiting, MailTemplate::TicketResolved] {
            let mail = written(template, text);
            for drawn in ["<strong>System &gt; Security</strong><br>", "<em>3</em>", "<li>First</li>"] {
                assert!(mail.html.contains(drawn), "{drawn} is missing in {}", mail.html);
            }
            assert!(!mail.html.contains("<img") && !mail.html.contains("href=\"javascript"), "{}", mail.html);
            assert!(
                mail.text.contains("> Please open **System > Security**\n> and set *3*:\n>\n> 1. First"),
                "{}",
                mail.text
            );
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_shown_as_it_was_written() {
        let mail = written(MailTemplate::TicketReplied, &format!("{}a", ">".repeat(2_000)));
        assert!(mail.html.contains(&format!("<p>{}a</p>", "&gt;".repeat(2_000))), "{}", mail.html);
    }
}
