//! People and records that the access matrix asks about, and the cell that an area makes a request of. Each area
//! registers the requests of its endpoints in `tests/api/<area>/mod.rs`; an endpoint that is registered nowhere fails
//! the matrix by name.

use crate::matrix::Relation;
use crate::scenario::{company, put_on};
use portico_domain::accounts::Account;
use portico_domain::change::Write;
use portico_domain::files::FileRef;
use portico_domain::hats::{ALL_HATS, Audience, Hat, HatKind, Role};
use portico_domain::ids::{ArticleId, ItemId, PersonId, TicketId, UploadId};
use portico_domain::knowledge::ArticleState;
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::timeline::{InternalItem, Note, PublicItem, Reply, Side};
use portico_domain::tickets::{PersonRef, Ticket, TicketState};
use portico_http::Endpoint;
use portico_testing::records;
use portico_tests::client::{Client, NOTE_MARK, Request};
use portico_tests::samples::{self, fresh};
use portico_tests::world::World;
use serde_json::Value;

pub(crate) type Who = (HatKind, Role);
const MEMBER: Who = (HatKind::Customer, Role::Member);

/// People and records that the matrix asks about.
pub(crate) struct MatrixFixtures {
    pub(crate) world: &'static World,
    account: Account,
    other_account: Account,
    /// One client for each hat and role.
    everybody: Vec<(Who, Client)>,
    /// Another person of the same account, partner company or company, by face.
    colleagues: Vec<(HatKind, Client)>,
    outsider: Client,
}

/// A request and its expected outcome.
pub(crate) struct MatrixRequest {
    pub(crate) request: Request,
    pub(crate) driven: Expected,
}

impl MatrixRequest {
    /// A request that names no record.
    pub(crate) fn free(request: Request, status: u16) -> Self {
        Self { request, driven: Expected { relation: None, done: (status, "") } }
    }

    /// The request with another outcome, where the policy lets it through and a rule of the record does not.
    pub(crate) fn ends(self, status: u16, code: &'static str) -> Self {
        Self { driven: Expected { done: (status, code), ..self.driven }, ..self }
    }
}

/// Expected outcome of a cell.
#[derive(Debug)]
pub(crate) struct Expected {
    /// Relation of the record to the caller; `None` if the request names no record.
    pub(crate) relation: Option<Relation>,
    /// Status and code when the policy lets it through.
    pub(crate) done: (u16, &'static str),
}

impl MatrixFixtures {
    pub(crate) async fn new(world: &'static World) -> Self {
        let (account, other_account) = (company(world).await, company(world).await);
        let hat = |(kind, role): Who| match kind {
            HatKind::Customer => samples::hat_of(&account, role),
            _ => samples::hat(kind, role),
        };
        let mut everybody = Vec::new();
        for who in ALL_HATS {
            // Everybody has a second hat, in which what they have is not theirs in the first: a customer one of another
            // account, staff one of a customer.
            let other = match who.0 {
                HatKind::Customer => samples::hat_of(&other_account, who.1),
                _ => samples::hat_of(&other_account, Role::Member),
            };
            let person = samples::person(vec![hat(*who), other]);
            world.add(&person).await;
            everybody.push((*who, world.wearing(&person, &person.hats[0]).await));
        }
        let mut colleagues = Vec::new();
        for who in [MEMBER, (HatKind::Partner, Role::Seller), (HatKind::Employee, Role::Employee)] {
            colleagues.push((who.0, put_on(world, hat(who)).await));
        }
        Self {
            colleagues,
            outsider: put_on(world, samples::hat_of(&other_account, Role::Member)).await,
            world,
            account,
            other_account,
            everybody,
        }
    }

    pub(crate) fn client(&self, who: Who) -> &Client {
        &self.everybody.iter().find(|(there, _)| *there == who).expect("everybody is there").1
    }

    fn colleague(&self, face: HatKind) -> &Client {
        let (_, client) = self.colleagues.iter().find(|(there, _)| *there == face).unwrap_or(&self.colleagues[0]);
        client
    }

    /// Adds a ticket in this relation to a caller.
    pub(crate) async fn ticket(&self, who: Who, relation: Relation) -> Ticket {
        self.ticket_in(who, relation, TicketState::Open).await
    }

