//! Limits of a ticket and its messages in bytes, so that no record grows beyond [`MOST_BYTES`]. Limits in characters
//! alone let a text be four times as long in one script as in another.
//!
//! The measure is JSON, which is never shorter than the stored record. The limit of each step leaves room for the steps
//! that can come after it.

use super::Ticket;
use super::fields::values::pointer;
use super::list::TicketRow;
use super::timeline::CustomFieldChange;
use crate::error::Error;
use serde::Serialize;
use std::io;

/// Largest size of one record of a ticket in bytes, with everything the store adds.
pub const MOST_BYTES: usize = 100_000;
/// Bytes that the store adds to a record: keys, places in lists, the names of attributes.
pub const AROUND: usize = 1_500;
/// Largest size of a ticket in bytes when it is opened: 20,000 characters of any script, and the other fields.
const AT_OPENING: usize = 92_000;
/// Largest size of a ticket in bytes with the files of replies.
const WITH_FILES: usize = 95_000;
/// Largest size of a ticket in bytes with its resolution.
const WITH_RESOLUTION: usize = 97_500;
/// Largest size of a ticket in bytes with its rating.
const WITH_RATING: usize = 97_900;
/// Largest size of a message or a note in bytes.
const MESSAGE: usize = 90_000;

/// Writer that counts bytes.
struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn bytes(value: &impl Serialize) -> usize {
    let mut count = Count(0);
    // A value that cannot be written as JSON cannot be stored either.
    serde_json::to_writer(&mut count, value).map_or(usize::MAX, |()| count.0)
}

impl Ticket {
    /// Size in bytes: the record, and its row for lists, which is kept with it.
    pub fn bytes(&self) -> usize {
        bytes(self).saturating_add(bytes(&TicketRow::from(self)))
    }

    fn fits(&self, most: usize, pointer: &str, detail: &str) -> Result<(), Error> {
        if self.bytes() <= most { Ok(()) } else { Err(Error::field(pointer, "too_long", detail)) }
    }

    pub(super) fn fits_at_opening(&self) -> Result<(), Error> {
        let detail =
            "This is too long with everything else. Shorten the description or the fields, or attach it as a file.";
        self.fits(AT_OPENING, "/description", detail)
    }

    pub(super) fn fits_with_files(&self) -> Result<(), Error> {
        self.fits(WITH_FILES, "/upload_ids", "This ticket can hold no more files. Submit a new ticket for them.")
    }

    pub(super) fn fits_with_correction(&self, pointer: &str) -> Result<(), Error> {
        let detail = "This is too long with everything else on the ticket.";
        self.fits(WITH_FILES, pointer, detail)
    }

    pub(super) fn fits_with_resolution(&self) -> Result<(), Error> {
        let detail =
            "This is too long with everything else on the ticket. Reply with the details, and sum them up here.";
        self.fits(WITH_RESOLUTION, "/text", detail)
    }
}

/// Refuses a participant for whom there is no room.
pub(super) fn fits_with_participants(ticket: &Ticket) -> Result<(), Error> {
    ticket.fits(WITH_FILES, "/person_id", "There is no room for more people on this ticket.")
}

/// Refuses a rating whose comment is too long for its ticket.
pub(super) fn fits_with_rating(ticket: &Ticket) -> Result<(), Error> {
    ticket.fits(WITH_RATING, "/comment", "This is too long with everything else on the ticket. Say it in fewer words.")
}

/// Refuses corrected values that are too long for one event.
pub(super) fn fits_in_event(changes: &[CustomFieldChange]) -> Result<(), Error> {
    let Some(first) = changes.first().filter(|_| bytes(&changes) > MESSAGE) else { return Ok(()) };
    let detail = "These changes are too long together. Correct fewer fields at once.";
    Err(Error::field(&pointer(&first.field.0), "too_long", detail))
}

