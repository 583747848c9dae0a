"""Asks every operation of openapi.json what its schema allows and what it does not, under every hat.

    scripts/fuzz                    1,000 cases of each operation, which takes hours
    scripts/fuzz 2 --seed 1         a few, always the same, as scripts/test does
    scripts/fuzz 200 --hat agent --operation open_ticket

A dev server of its own runs on a free port, on a folder that is gone at the end. Schemathesis makes the cases: half of them
fit the schema, half do not. Half of them name records of the demo company, with the version they have, so that a case comes
as far as the rules. Every answer is held to the document: its status is one that the operation lists, and body, headers
and type are as described; nothing is a 5xx. The default answer of an operation does not count as a listed one.

Signing in is limited, so a hat signs in once and renews its session. Limits by network would refuse most cases of operations
that anybody may ask: these come from many loopback addresses. Limits of one person stay as they are, but for the hourly ones
of tickets and uploads, which are raised. The output counts cases that a limit has refused.

An operation that ends the session is asked as nobody only. The administrator comes last: it changes settings.
"""

import argparse
import collections
import contextlib
import http.cookies
import json
import pathlib
import random
import shutil
import sys
import tempfile
import time
import urllib.parse

import hypothesis
import requests
import requests.adapters
import schemathesis
from hypothesis import strategies
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks as openapi

from local_server import ROOT, Failed, server

SERVER, DOCUMENT = ROOT / "target/debug/portico-dev", ROOT / "openapi.json"
CHECKS = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]
# Hats by name, with face and role of a demo login.
HATS = {
    "nobody": None,
    "customer member": ("customer", "member"),
    "customer manager": ("customer", "manager"),
    "partner": ("partner", "manager"),
    "employee": ("employee", "employee"),
    "agent": ("staff", "agent"),
    "editor": ("staff", "editor"),
    "administrator": ("staff", "administrator"),
}
# Operations that end the session of the caller.
ENDING = {"end_session"}
# Seconds after which a session is renewed. An access token lives ten minutes.
RENEW_AFTER = 240
# Cases from one loopback address. A network has 200 attempts in a quarter of an hour.
FROM_ONE_ADDRESS = 100
# Lists in which a hat finds records, by the kind of their identifiers.
LISTS = {
    "PersonId": ["/v1/colleagues"],
    "ArticleId": ["/v1/articles?q=power", "/v1/articles"],
    "AccountId": ["/v1/accounts"],
    "ProductId": ["/v1/products"],
    "CannedReplyId": ["/v1/canned-replies"],
    "InboundMailId": ["/v1/inbound-mails"],
    "JobId": ["/v1/jobs"],
}
# Times that a case is asked while the answer is that the database is slow, as clients do. The last such answer is a failure.
MOST_ASKS = 3
# Kind of a field that holds free text.
WORDS = "words"
SECTIONS = ["portal", "tickets", "ticket_fields", "files", "knowledge"]


