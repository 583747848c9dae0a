//! Publishing a draft of the settings at the time that somebody set. It is written in one transaction with the end of
//! its job.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join3;
use portico_domain::change::Write;
use portico_domain::error::Error;
use portico_domain::sections::Editable;
use portico_domain::settings::jobs::PublishSection;
use portico_domain::tickets::fields::TicketFields;

impl Run for PublishSection {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Ok(editable) = Editable::named(&self.section) else { return Ok(Completion::Row) };
        let reads =
            (store.section_draft(editable.name), store.document(editable.name), store.section::<TicketFields>());
        let (draft, published, fields) = try_join3(reads.0, reads.1, reads.2).await?;
        let (draft, published) = (draft.open_for_system(&cx.act.caller), published.open_for_system(&cx.act.caller));
        let (Some(draft), Some(published)) = (draft.filter(|draft| draft.awaits(&self)), published) else {
            return Ok(Completion::Row);
        };
        let document = editable.renewed(draft.document().map_err(unpublished)?).map_err(unpublished)?;
        let fields = fields.unwrap_or_default();
        let staff = editable.validate(&document, &published.document, &fields).map_err(unpublished)?;
        let ids: Vec<_> = staff.iter().map(|work| work.person).collect();
        let document = editable.publishable(&document, staff, store.people(&ids).await?).map_err(unpublished)?;
        let (_, change) = draft.publish(cx.act, published, document).map_err(unpublished)?;
        store.commit(change.jobs((editable.jobs)(cx.act)).write(Write::remove(cx.job))).await?;
        Ok(Completion::Nothing)
    }
}

/// Failure of a draft that cannot be published: a person has to mend it.
fn unpublished(error: Error) -> JobError {
    if error.is_transient() { JobError::from(error) } else { JobError::Permanent(error.to_string()) }
}
