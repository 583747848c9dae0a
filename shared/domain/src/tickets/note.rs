//! Notes: messages among staff, with files and with colleagues whom they name. The ticket itself stays as it is, so the
//! customer cannot notice that there is a note. Its files belong to the note alone, never to the ticket.

use super::actions::TicketAction;
use super::jobs::TellMentioned;
use super::record::InternalEntry;
use super::timeline::{InternalItem, Note};
use super::{PersonRef, Ticket, size, transition};
use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::{Error, FieldError};
use crate::files::{self, FILES_PER_REPLY, Upload};
use crate::ids::{PersonId, SessionId, UploadId};
use crate::jobs::Job;
use crate::people::{Person, PersonStatus};
use crate::policy::permits;
use crate::record::{Ownership, Resource};
use uuid::Uuid;

/// Largest number of colleagues whom a note names.
pub const MOST_MENTIONS: usize = 10;

/// Parts of a note other than its text, as the caller named them and as the store has them.
#[derive(Clone, Debug, Default)]
pub struct NoteParts<'a> {
    /// Uploads to attach, in order.
    pub asked: &'a [UploadId],
    /// The stored uploads.
    pub uploads: Vec<Upload>,
    /// Colleagues to name, in order.
    pub named: &'a [PersonId],
    /// The stored people.
    pub people: Vec<Person>,
}

impl Ticket {
    /// Adds a note of text alone.
    pub fn note(&self, act: &ActionContext, text: String) -> Result<(Note, Change), Error> {
        self.note_with(act, text, NoteParts::default())
    }

    /// Adds a note with its files. Each colleague whom it names gets a mail.
    pub fn note_with(&self, act: &ActionContext, text: String, parts: NoteParts<'_>) -> Result<(Note, Change), Error> {
        self.allow(act, TicketAction::Note)?;
        size::fits(&text)?;
        let (files, claims) = files::claim(act, parts.asked, parts.uploads, FILES_PER_REPLY).map_err(Error::Input)?;
        let mentions = self.mentioned(parts.named, &parts.people)?;
        let note = Note { files, mentions, ..transition::note(act, text) };
        let mut touch = act.touch(self.record(), self.account.as_ref().map(|account| account.id));
        if !note.mentions.is_empty() {
            let names: Vec<&str> = note.mentions.iter().map(|person| person.name.as_str()).collect();
            touch = touch.with_detail(format!("named {}", names.join(", ")));
        }
        let others = note.mentions.iter().filter(|person| person.id != act.caller.person);
        let tell = |person: &PersonRef| Job::now(act, &TellMentioned { ticket: self.id, note: note.id, to: person.id });
        let change = Change::new(touch)
            .write(Write::create(&InternalEntry { ticket: self.id, item: InternalItem::Note(note.clone()) }))
            .writes(claims)
            .jobs(others.map(tell).collect::<Vec<_>>())
            .job(self.index(act));
        Ok((note, change))
    }

    /// The colleagues of these IDs, each once. Everybody whom a note names can read it.
    fn mentioned(&self, named: &[PersonId], people: &[Person]) -> Result<Vec<PersonRef>, Error> {
        let record = self.ownership();
        let (mut found, mut errors) = (Vec::<PersonRef>::new(), Vec::new());
        if named.len() > MOST_MENTIONS {
            let detail = format!("A note can name {MOST_MENTIONS} colleagues at most.");
            errors.push(FieldError::new("/mentions", "too_many", detail));
        }
        for (index, id) in named.iter().enumerate() {
            match people.iter().find(|person| person.id == *id && reads_notes(person, &record)) {
                Some(person) if found.iter().all(|there| there.id != *id) => {
                    found.push(PersonRef { id: *id, name: person.name.clone() });
                }
                Some(_) => {}
                None => {
                    let detail = "This person cannot read the notes on this ticket.";
                    errors.push(FieldError::new(format!("/mentions/{index}"), "cannot_read", detail));
                }
            }
        }
        if errors.is_empty() { Ok(found) } else { Err(Error::Input(errors)) }
    }
}

