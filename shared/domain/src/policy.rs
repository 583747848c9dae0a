//! The access rule: one table of action × hat and role → reach. Everything that asks "may they?" asks it, for one record
//! by [`permits`], for lists by [`scope`], so the two cannot disagree.

use crate::caller::{ActionContext, Caller, Hat, HatKind, Role};
use crate::error::Error;
use crate::ids::{AccountId, PartnerId, PersonId, QueueId};
use crate::knowledge::Audience;
use crate::touch::{HatRef, RecordRef};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;
use utoipa::ToSchema;

/// How far a rule reaches, from narrow to wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Records of the person.
    Own,
    /// Records of the hat's customer account or partner company.
    Account,
    /// Records in an agent's queues, or assigned to them.
    Team,
    /// All records.
    All,
}

/// A capability that settings can take away from a portal or role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Tickets: open, follow, work on.
    Tickets,
    /// The knowledge base.
    Knowledge,
    /// The touch ledger.
    Touches,
    /// People and their hats.
    People,
    /// Accounts.
    Accounts,
    /// Side effects owed.
    Jobs,
    /// One's own session, profile and home: never taken away.
    Personal,
}

const MEMBER: (HatKind, Role) = (HatKind::Customer, Role::Member);
const MANAGER: (HatKind, Role) = (HatKind::Customer, Role::Manager);
const SELLER: (HatKind, Role) = (HatKind::Partner, Role::Seller);
const PARTNER_MANAGER: (HatKind, Role) = (HatKind::Partner, Role::Manager);
const EMPLOYEE: (HatKind, Role) = (HatKind::Employee, Role::Employee);
const CONTRACTOR: (HatKind, Role) = (HatKind::Employee, Role::Contractor);
const AGENT: (HatKind, Role) = (HatKind::Staff, Role::Agent);
const SALES: (HatKind, Role) = (HatKind::Staff, Role::Sales);
const EDITOR: (HatKind, Role) = (HatKind::Staff, Role::Editor);
const OPERATIONS: (HatKind, Role) = (HatKind::Staff, Role::Operations);
const HR: (HatKind, Role) = (HatKind::Staff, Role::Hr);
const ADMINISTRATOR: (HatKind, Role) = (HatKind::Staff, Role::Administrator);

/// Every hat with its role, in the order of the access matrix.
pub const ALL_HATS: &[(HatKind, Role)] = &[
    MEMBER,
    MANAGER,
    SELLER,
    PARTNER_MANAGER,
    EMPLOYEE,
    CONTRACTOR,
    AGENT,
    SALES,
    EDITOR,
    OPERATIONS,
    HR,
    ADMINISTRATOR,
];

/// One row of the policy.
#[derive(Debug)]
pub struct Rule {
    /// The act.
    pub action: Action,
    /// Capability by which settings can remove the action.
    pub capability: Capability,
    /// Who may, and how far. Whoever is not named may not.
    pub reaches: &'static [((HatKind, Role), Reach)],
}

