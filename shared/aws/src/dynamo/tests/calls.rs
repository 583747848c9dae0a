//! The calls that are made, and what is made of answers that a table seldom gives.

use crate::config::client;
use crate::dynamo::Dynamo;
use crate::{Aws, Config, Keys, Misconfigured};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use futures::future::join_all;
use jiff::Timestamp;
use portico_domain::change::{Change, Claim, Commit, StoredReply, Write};
use portico_domain::fault::chain;
use portico_domain::files::Upload;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::{PersonId, SessionId, UploadId};
use portico_domain::paging::PageRequest;
use portico_domain::ports::RequestStore;
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::ports::Tickets;
use portico_testing::records;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The requests a store has made: operation and body.
type Made = Arc<Mutex<Vec<(String, Value)>>>;

/// A store whose every request is answered by `answer`.
fn store(answer: impl Fn(usize, &str, &Value) -> (u16, Value) + Send + Sync + 'static) -> (Aws, Made) {
    let made = Made::default();
    let requests = Arc::clone(&made);
    let http = portico_canned::client(move |request| {
        let target = request.headers()["x-amz-target"].to_str().unwrap();
        let operation = target.rsplit('.').next().unwrap().to_owned();
        let body: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let mut requests = requests.lock().unwrap();
        let (status, answer) = answer(requests.len(), &operation, &body);
        requests.push((operation, body));
        http::Response::builder().status(status).body(answer.to_string()).unwrap()
    });
    let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
    let config = Config::new("eu-north-1", keys);
    let client = || -> Result<_, Misconfigured> {
        Ok(client!(aws_sdk_dynamodb, &config, None, |builder| {
            builder.http_client(http).retry_config(RetryConfig::disabled())
        }))
    };
    (Aws::records(Dynamo::new(client().unwrap(), "portico".into())), made)
}

fn operations(made: &Made) -> Vec<String> {
    made.lock().unwrap().iter().map(|(operation, _)| operation.clone()).collect()
}

fn asked(body: &Value) -> Vec<String> {
    let keys = body["RequestItems"]["portico"]["Keys"].as_array().unwrap();
    keys.iter().map(|key| key["pk"]["S"].as_str().unwrap().to_owned()).collect()
}

/// An answer of a batch that finds an upload under each of these keys.
fn found(keys: &[String], left: &[String]) -> (u16, Value) {
    let items: Vec<Value> = keys
        .iter()
        .map(|pk| {
            let id = pk.trim_start_matches("upload#");
            json!({ "pk": { "S": pk }, "sk": { "S": "upload" }, "data": { "M": {
                "id": { "S": id }, "version": { "N": "1" }, "owner": { "S": id }, "name": { "S": "pump.log" },
                "size": { "N": "1" }, "media_type": { "S": "text/plain" }, "sha256": { "S": "" },
                "state": { "S": "ready" }, "created_at": { "S": "2026-11-20T08:00:00Z" },
            } } })
        })
        .collect();
    let left: Vec<Value> = left.iter().map(|pk| json!({ "pk": { "S": pk }, "sk": { "S": "upload" } })).collect();
    let unprocessed = if left.is_empty() { json!({}) } else { json!({ "portico": { "Keys": left } }) };
    (200, json!({ "Responses": { "portico": items }, "UnprocessedKeys": unprocessed }))
}

fn nothing(_: usize, _: &str, _: &Value) -> (u16, Value) {
    (200, json!({ "Responses": {}, "UnprocessedKeys": {} }))
}

fn refused(code: &str) -> (u16, Value) {
    (400, json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "no" }))
}

fn change() -> Change {
    let id = Uuid::now_v7();
    let upload = Upload { id: id.into(), ..records::upload(id.into(), Timestamp::UNIX_EPOCH) };
    let mut change = Change::new(records::touch(Timestamp::UNIX_EPOCH)).write(Write::create(&upload));
    let answer = StoredReply { body: String::new(), location: None, version: None, remade: false };
    let (person, expires_at) = (PersonId(id), Timestamp::UNIX_EPOCH);
    change.claim = Some(Claim { person, key: "key".into(), request_hash: String::new(), answer, expires_at });
    change
}

#[tokio::test]
async fn what_is_asked_for_side_by_side_is_one_request() {
    let (store, made) = store(nothing);
    let (session, person, ticket) = (SessionId(Uuid::now_v7()), PersonId(Uuid::now_v7()), Uuid::now_v7());
    let (identity, claim, ticket) = futures::join!(
        store.identity(session, person),
        store.claim(person, "key", Timestamp::UNIX_EPOCH),
        store.ticket(ticket.into()),
    );
    assert!(identity.unwrap().is_none() && claim.unwrap().is_none() && ticket.is_ok());
    assert_eq!(operations(&made), ["BatchGetItem"]);
    let made = made.lock().unwrap();
    assert_eq!(asked(&made[0].1).len(), 5);
    assert_eq!(made[0].1["RequestItems"]["portico"]["ConsistentRead"], true);
}

