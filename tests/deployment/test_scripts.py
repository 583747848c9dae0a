"""Tests of the decisions that scripts/deploy and its kin make before and after they ask AWS."""

import io
import os
import pathlib
import tempfile
import unittest
import zipfile
from unittest import mock

from deployment import Stop, pack, portal, reason, release, resources, smoke
from deployment.deploy import refuse_as_tested
from deployment.environment import Environment, pair


class Environments(unittest.TestCase):
    def refused(self, name, *changed):
        with self.assertRaises(Stop) as stopped:
            Environment(name, changed)
        self.assertNotIn("\n", str(stopped.exception))
        return str(stopped.exception)

    def test_an_unknown_one_is_told_which_there_are(self):
        self.assertRegex(self.refused("nowhere"), "no environment nowhere; samconfig.toml has dev, staging, prod")

    def test_a_parameter_that_is_not_there_missing_or_no_value_is_named(self):
        self.assertIn("no parameter Serch", self.refused("dev", "Serch=snapshot"))
        self.assertIn("no MailFrom for dev", self.refused("dev", "MailFrom="))
        self.assertIn("Search of dev is maybe", self.refused("dev", "Search=maybe"))
        self.assertIn("not NAME=VALUE", self.refused("dev", "Search"))

    def test_every_parameter_has_a_value_and_what_is_given_goes_first(self):
        parameters = Environment("dev", ["LogLevel=error"]).parameters
        self.assertEqual((parameters["LogLevel"], parameters["PortalDomain"], parameters["Architecture"]), ("error", "", "x86_64"))
        self.assertEqual(parameters["MailFrom"], "XYZ Co. <support@dev.xyz.example>")

    def test_the_emulators_is_deployed_nowhere_else(self):
        with mock.patch.dict(os.environ):
            os.environ.pop("AWS_ENDPOINT_URL", None)
            self.assertIn("scripts/deploy-local", self.refused("local"))

    def test_functions_as_tested_are_deployed_to_the_emulator_only(self):
        with tempfile.TemporaryDirectory() as name:
            functions = pathlib.Path(name)
            refuse_as_tested("prod", functions)
            (functions / "as-tested").touch()
            refuse_as_tested("local", functions)
            with self.assertRaisesRegex(Stop, "scripts/build"):
                refuse_as_tested("prod", functions)

    def test_values_are_read_as_samconfig_quotes_them(self):
        self.assertEqual(pair("MailFrom='A B <a@b.example>'"), ("MailFrom", "A B <a@b.example>"))
        self.assertEqual(pair("Nothing="), ("Nothing", ""))


class States(unittest.TestCase):
    def ready(self, state):
        environment = Environment("dev")
        found = None if state is None else {"StackStatus": state}
        with mock.patch.object(environment, "described", return_value=found):
            return environment.ready()

    def test_a_stack_that_can_be_deployed_to(self):
        self.assertIsNone(self.ready(None))
        self.assertEqual(self.ready("UPDATE_ROLLBACK_COMPLETE")["StackStatus"], "UPDATE_ROLLBACK_COMPLETE")

    def test_a_stack_that_cannot_says_what_to_do(self):
        for state, advice in [
            ("ROLLBACK_COMPLETE", "delete-stack --stack-name portico-dev"),
            ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name portico-dev"),
            ("UPDATE_IN_PROGRESS", "wait"),
            ("DELETE_FAILED", "by half"),
            ("SOMETHING_NEW", "cannot be deployed to"),
        ]:
            with self.subTest(state), self.assertRaisesRegex(Stop, advice):
                self.ready(state)


