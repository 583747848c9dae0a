//! How the matrix drives each endpoint: which request it makes of a hat, a role and a relation, and what the answer is if
//! the policy lets it through. An endpoint that is not here fails the matrix by name.

use crate::matrix::Relation;
use crate::scenario::{company, put_on};
use portico_domain::accounts::Account;
use portico_domain::change::Write;
use portico_domain::files::FileRef;
use portico_domain::hats::{ALL_HATS, Audience, Hat, HatKind, Role};
use portico_domain::ids::{ArticleId, PersonId, TicketId, UploadId};
use portico_domain::knowledge::ArticleState;
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::timeline::{Author, InternalItem, Note, PublicItem, Reply, Side};
use portico_domain::tickets::{Ticket, TicketState};
use portico_http::Endpoint;
use portico_tests::client::{Client, NOTE_MARK, Request};
use portico_tests::samples::{self, fresh};
use portico_tests::steps::{accept, announcement, new_ticket, request, tomorrow};
use portico_tests::world::World;
use serde_json::{Value, json};

pub(crate) type Who = (HatKind, Role);
const MEMBER: Who = (HatKind::Customer, Role::Member);

/// Everybody and everything the matrix asks about.
pub(crate) struct MatrixFixtures {
    pub(crate) world: &'static World,
    account: Account,
    other_account: Account,
    /// One for each hat and role.
    everybody: Vec<(Who, Client)>,
    /// Another person of the same account, partner company or company, by face.
    colleagues: Vec<(HatKind, Client)>,
    outsider: Client,
}

/// A request, and what is expected of it.
pub(crate) struct MatrixRequest {
    pub(crate) request: Request,
    pub(crate) driven: Expected,
}

/// What a cell is about.
#[derive(Debug)]
pub(crate) struct Expected {
    /// How the record stands to the caller; nothing where no record is named.
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

    /// A new ticket that stands in this relation to somebody.
    pub(crate) async fn ticket(&self, who: Who, relation: Relation) -> Ticket {
        self.ticket_in(who, relation, TicketState::Open).await
    }

    async fn ticket_in(&self, who: Who, relation: Relation, state: TicketState) -> Ticket {
        let caller = self.client(who).who();
        let (requester, queue) = match (who.0, relation) {
            (HatKind::Staff, Relation::Near) => (&self.outsider, "general"),
            (HatKind::Staff, _) => (&self.outsider, "finance"),
            (_, Relation::Own) => (self.client(who), "finance"),
            (face, Relation::Near) => (self.colleague(face), "finance"),
            (_, Relation::Far | Relation::Missing) => (&self.outsider, "finance"),
        };
        let requester = requester.who();
        let mut ticket = samples::in_state(samples::ticket(&requester.person, &requester.hat), state);
        // The farthest that looks near: their own, opened in another hat, with colleagues there.
        if relation == Relation::Far {
            let me = portico_domain::tickets::PersonRef { id: caller.person.id, name: caller.person.name.clone() };
            ticket.participants = vec![me];
        }
        ticket.queue.id = samples::queue(queue);
        ticket.files = vec![FileRef { id: fresh(), name: "a.txt".into(), size: 1, media_type: "text/plain".into() }];
        if who.0 == HatKind::Staff && relation == Relation::Own {
            let me = &caller.person;
            ticket.assignee = Some(portico_domain::tickets::PersonRef { id: me.id, name: me.name.clone() });
        }
        if relation != Relation::Missing {
            // More than any answer of another ticket holds, so that reading it would show.
            let text = "It stops, and starts again. ".repeat(500);
            let author = |side| Author { id: Some(requester.person.id), name: requester.person.name.clone(), side };
            let said = |text: &str| Reply {
                id: fresh(),
                at: ticket.created_at,
                author: author(Side::Customer),
                text: text.into(),
                files: Vec::new(),
            };
            let noted = Note {
                id: fresh(),
                at: ticket.created_at,
                author: author(Side::Company),
                text: format!("{NOTE_MARK} {text}"),
            };
            let id = ticket.id;
            self.world
                .commit([
                    Write::create(&ticket),
                    Write::create(&PublicEntry { ticket: id, item: PublicItem::Reply(said(&text)) }),
                    Write::create(&InternalEntry { ticket: id, item: InternalItem::Note(noted) }),
                ])
                .await;
        }
        ticket
    }

