//! Mails about tickets: a row for each template, and the values for it.

use crate::inbound::thread;
use crate::mail::{Answers, MailRow, Permission, RecordMail, moment, one_line, quoted, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use jiff::Timestamp;
use minijinja::{Value, context};
use portico_domain::action::Action;
use portico_domain::fault::chain;
use portico_domain::people::Person;
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::inbound::ReplyAddress;
use portico_domain::tickets::jobs::{Mail, MailTemplate};
use portico_domain::tickets::timeline::{Author, ByMail, PublicItem, Reply, Side};
use portico_http::hash::{random_token, sha256_hex};

macro_rules! mails {
    ($($template:ident $file:literal $side:ident $button:literal;)+) => {
        fn row(template: MailTemplate) -> MailRow {
            match template {
                $(MailTemplate::$template => MailRow {
                    name: "mail",
                    text: include_str!(concat!("../../templates/en/", $file, ".txt")),
                    button_label: $button,
                },)+
            }
        }

        /// Side that the mail is for: mails for the company link to the console.
        fn side(template: MailTemplate) -> Side {
            match template {
                $(MailTemplate::$template => Side::$side,)+
            }
        }
    };
}

// Template, its file, the side it is for, and the label of its button.
mails! {
    TicketOpened "ticket_opened" Customer "Follow your ticket";
    TicketReplied "ticket_replied" Customer "Read and answer";
    TicketWaiting "ticket_waiting" Customer "Answer in the portal";
    TicketResolved "ticket_resolved" Customer "Confirm or reopen";
    TicketClosed "ticket_closed" Customer "Open the ticket";
    TicketReminder "ticket_reminder" Customer "Answer in the portal";
    TicketAssigned "ticket_assigned" Company "Open the ticket";
    CustomerReplied "customer_replied" Company "Read and answer";
    HoldEnded "hold_ended" Company "Open the ticket";
    ResponseDueSoon "due_soon" Company "Open the ticket";
    ResponseLate "late" Company "Open the ticket";
    ResolutionDueSoon "due_soon" Company "Open the ticket";
    ResolutionLate "late" Company "Open the ticket";
    TicketTakenOver "ticket_taken_over" Company "Open the ticket";
    CustomerClosed "customer_closed" Company "Open the ticket";
    QueueAlarm "queue_alarm" Company "Open the ticket";
    FilesRefused "files_refused" Customer "Open the ticket";
}

/// Note on how to answer a mail about a ticket, if nobody reads replies to the mail itself.
const ANSWERING: &str = "Please answer in the portal: a reply to this mail is not added to the ticket.";
/// The same if an answer to the mail joins the ticket.
const ANSWERING_BY_MAIL: &str = "You can also reply to this mail: your answer is added to the ticket.";
/// The same for the company's people, whose answer goes to the customer.
const ANSWERING_CUSTOMER: &str =
    "You can also reply to this mail: your answer is added to the ticket, and everybody on it gets it.";

/// Returns the note on how to answer.
fn answering(template: MailTemplate, by_mail: bool) -> &'static str {
    match (by_mail, side(template)) {
        (false, _) => ANSWERING,
        (true, Side::Company) => ANSWERING_CUSTOMER,
        (true, _) => ANSWERING_BY_MAIL,
    }
}

/// Makes the address that answers to one mail go to.
fn answers(domain: &str, ticket: &Ticket, to: &Person, side: Side, now: Timestamp) -> Result<Answers, JobError> {
    let token = random_token().ok_or_else(|| JobError::Retry("no randomness".into()))?;
    let hash = sha256_hex(token.as_bytes());
    let address = ReplyAddress { hash, ticket: ticket.id, person: to.id, side, created_at: now };
    Ok(Answers { address, reply_to: portico_mail::reply_address(&token, domain), thread: thread(ticket, domain) })
}

