#!/usr/bin/env python3
"""bench-world: the same world everywhere, its truth, and what the scorer says."""
import datetime
import hashlib
import json
import math

from harness import DB, expect, folder, main, program, psql, run, test

CTL = program("jobtrendctl")
# A generator that gives other bytes has made other worlds: old figures are then
# no longer comparable, so whoever changes it changes this line and says so.
SHA256 = {"earlier.jsonl": "1f33b0f3c057916c4ac691e6bbc3c2fde25d362f7a7023c15466300dce9620e4",
          "archive.jsonl": "86efb641a08cdcba1afb49893c0d06bbd835468a10c7d70e0cfef603e0f068bf",
          "truth.jsonl": "9e097961e5b1b09aa068da41602c7dad3830e558c2afd7cf680c6d7c53b7f128"}


def write(path, *options):
    run(CTL, "bench-world", "--write", path, "--postings", "200", *options)
    return {name: (path / name).read_bytes()
            for name in ("archive.jsonl", "earlier.jsonl", "truth.jsonl")
            if (path / name).exists()}


def lines(data):
    return [json.loads(line) for line in data.splitlines()]


def score(archive, truth):
    done = run(CTL, "bench-world", "--score", archive, truth, "--db", DB, "--format", "json",
               timeout=120)
    return json.loads(done.stdout)


@test
def a_seed_gives_the_same_bytes_on_every_machine():
    with folder() as path:
        got = write(path, "--worlds", "21", "--seed", "7")
        expect("bytes", {n: hashlib.sha256(b).hexdigest() for n, b in got.items()}, SHA256)
        other = write(path, "--worlds", "21", "--seed", "8")
        expect("another seed", got["archive.jsonl"] == other["archive.jsonl"], False)


@test
def import_takes_every_line_of_every_kind():
    with folder() as path:
        got = write(path, "--worlds", "21", "--seed", "2")
        got = lines(got["archive.jsonl"] + got["earlier.jsonl"])
        done = run(CTL, "import", "--db", DB, "--format", "archive", "--summary", "json",
                   path / "archive.jsonl", path / "earlier.jsonl", timeout=120)
        said = json.loads(done.stdout)
        for type_, key in (("ad", "ads"), ("run", "runs"), ("source", "sources")):
            expect(key, said[key], sum(1 for line in got if line["type"] == type_))
        expect("refused", said["refused"], 0)
        expect("states", {r["state"] for r in got if r["type"] == "run"},
               {"ok", "partial", "capped", "mirrored", "blocked", "tdm", "dead"})


@test
def what_is_true_of_a_quiet_world_can_be_counted_by_anybody():
    """Every source is visited every day: what happened is what was seen."""
    with folder() as path:
        got = write(path, "--worlds", "1", "--kind", "quiet", "--postings", "400")
        ads = [a for a in lines(got["archive.jsonl"]) if a["type"] == "ad"]
        cells = lines(got["truth.jsonl"])[0]["cells"]
        words = {"pytorch": "PyTorch", "tensorflow": "TensorFlow", "scikit-learn": "scikit-learn"}
        checked = 0
        for c in cells:
            if c["skill"] not in words:
                continue
            n = {year: sum(1 for a in ads if a["first_seen"].startswith(year)
                           and a["locations"][0]["country"] == c["region"]
                           and words[c["skill"]] in a["description"]) for year in ("2023", "2024")}
            expect("counts", (c["n"], c["n_base"]), (n["2024"], n["2023"]))
            expect("change", c["change"], n["2024"] / n["2023"] - 1)
            expect("lasting", c["lasting"]["n"], c["n"])
            checked += 1
        expect("cells", checked, 4)


@test
def a_quiet_world_has_no_error():
    with folder() as path:
        write(path, "--worlds", "1", "--kind", "quiet")
        got = score(path / "archive.jsonl", path / "truth.jsonl")
        kind = got["kinds"][0]
        expect("kind", (kind["kind"], kind["demand"]["worlds"]), ("quiet", 1))
        expect("methods", [m["method"] for m in got["methods"]],
               ["naive", "fixed panel", "same source", "chained", "geks", "jobtrend",
                "perfect panel"])
        for method in got["methods"]:
            expect(method["method"], round(method["p95_error_points"], 9), 0)
        expect("intervals", [i["cells"] == kind["intervals"] and i["width_points"] > 0
                             for i in got["intervals"]], [True] * 3)
        expect("alarms", kind["false_alarms"], 0)
        expect("bridge", kind["bridge_off"] < 1e-9, True)
        expect("absent", kind["absent_part_off"] < 1e-9, True)
        expect("lifetimes", (kind["lifetimes"], kind["lifetime_p95_error_days"] < 1), (2, True))
    expect("databases left", psql("SELECT count(*) FROM pg_database"
                                  " WHERE datname LIKE 'jobtrend_scratch%'"), [["0"]])


