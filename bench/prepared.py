"""A client of libpq for measuring: prepared statements, one at a time.

    with Prepared(conninfo) as db:
        db.prepare("one", "SELECT $1")
        lap = db.timed("one", ["x"])    # Lap(wall_ms, cpu_ms, rows)

cpu_ms is what the server's process spent on processors, told by the kernel
(Documentation/scheduler/sched-stats.rst): it stays the same on a machine that
is busy with other things. Without such a file, on other systems or for other
hosts' servers, it is None.
"""

import collections
import ctypes
import ctypes.util
import time

Lap = collections.namedtuple("Lap", "wall_ms cpu_ms rows")
TUPLES_OK = 2
COMMAND_OK = 1


def library():
    pq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
    text, handle = ctypes.c_char_p, ctypes.c_void_p
    for name, result, arguments in (
            ("PQconnectdb", handle, [text]),
            ("PQfinish", None, [handle]),
            ("PQstatus", ctypes.c_int, [handle]),
            ("PQerrorMessage", text, [handle]),
            ("PQbackendPID", ctypes.c_int, [handle]),
            ("PQexec", handle, [handle, text]),
            ("PQprepare", handle, [handle, text, text, ctypes.c_int, handle]),
            ("PQexecPrepared", handle, [handle, text, ctypes.c_int, ctypes.POINTER(text),
                                        handle, handle, ctypes.c_int]),
            ("PQresultStatus", ctypes.c_int, [handle]),
            ("PQntuples", ctypes.c_int, [handle]),
            ("PQclear", None, [handle])):
        function = getattr(pq, name)
        function.restype, function.argtypes = result, arguments
    return pq


class Prepared:
    def __init__(self, conninfo):
        self.pq = library()
        self.conn = self.pq.PQconnectdb(conninfo.encode())
        if self.pq.PQstatus(self.conn):
            raise RuntimeError(self.pq.PQerrorMessage(self.conn).decode().strip())
        self.stat = f"/proc/{self.pq.PQbackendPID(self.conn)}/schedstat"

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.pq.PQfinish(self.conn)

    def take(self, result):
        """How many rows came; raises what the server said."""
        ok = self.pq.PQresultStatus(result) in (TUPLES_OK, COMMAND_OK)
        rows = self.pq.PQntuples(result)
        self.pq.PQclear(result)
        if not ok:
            raise RuntimeError(self.pq.PQerrorMessage(self.conn).decode().strip())
        return rows

    def run(self, sql):
        return self.take(self.pq.PQexec(self.conn, sql.encode()))

    def prepare(self, name, sql):
        self.take(self.pq.PQprepare(self.conn, name.encode(), sql.encode(), 0, None))

    def cpu_ns(self):
        try:
            with open(self.stat, "rb") as f:
                return int(f.read().split()[0])
        except OSError:
            return None

    def timed(self, name, values):
        texts = (ctypes.c_char_p * len(values))(
            *(None if v is None else str(v).encode() for v in values))
        cpu, start = self.cpu_ns(), time.perf_counter()
        rows = self.take(self.pq.PQexecPrepared(self.conn, name.encode(), len(values), texts,
                                                None, None, 0))
        wall_ms = (time.perf_counter() - start) * 1e3
        return Lap(wall_ms, None if cpu is None else (self.cpu_ns() - cpu) / 1e6, rows)


def quantiles(laps):
    """p50, p95 and max of what was measured, milliseconds."""
    told = {"n": len(laps), "rows": sum(lap.rows for lap in laps) / max(1, len(laps))}
    for name in ("wall_ms", "cpu_ms"):
        ms = sorted(getattr(lap, name) for lap in laps if getattr(lap, name) is not None)
        if ms:
            told[name] = {"p50": ms[len(ms) // 2], "p95": ms[min(len(ms) - 1, len(ms) * 95 // 100)],
                          "max": ms[-1]}
    return told
