"""Tests of the code around the emulator: its patches, and the front in place of CloudFront."""

import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "engines/aws"))
import emulator  # noqa: E402
import front  # noqa: E402


class Events(unittest.TestCase):
    def test_cookies_come_as_an_array_and_nothing_as_null(self):
        event = {
            "version": "2.0",
            "requestContext": {},
            "headers": {"cookie": "a=1; b=2", "accept": "*/*"},
            "pathParameters": None,
        }
        sent = emulator.as_api_gateway_sends(event)
        self.assertEqual(sent, {"version": "2.0", "requestContext": {}, "headers": {"accept": "*/*"}, "cookies": ["a=1", "b=2"]})
        self.assertEqual(event["headers"]["cookie"], "a=1; b=2", "the event itself is left as it is")

    def test_other_events_are_left_alone(self):
        for event in ({"Records": [{"a": None}]}, [], None):
            self.assertIs(emulator.as_api_gateway_sends(event), event)


class Environment(unittest.TestCase):
    def test_a_functions_environment_begins_empty(self):
        scratch = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        mine = mock.patch.dict(os.environ, {"AWS_PROFILE": "mine", "HOME": "/home/me"})
        with mine, mock.patch("tempfile.tempdir", None):
            emulator.settle(4599, scratch)
            self.assertNotIn("AWS_PROFILE", os.environ)
            self.assertEqual((os.environ["HOME"], os.environ["BIND_HOST"]), ("/home/me", "127.0.0.1"))


class Buckets(unittest.TestCase):
    def test_rules_are_written_as_s3_takes_them(self):
        rule = {
            "Id": "old",
            "Status": "Enabled",
            "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
            "ExpiredObjectDeleteMarker": True,
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
        written = ElementTree.fromstring(emulator.lifecycle([rule])).find("Rule")
        self.assertEqual(written.findtext("ID"), "old")
        self.assertEqual(written.findtext("NoncurrentVersionExpiration/NoncurrentDays"), "90")
        self.assertEqual(written.findtext("Expiration/ExpiredObjectDeleteMarker"), "true")
        self.assertEqual(written.findtext("AbortIncompleteMultipartUpload/DaysAfterInitiation"), "1")


class Updates(unittest.TestCase):
    def test_what_has_not_changed_keeps_its_attributes(self):
        stacks = {"child": {"_resources": {"Role": {"Attributes": {"Arn": "arn"}}}}}
        update = emulator.what_has_not_changed(lambda *given: given[-1], stacks)
        self.assertEqual(update("AWS::IAM::Role", "role", {"A": 1}, {"A": 1}, "child", "Role"), {"Arn": "arn"})
        self.assertIsNone(update("AWS::IAM::Role", "role", {"A": 1}, {"A": 2}, "child", "Role"))
        self.assertEqual(update("AWS::IAM::Role", "role", {}, {}, "child", "Role", {"Arn": "given"}), {"Arn": "given"})


class Secrets(unittest.TestCase):
    def test_one_without_punctuation_has_none(self):
        make = emulator.secrets_as_asked(lambda properties: properties["GenerateSecretString"]["ExcludeCharacters"])
        self.assertIn("!", make({"GenerateSecretString": {"ExcludePunctuation": True}}))
        plain = emulator.secrets_as_asked(lambda properties: properties)
        self.assertEqual(plain({"SecretString": "a"}), {"SecretString": "a"})


class Front(unittest.TestCase):
    def test_every_page_is_the_one_document_and_a_file_is_itself(self):
        for path, answered in [
            ("/", "/index.html"),
            ("/customer/tickets/1", "/index.html"),
            ("/favicon.svg", "/favicon.svg"),
            ("/assets/a", "/assets/a"),
        ]:
            self.assertEqual(front.page_of(path), answered)

    def test_a_mail_is_told_as_the_dev_servers_mailbox_does(self):
        sent = {"MessageId": "1", "To": ["a@b.example"], "CC": [], "BCC": [], "Source": "c@d.example", "Subject": "Hello"}
        told = front.mail_of({**sent, "BodyText": "text", "BodyHtml": "<p>", "Timestamp": "2026-11-22T10:00:00Z"})
        self.assertEqual((told["to"], told["subject"], told["text"]), (["a@b.example"], "Hello", "text"))


if __name__ == "__main__":
    unittest.main()