    pub(crate) async fn ticket_in(&self, who: Who, relation: Relation, state: TicketState) -> Ticket {
        let caller = self.client(who).who();
        let (requester, queue) = match (who.0, relation) {
            (HatKind::Staff, Relation::Near) => (&self.outsider, "general"),
            (HatKind::Staff, _) => (&self.outsider, "finance"),
            (_, Relation::Own) => (self.client(who), "finance"),
            (face, Relation::Participant | Relation::Near) => (self.colleague(face), "finance"),
            (_, Relation::Far | Relation::Missing) => (&self.outsider, "finance"),
        };
        let requester = requester.who();
        let mut ticket = samples::in_state(samples::ticket(&requester.person, &requester.hat), state);
        // The farthest that looks near: their own, opened in another hat, with colleagues there.
        let takes_part = relation == Relation::Participant && who.0 != HatKind::Staff;
        if relation == Relation::Far || takes_part {
            ticket.participants = vec![records::named(&caller.person)];
        }
        ticket.queue.id = samples::queue(queue);
        ticket.files = vec![FileRef { id: fresh(), name: "a.txt".into(), size: 1, media_type: "text/plain".into() }];
        if who.0 == HatKind::Staff && matches!(relation, Relation::Own | Relation::Participant) {
            ticket.assignee = Some(records::named(&caller.person));
        }
        if relation != Relation::Missing {
            // More than any answer of another ticket holds, so that reading it would show.
            let text = "It stops, and starts again. ".repeat(500);
            let (id, at, author) = (ticket.id, ticket.created_at, |side| records::author(&requester.person, side));
            // A file of a note has the name of the ticket's: neither is to be taken for the other.
            let files = vec![note_file(id)];
            let noted = Note {
                id: note_of(id),
                files,
                text: format!("{NOTE_MARK} {text}"),
                ..records::note(author(Side::Company), at)
            };
            let said = Reply { text, ..records::reply(author(Side::Customer), at) };
            self.world
                .commit([
                    Write::create(&ticket),
                    Write::create(&PublicEntry { ticket: id, item: PublicItem::Reply(said) }),
                    Write::create(&InternalEntry { ticket: id, item: InternalItem::Note(noted) }),
                ])
                .await;
        }
        ticket
    }

    /// Adds a ticket in this relation to a caller, with a participant more. Returns the participant as well.
    pub(crate) async fn shared_ticket(&self, who: Who, relation: Relation) -> (Ticket, PersonId) {
        let before = self.ticket(who, relation).await;
        let (mut ticket, person) = (before.clone(), self.newcomer(&before).await);
        ticket.participants.push(PersonRef { id: person, name: "Newcomer".into() });
        if relation != Relation::Missing {
            self.world.commit([Write::update(&before, &ticket)]).await;
        }
        (ticket, person)
    }

    /// Adds a person with the hat of a ticket's requester.
    pub(crate) async fn newcomer(&self, ticket: &Ticket) -> PersonId {
        let everybody = self.everybody.iter().map(|(_, client)| client);
        let colleagues = self.colleagues.iter().map(|(_, client)| client);
        let requester = everybody.chain(colleagues).find(|client| client.who().person.id == ticket.requester.id);
        let hat = requester.unwrap_or(&self.outsider).who().hat.clone();
        put_on(self.world, Hat { id: fresh(), ..hat }).await.who().person.id
    }

    /// An article that is for the caller, for anybody, or not for them; a draft is for nobody.
    pub(crate) async fn article(&self, who: Who, relation: Relation) -> ArticleId {
        let mine = match who.0 {
            HatKind::Customer => Audience::Customer,
            HatKind::Partner => Audience::Partner,
            HatKind::Employee | HatKind::Staff => Audience::Employee,
        };
        let not_mine = if mine == Audience::Partner { Audience::Customer } else { Audience::Partner };
        let mut article = samples::article(match relation {
            Relation::Own | Relation::Participant => vec![mine],
            Relation::Near => vec![Audience::Public],
            Relation::Far | Relation::Missing => vec![not_mine],
        });
        if who.0 == HatKind::Staff && relation == Relation::Far {
            article.state = ArticleState::Draft;
        }
        let id = article.id;
        if relation != Relation::Missing {
            self.world.commit([Write::create(&article)]).await;
        }
        id
    }

    pub(crate) async fn upload(&self, who: Who, relation: Relation) -> UploadId {
        let owner = match relation {
            Relation::Own | Relation::Participant => self.client(who),
            Relation::Near => self.colleague(who.0),
            Relation::Far | Relation::Missing => &self.outsider,
        };
        let upload = samples::ready_upload(owner.who().person.id);
        let id = upload.id;
        if relation != Relation::Missing {
            self.world.commit([Write::create(&upload)]).await;
        }
        id
    }

    pub(crate) async fn person(&self, relation: Relation) -> PersonId {
        match relation {
            Relation::Missing => fresh(),
            Relation::Far => self.world.new_person(HatKind::Employee, Role::Employee).await.id,
            Relation::Own | Relation::Participant | Relation::Near => {
                put_on(self.world, samples::hat_of(&self.account, Role::Member)).await.who().person.id
            }
        }
    }

