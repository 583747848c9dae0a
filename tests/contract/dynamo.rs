//! The contract of the record ports: the same behaviours on the embedded DynamoDB and on the official DynamoDB Local.

mod accounts;
mod colleagues;
mod commits;
mod imports;
mod inbound;
mod jobs;
mod knowledge;
mod ledger;
mod lists;
mod manuscripts;
mod people;
mod people_listed;
mod rota;
mod samples;
mod tickets;

use portico_aws::Aws;
use portico_tests::engines::DynamoDbLocal;
use portico_tests::stores::{dynamo_at, dynamo_in_memory};
use uuid::Uuid;

/// On the embedded DynamoDB.
async fn embedded() -> Aws {
    Aws::records(dynamo_in_memory().await)
}

/// On the official one, which the tests share, in a table of its own.
async fn official() -> Aws {
    let engine = DynamoDbLocal::shared().await;
    Aws::records(dynamo_at(engine.url(), &format!("portico-{}", Uuid::now_v7().simple())).await)
}

/// Runs each behaviour on each engine.
macro_rules! contract {
    ($($behaviours:ident: $($name:ident),+ $(,)?;)+) => {
        contract!(@engine embedded { $($behaviours: $($name),+;)+ });
        contract!(@engine official { $($behaviours: $($name),+;)+ });
    };
    (@engine $engine:ident { $($behaviours:ident: $($name:ident),+;)+ }) => {
        mod $engine {
            $(mod $behaviours {
                $(
                    #[tokio::test]
                    async fn $name() {
                        super::super::$behaviours::$name(&super::super::$engine().await).await;
                    }
                )+
            })+
        }
    };
}

