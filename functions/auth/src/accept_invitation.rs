//! `POST /v1/invitations/accept`: an invited person chooses a password, and is signed in.

use crate::password;
use crate::session_start::{denied_touch, device, new_session, own_caller};
use crate::throttle::Throttle;
use crate::view::SessionView;
use futures::future::{join, try_join, try_join3};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Commit, Write};
use portico_domain::error::Error;
use portico_domain::invitations::{InvitationLink, Invitations, Invited};
use portico_domain::people::ports::{People, Sessions};
use portico_domain::people::{Credential, SESSION_LIFETIME};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::{Settings, SettingsDocuments};
use portico_domain::signing::SigningKey;
use portico_domain::store::StoreResult;
use portico_http::hash::sha256_hex;
use portico_http::{Body, Call, HandlerResult, ok, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to accept while the person's record changes in between.
const MOST_TRIES: usize = 3;

/// Token of the invitation, and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// Token: the part of the mail's link after the `#`.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub token: String,
    /// The password, of any characters.
    #[schema(min_length = 15, max_length = 200, format = Password)]
    pub password: String,
}

/// Accepts an invitation: sets the password and signs the person in. A password that is easy to guess is refused. A link that was used, has expired, was replaced
/// by a newer one or never existed gets the same answer.
#[utoipa::path(post, path = "/v1/invitations/accept", operation_id = "accept_invitation", tag = "session",
    request_body = AcceptInvitation, responses((status = 200, description = "Signed in; the refresh token comes as a cookie", body = SessionView)))]
pub async fn accept_invitation<S>(store: &S, call: Call<(), Body<AcceptInvitation>>) -> HandlerResult<SessionView>
where
    S: RequestStore
        + Rates
        + Invitations
        + People
        + Sessions
        + Settings
        + SettingsDocuments
        + SigningKey
        + Commit
        + Sync,
{
    call.from_own_page()?;
    let AcceptInvitation { token, password } = &call.input.0;
    let link = InvitationLink::read(token);
    let throttle = Throttle::invitation(link.as_ref(), &call.address);
    let read = try_join(find(store, link.as_ref()), store.section::<PortalSettings>());
    let ((invited, portal), wait, key) = try_join3(read, throttle.count(store, call.now), store.signing_key()).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let company = portal.unwrap_or_default().company_name;
    let mut first = Some(invited);
    retry!(MOST_TRIES, |number| {
        // Read again, it may have been accepted in another tab, or the person disabled, or only renamed.
        let invited = match first.take() {
            Some(first) => first,
            None => find(store, link.as_ref()).await?,
        };
        let good = |invited: &Invited| {
            let hash = link.as_ref().map(|link| sha256_hex(link.secret.as_bytes()));
            invited.stands(call.now) && hash.is_some_and(|hash| invited.is_link(&hash))
        };
        let own = |invited: Invited| own_caller(&invited.person).map(|caller| (invited, caller));
        let Some((accepted, caller)) = invited.filter(good).and_then(own) else {
            store.touch(&denied_touch(&call, Action::AcceptInvitation)).await?;
            return Err(over().into());
        };
        password::strong(password, &accepted.person, &company, "/password")?;
        let act = call.act_as(caller);
        let (session, refresh) = new_session(&act, &accepted.person, device(&call))?;
        let (person, change) = accepted.accept(&act);
        let hash = password::hash(password)?;
        let change = change.write(Credential::set_password(&person.email, hash, None)).write(Write::create(&session));
        let view = SessionView::new(&key, &person, &act.caller, act.now)?;
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, ok(view).cookie(refresh.cookie(SESSION_LIFETIME))), forgiven).await.0
    })
}

async fn find<S: Invitations>(store: &S, link: Option<&InvitationLink>) -> StoreResult<Option<Invited>> {
    match link {
        Some(link) => store.invited(link.person, link.id).await,
        None => Ok(None),
    }
}

/// Returns the error for every unusable link. It gives no reason, because a reason would tell who exists.
fn over() -> Error {
    let detail = "This invitation is not good any more. It was used, is older than seven days, or there is a newer one. \
                  Ask for a new one.";
    Error::Refused { code: "invitation_over", detail: detail.into() }
}
