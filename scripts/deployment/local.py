"""Deploys Portico to an emulator of AWS on this machine, and runs the journeys against it.

    scripts/deploy-local            deployed, set up, filled; every route once, the journeys of the main job, an upgrade and
                                    its rollback, a copy and back
    scripts/deploy-local --all      the same with all journeys
    scripts/deploy-local --smoke    deployed, set up, filled; signs in, opens a ticket, waits for its mail
    scripts/deploy-local --keep     the same as --smoke, and leaves it running until Ctrl-C
    scripts/deploy-local --then X   the same as --smoke, and runs the command X before it ends

It is the real template, deployed by scripts/deploy with the release binaries, or with --as-tested with those that the tests
run, which need not be built for it. A proxy between the functions and the emulator holds each call to the role of its
function; one that the role does not allow fails this, by name. What an emulator cannot show is listed in
docs/OPERATIONS.md. Everything listens on 127.0.0.1 and is gone at the end.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

from . import ROOT, Steps, Stop, command, copied, operator, run
from .deploy import deploy
from .environment import LOCAL, Environment
from .operator import operate, variables
from .rollback import rollback

EMULATOR = ROOT / ".local/emulator/bin/python"
IAM_PROXY = ROOT / "target/debug/iam-proxy"
PARTS = ROOT / "tests/engines/aws"
WORK = ROOT / ".local/deploy-local"
# Keys that an emulator takes from anybody.
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# The account that an emulator has.
ACCOUNT = "000000000000"
# Packed and unpacked functions, twice, and what the emulator keeps in memory and spills.
LEAST_FREE = 3_000_000_000
STARTS_WITHIN = 60.0
MAIL_WITHIN = 60.0


def check_disk(folder):
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise Stop(f"the disk of {folder} has {free // 1_000_000} MB left and {LEAST_FREE // 1_000_000} are needed")


def check_ports(ports):
    for option, port in ports.items():
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError as error:
                raise Stop(f"port {port} is in use; stop what uses it, or choose another with {option}") from error


@contextlib.contextmanager
def running(name, arguments, log):
    """A process of ours, ended by its id, with everything it started."""
    with log.open("wb") as output:
        process = subprocess.Popen([str(part) for part in arguments], cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(there, process, log, what, within):
    """Waits for something of a process, for a bounded time."""
    end = time.monotonic() + within
    while not there():
        if process.poll() is not None:
            raise Stop(f"{what} has ended by itself; its last words are in {log.relative_to(ROOT)}")
        if time.monotonic() > end:
            raise Stop(f"{what} does not come within {within:.0f} s; see {log.relative_to(ROOT)}")
        time.sleep(0.1)


def listens(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def emulator(steps, options):
    """The emulator, the IAM proxy between it and the functions, and what stands in front of both."""
    place, files = os.environ["AWS_ENDPOINT_URL"], os.environ["PORTICO_FILES_URL"]
    environment, policies = Environment(LOCAL), WORK / "policies"
    arguments = [EMULATOR, PARTS / "emulator.py", "--port", options.emulator_port, "--scratch", WORK / "scratch"]
    log = WORK / "emulator.log"
    with running("emulator", [*arguments, "--iam-proxy", files, "--policies", policies], log) as aws:
        with steps("starting the emulator"):
            until(lambda: listens(options.emulator_port), aws, log, "the emulator", STARTS_WITHIN)
        bucket = f"{environment.stack}-files-{ACCOUNT}-{environment.region}"
        arguments = [IAM_PROXY, "--port", options.iam_port, "--services", place, "--policies", policies]
        arguments += ["--region", environment.region, "--account", ACCOUNT, "--bucket", bucket]
        log = WORK / "iam-proxy.log"
        with running("iam-proxy", [*arguments, "--sender", environment.parameters["MailDomain"]], log) as proxy:
            until(lambda: listens(options.iam_port), proxy, log, "the IAM proxy", STARTS_WITHIN)
            arguments = [EMULATOR, PARTS / "front.py", "--port", options.port, "--mail-port", options.mail_port]
            arguments += ["--emulator", place, "--files", files, "--region", environment.region, "--stack", environment.stack]
            log = WORK / "front.log"
            with running("front", arguments, log) as front:
                until(lambda: listens(options.port), front, log, "what stands in front of the emulator", STARTS_WITHIN)
                yield aws


def check_roles(least):
    """Fails if a function asked AWS for what its role does not allow, or if fewer functions asked through the proxy."""
    lines = (WORK / "iam-proxy.log").read_text().splitlines()
    denied = sorted({line for line in lines if line.startswith("denied: ")})
    if denied:
        raise Stop("\n".join(["roles are too narrow:", *denied]))
    heard = sum(line.startswith("heard: ") for line in lines)
    if heard < least:
        raise Stop(f"the IAM proxy heard {heard} functions and not {least}")


class Api:
    """The deployed API, as a client."""

    def __init__(self, base):
        self.base, self.token = base, None

    def answer(self, method, path, body=None):
        """Status and headers of the answer to a call."""
        status, headers, _ = self._ask(method, path, body)
        return status, headers

    def call(self, method, path, body=None, wanted=200):
        status, _, text = self._ask(method, path, body)
        if status != wanted:
            raise Stop(f"{method} {path} answers {status} and not {wanted}: {text.decode(errors='replace')[:300]}")
        return json.loads(text or b"null")

    def _ask(self, method, path, body):
        headers = {"content-type": "application/json"}
        if method == "POST" and self.token:
            headers["idempotency-key"] = str(uuid.uuid4())
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def sign_in(self, email, password):
        self.token = self.call("POST", "/v1/session", {"email": email, "password": password})["access_token"]
        return self


# Who sets the deployment up, and the password they choose.
OPERATOR, PASSWORD = "olga@xyz.example", "chosen on an emulator"


def set_up(environment, options):
    """Makes the deployment usable as an operator would, and joins as whoever is invited by that."""
    for arguments in (
        ["signing-key"],
        [
            "set-up", "--company=XYZ Co.", "--support-email=support@xyz.example", "--name=Olga Operator",
            f"--email={OPERATOR}", "--time-zone=Europe/Amsterdam",
        ],
    ):  # fmt: skip
        if operate(environment, *arguments, stdout=subprocess.PIPE).returncode != 0:
            raise Stop("the deployment could not be set up")
    link = until_mail(options, OPERATOR, r"/invitation#(\S+)")
    base = base_url(options)
    Api(base).call("POST", "/v1/invitations/accept", {"token": link, "password": PASSWORD})
    Api(base).call("POST", "/v1/invitations/accept", {"token": link, "password": PASSWORD}, wanted=403)
    home = Api(base).sign_in(OPERATOR, PASSWORD).call("GET", "/v1/home")
    if home["hats"][0]["role"] != "administrator" or home["branding"]["company_name"] != "XYZ Co.":
        raise Stop(f"the first administrator finds {home['hats']} at {home['branding']}")


def fill(environment):
    """Writes the demo company; gives who can sign in."""
    done = run(
        ROOT / "target/debug/portico-seed", what="the demo company could not be written",
        env=variables(environment), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def write_state(options, logins):
    """The same file that a dev server writes, for the same journeys."""
    place = os.environ["AWS_ENDPOINT_URL"]
    state = {
        "base_url": base_url(options),
        "mailbox_url": f"http://127.0.0.1:{options.mail_port}",
        "endpoints": {"dynamodb": place, "s3": place, "ses": place},
        "logins": logins,
    }
    options.state.parent.mkdir(parents=True, exist_ok=True)
    options.state.write_text(json.dumps(state, indent=2) + "\n")


def base_url(options):
    return f"http://127.0.0.1:{options.port}"


def mails(options, to):
    with urllib.request.urlopen(f"http://127.0.0.1:{options.mail_port}/messages?to={to}", timeout=10) as answer:
        return json.loads(answer.read())["items"]


def until_mail(options, to, pattern):
    """Waits for a mail to an address; gives what the pattern finds in it."""
    end = time.monotonic() + MAIL_WITHIN
    while True:
        for mail in mails(options, to):
            found = re.search(pattern, f"{mail['subject']} {mail['text']}")
            if found:
                return found[1]
        if time.monotonic() > end:
            raise Stop(f"no mail with {pattern} came to {to} within {MAIL_WITHIN:.0f} s")
        time.sleep(0.2)


def smoke(options, logins):
    """Signs in, opens a ticket, waits for the mail about it."""
    customer = next(login for login in logins if (login["face"], login["role"]) == ("customer", "member"))
    api = Api(base_url(options)).sign_in(customer["email"], customer["password"])
    ticket = {"type": "question", "severity": "low", "synopsis": "Deployed on an emulator", "description": "Does mail arrive?"}
    number = api.call("POST", "/v1/tickets", ticket, wanted=201)["number"]
    until_mail(options, customer["email"], f"({number})")


# The main job: asked, answered, solved, confirmed, with mails, files and knowledge. The others run on the dev server, which
# has the same functions; here they need --all.
MAIN_JOB = {"main-job.test.mjs", "desk.test.mjs", "invitation.test.mjs"}
# The page of the kit is not deployed.
NOT_DEPLOYED = {"kit.test.mjs"}
METHODS = ["get", "post", "put", "patch", "delete"]
# Ends the session that the others are asked with.
SIGN_OUT = ("delete", "/v1/session")


def smallest_body(document, operation):
    """Smallest body that fits an operation which asks nobody to sign in: others look the session up before they read it."""
    if operation.get("security") != [] or "requestBody" not in operation:
        return {}
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    texts = {name: "0" * schema["properties"][name].get("minLength", 1) for name in schema.get("required", [])}
    return texts | ({"email": "nobody@xyz.example"} if "email" in texts else {})


def every_route(options, logins):
    """Asks for each route once, as an administrator, with ids of nothing: its function must start and give an answer of its own."""
    login = next(login for login in logins if (login["face"], login["role"]) == ("staff", "administrator"))
    api = Api(base_url(options)).sign_in(login["email"], login["password"])
    document = json.loads((ROOT / "openapi.json").read_text())
    paths = document["paths"]
    routes = [(method, path) for path, operations in paths.items() for method in METHODS if method in operations]
    for method, path in sorted(routes, key=lambda route: (route == SIGN_OUT, route)):
        named = re.sub(r"\{(\w+)\}", lambda part: str(uuid.uuid4()) if part[1].endswith("id") else "nothing", path)
        body = None if method in ("get", "delete") else smallest_body(document, paths[path][method])
        status, headers = api.answer(method.upper(), named, body)
        if status >= 500 or not headers.get("x-request-id"):
            raise Stop(f"{method.upper()} {path} answers {status}, with {dict(headers)}")
    return len(routes)


def journeys(options):
    """The portal's journeys, in a browser; gives the line that counts them."""
    log, folder = WORK / "journeys.log", ROOT / "portal"
    found = [path.relative_to(folder) for path in folder.glob("journeys/*.test.mjs") if path.name not in NOT_DEPLOYED]
    files = sorted(path for path in found if options.all or path.name in MAIN_JOB)
    with log.open("w") as output:
        done = subprocess.run(
            ["npm", "run", "--silent", "journeys:of", "--", *map(str, files)], cwd=folder, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "PORTICO_DEV_JSON": str(options.state)},
        )  # fmt: skip
    text = log.read_text()
    if done.returncode != 0:
        sys.stdout.write(text)
        raise Stop("journeys failed")
    return text.strip().splitlines()[-1]


