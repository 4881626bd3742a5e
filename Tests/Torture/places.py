"""A machine that plays all the places that a run can be tracked at, and misbehaves: MLflow, a store with the S3
interface, and Google's token, Drive and Sheets services. Standard library only.

The program under test is the real one, with the addresses it always has: Google's are reached through a proxy (the
variable `https_proxy`), whose certificate is made here (`SSL_CERT_FILE`). Written after the services' references:
https://mlflow.org/docs/latest/rest-api.html, https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html,
https://developers.google.com/workspace/drive/api/guides/manage-uploads and
https://developers.google.com/workspace/sheets/api/reference/rest.
"""

import base64
import hashlib
import http.server
import json
import os
import random
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

from google_places import Google, as_json

FAULTS = ["500", "503", "429", "garbage", "cut before", "cut after", "cut within", "slow"]


class Places:
    """The services, on a free port of this machine."""

    def __init__(self, folder, seed, share):
        """`share` of all requests go wrong."""
        self.lock, self.random, self.share = threading.Lock(), random.Random(seed), share
        self.offline, self.faults, self.requests = False, 0, 0
        self.store, self.mlflow, self.google = Store(), MLflow(), Google()
        self.contexts = certificate(folder)
        places = self

        class Handler(Request):
            pass

        Handler.places = places
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        credentials = folder / "google.json"
        credentials.write_text(json.dumps({"type": "authorized_user", "client_id": "client", "client_secret": "hidden",
                                           "refresh_token": "1//refresh"}))
        self.environment = {
            **os.environ, "https_proxy": self.address, "SSL_CERT_FILE": str(folder / "authority.pem"),
            "no_proxy": "127.0.0.1", "GOOGLE_APPLICATION_CREDENTIALS": str(credentials),
            "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hidden"}
        self.settings = {
            "s3": "s3://bucket/kept", "s3_endpoint": self.address, "mlflow": self.address,
            "google_sheets": "true", "google_drive": "true", "time_zone": "UTC", "checkpoint_epochs": "1"}

    def fault(self):
        """What goes wrong with the next request, if anything."""
        with self.lock:
            self.requests += 1
            if not self.offline and self.random.random() >= self.share:
                return None
            self.faults += 1
            return "cut before" if self.offline else self.random.choice(FAULTS)

    def answer(self, method, host, target, headers, body):
        """The status, headers and body that a service answers."""
        parts = urllib.parse.urlsplit(target)
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        path = urllib.parse.unquote(parts.path)
        with self.lock:
            if host.endswith("googleapis.com"):
                return self.google.answer(method, host, path, query, headers, body)
            if path.startswith("/api/2.0/"):
                return self.mlflow.answer(method, path.removeprefix("/api/2.0/"), query, body)
            return self.store.answer(method, path, query, headers, body)


