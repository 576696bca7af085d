#!/usr/bin/env python3
"""Write an archive of any size, the same for the same numbers.

    bench/archive.py ADS [SEED] > archive.jsonl

Three years of 1 source for each 1,000 ads, each visited once a week. One ad in
five names skills of the dictionary, all have 3 to 4 KB of text that no other
has, so that nothing is joined that a real archive would not join. The words
without a meaning see to it that unrelated ads share few three words in a row:
near copies are sought by these. Ads are listed from first to last sighting in
the order in which they appeared.
"""
import datetime
import json
import random
import sys

START = datetime.datetime(2023, 1, 2, 6)
WEEKS = 156

PLACES = ["Berlin, Germany", "München", "Austin, TX", "London, UK", "Toronto, Canada", "Paris",
          "Remote", "Stockholm, Sweden", "Bangalore, India", "São Paulo, Brazil", "Tokyo, Japan",
          "Dublin, Ireland", "Hamburg, Germany", "New York, NY", "Amsterdam, Netherlands"]
PLAIN = ["Accountant", "Warehouse Supervisor", "Nurse", "Sales Manager", "Office Assistant",
         "Mechanical Engineer", "Chef", "Truck Driver", "Project Coordinator", "Teacher",
         "Electrician", "Customer Service Agent", "Buyer", "Quality Inspector", "Receptionist"]
KEEN = ["Machine Learning Engineer", "Data Scientist", "Applied Scientist", "MLOps Engineer",
        "AI Product Manager", "Software Engineer, Machine Learning"]
SKILLS = ["PyTorch", "TensorFlow", "large language models", "computer vision", "MLOps",
          "natural language processing", "reinforcement learning", "Kubernetes", "scikit-learn",
          "retrieval-augmented generation", "fine-tuning", "prompt engineering", "deep learning"]
ASKED = ["You have worked with {} in production for {} years.",
         "Experience with {} is required, at least {} years of it.",
         "You will bring {} to {} of our products.",
         "We expect a sound knowledge of {} and {} finished projects."]
WHO = ["The team", "Our department", "Your manager", "The site", "This office", "The plant",
       "A small group", "Everyone here", "The board", "Our customer"]
DOES = ["plans", "prepares", "reviews", "supports", "reports on", "keeps", "improves", "checks",
        "hands over", "documents"]
WHAT = ["the weekly schedule", "orders from our partners", "deliveries to the stores",
        "the yearly budget", "visits of guests", "repairs of the machines", "all open invoices",
        "the training of new colleagues", "safety on the floor", "the opening of new branches"]
HOW = ["with care", "before noon", "in close contact with the others", "on time",
       "according to the rules of the house", "without haste", "for {} people", "every {} days",
       "in {} towns", "since {} years"]
SYLLABLES = ["bar", "cor", "del", "fen", "gam", "hol", "kel", "lim", "mon", "nor", "pel", "ran",
             "sol", "tam", "ver", "win"]


def thing(rng):
    """One of 4,096 words that no dictionary has."""
    return "".join(rng.choice(SYLLABLES) for _ in range(3)) + "s"


def sentence(rng):
    how = rng.choice(HOW).format(rng.randrange(2, 900))
    return "%s %s %s %s and %s %s %s." % (rng.choice(WHO), rng.choice(DOES), thing(rng),
                                         thing(rng), rng.choice(WHAT), thing(rng), how)


def text(rng, is_keen):
    out = []
    for _ in range(rng.randrange(6, 9)):
        out.append(" ".join(sentence(rng) for _ in range(5)))
    if is_keen:
        out.insert(2, " ".join(rng.choice(ASKED).format(rng.choice(SKILLS), rng.randrange(2, 9))
                               for _ in range(3)))
    return "\n\n".join(out)


def moment(weeks):
    return (START + datetime.timedelta(weeks=weeks)).strftime("%Y-%m-%dT%H:%M:%SZ")


def ad(rng, number, ads, sources):
    is_keen = rng.random() < 0.2
    first = number * WEEKS // ads
    last = min(WEEKS - 1, first + rng.randrange(1, 12))
    source = rng.randrange(sources)
    out = {"type": "ad", "source": "greenhouse/bench-%d" % source, "native_id": str(number),
           "first_seen": moment(first), "last_seen": moment(last),
           "url": "https://jobs.example/bench-%d/%d" % (source, number),
           "title": rng.choice(KEEN if is_keen else PLAIN), "employer": "Bench %d" % source,
           "locations": [{"text": rng.choice(PLACES)}], "posted_at": moment(first)[:10],
           "employment_type": ["FULL_TIME"], "description": text(rng, is_keen)}
    if last < WEEKS - 1:
        out["gone_at"] = moment(last + 1)
    return out


def main():
    ads = int(sys.argv[1])
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sources = max(5, ads // 1000)
    for source in range(sources):
        name = "greenhouse/bench-%d" % source
        print(json.dumps({"type": "source", "id": name, "kind": "greenhouse",
                          "employer": "Bench %d" % source}))
        for week in range(WEEKS):
            print(json.dumps({"type": "run", "source": name, "at": moment(week), "state": "ok"}))
    for number in range(ads):
        print(json.dumps(ad(rng, number, ads, sources), ensure_ascii=False))


if __name__ == "__main__":
    main()
