//! `GET` and `PUT /v1/me/layout`: how the home page of the hat one wears is arranged.

use portico_domain::change::{Change, Commit, Write};
use portico_domain::home::known_widgets;
use portico_domain::people::ports::Layouts;
use portico_domain::people::record::HatLayout;
use portico_domain::people::{Layout, Widget};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The arrangement of a home page.
#[derive(Debug, Serialize, ToSchema)]
pub struct LayoutView {
    /// The widgets in order.
    pub widgets: Vec<Widget>,
    /// Counts the changes; 0 while the default holds.
    pub version: u64,
}

impl From<Layout> for LayoutView {
    fn from(layout: Layout) -> Self {
        Self { widgets: layout.widgets, version: layout.version }
    }
}

/// New arrangement of the home page.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrangeHome {
    /// The widgets in order; those not named come last.
    #[schema(max_items = 20)]
    pub widgets: Vec<Widget>,
}

/// Arrangement of the home page.
#[utoipa::path(get, path = "/v1/me/layout", operation_id = "get_layout", tag = "profile",
    responses((status = 200, description = "The arrangement", body = LayoutView)))]
pub async fn get_layout<S: RequestStore + Layouts + Sync>(store: &S, call: Call) -> HandlerResult<LayoutView> {
    let caller = call.token_caller()?;
    let layout = store.layout(caller.person, caller.hat.id).await?.unwrap_or_default();
    let layout = layout.fitted(&known_widgets(caller.hat.kind, caller.hat.role));
    let version = layout.version;
    Ok(ok(layout.into()).version(version))
}

/// Arranges the home page.
#[utoipa::path(put, path = "/v1/me/layout", operation_id = "replace_layout", tag = "profile", request_body = ArrangeHome,
    responses((status = 200, description = "The arrangement as it is now", body = LayoutView)))]
pub async fn replace_layout<S: RequestStore + Layouts + Commit + Sync>(
    store: &S,
    call: Call<(), Body<ArrangeHome>>,
) -> HandlerResult<LayoutView> {
    let caller = call.token_caller()?;
    let layout = store.layout(caller.person, caller.hat.id).await?;
    let act = call.act().await?;
    let layout = layout.unwrap_or_default();
    call.check_if_match(layout.version)?;
    let next =
        layout.arrange(&known_widgets(act.caller.hat.kind, act.caller.hat.role), call.input.0.widgets.clone())?;
    let stored = HatLayout { person: act.caller.person, hat: act.caller.hat.id, layout: next.clone() };
    let change = Change::new(act.touch(None, None)).write(Write::replace(&stored, layout.version));
    let version = next.version;
    call.commit(store, change, ok(next.into()).version(version)).await
}
