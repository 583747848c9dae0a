use super::{Sample, Scenario, id, sample, sample_of};
use jiff::SignedDuration;
use portico_domain::jobs::{Job, MOST_TRIES};
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::record::Record as _;
use portico_domain::tickets::inbound::{InboundFile, InboundMail, InboundReason, InboundState};
use portico_jobs::download_inbound_mail::MailDownloadLink;
use portico_jobs::inbound_view::{InboundMailSummary, InboundMailView};
use portico_jobs::list::JobView;
use portico_testing::records;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let task = IndexArticle { article: scenario.article.id };
    let owed = Job::new(id(20), &task, scenario.opened, scenario.opened);
    let parked = Job {
        tries: MOST_TRIES,
        parked: true,
        last_error: Some("the index does not answer".into()),
        due: scenario.opened + SignedDuration::from_hours(5),
        ..owed
    };
    let again = parked.again(scenario.opened + SignedDuration::from_hours(6));
    let ticket = scenario.ticket().reference();
    let waiting = InboundMail {
        id: id(21),
        reason: Some(InboundReason::OtherSender),
        from: "jon.arne@home.example".into(),
        from_name: "Jon Arne".into(),
        subject: "Re: T-1042: message from Sofie Brandt".into(),
        text: "It is firmware 4.2.".into(),
        quoted: "> Which firmware does it run?".into(),
        files: vec![InboundFile { name: "settings.png".into(), size: 48_213 }],
        ticket: Some(ticket),
        ..records::inbound_mail(scenario.answered)
    };
    let attached = InboundMail { version: 2, ..waiting.joined(ticket, scenario.answered) };
    let discarded = InboundMail { version: 2, state: InboundState::Discarded, text: String::new(), ..waiting.clone() };
    vec![
        sample(&JobView::from(parked)),
        sample_of("retry_job", &JobView::from(again)),
        sample(&InboundMailSummary::from(waiting.row())),
        sample(&InboundMailView::from(waiting)),
        sample(&MailDownloadLink {
            url: "https://files.portal.xyz.example/inbound/0107?X-Amz-Expires=30".into(),
            expires_at: scenario.answered + SignedDuration::from_secs(30),
        }),
        sample_of("attach_inbound_mail", &InboundMailView::from(attached)),
        sample_of("discard_inbound_mail", &InboundMailView::from(discarded)),
    ]
}
