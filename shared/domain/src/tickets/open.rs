//! Opening a ticket: the check of the input against the account's purchases, the routing and the due times.

use crate::accounts::{self, Account, Plan, Purchases};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::drafts::Draft;
use crate::error::{Error, FieldError};
use crate::files::{self, FILES_AT_OPENING, Upload};
use crate::hats::{Hat, HatKind};
use crate::ids::{PersonId, ProductId, QueueId, TicketId, UploadId, VersionId};
use crate::people::{Person, PersonStatus};
use crate::record::Resource;
use crate::tickets::availability::{AgentAvailability, RoundRobinCursor};
use crate::tickets::fields::values::{self, GivenValues};
use crate::tickets::fields::{FieldValues, GivenValue, TicketFields};
use crate::tickets::follow_up;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::record::{InternalEntry, PublicEntry};
use crate::tickets::settings::{RoutingAgent, RoutingCondition, RoutingRule, TicketSettings};
use crate::tickets::timeline::{Author, Event, EventKind, InternalItem, PublicItem, StaffEvent, StaffEventKind};
use crate::tickets::{
    AccountRef, Clocks, MOST_PARTICIPANTS, PartnerRef, PersonRef, ProductRef, QueueRef, Severity, Ticket, TicketKind,
    TicketState, TicketType,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Business minutes to the first reply and to the solution if there is no target: one day and five.
const USUAL_MINUTES: (u32, u32) = (600, 3000);
/// Longest text of a field that has only a name, in characters.
const LONGEST_NAMED: usize = 500;

/// Input for the opening of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTicket {
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Synopsis: the ticket in one line.
    pub synopsis: String,
    /// Description of the ticket in plain Markdown.
    pub description: String,
    /// The product; required for an issue.
    pub product: Option<ProductId>,
    /// Version of the product; required for an issue.
    pub version: Option<VersionId>,
    /// Uploads to attach.
    pub uploads: Vec<UploadId>,
    /// Colleagues to take part.
    pub participants: Vec<PersonId>,
    /// Closed ticket that the new one follows.
    pub follows: Option<TicketId>,
    /// Values of the company's fields, by the field's ID.
    pub custom_fields: GivenValues,
}

impl OpenTicket {
    fn routing<'a>(&self, side: &'a Side, product: Option<ProductId>, fields: &'a FieldValues) -> RoutingFacts<'a> {
        let territory = match side {
            Side::Account(account) => account.territory.as_str(),
            Side::Partner(_) | Side::Company => "",
        };
        let (r#type, severity) = (self.r#type, self.severity);
        RoutingFacts { kind: side.kind(), r#type, severity, product, plan: side.plan(), territory, fields }
    }

    /// Queue whose least loaded agent gets the ticket; none if its rule chooses in another way.
    pub fn balanced_queue(&self, side: &Side, settings: &TicketSettings, fields: &TicketFields) -> Option<QueueId> {
        // Errors in the values are reported when the ticket is opened.
        let (_, values) = self.values(side.kind(), settings, fields, &mut Vec::new());
        let facts = self.routing(side, self.product, &values);
        let rule = settings.rules_for(&facts).find(|rule| settings.queue(rule.queue).is_some())?;
        (rule.agent == RoutingAgent::LeastLoaded).then_some(rule.queue)
    }

    /// The texts of named fields, and the values of defined ones. Adds an error for each that cannot be taken.
    fn values(
        &self,
        kind: TicketKind,
        settings: &TicketSettings,
        fields: &TicketFields,
        errors: &mut Vec<FieldError>,
    ) -> (BTreeMap<String, String>, FieldValues) {
        let of_names = |name: &String| settings.custom_fields.contains(name);
        let (named, defined): (GivenValues, GivenValues) =
            self.custom_fields.clone().into_iter().partition(|(id, _)| of_names(id));
        let texts = named.into_iter().filter_map(|(name, value)| match value {
            GivenValue::Text(text) if text.chars().count() <= LONGEST_NAMED => Some((name, text)),
            GivenValue::Text(_) => {
                let detail = format!("At most {LONGEST_NAMED} characters are possible.");
                errors.push(FieldError::new(values::pointer(&name), "too_long", detail));
                None
            }
            _ => {
                errors.push(FieldError::new(values::pointer(&name), "wrong_type", "Send a text."));
                None
            }
        });
        let texts = texts.collect();
        (texts, fields.given(kind.face(), &defined, errors))
    }
}

/// Party on whose behalf a ticket is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// A customer account.
    Account(Account),
    /// A partner company.
    Partner(PartnerRef),
    /// The company's own people.
    Company,
}

impl Side {
    /// Side of a partner's or an employee's hat. A customer's side is the account, which has to be read; staff have
    /// none.
    pub fn of(hat: &Hat) -> Option<Self> {
        match hat.kind {
            HatKind::Partner => hat.partner.map(|id| Self::Partner(PartnerRef { id, name: hat.organisation.clone() })),
            HatKind::Employee => Some(Self::Company),
            HatKind::Customer | HatKind::Staff => None,
        }
    }

