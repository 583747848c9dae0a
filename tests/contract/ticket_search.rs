//! The contract of the search for tickets: the same behaviours on postings in the embedded DynamoDB and in the official
//! DynamoDB Local, and on an OpenSearch node.

mod behaviours;

use portico_aws::Aws;
use portico_search::opensearch::{OpenSearchSettings, OpenSearchTickets, Signing};
use portico_tests::engines::{DynamoDbLocal, OpenSearchNode};
use portico_tests::stores::{dynamo_at, dynamo_in_memory};
use uuid::Uuid;

/// Postings in the embedded DynamoDB.
async fn embedded() -> Aws {
    Aws::records(dynamo_in_memory().await)
}

/// Postings in the official one, in a table of their own.
async fn official() -> Aws {
    let engine = DynamoDbLocal::shared().await;
    Aws::records(dynamo_at(engine.url(), &format!("portico-{}", Uuid::now_v7().simple())).await)
}

/// OpenSearch on the node that the tests share, under an alias of its own.
async fn on_a_node() -> OpenSearchTickets {
    let endpoint = OpenSearchNode::shared().await.url().parse().unwrap();
    let alias = format!("tickets-{}", Uuid::now_v7().simple());
    OpenSearchTickets::new(OpenSearchSettings { endpoint, alias, signing: Signing::None }).unwrap()
}

/// Runs each behaviour on each subject.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        contract!(@subject embedded { $($name),+ });
        contract!(@subject official { $($name),+ });
        contract!(@subject on_a_node { $($name),+ });
    };
    (@subject $subject:ident { $($name:ident),+ }) => {
        mod $subject {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::behaviours::$name(&super::$subject().await).await;
                }
            )+
        }
    };
}

contract!(
    a_ticket_is_found_by_all_of_its_words,
    case_accents_and_forms_do_not_matter,
    spellings_of_a_compound_are_one_word,
    words_for_staff_are_found_by_staff_alone,
    a_search_finds_in_its_sets_alone,
    what_is_gone_is_not_found,
    an_older_document_never_overwrites,
    documents_that_meet_end_with_the_newest,
    what_says_nothing_asks_nothing,
    the_newest_come_first,
    pages_agree_with_a_plain_filter,
    a_rare_word_is_found_among_many,
);
