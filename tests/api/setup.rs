//! A new deployment, made usable by an operator's commands.

use portico_aws::StaticKey;
use portico_domain::policy::Action;
use portico_domain::ports::{KeySets as _, Settings as _, SigningKey as _};
use portico_domain::settings::{PortalSettings, TicketSettings};
use portico_domain::signing::KNOWN_AFTER;
use portico_domain::touch::TouchesOf;
use portico_operator::keys::{KeyPair, publish, settle};
use portico_operator::setup::{Company, set_up};
use portico_operator::{Newcomer, act, administrator, new_password};
use portico_tests::world::{World, in_new_world};

fn company() -> Company {
    Company { name: "Acme Ltd".into(), support_email: "help@acme.example".into(), support_phone: String::new() }
}

fn newcomer(email: &str) -> Newcomer {
    Newcomer { name: "Ada Byron".into(), email: email.into(), locale: "en".into(), time_zone: "Europe/Oslo".into() }
}

async fn sign_in(world: &World, email: &str, password: &str) -> portico_tests::client::Client {
    let input = serde_json::json!({ "email": email, "password": password });
    let answer = world.nobody().post("/v1/session", input).await.expect(200);
    world.nobody().bearing(answer.json()["access_token"].as_str().unwrap())
}

#[test]
fn the_first_administrator_finds_a_desk_that_works() {
    in_new_world(async |world| {
        let password = new_password().unwrap();
        let first = newcomer("Ada@Acme.example");
        let done = set_up(world.store, &act(Action::ChangePerson), &company(), &first, &password).await.unwrap();
        assert_eq!(done.written, ["portal", "tickets", "files", "knowledge"]);

        let ada = sign_in(world, "ada@acme.example", &password).await;
        let home = ada.get("/v1/home").await.expect(200).json();
        assert_eq!(home["branding"]["company_name"], "Acme Ltd");
        assert_eq!(home["hats"][0]["role"], "administrator");
        let queues = ada.get("/v1/queues").await.expect(200).json();
        assert_eq!(queues["items"][0]["name"], "Support");
        assert_eq!(queues["items"][0]["agents"][0]["id"], done.administrator.id.to_string());

        let touches = world.touches(TouchesOf::Record(done.administrator.id.to_string())).await;
        assert_eq!(touches.len(), 1, "{touches:?}");
        assert_eq!((touches[0].action, touches[0].request_id.as_str()), (Action::ChangePerson, "operator"));
    });
}

#[test]
fn what_is_there_is_not_written_again() {
    in_new_world(async |world| {
        let act = act(Action::ChangePerson);
        let password = new_password().unwrap();
        set_up(world.store, &act, &company(), &newcomer("ada@acme.example"), &password).await.unwrap();
        let other = Company { name: "Another".into(), ..company() };
        let again = set_up(world.store, &act, &other, &newcomer("ada@acme.example"), &password).await.unwrap_err();
        assert_eq!(again.to_string(), "there is already somebody with the address ada@acme.example");
        let second = set_up(world.store, &act, &other, &newcomer("eve@acme.example"), &password).await.unwrap();
        assert!(second.written.is_empty(), "{:?}", second.written);
        let portal: PortalSettings = world.store.section().await.unwrap().unwrap();
        assert_eq!(portal.company_name, "Acme Ltd");
        let third = administrator(world.store, &act, &newcomer("kim@acme.example"), &password).await.unwrap();
        assert_eq!(third.hats[0].organisation, "Acme Ltd");
        sign_in(world, "kim@acme.example", &password).await.get("/v1/me").await.expect(200);
    });
}

#[test]
fn nothing_is_written_for_somebody_who_cannot_be() {
    in_new_world(async |world| {
        let act = act(Action::ChangePerson);
        let good = new_password().unwrap();
        let nameless = Newcomer { name: " ".into(), ..newcomer("ada@acme.example") };
        let nowhere = Newcomer { time_zone: "Nowhere/At_All".into(), ..newcomer("ada@acme.example") };
        for (who, password) in [
            (nameless, good.as_str()),
            (nowhere, &good),
            (newcomer("ada"), &good),
            (newcomer("ada lovelace@acme.example"), &good),
            (newcomer("ada@acme.example"), "fourteen chars"),
        ] {
            set_up(world.store, &act, &company(), &who, password).await.unwrap_err();
        }
        assert_eq!(world.store.section::<TicketSettings>().await.unwrap(), None);
        let input = serde_json::json!({ "email": "ada@acme.example", "password": good });
        world.nobody().post("/v1/session", input).await.expect(401);
    });
}

#[test]
fn a_new_key_leaves_older_tokens_good() {
    in_new_world(async |world| {
        let password = new_password().unwrap();
        set_up(world.store, &act(Action::ChangePerson), &company(), &newcomer("ada@acme.example"), &password)
            .await
            .unwrap();
        let ada = sign_in(world, "ada@acme.example", &password).await;
        let pair = KeyPair::make().unwrap();
        let act = act(Action::RotateKey);
        publish(world.store, &act, &pair).await.unwrap();
        let (known, _) = world.store.key_set().await.unwrap();
        assert_eq!((known.keys.len(), &known.keys[0].kid), (2, &pair.kid));
        assert!(known.keys.iter().all(|half| half.good_until.is_none()), "both may sign: {known:?}");
        settle(world.store, &act, &pair).await.unwrap();
        let (known, _) = world.store.key_set().await.unwrap();
        assert_eq!(known.keys[0].good_until, None);
        assert_eq!(known.keys[1].good_until, Some(act.now + KNOWN_AFTER));
        // What is stored is what signs.
        let signing = StaticKey::new(pair.kid.clone(), pair.pkcs8.clone()).signing_key().await.unwrap();
        assert_eq!(signing, (pair.kid, pair.pkcs8));
        ada.get("/v1/me").await.expect(200);
    });
}
