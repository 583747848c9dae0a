//! Canned replies: answers that staff write once and use again, for one queue or for all.

use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::{CannedReplyId, QueueId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, Scope, permits};
use crate::record::{
    List, ListHome, ListQuery, Membership, Ownership, Record, RecordKey, RecordKind, RecordRef, Resource,
};
use crate::store::StoreResult;
use crate::tickets::settings::TicketSettings;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// An answer to be used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedReply {
    /// ID of the canned reply.
    pub id: CannedReplyId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Name by which staff find the reply.
    pub name: String,
    /// Text in plain Markdown.
    pub text: String,
    /// Queue whose agents may use and change the reply. Without a queue, the agents of every queue may use the reply,
    /// and only callers who may change all replies may change it.
    pub queue: Option<QueueId>,
    /// Whether the reply is no longer offered.
    pub retired: bool,
    /// Time at which the reply was written.
    pub created_at: Timestamp,
    /// Time of the last change.
    pub updated_at: Timestamp,
}

/// A canned reply to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCannedReply {
    /// Name by which staff find the reply.
    pub name: String,
    /// Text in plain Markdown.
    pub text: String,
    /// Queue that the reply is for; all queues if absent.
    pub queue: Option<QueueId>,
}

impl CannedReply {
    /// Writes a new reply. Refuses a queue that does not exist, or for which the caller may not write replies.
    pub fn write(act: &ActionContext, new: NewCannedReply, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        let NewCannedReply { name, text, queue } = new;
        if queue.is_some_and(|queue| settings.queue(queue).is_none()) {
            return Err(Error::field("/queue_id", "not_one_of", "There is no such queue."));
        }
        let (id, now) = (act.id(), act.now);
        let reply = Self { id, version: 1, name, text, queue, retired: false, created_at: now, updated_at: now };
        if !reply.may_change(&act.caller) {
            let detail = "You can write canned replies for your own queues. One for all queues needs an administrator.";
            return Err(Error::field("/queue_id", "not_yours", detail));
        }
        let change = Change::new(act.touch(reply.record(), None)).write(Write::create(&reply));
        Ok((reply, change))
    }

    /// Whether `caller` may change the reply.
    pub fn may_change(&self, caller: &Caller) -> bool {
        permits(caller, Action::ChangeCannedReplies, &self.ownership())
    }

    /// Changes the name, the text or whether the reply is retired. Writes nothing if nothing changes.
    pub fn change(
        self,
        act: &ActionContext,
        name: Option<String>,
        text: Option<String>,
        retired: Option<bool>,
    ) -> (Self, Option<Change>) {
        let next = Self {
            name: name.unwrap_or_else(|| self.name.clone()),
            text: text.unwrap_or_else(|| self.text.clone()),
            retired: retired.unwrap_or(self.retired),
            ..self.clone()
        };
        if next == self {
            return (self, None);
        }
        let (next, change) = self.changed(act, |_| next);
        (next, Some(change))
    }

    /// Retires the reply, so that it is no longer offered.
    pub fn retire(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.retired {
            return Err(Error::state("This canned reply is retired already."));
        }
        Ok(self.changed(act, |reply| Self { retired: true, ..reply }))
    }

    fn changed(self, act: &ActionContext, change: impl FnOnce(Self) -> Self) -> (Self, Change) {
        let next = change(self.clone());
        let next = Self { version: self.version + 1, updated_at: act.now, ..next };
        let change = Change::new(act.touch(next.record(), None)).write(Write::update(&self, &next));
        (next, change)
    }

    /// Key of the canned reply with this id.
    pub fn key_of(id: CannedReplyId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }
}

/// Canned replies that a list holds.
#[derive(Clone, Copy)]
enum Held {
    All,
    ForEveryQueue,
    OfQueue(QueueId),
}

fn replies(retired: bool, held: Held) -> List {
    let state = if retired { "canned-replies#retired" } else { "canned-replies" };
    let partition = match held {
        Held::All => state.to_owned(),
        Held::ForEveryQueue => format!("{state}#every-queue"),
        Held::OfQueue(queue) => format!("{state}#queue#{queue}"),
    };
    List::new(ListHome::Table, partition)
}

impl Record for CannedReply {
    const KIND: &'static str = "canned_reply";
    type Row = Self;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> Self {
        self.clone()
    }
    fn memberships(&self) -> Vec<Membership> {
        let place = format!("{}#{}", self.name.to_lowercase(), self.id);
        let own = self.queue.map_or(Held::ForEveryQueue, Held::OfQueue);
        let lists = [Held::All, own].map(|held| replies(self.retired, held));
        lists.map(|list| list.at(place.clone()).in_table("listed_canned_reply")).into()
    }
}

impl Resource for CannedReply {
    fn ownership(&self) -> Ownership {
        Ownership { queue: self.queue, ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::CannedReply, id: self.id.to_string(), label: self.name.clone() })
    }
}

