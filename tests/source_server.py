"""A server on this machine that answers as the producers do, invented rows and every trap included.

`traps` are answers that come before the true ones: each is used once, for the first request whose path and query
contain its words.
"""

import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TEMPLATE = "5d8ce04361cde0408222e9a8"
SESSIONS = "5d8ce04361cde040822sess1"
STATES = "5d8ce04361cde040822state"
CHALLENGE = b"<!DOCTYPE html><html><title>Just a moment...</title><body>Enable JavaScript</body></html>"


@dataclass
class Trap:
    """An answer that goes wrong. `cut` closes the connection after so many bytes, `hang` waits there instead."""

    status: int = 200
    body: bytes | None = None
    headers: dict = field(default_factory=dict)
    words: str = ""
    cut: int | None = None
    hang: bool = False


class Source:
    """What is served: recommendations by session, one bulk file, and documents by symbol."""

    def __init__(self):
        self.rows = []
        self.labels = {}
        self.window = 10_000
        self.before_page = None
        self.unknown_ids = False
        self.only_templates = False
        self.bulk = b""
        self.bulk_ranges = True
        self.documents = {}
        self.traps = []
        self.requests = []
        self.lock = threading.Lock()
        self.hanging = threading.Event()
        self.over = threading.Event()

    def fill(self, **sessions):
        """`fill(s44=5)`: five rows in session 44, about three states in turn."""
        for name, count in sessions.items():
            number = int(name[1:])
            self.labels.setdefault(f"id-{number}", f"{number} - November 2023")
            for each in range(count):
                self.add(f"r{number}-{each}", number, state=f"state-{each % 3}")

    def add(self, identity, number, state="state-0", **changes):
        metadata = {
            "recommendation": [{"value": f"Invented words {identity}"}],
            "state_under_review": [{"value": state, "label": "Kenya"}],
            "recommending_state": [{"value": "b", "label": "Brazil"}],
            "response": [{"value": "c", "label": "Supported"}],
            "action_category": [{"value": "d", "label": "5 - Specific action"}],
            "issues": [{"value": "e", "label": "Torture and other CID treatment"}],
            "session": [{"value": f"id-{number}", "label": self.labels[f"id-{number}"]}],
        }
        metadata |= changes
        metadata = {key: value for key, value in metadata.items() if value is not None}
        row = {"_id": f"_{identity}", "sharedId": identity, "title": identity, "template": TEMPLATE, "language": "en"}
        self.rows.append({**row, "creationDate": len(self.rows), "metadata": metadata, "_explanation": len(self.rows)})

    def asked(self, words=""):
        """Requests whose path contains these words, as (path with query, headers)."""
        return [(path, headers) for path, headers in self.requests if words in path]

    def searches(self):
        """Filters and first row of every search so far."""
        found = [parse_qs(urlsplit(path).query) for path, _ in self.asked("/api/search")]
        return [(json.loads(each["filters"][0]), int(each["from"][0])) for each in found]

    # What the producers answer

    def search(self, query):
        if "language" in query:
            return 422, {"error": "validation failed"}
        if query["types"] == [json.dumps([STATES])]:
            states = sorted({f"state-{number}" for number in range(3)})
            return 200, {"rows": [{"sharedId": each, "title": each} for each in states], "totalRows": len(states)}
        if query["types"] != [json.dumps([TEMPLATE])]:
            return 200, {"rows": [], "totalRows": 0}
        if self.before_page:
            self.before_page(int(query["from"][0]))
        found = [row for row in self.rows if self.matches(row, json.loads(query["filters"][0]))]
        start, limit = int(query["from"][0]), int(query["limit"][0])
        if start + limit > self.window:
            return 400, {"error": "Result window is too large"}
        known = {"totalRows": min(len(found), self.window), "relation": "gte" if len(found) > self.window else "eq"}
        return 200, {"rows": found[start : start + limit], **known}

    def document(self, query):
        """Type and content of a document: by symbol and kind, or by symbol whatever kind is asked for."""
        symbol, kind = query.get("s", [""])[0], query.get("t", [""])[0]
        return self.documents.get((symbol, kind)) or self.documents.get(symbol)

    @staticmethod
    def matches(row, filters):
        for name, wanted in filters.items():
            values = [each["value"] for each in row["metadata"].get(name) or []]
            if not (set(values) & set(wanted["values"]) or (not values and "missing" in wanted["values"])):
                return False
        return True

    def lists(self, path):
        if path == "/api/templates":
            properties = [
                {"name": "session", "type": "select", "content": SESSIONS},
                {"name": "state_under_review", "type": "relationship", "content": STATES},
            ]
            return {"rows": [{"_id": TEMPLATE, "name": "Recommendation", "properties": properties}]}
        values = [
            {"id": key[:-1] + "x" if self.unknown_ids else key, "label": label} for key, label in self.labels.items()
        ]
        grouped = [{"id": "group", "label": "All", "values": values}]
        cut_short = {"_id": STATES, "type": "template", "values": [], "optionsCount": 3}
        return {"rows": [cut_short] if self.only_templates else [{"_id": SESSIONS, "values": grouped}, cut_short]}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        source = self.server.source
        with source.lock:
            source.requests.append((self.path, {name.title(): value for name, value in self.headers.items()}))
            trap = next((each for each in source.traps if each.words in self.path), None)
            if trap:
                source.traps.remove(trap)
        status, headers, body = (200, {}, b"")
        if trap is None or trap.body is None:
            status, headers, body = self.true_answer(source)
        if trap:
            status = trap.status if trap.status != 200 else status
            headers, body = {**headers, **trap.headers}, body if trap.body is None else trap.body
        self.answer(status, headers, body, trap)

    def true_answer(self, source):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/api/search":
            status, content = source.search(query)
        elif url.path.startswith("/api/"):
            status, content = 200, source.lists(url.path)
        elif url.path == "/bulk.json":
            return self.bulk(source)
        elif found := source.document(query):
            kind, body = found
            return 200, {"Content-Type": kind}, body
        else:
            return 200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html>No such document</html>"
        body = json.dumps(content).encode()
        mark = f'W/"{hashlib.sha256(body).hexdigest()}"'
        headers = {"Content-Type": "application/json", "ETag": mark, "Vary": "Accept-Language"}
        return (304, headers, b"") if self.headers.get("If-None-Match") == mark else (status, headers, body)

    def bulk(self, source):
        body, mark = source.bulk, f'"{hashlib.sha256(source.bulk).hexdigest()}"'
        headers = {"Content-Type": "application/json", "ETag": mark}
        if self.headers.get("If-None-Match") == mark:
            return 304, headers, b""
        wanted = self.headers.get("Range")
        if not (wanted and source.bulk_ranges and self.headers.get("If-Range") in (None, mark)):
            return 200, headers, body
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            return 416, {**headers, "Content-Range": f"bytes */{len(body)}"}, b""
        return 206, {**headers, "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}, body[start:]

    def answer(self, status, headers, body, trap):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if trap and trap.cut is not None:
            self.wfile.write(body[: trap.cut])
            self.wfile.flush()
            if trap.hang:
                self.server.source.hanging.set()
                self.server.source.over.wait(30)
            self.close_connection = True
            return
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """A client that was killed is what some tests are about."""


@contextmanager
def serving():
    """A source and the address where it is served."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.source = Source()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server.source, f"http://127.0.0.1:{server.server_port}"
        finally:
            server.source.over.set()
            server.shutdown()
            thread.join()
