"""AWS on this machine: ministack, mended where it leaves out what a template says or hands functions what Lambda would not.

    python emulator.py --port 4599 --scratch DIR [--iam-proxy http://127.0.0.1:4600 --policies DIR]

It listens on 127.0.0.1 alone, keeps nothing, and ends with the process. What it is and is not evidence of is written in
docs/OPERATIONS.md. The mending reaches into ministack itself, so its version is pinned (requirements.txt); each mend says
what ministack does without it.
"""

import argparse
import http.server
import json
import os
import pathlib
import re
import string
import sys
import tempfile
from xml.etree import ElementTree

# Variables in a function's environment in addition to those of Lambda and of its own configuration.
OF_THE_MACHINE = ("HOME", "LANG", "PATH", "SSL_CERT_DIR", "SSL_CERT_FILE")
# Variables that ministack reads when it is imported; a function does not get them.
OF_THE_EMULATOR = {
    "BIND_HOST": "127.0.0.1",
    "IOT_MTLS_ENABLED": "0",
    "LAMBDA_EXECUTOR": "local",
    "PERSIST_STATE": "0",
    "SFTP_ENABLED": "0",
}


def settle(port, scratch):
    """Makes the environment of the emulator, and so of its functions, independent of the caller's."""
    scratch.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(scratch)
    kept = {name: os.environ[name] for name in OF_THE_MACHINE if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, **OF_THE_EMULATOR, GATEWAY_PORT=str(port), AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}")
    os.environ["TMPDIR"] = str(scratch)


def wrap(handlers, kind, after):
    """Has `after(physical id, properties)` called when a resource of this kind was created or updated."""
    handler = handlers[kind]
    create, update = handler["create"], handler["update"]

    def created(logical_id, properties, stack):
        physical_id, attributes = create(logical_id, properties, stack)
        after(physical_id, properties)
        return physical_id, attributes

    def updated(physical_id, before, properties, *rest):
        physical_id, attributes = update(physical_id, before, properties, *rest)
        after(physical_id, properties)
        return physical_id, attributes

    handlers[kind] = {**handler, "create": created, "update": updated}


def without_metric_math(handlers):
    """Without it: an alarm on an expression over several metrics is refused, and the whole stack with it."""
    alarms = handlers["AWS::CloudWatch::Alarm"]

    def create(logical_id, properties, stack):
        if "Metrics" not in properties:
            return alarms["create"](logical_id, properties, stack)
        name = properties.get("AlarmName") or f"{stack}-{logical_id}"
        return name, {"Arn": f"arn:aws:cloudwatch:::alarm:{name}"}

    def update(physical_id, before, properties, *rest):
        if "Metrics" in properties:
            return physical_id, {"Arn": f"arn:aws:cloudwatch:::alarm:{physical_id}"}
        return alarms["update"](physical_id, before, properties, *rest)

    def delete(physical_id, properties):
        if "Metrics" not in properties:
            alarms["delete"](physical_id, properties)

    handlers["AWS::CloudWatch::Alarm"] = {**alarms, "create": create, "update": update, "delete": delete}


def routes_of(api):
    """Without it: the `Body` of an HTTP API is not read, and the API has no routes."""

    def import_body(api_id, properties):
        wanted = {}
        for path, operations in (properties.get("Body") or {}).get("paths", {}).items():
            for method, operation in operations.items():
                verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
                key = "$default" if path == "/$default" else f"{verb} {path}"
                wanted[key] = operation["x-amazon-apigateway-integration"]
        routes, integrations = api._routes.setdefault(api_id, {}), api._integrations.setdefault(api_id, {})
        # The whole body is given each time: what it does not say any more is gone.
        routes.clear()
        integrations.clear()
        for key, integration in wanted.items():
            function = re.search(r"functions/(.+)/invocations$", integration["uri"]).group(1)
            made = {
                "integrationType": integration["type"].upper(),
                "integrationUri": function,
                "payloadFormatVersion": integration["payloadFormatVersion"],
            }
            before = set(integrations)
            api._create_integration(api_id, made)
            (made_id,) = set(integrations) - before
            api._create_route(api_id, {"routeKey": key, "target": f"integrations/{made_id}"})

    return import_body


