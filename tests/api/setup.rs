//! A new deployment, made usable by an operator's commands.

use portico_aws::StaticKey;
use portico_aws::backup::Storage;
use portico_domain::accounts::{Account, Entitlement};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::people::PersonStatus;
use portico_domain::portal::PortalSettings;
use portico_domain::record::{Record as _, RecordKey};
use portico_domain::settings::Settings as _;
use portico_domain::signing::{KNOWN_AFTER, KeySets as _, SigningKey as _};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::touch_list::TouchesOf;
use portico_operator::accounts::list_accounts;
use portico_operator::keys::{KeyPair, publish, settle};
use portico_operator::listing::list_people;
use portico_operator::setup::{Company, set_up};
use portico_operator::{Who, act, administrator};
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::steps::accept;
use portico_tests::world::{World, in_new_world, in_own_world};
use serde_json::json;

fn company() -> Company {
    Company { name: "Acme Ltd".into(), support_email: "help@acme.example".into(), support_phone: String::new() }
}

fn newcomer(email: &str) -> Who {
    Who { name: "Ada Byron".into(), email: email.into(), locale: "en".into(), time_zone: "Europe/Oslo".into() }
}

/// Accepts the newest invitation to an address, and returns the person's client.
async fn join(world: &World, email: &str) -> Client {
    world.sweep().await;
    let answer = accept(world, &world.invitation(email), "a password of the test").await.expect(200);
    world.nobody().bearing(answer.json()["access_token"].as_str().unwrap())
}

#[test]
fn the_first_administrator_finds_a_desk_that_works() {
    in_new_world(async |world| {
        let first = newcomer("Ada@Acme.example");
        let done = set_up(world.store, &act(Action::InvitePerson), &company(), &first).await.unwrap();
        assert_eq!(done.written, ["portal", "files", "knowledge", "tickets"]);
        assert_eq!(done.administrator.status, PersonStatus::Invited);

        let ada = join(world, "ada@acme.example").await;
        let text = world.mails("ada@acme.example")[0].text.clone().unwrap();
        assert!(
            text.contains("You are invited to the portal of Acme Ltd with the role: Acme Ltd, administrator"),
            "{text}"
        );
        let home = ada.get("/v1/home").await.expect(200).json();
        assert_eq!(home["branding"]["company_name"], "Acme Ltd");
        assert_eq!(home["hats"][0]["role"], "administrator");
        let queues = ada.get("/v1/queues").await.expect(200).json();
        assert_eq!(queues["items"][0]["name"], "Support");
        assert_eq!(queues["items"][0]["agents"][0]["id"], done.administrator.id.to_string());

        let touches = world.touches(TouchesOf::Record(done.administrator.id.to_string())).await;
        let left: Vec<Action> = touches.iter().map(|touch| touch.action).collect();
        assert_eq!(left, [Action::InvitePerson, Action::RunJob, Action::RunJob, Action::AcceptInvitation]);
        assert_eq!((touches[0].person, touches[0].request_id.as_str()), (None, "operator"));
    });
}

#[test]
fn what_is_there_is_not_written_again() {
    in_new_world(async |world| {
        let act = act(Action::InvitePerson);
        set_up(world.store, &act, &company(), &newcomer("ada@acme.example")).await.unwrap();
        // A person who has not joined yet is invited again, and nothing else is written.
        let other = Company { name: "Another".into(), ..company() };
        let again = set_up(world.store, &act, &other, &newcomer("ada@acme.example")).await.unwrap();
        assert!(again.written.is_empty(), "{:?}", again.written);
        join(world, "ada@acme.example").await;
        let again = set_up(world.store, &act, &other, &newcomer("ada@acme.example")).await.unwrap_err();
        assert_eq!(again.to_string(), "email: Somebody with this address has joined already.");
        let portal: PortalSettings = world.store.section().await.unwrap().unwrap();
        assert_eq!(portal.company_name, "Acme Ltd");
        let third = administrator(world.store, &act, &newcomer("kim@acme.example")).await.unwrap();
        assert_eq!(third.hats[0].organisation, "Acme Ltd");
        join(world, "kim@acme.example").await.get("/v1/me").await.expect(200);
    });
}

#[test]
fn nothing_is_written_for_somebody_who_cannot_be() {
    in_new_world(async |world| {
        let act = act(Action::InvitePerson);
        let nameless = Who { name: " ".into(), ..newcomer("ada@acme.example") };
        let nowhere = Who { time_zone: "Nowhere/At_All".into(), ..newcomer("ada@acme.example") };
        for who in [nameless, nowhere, newcomer("ada"), newcomer("ada lovelace@acme.example")] {
            set_up(world.store, &act, &company(), &who).await.unwrap_err();
        }
        assert_eq!(world.store.section::<TicketSettings>().await.unwrap(), None);
        assert_eq!(world.owed().await, []);
    });
}

