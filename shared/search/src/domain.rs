//! Control plane of an Amazon OpenSearch Service domain: its endpoint and its health. It cannot search;
//! [`crate::opensearch`] does.

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_opensearch::config::Region;
use aws_sdk_opensearch::error::DisplayErrorContext;
use aws_sdk_opensearch::types::{ClusterConfig, DomainStatus};
use aws_sdk_opensearch::{Client, Config};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use portico_domain::search::SearchError;
use url::Url;

/// Access to the control plane.
#[derive(Clone, Debug)]
pub struct ControlPlane {
    /// Region of the domain.
    pub region: String,
    /// Credentials of the domain's account. They need `es:DescribeDomain` only.
    pub credentials: SharedCredentialsProvider,
    /// HTTP client that the other AWS clients use too.
    pub http_client: SharedHttpClient,
    /// URL that replaces the region's, for an emulator.
    pub endpoint_url: Option<String>,
}

/// A domain by name.
#[derive(Clone, Debug)]
pub struct OpenSearchDomain {
    client: Client,
    name: String,
}

/// Health of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainHealth {
    /// URL of the endpoint; `None` while the domain is being made.
    pub endpoint: Option<Url>,
    /// The engine and its version.
    pub engine: String,
    /// Whether the domain is being made, changed or upgraded. It answers meanwhile, but slower.
    pub processing: bool,
    /// Whether the domain is being deleted.
    pub deleting: bool,
    /// Type of the data nodes.
    pub instance_type: String,
    /// Number of data nodes.
    pub instances: u32,
    /// Number of zones that the data nodes are spread over.
    pub zones: u32,
    /// Number of dedicated cluster managers.
    pub dedicated_managers: u32,
}

impl OpenSearchDomain {
    /// Prepares to ask; nothing is sent yet.
    pub fn new(control_plane: ControlPlane, name: impl Into<String>) -> Self {
        let mut config = Config::builder()
            .region(Region::new(control_plane.region))
            .credentials_provider(control_plane.credentials)
            .http_client(control_plane.http_client);
        config.set_endpoint_url(control_plane.endpoint_url);
        Self { client: Client::from_conf(config.build()), name: name.into() }
    }

    /// Reads the health of the domain. Fails as refused if the domain does not exist.
    pub async fn health(&self) -> Result<DomainHealth, SearchError> {
        let answer = self.client.describe_domain().domain_name(&self.name).send().await.map_err(|error| {
            let known = error.as_service_error();
            if known.is_some_and(|error| error.is_resource_not_found_exception() || error.is_validation_exception()) {
                SearchError::refused(format!("there is no OpenSearch domain {}", self.name))
            } else {
                SearchError::unavailable(format!("domain {}: {}", self.name, DisplayErrorContext(&error)))
            }
        })?;
        let status = answer.domain_status();
        status.map(DomainHealth::from).ok_or_else(|| self.unavailable("nothing is told of it"))
    }

    /// Reads the endpoint of the domain. Fails as unavailable while the domain is being made or deleted.
    pub async fn endpoint(&self) -> Result<Url, SearchError> {
        let health = self.health().await?;
        if health.deleting {
            return Err(self.unavailable("it is being deleted"));
        }
        health.endpoint.ok_or_else(|| self.unavailable("it has no endpoint yet"))
    }

    fn unavailable(&self, reason: &str) -> SearchError {
        SearchError::unavailable(format!("domain {}: {reason}", self.name))
    }
}