@test
def what_a_dictionary_learns_is_no_demand():
    """One half of PyTorch is told by a word that the dictionary learns in the second year."""
    with folder() as path:
        write(path, "--worlds", "1", "--kind", "dictionary", "--postings", "600")
        truth = lines((path / "truth.jsonl").read_bytes())[0]
        earlier = (path / "earlier.jsonl").read_text()
        day = truth["learned_from"][:10]
        expect("words", truth["learned"], ["torchvision", "sklearn"])
        expect("of the time before", max(a["first_seen"][:10] for a in map(json.loads,
               earlier.splitlines()) if a["type"] == "ad") < day, True)
        expect("both words", ("PyTorch" in earlier, "torchvision" in earlier), (True, True))
        for word, known in (("torchvision", False), ("pytorch", True)):
            done = run(CTL, "enrich", "--each", "--taxonomy", path / "earlier", "-",
                       input=json.dumps({"source": "a", "native_id": "1", "title": "Engineer",
                                         "description": "Requirements\n\n- " + word}) + "\n")
            expect(word, "pytorch" in json.loads(done.stdout)["skills"], known)
        done = run(CTL, "bench-world", "--score", path / "archive.jsonl", path / "truth.jsonl",
                   path / "earlier.jsonl", path / "earlier", "--db", DB, "--format", "json",
                   timeout=240)
        got = json.loads(done.stdout)
        bias = {m["method"]: m["bias_points"] for m in got["methods"]}
        expect("naive", bias["naive"] > 40, True)
        expect("ours", abs(bias["jobtrend"]) < 1, True)
        kind = got["kinds"][0]
        expect("bridge", (kind["bridge_off"] < 1e-9, kind["absent_part_off"] < 0.005), (True, True))
        expect("alarms", kind["false_alarms"], 0)


def hand_made(path):
    """Two boards; one enters in 2024 with twenty ads. Demand: 40 -> 50."""
    with open(path / "archive.jsonl", "w") as out:
        def put(**line):
            out.write(json.dumps(line) + "\n")

        def ad(source, n, day):
            put(type="ad", source=source, native_id=str(n), title="PyTorch Engineer %d" % n,
                employer="Employer %d" % (n % 7), locations=[{"text": "IS", "country": "IS"}],
                description="What you bring\n\n- At least three years of PyTorch. JR-%s-%d"
                            % (source, n),
                first_seen="%sT06:00:00Z" % day, last_seen="%sT06:00:00Z" % day)
        for source, first in (("old", "2022-12-01"), ("new", "2024-03-01")):
            at = datetime.date.fromisoformat(first)
            put(type="source", id=source, kind="jsonld")
            while at < datetime.date(2025, 1, 10):
                put(type="run", source=source, at="%sT06:00:00Z" % at, state="ok")
                at += datetime.timedelta(days=1)
        for n in range(40):
            ad("old", n, "2023-05-%02d" % (n % 28 + 1))
        for n in range(40, 90):
            ad("old", n, "2024-05-%02d" % (n % 28 + 1))
        for n in range(20):
            ad("new", n, "2024-06-%02d" % (n + 1))
    cell = {"region": "IS", "skill": "pytorch", "period": "2024", "measure": "flow", "n": 50,
            "n_base": 40, "change": 0.25, "expected": 0.2, "lasting": {"change": 0.25}}
    truth = {"type": "truth", "kind": "by hand", "is_still": False, "postings": 110,
             "absent": ["health", "context"], "cells": [cell]}
    (path / "truth.jsonl").write_text(json.dumps(truth) + "\n")


@test
def worlds_of_others_are_scored():
    with folder() as path:
        hand_made(path)
        got = score(path / "archive.jsonl", path / "truth.jsonl")
        bias = {m["method"]: m["bias_points"] and round(m["bias_points"], 6)
                for m in got["methods"]}
        expect("bias", bias, {"naive": 50, "fixed panel": 0, "same source": 0, "chained": None,
                              "geks": None, "jobtrend": 0, "perfect panel": 0})
        kind = got["kinds"][0]
        expect("counted", (got["worlds"], got["vacancies"], got["ads"]), (1, 110, 110))
        expect("holds", (kind["intervals"], kind["hold_true_share"]), (1, 1))
        expect("absent", math.isclose(kind["absent_part_off"], 0, abs_tol=1e-9), True)