macro_rules! policy {
    ($($(#[$doc:meta])* $action:ident $label:literal $capability:ident [$($who:ident: $reach:ident),* $(,)?];)*) => {
        /// Action of an endpoint, as the policy knows it. Named by what is done, never by who may do it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[$doc])* $action,)* }

        impl Action {
            /// The act in words, for the touch page.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$action => $label,)* }
            }
        }

        /// The policy. The committed access matrix is printed from it.
        pub const POLICY: &[Rule] = &[$(Rule {
            action: Action::$action,
            capability: Capability::$capability,
            reaches: &[$(($who, Reach::$reach)),*],
        },)*];
    };
}

policy! {
    /// Sign in.
    SignIn "Signed in" Personal [];
    /// Renew a session.
    RefreshSession "Renewed the session" Personal [];
    /// Accept an invitation.
    AcceptInvitation "Accepted the invitation" Personal [];
    /// See the company's name and colours.
    ViewBranding "Looked at the sign-in page" Personal [];
    /// Sign out.
    SignOut "Signed out" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// Put on another hat.
    SwitchHat "Put on another hat" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// See one's home page.
    ViewHome "Opened the home page" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// See one's profile.
    ViewProfile "Looked at their profile" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// Change one's profile.
    ChangeProfile "Changed their profile" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// See or arrange the widgets of one's home page.
    ArrangeHome "Arranged the home page" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// Keep, read or drop text being typed.
    KeepDraft "Kept a draft" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// Upload a file.
    UploadFile "Uploaded a file" Personal [MEMBER: Own, MANAGER: Own, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Own, SALES: Own, EDITOR: Own, OPERATIONS: Own, HR: Own, ADMINISTRATOR: Own];
    /// Open a ticket.
    OpenTicket "Opened a ticket" Tickets [MEMBER: Account, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Own, EMPLOYEE: Own, CONTRACTOR: Own];
    /// List tickets.
    ListTickets "Listed tickets" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Read a ticket and its timeline.
    ViewTicket "Read a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Fetch a file of a ticket.
    DownloadTicketFile "Downloaded a file of a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Add information to a ticket.
    ReplyToTicket "Replied on a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Write an internal note.
    NoteOnTicket "Wrote an internal note" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Take a ticket.
    TakeTicket "Took a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Give a ticket to an agent or a queue.
    AssignTicket "Assigned a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Ask the requester, and wait.
    AwaitCustomer "Asked for an answer" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Put a ticket on hold.
    HoldTicket "Put a ticket on hold" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// End the hold of a ticket.
    ResumeTicket "Took a ticket off hold" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Resolve a ticket.
    ResolveTicket "Resolved a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Confirm that a ticket is solved.
    ConfirmTicket "Confirmed the solution" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own];
    /// Close a ticket.
    CloseTicket "Closed a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Reopen a ticket.
    ReopenTicket "Reopened a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEE: Own, CONTRACTOR: Own, AGENT: Team, ADMINISTRATOR: All];
    /// See the queues and their agents.
    ListQueues "Listed the queues" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// See what the account purchased.
    ListEntitlements "Listed purchased products" Tickets [MEMBER: Account, MANAGER: Account];
    /// Search or list articles.
    SearchArticles "Searched the knowledge base" Knowledge [MEMBER: All, MANAGER: All, SELLER: All, PARTNER_MANAGER: All, EMPLOYEE: All, CONTRACTOR: All, AGENT: All, SALES: All, EDITOR: All, OPERATIONS: All, HR: All, ADMINISTRATOR: All];
    /// Read an article.
    ViewArticle "Read an article" Knowledge [MEMBER: All, MANAGER: All, SELLER: All, PARTNER_MANAGER: All, EMPLOYEE: All, CONTRACTOR: All, AGENT: All, SALES: All, EDITOR: All, OPERATIONS: All, HR: All, ADMINISTRATOR: All];
    /// Say whether an article helped.
    RateArticle "Voted on an article" Knowledge [MEMBER: All, MANAGER: All, SELLER: All, PARTNER_MANAGER: All, EMPLOYEE: All, CONTRACTOR: All, AGENT: All, SALES: All, EDITOR: All, OPERATIONS: All, HR: All, ADMINISTRATOR: All];
    /// Say that an article made a ticket unnecessary.
    RecordDeflection "Found the answer in an article" Knowledge [MEMBER: All, MANAGER: All, SELLER: All, PARTNER_MANAGER: All, EMPLOYEE: All, CONTRACTOR: All];
    /// Rebuild the search index.
    ReindexKnowledge "Rebuilt the search index" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Read the touch ledger: what was done on the records one may see.
    ListTouches "Read the touch ledger" Touches [AGENT: Team, ADMINISTRATOR: All];
    /// See a person.
    ViewPerson "Looked at a person" People [AGENT: All, ADMINISTRATOR: All];
    /// Invite a person.
    InvitePerson "Invited a person" People [ADMINISTRATOR: All];
    /// Disable or enable a person.
    ChangePerson "Changed a person" People [ADMINISTRATOR: All];
    /// See an account and what it purchased.
    ViewAccount "Looked at an account" Accounts [AGENT: All, SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// See side effects that could not be carried out.
    ListJobs "Listed parked side effects" Jobs [OPERATIONS: All, ADMINISTRATOR: All];
    /// Try a side effect again.
    RetryJob "Tried a side effect again" Jobs [OPERATIONS: All, ADMINISTRATOR: All];
    /// A mail that was owed was handed over, or a side effect carried out, by the system.
    RunJob "Automatic step" Personal [];
    /// A mail came back, or whoever got it complained.
    ReturnMail "A mail came back" Personal [];
    /// The key that access tokens are signed with was changed, by the system.
    RotateKey "Changed the signing key" Personal [];
}

/// The row of an action.
pub fn rule(action: Action) -> &'static Rule {
    &POLICY[action as usize]
}

