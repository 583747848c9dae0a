"""Runs the operator's commands (operator/) on a deployment: with its names, and the caller's credentials.

    scripts/new-deployment staging --company "Acme Ltd" --support-email help@acme.example --name "Ada Byron" --email ada@acme.example
    scripts/new-administrator staging --name "Kim Berg" --email kim@acme.example
    scripts/new-signing-key staging
    scripts/list-accounts staging
    scripts/list-people staging
"""

import argparse
import json
import os
import subprocess
import sys

from . import ROOT, Stop, command, run
from .environment import Environment

BINARY = ROOT / "target/debug/portico-operator"
# The script of each command.
SCRIPTS = {
    "set-up": "new-deployment",
    "administrator": "new-administrator",
    "signing-key": "new-signing-key",
    "list-accounts": "list-accounts",
    "list-people": "list-people",
}
# Commands that invite an administrator.
WITH_PEOPLE = ("set-up", "administrator")
# Commands that have nothing but the environment.
LISTING = ("list-accounts", "list-people")


def variables(environment):
    """Returns the environment that a function of this deployment would have."""
    keys, outputs = environment.credentials(), environment.outputs()
    found = {
        "AWS_REGION": environment.region,
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        "AWS_SESSION_TOKEN": keys.token or "",
        "PORTICO_TABLE": outputs["Table"],
        "PORTICO_BUCKET": outputs["FilesBucket"],
        "PORTICO_SIGNING_SECRET": outputs["SigningKey"],
    }
    return {**os.environ, **found}


def build(*more):
    """Compiles the operator's commands, and the other binaries that are named."""
    wanted = [part for name in (BINARY.name, *more) for part in ("--bin", name)]
    run("cargo", "build", "--quiet", "--workspace", *wanted, what="the operator's commands do not compile")


def operate(environment, *arguments, **options):
    if not BINARY.exists():
        raise Stop(f"{BINARY.name} has not been built: cargo build --workspace --bins")
    return subprocess.run([BINARY, *arguments], cwd=ROOT, env=variables(environment), **options)


def has_key(environment):
    """Whether the deployment has a signing key."""
    secrets = environment.client("secretsmanager")
    try:
        return "kid" in json.loads(secrets.get_secret_value(SecretId=environment.outputs()["SigningKey"])["SecretString"])
    except (secrets.exceptions.ResourceNotFoundException, KeyError, ValueError):
        return False


def main():
    what, *given = sys.argv[1:]
    about = argparse.ArgumentParser(
        prog=f"scripts/{SCRIPTS[what]}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    about.add_argument("environment", help="an environment of samconfig.toml")
    if what == "set-up":
        about.add_argument("--company", required=True, help="the company's name")
        about.add_argument("--support-email", required=True, help="where its customers write to")
        about.add_argument("--support-phone", default="", help="where they call")
    if what in WITH_PEOPLE:
        about.add_argument("--name", required=True, help="the administrator's name")
        about.add_argument("--email", required=True, help="their e-mail address, which the invitation goes to")
        about.add_argument("--time-zone", default="UTC", help="their time zone, and at first that of the business hours")
        about.add_argument("--locale", default="en", help="their language")
    options = about.parse_args(given)
    environment = Environment(options.environment)
    environment.credentials()
    environment.ready()
    build()
    if what == "signing-key" or (what == "set-up" and not has_key(environment)):
        finish(operate(environment, "signing-key"))
    if what in WITH_PEOPLE:
        finish(operate(environment, what, *people(what, options)))
    if what in LISTING:
        finish(operate(environment, what))


def people(what, options):
    names = ["name", "email", "time_zone", "locale"] + (["company", "support_email", "support_phone"] if what == "set-up" else [])
    return [f"--{name.replace('_', '-')}={getattr(options, name)}" for name in names]


def finish(done):
    # It has said in one line what is wrong.
    if done.returncode != 0:
        sys.exit(1)


if __name__ == "__main__":
    command("operator", main)
