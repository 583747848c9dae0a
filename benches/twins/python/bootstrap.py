"""The least of a runtime: polls the runtime API, as the managed one does, and hands each event to the handler."""

import http.client
import json
import os

from handler import handler

api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    api.request(method, f"/2018-06-01/runtime/{path}", body)
    answer = api.getresponse()
    return answer.headers, answer.read()


while True:
    about, event = call("GET", "invocation/next")
    try:
        result = handler(json.loads(event))
    except Exception as error:  # noqa: BLE001 - the runtime API is told whatever it was
        result = {"statusCode": 500, "body": repr(error)}
    call("POST", f"invocation/{about['lambda-runtime-aws-request-id']}/response", json.dumps(result))
