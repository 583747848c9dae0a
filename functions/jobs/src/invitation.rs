//! The mail by which somebody is asked to join. The secret in its link is made here, at the moment it is sent, so that it stands
//! in that one mail and nowhere else: what is kept of it is its hash.

use crate::effects::{Effects, JobFailure, hand_over, stopped};
use crate::mail;
use futures::future::try_join;
use portico_domain::caller::Act;
use portico_domain::change::{Change, Write};
use portico_domain::ids::{InvitationId, PersonId};
use portico_domain::invitations::InvitationLink;
use portico_domain::jobs::Job;
use portico_domain::policy::Resource as _;
use portico_domain::settings::PortalSettings;
use portico_domain::touch::{Outcome, Touch};
use portico_http::hash::{random_secret, sha256_hex};

/// Sends the mail of an invitation, unless a newer one took its place, it was accepted, or its time is over. Sent again, it has
/// a link of its own, and the one before is good too: nobody knows whether it arrived.
pub async fn send<S: Effects>(
    store: &S,
    portal_url: &str,
    act: &Act,
    job: &Job,
    (person, invitation): (PersonId, InvitationId),
) -> Result<(), JobFailure> {
    let (invited, portal) = try_join(store.invited(person, invitation), store.section::<PortalSettings>()).await?;
    let Some(invited) = invited.filter(|invited| invited.stands(act.now)) else {
        return Ok(());
    };
    let account = invited.person.hats.iter().find_map(|hat| hat.account);
    let touch = || act.touch(invited.person.record(), account);
    if let Some(why) = stopped(&invited.person) {
        let touch = touch().with_detail(format!("invitation not sent: {why}"));
        return Ok(store.touch(&Touch { outcome: Outcome::Failed, ..touch }).await?);
    }
    let secret = random_secret().ok_or_else(|| JobFailure::ForNow("no randomness".into()))?;
    let link = InvitationLink { person, invitation, secret };
    let portal = portal.unwrap_or_default();
    let mail = mail::invite(&invited, &link.text(), &portal, portal_url, job.id)
        .map_err(|error| JobFailure::ForGood(error.to_string()))?;
    // Before the mail: a link that arrives is good.
    let kept = invited.invitation.with_link(sha256_hex(link.secret.as_bytes()));
    let made = Write::Invitation { invitation: kept, expected: invited.invitation.version };
    store.commit(Change::new(touch().with_detail("made the link of an invitation")).write(made)).await?;
    hand_over(store, &mail, &touch().with_detail("sent the invitation")).await
}
