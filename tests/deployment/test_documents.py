"""Tests that scripts/check-docs finds faults in documents, and only those."""

import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts/check-docs"


def load():
    loader = importlib.machinery.SourceFileLoader("check_docs", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_docs", loader))
    loader.exec_module(module)
    return module


class Documents(unittest.TestCase):
    def faults(self, *lines):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "page.md")
            page.write_text("\n".join(["# A Page", "", *lines]), encoding="utf-8")
            pathlib.Path(folder, "code.rs").write_text("fn a_test_of_it() {}\n", encoding="utf-8")
            return [number for number, _ in load().faults(page)]

    def test_words_of_the_list_are_found_with_their_line(self):
        words = ["Whoever asks", "beside it", "and besides", "it stands here", "made anew", "as told", "it is away."]
        self.assertEqual(self.faults(*words, "What is in the index is a copy."), list(range(3, 11)))

    def test_ordinary_prose_is_fine(self):
        self.assertEqual(self.faults("A stand-in runs next to it. What is a touch? A record, right away from here."), [])

    def test_long_lines_are_found_but_not_in_tables_code_and_link_targets(self):
        line = "word " * 25
        self.assertEqual(self.faults(line), [3])
        link = f"[a link](https://example.com/{'x' * 120})"
        self.assertEqual(self.faults(f"| {line} |", "", "```sh", line, "whoever", "```", "", link), [])

    def test_code_in_a_line_is_not_prose(self):
        self.assertEqual(self.faults("The test `whoever_is_told_anew` is one."), [])

    def test_links_lead_somewhere(self):
        good = ["[a](code.rs)", "[b](#a-page)", "[`a_test_of_it`](code.rs)", "[c](https://example.com)"]
        self.assertEqual(self.faults(*good), [])
        self.assertEqual(self.faults("[a](gone.rs)", "[b](#no-page)", "[`another_test`](code.rs)"), [3, 4, 5])


if __name__ == "__main__":
    unittest.main()
