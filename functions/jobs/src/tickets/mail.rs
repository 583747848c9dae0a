//! Mails about tickets: a row for each template, and the values for it.

use crate::inbound::thread;
use crate::language::{Language, Localized, template};
use crate::mail::{Answers, MailRow, Permission, RecordMail, one_line, quoted, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use jiff::Timestamp;
use minijinja::{Value, context};
use portico_domain::action::Action;
use portico_domain::fault::chain;
use portico_domain::people::MailCategory::{
    DeskAlarms, DeskAssignments, DeskDeadlines, DeskReplies, TicketEnded, TicketReceived, TicketReminders,
    TicketReplies,
};
use portico_domain::people::Person;
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::inbound::ReplyAddress;
use portico_domain::tickets::jobs::{Mail, MailTemplate};
use portico_domain::tickets::timeline::{Author, ByMail, PublicItem, RefusedFile, Side};
use portico_http::hash::{random_token, sha256_hex};

macro_rules! mails {
    ($($template:ident $file:literal $side:ident $category:expr, $button:ident;)+) => {
        fn row(template: MailTemplate) -> MailRow {
            match template {
                $(MailTemplate::$template => MailRow {
                    name: "mail",
                    text: template!($file),
                    button_label: $button,
                    category: $category,
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

const FOLLOW: Localized = Localized { en: "Follow your ticket", es: "Seguir su ticket" };
const READ: Localized = Localized { en: "Read and answer", es: "Leer y responder" };
const ANSWER: Localized = Localized { en: "Answer in the portal", es: "Responder en el portal" };
const CONFIRM: Localized = Localized { en: "Confirm or reopen", es: "Confirmar o reabrir" };
const GO_ON: Localized = Localized { en: "Go on there", es: "Continuar allí" };
const OPEN: Localized = Localized { en: "Open the ticket", es: "Abrir el ticket" };

// Template, its files, the side it is for, the kind by which people can switch it off, and the label of its button.
mails! {
    TicketOpened "ticket_opened" Customer Some(TicketReceived), FOLLOW;
    TicketReplied "ticket_replied" Customer Some(TicketReplies), READ;
    TicketWaiting "ticket_waiting" Customer Some(TicketReplies), ANSWER;
    TicketResolved "ticket_resolved" Customer Some(TicketEnded), CONFIRM;
    TicketClosed "ticket_closed" Customer Some(TicketEnded), OPEN;
    TicketReminder "ticket_reminder" Customer Some(TicketReminders), ANSWER;
    TicketAssigned "ticket_assigned" Company Some(DeskAssignments), OPEN;
    CustomerReplied "customer_replied" Company Some(DeskReplies), READ;
    HoldEnded "hold_ended" Company Some(DeskDeadlines), OPEN;
    ResponseDueSoon "due_soon" Company Some(DeskDeadlines), OPEN;
    ResponseLate "late" Company Some(DeskDeadlines), OPEN;
    ResolutionDueSoon "due_soon" Company Some(DeskDeadlines), OPEN;
    ResolutionLate "late" Company Some(DeskDeadlines), OPEN;
    TicketTakenOver "ticket_taken_over" Company Some(DeskAssignments), OPEN;
    CustomerClosed "customer_closed" Company Some(DeskReplies), OPEN;
    QueueAlarm "queue_alarm" Company Some(DeskAlarms), OPEN;
    ParticipantAdded "participant_added" Customer Some(TicketReplies), OPEN;
    TicketMerged "ticket_merged" Customer Some(TicketEnded), GO_ON;
    TicketJoined "ticket_joined" Company Some(DeskReplies), OPEN;
    FilesRefused "files_refused" Customer None, OPEN;
    DeskFilesRefused "files_refused" Company None, OPEN;
}

/// Note on how to answer a mail about a ticket, if nobody reads replies to the mail itself.
const ANSWERING: Localized = Localized {
    en: "Please answer in the portal: a reply to this mail is not added to the ticket.",
    es: "Responda en el portal, por favor: una respuesta a este correo no se añade al ticket.",
};
/// The same if an answer to the mail joins the ticket.
const ANSWERING_BY_MAIL: Localized = Localized {
    en: "You can also reply to this mail: your answer is added to the ticket.",
    es: "También puede responder a este correo: su respuesta se añade al ticket.",
};
/// The same for the company's people, whose answer goes to the customer.
const ANSWERING_CUSTOMER: Localized = Localized {
    en: "You can also reply to this mail: your answer is added to the ticket, and everybody on it gets it.",
    es: "También puede responder a este correo: su respuesta se añade al ticket y la recibirán todas las personas que participan en él.",
};

const FIRST_REPLY: Localized = Localized { en: "first reply", es: "la primera respuesta" };
const SOLUTION: Localized = Localized { en: "solution", es: "la solución" };

/// Returns the note on how to answer.
fn answering(template: MailTemplate, by_mail: bool) -> Localized {
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
        let answered = self.template == MailTemplate::TicketReminder && !ticket.still_waits(cx.job.created_at);
        let side = side(self.template);
        let answers = cx.answers_at.map(|domain| answers(domain, &ticket, &to, side, cx.act.now)).transpose()?;
        let values = facts(self.template, &ticket, &to, item.as_ref(), cx.portal_url);
        let values =
            context! { answering => answering(self.template, answers.is_some()).text(Language::of(&to)), ..values };
        let mail = RecordMail {
            to: &to,
            record: &ticket,
            account: ticket.account.as_ref().map(|account| account.id),
            permission: Permission::May(Action::ViewTicket),
            obsolete: answered.then_some("nobody waits for an answer any more"),
            row: row(self.template),
            facts: values,
            stored_first: None,
            answers,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

/// Values for the templates: a ticket as its recipient sees it.
fn facts(template: MailTemplate, ticket: &Ticket, to: &Person, item: Option<&PublicItem>, portal_url: &str) -> Value {
    let (message, by) = match item {
        Some(PublicItem::Reply(reply)) => (Some(reply), Some(&reply.author)),
        Some(PublicItem::Event(event)) => (None, Some(&event.author)),
        None => (None, None),
    };
    let language = Language::of(to);
    let at = |time: Timestamp| language.moment(time, to);
    let page = match ticket.kind.face() {
        _ if side(template) == Side::Company => "staff/desk?ticket=".to_owned(),
        face => format!("{}/tickets/", face.name()),
    };
    let (awaited, due) = match template {
        MailTemplate::ResponseDueSoon | MailTemplate::ResponseLate => (FIRST_REPLY, ticket.clocks.first_response_due),
        _ => (SOLUTION, ticket.clocks.resolution_due),
    };
    let rates = to.id == ticket.requester.id && ticket.rating.is_none();
    let place = if rates && template == MailTemplate::TicketClosed { "#rating" } else { "" };
    let account = ticket.account.as_ref().map(|account| account.name.as_str());
    let organisation = account.or(ticket.partner.as_ref().map(|partner| partner.name.as_str()));
    context! {
        number => ticket.label(),
        synopsis => one_line(&ticket.synopsis),
        severity => language.severity(ticket.severity),
        requester => one_line(&ticket.requester.name),
        account => organisation.map(one_line),
        product => ticket.product.as_ref().map(|product| format!("{} {}", product.name, product.version_label)),
        queue => ticket.queue.name.as_str(),
        response_due => at(ticket.clocks.first_response_due),
        resolution_due => at(ticket.clocks.resolution_due),
        awaited => awaited.text(language),
        due => at(due),
        agent => ticket.assignee.as_ref().map(|agent| one_line(&agent.name)),
        author => by.map(|by| author(by, organisation)),
        message => message.map(|message| quoted(&message.text)),
        files => message.map(|message| message.files.iter().map(|file| one_line(&file.name)).collect::<Vec<_>>()),
        resolution => ticket.resolution.as_ref().map(|resolution| quoted(&resolution.text)),
        refused => message.and_then(|message| message.by_mail.as_ref()).map(|mail| refused(mail, language)),
        rates,
        asked => to.id == ticket.requester.id,
        merged_into => ticket.merged_into.map(|into| format!("T-{}", into.number)),
        url => format!("{portal_url}/{page}{}{place}", ticket.merged_into.map_or(ticket.id, |into| into.id)),
    }
}

/// Reasons for which a file of a mail is not taken, in Spanish, by their codes.
const REFUSED: &[(&str, &str)] = &[
    ("file_type_refused", "No se admiten archivos de este tipo."),
    ("type_mismatch", "El archivo no contiene lo que indica su nombre."),
    ("file_too_large", "Este archivo es demasiado grande."),
    ("file_empty", "Este archivo está vacío."),
    ("not_a_file_name", "Este nombre no es adecuado para un archivo."),
    ("too_many", "Una respuesta no puede tener tantos archivos."),
];

/// Files of a mail that were not taken, each with the reason on its line.
fn refused(mail: &ByMail, language: Language) -> Vec<String> {
    let spanish = |code: &str| REFUSED.iter().find(|(known, _)| *known == code).map(|(_, words)| *words);
    let line = |file: &RefusedFile| {
        let words = if language == Language::Spanish { spanish(&file.code) } else { None };
        format!("{}: {}", one_line(&file.name), one_line(words.unwrap_or(&file.reason)))
    };
    mail.refused.iter().map(line).collect()
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
    use crate::footer::Footer;
    use crate::mail::compose;
    use portico_domain::accounts::Account;
    use portico_domain::hats::Role;
    use portico_domain::ids::JobId;
    use portico_domain::portal::PortalSettings;
    use portico_domain::tickets::timeline::Reply;
    use portico_domain::tickets::{Resolution, Severity, TicketState};
    use portico_testing::records;
    use uuid::Uuid;

    const TEMPLATES: [MailTemplate; 21] = [
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
        MailTemplate::DeskFilesRefused,
        MailTemplate::ParticipantAdded,
        MailTemplate::TicketMerged,
        MailTemplate::TicketJoined,
    ];

    fn written(template: MailTemplate, text: &str) -> portico_domain::mail::Mail {
        written_by("Daniel Okafor", Side::Company, template, text)
    }

    fn written_by(name: &str, side: Side, template: MailTemplate, text: &str) -> portico_domain::mail::Mail {
        written_to("en", name, side, template, text)
    }

    /// Reader with this locale.
    fn kari(locale: &str) -> Person {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        let account = Account { name: "Fjord AS".into(), ..records::account() };
        let kari = records::person(vec![records::hat_of(&account, Role::Member)], at);
        Person { name: "Kari".into(), locale: locale.into(), ..kari }
    }

    /// Mail to a reader with this locale.
    fn written_to(
        locale: &str,
        name: &str,
        side: Side,
        template: MailTemplate,
        text: &str,
    ) -> portico_domain::mail::Mail {
        let id = Uuid::from_u128(1);
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        let kari = kari(locale);
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
        let refused = vec![RefusedFile {
            name: "setup.exe".into(),
            code: "file_type_refused".into(),
            reason: ".exe files cannot be attached.".into(),
        }];
        let by_mail = Some(ByMail { refused, ..ByMail::default() });
        let reply = Reply { text: text.into(), by_mail, ..records::reply(author, at) };
        let facts = facts(template, &ticket, &kari, Some(&PublicItem::Reply(reply)), "https://portal.example");
        let note = answering(template, false).text(Language::of(&kari));
        let facts = context! { answering => note, ..facts };
        compose(&row(template), facts, &kari, &PortalSettings::default(), "https://portal.example", JobId(id))
            .expect("it can be written")
    }

    #[test]
    fn each_mail_ends_its_subject_with_the_synopsis_and_says_how_to_answer() {
        for language in Language::ALL {
            for template in TEMPLATES {
                let mail = written_to(language.tag(), "Daniel Okafor", Side::Company, template, "Is it *back*?");
                assert!(
                    mail.subject.starts_with("T-1042") && mail.subject.ends_with(": The pump stops"),
                    "{}",
                    mail.subject
                );
                // HTML spells a slash as a reference.
                for part in [mail.text.clone(), mail.html.replace("&#x2f;", "/")] {
                    assert!(part.contains(ANSWERING.text(language)), "{template:?}");
                    assert!(part.contains("https://portal.example/"), "{template:?}");
                }
                assert!(mail.html.contains(&format!("<html lang=\"{}\">", language.tag())), "{}", mail.html);
                assert!(mail.html.contains(row(template).button_label.text(language)), "{}", mail.html);
                // One button, the reason for the mail in both parts, and colors for both themes.
                assert_eq!(mail.html.matches("display:inline-block").count(), 1, "{}", mail.html);
                let footer =
                    Footer::of(row(template).category, &kari(language.tag()), language, "https://portal.example");
                for part in [&mail.text, &mail.html] {
                    assert!(part.contains(footer.reason), "{template:?}");
                }
                assert!(mail.text.ends_with(&format!("\n\n{}\n", footer.text())), "{}", mail.text);
                assert!(mail.html.contains("prefers-color-scheme: dark"), "{}", mail.html);
                let greeting = mail.text.lines().nth(2).expect("a sentence");
                assert!(greeting.starts_with(char::is_uppercase), "{template:?}: {greeting}");
            }
        }
    }

    #[test]
    fn each_mail_shows_the_same_facts_in_every_language() {
        let facts = |text: &'static str| {
            let mut environment = minijinja::Environment::new();
            environment.add_template("text", text).expect("a template");
            environment.get_template("text").expect("a template").undeclared_variables(false)
        };
        for template in TEMPLATES {
            let text = row(template).text;
            assert_eq!(facts(text.text(Language::Spanish)), facts(text.text(Language::English)), "{template:?}");
        }
    }

    #[test]
    fn a_mail_to_a_spanish_reader_is_spanish_as_a_whole() {
        let write = |template| written_to("es-ES", "Daniel Okafor", Side::Company, template, "¿Funciona ya?");
        let opened = write(MailTemplate::TicketOpened);
        assert_eq!(opened.subject, "T-1042 recibido: The pump stops");
        assert_eq!(
            opened.text.lines().take(7).collect::<Vec<_>>(),
            [
                "Hola, Kari:",
                "",
                "Hemos recibido su ticket T-1042, «The pump stops».",
                "",
                "Gravedad: 1-Crítica",
                "Primera respuesta, a más tardar: lunes 23 de noviembre de 2026, 15:00 (CET)",
                "Solución prevista, a más tardar: miércoles 25 de noviembre de 2026, 03:00 (CET)",
            ]
        );
        let late = write(MailTemplate::ResponseLate);
        assert_eq!(late.subject, "T-1042: la primera respuesta fuera de plazo: The pump stops");
        assert!(late.text.contains("venció el lunes 23 de noviembre de 2026"), "{}", late.text);
        let english = ["Hello", "ticket is", "Please", "your", "Severity:", "Queue:", "answer", "the "];
        for template in TEMPLATES {
            let mail = write(template);
            let own = mail.text.replace("The pump stops", "");
            assert!(!english.iter().any(|word| own.contains(word)), "{template:?}: {own}");
        }
    }

    #[test]
    fn the_end_of_a_ticket_asks_its_requester_how_we_did() {
        for template in [MailTemplate::TicketResolved, MailTemplate::TicketClosed] {
            assert!(written(template, "Done.").text.contains("how we did") || template == MailTemplate::TicketClosed);
        }
        let closed = written(MailTemplate::TicketClosed, "Done.").text;
        assert!(closed.contains("How did we do?") && closed.contains("#rating\n"), "{closed}");
        assert!(!written(MailTemplate::TicketReplied, "Done.").text.contains("#rating"));
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
        let author = ("Daniel Okafor", Side::Company);
        let mail = written_to("es", author.0, author.1, MailTemplate::FilesRefused, "");
        assert!(mail.text.contains("\nsetup.exe: No se admiten archivos de este tipo.\n"), "{}", mail.text);
    }

    #[test]
    fn a_mail_says_whether_its_answers_are_read() {
        for template in TEMPLATES {
            let says = [false, true].map(|by_mail| answering(template, by_mail).en);
            assert_eq!(says[0], ANSWERING.en);
            assert!(says[1].starts_with("You can also reply to this mail"), "{template:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_shown_as_it_was_written() {
        let mail = written(MailTemplate::TicketReplied, &format!("{}a", ">".repeat(2_000)));
        assert!(mail.html.contains(&format!("<p>{}a</p>", "&gt;".repeat(2_000))), "{}", mail.html);
    }
}
