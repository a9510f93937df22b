"""How worker processes are started.

They are forked from a server that has everything imported and no threads (a parent with threads cannot be forked safely,
and a fresh interpreter a worker costs half a second). The server is our own: the standard library's would have each
worker run the main module of whoever called us, which fails for a script without ``if __name__ == "__main__"`` and for
code from standard input. Where there is no fork server (Windows), workers are spawned.
"""

from __future__ import annotations

import multiprocessing
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

WARM = "extractor.batch.warm"
SILENCE = "extractor.batch.silence"


def worker_context() -> Any:
    """What pebble starts workers with: a multiprocessing context."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    return _context()


def die_with_parent() -> None:
    """Have the system end this worker when the caller's process is gone, even if it hangs in native code (on Linux).

    The server ends when nobody holds its pipe any more: the caller does, and so does each worker, unless it lets go. The
    workers are the server's children and are ended with it.
    """
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    server: Any = vars(forkserver)["_forkserver"]
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)


if TYPE_CHECKING or sys.platform != "win32":
    import io
    import os
    from multiprocessing import forkserver, popen_forkserver, reduction, spawn, util
    from multiprocessing.context import ForkServerContext, ForkServerProcess, set_spawning_popen

    @cache
    def _server() -> forkserver.ForkServer:
        server = forkserver.ForkServer()
        server.set_forkserver_preload([WARM, SILENCE])
        return server

    class _Popen(popen_forkserver.Popen):
        """Starts a process as the standard library does, from our server and without the caller's main module."""

        def _launch(self, process_obj: Any) -> None:
            data = spawn.get_preparation_data(process_obj.name)
            for key in ("init_main_from_name", "init_main_from_path"):
                data.pop(key, None)
            buffer = io.BytesIO()
            set_spawning_popen(self)
            try:
                reduction.dump(data, buffer)
                reduction.dump(process_obj, buffer)
            finally:
                set_spawning_popen(None)
            self.sentinel, write = _server().connect_to_new_process(self._fds)  # type: ignore[attr-defined]
            kept = os.dup(write)  # closed with this object: by that the process sees that its parent has gone
            self.finalizer = util.Finalize(self, util.close_fds, (kept, self.sentinel))  # type: ignore[attr-defined]
            with open(write, "wb", closefd=True) as pipe:
                pipe.write(buffer.getbuffer())
            self.pid = forkserver.read_signed(self.sentinel)

    class _Process(ForkServerProcess):
        @staticmethod
        def _Popen(process_obj: Any) -> Any:
            return _Popen(process_obj)

    class _Context(ForkServerContext):
        Process = _Process

    @cache
    def _context() -> Any:
        return _Context()
