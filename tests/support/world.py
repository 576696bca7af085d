"""Small worlds of sources, visits and ads, put straight into a database.

    w = World(db)
    w.source("a", employer="Acme")
    w.visits("a", "2024-01-01", "2025-12-31")          # daily, healthy
    w.visits("a", "2025-02-01", "2025-02-20", "dead")  # instead of healthy ones
    w.ad("a", "1", "2024-03-01", "2024-03-20", employer="acme", skills=["pytorch"])
    w.load()
    w.yoy("world", "any", "2025Q1")["value"]

Days are ISO texts; visits are at 06:00 UTC. load() folds and may be repeated.
"""
import csv
import datetime
import io
import json
import re
from copy import deepcopy

import session
from harness import DB, SLOW, psql

DEFINITIONS = ["title", "one-skill", "two-skills", "core-role", "generative", "builder",
               "user", "no-gig", "hiringlab", "lightcast"]
SKILLS = ["pytorch", "machine-learning", "artificial-intelligence", "prompt-engineering"]
ONE_SKILL = 1 << DEFINITIONS.index("one-skill")
# What a world fills, and fold() makes of it.
TABLES = ["ad", "ad_dirty", "answer", "cell", "cell_due", "change_kind", "definition", "definition_fact",
          "demand_fact", "earlier_reading", "employer_dirty", "employer_fact", "employer_story",
          "fact_change", "fact_dirty", "firm_fact", "fold_watermark",
          "health_span", "instant_seen", "month_due", "month_sum", "pair_fact", "posting", "posting_member", "rule_event", "run", "skill",
          "known_series", "long_stay", "long_stay_known", "series", "series_coverage", "pair_stale", "coverage_stale", "fact_month", "fact_pack", "fact_patch", "published_period", "ranking",
          "cell_count", "cell_touched", "source_dirty", "source_fixed", "source_observed", "source_place",
          "taxonomy", "weak_paragraph", "window_panel", "source"]
DAY = datetime.timedelta(days=1)
FOLD = "DO $$ BEGIN WHILE jobtrend.fold(%d) > 0 LOOP COMMIT; END LOOP; END $$;"


def day(text):
    return datetime.date.fromisoformat(text) if isinstance(text, str) else text


def moment(text):
    """A day is 06:00 of that day."""
    text = str(text)
    return text if len(text) > 10 else text + " 06:00:00+00"


def script(sql, db=None):
    """Run statements as psql would; their output."""
    return session.ask(db or DB, sql, "|", 120 * SLOW)


def rows(sql, db=None):
    """The rows of one query, each a dict."""
    out = script("SELECT to_jsonb(q) FROM (\n%s\n) AS q;" % sql.strip().rstrip(";"), db)
    return [json.loads(line) for line in out.splitlines() if line]


def sketch(ad_id, words):
    """What is kept of a text of so many words, like no other: see enrich/sketch.h."""
    return None if words is None else "\\x%016x%032x%08x%0144x" % (ad_id, 0, words, 0)


def array(values):
    return "{" + ",".join('"%s"' % v for v in values) + "}"


def copy(table, columns, lines):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [["\\N" if v is None else v for v in line] for line in lines])
    return "COPY jobtrend.%s (%s) FROM stdin WITH (FORMAT csv, NULL '\\N');\n%s\\.\n" % (
        table, ", ".join(columns), out.getvalue())


_kept = {} # by name: what a world that once() made knows of itself


def once(w, name, make):
    """The world as make() left it when it was first asked for by this name: from
    then on a copy of its database takes the place of what there is now."""
    mine = re.search(r"dbname=(\S+)", w.db).group(1)
    admin = w.db.replace("dbname=" + mine, "dbname=postgres")
    if name not in _kept:
        make()
        session.forget(mine) # who is in a database that is copied
        psql("CREATE DATABASE %s_%s TEMPLATE %s" % (mine, name, mine), admin)
        _kept[name] = [deepcopy(vars(w)), 0]
        return w
    state, times = _kept[name]
    _kept[name][1] += 1
    session.forget(mine)
    # Renamed, not dropped: what the server did for it stays known.
    psql("ALTER DATABASE %s RENAME TO %s_%s_%d" % (mine, mine, name, times), admin)
    psql("CREATE DATABASE %s TEMPLATE %s_%s" % (mine, mine, name), admin)
    vars(w).update(deepcopy(state))
    return w