#[tokio::test]
async fn a_check_in_a_task_of_its_own_joins_the_same_request() {
    let (store, made) = store(nothing);
    let (session, person) = (SessionId(Uuid::now_v7()), PersonId(Uuid::now_v7()));
    let checking = store.clone();
    let check = tokio::spawn(async move { checking.identity(session, person).await });
    store.ticket(Uuid::now_v7().into()).await.unwrap();
    check.await.unwrap().unwrap();
    assert_eq!(operations(&made), ["BatchGetItem"]);
}

#[tokio::test]
async fn what_is_asked_for_one_after_the_other_is_not_mixed() {
    let (store, made) = store(nothing);
    store.ticket(Uuid::now_v7().into()).await.unwrap();
    store.ticket(Uuid::now_v7().into()).await.unwrap();
    assert_eq!(operations(&made), ["BatchGetItem", "BatchGetItem"]);
}

#[tokio::test]
async fn the_same_record_is_read_once_for_all_who_ask() {
    let (store, made) = store(|_, _, body| found(&asked(body), &[]));
    let id = UploadId(Uuid::now_v7());
    let answers = join_all((0..3).map(|_| store.uploads(std::slice::from_ref(&id)))).await;
    assert!(answers.into_iter().all(|answer| answer.unwrap()[0].id == id));
    assert_eq!(asked(&made.lock().unwrap()[0].1).len(), 1);
}

#[tokio::test]
async fn whoever_goes_away_leaves_nobody_waiting() {
    let (store, made) = store(|_, _, body| found(&asked(body), &[]));
    let (gone, stays) = (UploadId(Uuid::now_v7()), UploadId(Uuid::now_v7()));
    let (gone, stays) = ([gone], [stays]);
    let mut first = Box::pin(store.uploads(&gone));
    // It is to read for all, and is dropped before it does.
    assert!(futures::poll!(&mut first).is_pending());
    let mut second = Box::pin(store.uploads(&stays));
    assert!(futures::poll!(&mut second).is_pending());
    drop(first);
    assert_eq!(second.await.unwrap()[0].id, stays[0]);
    assert_eq!(asked(&made.lock().unwrap()[0].1), [format!("upload#{}", stays[0])]);
}

#[tokio::test]
async fn more_than_a_hundred_keys_are_several_batches() {
    let (store, made) = store(|_, _, body| found(&asked(body), &[]));
    let ids: Vec<UploadId> = (0..250).map(|_| UploadId(Uuid::now_v7())).collect();
    let uploads = store.uploads(&ids).await.unwrap();
    assert_eq!(uploads.iter().map(|upload| upload.id).collect::<Vec<_>>(), ids);
    let mut sizes: Vec<usize> = made.lock().unwrap().iter().map(|(_, body)| asked(body).len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [50, 100, 100]);
}

