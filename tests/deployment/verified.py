"""A deployment without faults for the tests of scripts/verify: AWS gives canned answers.

Calls and answers are checked against the models of botocore.
"""

import copy
import email.message
import fnmatch
import functools
import json
import time
import types
import unittest
from unittest import mock

import boto3
import botocore.awsrequest
import botocore.validate

from deployment import resources, verify

SESSION = boto3.Session(region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
ACCOUNT = "eu-central-1:123456789012"
TABLE = f"arn:aws:dynamodb:{ACCOUNT}:table/portico-staging"
FILES = "portico-staging-files-123456789012-eu-central-1"
TOPIC = f"arn:aws:sns:{ACCOUNT}:alarms"
URL, API = "https://portal.example", "https://api.execute-api.eu-central-1.amazonaws.com"

# The parameters of the stacks, as far as the checks read them.
PARAMETERS = {
    "portico-staging": {"AlarmMail": "operations@xyz.example", "MailDomain": "xyz.example", "PortalUrl": ""},
    "Hosting": {"FilesDomain": f"{FILES}.s3.eu-central-1.amazonaws.com"},
    "Roles": {
        "TableArn": TABLE,
        "BucketArn": f"arn:aws:s3:::{FILES}",
        "SigningKeyArn": f"arn:aws:secretsmanager:{ACCOUNT}:secret:key",
        "ProviderSecretsArn": f"arn:aws:secretsmanager:{ACCOUNT}:secret:portico-staging/identity-provider/*",
        "SenderArn": f"arn:aws:ses:{ACCOUNT}:identity/xyz.example",
        "SearchArn": "",
        "LogsArn": f"arn:aws:logs:{ACCOUNT}:log-group:/portico/portico-staging/*:*",
    },
}
MONITORING = verify.template("infra/monitoring.yaml")["Resources"]
ALARMS = [name for name, about in MONITORING.items() if about["Type"] == "AWS::CloudWatch::Alarm"]
AREAS = [name for name in verify.template("infra/logs.yaml")["Resources"] if name != "Access"]
# The resources of the stacks, as far as the checks look for them.
RESOURCES = {
    "portico-staging": {
        **{name: name for name in ("Hosting", "Roles", "Monitoring", "Logs")},
        **{name: name for name in ("TicketsGetFunction", "KnowledgeSearchFunction", "JobsRunFunction", "JobsMailFeedbackFunction")},
        "JobsRunFunctionSweep": "sweep",
        "JobsMailFeedbackFunctionCameBack": "came-back",
        "FailedEvents": "https://sqs.eu-central-1.amazonaws.com/123456789012/failed",
    },
    "Monitoring": {"Alarms": TOPIC, **{name: f"portico-{name}" for name in ALARMS}},
    "Logs": {name: f"/portico/portico-staging/{name.lower()}" for name in AREAS},
}
BLOCKED = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
PAGE = b'<!doctype html><script type="module" src="/assets/a-1.js"></script>'
SECURITY = {
    "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    f"connect-src 'self' https://{PARAMETERS['Hosting']['FilesDomain']}; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default dompurify",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubdomains",
    "x-content-type-options": "nosniff",
}


def responses():
    """Status, headers and body by URL, from a deployment that is as it should be."""
    html, problem = {"content-type": "text/html; charset=utf-8", **SECURITY}, {**SECURITY, "cache-control": "no-store"}
    return {
        f"{URL}/": (200, html, PAGE),
        f"{URL}/customer/tickets": (200, html, PAGE),
        "http://portal.example/": (301, {"location": f"{URL}/"}, b""),
        f"{URL}/v1/branding": (200, problem, b'{"company_name": "XYZ Co."}'),
        f"{URL}/v1/home": (401, problem, b'{"code": "not_signed_in"}'),
        f"{API}/v1/branding": (403, {}, b'{"code": "not_through_the_portal"}'),
    }


def permitted(asked):
    """Decides a simulation as IAM would, by infra/roles.yaml alone."""
    given, function = PARAMETERS["Roles"], asked["PolicySourceArn"].rsplit("/", 1)[-1]
    with mock.patch.object(verify, "concrete", lambda resource: resource):
        patterns = list(verify.permissions(function, given))
    [action], [resource] = asked["ActionNames"], asked["ResourceArns"]
    leading = [key for entry in asked.get("ContextEntries", []) for key in entry["ContextKeyValues"]]

    def matched(partitions):
        return all(any(fnmatch.fnmatchcase(key, each) for each in partitions) for key in leading) if partitions else True

    return any(
        action == each and fnmatch.fnmatchcase(resource, pattern) and matched(partitions) for each, pattern, partitions in patterns
    )


def simulated(asked):
    decision = "allowed" if permitted(asked) else "implicitDeny"
    return {"EvaluationResults": [{"EvalActionName": asked["ActionNames"][0], "EvalDecision": decision}], "IsTruncated": False}


def report(ready, first_call=30.5, minutes=5):
    """Event of the log that Lambda writes after a cold call."""
    record = {"requestId": "1", "status": "success", "metrics": {"durationMs": first_call, "initDurationMs": ready}}
    message = json.dumps({"time": "2026-11-22T10:00:00Z", "type": "platform.report", "record": record})
    return {"timestamp": int((time.time() - minutes * 60) * 1000), "message": message}


def logged(*events):
    """The events of a log group that are in the part asked for."""
    return lambda asked: {"events": [event for event in events if asked["startTime"] <= event["timestamp"] < asked["endTime"]]}


def rule(asked):
    if asked["Name"] == "sweep":
        return {"Name": "sweep", "State": "ENABLED", "ScheduleExpression": "rate(1 minute)"}
    return {"Name": asked["Name"], "State": "ENABLED"}


def target(asked):
    function = {"sweep": "JobsRunFunction", "came-back": "JobsMailFeedbackFunction"}[asked["Rule"]]
    return {"Targets": [{"Id": "1", "Arn": f"arn:aws:lambda:{ACCOUNT}:function:{function}"}]}


def alarm(name, state="OK", **more):
    return {"AlarmName": f"portico-{name}", "StateValue": state, "ActionsEnabled": True, **more}


def rules(asked):
    """Lifecycle rules as S3 writes them."""
    if asked["Bucket"] == "portal":
        older = {"ID": "forget-older-portals", "Status": "Enabled", "Filter": {"Prefix": ""}}
        return {"Rules": [{**older, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}
    deleted = {
        "ID": "forget-what-was-deleted",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    indexes = {"ID": "forget-old-indexes", "Status": "Enabled", "Prefix": "search/", "NoncurrentVersionExpiration": {"NoncurrentDays": 1}}
    mails = {
        "ID": "forget-mails",
        "Status": "Enabled",
        "Prefix": "inbound/",
        "Expiration": {"Days": 400},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    }
    files = {
        "ID": "forget-mail-files",
        "Status": "Enabled",
        "Prefix": "mail-files/",
        "Expiration": {"Days": 1},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    }
    return {"Rules": [indexes, mails, files, deleted]}


def answers():
    """Answers of AWS by service and operation, for a deployment that is as it should be."""
    algorithm = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    return {
        "cloudformation": {
            "DescribeStacks": lambda asked: {
                "Stacks": [
                    {
                        "StackName": asked["StackName"],
                        "CreationTime": 0,
                        "StackStatus": "UPDATE_COMPLETE",
                        "Parameters": [
                            {"ParameterKey": name, "ParameterValue": value} for name, value in PARAMETERS[asked["StackName"]].items()
                        ],
                    }
                ]
            },
            "ListStackResources": lambda asked: {
                "StackResourceSummaries": [
                    {
                        "LogicalResourceId": name,
                        "PhysicalResourceId": physical,
                        "ResourceType": "AWS::Some::Type",
                        "LastUpdatedTimestamp": 0,
                        "ResourceStatus": "CREATE_COMPLETE",
                    }
                    for name, physical in RESOURCES[asked["StackName"]].items()
                ]
            },
        },
        "lambda": {
            "GetFunctionConfiguration": lambda asked: {"Role": f"arn:aws:iam::123456789012:role/{asked['FunctionName']}"},
            "GetFunctionConcurrency": {},
            "ListEventSourceMappings": {
                "EventSourceMappings": [{"EventSourceArn": f"{TABLE}/stream/1", "State": "Enabled", "LastProcessingResult": "OK"}]
            },
        },
        "iam": {"SimulatePrincipalPolicy": simulated},
        "dynamodb": {
            "DescribeTable": {
                "Table": {
                    "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                    "DeletionProtectionEnabled": True,
                    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
                    "LatestStreamArn": f"{TABLE}/stream/1",
                    "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS"},
                }
            },
            "DescribeTimeToLive": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}},
            "DescribeContinuousBackups": {
                "ContinuousBackupsDescription": {
                    "ContinuousBackupsStatus": "ENABLED",
                    "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"},
                }
            },
        },
        "events": {"DescribeRule": rule, "ListTargetsByRule": target},
        "sqs": {"GetQueueAttributes": {"Attributes": {"ApproximateNumberOfMessages": "0"}}},
        "cloudwatch": {
            "DescribeAlarms": {
                "MetricAlarms": [alarm(name, "INSUFFICIENT_DATA" if name == "Slow" else "OK") for name in ALARMS]
            }
        },
        "sns": {
            "ListSubscriptionsByTopic": {
                "Subscriptions": [{"Endpoint": "operations@xyz.example", "SubscriptionArn": f"{TOPIC}:1", "Protocol": "email"}]
            }
        },
        "sesv2": {
            "GetEmailIdentity": {"VerifiedForSendingStatus": True, "DkimAttributes": {"Status": "SUCCESS", "SigningEnabled": True}},
            "GetAccount": {"SendingEnabled": True, "EnforcementStatus": "HEALTHY", "ProductionAccessEnabled": True},
        },
        "logs": {"FilterLogEvents": logged(report(45.2), report(61, minutes=180), report(52.4, minutes=600))},
        "s3": {
            "GetPublicAccessBlock": {"PublicAccessBlockConfiguration": BLOCKED},
            "GetBucketEncryption": {"ServerSideEncryptionConfiguration": {"Rules": [algorithm]}},
            "GetBucketVersioning": {"Status": "Enabled"},
            "GetBucketLifecycleConfiguration": rules,
        },
    }


