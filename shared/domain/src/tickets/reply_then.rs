//! A reply of staff that moves the ticket on in the same change: it waits for an answer, is solved, or is put on hold.

use super::actions::TicketAction;
use super::timeline::Reply;
use super::transition::Transition;
use super::{Ticket, size};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::drafts::Draft;
use crate::error::{Error, FieldError};
use crate::files::{self, FILES_PER_REPLY, Upload};
use crate::hats::HatKind;
use crate::ids::UploadId;
use crate::tickets::FILES_PER_TICKET;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::settings::TicketSettings;
use jiff::Timestamp;

/// Step that a reply is sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyThen {
    /// The ticket waits for an answer: the reply is a question.
    Wait,
    /// The ticket is solved: the reply is the solution.
    Resolve,
    /// The ticket is put on hold until a time.
    Hold(Timestamp),
}

impl ReplyThen {
    const fn action(self) -> TicketAction {
        match self {
            Self::Wait => TicketAction::Wait,
            Self::Resolve => TicketAction::Resolve,
            Self::Hold(_) => TicketAction::Hold,
        }
    }
}

impl Transition<'_> {
    /// Adds a message with its files. Returns it with the writes that claim the files.
    pub(super) fn say(
        &mut self,
        text: String,
        asked: &[UploadId],
        uploads: Vec<Upload>,
    ) -> Result<(Reply, Vec<Write>), Error> {
        size::fits(&text)?;
        let (files, claims) = files::claim(self.act, asked, uploads, FILES_PER_REPLY).map_err(Error::Input)?;
        if self.after.files.len() + files.len() > FILES_PER_TICKET {
            let detail = format!("A ticket can hold {FILES_PER_TICKET} files at most.");
            return Err(Error::Input(vec![FieldError::new("/upload_ids", "too_many", detail)]));
        }
        if !files.is_empty() {
            self.after.files.extend(files.iter().cloned());
            self.after.fits_with_files()?;
        }
        Ok((self.message(text, files), claims))
    }

    /// Returns the change of a message, which drops its draft.
    pub(super) fn sent(self, claims: Vec<Write>) -> Change {
        let draft = Draft::discard(self.act.caller.person, &format!("reply-{}", self.after.id));
        self.finish().1.writes(claims).write(draft)
    }
}

impl Ticket {
    /// Adds a message for everybody on the ticket, and moves the ticket on. A ticket that nobody has is the caller's.
    pub fn reply_then(
        self,
        act: &ActionContext,
        text: String,
        (asked, uploads): (&[UploadId], Vec<Upload>),
        then: ReplyThen,
        settings: &TicketSettings,
    ) -> Result<(Reply, Change), Error> {
        if act.caller.hat.kind != HatKind::Staff {
            return Err(Error::Forbidden);
        }
        self.allow(act, TicketAction::Reply)?;
        self.allow(act, then.action())?;
        let mut transition = Transition::new(act, self);
        let (reply, claims) = transition.say(text, asked, uploads)?;
        transition.after.clocks.first_responded_at.get_or_insert(act.now);
        transition.take_if_free();
        match then {
            ReplyThen::Wait => transition.ask(reply.id, settings),
            ReplyThen::Resolve => {
                transition.settle(reply.text.clone(), None, settings);
                transition.after.fits_with_resolution()?;
            }
            ReplyThen::Hold(until) => {
                transition.mail_customer(MailTemplate::TicketReplied, Some(reply.id));
                transition.put_off(until, settings)?;
            }
        }
        Ok((reply, transition.sent(claims)))
    }
}
