//! Tests of people with several hats: a list shows exactly those of its records that the current hat may open. One rule
//! decides both; random people, hats and records try to find a difference.

use crate::matrix::Relation;
use crate::matrix_fixtures::{MatrixFixtures, drive};
use crate::scenario::company;
use portico_domain::accounts::Account;
use portico_domain::action::{Action, reach};
use portico_domain::change::Write;
use portico_domain::hats::{ALL_HATS, Audience, Hat, HatKind, Role};
use portico_domain::ids::{ArticleId, PersonId, QueueId};
use portico_domain::people::Person;
use portico_domain::tickets::{QueueRef, Ticket, TicketKind, TicketState};
use portico_testing::records::named;
use portico_tests::client::Client;
use portico_tests::samples::{self, fresh};
use portico_tests::world::{World, in_world};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use std::collections::BTreeSet;

/// A hat to be given: a place in [`HATS`], at one of two accounts or on one of two queues.
type HatPlan = (usize, usize);

const HATS: [(HatKind, Role); 6] = [
    (HatKind::Customer, Role::Member),
    (HatKind::Customer, Role::Manager),
    (HatKind::Staff, Role::Agent),
    (HatKind::Staff, Role::Administrator),
    (HatKind::Employee, Role::Employee),
    (HatKind::Partner, Role::Seller),
];

/// Plan of a ticket. Indexes of people and hats wrap around.
#[derive(Clone, Debug)]
struct TicketPlan {
    requester: usize,
    hat: usize,
    participants: Vec<usize>,
    assignee: Option<usize>,
    queue: usize,
    ended: bool,
}

#[derive(Clone, Debug)]
struct Plan {
    people: Vec<Vec<HatPlan>>,
    tickets: Vec<TicketPlan>,
    audience: usize,
    /// Largest number of items on a page.
    limit: usize,
}

fn plan() -> impl Strategy<Value = Plan> {
    let hats = vec((0..HATS.len(), 0..2_usize), 1..4);
    let ticket =
        (0..3_usize, 0..3_usize, vec(0..3_usize, 0..3), proptest::option::of(0..3_usize), 0..2_usize, any::<bool>());
    let ticket = ticket.prop_map(|(requester, hat, participants, assignee, queue, ended)| TicketPlan {
        requester,
        hat,
        participants,
        assignee,
        queue,
        ended,
    });
    (vec(hats, 3), vec(ticket, 1..8), 0..4_usize, 1..4_usize).prop_map(|(people, tickets, audience, limit)| Plan {
        people,
        tickets,
        audience,
        limit,
    })
}

/// Records of a plan in the world.
struct Town {
    accounts: [Account; 2],
    queues: [QueueId; 2],
    people: Vec<Person>,
    tickets: Vec<Ticket>,
    article: ArticleId,
    limit: usize,
}

fn hat(town: &([Account; 2], [QueueId; 2]), (which, place): HatPlan) -> Hat {
    let (kind, role) = HATS[which];
    match kind {
        HatKind::Customer => samples::hat_of(&town.0[place], role),
        _ if role == Role::Agent => Hat { queues: vec![town.1[place]], ..samples::hat(kind, role) },
        _ => samples::hat(kind, role),
    }
}

fn ticket(plan: &TicketPlan, people: &[Person], accounts: &[Account; 2], queues: &[QueueId; 2]) -> Ticket {
    let requester = &people[plan.requester];
    let hat = &requester.hats[plan.hat % requester.hats.len()];
    let mut ticket = match hat.kind {
        // Staff open one for a customer.
        HatKind::Staff => samples::ticket(requester, &samples::hat_of(&accounts[plan.queue], Role::Member)),
        _ => samples::ticket(requester, hat),
    };
    ticket.kind = match hat.kind {
        HatKind::Employee => TicketKind::HelpDesk,
        HatKind::Partner => TicketKind::PartnerRequest,
        HatKind::Customer | HatKind::Staff => TicketKind::Support,
    };
    ticket.participants = BTreeSet::from_iter(&plan.participants).into_iter().map(|who| named(&people[*who])).collect();
    ticket.assignee = plan.assignee.map(|who| named(&people[who]));
    ticket.queue = QueueRef { id: queues[plan.queue], name: "Pumps".into() };
    if plan.ended { samples::in_state(ticket, TicketState::Closed) } else { ticket }
}