    pub(crate) fn account(&self, relation: Relation) -> String {
        match relation {
            Relation::Own | Relation::Participant | Relation::Near => self.account.id.to_string(),
            Relation::Far => self.other_account.id.to_string(),
            Relation::Missing => uuid::Uuid::now_v7().to_string(),
        }
    }

    /// An account that a call may change: each has its own.
    pub(crate) async fn changed_account(&self, relation: Relation) -> String {
        let account = samples::account();
        if relation != Relation::Missing {
            self.world.commit([Write::create(&account)]).await;
        }
        account.id.to_string()
    }

    pub(crate) async fn job(&self, relation: Relation) -> String {
        let job = samples::parked_job();
        let id = job.id.to_string();
        if relation != Relation::Missing {
            self.world.commit([Write::create(&job)]).await;
        }
        id
    }

    /// Returns a client of the same person in another session, which may be ended.
    pub(crate) async fn passing(&self, who: Who) -> Client {
        let person = &self.client(who).who().person;
        self.world.wearing(person, &person.hats[0]).await
    }

    /// Adds a person with the same hat, who may be changed.
    pub(crate) async fn like(&self, who: Who) -> Client {
        let hat = self.client(who).who().hat.clone();
        put_on(self.world, Hat { id: fresh(), ..hat }).await
    }
}

/// ID of the note on a ticket of the matrix.
pub(crate) fn note_of(ticket: TicketId) -> ItemId {
    ItemId(uuid::Uuid::from_u128(ticket.0.as_u128() ^ 1))
}

/// File of that note.
pub(crate) fn note_file(ticket: TicketId) -> FileRef {
    let id = UploadId(uuid::Uuid::from_u128(ticket.0.as_u128() ^ 2));
    FileRef { id, name: "a.txt".into(), size: 1, media_type: "text/plain".into() }
}

/// One cell of the matrix: a hat and role, and the relation of a record to it.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub(crate) stage: &'a MatrixFixtures,
    pub(crate) who: Who,
    pub(crate) relation: Relation,
}

impl<'a> Cell<'a> {
    pub(crate) fn client(self) -> &'a Client {
        self.stage.client(self.who)
    }

    /// A request that names a record in the cell's relation.
    pub(crate) fn of_record(self, request: Request, status: u16) -> MatrixRequest {
        MatrixRequest { request, driven: Expected { relation: Some(self.relation), done: (status, "") } }
    }

    /// A request that names an article. An article for other readers, or not published, does not exist for the caller.
    pub(crate) fn of_article(self, request: Request, status: u16) -> MatrixRequest {
        let relation = if self.relation == Relation::Far { Relation::Missing } else { self.relation };
        Self { relation, ..self }.of_record(request, status)
    }

    /// Returns the request that does `act`, the last part of the path, to a ticket of this state.
    pub(crate) async fn of_ticket(self, state: TicketState, act: &str, body: Value, status: u16) -> MatrixRequest {
        let ticket = self.stage.ticket_in(self.who, self.relation, state).await;
        let request = self.client().post(format!("/v1/tickets/{}/{act}", ticket.id), body);
        self.of_record(request.if_match("\"1\""), status)
    }
}

/// Registers an area's endpoints with the access matrix, each with the function that makes its request of a cell.
macro_rules! drives {
    ($area:ident: $($endpoint:ident => $drive:path),+ $(,)?) => {
        pub(crate) async fn drive(
            cell: crate::matrix_fixtures::Cell<'_>,
            operation: &str,
        ) -> Option<crate::matrix_fixtures::MatrixRequest> {
            $(if operation == $area::$endpoint.operation {
                return Some($drive(cell).await);
            })+
            None
        }
    };
}
pub(crate) use drives;

/// Asks each area for a request.
macro_rules! from_areas {
    ($cell:ident, $operation:ident: $($area:ident)+) => {
        $(if let Some(request) = crate::$area::drive($cell, $operation).await {
            return request;
        })+
    };
}

/// The request of one cell.
pub(crate) async fn drive(stage: &MatrixFixtures, endpoint: &Endpoint, who: Who, relation: Relation) -> MatrixRequest {
    let (cell, operation) = (Cell { stage, who, relation }, endpoint.operation);
    from_areas!(cell, operation: accounts auth files imports jobs knowledge people profile settings tickets touches);
    panic!("the matrix does not know how to drive {operation}: register it in tests/api/<area>/mod.rs")
}
