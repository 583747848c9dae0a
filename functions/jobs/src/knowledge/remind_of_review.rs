//! Mail to the owner of an article on the day of its review.

use crate::language::{Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, one_line, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::{Value, context};
use portico_domain::action::Action;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::editing::Manuscript;
use portico_domain::knowledge::jobs::RemindOfReview;
use portico_domain::portal::PortalSettings;

const ROW: MailRow = MailRow {
    name: "reminder of a review",
    text: template!("article_review"),
    button_label: Localized { en: "Open the article", es: "Abrir el artículo" },
    // The owner chose the day.
    category: None,
};

impl Run for RemindOfReview {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let system = &cx.act.caller;
        let (manuscript, portal) = try_join(store.manuscript(self.article), store.section::<PortalSettings>()).await?;
        let due = manuscript.open_for_system(system).filter(|found| found.0.is_to_be_reviewed(self.review_by));
        let Some(manuscript) = due else { return Ok(Completion::Row) };
        // A person who is gone gets no mail.
        let owner = store.person(manuscript.0.owner).await?.open_for_system(system);
        let Some(owner) = owner else { return Ok(Completion::Row) };
        let mail = RecordMail::<Manuscript> {
            to: &owner,
            record: &manuscript,
            account: None,
            permission: Permission::May(Action::ChangeArticle),
            obsolete: None,
            row: ROW,
            facts: facts(&manuscript.0, cx.portal_url),
            stored_first: None,
            answers: None,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

/// Values for the template.
fn facts(article: &Article, portal_url: &str) -> Value {
    context! {
        title => one_line(&article.title),
        helpful => article.helpful,
        unhelpful => article.unhelpful,
        url => format!("{portal_url}/staff/articles/{}", article.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::compose;
    use jiff::Timestamp;
    use portico_domain::hats::{Audience, HatKind, Role};
    use portico_domain::ids::JobId;
    use portico_domain::mail::Mail;
    use portico_domain::people::Person;
    use portico_testing::records;
    use uuid::Uuid;

    fn written(locale: &str) -> Mail {
        let at: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        let elena = records::person(vec![records::hat(HatKind::Staff, Role::Editor)], at);
        let elena = Person { locale: locale.into(), ..elena };
        let article = Article {
            title: "Starting\nthe pump".into(),
            helpful: 12,
            unhelpful: 3,
            ..records::article(vec![Audience::Customer], at)
        };
        let facts = facts(&article, "https://portal.example");
        compose(&ROW, facts, &elena, &PortalSettings::default(), "https://portal.example", JobId(Uuid::from_u128(1)))
            .expect("written")
    }

    #[test]
    fn the_mail_names_the_article_and_its_votes_and_leads_to_it() {
        let mail = written("en");
        assert_eq!(mail.subject, "Time to read again: Starting the pump");
        assert!(mail.text.contains("12 readers said that it helped, 3 that it did not."), "{}", mail.text);
        assert!(mail.text.contains("https://portal.example/staff/articles/"), "{}", mail.text);
    }

    #[test]
    fn the_mail_to_a_spanish_reader_is_spanish() {
        let mail = written("es-ES");
        assert_eq!(mail.subject, "Es hora de revisar: Starting the pump");
        assert!(mail.text.contains("A 12 lectores les ayudó; a 3, no."), "{}", mail.text);
    }
}