class Request(http.server.BaseHTTPRequestHandler):
    """One connection; a `CONNECT` turns it into one of another host."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    host = None

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.host = self.path.split(":")[0]
        self.connection = self.places.contexts.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), Plain(self.connection)
        self.close_connection = False

    def serve(self):
        fault = self.places.fault()
        length = int(self.headers.get("Content-Length", 0))
        if fault == "cut within":
            body = self.rfile.read(length // 2)
        else:
            body = self.rfile.read(length)
        if fault == "slow":
            time.sleep(0.5)
        if fault == "cut before":
            return self.cut()
        if fault in ("500", "503", "429"):
            return self.reply(int(fault), {"Retry-After": "1"} if fault == "429" else {}, b"busy")
        if fault == "cut within" and not self.headers.get("Content-Range"):
            return self.cut()
        status, headers, answer = self.places.answer(
            self.command, self.host or "", self.path, self.headers, body)
        if fault in ("cut after", "cut within"):
            return self.cut()
        if fault == "garbage":
            return self.reply(200, {}, b"<html>Welcome to the hotel</html>")
        self.reply(status, headers, answer)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = do_HEAD = serve

    def cut(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Plain:
    """A file that writes to a socket at once."""

    def __init__(self, connection):
        self.connection = connection

    def write(self, data):
        self.connection.sendall(data)
        return len(data)

    def flush(self):
        pass

    closed = False

    def close(self):
        pass


def certificate(folder):
    """Makes an authority and a certificate of Google's names; the server's side of TLS with them."""
    names = "subjectAltName=DNS:*.googleapis.com,DNS:googleapis.com"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=googleapis.com", "-addext", names, "-keyout", folder / "key.pem", "-out",
         folder / "authority.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    return context


class Store:
    """A store with the S3 interface."""

    def __init__(self):
        self.objects, self.uploads, self.made, self.puts = {}, {}, 0, {}

    def keep(self, path, body, headers):
        self.objects[path] = (body, {name: value for name, value in headers.items()
                                     if name.lower().startswith("x-amz-meta-")})
        self.puts[path] = self.puts.get(path, 0) + 1

    def answer(self, method, path, query, headers, body):
        if headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return 400, {}, b"<Error><Code>XAmzContentSHA256Mismatch</Code></Error>"
        if "uploads" in query and method == "POST":
            self.made += 1
            self.uploads[str(self.made)] = (path, headers, {})
            return 200, {}, f"<R><UploadId>{self.made}</UploadId></R>".encode()
        if "uploads" in query:
            found = (f"<Upload><Key>{path.split('/', 2)[2]}</Key><UploadId>{name}</UploadId></Upload>"
                     for name, (path, _, _) in self.uploads.items())
            return 200, {}, f"<R>{''.join(found)}</R>".encode()
        if name := query.get("uploadId"):
            if name not in self.uploads:
                return 404, {}, b"<Error><Code>NoSuchUpload</Code></Error>"
            path, first, parts = self.uploads[name]
            if method == "PUT":
                parts[int(query["partNumber"])] = body
                return 200, {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}, b""
            del self.uploads[name]
            if method == "DELETE":
                return 204, {}, b""
            ordered = [parts[number] for number in sorted(parts)]
            self.keep(path, b"".join(ordered), first)
            tag = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in ordered)).hexdigest()
            return 200, {}, f"<R><ETag>&quot;{tag}-{len(ordered)}&quot;</ETag></R>".encode()
        if method == "PUT":
            given = headers.get("Content-MD5")
            if given and base64.b64decode(given) != hashlib.md5(body).digest():
                return 400, {}, b"<Error><Code>BadDigest</Code></Error>"
            self.keep(path, body, headers)
            return 200, {"ETag": f'"{hashlib.md5(body).hexdigest()}"'}, b""
        if method == "DELETE":
            self.objects.pop(path, None)
            return 204, {}, b""
        if path not in self.objects:
            return 404, {}, b""
        body, kept = self.objects[path]
        return 200, {**kept, "Content-Length": str(len(body))}, b""


class MLflow:
    """MLflow's REST interface; equal rows are kept once, as its database does."""

    def __init__(self):
        self.experiments, self.runs, self.artifacts = [], [], {}

    def answer(self, method, path, query, body):
        if path.startswith("mlflow-artifacts/artifacts/"):
            self.artifacts[path.removeprefix("mlflow-artifacts/artifacts/")] = body
            return as_json({})
        asked = json.loads(body) if body else {}
        missing = as_json({"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no"}, 404)
        if path == "mlflow/experiments/get-by-name":
            name = query["experiment_name"]
            if name not in self.experiments:
                return missing
            return as_json({"experiment": {"experiment_id": str(self.experiments.index(name)),
                                           "lifecycle_stage": "active"}})
        if path == "mlflow/experiments/create":
            self.experiments.append(asked["name"])
            return as_json({"experiment_id": str(len(self.experiments) - 1)})
        if path == "mlflow/runs/search":
            tag = asked["filter"].split("'")[1]
            return as_json({"runs": [run["run"] for run in self.runs if run["tags"].get("unreel.id") == tag]})
        if path == "mlflow/runs/create":
            number = str(len(self.runs))
            self.runs.append({
                "run": {"info": {"run_id": number, "artifact_uri": f"mlflow-artifacts:/0/{number}/artifacts"}},
                "tags": {tag["key"]: tag["value"] for tag in asked.get("tags", [])}, "rows": {}})
            return as_json({"run": self.runs[-1]["run"]})
        if path == "mlflow/runs/log-batch":
            run = self.runs[int(asked["run_id"])]
            if len(asked.get("metrics", [])) > 1000:
                return as_json({"error_code": "INVALID_PARAMETER_VALUE", "message": "too many"}, 400)
            for metric in asked.get("metrics", []):
                run["rows"][json.dumps(metric, sort_keys=True)] = metric
            return as_json({})
        return as_json({"run_info": {}}) if path == "mlflow/runs/update" else missing
