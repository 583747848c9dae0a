//! The answers of the services to a call that a role does not allow, each in the service's own form.

use super::request::Service;
use axum::body::Body;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};
use serde_json::json;

/// Returns the answer of a service that refuses a call, for this reason.
pub(super) fn answer(service: Service, method: &Method, reason: &str) -> Response {
    let message = format!("not authorized: {reason}");
    let (status, kind, body) = match service {
        Service::DynamoDb => {
            let body = json!({"__type": "com.amazon.coral.service#AccessDeniedException", "Message": message});
            (StatusCode::BAD_REQUEST, "application/x-amz-json-1.0", body.to_string())
        }
        Service::SecretsManager => {
            let body = json!({"__type": "AccessDeniedException", "Message": message});
            (StatusCode::BAD_REQUEST, "application/x-amz-json-1.1", body.to_string())
        }
        Service::Ses => (StatusCode::FORBIDDEN, "application/json", json!({"message": message}).to_string()),
        Service::OpenSearch => (StatusCode::FORBIDDEN, "application/json", json!({"Message": message}).to_string()),
        // A HEAD has no body, and so no reason.
        Service::S3 if *method == Method::HEAD => (StatusCode::FORBIDDEN, "application/xml", String::new()),
        Service::S3 => {
            let body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
            (StatusCode::FORBIDDEN, "application/xml", body.to_owned())
        }
    };
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if service == Service::Ses {
        answer.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static("AccessDeniedException"));
    }
    answer
}
