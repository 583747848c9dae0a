"""Builds Portico and deploys it.

    scripts/deploy staging

The environments are those of samconfig.toml. What is deployed is kept as a release, which scripts/rollback can bring back.
"""

import argparse

from . import ROOT, Steps, Stop, command, run, smoke
from .environment import LOCAL, Environment
from .release import Release, new_id


def deploy(steps, name, changed=(), build=True, ask=True):
    """Deploys to an environment, and returns the ID of the release that runs there now."""
    environment = Environment(name, changed)
    environment.credentials()
    stack = environment.ready()
    before = environment.outputs().get("Release") if stack else None
    if build:
        with steps("building the functions"):
            run("scripts/build", what="the functions could not be built", env=with_architecture(environment))
        with steps("building the portal"):
            run("scripts/portal-build", what="the portal could not be built")
    else:
        refuse_as_tested(name, ROOT / "target/lambda")
    release = Release(environment, new_id())
    with steps("packaging"):
        template = release.package()
        about = release.keep(template, before or None)
    with steps(f"deploying {release.id} to {environment.stack}"):
        release.deploy(template, environment.parameters, ask and environment.asks)
    with steps("publishing the portal"):
        url = release.publish(about, Release(environment, before).kept() if before else None)
    with steps("looking whether it answers"):
        smoke.test(url)
    steps.say(f"{environment.stack} runs {release.id} at {url}")
    if before is None:
        steps.say(f"nobody can sign in yet: scripts/new-deployment {name} --help")
    return release.id


def refuse_as_tested(name, functions):
    """Refuses functions of scripts/build --as-tested: they are neither small nor quick, and for the emulator only."""
    if name != LOCAL and (functions / "as-tested").exists():
        raise Stop(f"{functions.name} holds the functions that the tests run; build what is deployed with scripts/build")


def with_architecture(environment):
    import os

    return {**os.environ, "ARCHITECTURE": environment.parameters["Architecture"]}


def main():
    about = argparse.ArgumentParser(prog="scripts/deploy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("environment", help="an environment of samconfig.toml")
    about.add_argument("--no-build", action="store_true", help="deploy what is in target/lambda and portal/dist")
    about.add_argument("--yes", action="store_true", help="do not ask, even where samconfig.toml says so")
    about.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE", help="another value than samconfig.toml has")
    options = about.parse_args()
    deploy(Steps("deploy"), options.environment, options.parameter, not options.no_build, not options.yes)


if __name__ == "__main__":
    command("deploy", main)
