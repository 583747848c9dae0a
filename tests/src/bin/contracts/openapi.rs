//! The OpenAPI document: the documentation of each area, and the parts that are the same for all operations. These are
//! security, problems, conditional requests and idempotency; they follow from the rows of the ENDPOINTS tables.

use crate::areas::{Area, TAGS};
use crate::patterns;
use crate::samples::Samples;
use anyhow::{Context, bail};
use http::Method;
use portico_domain::action::{Action, Capability, rule};
use portico_http::headers::{ETAG_PATTERN, KEY_PATTERN, TAGS_PATTERN};
use portico_http::{Effect, Endpoint, Problem};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::{InfoBuilder, LicenseBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem, Paths};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{AnyOfBuilder, ArrayItems};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Content, Header, ObjectBuilder, OpenApiBuilder, Ref, RefOr, Required, Response, Schema, ServerBuilder,
    Type,
};
use utoipa::{PartialSchema, ToSchema};

const DESCRIPTION: &str = "\
The interface of Portico, customer and support portal of a company. Every operation but the public ones needs an access \
token from `POST /v1/session`; the hat a person wears is part of the session. Failures are problem details (RFC 9457) \
whose `code` is stable. Fields that an operation does not know are refused. Lists are read page by page with `cursor`.";

const BEARER: &str = "bearerAuth";
const COOKIE: &str = "refreshCookie";
const PROBLEM: &str = "Problem";

/// Actions whose attempts are counted.
const THROTTLED: &[Action] = &[
    Action::SignIn,
    Action::AcceptInvitation,
    Action::RequestPasswordReset,
    Action::ResetPassword,
    Action::RequestEmailChange,
    Action::ConfirmEmailChange,
    Action::RequestSignInCode,
    Action::SignInByCode,
    Action::BeginProviderSignIn,
    Action::SignInByProvider,
    Action::TakeSecondStep,
    Action::ChangePassword,
    Action::SetUpSecondFactor,
    Action::RenewRecoveryCodes,
    Action::RemoveSecondFactor,
];

/// The problems an operation can answer with: status, name, when, and the codes.
const PROBLEMS: &[(u16, &str, &str)] = &[
    (
        400,
        "Malformed",
        "The request cannot be read. Codes: `json_invalid`, `json_expected`, `if_match_invalid`, `idempotency_key_invalid`, `header_repeated`, `parameter_repeated`.",
    ),
    (
        401,
        "NotSignedIn",
        "Nobody is signed in, or no longer. Codes: `not_signed_in`, `token_expired` and `token_stale` (renew the session and repeat), `session_ended`, `sign_in_failed`, `challenge_over`.",
    ),
    (
        403,
        "Forbidden",
        "The role may never do this, whatever the record, or nobody may in this way. Codes: `forbidden`, `read_only`, `cross_site`, `not_through_the_portal`, `invitation_over`, `reset_over`, `email_change_over`, `provider_sign_in_over`, `no_access`.",
    ),
    (
        404,
        "NotFound",
        "There is no such record, or it is not the caller's to see, or this part of the portal is switched off. Codes: `not_found`, `capability_off`.",
    ),
    (
        409,
        "Conflict",
        "Not possible as things stand, or the same request is still running. Codes: `state_conflict`, `still_running` and those of single operations.",
    ),
    (412, "Stale", "The record has changed since the caller saw it. Code: `stale`."),
    (413, "TooLarge", "The body is too large. Code: `body_too_large`."),
    (
        422,
        "Refused",
        "The input cannot be accepted: `errors` names every such field. Or an idempotency key was used for another request. Codes: `input_invalid`, `idempotency_key_reused`.",
    ),
    (428, "PreconditionRequired", "The header `If-Match` is missing. Code: `precondition_required`."),
    (429, "TooMany", "Too often in a short time; `Retry-After` says how long to wait. Code: `too_many_requests`."),
    (503, "Unavailable", "Something Portico depends on does not answer. Nothing was changed. Code: `unavailable`."),
];