class Portal(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("index.html", "favicon.svg", "assets/a-1.js", "assets/b-2.css"):
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name)

    def test_the_document_comes_last(self):
        self.assertEqual(list(portal.files(self.folder)), ["assets/a-1.js", "assets/b-2.css", "favicon.svg", "index.html"])

    def test_the_page_of_the_kit_is_left_out(self):
        before = portal.files(self.folder)
        for name in ("kit/index.html", "kit/assets/c-3.js"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        self.assertEqual(portal.files(self.folder), before)

    def test_only_what_is_named_by_its_content_is_kept_for_ever(self):
        self.assertEqual(portal.headers("assets/a-1.js"), {"ContentType": "text/javascript; charset=utf-8", "CacheControl": portal.IMMUTABLE})
        self.assertEqual(portal.headers("index.html"), {"ContentType": "text/html; charset=utf-8", "CacheControl": "no-cache"})
        self.assertEqual(portal.headers("favicon.svg")["CacheControl"], "no-cache")


class Told(unittest.TestCase):
    def test_of_what_a_program_says_the_error_is_told_in_one_line(self):
        self.assertEqual(reason("Uploading\n\nError: no bucket\n  of this name\n"), "Error: no bucket of this name")
        self.assertEqual(reason("first\nlast\n"), "last")
        self.assertEqual(reason(""), "it does not say why")

    def test_values_are_quoted_for_sam(self):
        self.assertEqual(release.escaped('a "b" \\'), 'a \\"b\\" \\\\')


class Smoke(unittest.TestCase):
    """A deployment that answers wrongly is not taken for one that works."""

    page = b'<script type="module" src="/assets/a-1.js"></script>'

    def look(self, **changed):
        document = {"content-type": "text/html", "cache-control": "no-cache", "content-security-policy": "default-src 'self'"}
        answers = {
            "/": (200, document, self.page),
            "/assets/a-1.js": (200, {"cache-control": portal.IMMUTABLE}, b""),
            "/v1/branding": (200, {}, b'{"company_name": "Acme"}'),
            "/v1/home": (401, {"x-request-id": "1"}, b'{"code": "not_signed_in"}'),
            **changed,
        }
        with mock.patch.object(smoke, "ask", side_effect=lambda url: answers[url.removeprefix("https://acme.example")]):
            smoke.test("https://acme.example/", within=0)

    def test_one_that_works(self):
        self.look()

    def test_ones_that_do_not(self):
        for changed in [
            {"/": (403, {"content-type": "application/xml"}, b"")},
            {"/assets/a-1.js": (200, {"cache-control": "no-cache"}, b"")},
            {"/v1/branding": (502, {}, b"{}")},
            {"/v1/home": (200, {"x-request-id": "1"}, b"{}")},
        ]:
            with self.subTest(changed), self.assertRaises(Stop):
                self.look(**changed)


class Resources(unittest.TestCase):
    def test_the_budget_holds(self):
        lines, wrong = resources.count()
        self.assertEqual(wrong, [])
        self.assertTrue(any(line.startswith("infra/roles.yaml") for line in lines))

    def test_a_third_resource_of_an_endpoint_is_found(self):
        read = pathlib.Path.read_text

        def with_alias(path, *arguments):
            text = read(path, *arguments)
            code = "      CodeUri: target/lambda/tickets-take/bootstrap.zip\n"
            return text.replace(code, code + "      AutoPublishAlias: live\n") if path.name == "template.yaml" else text

        with mock.patch.object(pathlib.Path, "read_text", with_alias):
            self.assertEqual(resources.count()[1], ["TicketsTakeFunction has 4 resources"])


class Zips(unittest.TestCase):
    def test_a_zip_holds_the_file_as_it_is_and_it_can_be_run(self):
        content = b"\x7fELF" + bytes(range(256)) * 300
        with zipfile.ZipFile(io.BytesIO(pack.zipped(content))) as archive:
            [entry] = archive.infolist()
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.read("bootstrap"), content)
        self.assertEqual((entry.filename, entry.external_attr >> 16), ("bootstrap", 0o100755))
        self.assertLess(entry.compress_size, len(content))

    def test_a_zip_is_made_again_for_other_bytes_only(self):
        with tempfile.TemporaryDirectory() as folder:
            binary = pathlib.Path(folder, "bootstrap")
            binary.write_bytes(b"one")
            first = pack.pack(binary)
            made = binary.with_suffix(".zip").stat().st_mtime_ns
            self.assertEqual(pack.pack(binary), first)
            self.assertEqual(binary.with_suffix(".zip").stat().st_mtime_ns, made)
            binary.with_suffix(".zip").write_bytes(b"half")
            self.assertEqual(pack.pack(binary), first)
            binary.write_bytes(b"two")
            self.assertNotEqual(pack.pack(binary), first)


if __name__ == "__main__":
    unittest.main()