class World:
    def __init__(self, db=None):
        self.db = db or DB
        self.sources = {}
        self.runs = {}
        self.told = {}  # of a run: its origin and what it listed, where that is not usual
        self.ads = {}
        self.loaded = False
        self.stored = set()

    def source(self, name, employer=None):
        self.sources[name] = len(self.sources) + 1
        return name

    def visits(self, source, first, last, state="ok", every=1, origin="import", listed=None):
        at = day(first)
        while at <= day(last):
            self.runs[source, at] = state
            self.told[source, at] = (origin, listed)
            at += every * DAY

    def healthy(self, source, at):
        return self.runs.get((source, day(at))) == "ok"

    def ad(self, source, native_id, first_seen, last_seen, employer="acme", skills=("pytorch",),
           regions=("US-CA",), fingerprint=0, claimed=None, gone=None, definitions=None,
           named=(), taxonomy=1, absent=None, words=None):
        """named: skills that the text has without asking for them; words: as many has it."""
        number = self.sources[source]
        ad_id = number * 10**9 + len(self.ads) + 1
        if definitions is None:
            definitions = ONE_SKILL if skills else 0
        self.ads[source, native_id] = (
            number, ad_id, native_id, "Engineer " + native_id, employer, employer,
            moment(first_seen), moment(last_seen), absent and moment(absent),
            gone and moment(gone),
            claimed and str(claimed) + " 00:00:00+00", ad_id, fingerprint, definitions,
            array(SKILLS.index(s) + 1 for s in skills),
            array(SKILLS.index(s) + 1 for s in named), array(regions), taxonomy,
            sketch(ad_id, words))

    def load(self, fold=True, shuffle=None):
        """Store what is new; `shuffle` orders the ads."""
        sql = ["BEGIN;"]
        if not self.loaded:
            sql.append(copy("definition", ["definition_id", "id", "version", "rule"],
                            [(i, d, 1, d) for i, d in enumerate(DEFINITIONS)]))
            sql.append(copy("skill", ["skill_id", "id", "name", "cluster", "is_core"],
                            [(i + 1, s, s, "ai", "t") for i, s in enumerate(SKILLS)]))
            sql.append(copy("taxonomy", ["taxonomy_version", "version"],
                            [(1, "2025-01-01+a"), (2, "2025-06-01+b")]))
            self.loaded = True
        sources = [(n, s) for s, n in self.sources.items() if s not in self.stored]
        sql.append(copy("source", ["source_id", "id", "kind"],
                        [(n, s, "jsonld") for n, s in sources]))
        runs = [(self.sources[s], moment(at), moment(at), state) + self.told[s, at]
                for (s, at), state in self.runs.items() if (s, at) not in self.stored]
        sql.append(copy("run", ["source_id", "started_at", "ended_at", "state", "origin",
                                "listed"], runs))
        fresh = [key for key in self.ads if key not in self.stored]
        if shuffle:
            shuffle(fresh)
        sql.append(copy("ad", ["source_id", "ad_id", "native_id", "title", "employer",
                               "employer_key", "first_seen", "last_seen", "first_absent",
                               "gone_at", "claimed_posted", "content_hash", "fingerprint",
                               "definitions", "skills", "mentioned", "regions",
                               "taxonomy_version", "sketch"],
                        [self.ads[key] for key in fresh]))
        sql.append(copy("ad_dirty", ["source_id", "ad_id"],
                        [self.ads[key][:2] for key in fresh]))
        self.stored.update(s for _, s in sources)
        self.stored.update(self.runs)
        self.stored.update(fresh)
        sql.append("COMMIT;")
        script("\n".join(sql + ([FOLD % 5000] if fold else [])), self.db)

    def fold(self, size=5000):
        script(FOLD % size, self.db)

    def clear(self):
        script("".join("DELETE FROM jobtrend.%s;" % table for table in TABLES), self.db)
        self.__init__(self.db)

    def yoy(self, region, skill, period, **named):
        more = "".join(", %s => '%s'" % pair for pair in named.items())
        return rows("SELECT * FROM jobtrend.yoy('%s', '%s', '%s'%s)"
                    % (region, skill, period, more), self.db)[0]

    def rows(self, sql):
        return rows(sql, self.db)