class Refused(Exception):
    """An answer of AWS that is an error."""

    def __init__(self, code, message="no", status=400):
        self.status, self.body = status, {"Error": {"Code": code, "Message": message}}


# The canned answers of the test that runs.
CANNED = {}


@functools.cache
def client(service):
    """A client of boto3 that checks each call, and gives a canned answer instead of asking AWS."""
    made, asked = SESSION.client(service), {}

    def keep(params, model, **_):
        asked[model.name] = dict(params)

    def answer(model, **_):
        status, said = 200, CANNED[service][model.name]
        if callable(said):
            said = said(asked[model.name])
        if isinstance(said, Refused):
            status, said = said.status, copy.deepcopy(said.body)
            said["ResponseMetadata"] = {"HTTPStatusCode": status}
        elif isinstance(said, Exception):
            raise said
        else:
            botocore.validate.validate_parameters(said, model.output_shape)
        return botocore.awsrequest.AWSResponse(None, status, {}, None), said

    made.meta.events.register("before-parameter-build.*.*", keep)
    made.meta.events.register_first("before-call.*.*", answer)
    return made


class Verified(unittest.TestCase):
    """The checks of one deployment, of which a test changes one thing."""

    def setUp(self):
        self.aws, self.web, self.name = answers(), responses(), "staging"
        self.enterContext(mock.patch.dict(PARAMETERS, copy.deepcopy(PARAMETERS)))
        self.enterContext(mock.patch.object(verify, "ask", self.ask))

    def ask(self, url):
        said = self.web[url]
        if isinstance(said, Exception):
            raise said
        status, headers, body = said
        message = email.message.Message()
        for name, value in headers.items():
            message[name] = value
        return status, message, body

    def results(self):
        outputs = {"PortalUrl": f"{URL}/", "ApiUrl": API, "Table": "portico-staging", "FilesBucket": FILES, "PortalBucket": "portal"}
        environment = types.SimpleNamespace(name=self.name, stack="portico-staging", client=client, outputs=lambda: outputs)
        with mock.patch.dict(CANNED, self.aws):
            return list(verify.verify(verify.Deployment(environment)))

    def of(self, state):
        return [str(result) for result in self.results() if result.state == state]

    def fails(self, *patterns):
        """As many checks fail as there are patterns, each for its reason, and all others still pass."""
        found = self.results()
        failed = [str(result) for result in found if result.state == verify.FAILED]
        self.assertEqual(len(failed), len(patterns), failed)
        for line, pattern in zip(failed, patterns):
            self.assertRegex(line, pattern)
            self.assertNotIn("\n", line)
        self.assertGreater(len([result for result in found if result.state == verify.OK]), 30)

    def change(self, service, operation, **fields):
        """Other fields of a canned answer, or of the one object that it holds."""
        said = self.aws[service][operation]
        [inner] = said.values() if len(said) == 1 else [said]
        inner.update(fields)