def upgrade_and_back(steps, options, first):
    """Deploys once more and goes back: what is recorded stays, and the stack says which release it runs."""
    changed = [f"PortalUrl={base_url(options)}", "LogLevel=debug"]
    with steps("an upgrade"):
        second = deploy(Steps("  deploy", steps), LOCAL, changed, build=False)
    with steps("its rollback"):
        back = rollback(Steps("  rollback", steps), LOCAL)
    environment = Environment(LOCAL)
    function = environment.client("cloudformation").describe_stack_resource(
        StackName=environment.stack, LogicalResourceId="TicketsGetFunction"
    )["StackResourceDetail"]["PhysicalResourceId"]
    level = environment.client("lambda").get_function_configuration(FunctionName=function)["Environment"]["Variables"]["PORTICO_LOG"]
    if second == first or back != first or environment.outputs()["Release"] != first or level != "info":
        raise Stop(f"after the rollback of {second} it runs {environment.outputs()['Release']} at level {level}, and {first} at info was before")


def copy_and_back(steps, options, logins):
    """Copies it, empties it, restores it by the operator's scripts; afterwards it works as before."""
    login = next(login for login in logins if (login["face"], login["role"]) == ("customer", "manager"))
    copied.there_and_back(Steps("  copy", steps), Environment(LOCAL), Api(base_url(options)), login)
    smoke(options, logins)


