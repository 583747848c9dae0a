"""Dev servers for a while: what scripts/drill and scripts/upgrade share."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
READY_WITHIN = 120


class Failed(Exception):
    """Failure of a check, in one sentence."""


def until(bound, what, look):
    """Looks until there is something."""
    end = time.monotonic() + bound
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise Failed(f"{what} not within {bound} s")
        time.sleep(0.2)


@contextlib.contextmanager
def server(binary, folder, seed=ROOT / "seed", log=None, end=signal.SIGTERM):
    """A dev server on the data of a folder, as its state file tells of it; ended by a signal."""
    state = folder / "dev.json"
    # One that was killed has left it.
    state.unlink(missing_ok=True)
    command = [binary, "--port", "0", "--data", folder / "data", "--state", state, "--seed", seed, "--quiet"]
    # It is asked for things that fail on purpose.
    quiet = {**os.environ, "PORTICO_LOG": "error,s3s=off,dynoxide=off"}
    process = subprocess.Popen(command, cwd=ROOT, env=quiet, stderr=log, start_new_session=True)
    try:
        def started():
            if process.poll() is not None:
                raise Failed("the server has ended")
            return state.exists()

        until(READY_WITHIN, "the server started", started)
        yield json.loads(state.read_text())
    finally:
        process.send_signal(end)
        process.wait()
