use super::{Sample, Scenario, sample};
use portico_auth::view::{SessionPerson, SessionView};
use portico_domain::people::HatView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let person = &scenario.customer;
    vec![sample(&SessionView {
        access_token: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTk1YTJmNCJ9.c2lnbmF0dXJl".into(),
        token_type: "Bearer".into(),
        expires_in: 600,
        person: SessionPerson {
            id: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            locale: person.locale.clone(),
        },
        hats: person.hats.iter().map(HatView::from).collect(),
        hat_id: person.hats[0].id,
    })]
}
