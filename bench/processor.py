"""Processor time of a server and all that it started, ended ones included."""

import os

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def fields(pid):
    """Of /proc/PID/stat, from the state on: the name before it may hold anything."""
    with open(f"/proc/{pid}/stat") as f:
        return f.read().rpartition(")")[2].split()


def seconds_of(server):
    """Of the process `server` (its number) and its children, which it waits for."""
    own = fields(server)
    ticks = sum(int(own[i]) for i in (11, 12, 13, 14))  # user, system; of those waited for
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            child = fields(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(child[1]) == server:
            ticks += int(child[11]) + int(child[12])
    return ticks / TICKS_A_SECOND