class FromAddress(requests.adapters.HTTPAdapter):
    """Connections that come from one address of this machine."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, **options, source_address=(self.address, 0))


def connections(address=None):
    made = requests.Session()
    made.trust_env = False
    if address:
        made.mount("http://", FromAddress(address))
    return made


class Client:
    """One hat, or nobody, in front of the API."""

    def __init__(self, state, name):
        self.base, self.name, self.asked = state["base_url"], name, 0
        self.http, self.token, self.person, self.cookie, self.renewed = connections(), None, None, None, 0
        if HATS[name]:
            login = next(login for login in state["logins"] if (login["face"], login["role"]) == HATS[name])
            answer = self.http.post(f"{self.base}/v1/session", json={"email": login["email"], "password": login["password"]}, timeout=30)
            if answer.status_code != 200:
                raise Failed(f"the {name} cannot sign in: {answer.status_code} {answer.text}")
            self.person = answer.json()["person"]["id"]
            self.keep(answer)

    def keep(self, answer):
        cookie = http.cookies.SimpleCookie(answer.headers.get("set-cookie", ""))
        self.cookie = next((f"{name}={morsel.value}" for name, morsel in cookie.items()), self.cookie)
        self.token, self.renewed = answer.json()["access_token"], time.monotonic()
        # Sent by hand alone: a case is not to carry it.
        self.http.cookies.clear()

    def headers(self):
        """The headers of somebody who is signed in, with a token that is not about to end."""
        if not self.token:
            return {}
        if time.monotonic() - self.renewed > RENEW_AFTER:
            headers = {"cookie": self.cookie, "x-portico-refresh": "1"}
            answer = self.http.post(f"{self.base}/v1/session/refresh", headers=headers, timeout=30)
            if answer.status_code != 200:
                raise Failed(f"the session of the {self.name} is not renewed: {answer.status_code} {answer.text}")
            self.keep(answer)
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path):
        for _ in range(MOST_ASKS):
            answer = self.http.get(self.base + path, headers=self.headers(), timeout=30)
            if answer.status_code != 503:
                break
            time.sleep(1)
        return answer

    def items(self, path):
        answer = self.get(path)
        return answer.json().get("items", []) if answer.status_code == 200 else []

    def from_somewhere(self):
        """Connections for a case: from another address of this machine after so many."""
        self.asked += 1
        if self.token is None and self.asked % FROM_ONE_ADDRESS == 1:
            block = self.asked // FROM_ONE_ADDRESS + 2
            self.http.close()
            self.http = connections(f"127.0.{block // 250 + 1}.{block % 250 + 1}")
        return self.http


class Document:
    """The document, and its operations as Schemathesis reads them."""

    def __init__(self, signed_in):
        self.paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        self.schemas = self.paths["components"]["schemas"]
        for _, _, operation in self.operations():
            # Every status is to be listed.
            operation["responses"].pop("default", None)
            if signed_in:
                # The header is the hat's own.
                operation["security"] = []
        schema = schemathesis.openapi.from_dict(self.paths)
        # The only secret in a case is a token, which is never shown.
        schema.config.output.sanitization.update(enabled=False)
        found = (result.ok() for result in schema.get_all_operations())
        self.found = {operation.definition.raw["operationId"]: operation for operation in found}
        self.made = {}
        self.kinds = dict(self.identifiers())

    def operations(self):
        for path, methods in self.paths["paths"].items():
            for method, operation in methods.items():
                yield path, method, operation

    def cases(self, name):
        """Cases of an operation: half of them fit the schema, if it has any that do not."""
        if name not in self.made:
            operation, modes = self.found[name], schemathesis.GenerationMode
            made = operation.as_strategy(generation_mode=modes.POSITIVE)
            if self.takes_input(name):
                made = strategies.one_of(made, operation.as_strategy(generation_mode=modes.NEGATIVE))
            self.made[name] = made
        return self.made[name]

    def takes_input(self, name):
        raw = self.found[name].definition.raw
        return bool(raw.get("parameters") or raw.get("requestBody"))

    def parameters(self, operation):
        for parameter in operation.get("parameters", []):
            if "$ref" in parameter:
                parameter = self.paths["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
            yield parameter

    def identifiers(self):
        """Names of fields and query parameters that hold an identifier or words, with the kind."""
        for _, _, operation in self.operations():
            for parameter in self.parameters(operation):
                if parameter["in"] == "query" and kind_of(parameter["schema"]):
                    yield parameter["name"], kind_of(parameter["schema"])
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from self.fields(content["schema"], None)

    def fields(self, schema, name):
        kind = kind_of(schema) or (WORDS if schema.get("type") == "string" and not {"enum", "format"} & set(schema) else None)
        if kind and name:
            yield name, kind
        elif "$ref" in schema:
            yield from self.fields(self.schemas[schema["$ref"].rsplit("/", 1)[1]], name)
        for choice in [*schema.get("oneOf", []), *schema.get("anyOf", [])]:
            yield from self.fields(choice, name)
        if isinstance(schema.get("items"), dict):
            yield from self.fields(schema["items"], name)
        for field, of in schema.get("properties", {}).items():
            yield from self.fields(of, field)


def kind_of(schema):
    """The kind of identifier that a schema refers to."""
    kind = schema.get("$ref", "").rsplit("/", 1)[-1]
    return kind if kind.endswith("Id") else None


def records(clients):
    """Identifiers of the demo company's records by their kinds, as the hats find them."""
    known = collections.defaultdict(set)
    signed_in = [client for client in clients.values() if client.token]
    for client in signed_in:
        queues = [queue["id"] for queue in client.items("/v1/queues")]
        known["QueueId"].update(queues)
        for kind, paths in LISTS.items():
            known[kind].update(item["id"] for path in paths for item in client.items(path))
        for owned in client.items("/v1/entitlements"):
            known["ProductId"].add(owned["product"]["id"])
            known["VersionId"].add(owned["version"]["id"])
        for queue in queues:
            known["TicketId"].update(ticket["id"] for ticket in client.items(f"/v1/tickets?view=queue&queue={queue}&limit=10"))
        for ticket in client.items("/v1/tickets?limit=10"):
            known["TicketId"].add(ticket["id"])
            seen = client.get(f"/v1/tickets/{ticket['id']}").json()
            known["AccountId"].update([seen["account"]["id"]] if seen.get("account") else [])
            known["PersonId"].update(person["id"] for person in [seen["requester"], *seen["participants"]])
            known["UploadId"].update(file["id"] for file in seen["files"])
    # A person under test stays as they are.
    known["PersonId"].difference_update(client.person for client in signed_in)
    return {kind: sorted(found) for kind, found in known.items() if found}


