"""The data plane that the emulator has not: CloudFront in front of the portal's bucket and the HTTP API, and a mailbox.

    python front.py --port 4580 --mail-port 4581 --emulator http://127.0.0.1:4599 --files http://127.0.0.1:4600 \
        --region us-east-1 --stack portico-local

What leads where and which headers are sent is read from the distribution that was deployed, not known here. Only the
addresses are this machine's: the address of files in the content security policy is the one given here, and plain HTTP
gets no Strict-Transport-Security.
"""

import argparse
import fnmatch
import http.client
import http.server
import json
import mimetypes
import re
import threading
import time
import urllib.parse

# Longest time for which a reading of the distribution is used, in seconds.
BELIEVED = 2.0
# Headers of one hop only (RFC 9110, 7.6.1), or made again.
OF_ONE_HOP = {"connection", "content-length", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


class Distribution:
    """Routes of requests, as deployed."""

    def __init__(self, options):
        import boto3

        def client(service):
            keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
            return boto3.client(service, endpoint_url=options.emulator, region_name=options.region, **keys)

        self.stack, self.files = options.stack, options.files
        self.cloudformation, self.cloudfront, self.s3 = client("cloudformation"), client("cloudfront"), client("s3")
        self.lock, self.read_at, self.read = threading.Lock(), 0.0, None

    def current(self):
        with self.lock:
            if time.monotonic() - self.read_at > BELIEVED:
                self.read, self.read_at = self.look(), time.monotonic()
            return self.read

    def look(self):
        stack = self.cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        config = self.cloudfront.get_distribution_config(Id=outputs["Distribution"])["DistributionConfig"]
        origins = {origin["Id"]: origin for origin in config["Origins"]["Items"]}
        behaviours = [*config.get("CacheBehaviors", {}).get("Items", []), {**config["DefaultCacheBehavior"], "PathPattern": "*"}]
        return [
            (behaviour["PathPattern"], origins[behaviour["TargetOriginId"]], self.headers(behaviour.get("ResponseHeadersPolicyId")))
            for behaviour in behaviours
        ]

    def headers(self, policy_id):
        """Name, value and whether it goes before what the origin says."""
        if not policy_id:
            return []
        policy = self.cloudfront.get_response_headers_policy(Id=policy_id)["ResponseHeadersPolicy"]
        config = policy["ResponseHeadersPolicyConfig"]
        security = config.get("SecurityHeadersConfig", {})
        found = [(item["Header"], item["Value"], item["Override"]) for item in config.get("CustomHeadersConfig", {}).get("Items", [])]
        content = security.get("ContentSecurityPolicy")
        if content:
            here = re.sub(r"https://\S+?(?=;|\s)", self.files, content["ContentSecurityPolicy"])
            found.append(("content-security-policy", here, content["Override"]))
        if "ContentTypeOptions" in security:
            found.append(("x-content-type-options", "nosniff", security["ContentTypeOptions"]["Override"]))
        if "ReferrerPolicy" in security:
            found.append(("referrer-policy", security["ReferrerPolicy"]["ReferrerPolicy"], security["ReferrerPolicy"]["Override"]))
        return found

    def leads(self, path):
        return next((origin, headers) for pattern, origin, headers in self.current() if fnmatch.fnmatchcase(path, pattern))


def page_of(path):
    """Rewrites a path as the distribution's function does (infra/hosting.yaml): one document for every page."""
    last = path.rsplit("/", 1)[-1]
    return path if path.startswith("/assets/") or "." in last else "/index.html"


class Handler(http.server.BaseHTTPRequestHandler):
    """One request at a time of a kept connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        pass

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def tell(self, status, what):
        self.answer(status, [("content-type", "application/json")], json.dumps(what).encode())


class Edge(Handler):
    """CloudFront."""

    distribution = None
    emulator = None

    def go(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        parts = urllib.parse.urlsplit(self.path)
        try:
            origin, policy = self.distribution.leads(parts.path)
            if "S3OriginConfig" in origin:
                status, headers, body = self.from_bucket(origin, page_of(parts.path))
            else:
                status, headers, body = self.from_api(origin, parts, body)
        except Exception as error:
            return self.tell(502, {"message": f"{type(error).__name__}: {error}"})
        for name, value, first in policy:
            said = any(name.lower() == there.lower() for there, _ in headers)
            if first:
                headers = [(there, text) for there, text in headers if there.lower() != name.lower()]
            if first or not said:
                headers.append((name, value))
        return self.answer(status, headers, body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = go

    def from_bucket(self, origin, path):
        if self.command not in ("GET", "HEAD"):
            return 403, [("content-type", "text/plain")], b"This distribution is not configured to allow the HTTP request method."
        bucket = origin["DomainName"].split(".s3.")[0]
        s3 = self.distribution.s3
        try:
            found = s3.get_object(Bucket=bucket, Key=urllib.parse.unquote(path.lstrip("/")))
        except (s3.exceptions.NoSuchKey, s3.exceptions.ClientError):
            # A caller who may read objects and not list them does not learn that one is missing.
            return 403, [("content-type", "application/xml")], b"<Error><Code>AccessDenied</Code></Error>"
        if self.headers.get("if-none-match") == found["ETag"]:
            return 304, [("etag", found["ETag"])], b""
        kind = found.get("ContentType") or mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = [("content-type", kind), ("etag", found["ETag"])]
        if found.get("CacheControl"):
            headers.append(("cache-control", found["CacheControl"]))
        return 200, headers, found["Body"].read()

    def from_api(self, origin, parts, body):
        api = origin["DomainName"].split(".")[0]
        target = f"/_aws/execute-api/{api}/$default{parts.path}" + (f"?{parts.query}" if parts.query else "")
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() not in OF_ONE_HOP}
        # Headers about the sender: of the distribution's function (infra/hosting.yaml), and of CloudFront itself.
        headers |= {"x-portico-viewer": self.client_address[0], "x-portico-host": self.headers.get("host", "")}
        headers["x-forwarded-for"] = ", ".join(filter(None, [self.headers.get("x-forwarded-for"), self.client_address[0]]))
        for custom in origin.get("CustomHeaders", {}).get("Items", []):
            headers[custom["HeaderName"].lower()] = custom["HeaderValue"]
        connection = http.client.HTTPConnection(self.emulator, timeout=35)
        try:
            connection.request(self.command, target, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return answer.status, [pair for pair in answer.getheaders() if pair[0].lower() not in OF_ONE_HOP], content


class Mailbox(Handler):
    """Mails that were sent, in the form of the dev server's mailbox."""

    emulator = None

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        if parts.path != "/messages":
            return self.tell(404, {"message": "ask for /messages"})
        to = urllib.parse.parse_qs(parts.query).get("to", [None])[0]
        connection = http.client.HTTPConnection(self.emulator, timeout=10)
        try:
            connection.request("GET", "/_ministack/ses/messages")
            kept = json.loads(connection.getresponse().read())["messages"]
        finally:
            connection.close()
        mails = [mail_of(mail) for account in kept.values() for mail in account]
        mails = [mail for mail in mails if to is None or to.lower() in (address.lower() for address in mail["to"])]
        # Kept in the order of sending.
        return self.tell(200, {"items": mails[::-1], "total": len(mails)})


def mail_of(mail):
    return {
        "id": mail["MessageId"],
        "to": mail["To"],
        "cc": mail["CC"],
        "bcc": mail["BCC"],
        "from": mail["Source"],
        "subject": mail["Subject"],
        "text": mail["BodyText"],
        "html": mail["BodyHtml"],
        "at": mail["Timestamp"],
    }


def serve(handler, port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


def main():
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--port", type=int, required=True)
    about.add_argument("--mail-port", type=int, required=True)
    about.add_argument("--emulator", required=True)
    about.add_argument("--files", required=True, help="where links to files lead")
    about.add_argument("--region", required=True)
    about.add_argument("--stack", required=True)
    options = about.parse_args()
    Edge.emulator = Mailbox.emulator = urllib.parse.urlsplit(options.emulator).netloc
    Edge.distribution = Distribution(options)
    mailbox = serve(Mailbox, options.mail_port)
    threading.Thread(target=mailbox.serve_forever, daemon=True).start()
    serve(Edge, options.port).serve_forever()


if __name__ == "__main__":
    main()
