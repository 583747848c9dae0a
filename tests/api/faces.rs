//! Tests of the faces whose people ask for support, other than customers: partners and employees. They cover the
//! requests, the people who work on them, and the people who see them.

use crate::scenario::{put_on, told};
use portico_domain::action::{Action, reach};
use portico_domain::hats::{ALL_HATS, Hat, HatKind, Role};
use portico_domain::ids::PartnerId;
use portico_domain::tickets::list::TicketListing;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples::{self, fresh};
use portico_tests::steps::{act, new_ticket, open, request, upload, with};
use portico_tests::world::{PORTAL_URL, World, alone_in_world, in_world};
use serde_json::{Value, json};

/// A partner company with a seller, another and a manager.
struct Company {
    seller: Client,
    other_seller: Client,
    manager: Client,
}

impl Company {
    async fn new(world: &World) -> Self {
        let id: PartnerId = fresh();
        let hat = |role| Hat {
            partner: Some(id),
            organisation: "Fjord Partners".into(),
            ..samples::hat(HatKind::Partner, role)
        };
        Self {
            seller: put_on(world, hat(Role::Seller)).await,
            other_seller: put_on(world, hat(Role::Seller)).await,
            manager: put_on(world, hat(Role::Manager)).await,
        }
    }
}

async fn employee(world: &World, role: Role) -> Client {
    put_on(world, samples::hat(HatKind::Employee, role)).await
}

async fn agent_of(world: &World, queue: &str) -> Client {
    let hat = Hat { queues: vec![samples::queue(queue)], ..samples::hat(HatKind::Staff, Role::Agent) };
    put_on(world, hat).await
}

async fn ask(client: &Client, fields: &Value) -> Value {
    client.post("/v1/tickets", with(request(), fields)).await.expect(201).json()
}

/// Returns the IDs of a list.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let rows = client.all(&format!("/v1/tickets?{query}"), 50).await;
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn id_of(ticket: &Value) -> String {
    ticket["id"].as_str().unwrap().to_owned()
}

/// Runs a request to its end: question, answer, a further file, solution, confirmation and reopening.
async fn is_helped(world: &World, asker: &Client, agent: &Client, face: &str) -> String {
    let file = upload(asker, "list.csv", "text/csv", b"name,seat\nA,1\n").await;
    let asked = ask(asker, &json!({"upload_ids": [file]})).await;
    let id = id_of(&asked);
    assert_eq!((&asked["account"], &asked["product"]), (&Value::Null, &Value::Null));
    assert_eq!(asked["requester"]["id"], json!(asker.who().person.id));
    assert_eq!(asked["allowed"], json!(["reply", "close", "add_participant"]));

    world.sweep().await;
    let [mail] = &world.mails(&asker.who().person.email)[..] else { panic!("one mail") };
    let text = mail.text.as_deref().unwrap();
    assert!(text.contains(&format!("{PORTAL_URL}/{face}/tickets/{id}")), "{text}");

    let path = format!("/v1/tickets/{id}");
    let seen = agent.get(&*path).await.expect(200).json();
    assert_eq!((&seen["kind"], &seen["partner"]), (&asked["kind"], &asked["partner"]));
    assert_eq!(seen["requester"], asked["requester"]);
    act(agent, &id, "take", json!({})).await.expect(200);
    agent.post(format!("{path}/replies"), json!({"text": "For how many?"})).await.expect(201);
    let more = upload(asker, "more.txt", "text/plain", b"twelve\n").await;
    let said = json!({"text": "For *twelve*.", "upload_ids": [more]});
    asker.post(format!("{path}/replies"), said).await.expect(201);
    act(agent, &id, "resolve", json!({"text": "It is **open**."})).await.expect(200);
    let solved = asker.get(&*path).await.expect(200).json();
    assert_eq!(solved["allowed"], json!(["confirm", "reopen", "reply", "rate", "add_participant"]));
    act(asker, &id, "confirm", json!({})).await.expect(200);
    act(asker, &id, "reopen", json!({"text": "It is shut again."})).await.expect(200);
    let closed = act(asker, &id, "close", json!({})).await.expect(200).json();
    assert_eq!(closed["state_label"], "Closed");

    let happened = ["opened", "taken", "reply: For how many?", "reply: For *twelve*.", "resolved", "confirmed"];
    let after = ["reply: It is shut again.", "reopened", "closed"];
    assert_eq!(told(asker, &id).await, [&happened[..], &after[..]].concat());
    let download = format!("{path}/files/{}", solved["files"][0]["id"].as_str().unwrap());
    asker.get(download).await.expect(303);

    let mine = TouchesOf::Person(asker.who().person.id);
    let acts: Vec<Action> = world.touches(mine).await.into_iter().map(|touch| touch.action).collect();
    for left in [Action::OpenTicket, Action::ReplyToTicket, Action::ConfirmTicket, Action::DownloadTicketFile] {
        assert!(acts.contains(&left), "{left:?} left no touch: {acts:?}");
    }
    id
}