def raise_rates(administrator):
    """Lets a person open more tickets and announce more files in an hour than a run does."""
    answer = administrator.get("/v1/settings/portal")
    document = {**answer.json()["document"], "rates": {"tickets": 1_000_000, "uploads": 1_000_000}}
    headers = {**administrator.headers(), "if-match": answer.headers["etag"]}
    done = administrator.http.put(f"{administrator.base}/v1/settings/portal", json={"document": document}, headers=headers, timeout=30)
    if done.status_code != 200:
        raise Failed(f"the hourly rates are not raised: {done.status_code} {done.text}")


class Aim:
    """Puts records of the demo company into half of the cases of one operation."""

    def __init__(self, client, document, operation, known, seed):
        self.client, self.document, self.known = client, document, known
        raw = operation.definition.raw
        self.path, self.random = operation.path, random.Random(f"{seed} {client.name} {raw['operationId']}")
        parameters = list(document.parameters(raw))
        self.in_path = {parameter["name"]: kind_of(parameter["schema"]) for parameter in parameters if parameter["in"] == "path"}
        self.wants_version = any(parameter["name"] == "If-Match" for parameter in parameters)

    def one(self, kind, name=""):
        if name == "section":
            return self.random.choice(SECTIONS)
        if name == "form":
            return self.random.choice(["ticket", "reply-" + self.random.choice(self.known["TicketId"])])
        return self.random.choice(self.known[kind]) if kind in self.known else None

    def at(self, case):
        if self.random.random() < 0.5:
            return
        for name, kind in self.in_path.items():
            case.path_parameters[name] = self.one(kind, name) or case.path_parameters[name]
        self.fill(case.query)
        self.fill(case.body)
        if self.wants_version and (etag := self.version(case)):
            case.headers["If-Match"] = etag

    def fill(self, value):
        """Replaces identifiers, by the names of their fields."""
        if isinstance(value, dict):
            for name, held in value.items():
                kind = self.document.kinds.get(name)
                if kind == WORDS and isinstance(held, str):
                    # Texts that fit the schema are mostly white space, which counts as nothing.
                    value[name] = f"{held} and words" if self.random.random() < 0.5 else held
                elif kind and isinstance(held, str):
                    value[name] = self.one(kind) or held
                elif kind and isinstance(held, list):
                    value[name] = [self.one(kind) or item for item in held]
                else:
                    self.fill(held)
        elif isinstance(value, list):
            for item in value:
                self.fill(item)

    def version(self, case):
        """The version that the record of a case has, if it can be read by itself."""
        parts = self.path.split("/")
        # Up to the first parameter: /v1/tickets/{id} of /v1/tickets/{id}/take.
        template = "/".join(parts[:next((at + 1 for at, part in enumerate(parts) if part.startswith("{")), len(parts))])
        if "get" not in self.document.paths["paths"].get(template, {}):
            return None
        names = {name: urllib.parse.quote(str(value), safe="%") for name, value in (case.path_parameters or {}).items()}
        return self.client.get(template.format(**names)).headers.get("etag")


