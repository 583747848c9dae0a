//! Tests of the rotation of the signing key, step by step as Secrets Manager asks for it. Steps are repeated, cut short
//! before and after each write, and met by others. At every moment, tokens of the current and of the previous key are
//! accepted.

use jiff::{SignedDuration, Timestamp};
use portico_auth::rotate_key::{Rotation, Step, rotate_key};
use portico_aws::{Aws, Config, FromEnv, Secrets, SigningSecret};
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ports::RequestStore;
use portico_domain::settings::Versioned;
use portico_domain::signing::{KNOWN_AFTER, KeySet, KeySets, KeyStage, KeyVault, PublicHalf, SigningKey};
use portico_domain::store::{CommitError, StoreError, StoreResult};
use portico_domain::touch::Touch;
use portico_http::token;
use portico_testing::records;
use portico_tests::dynamo_in_memory;
use portico_tests::stores::local_config;
use portico_tests::vault::Vault;
use portico_tests::world::in_own_world;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const SECRET: &str = "arn:aws:secretsmanager:eu-north-1:000000000000:secret:SigningKey-a1b2c3";
const STEPS: [Step; 4] = [Step::CreateSecret, Step::SetSecret, Step::TestSecret, Step::FinishSecret];

type Store = Aws<(), (), (), SigningSecret>;

/// A table and a vault, with the configuration of functions that use both.
struct Stand {
    store: Store,
    vault: Vault,
    config: Config,
    now: Timestamp,
}

impl Stand {
    async fn new() -> Self {
        Self::on(dynamo_in_memory().await)
    }

    fn on(dynamo: portico_aws::Dynamo) -> Self {
        let vault = Vault::start(SECRET);
        let mut config = local_config();
        config.endpoints.secrets = Some(vault.url());
        config.signing_secret = Some(SECRET.into());
        let store = Aws::records(dynamo).with_key(SigningSecret::from_config(&config).unwrap());
        Self { store, vault, config, now: Timestamp::now() }
    }

    fn act(&self) -> ActionContext {
        ActionContext {
            caller: Caller::system(),
            action: Action::RotateKey,
            now: self.now,
            request_id: "rotation".into(),
            ids: IdGenerator(Arc::new(Uuid::now_v7)),
        }
    }

    async fn step(&self, step: Step, rotation: &str) -> Result<(), Error> {
        self.step_on(&self.store, step, rotation).await
    }

    async fn step_on<S>(&self, store: &S, step: Step, rotation: &str) -> Result<(), Error>
    where
        S: KeySets + KeyVault + Commit + Sync,
    {
        let event = Rotation { step, secret_id: SECRET.into(), client_request_token: rotation.into() };
        rotate_key(store, &self.act(), &event).await
    }

    /// Runs a whole rotation without faults.
    async fn rotate(&self) -> (String, Vec<u8>) {
        let rotation = self.vault.rotate();
        for step in STEPS {
            self.step(step, &rotation).await.unwrap();
        }
        self.signing().await
    }

    /// Returns the signing key of a function that has just started.
    async fn signing(&self) -> (String, Vec<u8>) {
        Secrets::from_config(&self.config).unwrap().signing_key().await.unwrap()
    }

    async fn known(&self) -> KeySet {
        self.store.key_set().await.unwrap().section
    }

    async fn kids(&self) -> Vec<String> {
        self.known().await.keys.into_iter().map(|half| half.kid).collect()
    }

    /// Whether a function that has just started accepts the signature of a key.
    async fn accepts(&self, key: &(String, Vec<u8>)) -> bool {
        token::prove(key, &self.store.verification_keys().await.unwrap_or_else(|_| r#"{"keys":[]}"#.into()), self.now)
            .is_ok()
    }
}

/// Passes calls on to a store, and fails at one write: before it, or after it.
struct Dying<'a> {
    store: &'a Store,
    at: u32,
    after: bool,
    writes: AtomicU32,
    touches: Mutex<Vec<Touch>>,
}

impl<'a> Dying<'a> {
    fn at(store: &'a Store, at: u32, after: bool) -> Self {
        Self { store, at, after, writes: AtomicU32::new(0), touches: Mutex::default() }
    }

