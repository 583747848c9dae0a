"""Tests of the comparisons that scripts/upgrade makes, and of those that scripts/deploy-local makes of a copy."""

import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import sys
import tempfile
import unittest

import tomlkit

from deployment import copied

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts"


def script(name):
    sys.path.insert(0, str(SCRIPTS))
    loader = importlib.machinery.SourceFileLoader(name, str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


upgrade = script("upgrade")
TICKETS, TIMELINE, TOUCHES = "/v1/tickets", "/v1/tickets/1/timeline", "/v1/touches?record=1"


class Same(unittest.TestCase):
    def same(self, path, before, after):
        with contextlib.redirect_stdout(io.StringIO()):
            upgrade.same({("Ann", path): before}, {("Ann", path): after}, "trial")

    def differs(self, path, before, after, where):
        with self.assertRaisesRegex(upgrade.Failed, where):
            self.same(path, before, after)

    def test_a_refusal_is_not_a_record(self):
        record, refusal = {"id": 1, "title": "T"}, upgrade.refused(404, {"code": "not_found"})
        for before, after in ((record, refusal), (refusal, record)):
            with self.assertRaises(upgrade.Failed):
                self.same("/v1/articles/1", before, after)
        self.same("/v1/articles/1", refusal, refusal)

    def test_what_both_know_must_be_the_same(self):
        ticket = {"id": "1", "state": "open", "files": [{"name": "a"}]}
        self.same(TICKETS, [ticket], [{**ticket, "added": True}])
        self.same(TICKETS, [{**ticket, "dropped": True}], [ticket])
        self.differs(TICKETS, [ticket], [{**ticket, "state": "new"}], "/0/state: \"open\" is now \"new\"")
        self.differs(TICKETS, [ticket], [{**ticket, "files": [{"name": "b"}]}], "/0/files/0/name")
        self.differs(TICKETS, [ticket], [], TICKETS)
        self.differs(TICKETS, [ticket], [ticket, ticket], TICKETS)
        self.differs(TICKETS, [ticket], {"refused": 403, "code": "forbidden"}, "403")
        self.differs(TICKETS, ("text/plain", "one"), ("text/plain", "other"), "other")

    def test_what_only_grows_may_have_grown_and_nothing_else(self):
        self.same(TIMELINE, [{"id": 1}], [{"id": 1}, {"id": 2}])
        self.differs(TIMELINE, [{"id": 1}, {"id": 2}], [{"id": 1}], TIMELINE)
        self.differs(TIMELINE, [{"id": 1}], [{"id": 0}, {"id": 1}], "/0/id")
        self.same(TOUCHES, [{"id": 1}], [{"id": 2}, {"id": 1}])
        self.differs(TOUCHES, [{"id": 1}], [{"id": 1}, {"id": 2}], "/0/id")
        self.differs(TOUCHES, [{"id": 1}, {"id": 2}], [{"id": 1}], "touches")

    def test_what_is_not_told_any_more_is_missed(self):
        with self.assertRaisesRegex(upgrade.Failed, "Ann: /v1/me is not told any more"):
            upgrade.same({("Ann", "/v1/me"): {}}, {}, "trial")


class Before(unittest.TestCase):
    def test_one_place_names_a_whole_commit(self):
        lines = upgrade.BEFORE.read_text().splitlines()
        self.assertTrue(lines[0].startswith("# "))
        self.assertRegex(lines[-1], "^[0-9a-f]{40}$")
        self.assertEqual(len(lines), 2)

    def test_its_crates_are_told_apart_from_this_trees(self):
        tree = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (tree / "Cargo.toml").write_text((SCRIPTS.parent / "Cargo.toml").read_text())
        upgrade.name_apart(tree, "0123456789abcdef0123456789abcdef01234567")
        named = tomlkit.parse((tree / "Cargo.toml").read_text()).unwrap()
        here = tomlkit.parse((SCRIPTS.parent / "Cargo.toml").read_text()).unwrap()
        self.assertEqual(named["workspace"]["package"].pop("version"), here["workspace"]["package"].pop("version") + "-g0123456789ab")
        self.assertEqual(named, here)


class Copied(unittest.TestCase):
    def test_counts_and_sums_are_told_alike_whoever_says_them(self):
        counts = "3 items (aa…), 2 versions of files of 10 bytes (bb…)"
        for said in ("copied: ", "restored, and as it was: ", "as copied: ", "there are "):
            self.assertEqual(copied.summary(said + counts), counts)


if __name__ == "__main__":
    unittest.main()