/// Whether a person can sign in and read the notes on a ticket, with one of their hats.
fn reads_notes(person: &Person, ticket: &Ownership) -> bool {
    person.status == PersonStatus::Active
        && person.hats.iter().any(|hat| {
            let session = SessionId(Uuid::nil());
            let caller = Caller { person: person.id, name: person.name.clone(), hat: hat.clone(), session };
            permits(&caller, Action::NoteOnTicket, ticket)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::Role;
    use crate::records;
    use crate::testing::*;

    fn by_agent() -> ActionContext {
        act(agent(AGENT), Action::NoteOnTicket, monday())
    }

    fn noted(parts: NoteParts<'_>) -> Result<(Note, Change), Error> {
        ticket().note_with(&by_agent(), "It is the fan.".into(), parts)
    }

    fn refused(parts: NoteParts<'_>) -> Vec<(String, String)> {
        match noted(parts).expect_err("refused") {
            Error::Input(errors) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn told(change: &Change) -> Vec<PersonId> {
        change.jobs.iter().filter_map(Job::task::<TellMentioned>).map(|task| task.to).collect()
    }

    #[test]
    fn a_file_of_a_note_is_the_notes_and_not_the_tickets() {
        let upload = records::upload(PersonId(uuid(AGENT)), monday());
        let asked = [upload.id];
        let parts = NoteParts { asked: &asked, uploads: vec![upload.clone()], ..NoteParts::default() };
        let (note, change) = noted(parts).expect("noted");
        assert_eq!(note.files.iter().map(|file| file.id).collect::<Vec<_>>(), asked);
        assert_eq!(left(&change), None);
        assert_eq!(
            change.saved::<Upload>().map(|upload| upload.state).collect::<Vec<_>>(),
            [crate::files::UploadState::Claimed]
        );
        let foreign = Upload { owner: PersonId(uuid(OTHER_AGENT)), ..upload };
        let parts = NoteParts { asked: &asked, uploads: vec![foreign], ..NoteParts::default() };
        assert_eq!(refused(parts), [("/upload_ids/0".into(), "upload_not_found".into())]);
    }

    #[test]
    fn who_is_named_gets_one_mail_and_who_names_themselves_none() {
        let named = [OTHER_AGENT, AGENT, OTHER_AGENT].map(|id| PersonId(uuid(id)));
        let people = [AGENT, OTHER_AGENT].map(|id| person_of(id, PersonStatus::Active)).to_vec();
        let (note, change) = noted(NoteParts { named: &named, people, ..NoteParts::default() }).expect("noted");
        assert_eq!(note.mentions.iter().map(|person| person.id).collect::<Vec<_>>(), named[..2]);
        assert_eq!(told(&change), named[..1]);
        assert_eq!(change.touch.detail.as_deref(), Some("named Person 31, Person 30"));
        assert_eq!(left(&change), None);
    }

    #[test]
    fn only_those_who_can_read_the_note_are_named() {
        let elsewhere = Person {
            hats: vec![caller(33, crate::hats::HatKind::Staff, Role::Agent, None, &[41]).hat],
            ..person_of(33, PersonStatus::Active)
        };
        let people = vec![elsewhere, colleague(COLLEAGUE), person_of(OTHER_AGENT, PersonStatus::Disabled)];
        for id in [33, COLLEAGUE, OTHER_AGENT, 9_999] {
            let named = [PersonId(uuid(id))];
            let parts = NoteParts { named: &named, people: people.clone(), ..NoteParts::default() };
            assert_eq!(refused(parts), [("/mentions/0".into(), "cannot_read".into())], "{id}");
        }
        let many = [PersonId(uuid(AGENT)); MOST_MENTIONS + 1];
        let people = vec![person_of(AGENT, PersonStatus::Active)];
        let parts = NoteParts { named: &many, people, ..NoteParts::default() };
        assert_eq!(refused(parts), [("/mentions".into(), "too_many".into())]);
    }
}
