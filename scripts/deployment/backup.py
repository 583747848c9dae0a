"""Copies a deployment into a folder, and back: with the deployment's names, and the caller's credentials.

    scripts/backup staging copies/2026-11-22
    scripts/restore staging copies/2026-11-22
"""

import argparse
import subprocess
import sys

from . import ROOT, command, run
from .environment import Environment
from .operator import finish, variables

BINARY = ROOT / "target/debug/portico-backup"


def main():
    what, *given = sys.argv[1:]
    about = argparse.ArgumentParser(
        prog=f"scripts/{'backup' if what == 'export' else what}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    about.add_argument("environment", help="an environment of samconfig.toml")
    about.add_argument("folder", help="the copy" if what == "restore" else "where the copy goes; it must not be there yet")
    options = about.parse_args(given)
    environment = Environment(options.environment)
    environment.credentials()
    environment.ready()
    run("cargo", "build", "--quiet", "--workspace", "--bin", BINARY.name, what="the command does not compile")
    finish(subprocess.run([BINARY, what, options.folder], env=variables(environment)))


if __name__ == "__main__":
    command("backup", main)
