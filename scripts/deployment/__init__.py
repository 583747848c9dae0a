"""Deployments by command: what scripts/deploy, rollback, new-deployment, new-signing-key and deploy-local share.

Each of those is one module here, run with the Python of .local/tools. What goes wrong is a `Stop`: one line, exit code 1.
"""

import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Stop(Exception):
    """Reason why a command stops, in one sentence."""


def command(name, main):
    """Runs a command so that it ends in one line, whatever happens that was foreseen."""
    try:
        main()
    except Stop as reason:
        sys.exit(f"{name}: {reason}")
    except KeyboardInterrupt:
        sys.exit(f"{name}: stopped")


def run(*arguments, what, quiet=False, **options):
    """Runs a program; its output is the reader's, or, if quiet, only the reason why it failed."""
    if quiet:
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    try:
        done = subprocess.run([str(argument) for argument in arguments], cwd=ROOT, **options)
    except FileNotFoundError as error:
        raise Stop(f"{arguments[0]} is not there: {error.strerror}") from error
    if done.returncode != 0:
        raise Stop(f"{what}: {reason(done.stdout)}" if quiet else f"{what} (exit code {done.returncode})")
    return done


def reason(output):
    """Returns a program's output in one line, from the line on that begins to say what was wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    begins = next((at for at, line in enumerate(lines) if line.startswith("Error")), max(len(lines) - 1, 0))
    return " ".join(lines[begins:]) or "it does not say why"


class Steps:
    """Says what is being done, and how long it took."""

    def __init__(self, name, within=None):
        self.name, self.begun = name, time.monotonic()
        self.taken = within.taken if within else []

    def __call__(self, what):
        return Step(self, what)

    def say(self, text):
        print(f"{self.name}: {text}", flush=True)

    def total(self):
        return time.monotonic() - self.begun


class Step:
    def __init__(self, steps, what):
        self.steps, self.what = steps, what

    def __enter__(self):
        self.begun = time.monotonic()
        self.steps.say(f"{self.what} …")

    def __exit__(self, kind, *_):
        if kind is None:
            took = time.monotonic() - self.begun
            self.steps.taken.append((self.what, took))
            self.steps.say(f"{self.what}: {took:.1f} s")
