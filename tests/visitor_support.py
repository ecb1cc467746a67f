"""Who comes to a server over the wire, with headers of their own: requests, a session of a page, an upload."""

import http.client
import socket
from contextlib import closing, contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

BORDER = "0123456789abcdef"
FILE = "invented.csv"


class Visitor:
    """One who comes to a server at `address`, by the name `host`, with these headers, from a page of `origin`."""

    def __init__(self, address, *, host="", origin="", **headers):
        parts = urlsplit(address)
        self.place, self.base = (parts.hostname, parts.port), parts.path
        self.host = host or parts.netloc
        self.origin = origin or f"http://{self.host}"
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def ask(self, path, method="GET", body=None, *, raw=False, **headers):
        """Status, headers and text of an answer; what it is made of, if it is to be `raw`."""
        sent = {"Host": self.host, "Origin": self.origin} | self.headers
        with closing(http.client.HTTPConnection(*self.place, timeout=20)) as connection:
            connection.request(method, f"{self.base}{path}", body, sent | headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, answer.headers, content if raw else content.decode()

    @contextmanager
    def session(self, page, link=""):
        """An open page: the id of its session, and all that it was sent, as text."""
        with socket.create_connection(self.place) as wire:
            address = f"ws://{self.host}{self.base}/_stcore/stream"
            who = {"additional_headers": self.headers, "origin": self.origin}
            with connect(address, sock=wire, max_size=None, **who) as sent:
                message = BackMsg()
                message.rerun_script.page_name, message.rerun_script.query_string = page, link
                message.rerun_script.context_info.url = f"http://{self.host}{self.base}/{page}"
                sent.send(message.SerializeToString())
                arrived = [ForwardMsg.FromString(sent.recv(timeout=30, decode=False))]
                while arrived[-1].WhichOneof("type") != "script_finished":
                    arrived.append(ForwardMsg.FromString(sent.recv(timeout=30, decode=False)))
                started = next(each for each in arrived if each.WhichOneof("type") == "new_session")
                yield started.new_session.initialize.session_id, "\n".join(map(str, arrived))

    def upload(self, session, content):
        """Status and text of the answer to a file that is sent as the page sends it."""
        _, headers, _ = self.ask("/_stcore/health")
        token = SimpleCookie(headers["Set-Cookie"])["_streamlit_xsrf"].value
        body = (
            f'--{BORDER}\r\nContent-Disposition: form-data; name="{FILE}"; filename="{FILE}"\r\n'
            f"Content-Type: text/csv\r\n\r\n{content}\r\n--{BORDER}--\r\n"
        )
        said = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
        kind = {"Content-Type": f"multipart/form-data; boundary={BORDER}"}
        status, _, text = self.ask(f"/_stcore/upload_file/{session}/file", "PUT", body.encode(), **said, **kind)
        return status, text
