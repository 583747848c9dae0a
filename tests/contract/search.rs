//! The contract of the search port. Its subjects are Tantivy in memory, in a folder opened for every call, and as
//! versions in a bucket, and OpenSearch on a real node. Abilities of only one of them are tested separately.

mod articles;
mod cluster;
mod filters;
mod keeping;
mod shown;
mod snapshots;
mod subjects;
mod words;

/// Runs each behaviour on each subject.
macro_rules! contract {
    ($($behaviours:ident: $($name:ident),+ $(,)?;)+) => {
        contract!(@subject in_memory { $($behaviours: $($name),+;)+ });
        contract!(@subject in_a_folder { $($behaviours: $($name),+;)+ });
        contract!(@subject by_snapshots { $($behaviours: $($name),+;)+ });
        contract!(@subject on_a_node { $($behaviours: $($name),+;)+ });
    };
    (@subject $subject:ident { $($behaviours:ident: $($name:ident),+;)+ }) => {
        mod $subject {
            $(mod $behaviours {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                    async fn $name() {
                        let subject = super::super::subjects::$subject().await;
                        super::super::$behaviours::$name(&subject).await;
                    }
                )+
            })+
        }
    };
}

contract! {
    words:
        every_field_is_searched,
        the_title_weighs_most,
        most_of_the_words_come_first,
        too_few_of_the_words_are_not_enough,
        word_forms_are_the_same_word,
        word_forms_follow_the_language_of_the_article,
        the_readers_language_comes_first,
        typing_errors_are_forgiven_by_length,
        codes_are_not_forgiven,
        the_word_itself_comes_before_a_misspelt_one,
        what_says_nothing_is_not_what_was_meant,
        the_very_form_comes_first,
        spellings_of_a_compound_are_one_word,
        a_compound_that_is_written_apart_is_two_words,
        parts_of_a_compound_are_found,
        what_cannot_be_seen_hides_no_word,
        synonyms_work_both_ways,
        phrases_are_synonyms_too,
        a_rebuild_changes_the_synonyms,
        words_side_by_side_come_first,
        case_and_accents_do_not_matter,
        any_script_is_found,
        hostile_text_is_only_words,
        words_that_say_nothing_find_nothing,
        no_text_lists_everything_newest_first,
        suggestions_complete_the_last_word,
        suggestions_forgive_and_require_like_searches,
        suggestions_need_a_reason;
    filters:
        only_the_readers_audiences_count,
        no_audience_sees_nothing,
        a_product_filter_keeps_what_is_about_no_product,
        the_form_is_a_filter,
        time_decides_what_is_found,
        drafts_are_never_found,
        suggestions_hide_the_same,
        filters_agree_with_the_domain,
        what_a_filter_hides_is_counted,
        what_is_hidden_does_not_change_what_is_found;
    keeping:
        an_older_version_never_overwrites,
        a_batch_takes_the_newest_of_each,
        what_is_removed_stays_out,
        an_old_removal_is_ignored,
        a_draft_takes_the_article_out,
        an_index_is_current_once_it_is_rebuilt,
        a_rebuild_replaces_everything,
        a_rebuild_keeps_what_is_newer,
        a_rebuild_has_no_gap,
        puts_during_a_rebuild_are_kept,
        concurrent_puts_all_arrive,
        concurrent_versions_end_with_the_newest,
        health_counts_what_can_be_found,
        a_long_article_is_taken;
    shown:
        titles_are_whole_and_marked,
        forms_errors_and_synonyms_are_marked,
        suggestions_mark_beginnings,
        excerpts_are_where_the_words_are,
        blocks_of_an_excerpt_do_not_run_together,
        only_what_was_meant_is_marked,
        the_summary_is_the_excerpt_where_the_body_has_no_word,
        markup_is_text,
        pages_neither_repeat_nor_miss,
        pages_end;
}
