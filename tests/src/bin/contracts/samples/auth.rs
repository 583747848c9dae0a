use super::{Sample, Scenario, id, sample};
use portico_auth::begin_provider_sign_in::BegunProviderSignIn;
use portico_auth::begin_second_factor::SecondFactorSecret;
use portico_auth::confirm_second_factor::RecoveryCodes;
use portico_auth::view::{RequestedMail, SessionPerson, SessionView, SignedIn, ViewedSession, Viewer};
use portico_domain::people::{Device, HatView, ListedSession, RESET_LIFETIME, Session};
use portico_domain::record::Record as _;
use portico_testing::records;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let person = &scenario.customer;
    let session = Session {
        id: id(0x20),
        rotated_at: scenario.answered,
        device: Device::new("Firefox/140.0 (Windows)", Some("203.0.113.x".into())),
        ..records::session(person, &person.hats[0], scenario.opened)
    };
    let signed_in = || SessionView {
        access_token: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTk1YTJmNCJ9.c2lnbmF0dXJl".into(),
        token_type: "Bearer".into(),
        expires_in: 600,
        person: SessionPerson::from(person),
        hats: person.hats.iter().map(HatView::from).collect(),
        hat_id: person.hats[0].id,
    };
    let viewed = ViewedSession { session: signed_in(), viewer: Viewer { id: id(0x21), name: "Karin Aalto".into() } };
    let secret = SecondFactorSecret {
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
        url: "otpauth://totp/XYZ%20Co.:kari@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=XYZ%20Co."
            .into(),
    };
    let codes = ["k3xq-7mfa-p2wd-ue5h", "zc6t-bn4y-rs3l-ig7v"].map(str::to_owned);
    let begun = BegunProviderSignIn {
        url: "https://accounts.xyz.example/authorize?response_type=code&client_id=portico".into(),
        secret: "dGhlIHNlY3JldCBvZiB0aGUgcGFnZSB0aGF0IGJlZ2Fu".into(),
        expires_in: 600,
    };
    vec![
        sample(&begun),
        sample(&signed_in()),
        sample(&viewed),
        sample(&SignedIn::Session(signed_in())),
        sample(&ListedSession::new(session.row(), session.id)),
        sample(&RequestedMail::valid_for(RESET_LIFETIME)),
        sample(&secret),
        sample(&RecoveryCodes { recovery_codes: codes.into() }),
    ]
}
