//! `GET /v1/branding`: what the sign-in page shows of the company. Public.

use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// The company, as its portals show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Branding {
    /// Name of the company.
    pub company_name: String,
    /// `#rrggbb`.
    pub brand_color: String,
    /// E-mail address of the support team.
    pub support_email: String,
    /// Telephone number of the support team.
    pub support_phone: String,
}

impl From<PortalSettings> for Branding {
    fn from(portal: PortalSettings) -> Self {
        Self {
            company_name: portal.company_name,
            brand_color: portal.brand_color,
            support_email: portal.support_email,
            support_phone: portal.support_phone,
        }
    }
}

/// The company's name, colour and addresses.
#[utoipa::path(get, path = "/v1/branding", operation_id = "get_branding", tag = "profile", security(()),
    responses((status = 200, description = "The company", body = Branding)))]
pub async fn get_branding<S: RequestStore + Settings + Sync>(store: &S, _call: Call) -> HandlerResult<Branding> {
    Ok(ok(store.section::<PortalSettings>().await?.unwrap_or_default().into()))
}
