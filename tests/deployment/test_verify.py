"""Tests that scripts/verify finds the faults of a deployment, and only those."""

import http.server
import json
import os
import threading
import types
import unittest
from unittest import mock

import botocore.exceptions

from deployment import Stop, resources, verify
from verified import (
    ACCOUNT, ALARMS, API, AREAS, BLOCKED, FILES, MONITORING, PAGE, PARAMETERS, RESOURCES, Refused, SECURITY,
    TABLE, URL, Verified, alarm, answers, logged, permitted, report, responses, rule, rules, simulated, target,
)


class Right(Verified):
    def test_a_deployment_as_it_should_be_passes_every_check(self):
        found = self.results()
        self.assertEqual({result.state for result in found}, {verify.OK}, [str(result) for result in found if result.state != verify.OK])
        self.assertEqual(len(found), len(set(found)))
        self.assertIn("ok        the API responds through CloudFront", map(str, found))


class Asked(unittest.TestCase):
    def test_a_redirect_and_an_error_are_responses(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, headers, body = {"/": (301, {"location": "/elsewhere"}, b""), "/no": (403, {}, b"no"), "/yes": (200, {}, b"yes")}[self.path]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            base = f"http://127.0.0.1:{server.server_port}"
            try:
                status, headers, _ = verify.ask(f"{base}/")
                self.assertEqual((status, headers["location"]), (301, "/elsewhere"))
                self.assertEqual(verify.ask(f"{base}/no")[::2], (403, b"no"))
                self.assertEqual(verify.ask(f"{base}/yes")[::2], (200, b"yes"))
            finally:
                server.shutdown()
                thread.join()


class Outside(Verified):
    def test_the_page_of_the_portal(self):
        for answer in [(403, {"content-type": "application/xml"}, b"<Error>"), (200, {"content-type": "text/html"}, b"nothing")]:
            with self.subTest(answer):
                self.web = responses()
                self.web[f"{URL}/"] = answer
                # Without its headers, and with another body than every other address has.
                self.fails("the portal's page: it responds with", "every address .*: /customer/tickets", "headers of the portal")

    def test_every_address_has_the_page(self):
        self.web[f"{URL}/customer/tickets"] = (403, {}, b"<Error>")
        self.fails("^FAILED    every address of the portal has this page: /customer/tickets responds with 403$")

    def test_the_api(self):
        for status, body in [(502, b"{}"), (200, b"<html>"), (200, b"[]")]:
            with self.subTest(body):
                self.web[f"{URL}/v1/branding"] = (status, {**SECURITY, "cache-control": "no-store"}, body)
                self.fails(f"FAILED    the API responds through CloudFront: GET /v1/branding responds with {status}")

    def test_the_api_without_a_token(self):
        for status, body in [(200, b"{}"), (401, b'{"code": "bad_token"}'), (403, b'{"code": "not_signed_in"}')]:
            self.web[f"{URL}/v1/home"] = (status, {}, body)
            self.fails(f"the API asks for a token: GET /v1/home responds with {status}")

    def test_a_call_past_cloudfront_that_is_answered(self):
        self.web[f"{API}/v1/branding"] = (200, {}, b'{"company_name": "XYZ Co."}')
        self.fails(f"a call past CloudFront is refused: {API} responds with 200$")
        PARAMETERS["portico-staging"]["PortalUrl"] = URL
        self.fails("responds with 200; PortalUrl is set")

    def test_a_call_past_cloudfront_that_is_refused_for_another_reason(self):
        self.web[f"{API}/v1/branding"] = (403, {}, b'{"message": "Forbidden"}')
        self.fails("a call past CloudFront is refused: .* responds with 403")

    def test_plain_http(self):
        for status, headers in [(200, {}), (301, {"location": "http://portal.example/"}), (200, {"location": f"{URL}/"})]:
            self.web["http://portal.example/"] = (status, headers, PAGE)
            self.fails(f"plain HTTP leads to HTTPS: it responds with {status}")

    def test_a_connection_that_fails(self):
        self.web["http://portal.example/"] = OSError("no route to host")
        self.fails("^FAILED    plain HTTP leads to HTTPS: OSError: no route to host$")

    def test_each_header_of_the_portal_and_of_the_api(self):
        for name in SECURITY:
            for path, place in [("/", "the portal"), ("/v1/branding", "the API")]:
                with self.subTest(name, path=path):
                    self.web = responses()
                    headers = self.web[URL + path][1]
                    for value in ("something else", None):
                        if value:
                            headers[name] = value
                        else:
                            del headers[name]
                        [line] = [line for line in self.headers() if line.startswith(verify.FAILED)]
                        self.assertIn(f"security headers of {place}: {name} is {value!r} and not", line)

    def test_responses_of_the_api_are_not_stored(self):
        self.web[f"{URL}/v1/branding"][1]["cache-control"] = "max-age=60"
        self.fails("security headers of the API: cache-control is 'max-age=60' and not 'no-store'")

    def headers(self):
        deployment = types.SimpleNamespace(
            local=False, url=URL, nested=lambda _: types.SimpleNamespace(parameters=PARAMETERS["Hosting"])
        )
        return [str(result) for result in verify.headers(deployment)]


class Roles(Verified):
    def test_what_must_be_denied_is_in_no_policy(self):
        for function, pairs in verify.FORBIDDEN.items():
            for action, pattern, keys in pairs:
                resource = verify.resolved({"Fn::Sub": pattern}, {}, PARAMETERS["Roles"])
                asked = {"PolicySourceArn": f"role/{function}", "ActionNames": [action], "ResourceArns": [resource]}
                asked["ContextEntries"] = [{"ContextKeyName": "dynamodb:LeadingKeys", "ContextKeyValues": list(keys)}]
                self.assertFalse(permitted(asked), (function, action, resource, keys))

    def test_what_a_role_permits_is_read_from_the_template(self):
        given = PARAMETERS["Roles"]
        tickets = set(verify.permissions("TicketsGetFunction", given))
        self.assertIn(("dynamodb:Query", f"{TABLE}/index/gsi4", ()), tickets)
        self.assertIn(("dynamodb:Query", TABLE, ("opened-tickets#verify", "ticket#verify")), tickets)
        log = f"arn:aws:logs:{ACCOUNT}:log-group:/portico/portico-staging/verify:log-stream:verify"
        self.assertIn(("logs:PutLogEvents", log, ()), tickets)
        search = set(verify.permissions("KnowledgeSearchFunction", given))
        self.assertIn(("s3:GetObject", f"arn:aws:s3:::{FILES}/search/verify", ()), search)
        domain = f"arn:aws:es:{ACCOUNT}:domain/articles"
        other = set(verify.permissions("KnowledgeSearchFunction", {**given, "SearchArn": domain}))
        self.assertIn(("es:ESHttpPost", f"{domain}/articles/_search", ()), other)
        self.assertNotIn(("s3:GetObject", f"arn:aws:s3:::{FILES}/search/verify", ()), other)

    def test_every_action_that_is_denied_or_allowed_wrongly_is_found(self):
        wrongly = [
            ("dynamodb:Query", f"{TABLE}/index/gsi2", "TicketsGetFunction", "permits its work: IAM denies"),
            ("dynamodb:DeleteTable", TABLE, "TicketsGetFunction", "permits nothing else .*: IAM allows"),
            ("dynamodb:Query", f"{TABLE}-other", "TicketsGetFunction", "permits nothing else .*: IAM allows"),
            ("s3:DeleteObject", f"arn:aws:s3:::{FILES}/search/verify", "KnowledgeSearchFunction", "permits nothing else .*: IAM allows"),
        ]
        for action, resource, function, line in wrongly:

            def otherwise(asked, wrong=([action], [resource], function)):
                said = simulated(asked)
                if (asked["ActionNames"], asked["ResourceArns"], asked["PolicySourceArn"].rsplit("/", 1)[-1]) == wrong:
                    [result] = said["EvaluationResults"]
                    result["EvalDecision"] = "explicitDeny" if result["EvalDecision"] == "allowed" else "allowed"
                return said

            with self.subTest(action, resource=resource):
                self.aws["iam"]["SimulatePrincipalPolicy"] = otherwise
                self.fails(f"the role of {function} {line} {action} on {resource}( of .*)?$")

    def test_a_caller_without_leave_to_simulate(self):
        self.aws["iam"]["SimulatePrincipalPolicy"] = Refused("AccessDenied", "you may\nnot", 403)
        self.fails(*[f"FAILED    the role of {name}: ClientError: .*AccessDenied.* you may not" for name in verify.FORBIDDEN])


class Table(Verified):
    def test_each_setting(self):
        for fields, line in [
            ({"BillingModeSummary": {"BillingMode": "PROVISIONED"}}, "billing mode .*: it is PROVISIONED, and the template has PAY_PER_REQUEST"),
            ({"BillingModeSummary": {}}, "billing mode of the table: it is PROVISIONED"),
            ({"DeletionProtectionEnabled": False}, "deletion protection of the table: it is False"),
            ({"StreamSpecification": {"StreamEnabled": False}}, "stream of the table"),
            ({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}, "stream of the table: .*KEYS_ONLY"),
            ({"SSEDescription": {"Status": "DISABLED", "SSEType": "KMS"}}, "encryption of the table: it is None"),
            ({"SSEDescription": {}}, "encryption of the table: it is None"),
        ]:
            with self.subTest(line):
                self.aws = answers()
                self.change("dynamodb", "DescribeTable", **fields)
                self.fails(line)
        del self.aws["dynamodb"]["DescribeTable"]["Table"]["SSEDescription"]
        del self.aws["dynamodb"]["DescribeTable"]["Table"]["DeletionProtectionEnabled"]
        self.fails("deletion protection of the table", "encryption of the table")

    def test_time_to_live(self):
        for fields in ({"TimeToLiveStatus": "DISABLED"}, {"AttributeName": "until"}):
            with self.subTest(fields):
                self.aws = answers()
                self.change("dynamodb", "DescribeTimeToLive", **fields)
                self.fails("time to live of the table: it is (None|until), and the template has expires")

    def test_time_to_live_of_a_new_table_is_on_its_way(self):
        self.change("dynamodb", "DescribeTimeToLive", TimeToLiveStatus="ENABLING")
        self.fails()

    def test_recovery(self):
        self.change("dynamodb", "DescribeContinuousBackups", PointInTimeRecoveryDescription={"PointInTimeRecoveryStatus": "DISABLED"})
        self.fails("point-in-time recovery of the table: it is DISABLED")

    def test_a_table_that_is_gone_fails_only_what_needs_it(self):
        for operation in self.aws["dynamodb"]:
            self.aws["dynamodb"][operation] = Refused("ResourceNotFoundException")
        titles = ["the table", "time to live of the table", "point-in-time recovery of the table", "the stream of the job runner"]
        self.fails(*[f"^FAILED    {title}: ResourceNotFoundException" for title in titles])


class Jobs(Verified):
    def mapped(self, **fields):
        self.aws = answers()
        [mapping] = self.aws["lambda"]["ListEventSourceMappings"]["EventSourceMappings"]
        mapping.update(fields)

    def test_the_mapping_of_the_stream(self):
        for fields, line in [
            ({"State": "Disabled"}, "the stream invokes the job runner: the mapping is Disabled"),
            ({"EventSourceArn": f"{TABLE}/stream/0"}, "the stream invokes the job runner: it is not mapped"),
            ({"LastProcessingResult": "PROBLEM: Function call failed"}, "took the last batch of the stream: PROBLEM: Function call failed"),
        ]:
            with self.subTest(line):
                self.mapped(**fields)
                self.fails(line)

    def test_a_mapping_that_had_no_work_yet_or_says_how_much(self):
        for result in ("No records processed", "OK - 3 records", ""):
            self.mapped(LastProcessingResult=result)
            self.fails()

    def test_a_runner_that_was_stopped(self):
        self.aws["lambda"]["GetFunctionConcurrency"] = {"ReservedConcurrentExecutions": 0}
        self.fails("the job runner can run: its reserved concurrency is 0")
        self.aws["lambda"]["GetFunctionConcurrency"] = {"ReservedConcurrentExecutions": 5}
        self.fails()

    def test_rules(self):
        for name, fields, line in [
            ("sweep", {"State": "DISABLED"}, "the schedule of the job runner is enabled: it is DISABLED"),
            ("sweep", {"ScheduleExpression": "rate(1 hour)"}, "the schedule of the job runner has its rate: it is rate.1 hour"),
            ("came-back", {"State": "DISABLED"}, "the rule for mail feedback is enabled: it is DISABLED"),
        ]:
            with self.subTest(line):
                self.aws["events"]["DescribeRule"] = lambda asked, wrong=(name, fields): rule(asked) | (wrong[1] if asked["Name"] == wrong[0] else {})
                self.fails(line)

    def test_rules_and_functions_have_the_names_that_sam_makes(self):
        made = resources.expanded("template.yaml")
        for name in ("JobsRunFunctionSweep", "JobsMailFeedbackFunctionCameBack"):
            self.assertEqual(made[name]["Type"], "AWS::Events::Rule")
        self.assertLessEqual(set(RESOURCES["portico-staging"]), set(made))

    def test_a_rule_that_is_not_there(self):
        self.aws["events"]["DescribeRule"] = Refused("ResourceNotFoundException")
        self.fails("FAILED    the schedule of the job runner: ResourceNotFound", "FAILED    the rule for mail feedback: ResourceNotFound")

    def test_a_rule_that_invokes_another_function(self):
        self.aws["events"]["ListTargetsByRule"] = {"Targets": [{"Id": "1", "Arn": f"arn:aws:lambda:{ACCOUNT}:function:JobsRunFunction"}]}
        self.fails("the rule for mail feedback invokes JobsMailFeedbackFunction: its targets are .*JobsRunFunction")
        self.aws["events"]["ListTargetsByRule"]["Targets"] += target({"Rule": "came-back"})["Targets"]
        self.fails()

    def test_events_that_failed(self):
        self.change("sqs", "GetQueueAttributes", ApproximateNumberOfMessages="2", ApproximateNumberOfMessagesNotVisible="1")
        self.fails("the queue of failed events is empty: it has 3; see FailedEvents in docs/ALARMS.md")

    def test_a_queue_that_is_not_there(self):
        self.aws["sqs"]["GetQueueAttributes"] = Refused("AWS.SimpleQueueService.NonExistentQueue")
        self.fails("FAILED    the queue of failed events: .*NonExistentQueue")

    def test_a_resource_that_the_stack_does_not_have(self):
        with mock.patch.dict(RESOURCES["portico-staging"]):
            del RESOURCES["portico-staging"]["FailedEvents"]
            self.fails("FAILED    the queue of failed events: LookupError: the stack portico-staging has no FailedEvents")


class Alarms(Verified):
    def alarms(self, **others):
        """All alarms are there and quiet, except for the ones named."""
        found = [others.get(name, alarm(name)) for name in ALARMS]
        self.aws["cloudwatch"]["DescribeAlarms"] = {"MetricAlarms": [each for each in found if each]}

    def test_each_alarm_that_rings_is_named(self):
        self.alarms(Slow=alarm("Slow", "ALARM", StateReason="Threshold crossed"), JobsLate=alarm("JobsLate", "ALARM"))
        self.fails("alarm Slow: Threshold crossed; see Slow in docs/ALARMS.md", "alarm JobsLate: ALARM; see JobsLate")

    def test_an_alarm_that_is_not_there_or_notifies_no_one(self):
        self.alarms(Slow=alarm("Slow", ActionsEnabled=False), ServerErrors=None)
        self.fails("alarm ServerErrors: there is none", "alarm Slow: its actions are disabled")

    def test_an_alarm_of_which_only_the_state_is_reported(self):
        self.alarms(Slow={"AlarmName": "portico-Slow", "StateValue": "OK"})
        self.fails()

    def test_a_recipient_that_has_not_confirmed_or_is_not_subscribed(self):
        [subscription] = self.aws["sns"]["ListSubscriptionsByTopic"]["Subscriptions"]
        subscription["SubscriptionArn"] = "PendingConfirmation"
        self.fails("has confirmed: operations@xyz.example has not confirmed")
        subscription["Endpoint"] = "another@xyz.example"
        self.fails("has confirmed: operations@xyz.example is not subscribed")

    def test_without_a_recipient_there_is_nothing_to_see(self):
        PARAMETERS["portico-staging"]["AlarmMail"] = ""
        self.assertEqual(self.of(verify.NOT_SEEN), ["not seen  the recipient of alarms has confirmed: AlarmMail is empty, so alarms notify no one"])


class Mail(Verified):
    def test_each_fault_of_the_sender(self):
        for fields, line in [
            ({"VerifiedForSendingStatus": False}, "SES has verified xyz.example: SES does not send for it"),
            ({"DkimAttributes": {"Status": "PENDING", "SigningEnabled": True}}, "signed with DKIM: DKIM is PENDING, and signing is on"),
            ({"DkimAttributes": {"Status": "SUCCESS", "SigningEnabled": False}}, "signed with DKIM: DKIM is SUCCESS, and signing is off"),
        ]:
            with self.subTest(line):
                self.aws = answers()
                self.change("sesv2", "GetEmailIdentity", **fields)
                self.fails(line)

    def test_each_fault_of_the_account(self):
        for fields, line in [
            ({"SendingEnabled": False}, "SES sends mails of this account: sending is off"),
            ({"EnforcementStatus": "PROBATION"}, "SES sends mails of this account: sending is on, and the account is PROBATION"),
            ({"ProductionAccessEnabled": False}, "SES sends mails to everyone: the account is in the sandbox, so only verified addresses get mails"),
        ]:
            with self.subTest(line):
                self.aws = answers()
                self.change("sesv2", "GetAccount", **fields)
                self.fails(line)

    def test_nothing_is_taken_for_granted(self):
        self.aws["sesv2"] = {"GetEmailIdentity": {"DkimAttributes": {"Status": "SUCCESS"}}, "GetAccount": {}}
        self.fails("SES has verified", "signed with DKIM", "SES sends mails of this account", "SES sends mails to everyone")

    def test_a_domain_that_ses_does_not_know(self):
        self.aws["sesv2"]["GetEmailIdentity"] = Refused("NotFoundException", status=404)
        self.fails("FAILED    the sender of mails: NotFoundException")


class ColdStarts(Verified):
    def starts(self, *events):
        self.aws["logs"]["FilterLogEvents"] = logged(*events)
        return [str(result) for result in self.results() if "cold starts of tickets" in result.what]

    def test_the_medians_of_each_phase_and_how_many_were_seen(self):
        lines = self.starts(report(40, 20), report(50, 31, minutes=90), report(300, 90, minutes=23 * 60))
        self.assertEqual(lines, ["ok        cold starts of tickets: 50 ms until ready, then 31 ms for the first call (medians of 3)"])
        self.assertEqual(len([line for line in self.of(verify.OK) if "cold starts of" in line]), len(AREAS))
        [line] = self.starts(report(verify.LONGEST))
        self.assertTrue(line.startswith(verify.OK), line)

    def test_slow_ones(self):
        self.starts(report(301), report(302), report(10))
        self.fails(*[f"cold starts of {area.lower()}: 301 ms .*; at most 300 ms until ready$" for area in AREAS])

    def test_none_in_the_time_looked_at(self):
        self.assertEqual(self.starts(report(40, minutes=25 * 60)), ["not seen  cold starts of tickets: there was none in the last 24 hours"])

    def test_the_newest_count(self):
        enough = [report(40) for _ in range(verify.ENOUGH)]
        for minutes in (600, 30):
            [line] = self.starts(*[report(900, minutes=minutes) for _ in range(100)], *enough)
            self.assertIn(f"40 ms until ready, then 30 ms for the first call (medians of {verify.ENOUGH})", line)
        parts, right = [], self.aws["logs"]["FilterLogEvents"]
        self.aws["logs"]["FilterLogEvents"] = lambda asked: parts.append(asked["startTime"]) or right(asked)
        self.fails()
        self.assertEqual(len(parts), len(AREAS), "no part of the log is read when enough is known")

    def test_other_lines_are_passed_over(self):
        now = report(40)["timestamp"]
        warm = json.dumps({"type": "platform.report", "record": {"metrics": {"durationMs": 3}}})
        others = ["REPORT RequestId: 1 Duration: 3 ms", "[]", '"text"', '{"message": "request", "record": "none"}', warm]
        [line] = self.starts(*[{"timestamp": now, "message": text} for text in others])
        self.assertTrue(line.startswith(verify.NOT_SEEN), line)

    def test_a_log_group_that_is_not_there_leaves_the_others(self):
        wrong, right = Refused("ResourceNotFoundException"), self.aws["logs"]["FilterLogEvents"]
        self.aws["logs"]["FilterLogEvents"] = lambda asked: wrong if asked["logGroupName"].endswith("/tickets") else right(asked)
        self.fails("FAILED    cold starts of tickets: ResourceNotFoundException")


class Buckets(Verified):
    def otherwise(self, operation, bucket, said):
        right = answers()["s3"][operation]
        self.aws = answers()
        self.aws["s3"][operation] = lambda asked: said if asked["Bucket"] == bucket else right(asked) if callable(right) else right

    def test_each_setting_of_each_bucket(self):
        blocked = {"PublicAccessBlockConfiguration": {**BLOCKED, "BlockPublicPolicy": False}}
        encrypted = {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}}
        for bucket, name in [(FILES, "files"), ("portal", "the portal")]:
            for operation, said, line in [
                ("GetPublicAccessBlock", blocked, f"public access to the bucket of {name} is blocked: .*'BlockPublicPolicy': False"),
                ("GetPublicAccessBlock", Refused("NoSuchPublicAccessBlockConfiguration"), f"public access of the bucket of {name}: .*NoSuch"),
                ("GetBucketEncryption", encrypted, f"encryption of the bucket of {name}: .*aws:kms"),
                ("GetBucketVersioning", {"Status": "Suspended"}, f"versions of the bucket of {name} are kept: it is Suspended"),
                ("GetBucketVersioning", {}, f"versions of the bucket of {name} are kept: it is None"),
                ("GetBucketLifecycleConfiguration", {"Rules": []}, f"lifecycle rules of the bucket of {name}: not as in infra/.*: forget-"),
                ("GetBucketLifecycleConfiguration", Refused("NoSuchLifecycleConfiguration"), f"lifecycle of the bucket of {name}: .*NoSuch"),
            ]:
                with self.subTest(line):
                    self.otherwise(operation, bucket, said)
                    self.fails(line)

    def test_each_part_of_a_rule(self):
        for fields in [
            {"Status": "Disabled"},
            {"Filter": {"Prefix": "files/"}},
            {"Expiration": {"ExpiredObjectDeleteMarker": False}},
            {"Expiration": {"ExpiredObjectDeleteMarker": True, "Days": 3}},
            {"NoncurrentVersionExpiration": {"NoncurrentDays": 9}},
            {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
        ]:
            with self.subTest(fields):
                *others, deleted = rules({"Bucket": FILES})["Rules"]
                self.otherwise("GetBucketLifecycleConfiguration", FILES, {"Rules": [*others, {**deleted, **fields}]})
                self.fails("lifecycle rules of the bucket of files: not as in infra/files.yaml: forget-what-was-deleted$")

    def test_a_rule_that_the_template_does_not_have(self):
        more = {"ID": "forget-everything", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
        self.otherwise("GetBucketLifecycleConfiguration", FILES, {"Rules": [*rules({"Bucket": FILES})["Rules"], more]})
        self.fails("not as in infra/files.yaml: forget-everything$")


class Emulator(Verified):
    """On an emulator, and nowhere else, something may be missing."""

    place, files = "http://127.0.0.1:8190", "http://127.0.0.1:8191"

    def setUp(self):
        super().setUp()
        self.enterContext(mock.patch.dict(os.environ, AWS_ENDPOINT_URL=self.place, PORTICO_FILES_URL=self.files))

    def here(self):
        self.name = "local"
        for status, headers, body in self.web.values():
            if "content-security-policy" in headers:
                del headers["strict-transport-security"]
                files = f"https://{PARAMETERS['Hosting']['FilesDomain']}"
                headers["content-security-policy"] = SECURITY["content-security-policy"].replace(files, self.files)
        del self.web["http://portal.example/"], self.web[f"{API}/v1/branding"]
        self.change("dynamodb", "DescribeTable", SSEDescription={})
        self.change("sesv2", "GetEmailIdentity", DkimAttributes={"Status": "NOT_STARTED", "SigningEnabled": False})
        simple = [name for name in ALARMS if "Metrics" not in MONITORING[name]["Properties"]]
        self.aws["cloudwatch"]["DescribeAlarms"] = {"MetricAlarms": [alarm(name) for name in simple]}

    def test_what_an_emulator_does_not_have_is_not_seen(self):
        # Shared by the page and every other address.
        self.web = {url: (status, dict(headers), body) for url, (status, headers, body) in self.web.items()}
        self.here()
        found = self.results()
        self.assertEqual([str(result) for result in found if result.state == verify.FAILED], [])
        missing = {result.what for result in found if result.state == verify.NOT_SEEN}
        math = {f"alarm {name}" for name in ALARMS if "Metrics" in MONITORING[name]["Properties"]}
        others = {"plain HTTP leads to HTTPS", "a call past CloudFront is refused", "Strict-Transport-Security", "encryption of the table"}
        others |= {f"partition keys in the role of {function}" for function in verify.FORBIDDEN}
        self.assertEqual(missing, math | others | {"mails of xyz.example are signed with DKIM"})

    def test_an_operation_that_is_not_implemented(self):
        for error in [
            Refused("InvalidAction", "Unknown IAM action: SimulatePrincipalPolicy"),
            Refused("InvalidOperationException", "Unknown action: FilterLogEvents"),
            Refused("NotFoundException", "Unknown SES v2 path: GET /v2/email/account", 404),
            Refused("Unknown", "", 501),
        ]:
            with self.subTest(error.body):
                self.name, self.aws["sesv2"]["GetAccount"] = "local", error
                [line] = [line for line in self.of(verify.NOT_SEEN) if "sending" in line]
                self.assertEqual(line, "not seen  sending of mails: the emulator does not have this operation")
                self.name = "staging"
                self.fails("FAILED    sending of mails: .*GetAccount")

    def test_other_errors_of_an_emulator_are_faults(self):
        self.name = "local"
        unreachable = botocore.exceptions.EndpointConnectionError(endpoint_url=URL)
        for error in [Refused("AccessDenied"), Refused("NotFoundException", "no such identity", 404), unreachable]:
            with self.subTest(error):
                self.aws["sesv2"]["GetAccount"] = error
                self.assertIn("FAILED    sending of mails", "\n".join(self.of(verify.FAILED)))

    def test_an_alarm_of_one_metric_that_is_not_there_is_a_fault(self):
        self.name = "local"
        self.aws["cloudwatch"]["DescribeAlarms"] = {"MetricAlarms": []}
        self.assertIn("FAILED    alarm Slow: there is none", self.of(verify.FAILED))
        self.assertIn("alarm ServerErrors", " ".join(self.of(verify.NOT_SEEN)))


class Report(unittest.TestCase):
    """Lines and exit code."""

    def run_with(self, *results):
        environment = mock.Mock(stack="portico-staging")
        with (
            mock.patch.object(verify, "Environment", return_value=environment),
            mock.patch.object(verify, "Deployment"),
            mock.patch.object(verify, "verify", return_value=results),
            mock.patch("sys.argv", ["verify", "staging"]),
            mock.patch("builtins.print") as printed,
        ):
            try:
                verify.main()
                stopped = None
            except Stop as reason:
                stopped = str(reason)
        environment.credentials.assert_called_once_with()
        return [str(call.args[0]) for call in printed.call_args_list], stopped

    def test_without_a_fault_it_ends_well(self):
        lines, stopped = self.run_with(verify.Result(verify.OK, "a"), verify.Result(verify.NOT_SEEN, "b", "no"))
        self.assertEqual(lines, ["ok        a", "not seen  b: no", "portico-staging: 1 ok, 0 FAILED, 1 not seen"])
        self.assertIsNone(stopped)

    def test_with_a_fault_it_does_not(self):
        lines, stopped = self.run_with(verify.Result(verify.FAILED, "a", "why"))
        self.assertEqual(lines[0], "FAILED    a: why")
        self.assertEqual(stopped, "portico-staging is not as it should be: 1 FAILED")


if __name__ == "__main__":
    unittest.main()
