//! Mail that tells a person that an administrator changed their hats.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, one_line, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::context;
use portico_domain::people::PersonStatus;
use portico_domain::people::jobs::SendHatsChanged;
use portico_domain::portal::PortalSettings;

const NOTICE: MailRow = MailRow {
    name: "notice of other roles",
    text: template!("hats_changed"),
    button_label: Localized { en: "Open the portal", es: "Abrir el portal" },
    category: None,
};

impl Run for SendHatsChanged {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (person, portal) = try_join(store.person(self.person), store.section::<PortalSettings>()).await?;
        let Some(person) = person.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        let language = Language::of(&person);
        let hats: Vec<String> = person.hats.iter().map(|hat| one_line(&language.hat(hat))).collect();
        let mail = RecordMail {
            to: &person,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: (person.status != PersonStatus::Active).then_some("they cannot sign in"),
            row: NOTICE,
            facts: context! {
                at => language.moment(self.at, &person),
                several => hats.len() > 1,
                hats => hats.join("; "),
                url => cx.portal_url,
            },
            stored_first: None,
            answers: None,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{job, runner};
    use portico_domain::hats::{HatKind, Role};
    use portico_domain::people::Person;
    use portico_domain::policy::Guarded;
    use portico_testing::{MockStore, at_once, records};

    fn store(person: Person) -> MockStore {
        let at = "2026-11-23T10:00:00Z".parse().expect("a time");
        let due = job(&SendHatsChanged { person: person.id, at });
        let mut store = MockStore::new();
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![due.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(person.clone())))));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        store
    }

    fn kim(locale: &str) -> Person {
        let hats = vec![records::hat(HatKind::Staff, Role::Sales), records::hat(HatKind::Employee, Role::Contractor)];
        let person = records::person(hats, "2026-11-23T10:00:00Z".parse().expect("a time"));
        Person { name: "Kim Berg".into(), locale: locale.into(), time_zone: "UTC".into(), ..person }
    }

    #[tokio::test]
    async fn the_mail_names_the_hats_of_now() {
        for (locale, hello, parts) in [
            ("en", "Hello Kim Berg,", ["23 November 2026, 10:00", ", sales; ", ", contractor."]),
            ("es", "Hola, Kim Berg:", ["23 de noviembre de 2026", ", ventas; ", ", colaborador externo."]),
        ] {
            let mut store = store(kim(locale));
            store.expect_send().times(1).returning(move |mail| {
                assert!(mail.text.starts_with(hello), "{}", mail.text);
                for part in parts.into_iter().chain(["https://portal.example\n"]) {
                    assert!(mail.text.contains(part), "{part} is missing in {}", mail.text);
                }
                at_once(Ok(()))
            });
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }

    #[tokio::test]
    async fn whoever_was_disabled_meanwhile_gets_no_mail() {
        let mut store = store(Person { status: PersonStatus::Disabled, ..kim("en") });
        store.expect_send().never();
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }
}
