#!/usr/bin/env python3
"""jobtrend.revision: what changed since a number was published, and truly why."""
import json

from harness import DB, expect, main, program, run, test
from world import DAY, ONE_SKILL, World, day, rows, script

W = World()


def published():
    """Two sources over two years, 20 ads each year and source; 2024 is published."""
    W.clear()
    for source in ("a", "b"):
        W.source(source)
        W.visits(source, "2022-12-01", "2025-01-31", every=7)
        for year in (2023, 2024):
            for i in range(20):
                at = day("%d-02-05" % year) + 14 * i * DAY
                W.ad(source, "%d-%d" % (year, i), at, at + 9 * DAY, employer="e%d" % (i % 5),
                     fingerprint=1000 * year + 100 * ord(source) + i)
    W.load()
    for period in ("2024", "2024-06"):
        publish(period)
    return W


def publish(period="2024", more=""):
    return script("SELECT jobtrend.publish('US', 'any', '%s'%s)" % (period, more)).strip()


def dirty(where):
    script("INSERT INTO jobtrend.ad_dirty SELECT source_id, ad_id FROM jobtrend.ad WHERE " + where)
    W.fold()


def reasons(period="2024"):
    return [r["reason"] for r in rows("SELECT reason FROM jobtrend.revision"
                                      " WHERE period = '%s' ORDER BY published_at" % period)]


@test
def an_ad_that_comes_late():
    w = published()
    w.ad("a", "late", "2024-03-05", "2024-03-12")
    w.load()

    expect("says something new", publish(), "t")
    publish("2024-06")

    expect("reason", reasons(), ["late data"])
    expect("June looks elsewhere", reasons("2024-06"), [])


@test
def an_ad_that_is_found_changed():
    published()
    script("UPDATE jobtrend.ad SET skills = '{}', definitions = 0"
           " WHERE native_id = '2024-3' AND source_id = 1")
    dirty("native_id = '2024-3' AND source_id = 1")

    publish()

    expect("reason", reasons(), ["recrawl"])


@test
def ads_that_turn_out_to_be_one():
    published()
    script("UPDATE jobtrend.ad SET fingerprint = 77 WHERE native_id = '2024-3'")
    dirty("native_id = '2024-3'")
    expect("joined", rows("SELECT count(*) AS n FROM jobtrend.posting WHERE ads = 2"),
           [{"n": 1}])

    publish()

    expect("reason", reasons(), ["duplicates"])


@test
def another_dictionary():
    published()
    script("UPDATE jobtrend.ad SET skills = '{2}', definitions = 0, taxonomy_version = 2"
           " WHERE native_id = '2024-3' AND source_id = 2")
    dirty("native_id = '2024-3' AND source_id = 2")

    publish()

    expect("reason", reasons(), ["dictionary"])


@test
def kept_documents_read_by_newer_parsers():
    published()
    script("UPDATE jobtrend.ad SET skills = '{}', definitions = 0"
           " WHERE native_id = '2024-3' AND source_id = 1;"
           "INSERT INTO jobtrend.source_fixed VALUES (1, clock_timestamp())")
    dirty("native_id = '2024-3' AND source_id = 1")

    publish()

    expect("reason", reasons(), ["source fix"])


@test
def a_definition_that_says_something_else():
    published()
    script("UPDATE jobtrend.ad SET definitions = 0 WHERE native_id = '2024-3' AND source_id = 1")
    script("SELECT jobtrend.sync_taxonomy('2025-06-01+b', '{}', '{}', '{}', '{}', '{}', '{}',"
           " ARRAY(SELECT id FROM jobtrend.definition ORDER BY definition_id),"
           " ARRAY(SELECT CASE id WHEN 'one-skill' THEN 2 ELSE version END"
           "       FROM jobtrend.definition ORDER BY definition_id),"
           " ARRAY(SELECT rule FROM jobtrend.definition ORDER BY definition_id))")
    dirty("native_id = '2024-3' AND source_id = 1")

    publish()

    expect("reason", reasons(), ["recrawl, definition"])


@test
def visits_that_become_known():
    published()
    script("UPDATE jobtrend.run SET state = 'dead' WHERE source_id = 2"
           " AND started_at BETWEEN '2024-02-01' AND '2024-09-01'")
    W.fold()

    publish()

    expect("reason", reasons(), ["visits"])


@test
def a_rule_that_is_registered():
    published()
    script("SELECT jobtrend.sync_rules('%s')" % json.dumps([
        {"region": "US-CA", "valid_from": "2024-05-01", "context": "hiring", "title": "Act",
         "reference": "s. 1", "url": "https://law.example/1"}]))

    publish()

    expect("reason", reasons(), ["rules"])


@test
def several_reasons_and_a_chain_of_vintages():
    w = published()
    w.ad("a", "late", "2024-03-05", "2024-03-12")
    w.load()
    publish()
    script("UPDATE jobtrend.ad SET fingerprint = 77 WHERE native_id = '2024-3'")
    w.ad("b", "later", "2024-03-06", "2024-03-12")
    w.load()
    dirty("native_id = '2024-3'")
    publish()

    expect("each its own", reasons(), ["late data", "late data, duplicates"])


@test
def what_publish_was_told_and_a_period_that_is_not_over():
    w = published()
    w.ad("a", "late", "2024-03-05", "2024-03-12")
    w.load()
    publish(more=", reason => 'asked for'")
    expect("told", reasons(), ["asked for"])

    year = int(rows("SELECT extract(year FROM now()) AS y")[0]["y"])
    publish(str(year))
    w.visits("a", "2025-02-01", "%d-01-05" % year, every=7)
    w.ad("a", "new", "%d-01-03" % year, "%d-01-04" % year)
    w.load()
    publish(str(year))
    # January was over, the year was not.
    expect("not over", reasons(str(year)), ["new data, late data"])


@test
def changes_of_many_sources_are_of_few_kinds_each_noted_once():
    w = published()
    for fold in ("late", "later"):
        for source in ("a", "b"):
            w.ad(source, fold, "2024-03-05", "2024-03-12")
        w.load()

    noted = rows("SELECT changed_at, month, reasons FROM jobtrend.fact_change")
    kinds = rows("SELECT changed_at, month, reasons FROM jobtrend.change_kind")

    expect("a row a source", len(noted), 4)
    expect("a kind a fold", sorted(map(str, kinds)), sorted({str(r) for r in noted}))
    expect("two folds", len(kinds), 2)


@test
def kinds_are_made_of_changes_that_were_noted_without():
    w = published()
    w.ad("a", "late", "2024-03-05", "2024-03-12")
    w.load()
    publish()
    script("DELETE FROM jobtrend.change_kind")
    expect("unknown", reasons(), ["visits"])

    run(program("jobtrendctl"), "schema", "init", "--db", DB)

    expect("known", reasons(), ["late data"])


@test
def nothing_is_noted_before_anything_is_published():
    w = published()
    script("DELETE FROM jobtrend.cell; DELETE FROM jobtrend.fact_change")
    w.ad("a", "late", "2024-03-05", "2024-03-12")
    w.load()

    expect("notes", rows("SELECT * FROM jobtrend.fact_change"), [])


if __name__ == "__main__":
    main()
