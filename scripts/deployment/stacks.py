"""The stacks of a deployment, and the templates of this tree that they were made from."""

import functools
import re

from samtranslator.yaml_helper import yaml_parse

from . import ROOT
from .environment import LOCAL


@functools.cache
def template(path):
    return yaml_parse((ROOT / path).read_text())


def resolved(value, of, given):
    """A part of the template `of` with its parameters and conditions put in; nothing for AWS::NoValue."""
    if isinstance(value, list):
        return [found for item in value if (found := resolved(item, of, given)) is not None]
    if not isinstance(value, dict):
        return value
    match list(value.items()):
        case [("Ref", name)]:
            return None if name == "AWS::NoValue" else given[name]
        case [("Fn::Sub", text)]:
            return re.sub(r"\$\{([^}]+)\}", lambda part: given[part[1]], text)
        case [("Fn::If", [condition, then, otherwise])]:
            return resolved(then if resolved(of["Conditions"][condition], of, given) else otherwise, of, given)
        case [("Fn::Equals", [left, right])]:
            return resolved(left, of, given) == resolved(right, of, given)
        case [("Fn::Not", [condition])]:
            return not resolved(condition, of, given)
    return {name: resolved(part, of, given) for name, part in value.items()}


class Stack:
    """Parameters and resources of a stack, as CloudFormation knows them."""

    def __init__(self, cloudformation, name):
        self.cloudformation, self.name = cloudformation, name

    @functools.cached_property
    def parameters(self):
        stack = self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        return {parameter["ParameterKey"]: parameter.get("ParameterValue", "") for parameter in stack.get("Parameters", [])}

    @functools.cached_property
    def resources(self):
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.name)
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found}

    def physical(self, name):
        """Name, ARN or address of a resource at AWS."""
        if not self.resources.get(name):
            raise LookupError(f"the stack {self.name} has no {name}")
        return self.resources[name]


class Deployment:
    """Services, stacks and addresses that the checks ask."""

    def __init__(self, environment):
        self.local, self.outputs = environment.name == LOCAL, environment.outputs()
        self.client = functools.cache(environment.client)
        self.stack = Stack(self.client("cloudformation"), environment.stack)
        self.nested = functools.cache(lambda name: Stack(self.stack.cloudformation, self.stack.physical(name)))
        self.url = self.outputs["PortalUrl"].rstrip("/")
