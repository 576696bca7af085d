#!/usr/bin/env python3
"""export --format parquet: the rows of csv, typed."""
import csv
import datetime
import io
import json
import os
import subprocess

import parquetfile
from harness import expect, fresh_database, main, program, psql, run, test

CTL = program("jobtrendctl")
STRING, DATE, TIME = {1: {}}, {6: {}}, {8: {1: True, 2: {2: {}}}}
TYPES = {"first_seen": TIME, "last_seen": TIME, "gone_at": TIME, "posted": DATE,
         "pay_min": None, "pay_max": None}

ADS = [
    {"native_id": "1", "first_seen": "2025-01-03T06:00:00.25Z",
     "last_seen": "2025-03-01T06:00:00Z", "gone_at": "2025-03-04T06:00:00Z",
     "title": "Machine Learning Engineer – \u2028 求人", "employer": "Acme", "remote": "hybrid",
     "url": "https://a.example/1", "posted_at": "2024-12-31",
     "locations": [{"text": "Berlin"}, {"text": "Paris"}],
     "description": "You have years of experience with PyTorch and CUDA.",
     "pay": {"min": 100000.5, "max": 120000, "currency": "EUR", "period": "year"}},
    {"native_id": "2", "first_seen": "1999-12-31T23:59:59Z", "last_seen": "2025-03-01T06:00:00Z",
     "title": "Cook"},
    {"native_id": "3", "first_seen": "2025-01-03T06:00:00Z", "last_seen": "2025-03-01T06:00:00Z",
     "title": "x" * 70000},
]


def export(db, form, **options):
    return subprocess.run([CTL, "export", "--format", form], capture_output=True, check=False,
                          env={**os.environ, "JOBTREND_DB": db}, **options)


def filled():
    db = fresh_database()
    lines = "".join(json.dumps({"type": "ad", "source": "site/x", **ad}) + "\n" for ad in ADS)
    run(CTL, "import", "--format", "archive", "-", input=lines,
        env={**os.environ, "JOBTREND_DB": db})
    return db


def as_csv(name, value):
    """A value as the csv has it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if TYPES.get(name) == DATE:
        return str(datetime.date(1970, 1, 1) + datetime.timedelta(value))
    if TYPES.get(name) == TIME:
        at = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=value)
        return at.isoformat().rstrip("0" if at.microsecond else "") + "Z"
    return "%g" % value if isinstance(value, float) and value % 1 == 0 else str(value)


@test
def rows_are_those_of_csv():
    db = filled()

    done = export(db, "parquet")

    expect("status", (done.returncode, done.stderr), (0, b""))
    rows, types, _ = parquetfile.read(done.stdout)
    table = list(csv.DictReader(io.StringIO(export(db, "csv").stdout.decode(), newline="")))
    expect("columns", list(types), list(table[0]))
    expect("types", types, {name: TYPES.get(name, STRING) for name in types})
    expect("rows", [{n: as_csv(n, v) for n, v in row.items()} for row in rows], table)
    expect("what is absent", (rows[1]["employer"], rows[1]["pay_min"]), (None, None))
    expect("what is empty", (rows[1]["regions"], rows[1]["skills"]), ([], []))
    expect("lists", (rows[0]["regions"], "pytorch" in rows[0]["skills"]),
           (["DE-BE", "FR-IDF"], True))
    expect("a double", rows[0]["pay_min"], 100000.5)
    expect("again", export(db, "parquet").stdout, done.stdout)


@test
def no_rows_are_a_file_too():
    rows, types, groups = parquetfile.read(export(fresh_database(), "parquet").stdout)

    expect("rows", (rows, groups), ([], []))
    expect("columns", len(types), 20)


@test
def much_comes_in_groups():
    db = filled()
    psql("INSERT INTO jobtrend.ad SELECT (jsonb_populate_record(a, jsonb_build_object("
         "'ad_id', 1000 + i, 'native_id', 'n' || lpad(i::text, 4, '0')))).*"
         " FROM jobtrend.ad AS a, generate_series(1, 1000) AS i WHERE a.native_id = '3'", db)

    rows, _, groups = parquetfile.read(export(db, "parquet").stdout)

    expect("groups", groups, [961, 42])
    expect("last rows", [r["native_id"] for r in rows[-2:]], ["n0999", "n1000"])
    expect("their titles", {r["title"] for r in rows[3:]}, {"x" * 70000})


@test
def a_full_disk_is_an_error():
    db = filled()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CTL, "export", "--format", "parquet"], stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False,
                              env={**os.environ, "JOBTREND_DB": db})

    expect("status", (done.returncode, done.stderr),
           (1, "jobtrendctl: export: standard output: cannot write\n"))


@test
def a_terminal_gets_no_file():
    done = run("script", "-qec", CTL + " export --format parquet", "/dev/null", check=False)

    expect("output", done.stdout.splitlines()[0].strip(), "jobtrendctl: export: --format parquet: "
           "expected a file or a pipe, standard output is a terminal")
    expect("status", done.returncode, 2)


if __name__ == "__main__":
    main()