    /// Kind of the tickets that this side opens.
    pub const fn kind(&self) -> TicketKind {
        match self {
            Self::Account(_) => TicketKind::Support,
            Self::Partner(_) => TicketKind::PartnerRequest,
            Self::Company => TicketKind::HelpDesk,
        }
    }

    const fn plan(&self) -> Plan {
        match self {
            Self::Account(account) => account.plan,
            Self::Partner(_) => Plan::Standard,
            Self::Company => Plan::Internal,
        }
    }

    fn has(&self, hat: &Hat) -> bool {
        match self {
            Self::Account(account) => hat.account == Some(account.id),
            Self::Partner(partner) => hat.partner == Some(partner.id),
            Self::Company => hat.kind == HatKind::Employee,
        }
    }
}

/// Facts that are read before a ticket is opened.
#[derive(Clone, Debug)]
pub struct OpeningFacts {
    /// Number of the new ticket.
    pub number: u64,
    /// Party on whose behalf the ticket is opened.
    pub side: Side,
    /// The account's purchases of the named product in the named version.
    pub purchases: Purchases,
    /// The uploads named.
    pub uploads: Vec<Upload>,
    /// The colleagues named.
    pub participants: Vec<Person>,
    /// The ticket to be followed, if the caller may read it.
    pub followed: Option<Ticket>,
    /// Queues, rules, calendar and targets.
    pub settings: TicketSettings,
    /// Fields that the company added.
    pub fields: TicketFields,
    /// Unavailable staff, and the last turn in each queue.
    pub rota: AgentAvailability,
    /// Whether the agent's turn is counted. If too many tickets are opened at once it is not; two may then get the same
    /// agent.
    pub counts_turn: bool,
    /// Form under which the caller's draft of the ticket is kept, if there is one. If absent, no draft is dropped,
    /// because another hat may be saving its first draft under that form.
    pub draft_form: Option<String>,
}

/// Result of routing a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The queue.
    pub queue: QueueRef,
    /// The agent, if the rule gives the ticket to one.
    pub agent: Option<PersonRef>,
    /// Number of open tickets that the agent had, if the rule chose the least loaded one.
    pub load: Option<usize>,
    /// New position of the queue's turns, if agents take turns.
    pub turn: Option<RoundRobinCursor>,
    /// The rule's name.
    pub rule: String,
}

/// Facts that routing rules are matched with.
#[derive(Clone, Copy, Debug)]
pub struct RoutingFacts<'a> {
    /// Kind of the ticket: support, help desk or partner request.
    pub kind: TicketKind,
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Product that the ticket is about.
    pub product: Option<ProductId>,
    /// The account's plan; the standard one of partners, the internal one of employees.
    pub plan: Plan,
    /// The account's territory; empty without an account.
    pub territory: &'a str,
    /// Values of the company's fields.
    pub fields: &'a FieldValues,
}

impl RoutingCondition {
    fn matches(&self, facts: &RoutingFacts<'_>) -> bool {
        self.kind.is_none_or(|kind| kind == facts.kind)
            && self.r#type.is_none_or(|r#type| r#type == facts.r#type)
            && self.severity.is_none_or(|severity| severity == facts.severity)
            && self.product.is_none_or(|product| facts.product == Some(product))
            && self.plan.is_none_or(|plan| plan == facts.plan)
            && self.territory.as_ref().is_none_or(|territory| territory == facts.territory)
            && self.custom_field.as_ref().is_none_or(|condition| condition.holds(facts.fields))
    }
}

impl TicketSettings {
    /// Routes a ticket by the first rule that matches; the last one always does. Only agents who can sign in are
    /// chosen.
    pub fn route(&self, facts: &RoutingFacts<'_>, rota: &AgentAvailability) -> Result<Routed, Error> {
        let chosen = |rule: &RoutingRule| {
            let queue = self.queue(rule.queue)?;
            let (agent, turn, load) = match &rule.agent {
                RoutingAgent::Nobody => (None, None, None),
                RoutingAgent::Fixed(id) => (rota.agent(queue, *id), None, None),
                RoutingAgent::RoundRobin => {
                    let (agent, turn) = rota.next(queue).unzip();
                    (agent, turn, None)
                }
                RoutingAgent::LeastLoaded => match rota.least_loaded(queue) {
                    Some((agent, turn, load)) => (Some(agent), Some(turn), Some(load)),
                    None => (None, None, None),
                },
            };
            let (queue, rule) = (QueueRef { id: queue.id, name: queue.name.clone() }, rule.name.clone());
            Some(Routed { queue, agent, load, turn, rule })
        };
        self.rules_for(facts)
            .find_map(chosen)
            .ok_or_else(|| Error::internal("the ticket settings have no catch-all rule"))
    }