@test
def a_long_run_goes_on_where_it_stopped_and_its_parts_are_read_as_one():
    with folder() as path:
        kept = path / "kept.jsonl"

        def go(worlds, seed="3"):
            done = run(CTL, "bench-world", "--kind", "growth", "--postings", "300", "--seed", seed,
                       "--worlds", str(worlds), "--resume", kept, "--db", DB, "--format", "json",
                       timeout=120)
            return json.loads(done.stdout)

        def report(*files):
            return json.loads(run(CTL, "bench-world", "--report", "--format", "json",
                                  *files).stdout)
        expect("one", go(1)["worlds"], 1)
        first = kept.read_text()
        kept.write_text(first + first[:200])  # it was ended while it wrote
        two = go(2)
        expect("two", two["worlds"], 2)
        expect("drawn once", kept.read_text().startswith(first), True)
        expect("numbers", [(w["kind"], w["seed"], w["number"], w["size"])
                           for w in lines(kept.read_text())],
               [("growth", 3, 0, 300), ("growth", 3, 1, 300)])
        expect("again", (go(2), len(lines(kept.read_text()))), (two, 2))
        expect("as told then", report(kept), two)
        (path / "first.jsonl").write_text(first)
        (path / "second.jsonl").write_text(kept.read_text()[len(first):])
        expect("in parts", report(path / "first.jsonl", path / "second.jsonl"), two)
        expect("another seed is another world", go(1, "4")["worlds"], 3)


@test
def a_table_is_printed_for_people():
    with folder() as path:
        hand_made(path)
        done = run(CTL, "bench-world", "--score", path / "archive.jsonl", path / "truth.jsonl",
                   "--db", DB, timeout=120)
        expect("head", done.stdout.split("\n")[0], "1 worlds, 110 vacancies, 110 ads, 1 cells")
        expect("ours", "jobtrend            1      0.00      0.00      0.00     100.0"
               in done.stdout, True)


@test
def every_kind_that_is_drawn_is_in_the_help():
    text = run(CTL, "bench-world", "--help").stdout.split("The kinds of worlds are\n\n")[1]
    told = [line.split()[0] for line in text.splitlines()]
    refused = run(CTL, "bench-world", "--kind", "x", check=False).stderr
    with folder() as path:
        got = write(path, "--worlds", str(len(told) + 1))

    expect("in turn", [w["kind"] for w in lines(got["truth.jsonl"])], told + told[:1])
    expect("alone", "--kind: expected one of %s, got" % ", ".join(told) in refused, True)
    expect("some", {"intake", "newest", "numbers", "widened"} - set(told), set())


@test
def wrong_command_lines_and_files_are_named():
    with folder() as path:
        hand_made(path)
        (path / "bad.jsonl").write_text('{"cells": [{"region": "IS"}]}\n')
        for options, status, said in (
                (["--kind", "x"], 2, 'bench-world: --kind: expected one of boast, copies, cut,'),
                (["--score", "a"], 2, "--score: expected ARCHIVE TRUTH [EARLIER DICTIONARY], got 1 arguments"),
                (["a"], 2, "expected no argument, got 1"),
                (["--worlds", "0"], 2, "--worlds: expected 1 to"),
                (["--postings", "5"], 2, "--postings: expected 100 to 200000, got 5"),
                (["--report"], 2, "--report: expected FILE..., got none"),
                (["--report", path / "none.jsonl"], 1, "none.jsonl: No such file or directory"),
                (["--report", path / "archive.jsonl"], 1,
                 "archive.jsonl: line 1: expected a world as kept by --resume"),
                (["--resume", "a", "--write", "b"], 2, "--resume: has no meaning with --write"),
                (["--report", "--score", "a", "b"], 2,
                 "expected one of --write, --score and --report"),
                (["--write", path / "no/such"], 1, "No such file or directory"),
                (["--score", path / "none.jsonl", path / "truth.jsonl", "--db", DB], 1,
                 "none.jsonl"),
                (["--score", path / "archive.jsonl", path / "bad.jsonl", "--db", DB], 1,
                 "bad.jsonl: line 1: cell: expected region, skill, period and measure")):
            done = run(CTL, "bench-world", *options, check=False, timeout=120)
            expect("status of %s" % options, done.returncode, status)
            expect("%s in %s" % (said, done.stderr), said in done.stderr, True)


if __name__ == "__main__":
    main()
