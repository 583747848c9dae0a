//! A view as another person changes nothing, whatever is asked for with its token.

use crate::auth::view_as_person::{administrator, viewing};
use crate::matrix::{Relation, endpoints, expected};
use crate::matrix_fixtures::{Expected, MatrixFixtures, MatrixRequest, Who, drive};
use futures::future::join_all;
use portico_domain::hats::ALL_HATS;
use portico_domain::people::may_be_viewed;
use portico_http::{Effect, Endpoint};
use portico_tests::world::{World, in_own_world};
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything that is stored, but the ledger.
async fn stored(world: &World) -> BTreeMap<(String, String), Value> {
    let items = world.raw().items().await.into_iter().filter(|item| item["type"]["S"] != "touch");
    let key = |item: &Value, part: &str| item[part]["S"].as_str().unwrap().to_owned();
    items.map(|item| ((key(&item, "pk"), key(&item, "sk")), item)).collect()
}

/// Status and code of the answer to a request with the token of a view.
fn wanted(endpoint: &Endpoint, driven: &Expected, who: Who) -> (u16, &'static str) {
    let reads = endpoint.effect == Effect::Read && may_be_viewed(endpoint.action);
    match expected(endpoint, driven, who) {
        policy if reads || policy == (403, "forbidden") => policy,
        _ => (403, "read_only"),
    }
}

#[test]
fn every_endpoint_of_every_hat_changes_nothing_in_a_view() {
    in_own_world(async |world| {
        let stage = MatrixFixtures::new(world).await;
        let admin = administrator(world).await;
        let (mut wrong, mut reads, mut refusals) = (Vec::new(), 0, 0);
        for who in ALL_HATS {
            let seen = stage.client(*who).who();
            let view = viewing(&admin, &seen.person, &seen.hat).await;
            let bearer = format!("Bearer {}", view.token());
            let driven = endpoints(world).into_iter().filter(|endpoint| !endpoint.public()).map(|endpoint| {
                let (stage, bearer) = (&stage, &bearer);
                async move {
                    let MatrixRequest { request, driven } = drive(stage, endpoint, *who, Relation::Own).await;
                    (endpoint, request.header("authorization", bearer), driven)
                }
            });
            let requests = join_all(driven).await;
            let before = stored(world).await;
            let sent = requests.into_iter().map(async |(endpoint, request, driven)| (endpoint, request.await, driven));
            for (endpoint, answer, driven) in join_all(sent).await {
                let wanted = wanted(endpoint, &driven, *who);
                if (answer.status(), &*answer.code_or_nothing()) != wanted {
                    wrong.push(format!("{} as {who:?}: {wanted:?} expected: {answer}", endpoint.operation));
                }
                let refused = wanted.1 == "read_only";
                (reads, refusals) = (reads + usize::from(!refused), refusals + usize::from(refused));
            }
            let after = stored(world).await;
            let differs =
                |(key, item): (&(String, String), &Value)| (before.get(key) != Some(item)).then(|| key.clone());
            let changed: Vec<_> = after.iter().filter_map(differs).collect();
            let gone: Vec<_> = before.keys().filter(|key| !after.contains_key(*key)).collect();
            if !changed.is_empty() || !gone.is_empty() {
                wrong.push(format!("as {who:?} there was written {changed:?} and deleted {gone:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(reads > 20 * 12 && refusals > 15 * 12, "{reads} reads, {refusals} refusals");
    });
}
