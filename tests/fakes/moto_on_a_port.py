"""moto as a server, one request after the other: S3 decides conditional writes one by one, moto's threads do not."""

import gc
import io
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class OneByOne:
    """Reads each request's body before its turn comes, so that a slow or broken-off upload keeps nobody waiting."""

    def __init__(self, application: Application) -> None:
        self._application, self._turn = application, threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        if len(body) < length:  # the sender has gone: S3 stores nothing of it
            start_response("400 Bad Request", [])
            return []
        environ["wsgi.input"] = io.BytesIO(body)
        with self._turn:
            return list(self._application(environ, start_response))


if __name__ == "__main__":
    # Most of what a request makes goes by itself, and to look for the rest takes a fifth of the server's time.
    gc.set_threshold(20_000, 20, 100)
    application = OneByOne(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
