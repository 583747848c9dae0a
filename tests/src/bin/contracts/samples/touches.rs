use super::{Cast, Sample, sample};
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, HatRef, Role};
use portico_domain::record::{RecordKind, RecordRef};
use portico_domain::touch::Touch;
use portico_testing::records;
use portico_touches::list::TouchView;
use uuid::Uuid;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let id: Uuid = records::fresh();
    let touch = Touch {
        person: Some(cast.agent.id),
        person_name: cast.agent.name.clone(),
        hat: Some(HatRef { kind: HatKind::Staff, role: Role::Agent }),
        action: Action::ReplyToTicket,
        record: Some(RecordRef { kind: RecordKind::Ticket, id: id.to_string(), label: "T-1042".into() }),
        account: Some(cast.account.id),
        request_id: "3f1c9a".into(),
        ..records::touch(cast.now)
    };
    vec![sample(&TouchView::from(touch))]
}
