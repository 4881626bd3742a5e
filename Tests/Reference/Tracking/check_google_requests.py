"""Checks requests to Google's services against Google's own descriptions of them.

The descriptions (discovery documents) of Drive and Sheets are in the package google-api-python-client.

    UNREEL_GOOGLE_LOG=requests.jsonl swift test … --filter Google
    pip download --no-deps google-api-python-client && unzip -q google_api_python_client-*.whl 'googleapiclient/*'
    python3 check_google_requests.py requests.jsonl googleapiclient/discovery_cache/documents

It fails at the first request whose method, path, query or body is not as described, or that the scope drive.file does
not allow.
"""

import json
import re
import sys
from urllib.parse import parse_qsl, urlsplit

SCOPE = "https://www.googleapis.com/auth/drive.file"


def methods(resources):
    for resource in resources.values():
        yield from resource.get("methods", {}).values()
        yield from methods(resource.get("resources", {}))


def check(value, schema, schemas, place):
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema["type"]
    if kind == "object":
        assert isinstance(value, dict), f"{place} is no object"
        for name, inner in value.items():
            described = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            assert described, f"{place}.{name} is not described"
            check(inner, described, schemas, f"{place}.{name}")
    elif kind == "array":
        assert isinstance(value, list), f"{place} is no list"
        for inner in value:
            check(inner, schema["items"], schemas, place)
    else:
        right = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}[kind]
        assert isinstance(value, right), f"{place} is {value!r}, not {kind}"
        if schema.get("format") == "int32":
            assert -(2**31) <= value < 2**31, f"{place} is too large"


def fields(mask, schema, schemas, place):
    """Checks a mask such as `files(id)` or `sheets.properties(sheetId,title)`."""
    parts, depth, part = [], 0, ""
    for letter in mask:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts, part = parts + [part], ""
        else:
            part += letter
    for part in parts + [part]:
        name, rest = re.fullmatch(r"(\w+)(.*)", part).groups()
        while "$ref" in schema:
            schema = schemas[schema["$ref"]]
        assert name in schema["properties"], f"{place}: {name} is not described"
        inner = schema["properties"][name]
        inner = inner.get("items", inner)
        if rest:
            rest = rest[1:-1] if rest[0] == "(" else rest[1:]
            fields(rest, inner, schemas, f"{place}.{name}")


def main(log, folder):
    drive, sheets = (json.load(open(f"{folder}/{name}.json")) for name in ("drive.v3", "sheets.v4"))
    count = {}
    for line in open(log):
        request = json.loads(line)
        parts = urlsplit(request["url"])
        assert parts.scheme == "https", request["url"]
        if parts.netloc == "oauth2.googleapis.com" or parts.path.startswith("/session/"):
            continue
        service = sheets if parts.netloc == "sheets.googleapis.com" else drive
        assert service["rootUrl"] == f"https://{parts.netloc}/"
        is_upload = parts.path.startswith("/upload/")
        base = ("/upload/" if is_upload else "/") + service["servicePath"]
        assert parts.path.startswith(base), parts.path
        path = parts.path[len(base):]
        found = [
            method
            for method in methods(service["resources"])
            if method["httpMethod"] == request["method"]
            and re.fullmatch(re.sub(r"\{\w+\}", r"[^/:]+", method["path"]), path)
        ]
        # A fixed path is preferred to one with an id.
        found.sort(key=lambda method: "{" in method["path"])
        assert found, f"no method {request['method']} {path}"
        method = found[0]
        place = method["id"]
        assert SCOPE in method["scopes"], f"{place} is not allowed by drive.file"
        assert not is_upload or method.get("supportsMediaUpload"), f"{place} takes no upload"
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            known = method["parameters"].get(name) or service["parameters"].get(name)
            assert known or (is_upload and name == "uploadType"), f"{place}: {name} is not described"
            if name == "fields" and "response" in method:
                fields(value, method["response"], service["schemas"], place)
        if request["body"]:
            assert "request" in method, f"{place} takes no body"
            check(json.loads(request["body"]), method["request"], service["schemas"], place)
        count[place] = count.get(place, 0) + 1
    print(count)
    assert count, "no request"


main(*sys.argv[1:])
