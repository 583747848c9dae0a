//! Every key of the table: the only place where key strings are made. `keys.snap.txt` shows them all.
//!
//! Times in keys have a fixed width, so text order is time order. Ids are UUID version 7, so their order is that of creation.

use jiff::Timestamp;
use jiff::civil::Date;
use portico_domain::ids::{
    AccountId, ArticleId, EntitlementId, HatId, InvitationId, ItemId, JobId, PartnerId, PersonId, ProductId, QueueId,
    SessionId, TicketId, TouchId, UploadId, VersionId,
};
use portico_domain::jobs::Job;
use portico_domain::knowledge::Audience;
use portico_domain::tickets::Ticket;

/// Over how many partitions the jobs that are due are spread.
pub(super) const JOB_SHARDS: u8 = 4;

/// Sorts after every character an id or a time can have.
const LAST: char = '~';

/// The primary key of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) pk: String,
    pub(super) sk: String,
}

/// One of the sparse indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Index {
    /// What belongs to a person, an account's touches, jobs by due time, all articles.
    One,
    /// The tickets of an account or a partner company, a record's touches.
    Two,
    /// A queue's tickets.
    Three,
    /// An agent's tickets.
    Four,
}

impl Index {
    pub(super) const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::One => "gsi1",
            Self::Two => "gsi2",
            Self::Three => "gsi3",
            Self::Four => "gsi4",
        }
    }

    pub(super) const fn pk(self) -> &'static str {
        match self {
            Self::One => "gsi1pk",
            Self::Two => "gsi2pk",
            Self::Three => "gsi3pk",
            Self::Four => "gsi4pk",
        }
    }

    pub(super) const fn sk(self) -> &'static str {
        match self {
            Self::One => "gsi1sk",
            Self::Two => "gsi2sk",
            Self::Three => "gsi3sk",
            Self::Four => "gsi4sk",
        }
    }
}

/// The place of an item in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IndexKey {
    pub(super) index: Index,
    pub(super) pk: String,
    pub(super) sk: String,
}

/// The key of one kind of entity.
pub(super) trait EntityKey {
    /// What the item's `type` says.
    const TYPE: &'static str;
    /// Where the item is.
    fn key(&self) -> Key;
}

macro_rules! entities {
    ($($(#[$doc:meta])* $name:ident($($field:ident: $of:ty),*) $type:literal = $pk:expr, $sk:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(super) struct $name<'a> { $(pub(super) $field: $of,)* pub(super) of: std::marker::PhantomData<&'a ()> }

        impl<'a> $name<'a> {
            pub(super) fn new($($field: $of),*) -> Self {
                Self { $($field,)* of: std::marker::PhantomData }
            }
        }

        impl EntityKey for $name<'_> {
            const TYPE: &'static str = $type;
            fn key(&self) -> Key {
                let Self { $($field,)* .. } = self;
                Key { pk: $pk.into(), sk: $sk.into() }
            }
        }
    )*};
}

