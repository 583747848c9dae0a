"""Checks a deployment for the things that no emulator proves.

    scripts/verify staging

Each check gives lines of `ok`, `FAILED` with the reason, or `not seen` where this place has nothing to look at. No check
stops the others, and none changes anything. Expected values come from the templates of this tree: verify a deployment with
the sources that it was deployed from.
"""

import argparse
import collections
import functools
import json
import os
import re
import statistics
import time
import urllib.error
import urllib.request

import botocore.exceptions

from . import Stop, command
from .environment import LOCAL, Environment
from .stacks import Deployment, resolved, template

OK, FAILED, NOT_SEEN = "ok", "FAILED", "not seen"


class Result(collections.namedtuple("Result", "state what why", defaults=[""])):
    """One line of the report."""

    def __str__(self):
        return f"{self.state:<8}  {self.what}" + (f": {self.why}" if self.why else "")


def judged(holds, what, why):
    """Result `ok`, or `FAILED` with the reason."""
    return Result(OK, what) if holds else Result(FAILED, what, why)


def same(what, found, wanted):
    """Result `ok` if a setting has the template's value."""
    return judged(found == wanted, what, f"it is {found}, and the template has {wanted}")


# ---- From outside


class AsItIs(urllib.request.HTTPRedirectHandler):
    """Gives a redirect as it is, without following it."""

    def redirect_request(self, *_):
        return None


def ask(url):
    """Status, headers and body of a response."""
    request = urllib.request.Request(url, headers={"accept": "*/*", "user-agent": "portico-verify"})
    try:
        with urllib.request.build_opener(AsItIs).open(request, timeout=15) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def field(body, name):
    """A field of a JSON object; nothing if there is none."""
    try:
        return json.loads(body).get(name)
    except (ValueError, AttributeError):
        return None


def portal(deployment):
    status, headers, page = ask(f"{deployment.url}/")
    is_page = status == 200 and headers.get("content-type", "").startswith("text/html") and b'src="/assets/' in page
    yield judged(is_page, f"{deployment.url} responds with the portal's page", f"it responds with {status}: {page[:100]!r}")
    # A function of CloudFront maps every address of the application to the one document.
    status, _, other = ask(f"{deployment.url}/customer/tickets")
    yield judged((status, other) == (200, page), "every address of the portal has this page", f"/customer/tickets responds with {status}")


def redirect(deployment):
    what = "plain HTTP leads to HTTPS"
    if deployment.local:
        yield Result(NOT_SEEN, what, "the portal on an emulator has plain HTTP only")
        return
    status, headers, _ = ask(f"http://{deployment.url.removeprefix('https://')}/")
    led = status in (301, 302, 307, 308) and headers.get("location", "").startswith("https://")
    yield judged(led, what, f"it responds with {status}")


def api(deployment):
    status, _, body = ask(f"{deployment.url}/v1/branding")
    fine = status == 200 and field(body, "company_name") is not None
    yield judged(fine, "the API responds through CloudFront", f"GET /v1/branding responds with {status}: {body[:100]!r}")
    status, _, body = ask(f"{deployment.url}/v1/home")
    refused = status == 401 and field(body, "code") == "not_signed_in"
    yield judged(refused, "the API asks for a token", f"GET /v1/home responds with {status}: {body[:100]!r}")


def past_cloudfront(deployment):
    """Calls the HTTP API itself. The functions refuse that, for lack of CloudFront's secret (shared/http/src/proxy.rs)."""
    what = "a call past CloudFront is refused"
    if deployment.local:
        yield Result(NOT_SEEN, what, "an emulator has no CloudFront, and PortalUrl switches its secret off")
        return
    status, _, body = ask(f"{deployment.outputs['ApiUrl']}/v1/branding")
    refused = status == 403 and field(body, "code") == "not_through_the_portal"
    reason = "; PortalUrl is set, which switches CloudFront's secret off" if deployment.stack.parameters.get("PortalUrl") else ""
    yield judged(refused, what, f"{deployment.outputs['ApiUrl']} responds with {status}{reason}")