/// The document as it is committed.
pub(crate) fn document(areas: &[Area]) -> anyhow::Result<String> {
    let mut paths = Paths::new();
    let mut components = Components::new();
    let mut samples = Samples::of(areas)?;
    for area in areas {
        let mut documented = (area.documentation)();
        for endpoint in area.endpoints {
            let found =
                documented.paths.paths.get_mut(endpoint.path).and_then(|path| slot(path, &endpoint.method).take());
            let operation = found.with_context(|| {
                let Endpoint { method, path, handler, .. } = endpoint;
                format!("{handler} documents another method or path than {method} {path}, which its row has")
            })?;
            let of_area = documented.components.as_ref().unwrap_or(&components);
            let mut operation = completed(operation, endpoint, of_area)?;
            give_examples(&mut operation, endpoint, &mut samples)?;
            let item = paths.paths.entry(endpoint.path.to_owned()).or_default();
            *slot(item, &endpoint.method) = Some(operation);
        }
        for (name, schema) in documented.components.unwrap_or_default().schemas {
            let schema = for_reader(schema);
            match components.schemas.get(&name) {
                Some(other) if *other != schema => bail!("two different types are called {name}: rename one of them"),
                _ => components.schemas.insert(name, schema),
            };
        }
    }
    samples.check()?;
    patterns::add(&mut paths, &mut components);
    let document = OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Portico")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(DESCRIPTION))
                .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build())),
        )
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .security(Some([SecurityRequirement::new(BEARER, Vec::<String>::new())]))
        .tags(Some(TAGS.iter().map(|(name, text)| TagBuilder::new().name(*name).description(Some(*text)).build())))
        .paths(paths)
        .components(Some(shared(components)))
        .build();
    let text = document.to_pretty_json()? + "\n";
    if let Some(name) = dangling(&text) {
        bail!(
            "{name} is referred to and not there; where only a parameter is of it, list it at the head of the endpoints! of its area: schemas({name});"
        );
    }
    Ok(text)
}

/// Turns a choice between types without a discriminator into "any of": what fits the richer view fits the plainer one
/// too. utoipa writes "exactly one of".
fn for_reader(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::OneOf(one))
            if one.discriminator.is_none() && one.items.iter().all(|item| matches!(item, RefOr::Ref(_))) =>
        {
            let any = one.items.into_iter().fold(AnyOfBuilder::new(), AnyOfBuilder::item);
            RefOr::T(Schema::AnyOf(any.description(one.description).build()))
        }
        RefOr::T(Schema::Array(mut array)) => {
            if let ArrayItems::RefOrSchema(items) = array.items {
                array.items = ArrayItems::RefOrSchema(Box::new(for_reader(*items)));
            }
            RefOr::T(Schema::Array(array))
        }
        RefOr::T(Schema::Object(mut object)) => {
            for property in object.properties.values_mut() {
                let before = std::mem::replace(property, RefOr::T(Schema::default()));
                *property = for_reader(before);
            }
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}

/// A schema that the document refers to and does not have.
fn dangling(document: &str) -> Option<&str> {
    let names = document.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let schemas = document.split_once("\"schemas\": {").map_or("", |(_, schemas)| schemas);
    names.into_iter().find(|name| !schemas.contains(&format!("\n      \"{name}\": {{")))
}

/// Returns the place of a method's operation in a path.
fn slot<'a>(path: &'a mut PathItem, method: &Method) -> &'a mut Option<Operation> {
    match method.as_str() {
        "POST" => &mut path.post,
        "PUT" => &mut path.put,
        "PATCH" => &mut path.patch,
        "DELETE" => &mut path.delete,
        _ => &mut path.get,
    }
}

