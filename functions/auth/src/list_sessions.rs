//! `GET /v1/me/sessions`: where one is signed in.

use futures::future::try_join3;
use portico_domain::people::ListedSession;
use portico_domain::people::ports::{People, SessionLists};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};

/// Sessions of the caller that can be used, the newest first. A page may have fewer items than its limit.
#[utoipa::path(get, path = "/v1/me/sessions", operation_id = "list_sessions", tag = "session", params(PageParams),
    responses((status = 200, description = "A page of sessions", body = List<ListedSession>)))]
pub async fn list_sessions<S: RequestStore + SessionLists + People + Settings + Sync>(
    store: &S,
    call: Call<(), Params<PageParams>>,
) -> HandlerResult<List<ListedSession>> {
    let caller = call.token_caller()?;
    let paged = call.paged(&call.input.0, "")?;
    let sessions = store.sessions_of(caller.person, paged.request());
    let (mut page, person, portal) =
        try_join3(sessions, store.person(caller.person), store.section::<PortalSettings>()).await?;
    let (act, person) = call.authorize(person).await?;
    let longest = portal.unwrap_or_default().longest_session();
    page.items.retain(|row| row.live(&person, act.now, longest));
    Ok(ok(paged.list(page, |row| ListedSession::new(row, act.caller.session))?))
}
