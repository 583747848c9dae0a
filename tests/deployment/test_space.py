"""Tests that scripts which fill a disk check first whether there is room, and say in one line that there is none."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts"


class Space(unittest.TestCase):
    def ask(self, megabytes, root=None):
        script = SCRIPTS / "space"
        if root:
            (root / "scripts").mkdir()
            script = pathlib.Path(shutil.copy2(script, root / "scripts"))
        return subprocess.run([script, "trial", str(megabytes)], capture_output=True, text=True)

    def test_more_than_any_disk_has_is_refused_in_one_line(self):
        asked = self.ask(10**12)
        self.assertEqual((asked.returncode, asked.stdout, asked.stderr.count("\n")), (1, "", 1))
        self.assertRegex(asked.stderr, r"^trial: the disk of /.* has \d+ MB left and \d+ MB are needed; free some$")

    def test_what_there_is_room_for_is_not_spoken_of(self):
        asked = self.ask(1)
        self.assertEqual((asked.returncode, asked.stdout, asked.stderr), (0, "", ""))

    def test_what_has_been_built_need_not_be_built_again(self):
        root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (root / "target").mkdir()
        (root / "target/built").write_bytes(b"x" * 30_000_000)
        needed = lambda text: int(re.search(r"and (\d+) MB are needed", text)[1])  # noqa: E731
        left = needed(self.ask(10**12, root).stderr)
        self.assertTrue(10**12 - 32 <= left <= 10**12 - 30, left)

    def test_whatever_fills_a_disk_asks_before_anything_else(self):
        for name in ("build", "test", "deploy", "deploy-local", "bench"):
            with self.subTest(name):
                lines = (SCRIPTS / name).read_text().splitlines()
                commands = [line for line in lines if line and not line.startswith("#")]
                self.assertEqual(commands[:2], ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."'])
                self.assertRegex(commands[2], rf"^scripts/space {name} [1-9]\d{{3,}}$")


if __name__ == "__main__":
    unittest.main()