/// An operation with what follows from its row.
fn completed(mut operation: Operation, endpoint: &Endpoint, components: &Components) -> anyhow::Result<Operation> {
    let named = operation.operation_id.as_deref();
    if named != Some(endpoint.operation) {
        bail!("{} {} is documented as {named:?}, not as {}", endpoint.method, endpoint.path, endpoint.operation);
    }
    for tag in operation.tags.iter().flatten() {
        if !TAGS.iter().any(|(name, _)| name == tag) {
            bail!("{} has the tag {tag}, which nothing describes", endpoint.operation);
        }
    }
    // A summary is one line, wherever the comment it comes from was wrapped.
    operation.summary = operation.summary.map(|text| text.replace('\n', " "));
    let read = endpoint.effect == Effect::Read;
    let mut versioned = false;
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let record = status.starts_with('2') && response.content.values().any(|content| is_record(content, components));
        response.headers.insert("x-request-id".into(), header("RequestId"));
        if record {
            response.headers.insert("ETag".into(), header("ETag"));
            versioned = true;
        }
        if status == "303" || (record && status == "201") {
            response.headers.insert("Location".into(), header("Location"));
        }
        let sets = [
            Action::SignIn,
            Action::SignInByCode,
            Action::SignInByProvider,
            Action::TakeSecondStep,
            Action::RefreshSession,
            Action::SignOut,
            Action::EndSessions,
            Action::AcceptInvitation,
        ];
        if sets.contains(&endpoint.action) {
            response.headers.insert("Set-Cookie".into(), header("SetCookie"));
        }
    }
    let mut parameters = operation.parameters.take().unwrap_or_default();
    if parameters.iter().any(is_shared) {
        bail!("{} documents a header that follows from its row: leave it out", endpoint.operation);
    }
    let has_body = operation.request_body.is_some();
    let repeatable = matches!(endpoint.effect, Effect::Create | Effect::Change) && !endpoint.public();
    if repeatable {
        parameters.push(RefOr::Ref(Ref::new("#/components/parameters/IdempotencyKey")));
    }
    if endpoint.effect == Effect::Change {
        parameters.push(RefOr::Ref(Ref::new("#/components/parameters/IfMatch")));
    }
    if read && versioned {
        parameters.push(RefOr::Ref(Ref::new("#/components/parameters/IfNoneMatch")));
        let unchanged = ResponseBuilder::new().description("The record is still the one the caller has").build();
        operation.responses.responses.insert("304".into(), unchanged.into());
    }
    operation.parameters = Some(parameters).filter(|parameters| !parameters.is_empty());
    for (status, name, _) in PROBLEMS {
        if can_answer(endpoint, *status, has_body) {
            operation.responses.responses.insert(status.to_string(), problem(name));
        }
    }
    operation.responses.responses.insert("default".into(), problem(PROBLEM));
    operation.security = match (endpoint.action, endpoint.public()) {
        (Action::RefreshSession, _) => Some(vec![SecurityRequirement::new(COOKIE, Vec::<String>::new())]),
        (_, true) => Some(Vec::new()),
        (_, false) => None,
    };
    Ok(operation)
}

/// Gives each answer that is a record or a page of them its example.
fn give_examples(operation: &mut Operation, endpoint: &Endpoint, samples: &mut Samples) -> anyhow::Result<()> {
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        for content in response.content.values_mut() {
            let RefOr::T(content) = content else { continue };
            if let Some(RefOr::Ref(reference)) = &content.schema {
                let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
                content.example = Some(samples.get(endpoint.operation, name)?);
            }
        }
    }
    Ok(())
}

/// Whether an operation can answer with the problem of this status.
fn can_answer(endpoint: &Endpoint, status: u16, body: bool) -> bool {
    let rule = rule(endpoint.action);
    let public = endpoint.public();
    let changes = endpoint.effect != Effect::Read;
    match status {
        401 => {
            let proves = [Action::SignIn, Action::SignInByCode, Action::TakeSecondStep, Action::RefreshSession];
            !public || proves.contains(&endpoint.action)
        }
        404 => {
            // The settings may have no identity provider.
            let provider = endpoint.action == Action::BeginProviderSignIn;
            provider || endpoint.path.contains('{') || (!public && rule.capability != Capability::Personal)
        }
        409 => changes,
        412 => matches!(endpoint.effect, Effect::Change | Effect::Set) || (changes && endpoint.record.is_some()),
        413 => body,
        428 => endpoint.effect == Effect::Change,
        429 => {
            let creates =
                endpoint.effect == Effect::Create && matches!(endpoint.action, Action::OpenTicket | Action::UploadFile);
            creates || THROTTLED.contains(&endpoint.action)
        }
        // Any request can say something twice, or have a parameter that the operation does not know.
        _ => true,
    }
}

