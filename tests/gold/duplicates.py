#!/usr/bin/env python3
"""Pairs of ads that are duplicates, or nearly, made by rules.

    tests/gold/duplicates.py dev|held ads|pairs     JSONL on standard output

Ads are put together of the sentences in duplicates.dev.json (for writing
rules) or duplicates.held.json (set aside for the figure: other jobs,
languages, sentences and numbers). Each employer has a board of twelve jobs,
whose ads share its boilerplate; each rule below makes, of one of the jobs, a
second ad elsewhere or later and says what the two are to each other. The
classes are those of Eurostat's web intelligence deduplication challenge:

    full      the same ad twice
    semantic  the same job in other words, another language, other trimmings
    temporal  the same ad at another time
    partial   one of the two says less
    none      different jobs, alike as they may look

The same seed gives the same pairs on every machine.
"""
import datetime
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
EMPLOYERS = 200
START = datetime.date(2024, 1, 8)
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
AGGREGATORS = ["jobmarkt24", "findwork", "ofertas", "careerhub"]


class Maker:
    def __init__(self, which):
        self.seeds = json.loads((HERE / ("duplicates.%s.json" % which)).read_text("utf-8"))
        self.rng = random.Random(self.seeds["seed"])
        self.ads, self.pairs, self.ids = [], [], 0

    # ---- ads ----

    def name(self):
        rng = self.rng
        return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS)
                       for _ in range(rng.choice([2, 3, 4]))).capitalize()

    def company(self):
        rng = self.rng
        name = "%s %s" % (self.name(), self.name())
        return {"name": name, "employer": name + rng.choice([" GmbH", " Inc.", "", " Ltd"]),
                "source": "board/" + name.lower().replace(" ", "-"),
                "language": rng.choice(self.seeds["languages"]),
                "fill": {"name": name, "year": rng.randrange(1900, 2020),
                         "staff": rng.randrange(20, 9000), "n": rng.randrange(2, 60)}}

    def job(self, company, title):
        rng, s = self.rng, self.seeds
        first = START + datetime.timedelta(days=rng.randrange(200))
        tech = rng.sample(s["tech"], 4)
        return {"company": company, "title": title, "city": rng.choice(s["cities"]),
                "duties": rng.sample(range(len(s["duties"])), 5),
                "needs": rng.sample(range(len(s["needs"])), 3),
                "fill": {"t1": tech[0], "t2": tech[1], "t3": tech[2], "t4": tech[3],
                         "thing": rng.choice(s["things"]), "number": rng.randrange(3, 90),
                         "years": rng.randrange(1, 9)},
                "pay": rng.randrange(30, 130) * 1000 if rng.random() < 0.5 else None,
                "first": first, "last": first + datetime.timedelta(days=rng.randrange(20, 60))}

    def sentences(self, job, language, said=0):
        s = self.seeds
        return ([s["duties"][i][language][said].format(**job["fill"]) for i in job["duties"]],
                [s["needs"][i][language][said].format(**job["fill"]) for i in job["needs"]])

    def blurb(self, job, language):
        return [t.format(**job["company"]["fill"]) for t in self.seeds["blurb"][language]]

    def text(self, job, language, said=0):
        duties, needs = self.sentences(job, language, said)
        blurb = self.blurb(job, language)
        return "\n\n".join([" ".join(blurb[:2]), "\n".join(duties), "\n".join(needs),
                            " ".join(blurb[2:])])

    def ad(self, job, language=None, **other):
        language = language or job["company"]["language"]
        self.ids += 1
        ad = {"type": "ad", "source": job["company"]["source"], "native_id": str(self.ids),
              "title": job["title"][language], "employer": job["company"]["employer"],
              "locations": [{"text": ", ".join(job["city"])}],
              "description": self.text(job, language),
              "first_seen": job["first"], "last_seen": job["last"]}
        if job["pay"]:
            ad["pay"] = {"min": job["pay"], "max": job["pay"] + 10000, "period": "year",
                         "currency": self.seeds["currency"], "source": "stated"}
        ad.update(other)
        return {k: v for k, v in ad.items() if v is not None}

    def elsewhere(self, job, language=None, **other):
        """On a board that shows what others advertise, a day or two later."""
        first = job["first"] + datetime.timedelta(days=self.rng.randrange(3))
        return self.ad(job, language, **{
            "source": "aggregator/" + self.rng.choice(AGGREGATORS),
            "first_seen": first, "last_seen": max(first, job["last"]), **other})

    def days(self, key):
        return datetime.timedelta(days=self.rng.randrange(*self.seeds[key]))

    def other_language(self, job):
        return self.rng.choice([k for k in self.seeds["languages"]
                                if k != job["company"]["language"]])

    # ---- rules: the second ad of a job; some change the first one too ----

    def full_elsewhere(self, job, a):
        return self.elsewhere(job)

    def full_beside(self, job, a):
        return self.ad(job)

    def full_noise(self, job, a):
        noise = a["description"].replace("\n\n", "<br/><br/>&nbsp;").replace(". ", ".  ")
        return self.elsewhere(job, title="%s - %s" % (a["title"], job["city"][0]),
                              description="<p>" + noise + "</p>")

    def full_capitals(self, job, a):
        return self.elsewhere(job, title=a["title"].upper() + " (m/w/d)",
                              description=a["description"].upper())

    def semantic_added(self, job, a):
        lines = self.seeds["extra"][job["company"]["language"]]
        n = self.rng.choice(self.seeds["added"])
        return self.elsewhere(job, description="\n\n".join(
            [a["description"]] + self.rng.sample(lines, n)))

    def semantic_rewritten(self, job, a):
        return self.elsewhere(job, description=self.text(job, job["company"]["language"], 1))

    def semantic_mixed(self, job, a):
        language = job["company"]["language"]
        one, two = self.sentences(job, language, 0), self.sentences(job, language, 1)
        lines = [self.rng.choice(both) for part in zip(one, two) for both in zip(*part)]
        self.rng.shuffle(lines)
        return self.elsewhere(job, description="\n".join(lines + self.blurb(job, language)[:4]))

    def semantic_translated(self, job, a):
        language = self.other_language(job)
        if self.rng.random() < 0.5:
            a["requisition_id"] = "REQ-%d" % self.ids
        return self.ad(job, language, description=self.text(job, language),
                       requisition_id=a.get("requisition_id"))

    def semantic_agency(self, job, a):
        agency = self.name() + " Recruiting"
        return self.elsewhere(job, employer=agency, description=a["description"].replace(
            job["company"]["name"], agency))

    def semantic_pay(self, job, a):
        a["pay"] = {"min": 50000, "max": 60000, "period": "year", "source": "stated",
                    "currency": self.seeds["currency"]}
        return self.elsewhere(job, pay=dict(a["pay"], min=52000, max=64000))

    def temporal_relist(self, job, a):
        first = job["last"] + self.days("relist_days")
        return self.ad(job, first_seen=first, last_seen=first + datetime.timedelta(days=30))

    def temporal_raise(self, job, a):
        first = job["last"] + self.days("relist_days")
        pay = a.get("pay")
        return self.ad(job, first_seen=first, last_seen=first + datetime.timedelta(days=30),
                       pay=pay and dict(pay, min=pay["min"] + 3000, max=pay["max"] + 3000))

    def temporal_edited(self, job, a):
        first = job["last"] + self.days("relist_days")
        lines = a["description"].split("\n")
        at = self.rng.randrange(2, len(lines) - 2)
        lines[at] = self.seeds["extra"][job["company"]["language"]][0]
        return self.ad(job, description="\n".join(lines), first_seen=first,
                       last_seen=first + datetime.timedelta(days=30))

    def temporal_late(self, job, a):
        first = job["last"] + self.days("late_days")
        return self.elsewhere(job, first_seen=first,
                              last_seen=first + datetime.timedelta(days=9))

    def partial_cut(self, job, a):
        low, high = self.seeds["cut"]
        size = 3 if job["company"]["language"] == "zh" else 1
        return self.elsewhere(job, pay=None, description=a["description"][
            :self.rng.randrange(low // size, high // size)] + " ...")

    def partial_country(self, job, a):
        return self.elsewhere(job, locations=[{"text": job["city"][1]}])

    def partial_nowhere(self, job, a):
        return self.elsewhere(job, locations=None)

    def partial_cities(self, job, a):
        more = self.rng.choice([c for c in self.seeds["cities"] if c != job["city"]])
        a["locations"] = a["locations"] + [{"text": ", ".join(more)}]
        return self.elsewhere(job)

    def partial_duties(self, job, a):
        return self.elsewhere(job, description="\n".join(
            self.sentences(job, job["company"]["language"])[0]))

    def partial_bare(self, job, a):
        return self.elsewhere(job, description=None, pay=None)

    def none_city(self, job, a):
        city = self.rng.choice([c for c in self.seeds["cities"] if c != job["city"]])
        where = self.rng.choice([self.ad, self.elsewhere])
        return where(job, locations=[{"text": ", ".join(city)}])

    def none_level(self, job, a):
        low, high = self.rng.choice([("Junior", "Senior"), ("", "Senior"), ("", "Lead"),
                                     ("Junior", "")])
        a["title"] = (low + " " + a["title"]).strip()
        where = self.rng.choice([self.ad, self.elsewhere])
        return where(job, title=(high + " " + job["title"][job["company"]["language"]]).strip())

    def none_grade(self, job, a):
        low, high = self.rng.sample(["I", "II", "III"], 2)
        a["title"] = a["title"] + " " + low
        return self.ad(job, title=job["title"][job["company"]["language"]] + " " + high)

    def none_requisition(self, job, a):
        a["requisition_id"] = "R%05d" % self.rng.randrange(100000)
        where = self.rng.choice([self.ad, self.elsewhere])
        return where(job, requisition_id="R%05d" % self.rng.randrange(100000))

    def none_team(self, job, a):
        other = self.job(job["company"], job["title"])
        return self.ad(dict(other, city=job["city"], first=job["first"], last=job["last"]))

    def none_team_elsewhere(self, job, a):
        other = self.job(job["company"], job["title"])
        return self.elsewhere(dict(other, city=job["city"], first=job["first"],
                                   last=job["last"]))

    def none_employer(self, job, a):
        company = dict(self.company(), language=job["company"]["language"])
        return self.ad(dict(self.job(company, job["title"]), city=job["city"],
                            first=job["first"], last=job["last"]))

    def none_client(self, job, a):
        """One agency, one title, one town: two clients."""
        a["source"] = "aggregator/" + AGGREGATORS[0]
        other = self.job(job["company"], job["title"])
        return self.elsewhere(dict(other, city=job["city"], first=job["first"],
                                   last=job["last"]), source="aggregator/" + AGGREGATORS[1])

    def none_title(self, job, a):
        title = self.rng.choice([t for t in self.seeds["titles"] if t != job["title"]])
        where = self.rng.choice([self.ad, self.elsewhere])
        return where(dict(job, title=title))

    # ---- the whole ----

    def make(self):
        """(ads, pairs): pairs name two ads, the rule and the class."""
        rules = [name for name in dir(Maker)
                 if name.split("_")[0] in ("full", "semantic", "temporal", "partial", "none")]
        turn = 0
        for _ in range(EMPLOYERS):
            company = self.company()
            titles = self.seeds["titles"][:]
            self.rng.shuffle(titles)
            for title in titles:
                job = self.job(company, title)
                a = self.ad(job)
                rule = rules[turn % len(rules)]
                b = getattr(self, rule)(job, a)
                turn += 1
                self.ads += [a, b]
                self.pairs.append({"a": "%s/%s" % (a["source"], a["native_id"]),
                                   "b": "%s/%s" % (b["source"], b["native_id"]),
                                   "class": rule.split("_")[0], "rule": rule,
                                   "language": company["language"]})
        return self.ads, self.pairs


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("dev", "held") \
            or sys.argv[2] not in ("ads", "pairs"):
        print(__doc__, file=sys.stderr)
        return 2
    ads, pairs = Maker(sys.argv[1]).make()
    for row in ads if sys.argv[2] == "ads" else pairs:
        print(json.dumps(row, ensure_ascii=False,
                         default=lambda day: day.isoformat() + "T06:00:00Z"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