impl Run for Mail {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (ticket, person) = try_join(store.ticket(self.ticket), store.person(self.to)).await?;
        let item = async {
            match self.item {
                Some(item) => store.item(self.ticket, item).await.map(Some),
                None => Ok(None),
            }
        };
        let (item, portal) = try_join(item, store.section::<PortalSettings>()).await?;
        let system = &cx.act.caller;
        // A person who is gone gets no mail.
        let (Some(ticket), Some(to)) = (ticket.open_for_system(system), person.open_for_system(system)) else {
            return Ok(Completion::Row);
        };
        let item = item.map(|item| item.of(&ticket)).transpose();
        let item = item.map_err(|failure| JobError::Permanent(chain(&failure)))?.flatten();
        let message: Option<Reply> = item.and_then(|item| match item {
            PublicItem::Reply(reply) => Some(reply),
            PublicItem::Event(_) => None,
        });
        let answered = self.template == MailTemplate::TicketReminder && !ticket.still_waits(cx.job.created_at);
        let side = side(self.template);
        let answers = cx.answers_at.map(|domain| answers(domain, &ticket, &to, side, cx.act.now)).transpose()?;
        let told = facts(self.template, &ticket, &to, message.as_ref(), cx.portal_url);
        let told = context! { answering => answering(self.template, answers.is_some()), ..told };
        let mail = RecordMail {
            to: &to,
            record: &ticket,
            account: ticket.account.as_ref().map(|account| account.id),
            permission: Permission::May(Action::ViewTicket),
            obsolete: answered.then_some("nobody waits for an answer any more"),
            row: row(self.template),
            facts: told,
            stored_first: None,
            answers,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

/// Values for the templates: a ticket as its recipient sees it.
fn facts(template: MailTemplate, ticket: &Ticket, to: &Person, message: Option<&Reply>, portal_url: &str) -> Value {
    let at = |time: Timestamp| moment(time, to);
    let page = match ticket.kind.face() {
        _ if side(template) == Side::Company => "staff/desk?ticket=".to_owned(),
        face => format!("{}/tickets/", face.name()),
    };
    let (awaited, due) = match template {
        MailTemplate::ResponseDueSoon | MailTemplate::ResponseLate => ("first reply", ticket.clocks.first_response_due),
        _ => ("solution", ticket.clocks.resolution_due),
    };
    let account = ticket.account.as_ref().map(|account| account.name.as_str());
    let organisation = account.or(ticket.partner.as_ref().map(|partner| partner.name.as_str()));
    context! {
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
        refused => message.and_then(|message| message.by_mail.as_ref()).map(refused),
        url => format!("{portal_url}/{page}{}", ticket.id),
    }
}

/// Files of a mail that were not taken, each with the reason on its line.
fn refused(mail: &ByMail) -> Vec<String> {
    mail.refused.iter().map(|file| format!("{}: {}", one_line(&file.name), one_line(&file.reason))).collect()
}

/// Author of a message, on one line. The organisation follows a customer's name, so no name passes for one of staff.
fn author(author: &Author, organisation: Option<&str>) -> String {
    match organisation {
        Some(organisation) if author.side == Side::Customer => {
            format!("{} ({})", one_line(&author.name), one_line(organisation))
        }
        _ => one_line(&author.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::compose;
    use portico_domain::accounts::Account;
    use portico_domain::hats::Role;
    use portico_domain::ids::JobId;
    use portico_domain::portal::PortalSettings;
    use portico_domain::tickets::timeline::RefusedFile;
    use portico_domain::tickets::{Resolution, Severity, TicketState};
    use portico_testing::records;
    use uuid::Uuid;

    const TEMPLATES: [MailTemplate; 17] = [
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
        MailTemplate::FilesRefused,
    ];

    fn written(template: MailTemplate, text: &str) -> portico_domain::mail::Mail {
        written_by("Daniel Okafor", Side::Company, template, text)
    }

    fn written_by(name: &str, side: Side, template: MailTemplate, text: &str) -> portico_domain::mail::Mail {
        let id = Uuid::from_u128(1);
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        let account = Account { name: "Fjord AS".into(), ..records::account() };
        let kari = Person { name: "Kari".into(), ..records::person(vec![records::hat_of(&account, Role::Member)], at) };
        let ticket = Ticket {
            number: 1042,
            severity: Severity::Critical,
            synopsis: "The pump stops".into(),
            description: String::new(),
            ..records::ticket(&kari, &kari.hats[0], at)
        };
        let resolution = Some(Resolution { text: text.into(), at });
        let ticket = Ticket { resolution, ..records::in_state(ticket, TicketState::Resolved, at) };
        let author = Author { id: Some(kari.id), name: name.into(), side };
        let refused = vec![RefusedFile { name: "setup.exe".into(), reason: ".exe files cannot be attached.".into() }];
        let by_mail = Some(ByMail { refused, ..ByMail::default() });
        let reply = Reply { text: text.into(), by_mail, ..records::reply(author, at) };
        let facts = facts(template, &ticket, &kari, Some(&reply), "https://portal.example");
        let facts = context! { answering => answering(template, false), ..facts };
        compose(&row(template), facts, &kari, &PortalSettings::default(), JobId(id)).expect("it can be written")
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
    fn what_was_not_taken_is_named_with_the_reason() {
        let mail = written(MailTemplate::FilesRefused, "");
        assert!(mail.text.contains("\nsetup.exe: .exe files cannot be attached.\n"), "{}", mail.text);
    }

    #[test]
    fn a_mail_says_whether_its_answers_are_read() {
        for template in TEMPLATES {
            let says = [false, true].map(|by_mail| answering(template, by_mail));
            assert_eq!(says[0], ANSWERING);
            assert!(says[1].starts_with("You can also reply to this mail"), "{template:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_shown_as_it_was_written() {
        let mail = written(MailTemplate::TicketReplied, &format!("{}a", ">".repeat(2_000)));
        assert!(mail.html.contains(&format!("<p>{}a</p>", "&gt;".repeat(2_000))), "{}", mail.html);
    }
}
