#!/usr/bin/env python3
"""Published series, counted again with jobtrend's own SQL.

    tests/eval/series.py [-v] CORPUS BUILD
    tests/eval/series.py [-v] --build BUILD CORPUS

Three comparisons, each skipped where CORPUS lacks its files:

USAJobs: announcements are imported (import --format usajobs); the flow of 2024
and 2025 by agency, appointment and occupation is compared with the published
table, and the sum of all with its totals. Who is hiring: the comments of a
month are imported as the thread that they were (import --format hn); for each term of the published dictionary the change of
its share against the same month a year before (jobtrend.trend) is compared
with the published one. Hiring Lab: the published daily share is put in as
counts of ads, and the change of its yearly means, as yoy() gives it, must be
that of the series. Exit status 1 when USAJobs or Hiring Lab is off.

    -v   print each difference
"""
import argparse
import csv
import datetime
import gzip
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from pg import Cluster, SqlError  # noqa: E402

DAY = datetime.timedelta(days=1)
LEAST = 20  # comments naming a term, in both months: fewer say nothing


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as f:
        return [line for line in f.read().split("\n") if line]


class Store:
    """A database with one source for each name, and ads put in as rows."""

    def __init__(self, pg):
        self.pg = pg
        self.sources = {}
        pg.run("INSERT INTO jobtrend.definition VALUES (1, 'one-skill', 1, 'any') "
               "ON CONFLICT DO NOTHING")

    def source(self, name, days):
        number = self.sources[name] = len(self.sources) + 1
        rows = "\n".join("%d,%s,%s,ok,import" % (number, d, d) for d in days)
        self.pg.run("INSERT INTO jobtrend.source (source_id, id, kind) VALUES (%d, '%s', 'archive');\n"
                    "COPY jobtrend.run (source_id, started_at, ended_at, state, origin) "
                    "FROM stdin WITH (FORMAT csv);\n%s\n\\.\n" % (number, name, rows))
        return number

    def ads(self, rows):
        """source, native id, employer, department, requisition, day, last day, skills"""
        out = []
        for i, (number, native, employer, department, requisition, first, last, skills) in \
                enumerate(rows):
            text = "\t".join(re.sub(r"[\\\t\r\n]", " ", str(v)) for v in (
                number, number * 10**9 + i, native, "ad", employer, employer, first, last,
                i, 2 if skills else 0, "{%s}" % ",".join(map(str, skills)), department,
                requisition))
            out.append(text)
        self.pg.run("COPY jobtrend.ad (source_id, ad_id, native_id, title, employer, "
                    "employer_key, first_seen, last_seen, content_hash, definitions, skills, "
                    "department, requisition_id) FROM stdin;\n" + "\n".join(out) + "\n\\.\n"
                    "INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad a "
                    "WHERE NOT EXISTS (SELECT FROM jobtrend.posting_member m WHERE "
                    "m.source_id = a.source_id AND m.ad_id = a.ad_id);\n"
                    "ANALYZE jobtrend.ad;\n")
        fold(self.pg)

    def skills(self, names):
        self.pg.run("COPY jobtrend.skill (skill_id, id, name, cluster, is_core) FROM stdin;\n"
                    + "".join("%d\tterm-%d\t%s\tterm\tt\n" % (i, i, n.replace("\\", "\\\\"))
                              for i, n in enumerate(names, 1)) + "\\.\n")


def fold(pg):
    """All that is due. The planner hears of what came in, as from an import: it
    would read all postings for each ad of tables that it takes for empty."""
    while int(pg.run("SELECT jobtrend.fold(20000)")):
        pg.run("ANALYZE jobtrend.ad, jobtrend.posting, jobtrend.posting_member")


def span(first, last):
    first, last = map(datetime.date.fromisoformat, (first, last))
    return [first + i * DAY for i in range((last - first).days + 1)]