#[test]
fn a_partner_is_helped_and_the_manager_sees_what_the_company_asked() {
    in_world(async |world| {
        let (company, elsewhere) = (Company::new(world).await, Company::new(world).await);
        let agent = agent_of(world, "general").await;
        let id = is_helped(world, &company.seller, &agent, "partner").await;
        let path = format!("/v1/tickets/{id}");

        let seen = company.manager.get(&*path).await.expect(200).json();
        assert_eq!((&seen["kind"], &seen["partner"]["name"]), (&json!("partner_request"), &json!("Fjord Partners")));
        let staff = agent.get(&*path).await.expect(200).json();
        assert_eq!(staff["routing_rule"], "Partners asking the company");
        for (client, query, there) in [
            (&company.seller, "view=mine", true),
            (&company.manager, "view=company", true),
            (&company.manager, "view=mine", false),
            (&company.other_seller, "view=mine", false),
            (&elsewhere.manager, "view=company", false),
        ] {
            assert_eq!(listed(client, query).await.contains(&id), there, "{query} of {:?}", client.who().hat);
        }
        company.seller.get("/v1/tickets?view=company").await.refused(403, "forbidden");
        let number = seen["number"].as_str().unwrap();
        assert_eq!(listed(&company.manager, &format!("number={number}")).await, std::slice::from_ref(&id));
        for client in [&company.other_seller, &elsewhere.seller, &elsewhere.manager] {
            client.get(&*path).await.refused(404, "not_found");
            assert_eq!(listed(client, &format!("number={number}")).await, Vec::<String>::new());
        }
        let home = company.seller.get("/v1/home").await.expect(200).json();
        assert_eq!(home["widgets"]["my_tickets"], json!([]));
        let another = ask(&company.seller, &json!({})).await;
        let home = company.seller.get("/v1/home").await.expect(200).json();
        assert_eq!(home["widgets"]["my_tickets"][0]["id"], another["id"]);
    });
}

#[test]
fn employees_and_contractors_are_helped_and_nobody_else_sees_it() {
    in_world(async |world| {
        let company = Company::new(world).await;
        let customer = put_on(world, samples::hat(HatKind::Customer, Role::Manager)).await;
        let agent = agent_of(world, "helpdesk").await;
        for role in [Role::Employee, Role::Contractor] {
            let asker = employee(world, role).await;
            let id = is_helped(world, &asker, &agent, "employee").await;
            let path = format!("/v1/tickets/{id}");
            let seen = agent.get(&*path).await.expect(200).json();
            assert_eq!((&seen["kind"], &seen["queue"]["name"]), (&json!("help_desk"), &json!("Internal Help Desk")));
            let colleague = employee(world, role).await;
            let service_desk = agent_of(world, "general").await;
            for client in [&customer, &company.seller, &company.manager, &colleague, &service_desk] {
                client.get(&*path).await.refused(404, "not_found");
                client.get(format!("{path}/timeline")).await.refused(404, "not_found");
                client.post(format!("{path}/replies"), json!({"text": "x"})).await.refused(404, "not_found");
            }
            assert!(!listed(&customer, "view=company").await.contains(&id));
            assert!(!listed(&company.manager, "view=company").await.contains(&id));
            let denied = world.touches(TouchesOf::Record(id.clone())).await;
            assert!(denied.iter().any(|touch| touch.outcome == Outcome::Denied), "refusals leave touches");
        }
    });
}