def security_headers(deployment):
    """The headers of every response, as the template has them."""
    hosting, given = template("infra/hosting.yaml"), deployment.nested("Hosting").parameters
    config = hosting["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = resolved(config["SecurityHeadersConfig"], hosting, given)
    wanted = {item["Header"].lower(): item["Value"] for item in config["CustomHeadersConfig"]["Items"]}
    wanted["content-security-policy"] = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    wanted["referrer-policy"] = security["ReferrerPolicy"]["ReferrerPolicy"]
    if "ContentTypeOptions" in security:
        wanted["x-content-type-options"] = "nosniff"
    if deployment.local:
        # In place of CloudFront is tests/engines/aws/front.py, on this machine's addresses.
        files = f"https://{given['FilesDomain']}"
        wanted["content-security-policy"] = wanted["content-security-policy"].replace(files, os.environ["PORTICO_FILES_URL"])
    else:
        transport = security["StrictTransportSecurity"]
        subdomains = "; includeSubDomains" if transport["IncludeSubdomains"] else ""
        wanted["strict-transport-security"] = f"max-age={transport['AccessControlMaxAgeSec']}{subdomains}"
    return wanted


def headers(deployment):
    wanted = security_headers(deployment)
    for place, path, more in [("the portal", "/", {}), ("the API", "/v1/branding", {"cache-control": "no-store"})]:
        _, found, _ = ask(deployment.url + path)
        wrong = [
            f"{name} is {found.get(name)!r} and not {value!r}"
            for name, value in {**wanted, **more}.items()
            if " ".join(found.get(name, "").lower().split()) != value.lower()
        ]
        yield judged(not wrong, f"security headers of {place}", "; ".join(wrong))
    if deployment.local:
        yield Result(NOT_SEEN, "Strict-Transport-Security", "the portal on an emulator has plain HTTP only")


# ---- Roles

# Actions that two roles must not permit: one that reads tickets, and one that reads the versions of the search index. Where
# the action is on items, the last part are their partition keys.
FORBIDDEN = {
    "TicketsGetFunction": [
        ("dynamodb:DeleteTable", "${TableArn}", ()),
        ("dynamodb:DeleteItem", "${TableArn}", ("ticket#verify",)),
        ("dynamodb:PutItem", "${TableArn}", ("ticket#verify",)),
        ("dynamodb:BatchGetItem", "${TableArn}", ("email#verify",)),
        ("dynamodb:BatchGetItem", "${TableArn}", ("ticket#verify", "email#verify")),
        ("dynamodb:Scan", "${TableArn}", ()),
        ("dynamodb:Query", "${TableArn}-other", ("ticket#verify",)),
        ("s3:GetObject", "${BucketArn}/files/verify", ()),
        ("s3:DeleteObject", "${BucketArn}/files/verify", ()),
        ("secretsmanager:GetSecretValue", "${SigningKeyArn}", ()),
        ("ses:SendEmail", "${SenderArn}", ()),
    ],
    "KnowledgeSearchFunction": [
        ("s3:GetObject", "${BucketArn}/files/verify", ()),
        ("s3:PutObject", "${BucketArn}/search/verify", ()),
        ("s3:DeleteObject", "${BucketArn}/search/verify", ()),
        ("dynamodb:DeleteTable", "${TableArn}", ()),
        ("dynamodb:BatchGetItem", "${TableArn}", ("ticket#verify",)),
        ("secretsmanager:GetSecretValue", "${SigningKeyArn}", ()),
    ],
}


def permissions(function, given):
    """Action, resource and partition keys of everything that the role of a function permits, as infra/roles.yaml has it."""
    roles = template("infra/roles.yaml")
    _, output = template("template.yaml")["Resources"][function]["Properties"]["Role"]["Fn::GetAtt"]
    role, _ = roles["Outputs"][output.removeprefix("Outputs.")]["Value"]["Fn::GetAtt"]
    for policy in resolved(roles["Resources"][role]["Properties"]["Policies"], roles, given):
        for statement in policy["PolicyDocument"]["Statement"]:
            resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
            patterns = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
            keys = tuple(concrete(pattern) for pattern in patterns)
            yield from ((action, concrete(resource), keys) for resource in resources for action in statement["Action"])


def concrete(resource):
    """One resource or key that a pattern matches. The last one of a log group is a stream."""
    return resource.replace("/*:*", "/verify:log-stream:verify").replace("*", "verify")


def decision(deployment, role, action, resource, keys):
    """Decision of IAM: `allowed`, `implicitDeny` or `explicitDeny`."""
    pages = deployment.client("iam").get_paginator("simulate_principal_policy")
    leading = {"ContextKeyName": "dynamodb:LeadingKeys", "ContextKeyValues": list(keys), "ContextKeyType": "stringList"}
    context = {"ContextEntries": [leading]} if keys else {}
    asked = pages.paginate(PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource], **context)
    return next(result["EvalDecision"] for page in asked for result in page["EvaluationResults"])


