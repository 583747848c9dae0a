//! Jobs about accounts.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use portico_domain::accounts::jobs::CarryAccountName;
use portico_domain::change::{Change, Write};
use portico_domain::ids::PersonId;
use portico_domain::jobs::Job;
use portico_domain::paging::PageRequest;
use portico_domain::people::listing::PeopleList;
use portico_domain::record::Resource as _;

/// Number of people that one job looks after. Somebody with several hats is in three dozen lists, and their writes fit
/// in one transaction.
const PEOPLE_AT_ONCE: u32 = 2;

impl Run for CarryAccountName {
    /// Gives the hats of a page of people, invited and disabled ones too, the name that their account has now. A person who changes meanwhile is tried
    /// again.
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Self { account, after } = self;
        let page = PageRequest { limit: PEOPLE_AT_ONCE, after };
        let list = PeopleList::of_account(account);
        let (found, people) = try_join(store.account(account), store.people_listed(&list, page)).await?;
        let Some(found) = found.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        let ids: Vec<PersonId> = people.items.iter().map(|row| row.person).collect();
        let next = people.next.map(|next| Job::now(cx.act, &Self { account, after: Some(next) }));
        let people = store.people(&ids).await?;
        let renamed = people.iter().filter_map(|person| {
            let after = person.with_account_name(&found, cx.act.now)?;
            Some(person.replace_by(&after))
        });
        let renamed: Vec<Write> = renamed.flatten().collect();
        if renamed.is_empty() && next.is_none() {
            return Ok(Completion::Row);
        }
        let change = Change::new(cx.act.touch(found.record(), Some(account))).writes(renamed).jobs(next);
        store.commit(change.write(Write::remove(cx.job))).await?;
        Ok(Completion::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{job, runner};
    use jiff::Timestamp;
    use portico_domain::accounts::Account;
    use portico_domain::hats::Role;
    use portico_domain::paging::{Page, Position};
    use portico_domain::people::Person;
    use portico_domain::people::listing::PersonRow;
    use portico_domain::policy::Guarded;
    use portico_testing::{MockStore, at_once, records};
    use std::sync::{Arc, Mutex};

    /// Store in which the job for an account is due, with one page of its people and another one to follow.
    fn owing(account: &Account, people: Vec<Person>, next: Option<Position>) -> MockStore {
        let mut store = MockStore::new();
        let due = job(&CarryAccountName { account: account.id, after: None });
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![due.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        let (found, rows) = (account.clone(), people.clone());
        store.expect_account().returning(move |_| at_once(Ok(Guarded::seal(Some(found.clone())))));
        store.expect_people_listed().returning(move |_, _| {
            at_once(Ok(Page { items: rows.iter().map(PersonRow::from).collect(), next: next.clone() }))
        });
        store.expect_people().returning(move |_| at_once(Ok(people.clone())));
        store
    }

    #[tokio::test]
    async fn hats_of_the_account_get_its_name_and_the_next_page_follows() {
        let account = records::account();
        let own = records::hat_of(&Account { name: "Before".into(), ..account.clone() }, Role::Member);
        let elsewhere = records::hat_of(&records::account(), Role::Member);
        let person = records::person(vec![own, elsewhere.clone()], Timestamp::now());
        let as_named = records::person(vec![records::hat_of(&account, Role::Manager)], Timestamp::now());
        let mut store = owing(&account, vec![person.clone(), as_named], Some(Position("on".into())));
        let made: Arc<Mutex<Option<Change>>> = Arc::default();
        let kept = Arc::clone(&made);
        store.expect_commit().times(1).returning(move |change| {
            *kept.lock().expect("no panic") = Some(change);
            at_once(Ok(()))
        });
        assert_eq!(runner(store).run().await.expect("a run").done, 1);
        let change = made.lock().expect("no panic").take().expect("a change");
        let saved: Vec<&Person> = change.saved().collect();
        let [after] = saved[..] else { panic!("{change:?}") };
        assert_eq!((&after.hats[0].organisation, &after.hats[1]), (&account.name, &elsewhere));
        assert_eq!((after.version, after.epoch), (person.version + 1, person.epoch));
        let next = change.jobs[0].task::<CarryAccountName>().expect("the next page");
        assert_eq!(next.after, Some(Position("on".into())));
    }

    #[tokio::test]
    async fn nothing_is_written_where_every_hat_has_the_name() {
        let account = records::account();
        let person = records::person(vec![records::hat_of(&account, Role::Member)], Timestamp::now());
        let mut store = owing(&account, vec![person], None);
        store.expect_commit().never();
        assert_eq!(runner(store).run().await.expect("a run").done, 1);
    }
}
