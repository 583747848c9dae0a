//! Changes of another person by an administrator: whether they can sign in, whether mail is sent to them, and their
//! hats. The caller must still be an administrator when the change is committed, so one always remains.

use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::hats::Hat;
use crate::jobs::Job;
use crate::people::jobs::SendHatsChanged;
use crate::people::{Person, PersonStatus};
use crate::settings::Versioned;
use crate::tickets::settings::TicketSettings;

/// Change of another person. Absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandingChange {
    /// Whether the person can sign in.
    pub status: Option<PersonStatus>,
    /// Whether mail is sent again after it was stopped.
    pub mail_again: bool,
    /// All hats of the person from now on.
    pub hats: Option<NewHats>,
}

/// Hats that a person is to have, with the settings that name the agents of the queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHats {
    /// The hats, the usual one first.
    pub hats: Vec<Hat>,
    /// Ticket settings as they are stored; none before the first were written.
    pub settings: Option<Versioned<TicketSettings>>,
}

impl Person {
    /// Changes another person. Writes nothing if nothing changes. `by` is the administrator who acts. Disabling and other
    /// hats require that `by` is unchanged at the commit: of two administrators who demote each other, one stays.
    pub fn change_standing(
        self,
        act: &ActionContext,
        wanted: StandingChange,
        by: &Self,
    ) -> Result<(Self, Option<Change>), Error> {
        let mail_again = wanted.mail_again && self.mail_stop.is_some();
        let status = wanted.status.filter(|status| *status != self.status);
        let hats = wanted.hats.filter(|wanted| wanted.hats != self.hats);
        let before = self.clone();
        let mut after = self.clone();
        if mail_again {
            after.mail_stop = None;
        }
        if let Some(NewHats { hats, .. }) = &hats {
            if self.id == act.caller.person {
                return Err(Error::state("You cannot change your own roles. Ask another administrator."));
            }
            if hats.is_empty() {
                let detail = "Leave them one role at least. To keep them out, disable them.";
                return Err(Error::field("/hats", "required", detail));
            }
            by.still_acts(act)?;
            after.hats.clone_from(hats);
        }
        let (person, mut change) = match status {
            Some(status) => self.change_status_of(after, act, status, by)?,
            None if mail_again || hats.is_some() => self.changed_to(after, act),
            None => return Ok((self, None)),
        };
        let mut details: Vec<String> = change.touch.detail.take().into_iter().collect();
        if let Some(NewHats { settings, .. }) = hats {
            details.push(in_words(&before.hats, &person.hats));
            change = change.with_hats(act, &before, &person, settings, by);
        }
        if mail_again {
            details.push("mail is sent again".into());
        }
        change.touch = change.touch.with_detail(details.join(", "));
        Ok((person, Some(change)))
    }
}

impl Change {
    /// Adds what follows from other hats: the agents of the queues, the mail to the person, and the requirement that the
    /// administrator is unchanged.
    fn with_hats(
        mut self,
        act: &ActionContext,
        before: &Person,
        after: &Person,
        settings: Option<Versioned<TicketSettings>>,
        by: &Person,
    ) -> Self {
        // A transaction names each record once, and disabling requires the same.
        let unchanged = Write::require(by);
        if !self.writes.contains(&unchanged) {
            self.writes.push(unchanged);
        }
        // The invited work on no queue before they have joined.
        let staffed = settings.filter(|_| after.status != PersonStatus::Invited).and_then(|stored| {
            let followed = stored.section.clone().followed_by(before, after);
            (followed != stored.section).then(|| stored.replace(act, followed))
        });
        let change = self.writes(staffed.into_iter().flatten());
        if after.status != PersonStatus::Active {
            return change;
        }
        change.job(Job::now(act, &SendHatsChanged { person: after.id, at: act.now }))
    }
}

/// Difference between the hats of a person, in the words of a touch.
fn in_words(before: &[Hat], after: &[Hat]) -> String {
    let mut words = Vec::new();
    for hat in after {
        match before.iter().find(|was| was.id == hat.id) {
            None => words.push(format!("added {}", hat.label())),
            Some(was) if was.label() != hat.label() => words.push(format!("{} → {}", was.label(), hat.label())),
            Some(was) if was.queues != hat.queues => words.push(format!("other queues of {}", hat.label())),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|was| !after.iter().any(|hat| hat.id == was.id));
    words.extend(gone.map(|was| format!("removed {}", was.label())));
    if words.is_empty() { "another order of roles".into() } else { words.join("; ") }
}

#[cfg(test)]
mod tests;