#[test]
fn what_one_asked_in_one_hat_is_not_open_in_another() {
    in_world(async |world| {
        let hats = [
            samples::hat(HatKind::Employee, Role::Employee),
            samples::hat(HatKind::Partner, Role::Manager),
            samples::hat(HatKind::Customer, Role::Manager),
        ];
        let person = samples::person(hats.to_vec());
        world.add(&person).await;
        let mut wearing = Vec::new();
        for hat in &person.hats {
            wearing.push(world.wearing(&person, hat).await);
        }
        let asked = [
            id_of(&ask(&wearing[0], &json!({})).await),
            id_of(&ask(&wearing[1], &json!({})).await),
            open(&wearing[2], &json!({})).await.id(),
        ];
        for (worn, client) in wearing.iter().enumerate() {
            for (asked_in, id) in asked.iter().enumerate() {
                let answer = client.get(format!("/v1/tickets/{id}")).await;
                if worn == asked_in {
                    answer.expect(200);
                } else {
                    answer.refused(404, "not_found");
                }
            }
        }
    });
}

#[test]
fn a_request_names_no_product_and_only_colleagues() {
    in_world(async |world| {
        let company = Company::new(world).await;
        let elsewhere = Company::new(world).await;
        let asker = employee(world, Role::Employee).await;
        let customers = with(
            request(),
            &json!({"product_id": new_ticket()["product_id"], "version_id": new_ticket()["version_id"]}),
        );
        for client in [&company.seller, &asker] {
            let refused = client.post("/v1/tickets", customers.clone()).await;
            refused.names(&[("/product_id", "not_owned"), ("/version_id", "not_owned")]);
            client.get("/v1/entitlements").await.refused(403, "forbidden");
            // Something that does not work needs no product here.
            ask(client, &json!({"type": "issue"})).await;
        }
        let person = |client: &Client| client.who().person.id;
        let outsider = json!({"participant_ids": [person(&elsewhere.seller)]});
        let refused = company.seller.post("/v1/tickets", with(request(), &outsider)).await;
        refused.names(&[("/participant_ids/0", "not_found")]);
        let shared = ask(&company.seller, &json!({"participant_ids": [person(&company.other_seller)]})).await;
        let id = id_of(&shared);
        assert_eq!(listed(&company.other_seller, "view=mine").await, std::slice::from_ref(&id));
        company.other_seller.get(format!("/v1/tickets/{id}")).await.expect(200);
        let shared = ask(&asker, &json!({"participant_ids": [person(&employee(world, Role::Contractor).await)]})).await;
        assert_eq!(shared["participants"].as_array().unwrap().len(), 1);
    });
}

/// Homes, areas and pages follow what the server says a hat may do.
#[test]
fn a_home_says_what_its_hat_may_do_and_shows_nothing_else() {
    in_world(async |world| {
        for (kind, role) in ALL_HATS.iter().copied() {
            let client = put_on(world, samples::hat(kind, role)).await;
            let home = client.get("/v1/home").await.expect(200).json();
            let names = |list: &str| -> Vec<String> {
                let names = home[list].as_array().unwrap().iter();
                names.map(|name| name.as_str().unwrap().to_owned()).collect()
            };
            let (actions, unrestricted) = (names("actions"), names("unrestricted"));
            for rule in portico_domain::action::POLICY {
                let name = serde_json::to_value(rule.action).unwrap();
                let name = name.as_str().unwrap().to_owned();
                let reach = reach(rule.action, kind, role);
                assert_eq!(actions.contains(&name), reach.is_some(), "{name} as {kind:?} {role:?}");
                let all = reach == Some(portico_domain::action::Reach::All);
                assert_eq!(unrestricted.contains(&name), all, "{name} as {kind:?} {role:?}");
            }
            let may = |action: &str| actions.iter().any(|there| there == action);
            let shown = &home["widgets"];
            let asks = may("open_ticket");
            assert_eq!(shown.get("my_tickets").is_some(), asks, "{kind:?} {role:?}");
            assert_eq!(shown.get("my_work").is_some(), may("take_ticket"), "{kind:?} {role:?}");
            assert_eq!(shown.get("queue").is_some(), may("list_queues"), "{kind:?} {role:?}");
            assert_eq!(shown.get("failed_jobs").is_some(), may("list_jobs"), "{kind:?} {role:?}");
            let layout = client.get("/v1/me/layout").await.expect(200).json();
            let named = |id: &str| layout["widgets"].as_array().unwrap().iter().any(|widget| widget["id"] == id);
            for (widget, needs) in [
                ("submit_ticket", "open_ticket"),
                ("my_tickets", "open_ticket"),
                ("my_work", "take_ticket"),
                ("queue", "list_queues"),
                ("failed_jobs", "list_jobs"),
                ("find_answer", "search_articles"),
            ] {
                assert_eq!(named(widget), may(needs), "{widget} of {kind:?} {role:?}");
            }
            assert_eq!(layout["widgets"], home["layout"]["widgets"]);
        }
    });
}