def go(steps, options):
    check_disk(ROOT)
    ports = {"--port": options.port, "--mail-port": options.mail_port}
    check_ports({**ports, "--emulator-port": options.emulator_port, "--iam-port": options.iam_port})
    with steps("installing what is missing"):
        run("scripts/prepare", "rust", "node", *([] if options.smoke else ["chromium"]), what="something is missing")
        run(PARTS / "fetch", what="the emulator could not be installed")
    if not options.no_build:
        with steps("building the operator's commands"):
            operator.build("portico-seed", IAM_PROXY.name)
    if options.as_tested:
        with steps("packing the functions that the tests run"):
            run("scripts/build", "--as-tested", what="the functions could not be packed")
        with steps("building the portal"):
            run("scripts/portal-build", what="the portal could not be built")
        options.no_build = True
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"):
        os.environ.pop(name, None)
    os.environ.update(KEYS, AWS_ENDPOINT_URL=f"http://127.0.0.1:{options.emulator_port}")
    # Functions sign links to files where they find S3.
    os.environ["PORTICO_FILES_URL"] = f"http://127.0.0.1:{options.iam_port}"
    with emulator(steps, options):
        first = deploy(Steps("  deploy", steps), LOCAL, [f"PortalUrl={base_url(options)}"], build=not options.no_build)
        environment = Environment(LOCAL)
        with steps("making it usable, as an operator would"):
            set_up(environment, options)
        with steps("filling it with the demo company"):
            logins = fill(environment)
            write_state(options, logins)
        with steps("signing in, opening a ticket, waiting for its mail"):
            smoke(options, logins)
        # What signs in and opens a ticket.
        counted, least = None, 2
        if not options.smoke:
            with steps("every route once"):
                least = every_route(options, logins)
                steps.say(f"{least} routes answer")
            with steps("journeys"):
                counted = journeys(options)
            upgrade_and_back(steps, options, first)
            with steps("a copy of it, and back"):
                copy_and_back(steps, options, logins)
        if options.then:
            run("bash", "-c", options.then, what="what was to be run has failed")
        check_roles(least)
        if options.keep:
            steps.say(f"{base_url(options)}, mails at http://127.0.0.1:{options.mail_port}/messages, logins in {options.state}; Ctrl-C ends it")
            signal.pause()
    for what, took in steps.taken:
        print(f"  {took:7.1f} s  {what}")
    print(f"deployed, set up and looked at in {steps.total():.0f} s" + (f"; journeys: {counted}" if counted else ""))
    if counted:
        print(counted)