impl Town {
    async fn build(world: &World, plan: &Plan) -> Self {
        let places = ([company(world).await, company(world).await], [fresh(), fresh()]);
        let mut people = Vec::new();
        for hats in &plan.people {
            let person = samples::person(hats.iter().map(|which| hat(&places, *which)).collect());
            world.add(&person).await;
            people.push(person);
        }
        let (accounts, queues) = places;
        let tickets: Vec<Ticket> = plan.tickets.iter().map(|plan| ticket(plan, &people, &accounts, &queues)).collect();
        for ticket in &tickets {
            world.commit([Write::create(ticket)]).await;
        }
        let audiences = [Audience::Public, Audience::Customer, Audience::Partner, Audience::Employee];
        let article = samples::article(vec![audiences[plan.audience]]);
        let id = article.id;
        world.commit([Write::create(&article)]).await;
        Self { accounts, queues, people, tickets, article: id, limit: plan.limit }
    }
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Reads a whole list, page by page; `None` if the hat has no such list. Checks that only the last page has room left.
async fn listed(client: &Client, query: &str, limit: usize) -> Option<Vec<String>> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    for _ in 0..100 {
        let answer = client.get(format!("/v1/tickets?{query}&limit={limit}{cursor}")).await;
        if answer.status() == 403 {
            return None;
        }
        let page = answer.expect(200).json();
        let rows = ids(page["items"].as_array().unwrap());
        let next = page["next_cursor"].as_str();
        assert!(next.is_none() || rows.len() == limit, "a page with gaps of {query}: {page}");
        found.extend(rows);
        match next {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Some(found),
        }
    }
    panic!("a list without end: {query}");
}

/// Reads both parts of a list, and checks that they agree with the list without a part.
async fn whole(client: &Client, query: &str, limit: usize) -> Option<BTreeSet<String>> {
    let active = listed(client, &format!("{query}&status=active"), limit).await?;
    let done = listed(client, &format!("{query}&status=done"), limit).await.expect("both parts");
    let all = listed(client, query, limit).await.expect("the list");
    let of_staff = query.contains("queue") || query.contains("assigned");
    let both: Vec<String> = active.iter().chain(&done).cloned().collect();
    assert_eq!(all, if of_staff { active } else { both.clone() }, "{query}");
    let set: BTreeSet<String> = both.iter().cloned().collect();
    assert_eq!(set.len(), both.len(), "something is listed twice by {query}: {both:?}");
    Some(set)
}

/// Returns the tickets of the town that this hat may open. The ticket by number, its timeline and its part of the
/// ledger must agree.
async fn opened(town: &Town, client: &Client, hat: &Hat) -> BTreeSet<String> {
    let mut opened = BTreeSet::new();
    for ticket in &town.tickets {
        let path = format!("/v1/tickets/{}", ticket.id);
        let status = client.get(&*path).await.status();
        assert_eq!(client.get(format!("{path}/timeline")).await.status(), status, "{hat:?} {ticket:?}");
        let by_number = client.get(format!("/v1/tickets?number=T-{}", ticket.number)).await;
        if status == 403 {
            assert_eq!(by_number.status(), 403, "{hat:?}");
        } else {
            let found = ids(by_number.expect(200).json()["items"].as_array().unwrap());
            let expected = if status == 200 { vec![ticket.id.to_string()] } else { vec![] };
            assert_eq!(found, expected, "by number: {hat:?} {ticket:?}");
        }
        if reach(Action::ListTouches, hat.kind, hat.role).is_some() {
            let touches = client.get(format!("/v1/touches?record={}", ticket.id)).await.status();
            assert_eq!(touches, status, "touches: {hat:?} {ticket:?}");
        }
        if status == 200 {
            opened.insert(ticket.id.to_string());
        }
    }
    opened
}