def role(function, deployment):
    name = deployment.stack.physical(function)
    arn = deployment.client("lambda").get_function_configuration(FunctionName=name)["Role"]
    given = deployment.nested("Roles").parameters
    refused = [
        f"{action} on {resource}"
        for action, resource, keys in permissions(function, given)
        if decision(deployment, arn, action, resource, keys) != "allowed"
    ]
    yield judged(not refused, f"the role of {function} permits its work", f"IAM denies {', '.join(refused)}")
    # An emulator simulates without the context of a request.
    tried = [one for one in FORBIDDEN[function] if not (deployment.local and one[2])]
    permitted = [
        " of ".join([f"{action} on {resource}", *keys])
        for action, pattern, keys in tried
        if decision(deployment, arn, action, resource := resolved({"Fn::Sub": pattern}, {}, given), keys) == "allowed"
    ]
    yield judged(not permitted, f"the role of {function} permits nothing else that was tried", f"IAM allows {', '.join(permitted)}")
    if deployment.local:
        yield Result(NOT_SEEN, f"partition keys in the role of {function}", "an emulator simulates policies without them")


# ---- The table


def properties(path, resource):
    return template(path)["Resources"][resource]["Properties"]


def table(deployment):
    wanted = properties("infra/data.yaml", "Table")
    found = deployment.client("dynamodb").describe_table(TableName=deployment.outputs["Table"])["Table"]
    billing = found.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    yield same("billing mode of the table", billing, wanted["BillingMode"])
    yield same("deletion protection of the table", found.get("DeletionProtectionEnabled", False), wanted["DeletionProtectionEnabled"])
    yield same("stream of the table", found.get("StreamSpecification"), {"StreamEnabled": True, **wanted["StreamSpecification"]})
    encrypted = found.get("SSEDescription", {})
    if deployment.local and not encrypted:
        yield Result(NOT_SEEN, "encryption of the table", "an emulator does not encrypt")
    else:
        key = encrypted.get("SSEType") if encrypted.get("Status") == "ENABLED" else None
        yield same("encryption of the table", key, wanted["SSESpecification"]["SSEType"])


def time_to_live(deployment):
    wanted = properties("infra/data.yaml", "Table")["TimeToLiveSpecification"]
    found = deployment.client("dynamodb").describe_time_to_live(TableName=deployment.outputs["Table"])["TimeToLiveDescription"]
    # A new table needs up to an hour for it.
    on = found.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    yield same("time to live of the table", found.get("AttributeName") if on else None, wanted["AttributeName"])


