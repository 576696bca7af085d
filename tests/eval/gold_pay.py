#!/usr/bin/env python3
"""How well pay is read from sentences: the labels of tests/gold/pay.*.tsv.

    tests/eval/gold_pay.py [-v] CORPUS BUILD

Puts each sentence into an ad's text and its country into the ad's place, pipes
them through BUILD/jobtrendctl enrich and prints, for each half and for the rows
by which rules were written,

    exact        rows whose pay is wholly as labelled, none included; but for the
                 held half also by language
    reading      precision, recall and F1 of pay that is right in all of amount,
                 currency and period
    amount, currency, period
                 the same of each, where pay is labelled or found
    no pay       rows without pay in which none is found

tests/gold/README.md says how rows are labelled. CORPUS is not read; it is
there because `make eval` names it to each of its programs.

    -v   print the rows that are missed; held rows are never printed
"""
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import goldset  # noqa: E402

FIELDS = ("amount", "currency", "period")


def ad_of(number, row):
    ad = {"source": "gold", "native_id": str(number), "title": "Employee",
          "description": row["text"]}
    if row["country"]:
        ad["locations"] = [{"text": "", "country": row["country"]}]
    return json.dumps(ad, ensure_ascii=False)


def labelled(row):
    """{field: value} of what the row says; empty when it has no pay."""
    if not row["min"] and not row["max"]:
        return {}
    return {"amount": tuple(float(row[k]) if row[k] else None for k in ("min", "max")),
            "currency": row["currency"] or None, "period": row["period"] or None}


def read(facts):
    pay = facts.get("pay")
    if not pay:
        return {}
    return {"amount": (pay.get("min"), pay.get("max")),
            "currency": pay.get("currency"), "period": pay.get("period")}


class Scores:
    def __init__(self):
        self.exact = goldset.Share()
        self.by_language = collections.defaultdict(goldset.Share)
        self.reading = goldset.Found()
        self.no_pay = goldset.Share()
        self.fields = {name: goldset.Found() for name in FIELDS}

    def add(self, row, want, got):
        """Whether the row is wholly right. "?" is a field that is not judged."""
        right = {name: bool(want) and bool(got) and
                 (want[name] == "?" or want[name] == got[name]) for name in FIELDS}
        for name, found in self.fields.items():
            if want.get(name) == "?":
                continue
            found.wanted += want.get(name) is not None
            found.got += got.get(name) is not None
            found.right += right[name] and want[name] is not None
        whole = all(right.values())
        self.reading.wanted += bool(want)
        self.reading.got += bool(got)
        self.reading.right += whole
        if not want:
            self.no_pay.add(not got)
        exact = whole or not want and not got
        self.exact.add(exact)
        self.by_language[row["language"]].add(exact)
        return exact


def evaluate(build, verbose, out=sys.stdout):
    for half, rows in goldset.read_all("pay").items():
        scores, missed = Scores(), []
        answers = goldset.pipe(build, ["enrich", "-"],
                               [ad_of(i, row) for i, row in enumerate(rows)])
        for row, facts in zip(rows, answers, strict=True):
            want, got = labelled(row), read(facts)
            if not scores.add(row, want, got):
                missed.append((row, want, got))
        print("pay, %s: %d rows of tests/gold" % (half, len(rows)), file=out)
        if half != "held":
            for language, share in scores.by_language.items():
                print("  exact %-10s %s" % (language, share), file=out)
        print("  exact            %s" % scores.exact, file=out)
        print("  no pay           %s" % scores.no_pay, file=out)
        print("  %-10s %s" % ("reading", scores.reading), file=out)
        for name, found in scores.fields.items():
            print("  %-10s %s" % (name, found), file=out)
        for row, want, got in missed if verbose and half != "held" else ():
            print("    %s %s: %s: %s, not %s" % (
                row["language"], row["country"], row["text"],
                list(got.values()) or "nothing", list(want.values()) or "nothing"),
                file=out)


if __name__ == "__main__":
    goldset.main(evaluate, __doc__)