/// Canned replies that a reader may use: those for all queues, and those of the queues in the reader's scope. Only
/// [`CannedReplyList::within`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedReplyList {
    scope: Scope,
    /// Whether the list holds the retired replies.
    pub retired: bool,
}

impl CannedReplyList {
    /// The list, for a reader of this scope.
    pub fn within(scope: Scope, retired: bool) -> Self {
        Self { scope, retired }
    }

    /// Queries that the list is made of, each ordered by name. No canned reply is in two of them.
    pub fn queries(&self) -> Vec<ListQuery> {
        let held = match self.scope.queues() {
            None => vec![Held::All],
            Some(queues) => {
                [Held::ForEveryQueue].into_iter().chain(queues.iter().copied().map(Held::OfQueue)).collect()
            }
        };
        held.into_iter().map(|held| ListQuery::all(replies(self.retired, held))).collect()
    }
}

/// Port of canned replies.
pub trait CannedReplies {
    /// A canned reply.
    fn canned_reply(&self, id: CannedReplyId) -> impl Future<Output = StoreResult<Guarded<CannedReply>>> + Send;
    /// A page of a list, by name.
    fn canned_replies(
        &self,
        list: &CannedReplyList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<CannedReply>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::policy::scope;
    use crate::testing::{AGENT, QUEUE, act, agent, caller, monday, settings, uuid};

    fn wording(queue: Option<QueueId>) -> NewCannedReply {
        NewCannedReply { name: "Restart".into(), text: "Please restart.".into(), queue }
    }

    fn by_agent() -> ActionContext {
        act(agent(AGENT), Action::ChangeCannedReplies, monday())
    }

    fn queue() -> QueueId {
        QueueId(uuid(QUEUE))
    }

    #[test]
    fn an_agent_writes_for_their_own_queues() {
        let (reply, change) = CannedReply::write(&by_agent(), wording(Some(queue())), &settings()).expect("written");
        assert_eq!((reply.version, change.touch.record), (1, reply.record()));
        assert_eq!(change.writes, [Write::create(&reply)]);
        for (elsewhere, code) in [(None, "not_yours"), (Some(QueueId(uuid(99))), "not_one_of")] {
            let Err(Error::Input(errors)) = CannedReply::write(&by_agent(), wording(elsewhere), &settings()) else {
                panic!("it was written")
            };
            assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_ref()), ("/queue_id", code));
        }
    }

    #[test]
    fn one_that_is_retired_is_in_another_list_until_it_is_offered_again() {
        let (reply, _) = CannedReply::write(&by_agent(), wording(Some(queue())), &settings()).expect("written");
        let list = |reply: &CannedReply| reply.memberships().remove(0).list;
        let (retired, change) = reply.clone().retire(&by_agent()).expect("retired");
        assert_eq!((retired.version, retired.retired), (2, true));
        assert_eq!(change.writes, [Write::update(&reply, &retired)]);
        assert_ne!(list(&reply), list(&retired));
        assert!(retired.clone().retire(&by_agent()).is_err());
        let (mended, _) = retired.clone().change(&by_agent(), None, Some("Restart it.".into()), None);
        assert_eq!((mended.version, &*mended.name, &*mended.text, mended.retired), (3, "Restart", "Restart it.", true));
        let (again, _) = mended.change(&by_agent(), None, None, Some(false));
        assert_eq!((again.version, list(&again)), (4, list(&reply)));
        assert_eq!(again.clone().change(&by_agent(), None, None, Some(false)), (again, None));
    }

    #[test]
    fn an_agent_is_shown_those_of_their_queues_and_of_all() {
        let within = scope(&agent(AGENT), Action::ListCannedReplies).expect("agents list them");
        let read: Vec<List> =
            CannedReplyList::within(within, false).queries().into_iter().map(|query| query.list).collect();
        let shown = |reply: &CannedReply| reply.memberships().iter().filter(|one| read.contains(&one.list)).count();
        let (reply, _) = CannedReply::write(&by_agent(), wording(Some(queue())), &settings()).expect("written");
        assert_eq!(shown(&reply), 1);
        assert_eq!(shown(&CannedReply { queue: None, ..reply.clone() }), 1);
        assert_eq!(shown(&CannedReply { queue: Some(QueueId(uuid(99))), ..reply.clone() }), 0);
        assert_eq!(shown(&CannedReply { retired: true, ..reply }), 0);
    }

    #[test]
    fn who_may_change_all_is_shown_all() {
        let everybody = caller(1, HatKind::Staff, Role::Administrator, None, &[]);
        let list = CannedReplyList::within(scope(&everybody, Action::ListCannedReplies).expect("allowed"), true);
        assert_eq!(list.queries(), [ListQuery::all(replies(true, Held::All))]);
    }
}