def recovery(deployment):
    found = deployment.client("dynamodb").describe_continuous_backups(TableName=deployment.outputs["Table"])
    status = found["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    yield judged(status == "ENABLED", "point-in-time recovery of the table", f"it is {status}")


# ---- Jobs


def stream(deployment):
    found = deployment.client("dynamodb").describe_table(TableName=deployment.outputs["Table"])["Table"]
    asked = deployment.client("lambda").get_paginator("list_event_source_mappings")
    pages = asked.paginate(FunctionName=deployment.stack.physical("JobsRunFunction"))
    mappings = [mapping for page in pages for mapping in page["EventSourceMappings"]]
    mapping = next((each for each in mappings if each["EventSourceArn"] == found.get("LatestStreamArn")), None)
    if mapping is None:
        yield Result(FAILED, "the stream invokes the job runner", "it is not mapped to the function")
        return
    yield judged(mapping["State"] == "Enabled", "the stream invokes the job runner", f"the mapping is {mapping['State']}")
    result = mapping.get("LastProcessingResult") or "No records processed"
    fine = result == "No records processed" or result.startswith("OK")
    yield judged(fine, "the job runner took the last batch of the stream", result)


def concurrency(deployment):
    name = deployment.stack.physical("JobsRunFunction")
    reserved = deployment.client("lambda").get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")
    remedy = f"aws lambda delete-function-concurrency --function-name {name}"
    yield judged(reserved != 0, "the job runner can run", f"its reserved concurrency is 0; {remedy}")


def rule(what, name, function, deployment):
    """Checks that a rule of EventBridge is enabled and invokes its function. SAM makes the names of the rules."""
    events, physical = deployment.client("events"), deployment.stack.physical(name)
    found = events.describe_rule(Name=physical)
    yield judged(found["State"] == "ENABLED", f"{what} is enabled", f"it is {found['State']}")
    about = properties("template.yaml", function)["Events"][name.removeprefix(function)]["Properties"]
    if "Schedule" in about:
        yield same(f"{what} has its rate", found.get("ScheduleExpression"), about["Schedule"])
    targets = [target["Arn"] for target in events.list_targets_by_rule(Rule=physical)["Targets"]]
    invoked = any(target.endswith(f":function:{deployment.stack.physical(function)}") for target in targets)
    yield judged(invoked, f"{what} invokes {function}", f"its targets are {targets}")


def failed_events(deployment):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    url = deployment.stack.physical("FailedEvents")
    found = deployment.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    many = sum(int(found.get(name, 0)) for name in names)
    yield judged(many == 0, "the queue of failed events is empty", f"it has {many}; see FailedEvents in docs/ALARMS.md")


# ---- Alarms


def alarms(deployment):
    resources = template("infra/monitoring.yaml")["Resources"]
    wanted = {name: about for name, about in resources.items() if about["Type"] == "AWS::CloudWatch::Alarm"}
    names = {name: deployment.nested("Monitoring").physical(name) for name in wanted}
    # A call takes a hundred names.
    pages = deployment.client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNames=list(names.values()))
    found = {alarm["AlarmName"]: alarm for page in pages for alarm in page["MetricAlarms"]}
    quiet = []
    for name, physical in names.items():
        alarm = found.get(physical)
        if alarm is None and deployment.local and "Metrics" in wanted[name]["Properties"]:
            yield Result(NOT_SEEN, f"alarm {name}", "an emulator has no alarms on an expression")
        elif alarm is None:
            yield Result(FAILED, f"alarm {name}", "there is none")
        elif alarm["StateValue"] == "ALARM":
            yield Result(FAILED, f"alarm {name}", f"{alarm.get('StateReason') or 'ALARM'}; see {name} in docs/ALARMS.md")
        elif not alarm.get("ActionsEnabled", True):
            yield Result(FAILED, f"alarm {name}", "its actions are disabled, so it notifies no one")
        else:
            quiet.append(name)
    if quiet:
        yield Result(OK, "alarms that are OK or have no data", ", ".join(quiet))


def alarm_mail(deployment):
    what, mail = "the recipient of alarms has confirmed", deployment.stack.parameters.get("AlarmMail")
    if not mail:
        yield Result(NOT_SEEN, what, "AlarmMail is empty, so alarms notify no one")
        return
    topic = deployment.nested("Monitoring").physical("Alarms")
    pages = deployment.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    found = [each["SubscriptionArn"] for page in pages for each in page["Subscriptions"] if each["Endpoint"] == mail]
    confirmed = any(arn.startswith("arn:") for arn in found)
    yield judged(confirmed, what, f"{mail} has not confirmed: it has a mail of AWS with a link" if found else f"{mail} is not subscribed")


# ---- Mail


def sender(deployment):
    domain = deployment.stack.parameters["MailDomain"]
    found = deployment.client("sesv2").get_email_identity(EmailIdentity=domain)
    verified = found.get("VerifiedForSendingStatus", False)
    yield judged(verified, f"SES has verified {domain}", "SES does not send for it: are its DNS records there?")
    what, dkim = f"mails of {domain} are signed with DKIM", found.get("DkimAttributes", {})
    if deployment.local:
        yield Result(NOT_SEEN, what, "an emulator looks nothing up in DNS")
        return
    signs = dkim.get("Status") == "SUCCESS" and dkim.get("SigningEnabled", False)
    yield judged(signs, what, f"DKIM is {dkim.get('Status')}, and signing is {'on' if dkim.get('SigningEnabled') else 'off'}")


