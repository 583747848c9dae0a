//! `GET /v1/branding`: what the sign-in page shows of the company. Public.

use futures::future::try_join;
use portico_domain::hats::HatKind;
use portico_domain::identity_provider::settings::IdentityProviderSettings;
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
    /// The company's identity provider, for the sign-in page; null elsewhere, and if nobody signs in through one.
    pub identity_provider: Option<ProviderButton>,
}

/// The company's identity provider, as the sign-in page offers it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderButton {
    /// Name of the provider, such as "XYZ account".
    pub label: String,
    /// Portals whose people sign in through the provider.
    pub faces: Vec<HatKind>,
}

impl Branding {
    /// Makes the branding from the settings.
    pub fn new(portal: PortalSettings, provider: Option<IdentityProviderSettings>) -> Self {
        let provider = provider.filter(|provider| provider.enabled);
        Self {
            identity_provider: provider.map(|provider| ProviderButton { label: provider.label, faces: provider.faces }),
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
    let (portal, provider) = try_join(store.section::<PortalSettings>(), store.section()).await?;
    Ok(ok(Branding::new(portal.unwrap_or_default(), provider)))
}