/// Asks for every list of tickets, and in each of these queues. The home page names exactly the lists that answer.
async fn asks_for_every_list(client: &Client, queues: &[String]) -> Vec<String> {
    let home = client.get("/v1/home").await.expect(200).json();
    let named: Vec<String> = serde_json::from_value(home["ticket_lists"].clone()).unwrap();
    for listing in TicketListing::ALL {
        let view = json!(listing).as_str().unwrap().to_owned();
        let of_queue = |queue: &String| format!("/v1/tickets?view=queue&queue={queue}");
        let asked = match listing {
            TicketListing::Queue => queues.iter().map(of_queue).collect(),
            _ => vec![format!("/v1/tickets?view={view}")],
        };
        let mut shown = false;
        for path in asked {
            let answer = client.get(path).await;
            shown |= answer.status() == 200;
            assert!(matches!(answer.status(), 200 | 403 | 404), "{view} as {:?}: {answer}", home["hats"]);
        }
        assert_eq!(shown, named.contains(&view), "{view} as {:?}", home["hats"]);
    }
    named
}

#[test]
fn a_home_names_the_lists_of_tickets_that_its_hat_may_ask_for() {
    in_world(async |world| {
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let queues = administrator.get("/v1/queues").await.expect(200).json();
        let queues = queues["items"].as_array().unwrap().iter().map(|queue| queue["id"].as_str().unwrap().to_owned());
        let queues: Vec<String> = queues.collect();
        for login in world.logins() {
            let home = world.sign_in(&login.email).await.get("/v1/home").await.expect(200).json();
            let person = world.person(serde_json::from_value(home["person"]["id"].clone()).unwrap()).await;
            for hat in &person.hats {
                asks_for_every_list(&world.wearing(&person, hat).await, &queues).await;
            }
        }
        let of = async |hat: Hat| asks_for_every_list(&put_on(world, hat).await, &queues).await;
        assert_eq!(of(samples::hat(HatKind::Customer, Role::Member)).await, ["mine"]);
        assert_eq!(of(samples::hat(HatKind::Customer, Role::Manager)).await, ["mine", "company"]);
        assert_eq!(of(samples::hat(HatKind::Staff, Role::Administrator)).await, ["queue", "assigned"]);
        assert_eq!(of(samples::hat(HatKind::Staff, Role::Editor)).await, Vec::<String>::new());
        let without_queues = Hat { queues: Vec::new(), ..samples::hat(HatKind::Staff, Role::Agent) };
        assert_eq!(of(without_queues).await, ["assigned"]);
    });
}

#[test]
fn an_administrator_sees_the_most_urgent_of_all_queues() {
    alone_in_world(async |world| {
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let home = administrator.get("/v1/home").await.expect(200).json();
        let shown = home["widgets"]["queue"].as_array().unwrap().clone();
        assert_eq!(shown.len(), 5);
        let urgency = |row: &Value| {
            let paused = ["waiting", "on_hold", "resolved"].contains(&row["state"].as_str().unwrap());
            (paused, row["resolution_due"].as_str().unwrap().to_owned())
        };
        let urgencies: Vec<_> = shown.iter().map(urgency).collect();
        assert!(urgencies.is_sorted(), "{urgencies:?}");
        let queues = administrator.get("/v1/queues").await.expect(200).json();
        for queue in queues["items"].as_array().unwrap() {
            let path = format!("/v1/tickets?view=queue&queue={}&limit=20", queue["id"].as_str().unwrap());
            let first = administrator.get(path).await.expect(200).json();
            let Some(first) = first["items"].as_array().unwrap().iter().min_by_key(|row| urgency(row)) else {
                continue;
            };
            let shown = shown.iter().any(|row| row["id"] == first["id"]);
            assert!(shown || urgency(first) >= urgencies[4], "{} is missing", first["number"]);
        }
    });
}
