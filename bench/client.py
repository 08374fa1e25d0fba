"""A reader without a browser: a websocket session that opens pages and waits until the server has finished each."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120  # seconds


class Reader:
    """One session. `show` returns the seconds from asking for a page to the end of its run."""

    def __init__(self, address: str) -> None:
        self._url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Reader:
        self._socket = await connect(self._url, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE)  # type: ignore[list-item]
        return self

    async def __aexit__(self, *_why: object) -> None:
        if self._socket:
            await self._socket.close()

    async def show(self, page: str = "", query: str = "") -> tuple[float, int]:
        """Ask for a page and return seconds and bytes until its run has ended. Raises RuntimeError when it ends in a fault."""
        assert self._socket is not None
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        started, size = time.perf_counter(), 0
        await self._socket.send(asked.SerializeToString())
        while True:
            raw = await self._socket.recv()
            size += len(raw)
            told = ForwardMsg()
            told.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return time.perf_counter() - started, size
                raise RuntimeError(f"{page or query}: the run did not end well ({told.script_finished})")