    async fn write<T, E: From<StoreError>>(&self, write: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let dies = self.writes.fetch_add(1, Ordering::Relaxed) + 1 == self.at;
        let died = || E::from(StoreError::unavailable("it died"));
        if dies && !self.after {
            return Err(died());
        }
        let written = write.await;
        if dies { Err(died()) } else { written }
    }
}

impl KeySets for Dying<'_> {
    async fn key_set(&self) -> StoreResult<Versioned<KeySet>> {
        self.store.key_set().await
    }
}

impl Commit for Dying<'_> {
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        self.touches.lock().unwrap().push(change.touch.clone());
        self.write(self.store.commit(change)).await
    }
}

impl KeyVault for Dying<'_> {
    async fn stage(&self, secret: &str, rotation: &str) -> StoreResult<Option<KeyStage>> {
        self.store.stage(secret, rotation).await
    }
    async fn pending_key(&self, rotation: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
        self.store.pending_key(rotation).await
    }
    async fn current_kid(&self) -> StoreResult<Option<String>> {
        self.store.current_kid().await
    }
    async fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> StoreResult<()> {
        self.write(self.store.keep(rotation, key)).await
    }
    async fn promote(&self, rotation: &str) -> StoreResult<()> {
        self.write(self.store.promote(rotation)).await
    }
}

#[tokio::test]
async fn the_first_rotation_makes_the_first_key() {
    let stand = Stand::new().await;
    assert_eq!(stand.known().await, KeySet::default());
    let rotation = stand.vault.rotate();
    for (step, known) in STEPS.into_iter().zip([0, 1, 1, 1]) {
        stand.step(step, &rotation).await.unwrap();
        assert_eq!(stand.known().await.keys.len(), known, "after {step:?}");
    }
    let key = stand.signing().await;
    assert!(stand.accepts(&key).await);
    assert_eq!((stand.vault.labelled("AWSCURRENT"), stand.vault.labelled("AWSPENDING")), (Some(rotation), None));
}

#[tokio::test]
async fn every_step_may_come_again() {
    let stand = Stand::new().await;
    let old = stand.rotate().await;
    let rotation = stand.vault.rotate();
    let mut passed: Vec<Step> = Vec::new();
    for step in STEPS {
        passed.push(step);
        // Itself twice, and all before it once more.
        for again in [&[step, step][..], &passed[..]].concat() {
            stand.step(again, &rotation).await.unwrap();
            assert!(
                stand.accepts(&old).await && stand.accepts(&stand.signing().await).await,
                "{again:?} after {step:?}"
            );
        }
    }
    let (new, known) = (stand.signing().await, stand.known().await);
    assert_ne!(new, old);
    assert_eq!(stand.kids().await, [new.0.clone(), old.0.clone()]);
    assert_eq!(known.half(&new.0).unwrap().good_until, None);
    // Seconds and less are kept.
    assert_eq!(known.half(&old.0).unwrap().good_until, Some(stand.now + KNOWN_AFTER));
}

#[tokio::test]
async fn a_step_that_dies_anywhere_is_gone_on_with() {
    for first in [true, false] {
        // A pair kept, its half made known, the switch, the old half's end.
        for at in 1..=4 {
            for after in [false, true] {
                let stand = Stand::new().await;
                let old = if first { None } else { Some(stand.rotate().await) };
                let rotation = stand.vault.rotate();
                let (dying, mut died) = (Dying::at(&stand.store, at, after), 0);
                for step in STEPS {
                    while stand.step_on(&dying, step, &rotation).await.is_err() {
                        died += 1;
                        assert!(died < 3, "{step:?} fails again and again");
                        if let Some(old) = &old {
                            assert!(stand.accepts(old).await, "write {at} of {step:?}");
                            assert!(stand.accepts(&stand.signing().await).await, "write {at} of {step:?}");
                        }
                    }
                }
                let writes = if first { 3 } else { 4 };
                assert_eq!(died, u32::from(at <= writes), "write {at}");
                let new = stand.signing().await;
                assert!(stand.accepts(&new).await);
                let kids: Vec<String> =
                    [Some(&new), old.as_ref()].into_iter().flatten().map(|key| key.0.clone()).collect();
                assert_eq!(stand.kids().await, kids, "write {at}, after {after}: nothing is left behind");
                assert_eq!(stand.vault.labelled("AWSCURRENT"), Some(rotation));
            }
        }
    }
}