#[tokio::test(start_paused = true)]
async fn keys_that_were_left_out_are_asked_for_again() {
    let (store, made) = store(|_, _, body| {
        let keys = asked(body);
        let (now, later) = keys.split_at(keys.len().div_ceil(2));
        found(now, later)
    });
    let ids: Vec<UploadId> = (0..10).map(|_| UploadId(Uuid::now_v7())).collect();
    assert_eq!(store.uploads(&ids).await.unwrap().len(), 10);
    let sizes: Vec<usize> = made.lock().unwrap().iter().map(|(_, body)| asked(body).len()).collect();
    assert_eq!(sizes, [10, 5, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_always_left_out_are_given_up() {
    let (store, made) = store(|_, _, body| found(&[], &asked(body)));
    let answer = store.uploads(&[UploadId(Uuid::now_v7())]).await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    assert_eq!(made.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn a_failure_reaches_everybody_who_asked() {
    let (store, _) = store(|_, _, _| refused("ResourceNotFoundException"));
    let (ticket, upload) = futures::join!(store.ticket(Uuid::now_v7().into()), store.upload(UploadId(Uuid::now_v7())));
    for failure in [ticket.unwrap_err(), upload.unwrap_err()] {
        let StoreError::Corrupt(fault) = failure else { panic!("{failure:?}") };
        assert_eq!(chain(&fault), "BatchGetItem: ResourceNotFoundException: no");
    }
}

#[tokio::test]
async fn an_overloaded_or_failing_store_is_unavailable() {
    let away = [
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        refused("RequestLimitExceeded"),
        (500, json!({ "__type": "InternalServerError" })),
        (503, json!({})),
    ];
    for answer in away {
        let (store, _) = store(move |_, _, _| answer.clone());
        let failure = store.ticket(Uuid::now_v7().into()).await.unwrap_err();
        assert!(matches!(failure, StoreError::Unavailable(_)), "{failure:?}");
        let failure = store.commit(change()).await.unwrap_err();
        assert!(matches!(failure, CommitError::Port(StoreError::Unavailable(_))), "{failure:?}");
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_reached_is_unavailable() {
    let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
    let mut config = Config::new("eu-north-1", keys);
    config.table = Some("portico".into());
    // Nothing listens on the port of discard. By TLS the committed roots are loaded on the way.
    for endpoint in ["http://127.0.0.1:9", "https://127.0.0.1:9"] {
        config.endpoints.dynamodb = Some(endpoint.into());
        let store = Aws::records(<Dynamo as crate::FromEnv>::from_config(&config).unwrap());
        let failure = store.ticket(Uuid::now_v7().into()).await.unwrap_err();
        let StoreError::Unavailable(fault) = failure else { panic!("{failure:?}") };
        let text = chain(&fault);
        assert!(text.starts_with("BatchGetItem: dispatch failure: "), "{text}");
    }
}

/// The failure of a change whose upload, claim and touch were refused with these codes.
async fn cancelled(codes: [&str; 3]) -> (CommitError, usize) {
    let reasons = codes.map(|code| json!({ "Code": code, "Message": "because" }));
    let (store, made) = store(move |_, _, _| {
        let kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        (400, json!({ "__type": kind, "Message": "cancelled", "CancellationReasons": reasons }))
    });
    let failure = store.commit(change()).await.unwrap_err();
    let made = made.lock().unwrap().len();
    (failure, made)
}

#[tokio::test(start_paused = true)]
async fn the_reasons_of_a_refused_transaction_say_what_it_means() {
    let (none, condition, conflict) = ("None", "ConditionalCheckFailed", "TransactionConflict");
    assert_eq!(cancelled([none, condition, none]).await, (CommitError::Claimed, 1));
    assert_eq!(cancelled([condition, condition, none]).await, (CommitError::Claimed, 1));
    assert_eq!(cancelled([condition, none, none]).await, (CommitError::Stale, 1));
    assert_eq!(cancelled([condition, none, conflict]).await, (CommitError::Stale, 1));
    assert_eq!(cancelled([none, none, conflict]).await, (CommitError::Busy, 4));
    let (failure, made) = cancelled([none, "ThrottlingError", none]).await;
    assert!(matches!(failure, CommitError::Port(StoreError::Unavailable(_))), "{failure:?}");
    assert_eq!(made, 1);
    let (failure, _) = cancelled(["ValidationError", none, none]).await;
    let expected = StoreError::corrupt("upload: ValidationError because");
    assert_eq!(failure, CommitError::Port(expected));
}

#[tokio::test]
async fn a_transaction_under_way_is_busy() {
    let (store, _) = store(|_, _, _| refused("TransactionInProgressException"));
    assert_eq!(store.commit(change()).await, Err(CommitError::Busy));
}

#[tokio::test(start_paused = true)]
async fn a_conflict_that_passes_is_not_noticed() {
    let (store, made) = store(|number, _, _| {
        if number == 0 {
            let reasons =
                [json!({ "Code": "TransactionConflict" }), json!({ "Code": "None" }), json!({ "Code": "None" })];
            (400, json!({ "__type": "TransactionCanceledException", "CancellationReasons": reasons }))
        } else {
            (200, json!({}))
        }
    });
    let change = change();
    store.commit(change.clone()).await.unwrap();
    let made = made.lock().unwrap();
    assert_eq!(made.len(), 2);
    for (_, body) in made.iter() {
        assert_eq!(body["ClientRequestToken"], change.touch.id.to_string());
    }
}

#[tokio::test]
async fn a_change_is_one_request() {
    let (store, made) = store(|_, _, _| (200, json!({})));
    store.commit(change()).await.unwrap();
    assert_eq!(operations(&made), ["TransactWriteItems"]);
    let made = made.lock().unwrap();
    let items = made[0].1["TransactItems"].as_array().unwrap();
    let conditions: Vec<&Value> = items.iter().map(|item| &item["Put"]["ConditionExpression"]).collect();
    let claim = "attribute_not_exists(pk) OR #expires <= :value";
    assert_eq!(conditions, [&json!("attribute_not_exists(pk)"), &json!(claim), &Value::Null]);
}

#[tokio::test]
async fn a_list_is_one_query_even_when_its_answer_comes_in_pieces() {
    let row = |number: usize| {
        json!({ "pk": { "S": "ticket#1" }, "sk": { "S": format!("public#{number}") }, "data": { "M": {
            "kind": { "S": "event" }, "id": { "S": Uuid::now_v7().to_string() }, "at": { "S": "2026-11-20T08:00:00Z" },
            "author": { "M": { "id": { "NULL": true }, "name": { "S": "Portico" }, "side": { "S": "system" } } },
            "event": { "S": "opened" },
        } } })
    };
    let (store, made) = store(move |number, _, _| {
        let last =
            if number == 0 { json!({ "pk": { "S": "ticket#1" }, "sk": { "S": "public#0" } }) } else { Value::Null };
        (200, json!({ "Items": [row(number)], "LastEvaluatedKey": last }))
    });
    store.timeline(Uuid::now_v7().into(), PageRequest::first(5)).await.unwrap();
    let made = made.lock().unwrap();
    assert_eq!(made.len(), 2);
    assert_eq!((&made[0].1["Limit"], &made[1].1["Limit"]), (&json!(6), &json!(5)));
    assert_eq!(made[1].1["ExclusiveStartKey"]["sk"]["S"], "public#0");
}
