"""Tests of what counts as rest before a deployment is copied."""

import contextlib
import pathlib
import tempfile
import time
import unittest
from unittest import mock

from deployment import Stop, copied


def job(tries, due, parked=False):
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.123456Z", time.gmtime(due))
    row = {"tries": {"N": str(tries)}, "parked": {"BOOL": parked}, "due": {"S": moment}}
    return {"type": {"S": "job"}, "row": {"M": row}}


class Rest(unittest.TestCase):
    def test_an_item_that_stays_is_steady(self):
        for item in ({"type": {"S": "ticket"}}, {}, {"expires": {"N": "4000"}}):
            self.assertFalse(copied.unsteady(item, 1000), item)

    def test_an_item_that_expires_while_it_is_copied_is_not(self):
        self.assertTrue(copied.unsteady({"expires": {"N": "1010"}}, 1000))

    def test_a_job_under_a_lease_may_end_at_any_time(self):
        self.assertTrue(copied.unsteady(job(1, 1060), 1000))
        self.assertTrue(copied.unsteady(job(3, 1000), 1000))

    def test_a_job_that_no_runner_has_is_steady(self):
        for waits in (job(0, 1030), job(1, 990), job(6, 1320), job(8, 1030, parked=True)):
            self.assertFalse(copied.unsteady(waits, 1000), waits)


class FakeSteps:
    def __init__(self):
        self.said = []

    def __call__(self, what):
        return contextlib.nullcontext()

    def say(self, what):
        self.said.append(what)


class Still(unittest.TestCase):
    def copy(self, there, copied_as, after):
        """Copies a fake deployment. Each argument has the counts of one copy after the other."""
        environment, steps = mock.Mock(outputs=lambda: {"Table": "portico"}), FakeSteps()
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(copied, "quiet", side_effect=there),
            mock.patch.object(copied, "script") as script,
            mock.patch.object(copied, "backup", side_effect=after),
        ):
            copy = pathlib.Path(folder) / "copy"
            script.side_effect = lambda *_, counts=iter(copied_as): copy.mkdir() or next(counts)
            return copied.still(environment, steps, copy), steps.said

    def test_a_copy_has_what_is_there(self):
        self.assertEqual(self.copy(["5 items"], ["5 items"], ["there are 5 items"]), ("5 items", []))

    def test_a_copy_during_which_something_is_written_is_made_anew(self):
        made, said = self.copy(["5 items", "4 items"], ["4 items", "4 items"], ["there are 4 items", "there are 4 items"])
        self.assertEqual(made, "4 items")
        self.assertEqual(said, ["something was written meanwhile: there was 5 items, and there is 4 items"])

    def test_a_copy_that_leaves_something_out_is_refused(self):
        with self.assertRaisesRegex(Stop, "there was 5 items in portico, and 4 items is copied"):
            self.copy(["5 items"], ["4 items"], ["there are 5 items"])

    def test_a_deployment_that_never_comes_to_rest_is_refused(self):
        most = copied.COPIES
        with self.assertRaisesRegex(Stop, "during every copy"):
            self.copy(["5 items"] * most, ["5 items"] * most, ["there are 6 items"] * most)


if __name__ == "__main__":
    unittest.main()