/// Later rotations remove in time the remains of a rotation that was given up.
#[tokio::test]
async fn a_rotation_that_was_given_up_leaves_nothing_for_good() {
    let mut stand = Stand::new().await;
    let old = stand.rotate().await;
    let given_up = stand.vault.rotate();
    for step in [Step::CreateSecret, Step::SetSecret] {
        stand.step(step, &given_up).await.unwrap();
    }
    assert_eq!(stand.known().await.keys.len(), 2);
    // Its version stays without a label, as when an operator cancels a rotation.
    stand.vault.cancel();
    stand.now += SignedDuration::from_hours(1);
    let new = stand.rotate().await;
    assert_eq!(stand.known().await.keys.len(), 3);
    stand.now += SignedDuration::from_hours(1);
    let newest = stand.rotate().await;
    assert_eq!(stand.kids().await, [newest.0, new.0]);
    assert!(!stand.accepts(&old).await);
}

#[tokio::test]
async fn of_rotations_in_quick_succession_no_key_is_forgotten_too_soon() {
    let mut stand = Stand::new().await;
    let mut keys = Vec::new();
    for _ in 0..4 {
        keys.push(stand.rotate().await);
        stand.now += SignedDuration::from_mins(1);
        for key in &keys {
            assert!(stand.accepts(key).await, "{}", key.0);
        }
    }
    stand.now += KNOWN_AFTER;
    let last = stand.rotate().await;
    assert_eq!(stand.kids().await, [last.0, keys.pop().unwrap().0], "all before have been over for long");
}

#[tokio::test]
async fn a_half_that_somebody_adds_meanwhile_is_kept() {
    struct Met<'a>(Dying<'a>);
    impl KeySets for Met<'_> {
        async fn key_set(&self) -> StoreResult<Versioned<KeySet>> {
            let read = self.0.key_set().await?;
            if self.0.writes.fetch_add(1, Ordering::Relaxed) == 0 {
                let keys = read.section.clone().with(PublicHalf::ed25519("another", "AAAA".into()));
                let change = Change::new(portico_tests::world::system().touch(None, None));
                let write = Write::replace(&read.next(keys), read.version);
                self.0
                    .store
                    .commit(change.write(write))
                    .await
                    .map_err(|error| StoreError::corrupt(Fault::caused("the rotation", error)))?;
            }
            Ok(read)
        }
    }
    impl Commit for Met<'_> {
        async fn commit(&self, change: Change) -> Result<(), CommitError> {
            self.0.store.commit(change).await
        }
    }
    impl KeyVault for Met<'_> {
        async fn stage(&self, secret: &str, rotation: &str) -> StoreResult<Option<KeyStage>> {
            self.0.stage(secret, rotation).await
        }
        async fn pending_key(&self, rotation: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
            self.0.pending_key(rotation).await
        }
        async fn current_kid(&self) -> StoreResult<Option<String>> {
            self.0.current_kid().await
        }
        async fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> StoreResult<()> {
            self.0.store.keep(rotation, key).await
        }
        async fn promote(&self, rotation: &str) -> StoreResult<()> {
            self.0.store.promote(rotation).await
        }
    }
    let stand = Stand::new().await;
    let old = stand.rotate().await;
    let rotation = stand.vault.rotate();
    stand.step(Step::CreateSecret, &rotation).await.unwrap();
    stand.step_on(&Met(Dying::at(&stand.store, 0, false)), Step::SetSecret, &rotation).await.unwrap();
    let kids = stand.kids().await;
    assert_eq!((kids.len(), &kids[1], &kids[2]), (3, &"another".to_owned(), &old.0));
}

