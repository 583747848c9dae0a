"""A release: the packaged template, its parameters and the built portal, kept whole so that it can be had back.

In the bucket that sam keeps for artefacts, under <stack>/releases/<id>/: template.yaml, release.json and portal/. The code
of functions is next to them, by the hash of its content; a function that has not changed is not uploaded again. The ID
of the release that runs is an output of the stack, so it is true whatever happened to a deployment.
"""

import datetime
import json
import os
import subprocess

import botocore.exceptions

from . import ROOT, Stop, portal, run

SAM = ROOT / ".local/tools/bin/sam"
# The stack with the bucket that `sam deploy --resolve-s3` makes, once for each account and region.
ARTEFACTS = "aws-sam-cli-managed-default"


def new_id():
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%S")
    git = subprocess.run(["git", "describe", "--always", "--dirty=-changed"], cwd=ROOT, capture_output=True, text=True)
    return f"{now}-{git.stdout.strip() or 'unknown'}"


class Release:
    """One release of an environment."""

    def __init__(self, environment, release_id):
        self.environment, self.id = environment, release_id
        self.prefix = f"{environment.stack}/releases/{release_id}/"
        self.folder = ROOT / ".local/deploy" / environment.stack / release_id

    def bucket(self):
        stack = self.environment.client("cloudformation").describe_stacks(StackName=ARTEFACTS)["Stacks"][0]
        return next(output["OutputValue"] for output in stack["Outputs"] if output["OutputKey"] == "SourceBucket")

    def package(self):
        """Uploads what is new of the code; the template then names it there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        template = self.folder / "template.yaml"
        run(
            SAM, "package", "--template-file", "template.yaml", "--output-template-file", template,
            "--resolve-s3", "--s3-prefix", self.environment.stack, "--region", self.environment.region, "--no-progressbar",
            what="the template could not be packaged", quiet=True,
        )  # fmt: skip
        place = os.environ.get("AWS_ENDPOINT_URL")
        if place:
            # sam takes only addresses of AWS for what lies in S3. An emulator understands them.
            there = f"https://s3.{self.environment.region}.amazonaws.com"
            template.write_text(template.read_text().replace(place.rstrip("/"), there))
        return template

    def keep(self, template, previous):
        """Stores it whole, before it is deployed."""
        s3, bucket = self.environment.client("s3"), self.bucket()
        folder = ROOT / portal.DIST
        for key, path in portal.files(folder).items():
            s3.put_object(Bucket=bucket, Key=f"{self.prefix}portal/{key}", Body=path.read_bytes())
        about = {
            "id": self.id,
            "previous": previous,
            "parameters": self.environment.parameters,
            "portal": list(portal.files(folder)),
        }
        s3.put_object(Bucket=bucket, Key=self.prefix + "template.yaml", Body=template.read_bytes())
        s3.put_object(Bucket=bucket, Key=self.prefix + "release.json", Body=json.dumps(about, indent=2).encode())
        return about

    def kept(self):
        """Returns the stored release.json, or None if the release was not stored."""
        s3 = self.environment.client("s3")
        try:
            return json.loads(s3.get_object(Bucket=self.bucket(), Key=self.prefix + "release.json")["Body"].read())
        except s3.exceptions.NoSuchKey:
            return None
        except botocore.exceptions.ClientError as error:
            raise Stop(f"what was kept of the release {self.id} cannot be read: {error}") from error

    def fetch(self):
        """The packaged template, from where it was stored."""
        self.folder.mkdir(parents=True, exist_ok=True)
        template = self.folder / "template.yaml"
        found = self.environment.client("s3").get_object(Bucket=self.bucket(), Key=self.prefix + "template.yaml")
        template.write_bytes(found["Body"].read())
        return template

    def deploy(self, template, parameters, ask):
        """Gives the packaged template to CloudFormation, which takes it whole or goes back by itself."""
        given = {**parameters, "Release": self.id}
        run(
            SAM, "deploy", "--template-file", template, "--config-file", ROOT / "samconfig.toml",
            "--config-env", self.environment.name, "--region", self.environment.region,
            "--no-progressbar", "--confirm-changeset" if ask else "--no-confirm-changeset",
            "--parameter-overrides", *[f'{name}="{escaped(value)}"' for name, value in given.items()],
            what=f"{self.environment.stack} was not deployed; its stack and the portal are as they were",
            quiet=not ask,
        )  # fmt: skip
        running = self.environment.outputs().get("Release")
        if running != self.id:
            raise Stop(f"{self.environment.stack} runs {running or 'something'} and not {self.id}: it was not deployed")

    def publish(self, about, previous):
        """Puts its portal where people find it. The scripts of the one before stay, for pages that are open."""
        outputs, s3 = self.environment.outputs(), self.environment.client("s3")
        portal.put_again(s3, outputs["PortalBucket"], self.bucket(), self.prefix + "portal/", about["portal"])
        kept = set(about["portal"]) | set((previous or {}).get("portal", []))
        portal.forget(s3, outputs["PortalBucket"], kept)
        portal.announce(self.environment.client("cloudfront"), outputs["Distribution"], self.id)
        return outputs["PortalUrl"]


def escaped(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"')