    /// Rules for such a ticket, in order; the last rule is always among them.
    pub(super) fn rules_for<'a>(&'a self, facts: &'a RoutingFacts<'_>) -> impl Iterator<Item = &'a RoutingRule> {
        self.rules.iter().filter(move |rule| rule.when.matches(facts)).chain(self.rules.last())
    }

    /// Business time to the first reply and to the solution of such a ticket.
    pub fn targets_of(&self, severity: Severity, plan: Plan) -> [SignedDuration; 2] {
        let target_of = |plan| self.targets.iter().find(|target| target.severity == severity && target.plan == plan);
        let target = target_of(plan).or_else(|| target_of(Plan::Standard));
        let minutes = target.map_or(USUAL_MINUTES, |target| (target.first_response_minutes, target.resolution_minutes));
        <[u32; 2]>::from(minutes).map(|minutes| SignedDuration::from_mins(minutes.into()))
    }

    /// Clocks of a ticket opened at `now`.
    pub fn clocks(&self, severity: Severity, plan: Plan, now: Timestamp) -> Clocks {
        let [first, resolution] = self.targets_of(severity, plan);
        Clocks::start(first, resolution, &self.calendar, now)
    }
}

/// Opens a ticket.
pub fn open(act: &ActionContext, input: OpenTicket, facts: OpeningFacts) -> Result<(Ticket, Change), Error> {
    let mut errors = Vec::new();
    let product = product(&input, &facts, act.now, &mut errors);
    let participants = participants(act, &input, &facts, &mut errors);
    follow_up::check(act, input.follows, facts.followed.as_ref(), &mut errors);
    let (files, claims) = files::claim(act, &input.uploads, facts.uploads, FILES_AT_OPENING).unwrap_or_else(|wrong| {
        errors.extend(wrong);
        (Vec::new(), Vec::new())
    });
    let (custom_fields, field_values) = input.values(facts.side.kind(), &facts.settings, &facts.fields, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Input(errors));
    }
    let followed = facts.followed.filter(|_| input.follows.is_some());
    let (kind, plan) = (facts.side.kind(), facts.side.plan());
    let routing = input.routing(&facts.side, product.as_ref().map(|product| product.id), &field_values);
    let routed = facts.settings.route(&routing, &facts.rota)?;
    let (account, partner) = match facts.side {
        Side::Account(account) => (Some(account), None),
        Side::Partner(partner) => (None, Some(partner)),
        Side::Company => (None, None),
    };
    let turn = routed.turn.filter(|_| facts.counts_turn);
    let off_rota: Vec<Write> = facts.rota.stale(&facts.settings.queues).map(Person::available_write).collect();
    let ticket = Ticket {
        id: act.id::<TicketId>(),
        version: 1,
        number: facts.number,
        kind,
        r#type: input.r#type,
        severity: input.severity,
        synopsis: input.synopsis,
        description: input.description,
        state: TicketState::New,
        requester: PersonRef { id: act.caller.person, name: act.caller.name.clone() },
        account: account.map(|account| AccountRef {
            id: account.id,
            name: account.name,
            number: account.number,
            plan: account.plan,
            territory: account.territory,
        }),
        partner,
        product,
        participants,
        queue: routed.queue,
        assignee: routed.agent,
        routing_rule: routed.rule,
        files,
        resolution: None,
        clocks: facts.settings.clocks(input.severity, plan, act.now),
        hold_until: None,
        custom_fields,
        field_values,
        staff_field_values: FieldValues::new(),
        created_at: act.now,
        updated_at: act.now,
        closed_at: None,
        merged_into: None,
        rating: None,
        follows: followed.as_ref().map(Ticket::named),
        follow_ups: Vec::new(),
    };
    ticket.fits_at_opening()?;
    let touch = act
        .touch(ticket.record(), ticket.account.as_ref().map(|account| account.id))
        .with_detail(format!("{} by rule \"{}\"", ticket.queue.name, ticket.routing_rule));
    let change = Change::new(touch)
        .write(Write::create(&ticket))
        .writes(first_items(act, &ticket, routed.load))
        .writes(claims)
        .writes(followed.map(|followed| followed.followed_by(&ticket)))
        .writes(turn.map(|turn| Write::replace(&turn, turn.version - 1)))
        .writes(off_rota)
        .writes(facts.draft_form.map(|form| Draft::discard(act.caller.person, &form)));
    let opened = &ticket;
    let mail = |template| move |to| opened.mail(act, template, to, None);
    let agent = ticket.assignee.as_ref().map(|agent| agent.id);
    let change = change
        .jobs(ticket.audience().map(mail(MailTemplate::TicketOpened)))
        .jobs(agent.map(mail(MailTemplate::TicketAssigned)))
        .jobs(ticket.alarm(act, &facts.settings))
        .jobs(ticket.clocks.jobs(act, ticket.id, None))
        .job(ticket.index(act));
    Ok((ticket, change))
}