/// Whether the content is a record with a version, which is then sent as `ETag`.
fn is_record(content: &RefOr<Content>, components: &Components) -> bool {
    let RefOr::T(content) = content else { return false };
    content.schema.as_ref().is_some_and(|schema| has_version(schema, components))
}

fn has_version(schema: &RefOr<Schema>, components: &Components) -> bool {
    let any = |items: &[RefOr<Schema>]| items.iter().any(|item| has_version(item, components));
    match schema {
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            components.schemas.get(name).is_some_and(|schema| has_version(schema, components))
        }
        RefOr::T(Schema::Object(object)) => object.properties.contains_key("version"),
        RefOr::T(Schema::AllOf(all)) => any(&all.items),
        RefOr::T(Schema::OneOf(one)) => any(&one.items),
        RefOr::T(Schema::AnyOf(some)) => any(&some.items),
        RefOr::T(_) => false,
    }
}

/// Whether a parameter is one of those that are added here, for all operations alike.
fn is_shared(parameter: &RefOr<Parameter>) -> bool {
    let shared = ["if-match", "if-none-match", "idempotency-key"];
    matches!(parameter, RefOr::T(parameter) if shared.contains(&parameter.name.to_lowercase().as_str()))
}

fn header(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

fn problem(name: &str) -> RefOr<Response> {
    RefOr::Ref(Ref::from_response_name(name))
}

/// Adds the components that operations refer to.
fn shared(mut components: Components) -> Components {
    let mut referred = Vec::new();
    Problem::schemas(&mut referred);
    components.schemas.extend(referred);
    components.schemas.insert(PROBLEM.into(), Problem::schema());
    let text = |pattern: &str| ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build();
    let headers = [
        ("ETag", "The version of the record, in quotation marks: what `If-Match` wants.", Type::String),
        ("Location", "Address of the resource.", Type::String),
        ("RequestId", "Names the request in the log.", Type::String),
        ("RetryAfter", "Seconds to wait before trying again.", Type::Integer),
        ("SetCookie", "The refresh token, for this host alone and out of reach of scripts.", Type::String),
    ];
    for (name, description, kind) in headers {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        let header = HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build();
        components.headers.insert(name.into(), header.into());
    }
    let parameters = [
        (
            "IdempotencyKey",
            "Idempotency-Key",
            false,
            text(KEY_PATTERN),
            "Chosen by the client, a UUID say: the same key with the same request gets the first one's answer, for 24 hours.",
        ),
        ("IfMatch", "If-Match", true, text(ETAG_PATTERN), "The ETag of the record as the caller saw it."),
        (
            "IfNoneMatch",
            "If-None-Match",
            false,
            text(TAGS_PATTERN),
            "The ETag of the record as the caller has it, a list of them, or `*`: unchanged, it is not sent again.",
        ),
    ];
    for (key, name, required, schema, description) in parameters {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(if required { Required::True } else { Required::False })
            .schema(Some(schema))
            .description(Some(description));
        components.parameters.insert(key.into(), parameter.build().into());
    }
    let default = (0, PROBLEM, "Anything else that went wrong.");
    for (status, name, description) in PROBLEMS.iter().chain([&default]) {
        let mut response = ResponseBuilder::new()
            .description(*description)
            .header_ref("x-request-id", Ref::new("#/components/headers/RequestId"))
            .content("application/problem+json", Content::new(Some(Ref::from_schema_name(PROBLEM))));
        if matches!(status, 409 | 429 | 503) {
            response = response.header_ref("Retry-After", Ref::new("#/components/headers/RetryAfter"));
        }
        components.responses.insert((*name).into(), response.build().into());
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    let bearer = bearer.description(Some("The access token of a session. It lives ten minutes.")).build();
    components.security_schemes.insert(BEARER.into(), SecurityScheme::Http(bearer).into());
    let about = "The refresh token. Only renewing the session looks at it.";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description("__Host-portico_refresh", about));
    components.security_schemes.insert(COOKIE.into(), SecurityScheme::ApiKey(cookie).into());
    components
}