/// How far `hat` reaches for `action`, or nothing.
pub fn reach(action: Action, kind: HatKind, role: Role) -> Option<Reach> {
    rule(action).reaches.iter().find(|(who, _)| *who == (kind, role)).map(|(_, reach)| *reach)
}

/// Whom a record belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// Its person, and whoever takes part.
    pub people: Vec<PersonId>,
    /// The face whose hats its people wear; any without.
    pub face: Option<HatKind>,
    /// Customer account of the record.
    pub account: Option<AccountId>,
    /// Partner company of the record.
    pub partner: Option<PartnerId>,
    /// Queue of the ticket.
    pub queue: Option<QueueId>,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonId>,
    /// Where reading depends on the reader's audience: for whom it is meant.
    pub audiences: Option<Vec<Audience>>,
    /// Where reading depends on the time: when it is shown.
    pub publication_window: Option<PublicationWindow>,
}

impl Ownership {
    /// Whether it belongs to the account or company that `hat` stands for, or to none.
    fn belongs_with(&self, hat: &Hat) -> bool {
        self.face.is_none_or(|face| face == hat.kind)
            && (self.account.is_none() || self.account == hat.account)
            && (self.partner.is_none() || self.partner == hat.partner)
    }
}

/// When a record is shown to its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicationWindow {
    /// From this moment on.
    pub from: Timestamp,
    /// Until just before this one.
    pub until: Option<Timestamp>,
}

impl PublicationWindow {
    /// Whether it is at `now`.
    pub fn at(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|end| end > now)
    }
}

/// A record that the policy can judge.
pub trait Resource {
    /// Whom it belongs to.
    fn ownership(&self) -> Ownership;
    /// Its version, for conditional changes.
    fn version(&self) -> u64;
    /// Reference to this record, as touches name it.
    fn record(&self) -> Option<RecordRef>;
}

/// Whether `caller` may do `action` on a record of this ownership. One that is shown at times only is asked for with
/// [`permits_at`]: without a time, it is not.
pub fn permits(caller: &Caller, action: Action, record: &Ownership) -> bool {
    record.publication_window.is_none() && reaches(caller, action, record)
}

/// The same, at `now`.
pub fn permits_at(caller: &Caller, action: Action, record: &Ownership, now: Timestamp) -> bool {
    record.publication_window.is_none_or(|publication_window| publication_window.at(now))
        && reaches(caller, action, record)
}

fn reaches(caller: &Caller, action: Action, record: &Ownership) -> bool {
    let hat = &caller.hat;
    let Some(reach) = reach(action, hat.kind, hat.role) else {
        return false;
    };
    let within = match reach {
        // A record of an account or company is the person's own only while they wear its hat.
        Reach::Own => record.people.contains(&caller.person) && record.belongs_with(hat),
        Reach::Account => (record.account.is_some() || record.partner.is_some()) && record.belongs_with(hat),
        Reach::Team => {
            record.queue.is_some_and(|queue| hat.queues.contains(&queue)) || record.assignee == Some(caller.person)
        }
        Reach::All => true,
    };
    within
        && record.audiences.as_ref().is_none_or(|meant| hat.audiences().iter().any(|audience| meant.contains(audience)))
}

/// The part of all records that a list may show. Only [`scope`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    caller: Caller,
    action: Action,
    reach: Reach,
}

impl Scope {
    /// How far it reaches.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether it holds every record there is, for this act.
    pub fn holds_all(&self, action: Action) -> bool {
        self.action == action && self.reach == Reach::All
    }

    /// The person whose own records it holds at least.
    pub fn person(&self) -> PersonId {
        self.caller.person
    }

    /// The account whose records it holds, when it reaches that far.
    pub fn account(&self) -> Option<AccountId> {
        (self.reach >= Reach::Account).then_some(self.caller.hat.account).flatten()
    }

    /// The partner company whose records it holds, when it reaches that far.
    pub fn partner(&self) -> Option<PartnerId> {
        (self.reach >= Reach::Account).then_some(self.caller.hat.partner).flatten()
    }

    /// Whether it holds the records of a queue.
    pub fn holds_queue(&self, queue: QueueId) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::Team => self.caller.hat.queues.contains(&queue),
            Reach::Own | Reach::Account => false,
        }
    }

    /// Whether it holds the records of any queue.
    pub fn holds_queues(&self) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::Team => !self.caller.hat.queues.is_empty(),
            Reach::Own | Reach::Account => false,
        }
    }

    /// The audiences the reader belongs to.
    pub fn audiences(&self) -> Vec<Audience> {
        self.caller.hat.audiences()
    }

    /// Hat that the reader wears.
    pub fn wearer(&self) -> HatRef {
        HatRef { kind: self.caller.hat.kind, role: self.caller.hat.role }
    }

    /// Whether a list of it may show a record of this ownership: the rule that opens the record itself.
    pub fn permits(&self, record: &Ownership) -> bool {
        permits(&self.caller, self.action, record)
    }
}