def settings_of_tables(dynamodb):
    """Without it: time to live, recovery and encryption of a table are not set when it is created."""

    def apply(name, properties):
        wanted = [
            ("TimeToLiveSpecification", dynamodb._update_ttl),
            ("PointInTimeRecoverySpecification", dynamodb._update_continuous_backups),
        ]
        for setting, call in wanted:
            if setting in properties:
                refuse(call({"TableName": name, setting: properties[setting]}), setting)

    return apply


def refuse(answer, what):
    if answer[0] >= 400:
        raise ValueError(f"{what} was refused: {answer[2]!r}")


def lifecycle(rules):
    """A bucket's rules as CloudFormation writes them, as S3 takes them."""
    root = ElementTree.Element("LifecycleConfiguration")
    for rule in rules:
        made = ElementTree.SubElement(root, "Rule")

        def say(*path, made=made, value=None):
            at = made
            for name in path:
                found = at.find(name)
                at = ElementTree.SubElement(at, name) if found is None else found
            at.text = value

        say("ID", value=rule["Id"])
        say("Status", value=rule["Status"])
        say("Filter", "Prefix", value=rule.get("Prefix", ""))
        if "NoncurrentVersionExpiration" in rule:
            days = str(rule["NoncurrentVersionExpiration"]["NoncurrentDays"])
            say("NoncurrentVersionExpiration", "NoncurrentDays", value=days)
        if "ExpirationInDays" in rule:
            say("Expiration", "Days", value=str(rule["ExpirationInDays"]))
        if str(rule.get("ExpiredObjectDeleteMarker", "")).lower() == "true":
            say("Expiration", "ExpiredObjectDeleteMarker", value="true")
        if "AbortIncompleteMultipartUpload" in rule:
            days = str(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])
            say("AbortIncompleteMultipartUpload", "DaysAfterInitiation", value=days)
    return ElementTree.tostring(root)


def settings_of_buckets(s3):
    """Without it: a bucket has none of the rules by which objects are forgotten."""

    def apply(name, properties):
        rules = (properties.get("LifecycleConfiguration") or {}).get("Rules")
        if rules:
            refuse(s3._put_bucket_lifecycle(name, lifecycle(rules)), "LifecycleConfiguration")

    return apply


def what_has_not_changed(update, stacks):
    """Without it: what an update of a nested stack leaves alone loses its attributes, and with them the stack its outputs."""

    def updated(kind, physical_id, before, properties, stack, logical_id=None, attributes=None):
        if attributes is None and before == properties:
            attributes = stacks.get(stack, {}).get("_resources", {}).get(logical_id, {}).get("Attributes")
        return update(kind, physical_id, before, properties, stack, logical_id, attributes)

    return updated


def secrets_as_asked(made):
    """Without it: a secret that is to be without punctuation has some."""

    def make(properties):
        asked = properties.get("GenerateSecretString") or {}
        if str(asked.get("ExcludePunctuation", "")).lower() == "true":
            asked = {**asked, "ExcludeCharacters": asked.get("ExcludeCharacters", "") + string.punctuation}
            properties = {**properties, "GenerateSecretString": asked}
        return made(properties)

    return make


def as_api_gateway_sends(event):
    """Without it: cookies come as a header, and what is absent comes as null. Payload 2.0 has an array, and leaves out."""
    if not (isinstance(event, dict) and event.get("version") == "2.0" and "requestContext" in event):
        return event
    event = {name: value for name, value in event.items() if value is not None}
    headers = dict(event["headers"])
    cookies = headers.pop("cookie", None)
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";") if cookie.strip()]
    event["headers"] = headers
    return event