def sending(deployment):
    account = deployment.client("sesv2").get_account()
    status = account.get("EnforcementStatus", "HEALTHY")
    sends = account.get("SendingEnabled", False) and status == "HEALTHY"
    switch = "on" if account.get("SendingEnabled") else "off"
    yield judged(sends, "SES sends mails of this account", f"sending is {switch}, and the account is {status}")
    reason = "the account is in the sandbox, so only verified addresses get mails; request production access in the console of SES"
    yield judged(account.get("ProductionAccessEnabled", False), "SES sends mails to everyone", reason)


# ---- Cold starts

# Longest median of the time until a function is ready, in milliseconds.
LONGEST = 300.0
# Hours before now that are searched, the newest first, until this many cold starts are seen.
HOURS, ENOUGH = [(1, 0), (6, 1), (24, 6)], 20
# At most this many lines of each part are read.
LINES = 1000
# The line that Lambda writes after a cold call, in the JSON format that template.yaml sets for the logs.
PATTERN = "{ $.record.metrics.initDurationMs > 0 }"


def phases(message):
    """Milliseconds until a function was ready, and those of its first call. Other lines of a log give nothing."""
    try:
        event = json.loads(message)
    except ValueError:
        return None
    if not isinstance(event, dict) or event.get("type") != "platform.report":
        return None
    metrics = event["record"].get("metrics", {})
    return (metrics["initDurationMs"], metrics["durationMs"]) if "initDurationMs" in metrics else None


def cold_starts(area, deployment):
    what, now, seen = f"cold starts of {area.lower()}", int(time.time() * 1000), []
    asked, group = deployment.client("logs").get_paginator("filter_log_events"), deployment.nested("Logs").physical(area)
    for first, last in HOURS:
        part = {"startTime": now - first * 3_600_000, "endTime": now - last * 3_600_000}
        pages = asked.paginate(logGroupName=group, filterPattern=PATTERN, PaginationConfig={"MaxItems": LINES}, **part)
        events = sorted((event for page in pages for event in page["events"]), key=lambda event: event["timestamp"], reverse=True)
        seen += [took for event in events if (took := phases(event["message"]))]
        if len(seen) >= ENOUGH:
            break
    if not seen:
        yield Result(NOT_SEEN, what, f"there was none in the last {HOURS[-1][0]} hours")
        return
    ready, first_call = (statistics.median(phase) for phase in zip(*seen[:ENOUGH]))
    figures = f"{ready:.0f} ms until ready, then {first_call:.0f} ms for the first call (medians of {len(seen[:ENOUGH])})"
    yield Result(OK, what, figures) if ready <= LONGEST else Result(FAILED, what, f"{figures}; at most {LONGEST:.0f} ms until ready")


# ---- Buckets

# Template and resource of each bucket, and the output with its name.
BUCKETS = {
    "files": ("infra/files.yaml", "Bucket", "FilesBucket"),
    "the portal": ("infra/hosting.yaml", "PortalBucket", "PortalBucket"),
}


def public_access(bucket, deployment):
    path, resource, output = BUCKETS[bucket]
    found = deployment.client("s3").get_public_access_block(Bucket=deployment.outputs[output])["PublicAccessBlockConfiguration"]
    yield same(f"public access to the bucket of {bucket} is blocked", found, properties(path, resource)["PublicAccessBlockConfiguration"])