class Outcome:
    """Cases of one hat, and what came of them."""

    def __init__(self, name):
        self.name, self.operations, self.cases, self.unavailable = name, 0, 0, 0
        self.statuses, self.failures = collections.Counter(), {}

    def failed(self, operation, what, case, answer):
        # One case of each kind is shown.
        key = (operation, what, answer.status_code if answer else None)
        command, count = self.failures.get(key, (None, 0))
        self.failures[key] = (command or self.shown(case, answer), count + 1)

    def shown(self, case, answer):
        command = case.as_curl_command()
        if token := case.headers.get("Authorization"):
            command = command.replace(token, "Bearer $TOKEN")
        return f"{command}\n{answer.status_code} {answer.text[:600]}" if answer else command

    def line(self):
        of = lambda first: sum(count for status, count in self.statuses.items() if status // 100 in first and status != 429)
        failures = sum(count for _, count in self.failures.values())
        return (
            f"{self.name:17} {self.operations:3} operations {self.cases:7,} cases: {of({2, 3}):6,} done {of({4}):7,} refused "
            f"{self.statuses[429]:5,} by a limit {self.unavailable:3} asked again   {failures} failures"
        )


def ask(client, case, outcome, operation):
    """Sends one case, and holds the answer to the document."""
    case.headers.update(client.headers())
    for _ in range(MOST_ASKS):
        try:
            answer = case.call(base_url=client.base, session=client.from_somewhere(), timeout=30, allow_redirects=False)
        except requests.RequestException as error:
            outcome.failed(operation, f"no answer: {type(error).__name__}", case, None)
            return
        client.http.cookies.clear()
        if answer.status_code != 503:
            break
        outcome.unavailable += 1
        time.sleep(1)
    outcome.cases += 1
    outcome.statuses[answer.status_code] += 1
    try:
        case.validate_response(answer, checks=CHECKS)
    except schemathesis.core.failures.FailureGroup as group:
        for failure in group.exceptions:
            outcome.failed(operation, f"{failure.title}: {' '.join(failure.message.split())[:300]}", case, answer)


def fuzz(client, document, known, chosen, cases, seed):
    outcome = Outcome(client.name)
    quiet = {"database": None, "deadline": None, "suppress_health_check": list(hypothesis.HealthCheck)}
    for name in chosen:
        if client.token and name in ENDING:
            continue
        operation = document.found[name]
        aim = Aim(client, document, operation, known, seed)

        @hypothesis.seed(seed)
        @hypothesis.settings(max_examples=cases, phases=[hypothesis.Phase.generate], **quiet)
        @hypothesis.given(case=document.cases(name))
        def asked(case):
            aim.at(case)
            ask(client, case, outcome, name)

        asked()
        outcome.operations += 1
    if client.token and client.get("/v1/me").status_code != 200:
        raise Failed(f"the session of the {client.name} has ended on the way: its cases prove nothing")
    return outcome


def run(options, folder):
    load_all_checks()
    documents = {signed_in: Document(signed_in) for signed_in in (False, True)}
    operations = list(documents[True].found)
    chosen = [name for name in operations if not options.operation or name in options.operation]
    if unknown := set(options.operation) - set(operations):
        raise Failed(f"openapi.json has no operation {', '.join(sorted(unknown))}")
    once = [name for name in chosen if not documents[True].takes_input(name) and name not in ENDING]
    failures, log = 0, folder / "server.log"
    print(f"fuzz: {len(chosen)} operations, {options.cases} cases each, seed {options.seed}")
    print(f"fuzz: asked as nobody only, as they end the session: {', '.join(sorted(ENDING))}")
    print("fuzz: asked once, as they take no input and no identifier:", ", ".join(once), flush=True)
    with open(log, "wb") as errors, server(SERVER, folder, log=errors) as state:
        clients = {name: Client(state, name) for name in HATS}
        raise_rates(clients["administrator"])
        known = records(clients)
        for name, client in clients.items():
            if options.hat and name not in options.hat:
                continue
            outcome = fuzz(client, documents[client.token is not None], known, chosen, options.cases, options.seed)
            print(outcome.line(), flush=True)
            for (operation, what, _), (command, count) in outcome.failures.items():
                print(f"\n  {operation}, {count} times: {what}\n{command}\n", flush=True)
            failures += len(outcome.failures)
    if b"panicked" in log.read_bytes():
        failures += 1
        print(log.read_text(errors="replace")[-4000:])
    return failures


def main():
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="Asks every operation many things, under every hat.")
    parser.add_argument("cases", nargs="?", type=int, default=1000, help="cases of each operation and hat (1,000)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000), help="makes the same cases again")
    parser.add_argument("--hat", action="append", default=[], choices=list(HATS), help="this hat only")
    parser.add_argument("--operation", action="append", default=[], help="this operation only")
    options = parser.parse_args()
    if not SERVER.exists():
        raise Failed(f"{SERVER.relative_to(ROOT)} is missing: run cargo build --workspace --bins")
    folder, began = pathlib.Path(tempfile.mkdtemp(prefix="portico-fuzz-")), time.monotonic()
    try:
        failures = run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if failures:
        raise Failed(f"{failures} kinds of failures, seed {options.seed}")
    print(f"fuzz: passed in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    try:
        main()
    except Failed as reason:
        sys.exit(f"fuzz: {reason}")