    /// An article that is for the caller, for anybody, or not for them; a draft is for nobody.
    async fn article(&self, who: Who, relation: Relation) -> ArticleId {
        let mine = match who.0 {
            HatKind::Customer => Audience::Customer,
            HatKind::Partner => Audience::Partner,
            HatKind::Employee | HatKind::Staff => Audience::Employee,
        };
        let not_mine = if mine == Audience::Partner { Audience::Customer } else { Audience::Partner };
        let mut article = samples::article(match relation {
            Relation::Own => vec![mine],
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

    async fn upload(&self, who: Who, relation: Relation) -> UploadId {
        let owner = match relation {
            Relation::Own => self.client(who),
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

    async fn person(&self, relation: Relation) -> PersonId {
        match relation {
            Relation::Missing => fresh(),
            Relation::Far => self.world.new_person(HatKind::Employee, Role::Employee).await.id,
            Relation::Own | Relation::Near => {
                put_on(self.world, samples::hat_of(&self.account, Role::Member)).await.who().person.id
            }
        }
    }

    fn account(&self, relation: Relation) -> String {
        match relation {
            Relation::Own | Relation::Near => self.account.id.to_string(),
            Relation::Far => self.other_account.id.to_string(),
            Relation::Missing => uuid::Uuid::now_v7().to_string(),
        }
    }

    async fn job(&self, relation: Relation) -> String {
        let job = samples::parked_job();
        let id = job.id.to_string();
        if relation != Relation::Missing {
            self.world.commit([Write::create(&job)]).await;
        }
        id
    }

    /// The same person in a session that may be ended.
    async fn passing(&self, who: Who) -> Client {
        let person = &self.client(who).who().person;
        self.world.wearing(person, &person.hats[0]).await
    }

    /// Somebody like them who may be changed.
    async fn like(&self, who: Who) -> Client {
        let hat = self.client(who).who().hat.clone();
        put_on(self.world, Hat { id: fresh(), ..hat }).await
    }
}

/// The request of one cell.
pub(crate) async fn drive(stage: &MatrixFixtures, endpoint: &Endpoint, who: Who, relation: Relation) -> MatrixRequest {
    let operation = endpoint.operation;
    let mut drive = personal(stage, operation, who).await.or_else(|| general(stage, operation, who));
    drive = drive.or_else(|| crate::settings::drive(stage, operation, who));
    if drive.is_none() {
        drive = ticket(stage, operation, who, relation).await;
    }
    if drive.is_none() {
        drive = crate::canned_replies::drive(stage, operation, who, relation).await;
    }
    if drive.is_none() {
        drive = record(stage, operation, who, relation).await;
    }
    drive.unwrap_or_else(|| {
        panic!("the matrix does not know how to drive {operation}: tell it in tests/api/matrix_requests.rs")
    })
}

fn free(request: Request, status: u16) -> Option<MatrixRequest> {
    Some(MatrixRequest { request, driven: Expected { relation: None, done: (status, "") } })
}

/// What is about the caller alone.
async fn personal(stage: &MatrixFixtures, operation: &str, who: Who) -> Option<MatrixRequest> {
    let client = stage.client(who);
    let nobody = stage.world.nobody();
    match operation {
        "create_session" => {
            let request = nobody.post(
                "/v1/session",
                json!({"email": format!("{}@nowhere.example", uuid::Uuid::now_v7()), "password": "x"}),
            );
            let driven = Expected { relation: None, done: (401, "sign_in_failed") };
            Some(MatrixRequest { request, driven })
        }
        "refresh_session" => {
            let driven = Expected { relation: None, done: (401, "session_ended") };
            Some(MatrixRequest { request: nobody.post("/v1/session/refresh", json!({})), driven })
        }
        "accept_invitation" => {
            // Refused unseen: what is looked at is counted, and there are many of these.
            let request = accept(stage.world, "made up", "a password of the test");
            let driven = Expected { relation: None, done: (403, "cross_site") };
            Some(MatrixRequest { request: request.header("sec-fetch-site", "cross-site"), driven })
        }
        "invite_person" => {
            let email = format!("{}@people.example", uuid::Uuid::now_v7());
            let hats = json!([{"kind": "employee", "role": "employee"}]);
            free(client.post("/v1/invitations", json!({"name": "Ida Lund", "email": email, "hats": hats})), 201)
        }
        "end_session" => free(stage.passing(who).await.delete("/v1/session"), 204),
        "switch_hat" => {
            let passing = stage.passing(who).await;
            let hat = passing.who().hat.id;
            free(passing.post("/v1/session/hat", json!({"hat_id": hat})), 200)
        }
        "update_me" => {
            free(stage.like(who).await.patch("/v1/me", json!({"name": "Another Name"})).if_match("\"1\""), 200)
        }
        "replace_layout" => {
            let widgets = json!({"widgets": [{"id": "articles", "visible": true}]});
            free(stage.like(who).await.put("/v1/me/layout", widgets).if_match("\"0\""), 200)
        }
        "get_draft" => {
            client.put("/v1/drafts/ticket", json!({"data": {"synopsis": "x"}})).await.expect(200);
            free(client.get("/v1/drafts/ticket"), 200)
        }
        "keep_draft" => free(client.put("/v1/drafts/ticket", json!({"data": {}})), 200),
        "drop_draft" => {
            // Not the draft that is read next door.
            let form = format!("reply-{}", fresh::<TicketId>());
            free(client.delete(format!("/v1/drafts/{form}")), 204)
        }
        "create_upload" => free(client.post("/v1/uploads", announcement("a.txt", "text/plain", b"x")), 201),
        _ => None,
    }
}

/// What names no record.
fn general(stage: &MatrixFixtures, operation: &str, who: Who) -> Option<MatrixRequest> {
    let client = stage.client(who);
    match operation {
        "get_branding" => free(client.get("/v1/branding"), 200),
        "get_home" => free(client.get("/v1/home"), 200),
        "get_me" => free(client.get("/v1/me"), 200),
        "get_layout" => free(client.get("/v1/me/layout"), 200),
        "open_ticket" if who.0 == HatKind::Customer => free(client.post("/v1/tickets", new_ticket()), 201),
        // Only customers have purchased what a ticket can be about.
        "open_ticket" => free(client.post("/v1/tickets", request()), 201),
        "list_queues" => free(client.get("/v1/queues"), 200),
        "list_entitlements" => free(client.get("/v1/entitlements"), 200),
        "search_articles" => free(client.get("/v1/articles?q=seats"), 200),
        "suggest_articles" => free(client.get("/v1/articles/suggestions?q=seats"), 200),
        "reindex_knowledge" => free(client.post("/v1/knowledge/reindex", json!({})), 202),
        "list_jobs" => free(client.get("/v1/jobs?state=parked"), 200),
        _ => None,
    }
}

/// What is done to a ticket.
async fn ticket(stage: &MatrixFixtures, operation: &str, who: Who, relation: Relation) -> Option<MatrixRequest> {
    let client = stage.client(who);
    let text = json!({"text": "Something."});
    let change = |act: &'static str, state, body: Value| Some((act, state, body, 200));
    let (act, state, body, done) = match operation {
        "list_tickets" => return Some(list(stage, who, relation)),
        "list_touches" => {
            let ticket = stage.ticket(who, relation).await;
            // To an administrator a record nothing was done on is like one that is not there.
            let named = (who.1 != Role::Administrator).then_some(relation);
            let request = client.get(format!("/v1/touches?record={}", ticket.id));
            return Some(MatrixRequest { request, driven: Expected { relation: named, done: (200, "") } });
        }
        "get_ticket" | "list_timeline" | "download_ticket_file" => {
            let ticket = stage.ticket(who, relation).await;
            let rest = match operation {
                "list_timeline" => "/timeline".to_owned(),
                "download_ticket_file" => format!("/files/{}", ticket.files[0].id),
                _ => String::new(),
            };
            let done = if operation == "download_ticket_file" { 303 } else { 200 };
            let request = client.get(format!("/v1/tickets/{}{rest}", ticket.id));
            return Some(MatrixRequest { request, driven: Expected { relation: Some(relation), done: (done, "") } });
        }
        "reply_to_ticket" => Some(("replies", TicketState::Open, text, 201)),
        "note_on_ticket" => Some(("notes", TicketState::Open, text, 201)),
        "take_ticket" => change("take", TicketState::New, json!({})),
        "assign_ticket" => change("assign", TicketState::New, json!({})),
        "await_customer" => change("wait", TicketState::Open, text),
        "hold_ticket" => change("hold", TicketState::Open, json!({"until": tomorrow()})),
        "resume_ticket" => change("resume", TicketState::OnHold, json!({})),
        "resolve_ticket" => change("resolve", TicketState::Open, text),
        "confirm_ticket" => change("confirm", TicketState::Resolved, json!({})),
        // Staff close what is solved, customers what is not needed any more.
        "close_ticket" if who.0 == HatKind::Staff => change("close", TicketState::Resolved, json!({})),
        "close_ticket" => change("close", TicketState::Open, json!({})),
        "reopen_ticket" => change("reopen", TicketState::Closed, text),
        _ => None,
    }?;
    let ticket = stage.ticket_in(who, relation, state).await;
    let request = client.post(format!("/v1/tickets/{}/{act}", ticket.id), body).if_match("\"1\"");
    Some(MatrixRequest { request, driven: Expected { relation: Some(relation), done: (done, "") } })
}

/// The lists that stand in these relations. Which one a face has at all is not told by the reach.
fn list(stage: &MatrixFixtures, who: Who, relation: Relation) -> MatrixRequest {
    let (kind, role) = who;
    let queue = |key: &str| format!("?view=queue&queue={}", samples::queue(key));
    let (query, relation, done) = match (kind, relation) {
        (_, Relation::Own) => (String::new(), None, (200, "")),
        (HatKind::Staff, Relation::Near) => (queue("general"), None, (200, "")),
        // An administrator's queues are all there are, and one that is not there is empty.
        (HatKind::Staff, Relation::Far) => (queue("finance"), Some(Relation::Far), (200, "")),
        (HatKind::Staff, Relation::Missing) => {
            let hidden = (role != Role::Administrator).then_some(Relation::Missing);
            (format!("?view=queue&queue={}", uuid::Uuid::now_v7()), hidden, (200, ""))
        }
        (_, Relation::Near) => {
            let done = if role == Role::Manager { (200, "") } else { (403, "forbidden") };
            ("?view=company".into(), None, done)
        }
        (_, Relation::Far) => (queue("finance"), None, (403, "forbidden")),
        (_, Relation::Missing) => ("?view=assigned".into(), None, (403, "forbidden")),
    };
    MatrixRequest { request: stage.client(who).get(format!("/v1/tickets{query}")), driven: Expected { relation, done } }
}

/// What is done to records of other kinds.
async fn record(stage: &MatrixFixtures, operation: &str, who: Who, relation: Relation) -> Option<MatrixRequest> {
    let client = stage.client(who);
    let (request, status) = match operation {
        "complete_upload" => {
            let id = stage.upload(who, relation).await;
            (client.post(format!("/v1/uploads/{id}/complete"), json!({})), 200)
        }
        "get_article" => (client.get(format!("/v1/articles/{}", stage.article(who, relation).await)), 200),
        "rate_article" => {
            let id = stage.article(who, relation).await;
            (client.post(format!("/v1/articles/{id}/feedback"), json!({"helpful": false, "comment": "No."})), 201)
        }
        "record_deflection" => {
            let id = stage.article(who, relation).await;
            let body = json!({"article_id": id, "synopsis": "typed", "outcome": "left"});
            (client.post("/v1/deflections", body), 201)
        }
        "get_person" => (client.get(format!("/v1/people/{}", stage.person(relation).await)), 200),
        "update_person" => {
            let id = stage.person(relation).await;
            (client.patch(format!("/v1/people/{id}"), json!({"status": "disabled"})).if_match("\"1\""), 200)
        }
        "get_account" => (client.get(format!("/v1/accounts/{}", stage.account(relation))), 200),
        "list_account_entitlements" => {
            (client.get(format!("/v1/accounts/{}/entitlements", stage.account(relation))), 200)
        }
        "retry_job" => (client.post(format!("/v1/jobs/{}/retry", stage.job(relation).await), json!({})), 200),
        _ => return None,
    };
    // Whatever the reach: an article that is not written for the reader, or not published, is not there for them.
    let article = matches!(operation, "get_article" | "rate_article" | "record_deflection");
    let relation = if article && relation == Relation::Far { Relation::Missing } else { relation };
    Some(MatrixRequest { request, driven: Expected { relation: Some(relation), done: (status, "") } })
}
