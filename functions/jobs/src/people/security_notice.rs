//! Mail that notifies a person of a change to the way they sign in, so that they learn of one that was not theirs.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::context;
use portico_domain::people::jobs::{SecurityNotice, SendSecurityNotice};
use portico_domain::portal::PortalSettings;

macro_rules! notices {
    ($($notice:ident $file:literal;)+) => {
        fn row(notice: SecurityNotice) -> MailRow {
            match notice {
                $(SecurityNotice::$notice => MailRow {
                    name: "security notice",
                    text: template!($file),
                    button_label: CHOOSE,
                    category: None,
                },)+
            }
        }

        #[cfg(test)]
        const NOTICES: &[SecurityNotice] = &[$(SecurityNotice::$notice),+];
    };
}

/// Label of the button of every notice.
const CHOOSE: Localized = Localized { en: "Choose a new password", es: "Elegir una nueva contraseña" };

// Notice and its template.
notices! {
    PasswordChanged "password_changed";
    PasswordReset "password_set";
    SecondFactorOn "second_factor_on";
    SecondFactorOff "second_factor_off";
    RecoveryCodeUsed "recovery_code_used";
    RecoveryCodesRenewed "recovery_codes_renewed";
}

impl Run for SendSecurityNotice {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (person, portal) = try_join(store.person(self.person), store.section::<PortalSettings>()).await?;
        let Some(person) = person.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        let mail = RecordMail {
            to: &person,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: None,
            row: row(self.notice),
            facts: context! {
                email => person.email.as_str(),
                at => Language::of(&person).moment(self.at, &person),
                device => self.device,
                by_administrator => self.by_administrator,
                url => format!("{}/password", cx.portal_url),
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

    #[tokio::test]
    async fn each_notice_names_time_and_device_and_leads_to_a_new_password() {
        for notice in NOTICES {
            let at = "2026-11-23T10:00:00Z".parse().expect("a time");
            let person = records::person(vec![records::hat(HatKind::Staff, Role::Sales)], at);
            let person = Person { name: "Kim Berg".into(), time_zone: "UTC".into(), ..person };
            let device = Some("Firefox on Windows, 203.0.113.x".to_owned());
            let due =
                job(&SendSecurityNotice { person: person.id, notice: *notice, at, device, by_administrator: false });
            let mut store = MockStore::new();
            store.expect_due().returning(move |_, _, _| at_once(Ok(vec![due.clone()])));
            store.expect_replace().returning(|_, _, _| at_once(Ok(())));
            store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(person.clone())))));
            store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
            store.expect_send().times(1).returning(|mail| {
                assert!(mail.text.starts_with("Hello Kim Berg,"), "{}", mail.text);
                for part in ["23 November 2026, 10:00", "Firefox on Windows", "https://portal.example/password\n"] {
                    assert!(mail.text.contains(part), "{part} is missing in {}", mail.text);
                }
                at_once(Ok(()))
            });
            store.expect_touch().times(1).returning(|_| at_once(Ok(())));
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }
}