def encryption(bucket, deployment):
    path, resource, output = BUCKETS[bucket]
    found = deployment.client("s3").get_bucket_encryption(Bucket=deployment.outputs[output])["ServerSideEncryptionConfiguration"]
    [wanted] = properties(path, resource)["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    algorithms = [rule.get("ApplyServerSideEncryptionByDefault", {}).get("SSEAlgorithm") for rule in found["Rules"]]
    yield same(f"encryption of the bucket of {bucket}", algorithms, [wanted["ServerSideEncryptionByDefault"]["SSEAlgorithm"]])


def versioning(bucket, deployment):
    path, resource, output = BUCKETS[bucket]
    found = deployment.client("s3").get_bucket_versioning(Bucket=deployment.outputs[output]).get("Status")
    yield same(f"versions of the bucket of {bucket} are kept", found, properties(path, resource)["VersioningConfiguration"]["Status"])


def forgets(rule):
    """A lifecycle rule as CloudFormation or as S3 writes it, in one form."""
    expiration = rule.get("Expiration", {})
    return {
        "ID": rule.get("ID") or rule.get("Id"),
        "Status": rule["Status"],
        "Prefix": rule.get("Prefix") or rule.get("Filter", {}).get("Prefix") or "",
        "Days": rule.get("ExpirationInDays") or expiration.get("Days"),
        "NoncurrentDays": rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays"),
        "ExpiredObjectDeleteMarker": bool(rule.get("ExpiredObjectDeleteMarker") or expiration.get("ExpiredObjectDeleteMarker")),
        "DaysAfterInitiation": rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation"),
    }


def lifecycle(bucket, deployment):
    path, resource, output = BUCKETS[bucket]
    found = deployment.client("s3").get_bucket_lifecycle_configuration(Bucket=deployment.outputs[output])["Rules"]
    wanted = properties(path, resource)["LifecycleConfiguration"]["Rules"]
    found, wanted = ({rule["ID"]: rule for rule in map(forgets, rules)} for rules in (found, wanted))
    other = sorted(name for name in {**found, **wanted} if found.get(name) != wanted.get(name))
    yield judged(not other, f"lifecycle rules of the bucket of {bucket}", f"not as in {path}: {', '.join(other)}")


# ---- All of them


def checks():
    """Title and function of every check. The title names a check that could not be made."""
    areas = [area for area in template("infra/logs.yaml")["Resources"] if area != "Access"]
    sweep = ("the schedule of the job runner", "JobsRunFunctionSweep", "JobsRunFunction")
    feedback = ("the rule for mail feedback", "JobsMailFeedbackFunctionCameBack", "JobsMailFeedbackFunction")
    return [
        ("the portal's address", portal),
        ("plain HTTP leads to HTTPS", redirect),
        ("the API through CloudFront", api),
        ("a call past CloudFront", past_cloudfront),
        ("security headers", headers),
        *((f"the role of {function}", functools.partial(role, function)) for function in FORBIDDEN),
        ("the table", table),
        ("time to live of the table", time_to_live),
        ("point-in-time recovery of the table", recovery),
        ("the stream of the job runner", stream),
        ("the concurrency of the job runner", concurrency),
        *((about[0], functools.partial(rule, *about)) for about in (sweep, feedback)),
        ("the queue of failed events", failed_events),
        ("alarms", alarms),
        ("the recipient of alarms", alarm_mail),
        ("the sender of mails", sender),
        ("sending of mails", sending),
        *((f"cold starts of {area.lower()}", functools.partial(cold_starts, area)) for area in areas),
        *(
            (f"{look.__name__.replace('_', ' ')} of the bucket of {bucket}", functools.partial(look, bucket))
            for bucket in BUCKETS
            for look in (public_access, encryption, versioning, lifecycle)
        ),
    ]


def not_implemented(error):
    """Recognises the error by which an emulator reports an operation that it does not have."""
    if not isinstance(error, botocore.exceptions.ClientError):
        return False
    said, status = error.response.get("Error", {}), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    codes = {"InvalidAction", "NotImplemented", "UnknownOperationException", "UnsupportedOperation"}
    words = r"unknown .*(action|operation|path)|unsupported service|not implemented"
    return status == 501 or said.get("Code") in codes or bool(re.search(words, said.get("Message", ""), re.I))


def verify(deployment):
    """The results of all checks, one after the other. One that breaks fails, and the next one follows."""
    for title, look in checks():
        try:
            yield from look(deployment)
        except Exception as error:
            if deployment.local and not_implemented(error):
                yield Result(NOT_SEEN, title, "the emulator does not have this operation")
            else:
                yield Result(FAILED, title, " ".join(f"{type(error).__name__}: {error}".split()))


def main():
    about = argparse.ArgumentParser(prog="scripts/verify", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("environment", help="an environment of samconfig.toml")
    environment = Environment(about.parse_args().environment)
    environment.credentials()
    environment.ready()
    counts = collections.Counter()
    for result in verify(Deployment(environment)):
        counts[result.state] += 1
        print(result, flush=True)
    print(f"{environment.stack}: " + ", ".join(f"{counts[state]} {state}" for state in (OK, FAILED, NOT_SEEN)))
    if counts[FAILED]:
        raise Stop(f"{environment.stack} is not as it should be: {counts[FAILED]} FAILED")


if __name__ == "__main__":
    command("verify", main)
