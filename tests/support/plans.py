"""What the plans of a statement look at, also those within functions.

    looked_at("SELECT jobtrend.fold(5000)", db)   # rows, thrown away ones included
"""
import re

from harness import run

TOLD = ("LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;"
        " SET auto_explain.log_timing = off; SET auto_explain.log_nested_statements = on;"
        " SET client_min_messages = log;")


def looked_at(sql, db, before=""):
    """Rows that went through a node or were thrown away by its filter, in all, and
    the dearest nodes with the statements that they are of."""
    told = run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", db, "-f", "-",
               input="%s; BEGIN; %s %s; COMMIT;" % (before, TOLD, sql), timeout=120).stderr
    rows, nodes = 0, []
    for plan in re.split(r"LOG:  duration: ", told)[1:]:
        query = re.search(r"Query Text: (.*)", plan)
        for node in re.split(r"\n\s*->", plan):
            seen = re.search(r"actual rows=(\d+) loops=(\d+)", node)
            if seen:
                gone = sum(map(int, re.findall(r"Rows Removed by [\w ]+: (\d+)", node)))
                here = (int(seen.group(1)) + gone) * int(seen.group(2))
                rows += here
                nodes.append((here, query and query.group(1)[:80], node.strip().splitlines()[0][:80]))
    return rows, sorted(nodes, key=lambda n: -n[0])[:5]
