"""Brings a release back: by itself the one before the one that runs.

    scripts/rollback staging

Template, functions, parameters and portal become what they were. Records stay as they are.
"""

import argparse

from . import Steps, Stop, command, smoke
from .environment import Environment
from .release import Release


def rollback(steps, name, to=None, ask=True):
    """Brings back the release before, or a named one; gives its id."""
    environment = Environment(name)
    environment.credentials()
    environment.ready()
    running = environment.outputs().get("Release")
    current = Release(environment, running).kept() if running else None
    if current is None:
        raise Stop(f"{environment.stack} does not run a release of scripts/deploy, so none is known that was before it")
    wanted = to or current["previous"]
    if not wanted:
        raise Stop(f"there is no release before {running}")
    release = Release(environment, wanted)
    about = release.kept()
    if about is None:
        raise Stop(f"the release {wanted} of {environment.stack} is not kept any more")
    with steps(f"deploying {wanted} to {environment.stack}, in place of {running}"):
        release.deploy(release.fetch(), about["parameters"], ask and environment.asks)
    with steps("publishing its portal"):
        url = release.publish(about, current)
    with steps("looking whether it answers"):
        smoke.test(url)
    steps.say(f"{environment.stack} runs {wanted} at {url}")
    return wanted


def main():
    about = argparse.ArgumentParser(prog="scripts/rollback", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("environment", help="an environment of samconfig.toml")
    about.add_argument("--to", metavar="RELEASE", help="another release than the one before")
    about.add_argument("--yes", action="store_true", help="do not ask, even where samconfig.toml says so")
    options = about.parse_args()
    rollback(Steps("rollback"), options.environment, options.to, not options.yes)


if __name__ == "__main__":
    command("rollback", main)
