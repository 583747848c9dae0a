use super::{Sample, Scenario, id, sample};
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, HatRef, Role};
use portico_domain::record::Resource;
use portico_domain::touch::Touch;
use portico_testing::records;
use portico_touches::list::TouchView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let touch = Touch {
        id: id(19),
        person: Some(scenario.agent.id),
        person_name: scenario.agent.name.clone(),
        hat: Some(HatRef { kind: HatKind::Staff, role: Role::Agent }),
        action: Action::ReplyToTicket,
        record: scenario.ticket().record(),
        account: Some(scenario.account.id),
        request_id: "3f1c9a".into(),
        ..records::touch(scenario.answered)
    };
    vec![sample(&TouchView::from(touch))]
}