#[tokio::test]
async fn what_is_no_rotation_of_this_secret_changes_nothing() {
    let stand = Stand::new().await;
    let old = stand.rotate().await;
    let rotation = stand.vault.rotate();
    for step in STEPS {
        // Nobody has begun this one.
        assert!(stand.step(step, &Uuid::now_v7().to_string()).await.is_err(), "{step:?}");
        let event = Rotation { step, secret_id: "another".into(), client_request_token: rotation.clone() };
        assert!(rotate_key(&stand.store, &stand.act(), &event).await.is_err(), "{step:?}");
    }
    // Nor can a step be left out: nothing signs whose other half is not known.
    for step in [Step::SetSecret, Step::TestSecret, Step::FinishSecret] {
        assert!(stand.step(step, &rotation).await.is_err(), "{step:?} without a key");
    }
    stand.step(Step::CreateSecret, &rotation).await.unwrap();
    for step in [Step::TestSecret, Step::FinishSecret] {
        assert!(stand.step(step, &rotation).await.is_err(), "{step:?} without its half known");
    }
    assert_eq!((stand.kids().await, stand.signing().await), (vec![old.0.clone()], old));
}

/// A token lives ten minutes, whatever becomes of its key. Functions that have read the set before the rotation find
/// the new key at once.
#[test]
fn tokens_of_the_old_key_end_by_themselves_and_those_of_the_new_one_are_good_at_once() {
    in_own_world(async |world| {
        let mut stand = Stand::on(world.store.dynamo().clone());
        let person = world.new_person(HatKind::Customer, Role::Member).await;
        let caller = records::caller(&person, &person.hats[0]);
        let begun = stand.now;
        let minutes = SignedDuration::from_mins;
        let old = stand.rotate().await;
        let before = token::mint(&old, &caller, begun).unwrap();
        token::verify(world.store, &before, begun).await.unwrap();
        stand.now += minutes(1);
        let new = stand.rotate().await;
        let after = token::mint(&new, &caller, stand.now).unwrap();
        token::verify(world.store, &after, stand.now).await.unwrap();
        // A function that had the old key in its memory signs with it for five minutes more.
        let late = token::mint(&old, &caller, stand.now + minutes(5)).unwrap();
        for (token, ends) in [(&before, begun + minutes(10)), (&late, stand.now + minutes(15))] {
            token::verify(world.store, token, ends - SignedDuration::from_secs(1)).await.unwrap();
            let over = token::verify(world.store, token, ends).await;
            assert_eq!(over.unwrap_err(), Error::NotSignedIn("token_expired"));
        }
        // Once the key has been removed, a function that reads the keys again finds it no more.
        stand.now += SignedDuration::from_hours(24);
        stand.rotate().await;
        stand.now += SignedDuration::from_hours(24);
        stand.rotate().await;
        let forged = token::mint(&old, &caller, stand.now).unwrap();
        let refused = token::verify(world.store, &forged, stand.now).await;
        assert_eq!(refused.unwrap_err(), Error::NotSignedIn("not_signed_in"));
    });
}

/// Tests a whole call: a session's token signed by a key that a rotation has just introduced.
#[test]
fn a_call_is_answered_with_a_token_of_the_new_key() {
    in_own_world(async |world| {
        let stand = Stand::on(world.store.dynamo().clone());
        let person = world.new_person(HatKind::Customer, Role::Member).await;
        let member = world.wearing(&person, &person.hats[0]).await;
        member.get("/v1/me").await.expect(200);
        let new = stand.rotate().await;
        let who = member.who().clone();
        let caller = Caller { session: who.session, ..records::caller(&who.person, &who.hat) };
        let token = token::mint(&new, &caller, stand.now).unwrap();
        let renewed = member.clone().bearing(&token);
        renewed.get("/v1/me").await.expect(200);
        // And the session's first token is as good as before.
        member.get("/v1/me").await.expect(200);
    });
}

#[tokio::test]
async fn each_change_of_the_set_is_in_the_ledger_and_no_key_is() {
    let stand = Stand::new().await;
    stand.rotate().await;
    let (rotation, watched) = (stand.vault.rotate(), Dying::at(&stand.store, 0, false));
    for step in STEPS {
        stand.step_on(&watched, step, &rotation).await.unwrap();
    }
    let (kid, touches) = (stand.signing().await.0, watched.touches.into_inner().unwrap());
    let details: Vec<&str> = touches.iter().filter_map(|touch| touch.detail.as_deref()).collect();
    assert_eq!(details, [format!("{kid} can be verified"), format!("{kid} signs")]);
    assert!(touches.iter().all(|touch| touch.action == Action::RotateKey && touch.person.is_none()));
}