contract! {
    commits:
        a_change_is_written_whole,
        a_refused_change_writes_nothing,
        a_new_record_must_not_exist,
        a_changed_record_must_be_as_expected,
        a_change_of_what_is_gone_is_stale,
        of_concurrent_changes_one_wins,
        of_concurrent_creations_one_wins,
        a_claim_is_kept_with_its_answer,
        a_taken_key_is_claimed_not_stale,
        a_key_belongs_to_a_person,
        a_claim_past_its_end_is_gone,
        of_concurrent_claims_one_wins,
        the_same_change_twice_is_made_once,
        an_upload_is_claimed_once,
        a_dropped_upload_is_gone,
        a_large_change_fits,
        a_change_too_large_is_refused_with_its_size,
        writing_a_record_twice_is_refused;
    inbound:
        a_mail_is_in_the_list_of_its_state_until_it_is_decided_on,
        a_mail_is_kept_once,
        a_reply_address_is_found_by_its_hash;
    imports:
        imports_are_listed_for_their_author_and_for_all,
        lines_are_in_the_order_of_the_file_and_by_outcome,
        a_line_is_applied_once;
    accounts:
        accounts_are_listed_by_name_and_number,
        an_account_stored_before_it_was_listed_joins_the_lists,
        account_numbers_are_given_out_once;
    colleagues:
        colleagues_are_listed_by_name,
        a_list_of_colleagues_follows_the_person,
        contacts_open_with_their_account;
    people_listed:
        people_are_listed_by_name_whatever_their_status,
        people_are_found_by_a_beginning_and_shown_once,
        a_page_goes_on_past_those_it_leaves_out,
        a_list_of_people_follows_the_person;
    people:
        what_is_missing_is_nothing,
        an_identity_needs_its_session_and_person,
        a_person_is_read_by_id,
        many_people_are_read_at_once,
        a_credential_is_found_by_email,
        an_email_address_is_unique,
        a_password_outlives_changes_of_the_person,
        a_password_needs_its_person,
        a_new_email_address_takes_the_password_along,
        a_new_email_address_must_be_free,
        an_invitation_is_found_with_its_person,
        of_two_who_accept_at_once_one_joins,
        a_session_moves_on_by_version,
        sessions_are_listed_until_they_are_ended,
        attempts_are_counted_by_window,
        concurrent_attempts_are_all_counted,
        an_attempt_taken_back_was_none,
        attempts_are_forgotten_together,
        a_reset_is_found_with_its_person_and_used_once,
        a_person_moves_to_another_address_with_their_credential,
        the_newest_code_of_an_address_is_the_one,
        a_sign_in_that_was_begun_is_used_up_once,
        a_second_factor_moves_on_by_version,
        a_password_changed_meanwhile_is_not_overwritten,
        a_layout_is_kept_for_each_hat,
        a_draft_comes_back_as_it_was,
        a_dropped_draft_is_gone,
        kept_forms_are_listed_the_latest_first,
        settings_come_back_as_they_were,
        a_draft_of_settings_comes_back_next_to_the_former_states,
        verification_keys_must_be_there,
        of_changes_of_the_key_set_one_wins,
        an_account_comes_back,
        entitlements_are_listed_by_product,
        uploads_are_read_together;
    tickets:
        a_ticket_comes_back_as_it_was,
        a_long_description_comes_back,
        a_change_can_hold_for_a_ticket_as_it_was,
        a_ticket_is_found_by_number,
        numbers_go_up,
        concurrent_numbers_differ,
        reserved_numbers_are_not_given_out,
        a_timeline_is_in_order,
        a_timeline_is_read_page_by_page,
        notes_are_for_staff,
        staff_read_both_halves_in_order,
        staff_read_page_by_page,
        one_item_is_read,
        an_internal_item_is_not_a_public_one;
    lists:
        a_list_shows_the_row,
        whole_tickets_of_a_list_are_those_that_may_be_read_now,
        a_requester_and_participants_have_it,
        a_participant_who_left_has_it_no_more,
        the_requester_is_listed_once,
        active_ones_come_first_then_the_latest_change,
        a_status_is_one_part_of_the_list,
        an_account_has_its_own,
        a_queue_is_in_order_of_urgency,
        a_queue_without_status_is_what_is_to_be_done,
        ended_tickets_of_a_queue_are_newest_first,
        an_assigned_ticket_moves_with_its_agent,
        a_ticket_moves_with_its_queue,
        a_closed_ticket_moves_to_the_ended,
        a_queue_counts_what_its_list_shows,
        concurrent_changes_of_a_queue_are_all_counted,
        counts_are_set_right,
        participants_see_every_change,
        a_list_is_of_a_hat,
        pages_have_no_gaps_and_no_duplicates,
        a_full_last_page_knows_it_is_the_last,
        a_position_stays_in_its_list;
    rota:
        staff_who_cannot_sign_in_are_away,
        a_turn_is_taken_once,
        the_load_of_an_agent_is_their_open_tickets_in_the_queue,
        the_last_sign_of_a_person_on_a_ticket_is_kept,
        purchases_are_found_however_many_there_are;
    manuscripts:
        a_draft_is_for_its_editors_alone,
        a_working_draft_leaves_what_readers_see,
        of_two_editors_one_is_late,
        editors_list_articles_by_state_owner_and_words,
        a_history_is_read_in_pages_with_what_came_before,
        events_and_missed_searches_are_read_by_week;
    knowledge:
        an_article_comes_back,
        articles_come_in_the_order_asked_for,
        more_than_a_hundred_are_read,
        the_newest_come_first,
        only_what_can_be_read_now_is_newest,
        a_changed_audience_moves_the_article,
        words_of_title_and_tags_find_it,
        most_words_come_first,
        a_changed_title_is_found_by_its_new_words,
        a_draft_has_no_words,
        all_articles_are_listed_once,
        a_vote_is_counted,
        a_changed_vote_is_counted_once,
        concurrent_votes_are_all_counted,
        an_edit_keeps_the_votes_given_meanwhile,
        a_vote_needs_its_article,
        a_vote_comes_back_and_takes_the_place_of_the_one_before,
        a_deflection_counts_once_a_day,
        a_list_holds_every_audience_of_its_reader,
        a_list_of_one_form_or_product_is_full,
        what_is_no_longer_readable_makes_no_page_short,
        words_find_what_is_for_the_reader_among_what_is_not,
        an_article_is_opened_only_while_it_is_shown;
    jobs:
        a_job_is_due_at_its_time,
        the_longest_due_comes_first,
        what_is_not_known_holds_back_nothing,
        no_more_than_asked_for,
        a_leased_job_is_not_due,
        of_concurrent_leases_one_wins,
        a_job_that_is_done_is_gone,
        a_parked_job_is_for_people,
        parked_jobs_are_newest_first,
        jobs_of_a_change_come_with_it;
    ledger:
        touches_are_newest_first,
        a_touch_is_listed_by_person_account_and_record,
        touches_of_a_ticket_open_with_it,
        a_touch_of_nobody_is_listed_by_record,
        a_corrected_touch_is_one_touch,
        of_touches_written_once_the_first_is_kept,
        a_touch_is_corrected_while_nobody_else_was_given_it,
        a_change_leaves_its_touch,
        touches_are_read_page_by_page;
}