entities! {
    /// A person.
    PersonKey(id: PersonId) "person" = format!("person#{id}"), "person";
    /// What signing in needs of a person, by e-mail address.
    CredentialKey(email: &'a str) "credential" = format!("email#{email}"), "credential";
    /// An invitation of a person.
    InvitationKey(person: PersonId, id: InvitationId) "invitation" = format!("person#{person}"), format!("invitation#{id}");
    /// A session.
    SessionKey(id: SessionId) "session" = format!("session#{id}"), "session";
    /// The home page of one hat.
    LayoutKey(person: PersonId, hat: HatId) "layout" = format!("person#{person}"), format!("layout#{hat}");
    /// Text being typed.
    DraftKey(person: PersonId, form: &'a str) "draft" = format!("person#{person}"), format!("draft#{form}");
    /// An idempotency key taken.
    ClaimKey(person: PersonId, name: &'a str) "claim" = format!("claim#{person}#{name}"), "claim";
    /// Attempts counted within one slice of time.
    AttemptKey(name: &'a str, slice: i64) "attempt" = format!("attempt#{name}#{slice}"), "attempt";
    /// A section of the settings.
    SettingsKey(section: &'a str) "settings" = "settings", *section;
    /// An upload.
    UploadKey(id: UploadId) "upload" = format!("upload#{id}"), "upload";
    /// An account.
    AccountKey(id: AccountId) "account" = format!("account#{id}"), "account";
    /// Purchase of an account.
    EntitlementKey(account: AccountId, product: ProductId, version: VersionId, id: EntitlementId) "entitlement" =
        format!("account#{account}"), format!("entitlement#{product}#{version}#{id}");
    /// A ticket.
    TicketKey(id: TicketId) "ticket" = format!("ticket#{id}"), "ticket";
    /// An item everybody on a ticket sees.
    PublicItemKey(ticket: TicketId, item: ItemId) "public_item" = format!("ticket#{ticket}"), format!("public#{item}");
    /// An item only staff see.
    InternalItemKey(ticket: TicketId, item: ItemId) "internal_item" = format!("ticket#{ticket}"), format!("internal#{item}");
    /// A colleague who takes part in a ticket: puts it into their list.
    ParticipantKey(ticket: TicketId, person: PersonId) "participant" =
        format!("ticket#{ticket}"), format!("participant#{person}");
    /// A ticket's number.
    TicketNumberKey(number: u64) "ticket_number" = format!("ticket-number#{number}"), "ticket-number";
    /// The last ticket number given out.
    TicketCounterKey() "counter" = "counter#ticket", "counter";
    /// Staff who cannot sign in, on the rota.
    AwayKey(person: PersonId) "away" = ROTA, format!("away#{person}");
    /// Who had the last turn in a queue, on the rota.
    TurnKey(queue: QueueId) "turn" = ROTA, format!("turn#{queue}");
    /// An article.
    ArticleKey(id: ArticleId) "article" = format!("article#{id}"), "article";
    /// An article among the newest for one audience, about anything or about one thing.
    AudienceKey(audience: Audience, about: ProductFilter, publish_at: Timestamp, article: ArticleId) "audience" =
        audience_partition(*audience, *about), format!("{}#{article}", time(*publish_at));
    /// An article under a word of its title or tags.
    WordKey(word: &'a str, article: ArticleId) "word" = word_partition(word), article.to_string();
    /// A vote on an article.
    VoteKey(article: ArticleId, person: PersonId) "vote" = format!("article#{article}"), format!("vote#{person}");
    /// A ticket that a person did not need on a day.
    DeflectionKey(article: ArticleId, day: Date, person: PersonId) "deflection" =
        format!("article#{article}"), format!("deflection#{day}#{person}");
    /// A line of the ledger.
    TouchKey(person: Option<PersonId>, id: TouchId) "touch" = touches_of_person(*person), id.to_string();
    /// A side effect owed.
    JobKey(id: JobId) "job" = format!("job#{id}"), "job";
    /// Which version of the search index holds.
    SearchIndexKey() "search_index" = "search-index", "search-index";
}

/// A time as text of fixed width, to the microsecond, in UTC.
pub(super) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// The bound just after everything of this time.
pub(super) fn until(at: Timestamp) -> String {
    format!("{}{LAST}", time(at))
}

/// What the articles of a list are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ProductFilter {
    /// Anything.
    Anything,
    /// No product in particular.
    Nothing,
    /// A product.
    Product(ProductId),
}

pub(super) fn audience_partition(audience: Audience, about: ProductFilter) -> String {
    let name = match audience {
        Audience::Public => "public",
        Audience::Customer => "customer",
        Audience::Partner => "partner",
        Audience::Employee => "employee",
    };
    match about {
        ProductFilter::Anything => format!("audience#{name}"),
        ProductFilter::Nothing => format!("audience#{name}#general"),
        ProductFilter::Product(product) => format!("audience#{name}#{product}"),
    }
}

pub(super) fn word_partition(word: &str) -> String {
    format!("word#{word}")
}

pub(super) fn account_partition(account: AccountId) -> String {
    AccountKey::new(account).key().pk
}

pub(super) fn ticket_partition(ticket: TicketId) -> String {
    TicketKey::new(ticket).key().pk
}

/// What all entitlements' sort keys begin with.
pub(super) const ENTITLEMENTS: &str = "entitlement#";

/// What the sort keys of entitlements of a product begin with, or of one version of it.
pub(super) fn entitlements_of(product: ProductId, version: Option<VersionId>) -> String {
    let version = version.map(|version| format!("{version}#")).unwrap_or_default();
    format!("{ENTITLEMENTS}{product}#{version}")
}

/// The partition of the rota.
pub(super) const ROTA: &str = "rota";

/// One of the two halves of a ticket's timeline.
#[derive(Clone, Copy, Debug)]
pub(super) enum TimelinePart {
    Public,
    Internal,
}

/// The sort keys of a half, after an item or from the start.
pub(super) fn half(half: TimelinePart, after: Option<ItemId>) -> (String, String) {
    let name = match half {
        TimelinePart::Public => "public",
        TimelinePart::Internal => "internal",
    };
    let from = after.map_or_else(|| format!("{name}#"), |item| format!("{name}#{item}{LAST}"));
    (from, format!("{name}#{LAST}"))
}

/// Tickets a person opened or takes part in: active ones last in key order, then by the latest change.
pub(super) fn own_place(person: PersonId, ticket: &Ticket) -> IndexKey {
    IndexKey { index: Index::One, pk: tickets_of_person(person), sk: by_change(ticket) }
}

/// Tickets of an account, in the same order.
pub(super) fn account_place(account: AccountId, ticket: &Ticket) -> IndexKey {
    IndexKey { index: Index::Two, pk: tickets_of_account(account), sk: by_change(ticket) }
}

/// Tickets of a partner company, in the same order. A ticket belongs to an account or a partner company, not to both.
pub(super) fn partner_place(partner: PartnerId, ticket: &Ticket) -> IndexKey {
    IndexKey { index: Index::Two, pk: tickets_of_partner(partner), sk: by_change(ticket) }
}

/// Tickets of a queue: active ones by due time, ended ones by the latest change.
pub(super) fn queue_place(ticket: &Ticket) -> IndexKey {
    let active = ticket.state.active();
    IndexKey { index: Index::Three, pk: tickets_of_queue(ticket.queue.id, active), sk: by_urgency(ticket) }
}

/// Tickets of an agent, in the same order.
pub(super) fn assignee_place(agent: PersonId, ticket: &Ticket) -> IndexKey {
    IndexKey { index: Index::Four, pk: tickets_of_agent(agent, ticket.state.active()), sk: by_urgency(ticket) }
}

pub(super) fn tickets_of_person(person: PersonId) -> String {
    format!("tickets-of#{person}")
}

pub(super) fn tickets_of_account(account: AccountId) -> String {
    format!("tickets-of-account#{account}")
}

pub(super) fn tickets_of_partner(partner: PartnerId) -> String {
    format!("tickets-of-partner#{partner}")
}

pub(super) fn tickets_of_queue(queue: QueueId, active: bool) -> String {
    format!("queue#{queue}#{}", status(active))
}

pub(super) fn tickets_of_agent(agent: PersonId, active: bool) -> String {
    format!("assigned#{agent}#{}", status(active))
}

/// What the sort keys of active or of ended tickets begin with, where both stand in one partition.
pub(super) const fn status_prefix(active: bool) -> &'static str {
    if active { "1#" } else { "0#" }
}

const fn status(active: bool) -> &'static str {
    if active { "active" } else { "done" }
}

fn by_change(ticket: &Ticket) -> String {
    format!("{}{}#{}", status_prefix(ticket.state.active()), time(ticket.updated_at), ticket.id)
}

fn by_urgency(ticket: &Ticket) -> String {
    let at = if ticket.state.active() { ticket.clocks.resolution_due } else { ticket.updated_at };
    format!("{}#{}", time(at), ticket.id)
}

/// The drafts of a person, by when they were last kept. What is in them is not listed.
pub(super) fn draft_place(person: PersonId, form: &str, updated_at: Timestamp) -> IndexKey {
    IndexKey { index: Index::One, pk: drafts_of_person(person), sk: format!("{}#{form}", time(updated_at)) }
}

pub(super) fn drafts_of_person(person: PersonId) -> String {
    format!("drafts-of#{person}")
}

/// Where all articles are listed, for the index.
pub(super) const ALL_ARTICLES: &str = "articles";

pub(super) fn article_place(article: ArticleId) -> IndexKey {
    IndexKey { index: Index::One, pk: ALL_ARTICLES.into(), sk: article.to_string() }
}

/// The partition of a person's touches, or of those that nobody left in person.
pub(super) fn touches_of_person(person: Option<PersonId>) -> String {
    person.map_or_else(|| "touch#system".into(), |person| format!("touch#{person}"))
}

pub(super) fn touches_of_account(account: AccountId) -> String {
    format!("touches-of-account#{account}")
}

pub(super) fn touches_of_record(id: &str) -> String {
    format!("touches-of-record#{id}")
}

pub(super) fn account_touch_place(account: AccountId, touch: TouchId, at: Timestamp) -> IndexKey {
    IndexKey { index: Index::One, pk: touches_of_account(account), sk: touch_turn(touch, at) }
}

pub(super) fn record_touch_place(record: &str, touch: TouchId, at: Timestamp) -> IndexKey {
    IndexKey { index: Index::Two, pk: touches_of_record(record), sk: touch_turn(touch, at) }
}

/// Where a touch stands among others: its ID, and for a read, whose ID is of the minute, the same at the time it was.
fn touch_turn(touch: TouchId, at: Timestamp) -> String {
    let (bytes, at) = (touch.0.as_bytes(), at.as_millisecond().unsigned_abs());
    let made = bytes[..6].iter().fold(0, |made, byte| made << 8 | u64::from(*byte));
    let mut rest = [0; 10];
    rest.copy_from_slice(&bytes[6..]);
    uuid::Builder::from_unix_timestamp_millis(made.max(at), &rest).into_uuid().to_string()
}

/// The job whose partition this is.
pub(super) fn job_of(pk: &str) -> Option<JobId> {
    pk.strip_prefix("job#")?.parse().ok()
}

/// Where jobs are listed that are left to people.
pub(super) const PARKED_JOBS: &str = "parked";

pub(super) fn due_jobs(shard: u8) -> String {
    format!("due#{shard}")
}

pub(super) fn job_place(job: &Job) -> IndexKey {
    let pk = if job.parked { PARKED_JOBS.into() } else { due_jobs(job.id.0.as_bytes()[15] % JOB_SHARDS) };
    IndexKey { index: Index::One, pk, sk: format!("{}#{}", time(job.due), job.id) }
}