/// What `caller` may see of a list of `action`.
pub fn scope(caller: &Caller, action: Action) -> Result<Scope, Error> {
    reach(action, caller.hat.kind, caller.hat.role)
        .map(|reach| Scope { caller: caller.clone(), action, reach })
        .ok_or(Error::Forbidden)
}

/// A record as it comes from a port: sealed until the policy has been asked.
#[derive(Debug)]
pub struct Guarded<T>(Option<T>);

impl<T: Resource> Guarded<T> {
    /// Seals what was found, or that nothing was.
    pub fn seal(found: Option<T>) -> Self {
        Self(found)
    }

    /// The record, if `caller` may do `action` on it. A record that is missing and one out of reach give the same answer, and
    /// so does one that is shown at times only.
    pub fn open(self, caller: &Caller, action: Action) -> Result<T, Error> {
        self.open_if(caller, action, |record| permits(caller, action, record))
    }

    /// The same, at `now`.
    pub fn open_at(self, caller: &Caller, action: Action, now: Timestamp) -> Result<T, Error> {
        self.open_if(caller, action, |record| permits_at(caller, action, record, now))
    }

    fn open_if(self, caller: &Caller, action: Action, permits: impl Fn(&Ownership) -> bool) -> Result<T, Error> {
        if reach(action, caller.hat.kind, caller.hat.role).is_none() {
            return Err(Error::Forbidden);
        }
        match self.0 {
            Some(record) if permits(&record.ownership()) => Ok(record),
            _ => Err(Error::NotFound),
        }
    }

    /// The record, for a side effect that was owed on it: nobody in person sees it.
    pub fn open_for_system(self, act: &ActionContext) -> Option<T> {
        self.0.filter(|_| act.caller.is_system())
    }
}

/// Something that belongs to a record of type `R`, sealed until the record itself has been opened. A record of another kind
/// does not open it, and neither does another record of the same kind.
pub struct PartOf<R, T> {
    parent: String,
    part: T,
    of: PhantomData<fn(&R)>,
}

impl<R: Resource, T> PartOf<R, T> {
    /// Seals a part of the record of this id.
    pub fn seal(parent: impl fmt::Display, part: T) -> Self {
        Self { parent: parent.to_string(), part, of: PhantomData }
    }

    /// The part: whoever holds the record it belongs to may see it.
    pub fn of(self, opened: &R) -> Result<T, Error> {
        match opened.record() {
            Some(record) if record.id == self.parent => Ok(self.part),
            _ => Err(Error::Internal(format!("a part of {} was asked for by another record", self.parent))),
        }
    }
}

impl<R, T> fmt::Debug for PartOf<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartOf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TicketId;
    use crate::testing::{ticket, uuid};
    use crate::tickets::Ticket;

    #[test]
    fn rows_stand_in_the_order_of_the_actions() {
        for (index, rule) in POLICY.iter().enumerate() {
            assert_eq!(rule.action as usize, index, "{:?}", rule.action);
        }
    }

    #[test]
    fn a_part_opens_by_its_own_record_alone() {
        let (ticket, other) = (ticket(), Ticket { id: TicketId(uuid(77)), ..ticket() });
        let part = || PartOf::<Ticket, &str>::seal(ticket.id, "said");
        assert_eq!(part().of(&ticket), Ok("said"));
        assert!(matches!(part().of(&other), Err(Error::Internal(_))));
    }

    /// Tickets are of customers, partners and employees, and so is their history.
    #[test]
    fn an_act_in_words_is_true_for_every_side() {
        for rule in POLICY {
            let label = rule.action.label();
            let names_one = ["customer", "partner", "employee"].iter().any(|side| label.contains(side));
            assert!(!names_one, "{:?}: {label}", rule.action);
        }
    }

    #[test]
    fn nobody_is_named_twice_in_a_row() {
        for rule in POLICY {
            for who in ALL_HATS {
                assert!(
                    rule.reaches.iter().filter(|(named, _)| named == who).count() <= 1,
                    "{:?} {who:?}",
                    rule.action
                );
            }
        }
    }
}
