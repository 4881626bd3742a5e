#!/usr/bin/env python3
"""Lets a crowd and strangers meet `unreel serve` while a training goes on.

    python3 Tests/Torture/viewers.py --programs .build/release --folder .torture

200 viewers of one run at once: what that takes of the processors, and how soon a step is seen by all.
10 000 connections that say nothing, slow clients, heads without end, paths that lead elsewhere, strangers' names: each
is answered or left, a reader gets the page all the while, and memory stays within bounds. 100 runs of a million steps:
how soon their list, the curves of one, and the comparison of all are there.
"""

import json
import os
import pathlib
import resource
import selectors
import shutil
import socket
import subprocess
import threading
import time

from torture import arguments, fail, row

VIEWERS = 200


class Server:
    """`unreel serve` of a folder, at a free port."""

    def __init__(self, chosen, folder):
        self.process = subprocess.Popen([chosen.unreel, "serve", folder, "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def get(self, target, host="localhost", more=""):
        with self.connect() as client:
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n".encode())
            return everything(client)

    def seconds(self):
        """The processor time that it has taken."""
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """The most memory that it had, in MiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def everything(client):
    found = b""
    try:
        while piece := client.recv(1 << 16):
            found += piece
    except ConnectionResetError:
        pass
    return found.decode(errors="replace")


def line(step):
    return json.dumps({"step": step, "epoch": 1, "loss": 5 / step, "pairs_per_second": 123.456789, "data_wait": 0.00018407619703415142,
                       "lr": 0.0370102555, "feature_std": 0.9795938730239868, "dead_features": 0.0,
                       "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1795939200 + step))}) + "\n"


def make_run(path, steps, text=None):
    path.mkdir(parents=True)
    (path / "config.yaml").write_text("training:\n  network: residual\n  objective: infonce\n  epochs: 1000\n")
    (path / "metrics.jsonl").write_text(text or "".join(line(step) for step in range(1, steps + 1)))


def viewers(chosen, folder):
    """Many viewers of a run that grows."""
    begin = time.monotonic()
    make_run(folder / "run", 1000)
    server = Server(chosen, folder)
    selector, seen, bytes_read = selectors.DefaultSelector(), {}, 0
    for number in range(VIEWERS):
        client = server.connect()
        client.sendall(b"GET /api/events?run=run HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.setblocking(False)
        selector.register(client, selectors.EVENT_READ, number)
        seen[number] = ""

    def listen(until, seconds):
        nonlocal bytes_read
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            for key, _ in selector.select(0.2):
                piece = key.fileobj.recv(1 << 20)
                if not piece:
                    fail("a viewer was left")
                bytes_read += len(piece)
                seen[key.data] = (seen[key.data] + piece.decode(errors="replace"))[-400_000:]

    def have(step):
        return all(f'"last_step":{step},' in text for text in seen.values())

    listen(lambda: have(1000), 60)
    if not have(1000):
        fail("a viewer did not get the beginning")
    # The second look of the server is behind us: from here on only news are sent.
    listen(lambda: False, 5)
    cpu, start, step, worst = server.seconds(), time.monotonic(), 1000, 0
    while time.monotonic() - start < 30:
        step += 1
        with open(folder / "run" / "metrics.jsonl", "a") as log:
            log.write(line(step))
        listen(lambda: False, 1)
    written = time.monotonic()
    listen(lambda: have(step), 30)
    worst = time.monotonic() - written
    if not have(step):
        fail("a viewer did not get the last step")
    share = (server.seconds() - cpu) / (time.monotonic() - start)
    memory = server.memory()
    server.stop()
    row(f"{VIEWERS} viewers of a run with a step a second", f"{share * 100:.1f} % of one core, {memory:.0f} MiB at most; all had the last "
        f"step {worst:.1f} s after it was written", begin)


def strangers(chosen, folder):
    """Connections and requests that nobody sends in good faith."""
    begin = time.monotonic()
    make_run(folder / "run", 1000)
    secret = folder.parent / "secret.svg"
    secret.write_text("secret of the test")
    (folder / "run" / "figures").mkdir()
    (folder / "run" / "figures" / "link.svg").symlink_to(secret)
    server = Server(chosen, folder)
    answers = {"told": 0, "left": 0, "page": 0}
    slowest = 0.0

    def reader():
        nonlocal slowest
        start = time.monotonic()
        if not server.get("/api/runs").startswith("HTTP/1.1 200"):
            fail("a reader did not get the list")
        slowest = max(slowest, time.monotonic() - start)
        answers["page"] += 1

    crowd = []
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(10_000, hard - 200)
    for number in range(count):
        crowd.append(server.connect())
        if number % 500 == 0:
            reader()
    for client in crowd:
        client.settimeout(60)
        answers["told" if everything(client).startswith("HTTP/1.1 503") else "left"] += 1
        client.close()
    reader()

    slow = [server.connect() for _ in range(200)]
    for client in slow:
        client.sendall(b"GET / HTTP/1.1\r\nX: ")
    start = time.monotonic()
    dripping = True

    def drip():
        while dripping:
            for client in slow:
                try:
                    client.send(b"a")
                except OSError:
                    pass
            time.sleep(1)

    thread = threading.Thread(target=drip)
    thread.start()
    reader()
    for client in slow:
        if not everything(client).startswith(("HTTP/1.1 408", "HTTP/1.1 503")) and time.monotonic() - start > 40:
            fail("a slow client was not left")
    dripping = False
    thread.join()
    patience = time.monotonic() - start

    # Viewers that ask for events and never read.
    deaf = [server.connect() for _ in range(100)]
    for client in deaf:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /api/events?run=run HTTP/1.1\r\nHost: localhost\r\n\r\n")
    reader()

    for target in ["/../secret.svg", "/%2e%2e/%2e%2e/secret.svg", "/figure?run=run&file=figures/../../../secret.svg", "/figure?run=run&file=figures/link.svg",
                   "/figure?run=../&file=secret.svg", "/figure?run=run&file=/etc/passwd", "/page/..%2f..%2fsecret.svg", "/open/../secret.svg"]:
        answer = server.get(target)
        if not answer.startswith("HTTP/1.1 404") or "secret of" in answer:
            fail(f"{target} was answered with {answer[:200]}")
    for host in ["evil.example", "localhost.evil.example", "10.0.0.1", "localhost:7700@evil.example"]:
        if not server.get("/api/runs", host).startswith(("HTTP/1.1 421", "HTTP/1.1 400")):
            fail(f"the name {host} was answered")
    for site in ["cross-site", "same-site"]:
        if not server.get("/", more=f"Sec-Fetch-Site: {site}\r\n").startswith("HTTP/1.1 403"):
            fail("another site was answered")
    for size in [20_000, 1_000_000, 30_000_000]:
        with server.connect() as client:
            try:
                client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * size + b"\r\n\r\n")
            except (ConnectionResetError, BrokenPipeError):
                continue
            if not everything(client).startswith(("HTTP/1.1 431", "HTTP/1.1 400")):
                fail("a long head was accepted")
    reader()
    memory = server.memory()
    for client in deaf:
        client.close()
    server.stop()
    row(f"{count} silent connections, 200 that send a letter a second, 100 that never read, heads of up to 30 MB, paths that lead elsewhere, "
        "strangers' names", f"{answers['told']} told that there is no room, {answers['left']} left; the slow ones left within {patience:.0f} s; "
        f"{answers['page']} readers served meanwhile, in {slowest:.2f} s at most; {memory:.0f} MiB at most", begin)


def large(chosen, folder, runs, steps):
    """Many long runs."""
    begin = time.monotonic()
    make_run(folder / "run-000", steps)
    log = folder / "run-000" / "metrics.jsonl"
    for number in range(1, runs):
        path = folder / f"run-{number:03}"
        path.mkdir()
        shutil.copy2(folder / "run-000" / "config.yaml", path)
        # The same bytes: 100 logs would take 20 GB of the disk.
        os.link(log, path / "metrics.jsonl")
    start = time.monotonic()
    server = Server(chosen, folder)
    if server.get("/api/runs").count('"run":') != runs:
        fail("runs are missing in the list")
    listed = time.monotonic() - start

    def events(query, sign, count):
        """How long it takes until a sign has come a number of times."""
        start, rest, seen = time.monotonic(), "", 0
        with server.connect() as client:
            client.sendall(f"GET /api/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            while seen < count:
                rest += client.recv(1 << 20).decode(errors="replace")
                seen += rest.count(sign)
                rest = rest[-len(sign) + 1:]
        return time.monotonic() - start

    draft = events("run=run-000", '"log":"training"', 1)
    whole = events("run=run-000", f'"rows":{steps},', 1)
    names = "&".join(f"run=run-{number:03}" for number in range(runs))
    every = events(names + "&coarse=1", '"log":"training"', runs)
    memory = server.memory()
    server.stop()
    row(f"{runs} runs of {steps:,} steps".replace(",", " "), f"the list after {listed:.1f} s, the server's start included; the curves of one run as a draft after {draft:.1f} s, with all steps after "
        f"{whole:.1f} s; drafts of all after {every:.1f} s; {memory:.0f} MiB at most", begin)


def main():
    chosen = arguments(__doc__, count=1_000_000)
    place = chosen.folder / "viewers"
    shutil.rmtree(place, ignore_errors=True)
    viewers(chosen, place / "viewed")
    strangers(chosen, place / "strangers" / "runs")
    large(chosen, place / "large", 100, chosen.count)
    shutil.rmtree(place)


if __name__ == "__main__":
    main()