impl From<&DomainStatus> for DomainHealth {
    fn from(status: &DomainStatus) -> Self {
        // A domain in a VPC has its endpoint elsewhere than a public one.
        let host = status.endpoint().or_else(|| status.endpoints()?.get("vpc").map(String::as_str));
        let cluster = status.cluster_config();
        let count = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
        let zones = cluster.filter(|cluster| cluster.zone_awareness_enabled() == Some(true)).map_or(1, |cluster| {
            // AWS takes two zones if no number is given.
            cluster.zone_awareness_config().map_or(2, |zones| count(zones.availability_zone_count()))
        });
        let managers = cluster.filter(|cluster| cluster.dedicated_master_enabled() == Some(true));
        Self {
            endpoint: host.and_then(|host| Url::parse(&format!("https://{host}")).ok()),
            engine: status.engine_version().unwrap_or_default().to_owned(),
            processing: status.processing() == Some(true) || status.upgrade_processing() == Some(true),
            deleting: status.deleted() == Some(true),
            instance_type: cluster
                .and_then(|cluster| cluster.instance_type())
                .map(|kind| kind.as_str().to_owned())
                .unwrap_or_default(),
            instances: count(cluster.and_then(ClusterConfig::instance_count)),
            zones,
            dedicated_managers: managers.map_or(0, |cluster| count(cluster.dedicated_master_count())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_credential_types::Credentials;
    use serde_json::{Value, json};
    use std::sync::{Arc, Mutex};

    /// Requests that were made: address and authorisation.
    type Made = Arc<Mutex<Vec<(String, String)>>>;

    fn domain(status: u16, error: Option<&'static str>, answer: &Value) -> (OpenSearchDomain, Made) {
        let (made, answer) = (Made::default(), answer.to_string());
        let requests = Arc::clone(&made);
        let http_client = portico_canned::client(move |request| {
            let authorization = request.headers()["authorization"].to_str().unwrap().to_owned();
            requests.lock().unwrap().push((request.uri().to_string(), authorization));
            let mut response = http::Response::builder().status(status);
            if let Some(error) = error {
                response = response.header("x-amzn-errortype", error);
            }
            response.body(answer.clone()).unwrap()
        });
        let control_plane = ControlPlane {
            region: "eu-west-1".into(),
            credentials: SharedCredentialsProvider::new(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test")),
            http_client,
            endpoint_url: None,
        };
        (OpenSearchDomain::new(control_plane, "articles"), made)
    }

    fn status(changes: Value) -> Value {
        let mut status = json!({
            "DomainId": "1234/articles", "DomainName": "articles", "ARN": "arn:aws:es:eu-west-1:1234:domain/articles",
            "EngineVersion": "OpenSearch_2.19", "Processing": false, "Deleted": false,
            "Endpoint": "search-articles-abc.eu-west-1.es.amazonaws.com",
            "ClusterConfig": {
                "InstanceType": "t3.small.search", "InstanceCount": 2, "ZoneAwarenessEnabled": true,
                "ZoneAwarenessConfig": { "AvailabilityZoneCount": 2 },
                "DedicatedMasterEnabled": false, "DedicatedMasterCount": 3,
            },
        });
        if let (Value::Object(status), Value::Object(changes)) = (&mut status, changes) {
            status.extend(changes);
        }
        json!({ "DomainStatus": status })
    }

    #[tokio::test]
    async fn a_domain_is_found_by_name() {
        let (domain, made) = domain(200, None, &status(json!({})));
        assert_eq!(
            domain.health().await.unwrap(),
            DomainHealth {
                endpoint: Some("https://search-articles-abc.eu-west-1.es.amazonaws.com".parse().unwrap()),
                engine: "OpenSearch_2.19".into(),
                processing: false,
                deleting: false,
                instance_type: "t3.small.search".into(),
                instances: 2,
                zones: 2,
                dedicated_managers: 0,
            }
        );
        let made = made.lock().unwrap();
        let [(address, authorization)] = &made[..] else { panic!("{made:?}") };
        assert_eq!(address, "https://es.eu-west-1.amazonaws.com/2021-01-01/opensearch/domain/articles");
        assert!(authorization.contains("/eu-west-1/es/aws4_request"), "{authorization}");
    }

    #[tokio::test]
    async fn a_domain_in_a_vpc_has_its_endpoint_there() {
        let vpc = json!({ "Endpoint": null, "Endpoints": { "vpc": "vpc-articles.eu-west-1.es.amazonaws.com" } });
        let (domain, _) = domain(200, None, &status(vpc));
        assert_eq!(domain.endpoint().await.unwrap().as_str(), "https://vpc-articles.eu-west-1.es.amazonaws.com/");
    }

    #[tokio::test]
    async fn a_domain_that_is_being_made_or_deleted_is_unavailable() {
        for changes in [json!({ "Endpoint": null, "Processing": true }), json!({ "Deleted": true })] {
            let (domain, _) = domain(200, None, &status(changes));
            assert!(matches!(domain.endpoint().await, Err(SearchError::Unavailable(_))));
        }
        let (domain, _) = domain(200, None, &status(json!({ "UpgradeProcessing": true })));
        assert!(domain.health().await.unwrap().processing);
    }

    #[tokio::test]
    async fn failures_are_told_apart_by_whether_trying_again_helps() {
        let (missing, _) = domain(409, Some("ResourceNotFoundException"), &json!({ "message": "Domain not found" }));
        assert_eq!(
            missing.endpoint().await.unwrap_err(),
            SearchError::refused("there is no OpenSearch domain articles")
        );
        let (denied, _) = domain(403, Some("AccessDeniedException"), &json!({ "message": "no" }));
        assert!(matches!(denied.endpoint().await, Err(SearchError::Unavailable(_))));
    }
}
