"""A server that speaks as much of LangSmith's API as an upload needs, and keeps what it got."""

import json
import threading
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

AT = "2026-01-05T10:00:00+00:00"
TENANT, DATASET = str(uuid.uuid4()), str(uuid.uuid4())

INGEST = {
    "use_multipart_endpoint": False,
    "size_limit": 100,
    "size_limit_bytes": 20_000_000,
    "scale_up_nthreads_limit": 1,
    "scale_up_qsize_trigger": 1000,
}


class LangSmithDouble:
    """`calls` are method and path, in order; `examples` what the dataset holds."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.examples: list[dict[str, Any]] = []
        self.address = ""

    def answer(self, method: str, path: str, sent: Any) -> Any:
        self.calls.append(f"{method} {path}")
        if path == "/info":
            return {"version": "0", "batch_ingest_config": INGEST}
        if path == "/datasets":
            dataset = {"id": DATASET, "name": "d", "created_at": AT, "data_type": "kv"}
            made = "POST /datasets" in self.calls
            return dataset if method == "POST" else [dataset] if made else []
        if path == "/examples/bulk":
            ours = {"id": "", "dataset_id": DATASET, "created_at": AT}
            self.examples = [{**ours, **row, "id": str(uuid.uuid4())} for row in sent]
            return self.examples
        if path == "/examples":
            return self.examples
        if path.startswith("/sessions"):
            session = {"id": str(uuid.uuid4()), "name": "experiment", "start_time": AT}
            return {**session, "tenant_id": TENANT, "reference_dataset_id": DATASET}
        return {}


@contextmanager
def serving() -> Generator[LangSmithDouble]:
    double = LangSmithDouble()

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            sent = json.loads(body) if body[:1] in (b"[", b"{") else None
            answer = double.answer(self.command, self.path.split("?")[0], sent)
            text = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = respond  # noqa: N815 - the base class's names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