/// The first items of a ticket's timeline: that it was opened, and for staff the rule that routed it.
fn first_items(act: &ActionContext, ticket: &Ticket, load: Option<usize>) -> [Write; 2] {
    let opened = Event::of(act, EventKind::Opened);
    let routed = StaffEvent {
        author: Author::system(),
        detail: ticket.routing_rule.clone(),
        agent: ticket.assignee.clone(),
        load,
        ..StaffEvent::of(act, StaffEventKind::Routed)
    };
    [
        Write::create(&PublicEntry { ticket: ticket.id, item: PublicItem::Event(opened) }),
        Write::create(&InternalEntry { ticket: ticket.id, item: InternalItem::Event(routed) }),
    ]
}

/// The product named, if the account owns it in that version and it is in support.
fn product(
    input: &OpenTicket,
    facts: &OpeningFacts,
    now: Timestamp,
    errors: &mut Vec<FieldError>,
) -> Option<ProductRef> {
    if facts.side.kind() != TicketKind::Support {
        let named = [("/product_id", input.product.is_some()), ("/version_id", input.version.is_some())];
        errors.extend(named.into_iter().filter(|(_, named)| *named).map(|(pointer, _)| {
            FieldError::new(pointer, "not_owned", "Only a ticket of a customer is about a purchased product.")
        }));
        return None;
    }
    let (product, version) = match (input.product, input.version) {
        (Some(product), Some(version)) => (product, version),
        (None, None) if input.r#type != TicketType::Issue => return None,
        (product, version) => {
            if product.is_none() {
                errors.push(FieldError::new("/product_id", "required", "Choose the product it is about."));
            }
            if version.is_none() {
                errors.push(FieldError::new("/version_id", "required", "Choose the version of the product."));
            }
            return None;
        }
    };
    let Purchases { product_name, of_version } = &facts.purchases;
    let Some(name) = product_name else {
        errors.push(FieldError::new("/product_id", "not_owned", "Your account has not purchased this product."));
        return None;
    };
    let Some(any) = of_version.first() else {
        let detail = format!("Your account has not purchased this version of {name}.");
        errors.push(FieldError::new("/version_id", "not_owned", detail));
        return None;
    };
    let today = accounts::day_of(now);
    let Some(entitlement) = of_version.iter().find(|owned| owned.in_support(today)) else {
        let detail = format!("{name} {} is no longer in support.", any.version_label);
        errors.push(FieldError::new("/version_id", "not_in_support", detail));
        return None;
    };
    Some(ProductRef {
        id: product,
        name: name.clone(),
        version_id: version,
        version_label: entitlement.version_label.clone(),
    })
}

/// The colleagues named, if each wears a hat of the same account or company.
fn participants(
    act: &ActionContext,
    input: &OpenTicket,
    facts: &OpeningFacts,
    errors: &mut Vec<FieldError>,
) -> Vec<PersonRef> {
    let mut participants: Vec<PersonRef> = Vec::new();
    if input.participants.len() > MOST_PARTICIPANTS {
        let detail = format!("At most {MOST_PARTICIPANTS} colleagues can take part.");
        errors.push(FieldError::new("/participant_ids", "too_many", detail));
    }
    for (index, id) in input.participants.iter().enumerate() {
        let colleague = facts.participants.iter().find(|person| {
            person.id == *id
                && person.status == PersonStatus::Active
                && person.hats.iter().any(|hat| facts.side.has(hat))
        });
        match colleague {
            Some(person) if person.id == act.caller.person => {}
            Some(person) => {
                if !participants.iter().any(|there| there.id == person.id) {
                    participants.push(PersonRef { id: person.id, name: person.name.clone() });
                }
            }
            None => {
                let detail = "This is not one of your colleagues.";
                errors.push(FieldError::new(format!("/participant_ids/{index}"), "not_found", detail));
            }
        }
    }
    participants
}
