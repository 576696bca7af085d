"""How many requests jobtrend-web answers, from memory and from the database.

The cells of a published database are asked for one after the other by wrk on
the same machine, so that client, server and PostgreSQL share its processors.
`cached`: all answers fit into memory. `uncached`: none is kept, each question
is one journey to the database. `lists`: a thousand ads, employers or sources
an answer, gzipped, for what the server then holds. `cpu_us` is the server's own processor time a
request, which does not depend on who else works on the machine.
"""
import contextlib
import json
import os
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def server(build, conninfo, folder, **settings):
    """A server; its address and process id."""
    config = os.path.join(folder, "web.conf")
    with open(config, "w") as f:
        f.write('web_listen = "127.0.0.1:0"\nweb_per_ip = 0\n')
        f.writelines(f"{key} = {value}\n" for key, value in settings.items())
    child = subprocess.Popen([f"{build}/jobtrend-web", "--config", config, "--db", conninfo],
                             stderr=subprocess.PIPE, text=True)
    try:
        for line in child.stderr:
            found = re.search(r"serving (http://\S+)/$", line.rstrip())
            if found:
                break
        else:
            raise SystemExit("bench: jobtrend-web does not start")
        wait_ready(found.group(1))
        yield found.group(1), child.pid
    finally:
        child.terminate()
        child.wait()
        child.stderr.close()


def wait_ready(address):
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("bench: jobtrend-web finds no database")


def cpu_s(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1)) / 1024.0


def ask(address, pid, urls, connections, seconds):
    before = cpu_s(pid)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency", "-s",
         os.path.join(HERE, "web.lua"), "-H", "Accept-Encoding: gzip", address], env={**os.environ, "URLS": urls},
        capture_output=True, text=True, check=True).stdout
    result = json.loads(re.search(r"^JSON (.*)$", said, re.M).group(1))
    result["cpu_us"] = (cpu_s(pid) - before) / (result["requests_per_s"] * seconds) * 1e6
    return result


def measure(build, pg, folder, seconds=8):
    if not shutil.which("wrk"):
        return {"skipped": "wrk is not installed"}
    urls = os.path.join(folder, "urls")
    cells = pg.sql("SELECT region, skill, period, definition, measure FROM jobtrend.cell "
                   "WHERE superseded_at IS NULL AND NOT is_stale ORDER BY random() LIMIT 2000")
    with open(urls, "w") as f:
        f.writelines("/api/v1/yoy?%s\n" % urllib.parse.urlencode(cell) for cell in cells)
    lists = os.path.join(folder, "lists")
    pairs = {(c["region"], c["skill"]) for c in cells}
    with open(lists, "w") as f:
        f.writelines("/api/v1/%s%slimit=1000&%s\n" % (route, mark, urllib.parse.urlencode({"region": r, "skill": s}))
                     for r, s in sorted(pairs)[:40] for route, mark in (("explain", "?"), ("employers", "?"),
                                                                       ("bridge-ads", "?part=demand&")))
    result = {"addresses": len(cells)}
    with server(build, pg.conninfo, folder) as (address, pid):
        ask(address, pid, urls, 8, 2)
        result["cached"] = ask(address, pid, urls, 64, seconds)
        result["cached"]["rss_mb"] = resident_mb(pid)
    with server(build, pg.conninfo, folder, web_cache='"0 B"') as (address, pid):
        ask(address, pid, urls, 8, 2)
        result["uncached"] = ask(address, pid, urls, 16, seconds)
        result["uncached"]["rss_mb"] = resident_mb(pid)
    with server(build, pg.conninfo, folder) as (address, pid):
        result["lists"] = ask(address, pid, lists, 16, seconds)
        result["lists"]["rss_mb"] = resident_mb(pid)
    return result
