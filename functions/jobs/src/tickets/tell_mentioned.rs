//! Mails to colleagues whom a note names. A note is for staff alone: the mail goes to somebody who may read notes on the
//! ticket when it is sent, and answers to it are not read, for they would join the ticket for everybody on it.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, one_line, quoted, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join3;
use minijinja::{Value, context};
use portico_domain::action::Action;
use portico_domain::fault::chain;
use portico_domain::people::{MailCategory, Person};
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::jobs::TellMentioned;
use portico_domain::tickets::timeline::{InternalItem, Note};

const ROW: MailRow = MailRow {
    name: "note",
    text: template!("note_mention"),
    button_label: Localized { en: "Read the note", es: "Leer la nota" },
    category: Some(MailCategory::DeskReplies),
};

/// Note on how to answer: a reply to the mail would not be a note.
const ANSWERING: Localized = Localized {
    en: "Please answer with a note in the portal: a reply to this mail is not added to the ticket.",
    es: "Responda con una nota en el portal, por favor: una respuesta a este correo no se añade al ticket.",
};

impl Run for TellMentioned {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (ticket, person, note) =
            try_join3(store.ticket(self.ticket), store.person(self.to), store.internal_item(self.ticket, self.note))
                .await?;
        let portal = store.section::<PortalSettings>().await?.unwrap_or_default();
        let system = &cx.act.caller;
        // A person who is gone gets no mail.
        let (Some(ticket), Some(to)) = (ticket.open_for_system(system), person.open_for_system(system)) else {
            return Ok(Completion::Row);
        };
        let note = note.of(&ticket).map_err(|failure| JobError::Permanent(chain(&failure)))?;
        let Some(InternalItem::Note(note)) = note else { return Ok(Completion::Row) };
        let mail = RecordMail {
            to: &to,
            record: &ticket,
            account: ticket.account.as_ref().map(|account| account.id),
            permission: Permission::May(Action::NoteOnTicket),
            obsolete: None,
            row: ROW,
            facts: facts(&ticket, &note, &to, cx.portal_url),
            stored_first: None,
            answers: None,
        };
        send_about(store, cx, &portal, mail).await?;
        Ok(Completion::Row)
    }
}

/// Values for the template: the note as its recipient reads it.
fn facts(ticket: &Ticket, note: &Note, to: &Person, portal_url: &str) -> Value {
    let account = ticket.account.as_ref().map(|account| account.name.as_str());
    let organisation = account.or(ticket.partner.as_ref().map(|partner| partner.name.as_str()));
    context! {
        number => ticket.label(),
        synopsis => one_line(&ticket.synopsis),
        author => one_line(&note.author.name),
        account => organisation.map(one_line),
        message => quoted(&note.text),
        files => note.files.iter().map(|file| one_line(&file.name)).collect::<Vec<_>>(),
        url => format!("{portal_url}/staff/desk?ticket={}", ticket.id),
        answering => ANSWERING.text(Language::of(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::compose;
    use jiff::Timestamp;
    use portico_domain::hats::{HatKind, Role};
    use portico_domain::ids::JobId;
    use portico_domain::tickets::timeline::Side;
    use portico_testing::records;
    use uuid::Uuid;

    fn written(locale: &str) -> portico_domain::mail::Mail {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        let kari = records::person(vec![records::hat(HatKind::Customer, Role::Member)], at);
        let lotte = records::person(vec![records::hat(HatKind::Staff, Role::Agent)], at);
        let lotte = Person { name: "Lotte".into(), locale: locale.into(), ..lotte };
        let ticket = records::ticket(&kari, &kari.hats[0], at);
        let ticket = Ticket { number: 1042, synopsis: "The pump stops".into(), ..ticket };
        let author = portico_domain::tickets::timeline::Author {
            name: "Daniel\nOkafor".into(),
            ..records::author(&lotte, Side::Company)
        };
        let note = Note { text: "@Lotte is it the *fan*?\n\nhttp://x.example".into(), ..records::note(author, at) };
        let facts = facts(&ticket, &note, &lotte, "https://portal.example");
        compose(&ROW, facts, &lotte, &PortalSettings::default(), "https://portal.example", JobId(Uuid::from_u128(1)))
            .expect("written")
    }

    #[test]
    fn the_mail_quotes_the_note_and_leads_to_the_console() {
        let mail = written("en");
        assert_eq!(mail.subject, "T-1042: Daniel Okafor named you in a note: The pump stops");
        assert!(mail.text.contains("> @Lotte is it the *fan*?\n>\n> http://x.example"), "{}", mail.text);
        assert!(mail.text.contains("https://portal.example/staff/desk?ticket="), "{}", mail.text);
        assert!(mail.html.contains("<em>fan</em>"), "{}", mail.html);
        assert_eq!((mail.reply_to, mail.thread), (None, None));
    }

    #[test]
    fn the_mail_to_a_spanish_reader_is_spanish() {
        let mail = written("es-ES");
        assert_eq!(mail.subject, "T-1042: Daniel Okafor le menciona en una nota: The pump stops");
        assert!(mail.text.contains("Responda con una nota en el portal"), "{}", mail.text);
    }
}