def behind_iam(environment, iam, sts, responses, proxy, policies):
    """Without it: a role allows everything. The IAM proxy tells functions apart by the access key ID, which is their name."""

    def credentials(function, role):
        """Credentials as those of a role: links that are signed with others lead nowhere."""
        token = f"token-{function}"
        arn = f"arn:aws:sts::{responses.get_account_id()}:assumed-role/{role}/{function}"
        session = {"Arn": arn, "UserId": f"{role}:{function}", "SecretAccessKey": "test", "SessionToken": token}
        sts.register_session(function, session)
        return {"AWS_ACCESS_KEY_ID": function, "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": token}

    def arn(resource):
        """A reference to a secret is its name here, and its ARN in AWS."""
        if resource == "*" or resource.startswith("arn:"):
            return resource
        return f"arn:aws:secretsmanager:{responses.get_region()}:{responses.get_account_id()}:secret:{resource}"

    def statement(given):
        resources = [given["Resource"]] if isinstance(given["Resource"], str) else given["Resource"]
        return {**given, "Resource": [arn(resource) for resource in resources]}

    def made(config, *rest):
        function, role = config["FunctionName"], config["Role"].rsplit("/", 1)[-1]
        documents = [json.loads(text) for text in iam._roles[role]["InlinePolicies"].values()]
        statements = [statement(each) for document in documents for each in document["Statement"]]
        # Several processes of a function start at once: none may read half a file.
        with tempfile.NamedTemporaryFile("w", dir=policies, delete=False) as file:
            json.dump({"role": role, "document": {"Version": "2012-10-17", "Statement": statements}}, file)
        os.replace(file.name, policies / f"{function}.json")
        return {**environment(config, *rest), **credentials(function, role), "AWS_ENDPOINT_URL": proxy}

    return made


def mend(proxy, policies):
    from ministack.core import responses
    from ministack.services import apigateway, cloudformation, dynamodb, iam, lambda_svc, s3, sts
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS
    wrap(handlers, "AWS::ApiGatewayV2::Api", routes_of(apigateway))
    wrap(handlers, "AWS::DynamoDB::Table", settings_of_tables(dynamodb))
    wrap(handlers, "AWS::S3::Bucket", settings_of_buckets(s3))
    without_metric_math(handlers)
    provisioners._update_resource = what_has_not_changed(provisioners._update_resource, cloudformation._stacks)
    provisioners._sm_secret_string = secrets_as_asked(provisioners._sm_secret_string)

    execute = lambda_svc._execute_function_with_config_scope
    lambda_svc._execute_function_with_config_scope = lambda function, event: execute(function, as_api_gateway_sends(event))

    # Without it: a function sees how the emulator was started.
    environment = lambda_svc._provided_worker_env
    lambda_svc._provided_worker_env = lambda config, *rest: {
        name: value for name, value in environment(config, *rest).items() if name not in {*OF_THE_EMULATOR, "GATEWAY_PORT"}
    }

    if proxy:
        policies.mkdir(parents=True, exist_ok=True)
        lambda_svc._provided_worker_env = behind_iam(lambda_svc._provided_worker_env, iam, sts, responses, proxy, policies)

    # Without it: each call waits 40 ms for an acknowledgement that the function's end of the runtime API holds back.
    http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--port", type=int, required=True, help="where it listens, on 127.0.0.1")
    about.add_argument("--scratch", type=pathlib.Path, required=True, help="where it unpacks functions")
    about.add_argument("--iam-proxy", metavar="URL", help="where functions find the services of AWS, if not here")
    about.add_argument("--policies", type=pathlib.Path, help="where that proxy finds what each function's role allows")
    options = about.parse_args()
    settle(options.port, options.scratch.resolve())
    mend(options.iam_proxy, options.policies and options.policies.resolve())
    from ministack.app import main as run

    sys.argv = ["ministack"]
    run()


if __name__ == "__main__":
    main()
