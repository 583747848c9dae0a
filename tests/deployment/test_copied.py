"""Tests of what counts as rest before a deployment is copied."""

import time
import unittest

from deployment import copied


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


if __name__ == "__main__":
    unittest.main()
