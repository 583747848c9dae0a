"""One deployment: what samconfig.toml says of it, and what AWS does."""

import os
import shlex

import boto3
import botocore.exceptions
import tomlkit
from samtranslator.yaml_helper import yaml_parse

from . import ROOT, Stop

# The environment of scripts/deploy-local: it is never deployed anywhere but on an emulator.
LOCAL = "local"
# States in which a stack can be deployed to.
READY = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
# States in which no stack exists, whatever its name.
NOT_YET = {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}
# Advice for the other states.
MENDING = {
    "ROLLBACK_COMPLETE": "its first deployment failed; see why in its events, remove it with "
    "`aws cloudformation delete-stack --stack-name {stack}` and deploy again",
    "ROLLBACK_FAILED": "its first deployment failed and could not be undone; remove it with "
    "`aws cloudformation delete-stack --stack-name {stack}` and deploy again",
    "CREATE_FAILED": "its first deployment failed; remove it with "
    "`aws cloudformation delete-stack --stack-name {stack}` and deploy again",
    "UPDATE_ROLLBACK_FAILED": "a deployment failed and could not be undone; mend what its events name, then "
    "`aws cloudformation continue-update-rollback --stack-name {stack}`",
    "UPDATE_FAILED": "a deployment failed and was not undone; `aws cloudformation rollback-stack --stack-name {stack}`",
    "DELETE_FAILED": "it could be deleted only by half; see its events, then delete it once more",
}


class Environment:
    """An environment of samconfig.toml, by its name."""

    def __init__(self, name, changed=()):
        config = tomlkit.parse((ROOT / "samconfig.toml").read_text()).unwrap()
        known = [each for each, section in config.items() if isinstance(section, dict) and "deploy" in section]
        if name not in known:
            raise Stop(f"there is no environment {name}; samconfig.toml has {', '.join(known)}")
        if name == LOCAL and "AWS_ENDPOINT_URL" not in os.environ:
            raise Stop(f"{LOCAL} is for an emulator; scripts/deploy-local starts one and deploys to it")
        said = {**config.get("default", {}).get("global", {}).get("parameters", {}), **config[name]["deploy"]["parameters"]}
        self.name, self.stack, self.region = name, said["stack_name"], said["region"]
        self.asks = bool(said.get("confirm_changeset"))
        self.parameters = self.with_defaults(dict(pair(text) for text in [*said.get("parameter_overrides", []), *changed]))
        self.session = boto3.Session(region_name=self.region)

    def with_defaults(self, given):
        """Every parameter of the template. One that was taken out of samconfig.toml goes back to its default."""
        known = yaml_parse((ROOT / "template.yaml").read_text())["Parameters"]
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise Stop(f"template.yaml has no parameter {', '.join(unknown)}; samconfig.toml gives it for {self.name}")
        defaults = {name: str(about["Default"]) for name, about in known.items() if "Default" in about}
        missing = sorted(name for name in known if not (given.get(name) or name in defaults))
        if missing:
            raise Stop(f"samconfig.toml gives no {', '.join(missing)} for {self.name}, and template.yaml has no default")
        for name, about in known.items():
            allowed = [str(value) for value in about.get("AllowedValues", [])]
            if allowed and given.get(name, defaults.get(name)) not in allowed:
                raise Stop(f"{name} of {self.name} is {given[name]}; it can be {', '.join(allowed)}")
        return {**defaults, **given}

    def client(self, service):
        return self.session.client(service)

    def credentials(self):
        """Returns the AWS credentials. Without any, or with expired ones, it fails before anything is built."""
        try:
            keys = self.session.get_credentials()
            if keys is None:
                raise Stop("there are no AWS credentials; put them into the environment, or sign in with `aws sso login`")
            self.client("sts").get_caller_identity()
            return keys.get_frozen_credentials()
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
            raise Stop(f"the AWS credentials cannot be used: {error}") from error

    def described(self):
        """Returns the stack, or None if there is none."""
        try:
            stack = self.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"][0]
        except botocore.exceptions.ClientError as error:
            if "does not exist" in str(error):
                return None
            raise Stop(f"the stack {self.stack} cannot be looked at: {error}") from error
        return None if stack["StackStatus"] in NOT_YET else stack

    def ready(self):
        """The stack as it is, if it can be deployed to; nothing if it is yet to be."""
        stack = self.described()
        if stack is None or stack["StackStatus"] in READY:
            return stack
        state = stack["StackStatus"]
        if state.endswith("IN_PROGRESS"):
            raise Stop(f"the stack {self.stack} is being changed ({state}); wait until that is over")
        advice = MENDING.get(state, "it cannot be deployed to").format(stack=self.stack)
        raise Stop(f"the stack {self.stack} is in the state {state}: {advice}")

    def outputs(self):
        """Returns the outputs of the stack."""
        stack = self.described()
        if stack is None:
            raise Stop(f"{self.stack} has not been deployed yet; scripts/deploy {self.name}")
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def pair(text):
    """Name and value of `Name='a value'`."""
    name, found, value = text.partition("=")
    if not found or not name:
        raise Stop(f"{text!r} is not NAME=VALUE")
    return name, " ".join(shlex.split(value)) if value else ""