async fn agrees(town: &Town, person: &Person, hat: &Hat, client: &Client) {
    let opened = opened(town, client, hat).await;
    let belong = |holds: &dyn Fn(&Ticket) -> bool| -> BTreeSet<String> {
        let held = town.tickets.iter().filter(|ticket| holds(ticket)).map(|ticket| ticket.id.to_string());
        held.filter(|id| opened.contains(id)).collect()
    };
    let mine = |ticket: &Ticket| ticket.audience().any(|who: PersonId| who == person.id);
    let given = |ticket: &Ticket| ticket.assignee.as_ref().is_some_and(|agent| agent.id == person.id);
    let mut shown = BTreeSet::new();
    let mut compare = async |query: String, expected: BTreeSet<String>| {
        if let Some(listed) = whole(client, &query, town.limit).await {
            assert_eq!(listed, expected, "{query} of {} with {hat:?}", person.id);
            shown.extend(listed);
        }
    };
    if hat.kind == HatKind::Staff {
        compare("view=assigned".into(), belong(&given)).await;
        for queue in town.queues.iter().filter(|queue| hat.role != Role::Agent || hat.queues.contains(queue)) {
            compare(format!("view=queue&queue={queue}"), belong(&|ticket: &Ticket| ticket.queue.id == *queue)).await;
        }
    } else {
        compare("view=mine".into(), belong(&mine)).await;
        compare("view=company".into(), opened.clone()).await;
    }
    assert_eq!(shown, opened, "whatever can be opened is in a list of {hat:?}");
    home_agrees(client, hat, town.limit).await;
    if hat.kind == HatKind::Customer {
        let owned = client.get("/v1/entitlements").await.expect(200).json();
        let account = town.accounts.iter().find(|account| Some(account.id) == hat.account).unwrap();
        let touched = client.get(format!("/v1/accounts/{}", account.id)).await.status();
        assert_eq!((owned["items"].as_array().unwrap().len(), touched), (1, 403));
    }
    let articles = ids(&client.all("/v1/articles", 100).await);
    let reads = client.get(format!("/v1/articles/{}", town.article)).await.status() == 200;
    assert_eq!(articles.contains(&town.article.to_string()), reads, "{hat:?}");
}

/// The first page shows the beginning of the hat's own list.
async fn home_agrees(client: &Client, hat: &Hat, limit: usize) {
    let home = client.get("/v1/home").await.expect(200).json();
    let (widget, query) = match hat.kind {
        HatKind::Staff => ("my_work", "view=assigned&status=active"),
        _ => ("my_tickets", "view=mine&status=active"),
    };
    let listed = listed(client, query, limit).await.unwrap_or_default();
    let first: Vec<String> = listed.into_iter().take(5).collect();
    let shown = home["widgets"][widget].as_array().map(|rows| ids(rows)).unwrap_or_default();
    assert_eq!(shown, first, "{widget} of {hat:?}");
}

proptest! {
    #![proptest_config(Config { cases: 12, failure_persistence: None, max_shrink_iters: 40, ..Config::default() })]

    #[test]
    fn lists_numbers_home_and_records_agree(plan in plan()) {
        in_world(async |world| {
            let town = Town::build(world, &plan).await;
            let hats = town.people.iter().flat_map(|person| person.hats.iter().map(move |hat| (person, hat)));
            let each = hats.map(|(person, hat)| {
                let town = &town;
                async move {
                    let client = world.wearing(person, hat).await;
                    agrees(town, person, hat, &client).await;
                }
            });
            futures::future::join_all(each).await;
        });
    }
}

/// Checks the same for every hat and role of the matrix, with people who have a second hat and something in each.
#[test]
fn no_list_shows_what_its_hat_cannot_open() {
    in_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let endpoints: Vec<_> =
            portico_local::wiring::routes(world.store).into_iter().map(|route| route.endpoint).collect();
        let list = endpoints.iter().find(|endpoint| endpoint.operation == "list_tickets").unwrap();
        let mut seen = 0;
        for who in ALL_HATS {
            let client = stage.client(*who);
            let own = stage.ticket(*who, Relation::Own).await.id.to_string();
            let far = stage.ticket(*who, Relation::Far).await.id.to_string();
            stage.ticket(*who, Relation::Near).await;
            let mut shown = Vec::new();
            for relation in [Relation::Own, Relation::Near, Relation::Far, Relation::Missing] {
                let answer = drive(&stage, list, *who, relation).await.request.await;
                if answer.status() == 200 {
                    shown.extend(ids(answer.json()["items"].as_array().unwrap()));
                }
            }
            let home = client.get("/v1/home").await.expect(200).json();
            for widget in ["my_tickets", "my_work", "queue"] {
                shown.extend(home["widgets"][widget].as_array().map(|rows| ids(rows)).unwrap_or_default());
            }
            for id in &shown {
                client.get(format!("/v1/tickets/{id}")).await.expect(200);
            }
            // An administrator's reach has no end: nothing is far.
            assert!(!shown.contains(&far) || who.1 == Role::Administrator, "{who:?}");
            if reach(Action::ListTickets, who.0, who.1).is_some()
                && who.0 != HatKind::Partner
                && who.0 != HatKind::Employee
            {
                assert!(shown.contains(&own), "{who:?}");
                seen += 1;
            }
        }
        assert_eq!(seen, 4, "members, managers, agents and administrators have tickets of their own");
    });
}