/// Refuses a message or a note that is too long.
pub(super) fn fits(text: &str) -> Result<(), Error> {
    let detail = "This is too long. Attach it as a file.";
    if bytes(&text) <= MESSAGE { Ok(()) } else { Err(Error::field("/text", "too_long", detail)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::ActionContext;
    use crate::action::Action;
    use crate::files::FILES_PER_REPLY;
    use crate::files::Upload;
    use crate::hats::Role;
    use crate::ids::{PersonId, UploadId};
    use crate::records;
    use crate::testing::*;
    use crate::tickets::PersonRef;
    use crate::tickets::fields::GivenValue;
    use crate::tickets::open::{OpenTicket, OpeningFacts, open};
    use proptest::prelude::*;

    /// A text of at most `most` equal characters, of one to four bytes each or longer in JSON.
    fn text(most: usize) -> impl Strategy<Value = String> {
        let letter = prop_oneof![Just('a'), Just('é'), Just('語'), Just('🚢'), Just('"'), Just('\n'), Just('\u{1}')];
        (letter, prop_oneof![Just(most), 0..=most]).prop_map(|(letter, count)| letter.to_string().repeat(count))
    }

    fn by_customer() -> ActionContext {
        act(customer(CUSTOMER, Role::Member), Action::OpenTicket, monday())
    }

    fn by_agent() -> ActionContext {
        act(agent(AGENT), Action::ResolveTicket, monday())
    }

    /// As many uploads as a reply can carry, all of this name.
    fn uploads(first: u128, name: &str) -> Vec<Upload> {
        let upload = |number: usize| Upload {
            id: UploadId(uuid(first + number as u128)),
            name: name.into(),
            size: u64::MAX,
            media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
            ..records::upload(PersonId(uuid(CUSTOMER)), monday())
        };
        (0..FILES_PER_REPLY).map(upload).collect()
    }

    fn opened(input: OpenTicket, names: &str) -> Result<Ticket, Error> {
        let mut settings = settings();
        settings.custom_fields = input.custom_fields.keys().cloned().collect();
        let opened = open(&by_customer(), input, OpeningFacts { settings, ..facts() }).map(|(ticket, _)| ticket)?;
        let colleague = |id| PersonRef { id: PersonId(uuid(id)), name: names.into() };
        Ok(Ticket { participants: (0..10).map(colleague).collect(), ..opened })
    }

    #[test]
    fn a_description_of_full_length_is_taken_in_every_script() {
        for letter in ["a", "é", "語", "🚢"] {
            let (description, synopsis) = (letter.repeat(20_000), letter.repeat(150));
            let ticket = opened(OpenTicket { synopsis, description, ..input() }, "Kari").expect(letter);
            ticket.clone().resolve(&by_agent(), letter.repeat(1_500), &settings()).expect(letter);
        }
    }

    #[test]
    fn what_is_too_long_is_said_where_it_can_be_mended() {
        let described = |letter: &str| OpenTicket { description: letter.repeat(20_000), ..input() };
        let at = |failure| match failure {
            Error::Input(errors) => (errors[0].pointer.clone(), errors[0].code.clone()),
            other => panic!("{other:?}"),
        };
        let too_long = |pointer: &str| (pointer.to_owned(), "too_long".to_owned());
        let mut filled = described("語");
        filled.custom_fields =
            (0..20).map(|field| (format!("Field {field}"), GivenValue::Text("語".repeat(500)))).collect();
        assert_eq!(at(opened(described("\u{1}"), "Kari").expect_err("refused")), too_long("/description"));
        assert_eq!(at(opened(filled, "Kari").expect_err("refused")), too_long("/description"));
        let ticket = opened(described("語"), "Kari").expect("opened");
        let refused = ticket.clone().resolve(&by_agent(), "語".repeat(20_000), &settings());
        assert_eq!(at(refused.expect_err("refused")), too_long("/text"));
        assert_eq!(at(ticket.note(&by_agent(), "\u{1}".repeat(20_000)).expect_err("refused")), too_long("/text"));
        ticket.note(&by_agent(), "🚢".repeat(20_000)).expect("any script is taken");
    }

    proptest! {
        /// No ticket grows beyond the limit of a record, whatever is said, attached and solved.
        #[test]
        fn no_ticket_grows_too_large(
            description in text(20_000),
            synopsis in text(150),
            field in text(500),
            fields in 0_usize..=20,
            name in text(100),
            file in text(200),
            replies in 0_u128..12,
            resolution in text(20_000),
        ) {
            let custom_fields = (0..fields).map(|number| (format!("Field {number}"), GivenValue::Text(field.clone()))).collect();
            let Ok(mut ticket) = opened(OpenTicket { synopsis, description, custom_fields, ..input() }, &name) else {
                return Ok(());
            };
            for reply in 0..replies {
                let uploads = uploads(1000 * (reply + 1), &file);
                let asked: Vec<UploadId> = uploads.iter().map(|upload| upload.id).collect();
                let replied = ticket.clone().reply(&by_customer(), "text".into(), &asked, uploads, &settings());
                if let Ok((_, change)) = replied {
                    ticket = left(&change).expect("changed");
                }
            }
            if let Ok((resolved, _)) = ticket.clone().resolve(&by_agent(), resolution, &settings()) {
                ticket = resolved;
            }
            prop_assert!(ticket.bytes() + AROUND <= MOST_BYTES, "{} bytes", ticket.bytes());
            // There is room for the automatic steps.
            let waits = ticket.clone().wait(&by_agent(), "text".into(), &settings());
            if let Ok((waiting, _)) = waits {
                let act = act(crate::caller::Caller::system(), Action::RunJob, monday());
                prop_assert!(waiting.resolve_unanswered(&act, monday(), &settings()).is_some());
            }
        }
    }
}