def main():
    about = argparse.ArgumentParser(prog="scripts/deploy-local", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--all", action="store_true", help="all journeys")
    about.add_argument("--smoke", action="store_true", help="no journeys, no upgrade")
    about.add_argument("--keep", action="store_true", help="as --smoke, and leave it running")
    about.add_argument("--then", metavar="COMMAND", help="as --smoke, and run a command of the shell before it ends")
    about.add_argument("--no-build", action="store_true", help="deploy what is in target/lambda and portal/dist")
    about.add_argument("--as-tested", action="store_true", help="deploy the functions that the tests run")
    about.add_argument("--port", type=int, default=8180, help="where the portal and the API are found")
    about.add_argument("--mail-port", type=int, default=8181, help="where mails are found")
    about.add_argument("--emulator-port", type=int, default=8190, help="where the emulator of AWS listens")
    about.add_argument("--iam-port", type=int, default=8191, help="where the functions find it, through the IAM proxy")
    about.add_argument("--state", type=lambda text: (ROOT / text).resolve(), default=ROOT / ".local/deploy-local.json", help="the file that tells tools where it is")
    options = about.parse_args()
    options.smoke = options.smoke or options.keep or bool(options.then)
    # Asked to end, it ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("deploy-local: stopped"))
    go(Steps("deploy-local"), options)


if __name__ == "__main__":
    command("deploy-local", main)
