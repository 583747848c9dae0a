"""Counts the resources of the deployment, as CloudFormation will: after SAM's transform, and of the nested stacks too.

    scripts/resources

A stack may have 500. The budget is two for each endpoint, and 450 with as many endpoints as are to come; beyond it, this
fails. Of the nested stacks only the roles grow with the endpoints: one for each set of ports.
"""

import collections
import os

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from . import ROOT, Stop, command

BUDGET = 450
OF_AN_ENDPOINT = 2
TO_COME = 150
ROLES = "infra/roles.yaml"


class NoPolicies:
    """Roles have statements of their own and no policy that would have to be looked up at AWS."""

    def load(self):
        return {}

    def get(self, *_):
        return None


def expanded(path):
    """The resources of a template once SAM has been through it."""
    template = yaml_parse((ROOT / path).read_text())
    if "Transform" in template:
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                # SAM requires the address of a package, which makes no difference to the count.
                resource["Properties"]["CodeUri"] = "s3://bucket/key"
        os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
        template = transform(template, {}, NoPolicies())
    return template["Resources"]


def endpoints():
    """Returns the functions whose only events are routes."""
    functions = yaml_parse((ROOT / "template.yaml").read_text())["Resources"]
    return {
        name
        for name, resource in functions.items()
        if resource["Type"] == "AWS::Serverless::Function"
        and {event["Type"] for event in resource["Properties"].get("Events", {}).values()} == {"HttpApi"}
    }


def count():
    """Lines of what there is and will be, and the reasons why it is too much."""
    root, named = expanded("template.yaml"), endpoints()
    # Resources of an endpoint are named after its function.
    of_endpoints = collections.Counter(next((name for name in named if resource.startswith(name)), None) for resource in root)
    others = of_endpoints.pop(None)
    wrong = [f"{name} has {many} resources" for name, many in sorted(of_endpoints.items()) if many > OF_AN_ENDPOINT]
    at_150 = TO_COME * OF_AN_ENDPOINT + others
    stacks = [("template.yaml", len(root), at_150)]
    for resource in root.values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            path = resource["Properties"]["TemplateURL"]
            many = len(expanded(path))
            later = round(many * TO_COME / len(named)) if path == ROLES else many
            stacks.append((path, many, later))
    lines = [f"{'stack':<28}{'now':>6}{f'with {TO_COME}':>10}"]
    lines += [f"{path:<28}{now:>6}{later:>10}" for path, now, later in stacks]
    lines += [f"{'in all':<28}{sum(now for _, now, _ in stacks):>6}{sum(later for _, _, later in stacks):>10}"]
    lines += ["", f"{len(named)} endpoints with {sum(of_endpoints.values())} resources, {others} others in template.yaml"]
    wrong += [f"{path} would have {later} resources with {TO_COME} endpoints" for path, _, later in stacks if later > BUDGET]
    return lines, wrong


def main():
    lines, wrong = count()
    print("\n".join(lines))
    if wrong:
        raise Stop(f"the budget is {OF_AN_ENDPOINT} for an endpoint and {BUDGET} for a stack: {'; '.join(wrong)}")


if __name__ == "__main__":
    command("resources", main)