def import_files(pg, build, form, *args):
    """What `jobtrendctl import` makes of files; its summary."""
    done = subprocess.run([str(build / "jobtrendctl"), "import", "--format", form, "--summary",
                           "json", *map(str, args)], env=pg.env(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError("import: " + done.stderr.strip())
    return json.loads(done.stdout)


def usajobs(pg, corpus, build, verbose):
    """Each department is a source; its flow is compared row by row, and the
    unmatched change of all of them with that of the totals."""
    files = sorted((corpus / "series/usajobs").glob("*.jsonl.gz"))
    if not files:
        return None
    published, ads = {}, 0
    for path in files:
        name = "usajobs/" + path.name.split(".")[0]
        ads += import_files(pg, build, "usajobs", "--source", name, "--seen-at", "2026-01-01",
                            path)["ads"]
        with open(path.with_name(path.name.replace(".jsonl.gz", ".published.csv")),
                  newline="") as f:
            for p in csv.DictReader(f):
                key = (name, p["Agency"], p["Appointment_Type"], p["Occupation_Series"])
                published[key] = (int(p["Listings_2024"]), int(p["Listings_2025"]))
    counted = {(r["id"], r["employer"], r["appointment"], r["series"]): (r["before"], r["now"])
               for r in pg.sql("""
        SELECT s.id, a.employer, a.detail ->> 'appointment' AS appointment,
               coalesce(a.detail -> 'series' ->> 0, '?') AS series,
               count(*) FILTER (WHERE m.flow_at < '2025-01-01') AS before,
               count(*) FILTER (WHERE m.flow_at >= '2025-01-01') AS now
        FROM jobtrend.posting_member AS m
        JOIN jobtrend.ad AS a USING (source_id, ad_id)
        JOIN jobtrend.source AS s USING (source_id)
        WHERE m.valid_to IS NULL AND m.flow_at >= '2024-01-01' AND m.flow_at < '2026-01-01'
        GROUP BY 1, 2, 3, 4""")}
    wrong = [k for k in published.keys() | counted.keys()
             if published.get(k, (0, 0)) != counted.get(k, (0, 0))]
    for key in wrong if verbose else ():
        print("  differs: %s published %s counted %s" % (
            key, published.get(key), counted.get(key)))
    print("usajobs: %d announcements imported, %d of %d published rows equal, %d rows more" % (
        ads, len(published) - len([k for k in wrong if k in published]), len(published),
        len(counted.keys() - published.keys())))
    # The share's denominator is all postings: what yoy() would divide by.
    totals = pg.sql("""
        SELECT sum(postings) FILTER (WHERE month < '2025-01-01') AS before,
               sum(postings) FILTER (WHERE month >= '2025-01-01') AS now
        FROM jobtrend.demand_fact
        WHERE region = 'world' AND skill_id = 0 AND month >= '2024-01-01'
          AND month < '2026-01-01'""")[0]
    wanted = [sum(p[i] for p in published.values()) for i in (0, 1)]
    print("usajobs: totals published %s counted %s, naive change %+.4f" % (
        wanted, [totals["before"], totals["now"]], totals["now"] / totals["before"] - 1))
    return not wrong and [totals["before"], totals["now"]] == wanted


def forms(pattern):
    """The spellings of a term: name, name/alias[a|b], name/js[x]."""
    found = re.match(r"(.*)/(alias|js)\[(.*)\]$", pattern)
    if not found:
        return [pattern]
    if found[2] == "alias":
        return found[3].split("|")
    return [found[3], found[3] + ".js", found[3] + "js"]


class Finder:
    """A term as its publisher looks for it: in the HTML of the comment as it is,
    among the words between signs; with a space or a dot in it, anywhere."""

    def __init__(self, pattern):
        spelt = [f.lower() for f in forms(pattern)]
        self.parts = [f for f in spelt if " " in f or "." in f]
        self.words = set(spelt) - set(self.parts)
        self.exact = {"Go"} if "golang" in spelt else set()

    def is_in(self, comment):
        return (not self.words.isdisjoint(comment.lower_words)
                or not self.exact.isdisjoint(comment.words)
                or any(p in comment.lower for p in self.parts))


class Comment:
    def __init__(self, text):
        self.lower = text.lower()
        self.words = set(re.split(r"[\s!|\\;:,.?/'()\[\]]+", text))
        self.lower_words = {w.lower() for w in self.words}


def as_thread(path):
    """The comments of a month as the thread that they were: posted on its first
    day, a comment a minute. Answers and the times themselves are not kept."""
    first = datetime.datetime.fromisoformat(path.name[:7] + "-01T15:00:00+00:00")
    comments = [json.loads(line) for line in lines(path)]
    children = [{"id": int(c["id"]), "type": "comment", "author": c["author"], "text": c["html"],
                 "created_at_i": int(first.timestamp()) + 60 * n, "children": []}
                for n, c in enumerate(comments, 1)]
    return {"id": min(c["id"] for c in children) - 1, "type": "story",
            "title": "Ask HN: Who is hiring?", "created_at_i": int(first.timestamp()),
            "children": children}, comments


def who_is_hiring(pg, corpus, build, verbose):
    table = corpus / "hn/hiringtrends_counts_2016_2017.tsv.gz"
    months = sorted((corpus / "hn/raw").glob("20*.jsonl.gz"))
    if not table.exists() or not months:
        return None
    published, patterns = {}, {}
    for r in csv.DictReader(lines(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        published[r["month"], r["term"]] = (int(r["count"]), float(r["percentage"]))
        patterns[r["term"]] = r["pattern"]
    terms = sorted(patterns)
    finders = [(i, Finder(patterns[t])) for i, t in enumerate(terms, 1)]
    named = []
    with tempfile.TemporaryDirectory() as d:
        dump = pathlib.Path(d) / "threads.jsonl"
        with open(dump, "w") as f:
            for path in months:
                thread, comments = as_thread(path)
                f.write(json.dumps(thread) + "\n")
                for comment in comments:
                    text = Comment(comment["html"])
                    named.append("%s\t{%s}" % (comment["id"], ",".join(
                        str(i) for i, finder in finders if finder.is_in(text))))
        said = import_files(pg, build, "hn", dump)
    # The published dictionary in place of ours: the same ads, its terms. And its way
    # of counting: every comment counts, whatever we take for a copy or a story.
    pg.run("TRUNCATE jobtrend.skill CASCADE;\n"
           "COPY jobtrend.skill (skill_id, id, name, cluster, is_core) FROM stdin;\n"
           + "".join("%d\tterm-%d\t%s\tterm\tt\n" % (i, i, n.replace("\\", "\\\\"))
                     for i, n in enumerate(terms, 1)) + "\\.\n"
           "CREATE TEMP TABLE named (native_id text, skills integer[]);\n"
           "COPY named FROM stdin;\n" + "\n".join(named) + "\n\\.\n"
           "UPDATE jobtrend.ad AS a SET skills = n.skills, mentioned = n.skills,\n"
           "  definitions = CASE WHEN n.skills <> '{}' THEN 2 ELSE 0 END,\n"
           "  fingerprint = 0, sketch = NULL, readings = NULL FROM named AS n WHERE n.native_id = a.native_id;\n"
           "INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad;\n")
    fold(pg)
    counted = {}
    for r in pg.sql("""
            SELECT s.skill_id, t.period, t.naive, t.n, t.n_base FROM jobtrend.skill AS s
            CROSS JOIN LATERAL jobtrend.trend('world', s.id, 'month', measure => 'share') AS t
            WHERE t.naive IS NOT NULL"""):
        counted[r["period"], terms[r["skill_id"] - 1]] = r["naive"]
    errors, agree, of = [], 0, 0
    for (month, term), (count, percent) in sorted(published.items()):
        before = published.get(("%d%s" % (int(month[:4]) - 1, month[4:]), term))
        change = counted.get((month, term))
        if not before or change is None or min(count, before[0]) < LEAST:
            continue
        wanted = percent / before[1] - 1
        errors.append(abs(change - wanted))
        if abs(wanted) > 0.1:  # a sign that is not chance
            of += 1
            agree += (change > 0) == (wanted > 0)
        if verbose and errors[-1] > 0.15:
            print("  differs: %s %s published %+.2f counted %+.2f" % (
                month, term, wanted, change))
    if not errors:
        return None
    print("who is hiring: %d comments, %d month-terms with %d or more mentions" % (
        said["ads"], len(errors), LEAST))
    print("who is hiring: year-on-year sign agrees in %.1f %% of the %d that moved by more than "
          "10 %%, median difference %.3f" % (100 * agree / of, of, statistics.median(errors)))
    return True


def hiring_lab(pg, corpus, build, verbose):
    """Shares in per cent as counts out of 2,000 ads a month of ten employers."""
    path = corpus / "series/hiringlab_ai_share_daily.csv.gz"
    if not path.exists():
        return None
    monthly = {}
    for r in csv.DictReader(lines(path)):
        if r["jobcountry"] == "US":
            monthly.setdefault(r["date"][:7], []).append(float(r["AI_share_postings"]))
    months = [m for m in sorted(monthly) if "2023-01" <= m <= "2025-12"]
    store = Store(pg)
    store.skills(["ai"])
    number = store.source("hiringlab", span("2022-12-01", "2025-12-31"))
    rows = []
    for m in months:
        hits = round(20 * statistics.mean(monthly[m]))
        rows += [(number, "%s-%d" % (m, i), "employer %d" % (i % 10), "", "",
                  "%s-%02d" % (m, 1 + i % 28), "%s-28" % m, [1] if i < hits else [])
                 for i in range(2000)]
    store.ads(rows)
    worst, n = 0.0, 0
    for m in months:
        base = "%d%s" % (int(m[:4]) - 1, m[4:])
        if base not in months:
            continue
        got = pg.one("SELECT value FROM jobtrend.yoy('world', 'any', '%s', measure => 'share')" % m)
        wanted = statistics.mean(monthly[m]) / statistics.mean(monthly[base]) - 1
        n += 1
        worst = max(worst, abs(got - wanted))
        if verbose:
            print("  %s published %+.4f counted %+.4f" % (m, wanted, got))
    # Counts are whole: half an ad of the 40 to 120 on either side.
    print("hiring lab: %d months of the US, largest difference of a change %.3f" % (n, worst))
    return worst < 0.05


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("more", nargs="?", help="BUILD, in the older order")
    args = parser.parse_args()
    build = (args.build or pathlib.Path(args.more or "build")).resolve()
    ok = True
    try:
        with Cluster() as pg:
            for compare in (usajobs, who_is_hiring, hiring_lab):
                name = "db_" + compare.__name__
                pg.run("CREATE DATABASE " + name, database="postgres")
                pg.database = name
                pg.run_file("schema.sql")
                said = compare(pg, args.corpus, build, args.verbose)
                if said is None:
                    print("%s: no files, skipped" % compare.__name__.replace("_", " "))
                ok = ok and said is not False
    except (RuntimeError, SqlError) as error:
        print("series: %s" % error)
        return 1
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