#[test]
fn a_new_key_leaves_older_tokens_good() {
    in_new_world(async |world| {
        set_up(world.store, &act(Action::InvitePerson), &company(), &newcomer("ada@acme.example")).await.unwrap();
        let ada = join(world, "ada@acme.example").await;
        let pair = KeyPair::make().unwrap();
        let act = act(Action::RotateKey);
        publish(world.store, &act, &pair).await.unwrap();
        let known = world.store.key_set().await.unwrap().section;
        assert_eq!((known.keys.len(), &known.keys[0].kid), (2, &pair.kid));
        assert!(known.keys.iter().all(|half| half.good_until.is_none()), "both may sign: {known:?}");
        settle(world.store, &act, &pair).await.unwrap();
        let known = world.store.key_set().await.unwrap().section;
        assert_eq!(known.keys[0].good_until, None);
        assert_eq!(known.keys[1].good_until, Some(act.now + KNOWN_AFTER));
        // The stored key is the one that signs.
        let signing = StaticKey::new(pair.kid.clone(), pair.pkcs8.clone()).signing_key().await.unwrap();
        assert_eq!(signing, (pair.kid, pair.pkcs8));
        ada.get("/v1/me").await.expect(200);
    });
}

/// An account as a version without lists of accounts has stored it.
async fn unlisted(world: &World) -> Account {
    let account = Account { number: "A-40777".into(), ..records::account() };
    world.commit([Write::create(&account)]).await;
    let places = account.memberships().into_iter().map(|one| RecordKey::new(one.list.partition, one.sort));
    world.commit(places.map(Write::discard::<Account>)).await;
    world
        .commit([Write::put(&Entitlement {
            product_name: "Old Pump".into(),
            product_code: "OLD".into(),
            ..records::entitlement(account.id)
        })])
        .await;
    account
}

#[test]
fn accounts_and_products_from_before_there_were_lists_are_listed() {
    in_own_world(async |world| {
        let account = unlisted(world).await;
        let by = world.as_login("staff", "administrator").await;
        let found = async || by.get("/v1/accounts?q=A-40777").await.expect(200).json()["items"].clone();
        assert_eq!(found().await, json!([]));
        let storage = Storage::from_config(&world.config()).unwrap();
        let list = async || list_accounts(world.store, world.store.dynamo(), &storage, &act(Action::RunJob)).await;
        let listed = list().await.unwrap();
        assert!(listed.accounts > 1, "{listed:?}");
        assert_eq!((listed.products, found().await[0]["id"].clone()), (1, json!(account.id)));
        let product = by.get("/v1/products?q=old%20pump").await.expect(200).json()["items"][0].clone();
        assert_eq!(product["versions"][0]["label"], "lasting");
        let again = list().await.unwrap();
        assert_eq!((again.accounts, again.products), (listed.accounts, 0), "as often as one likes");
        assert_eq!(found().await.as_array().unwrap().len(), 1);
        let new = json!({"name": "Next", "plan": "standard", "territory": "Nordics", "address": "1 Quay"});
        assert_eq!(by.post("/v1/accounts", new).await.expect(201).json()["number"], "A-40778");
    });
}

/// Lists were added after the people were stored.
#[test]
fn people_who_are_in_no_list_are_put_into_it_by_a_command() {
    in_new_world(async |world| {
        let ada = {
            set_up(world.store, &act(Action::InvitePerson), &company(), &newcomer("ada@acme.example")).await.unwrap();
            join(world, "ada@acme.example").await
        };
        let storage = Storage::from_config(&world.config()).unwrap();
        let listed: Vec<serde_json::Value> =
            world.raw().items().await.into_iter().filter(|item| item["type"]["S"] == "listed_person").collect();
        assert!(listed.len() > 3);
        storage.delete_items(&listed).await.unwrap();
        let found = async || ada.all("/v1/people", 10).await;
        assert!(found().await.is_empty());
        assert_eq!(list_people(world.store, &storage, || act(Action::RunJob)).await.unwrap(), 1);
        assert_eq!(found().await[0]["email"], "ada@acme.example");
        let again: Vec<_> =
            world.raw().items().await.into_iter().filter(|item| item["type"]["S"] == "listed_person").collect();
        assert_eq!(again.len(), listed.len());
        // They sign in as before, and can be changed.
        let me = ada.get("/v1/me").await.expect(200);
        ada.patch("/v1/me", serde_json::json!({"name": "Ada King"})).if_match(me.etag()).await.expect(200);
        assert_eq!(found().await[0]["name"], "Ada King");
    });
}
