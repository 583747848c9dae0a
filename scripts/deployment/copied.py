"""Proves on an emulator that a deployment can be had back from a copy: scripts/backup, everything deleted, scripts/restore.

scripts/deploy-local does it with what it has deployed. It is the way of docs/OPERATIONS.md, Backup and restore, but into the
deployment itself, which is emptied first; a deployment on AWS is never emptied by a command.
"""

import contextlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import time

from . import ROOT, Stop
from .backup import BINARY
from .environment import LOCAL
from .operator import variables

QUIET_WITHIN = 120.0
# Most copies of a deployment in which something is still written.
COPIES = 4
# Longest time of copying and restoring, in seconds: items that expire meanwhile would be missing.
TAKES = 120
# Time for which a runner has a job to itself, in seconds.
LEASE = 60


@contextlib.contextmanager
def runner_still(environment):
    """Context in which no side effect is carried out."""
    function = environment.client("cloudformation").describe_stack_resource(
        StackName=environment.stack, LogicalResourceId="JobsRunFunction"
    )["StackResourceDetail"]["PhysicalResourceId"]
    functions = environment.client("lambda")
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=function)


def backup(environment, *arguments):
    """Runs the backup command itself, without a script around it. Returns its output, or None if it refuses."""
    done = subprocess.run([BINARY, *arguments], cwd=ROOT, env=variables(environment), capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def summary(said):
    """Returns the counts and sums in a command's output."""
    return said.split(": ", 1)[-1].removeprefix("there are ")


def script(name, folder, refused=False):
    done = subprocess.run([ROOT / "scripts" / name, LOCAL, folder], cwd=ROOT, capture_output=True, text=True)
    if (done.returncode != 0) != refused:
        raise Stop(f"scripts/{name} ends with {done.returncode}: {(done.stderr or done.stdout).strip()[-500:]}")
    return summary(done.stdout.strip().splitlines()[-1]) if not refused else None


def unsteady(item, now):
    """Tells whether an item is about to go by itself at `now`: it expires, or is a job that a runner has under its lease."""
    if "expires" in item and int(item["expires"]["N"]) < now + TAKES:
        return True
    if item.get("type", {}).get("S") != "job":
        return False
    job = item["row"]["M"]
    begun, ended = (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(each)) for each in (now, now + LEASE))
    return job["tries"]["N"] != "0" and not job["parked"]["BOOL"] and begun <= job["due"]["S"][: len(begun)] <= ended


def quiet(environment):
    """Waits until nothing is written any more, and nothing is about to go by itself. Returns counts and sums."""
    table = environment.outputs()["Table"]
    pages = environment.client("dynamodb").get_paginator("scan")
    wanted = {"ProjectionExpression": "expires, #type, #row.tries, #row.parked, #row.due"}
    wanted["ExpressionAttributeNames"] = {"#type": "type", "#row": "row"}
    end, before = time.monotonic() + QUIET_WITHIN + TAKES, None
    while time.monotonic() < end:
        now = backup(environment, "count")
        items = [item for page in pages.paginate(TableName=table, **wanted) for item in page["Items"]]
        if now and now == before and not any(unsteady(item, time.time()) for item in items):
            return summary(now)
        before = now
        time.sleep(1)
    raise Stop("the deployment does not come to rest")


def still(environment, steps, copy):
    """Copies the deployment while nothing is written in it, and returns the counts and sums of the copy.

    A runner that was invoked before it was stopped can begin a job at any moment, so the deployment is counted before the
    copy and after it. If something was written between the two, it is copied anew.
    """
    for _ in range(COPIES):
        there = quiet(environment)
        with steps("scripts/backup"):
            copied = script("backup", copy)
        after = summary(backup(environment, "count") or "")
        if there == after:
            if copied != there:
                raise Stop(f"there was {there} in {environment.outputs()['Table']}, and {copied} is copied")
            return copied
        steps.say(f"something was written meanwhile: there was {there}, and there is {after}")
        shutil.rmtree(copy)
    raise Stop("something is written in the deployment during every copy")


def leave_versions(environment):
    """Leaves a file that was replaced and then deleted. Its bucket keeps all versions for a while, as does a copy."""
    files, bucket = environment.client("s3"), environment.outputs()["FilesBucket"]
    for body in (b"first", b"second"):
        files.put_object(Bucket=bucket, Key="files/replaced", Body=body, ContentType="text/plain")
    files.delete_object(Bucket=bucket, Key="files/replaced")


def versions(environment):
    """Returns the kept versions of that file, the newest first, and the number of its delete markers."""
    files, bucket = environment.client("s3"), environment.outputs()["FilesBucket"]
    page = files.list_object_versions(Bucket=bucket, Prefix="files/replaced")
    kept = [files.get_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])["Body"].read() for each in page.get("Versions", [])]
    return kept, len(page.get("DeleteMarkers", []))


def seen(api, ticket):
    """A ticket with its timeline, as its requester sees it."""
    return api.call("GET", f"/v1/tickets/{ticket}"), api.call("GET", f"/v1/tickets/{ticket}/timeline")["items"]


def there_and_back(steps, environment, api, login):
    """Copies the deployment, empties it and restores it. The user of `login` then finds everything as before."""
    api.sign_in(login["email"], login["password"])
    ticket = api.call("GET", "/v1/tickets")["items"][0]["id"]
    before = seen(api, ticket)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="portico-copy-"))
    copy = folder / "copy"
    try:
        with runner_still(environment):
            leave_versions(environment)
            copied = still(environment, steps, copy)
            manifest = json.loads((copy / "manifest.json").read_text())
            if manifest["table"] != environment.outputs()["Table"]:
                raise Stop(f"{manifest['table']} is copied in place of {environment.outputs()['Table']}")
            script("restore", copy, refused=True)
            if backup(environment, "wipe") is None or backup(environment, "verify", copy) is not None:
                raise Stop("an empty deployment passes for the copy")
            with steps("scripts/restore"):
                restored = script("restore", copy)
            if restored != copied:
                raise Stop(f"{copied} was copied and {restored} is restored")
        api.sign_in(login["email"], login["password"])
        if versions(environment) != ([b"second", b"first"], 1):
            raise Stop(f"of a file that was replaced and deleted {versions(environment)} is left")
        if seen(api, ticket) != before:
            raise Stop(f"the ticket {ticket} is not what it was before it was restored")
        steps.say(f"copied and restored: {restored}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
