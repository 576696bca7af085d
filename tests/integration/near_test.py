#!/usr/bin/env python3
"""Near duplicates in the database: what is joined, what never, and how it is undone."""
import collections
import datetime
import json
import random
import sys

from harness import DB, ROOT, expect, folder, fresh_database, main, program, psql, run, test
from world import script

CTL = program("jobtrendctl")
TEXT = ("Acme makes clocks that listen. You train PyTorch models on 40 million recordings of "
        "ticking clocks and bring them to devices with 512 KB of memory. You measure with care "
        "what went wrong, write it down for the others and try again until it is right. You know "
        "CUDA and SQL well and have shipped 3 products before this one.")


def gold(what):
    done = run(sys.executable, str(ROOT / "tests/gold/duplicates.py"), "dev", what)
    return [json.loads(line) for line in done.stdout.splitlines()]


def store(ads, db, *options):
    with folder() as d:
        (d / "ads.jsonl").write_text("".join(json.dumps(ad) + "\n" for ad in ads), "utf-8")
        run(CTL, "import", "--db", db, "--format", "archive", *options, d / "ads.jsonl")


def ad(source, native_id, **other):
    return {k: v for k, v in {
        "type": "ad", "source": source, "native_id": native_id, "title": "ML Engineer",
        "employer": "Acme", "locations": [{"text": "Berlin, Germany"}], "description": TEXT,
        "first_seen": "2025-01-01T00:00:00Z", "last_seen": "2025-02-01T00:00:00Z",
        **other}.items() if v is not None}


def postings(db):
    """{source/native_id: (posting, class, relist_of)}"""
    return {row[0]: tuple(row[1:]) for row in psql(
        "SELECT source || '/' || native_id, posting_id, class, relist_of"
        " FROM jobtrend.ad_posting", db)}


def fold(db):
    script("SELECT jobtrend.fold(20000);", db)


def sound(db):
    expect("verify", psql("SELECT * FROM jobtrend.verify()", db), [])
    expect("places are kept", psql("""
        SELECT p.posting_id FROM jobtrend.posting AS p
        JOIN jobtrend.posting_member AS m USING (bucket, posting_id)
        JOIN jobtrend.ad AS a ON a.source_id = m.source_id AND a.ad_id = m.ad_id
        WHERE m.valid_to IS NULL AND NOT p.regions @> a.regions""", db), [])
    expect("requisitions of one employer stay apart", psql("""
        SELECT m.posting_id FROM jobtrend.posting_member AS m
        JOIN jobtrend.ad AS a ON a.source_id = m.source_id AND a.ad_id = m.ad_id
        WHERE m.valid_to IS NULL
        GROUP BY m.posting_id, a.employer_key
        HAVING count(DISTINCT lower(a.requisition_id)) > 1""", db), [])


@test
def labelled_pairs_are_told_apart_in_the_database():
    db = fresh_database()
    store(gold("ads"), db)
    at = postings(db)
    table = collections.Counter()
    for pair in gold("pairs"):
        a, b = at[pair["a"]], at[pair["b"]]
        if a[0] == b[0]:
            got = b[1] if b[1] != "original" else a[1]
        else:
            got = "temporal" if a[0] == b[2] or b[0] == a[2] else "none"
        table[pair["class"], got] += 1
    scores = []
    for name in ("full", "semantic", "temporal", "partial", "none"):
        right = table[name, name]
        found = sum(n for (_, got), n in table.items() if got == name)
        wanted = sum(n for (want, _), n in table.items() if want == name)
        scores.append(2 * right / (found + wanted))
    expect("macro-F1 %.3f of at least 0.9" % (sum(scores) / 5), sum(scores) / 5 >= 0.9, True)
    sound(db)


@test
def the_order_of_arrival_leaves_no_trace():
    ads = gold("ads")[:900]
    whole, parts = fresh_database(), fresh_database()
    store(ads, whole)
    shuffled = random.Random(7).sample(ads, len(ads))
    for at in range(0, len(shuffled), 300):
        store(shuffled[at:at + 300], parts)
    expect("postings", postings(whole) == postings(parts), True)
    for table in ("near_pair", "near_group"):
        expect(table, psql("SELECT * FROM jobtrend.%s ORDER BY 1, 2, 3" % table, whole)
               == psql("SELECT * FROM jobtrend.%s ORDER BY 1, 2, 3" % table, parts), True)
    sound(parts)


@test
def no_chain_joins_two_requisitions():
    db = fresh_database()
    store([ad("board/acme", "1", requisition_id="R-1"), ad("market", "a"),
           ad("other", "b", requisition_id="R-2")], db)
    at = postings(db)
    expect("two postings", len({row[0] for row in at.values()}), 2)
    expect("R-1 and R-2", at["board/acme/1"][0] != at["other/b"][0], True)
    sound(db)


@test
def an_ad_that_changes_leaves_its_posting_and_comes_back():
    db = fresh_database()
    one, two = ad("board/acme", "1"), ad("market", "a", description=TEXT[:200])
    store([one, two], db)
    first = postings(db)
    expect("joined", first["market/a"], (first["board/acme/1"][0], "partial", ""))
    store([dict(two, title="Gardener", last_seen="2025-02-02T00:00:00Z")], db)
    expect("apart", {row[1] for row in postings(db).values()}, {"original"})
    store([dict(two, last_seen="2025-02-03T00:00:00Z")], db)
    expect("again", postings(db), first)
    expect("memberships are kept", psql(
        "SELECT count(*) FROM jobtrend.posting_member WHERE valid_to IS NOT NULL", db), [["4"]])
    sound(db)


@test
def a_join_can_be_taken_back_and_made_again():
    db = fresh_database()
    store([ad("board/acme", "1"), ad("market", "a", description=TEXT[:200])], db)
    first = postings(db)
    call = "SELECT jobtrend.%s('board/acme', '1', 'market', 'a'%s)"
    script(call % ("part_ads", ", 'two teams'") + ";", db)
    fold(db)
    expect("parted", {row[1] for row in postings(db).values()}, {"original"})
    expect("why", psql("SELECT DISTINCT reason FROM jobtrend.near_parted", db), [["two teams"]])
    sound(db)
    script(call % ("join_ads", "") + ";", db)
    fold(db)
    expect("joined", postings(db), first)
    sound(db)


@test
def what_a_fold_does_not_look_at_closely_is_no_near_duplicate():
    """Pairs of any words, languages, requisitions and bits that differ: near_may() lets through
    what near_judge() would join, but for two ads of one board that are only about the same;
    and near_parts() parts nothing that the rules of fold_near() leave together."""
    db = fresh_database()
    rows = psql("""
        SET search_path = jobtrend; SELECT setseed(0.25);
        CREATE TEMP TABLE pair AS
        SELECT n, (ARRAY['en', 'en', 'en', 'de', NULL])[ceil(random() * 5)] AS a_language,
               (ARRAY['en', 'en', 'en', 'de', NULL])[ceil(random() * 5)] AS b_language,
               (5 + 200 * random())::integer AS a_words, (5 + 200 * random())::integer AS b_words,
               random() < 0.5 AS same_source, random() < 0.3 AS has_alikes,
               random() < 0.4 AS at_once, random() < 0.1 AS away,
               (ARRAY['r1', 'r1', 'R2', NULL, NULL, NULL])[ceil(random() * 6)] AS a_req,
               (ARRAY['r1', 'r1', 'R2', NULL, NULL, NULL])[ceil(random() * 6)] AS b_req,
               ARRAY[random() ^ 2, random() ^ 2, random() ^ 2, random() ^ 2] AS share
        FROM generate_series(1, 4000) AS n;
        ALTER TABLE pair ADD differ bit(576);
        UPDATE pair SET differ = (
            SELECT string_agg((random() < 0.5 * share[CASE WHEN i <= 256 THEN 1
                                  WHEN i <= 448 THEN 2 WHEN i <= 512 THEN 3 ELSE 4 END]
                              )::integer::text, '' ORDER BY i)
            FROM generate_series(1, 576) AS i WHERE n > 0)::bit(576);
        WITH judged AS (
            SELECT p.*, j.class IS NOT NULL AND NOT (same_source AND apart = 2)
                            AND a_req IS NULL AS joins,
                   j.class IS NOT NULL AND NOT (rank >= 4000 AND away)
                       AND NOT (same_source AND apart > 0 AND (apart = 2 OR at_once OR has_alikes))
                       AS stays,
                   near_parts(same_source, has_alikes, at_once, away,
                              a_language IS DISTINCT FROM b_language, a_req = b_req,
                              a_words, b_words, differ::bit(256)) IS TRUE AS parts,
                   near_may(same_source, a_language IS DISTINCT FROM b_language,
                            a_words, b_words, differ) AS may
            FROM pair AS p CROSS JOIN LATERAL near_judge(
                ROW('a', 'acme', a_req, NULL, a_language, '{DE}', '{1}', '{}', false,
                    a_words, B'0'::bit(576))::near_content,
                ROW('a', 'acme', b_req, NULL, b_language, '{DE}', '{1}', '{}', false,
                    b_words, differ)::near_content) AS j)
        SELECT count(*) FILTER (WHERE joins AND NOT may), count(*) FILTER (WHERE joins) > 100,
               count(*) FILTER (WHERE NOT may) > 100, count(*) FILTER (WHERE stays AND parts),
               count(*) FILTER (WHERE stays) > 100,
               count(*) FILTER (WHERE parts AND a_words >= 20 AND b_words >= 20) > 100,
               count(*) FILTER (WHERE parts AND (a_words < 20 OR b_words < 20)) > 100
        FROM judged""", db)
    expect("overlooked; joined; passed over; parted by mistake; stay; parted; of short texts",
           rows[-1], ["0", "t", "t", "0", "t", "t", "t"])


def written_by_a_template(n, texts=True):
    """Ads of few employers, titles and cities that differ in the skills that they name; some
    are copied to another board, some put up again."""
    rng = random.Random(11)
    for i in range(n):
        who, what = "Clocks %s" % rng.choice(KINDS), rng.choice(KINDS)
        skills = rng.sample("PyTorch TensorFlow CUDA SQL Kubernetes Spark Rust Haskell".split(), 3)
        born = datetime.date(2024, 1, 1) + datetime.timedelta(rng.randrange(600))
        end = born + datetime.timedelta(rng.randrange(3, 90))
        one = ad("board/%s" % who.split()[1], "%d" % i, employer=who,
                 title="Engineer, %s clocks" % what,
                 locations=[{"text": rng.choice(["Berlin, Germany", "Paris, France"])}],
                 description="%s looks for an engineer of %s clocks. You will design and ship what "
                             "listens, with %s, %s and %s. We offer a fair salary, hours as you "
                             "like them and a team that you will be fond of." % (who, what, *skills)
                 if texts else "We need %s." % skills[0],
                 first_seen="%sT06:00:00Z" % born, last_seen="%sT06:00:00Z" % end,
                 gone_at="%sT07:00:00Z" % end)
        yield one
        if rng.random() < 0.1:
            yield dict(one, source="market", native_id="copy-%d" % i)


@test
def what_is_passed_over_of_templated_texts_is_what_would_be_parted():
    """At once, in parts (sources are judged when half is there), and with every pair looked at."""
    for texts in (True, False):
        ads = list(written_by_a_template(5200 if texts else 1500, texts))
        told = []
        for how in ("at once", "in parts", "every pair"):
            db = fresh_database()
            if how == "every pair":
                script("""CREATE OR REPLACE FUNCTION jobtrend.near_parts(same_source boolean,
                    has_alikes boolean, at_once boolean, away boolean, other_language boolean,
                    same_requisition boolean, a_words integer, b_words integer, differ bit(256))
                    RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'""", db)
            for part in [ads[0::2], ads[1::2]] if how == "in parts" else [ads]:
                store(part, db, "--no-publish")
            script("SELECT jobtrend.fold(20000) FROM generate_series(1, 3)", db)
            told.append((how, postings(db), psql(
                "SELECT least(node, other), greatest(node, other), class, rank"
                " FROM jobtrend.near_pair ORDER BY 1, 2, 3, 4", db)))
        pairs = told[0][2]
        expect("pairs are found", len(pairs) > 50, True)
        expect("judged", psql("SELECT count(*) > 3 FROM jobtrend.source_observed"
                              " WHERE has_alikes", db), [["t" if texts else "f"]])
        for how, at, found in told[1:]:
            expect("pairs, %s" % how, found, pairs)
            expect("postings, %s" % how, at, told[0][1])


@test
def what_is_listed_again_is_a_posting_that_names_the_former():
    db = fresh_database()
    store([ad("board/acme", "1"),
           ad("board/acme", "2", first_seen="2025-02-20T00:00:00Z",
              last_seen="2025-03-01T00:00:00Z"),
           ad("board/acme", "3", first_seen="2025-06-01T00:00:00Z",
              last_seen="2025-06-05T00:00:00Z")], db)
    at = postings(db)
    expect("soon", at["board/acme/2"][:2], (at["board/acme/1"][0], "temporal"))
    expect("late", at["board/acme/3"][1:], ("original", at["board/acme/1"][0]))


def grouped_one_by_one(pairs, nodes):
    """The surest pairs first, each taken if all of the one group are near duplicates of all of the other."""
    near = collections.defaultdict(set)
    for a, b, _ in pairs:
        near[a].add(b)
        near[b].add(a)
    alike = collections.defaultdict(list)
    for n in nodes:
        alike[frozenset(near[n] | {n})].append(n)
    root = {n: min(same) for same in alike.values() for n in same}
    link = {}
    for a, b, rank in pairs:
        one, two = sorted((root[a], root[b]))
        if one != two:
            link[one, two] = min(rank, link.get((one, two), rank))
    group = {n: {n} for n in root.values()}
    for (a, b), _ in sorted(link.items(), key=lambda kv: (kv[1], kv[0])):
        one, two = group[a], group[b]
        if one is not two and all(tuple(sorted((x, y))) in link for x in one for y in two):
            one |= two
            for n in two:
                group[n] = one
    found = collections.defaultdict(list)
    for n in nodes:
        found[min(group[root[n]])].append(n)
    return {r: sorted(g) for r, g in found.items() if len(g) > 1}


@test
def the_surest_pairs_come_first_in_every_tangle():
    db = fresh_database()
    for seed in range(12):
        r = random.Random(seed)
        nodes = list(range(1, 41))
        pairs = [(a, b, r.choice((0, 5, 2000, 3000, 3007)))
                 for a in nodes for b in nodes if a < b and r.random() < (0.06, 0.2, 0.6)[seed % 3]]
        both = pairs + [(b, a, rank) for a, b, rank in pairs]
        script("TRUNCATE jobtrend.near_pair, jobtrend.near_group;"
               "INSERT INTO jobtrend.near_pair (bucket, node, other, class, rank) VALUES %s;"
               "SELECT jobtrend.near_regroup('{%s}');" % (
                   ",".join("(%d,%d,%d,'full',%d)" % (a & 1023, a, b, k) for a, b, k in both),
                   ",".join(map(str, nodes))), db)
        got = {int(k): [int(n) for n in v.split(",")] for k, v in psql(
            "SELECT root, string_agg(node::text, ',' ORDER BY node) FROM jobtrend.near_group"
            " GROUP BY root", db)}
        expect("seed %d" % seed, got, grouped_one_by_one(pairs, nodes))


@test
def what_has_no_text_goes_with_what_came_when_it_did_and_says_the_same():
    """A few words: copies of two vacancies half a year apart, and of two at one time."""
    def short(source, native_id, since, until, skill):
        return ad(source, native_id, description="We need somebody who knows %s." % skill,
                  first_seen="%sT06:00:00Z" % since, last_seen="%sT06:00:00Z" % until)

    db = fresh_database()
    own = [short("board/acme", "spring", "2025-03-01", "2025-04-01", "PyTorch"),
           short("board/acme", "autumn", "2025-09-01", "2025-10-01", "PyTorch"),
           short("board/acme", "other", "2025-09-02", "2025-10-01", "TensorFlow")]
    copies = [short("market", "autumn", "2025-09-04", "2025-10-03", "PyTorch"),
              short("market", "other", "2025-09-03", "2025-10-03", "TensorFlow"),
              short("market", "spring", "2025-03-02", "2025-04-05", "PyTorch"),
              short("market", "between", "2025-06-02", "2025-07-05", "PyTorch")]
    store(own + copies, db)
    at = postings(db)
    for name in ("spring", "autumn", "other"):
        expect(name, at["market/" + name][:2], (at["board/acme/" + name][0], "partial"))
    expect("nobody else's", len({row[0] for row in at.values()}), 4)
    sound(db)
    parts = fresh_database()
    for one in reversed(own + copies):
        store([one], parts)
    expect("in any order", postings(parts), at)


KINDS = "tower alarm radio train mobile sports church office garden cuckoo pocket kitchen".split()


def reworded(n, lag):
    """n pairs of ads, the second `lag` days after the first, which stands for twenty, in other words."""
    other = TEXT.replace("3 products before this one", "4 before")
    for i in range(n):
        at = datetime.date(2024, 1, 1) + datetime.timedelta(60 * i)
        for k, text in enumerate((TEXT, other)):
            born = at + datetime.timedelta(lag * k)
            end = born + datetime.timedelta(20)
            yield ad("board/acme", "%d-%d" % (i, k), first_seen="%sT06:00:00Z" % born,
                     last_seen="%sT06:00:00Z" % end, gone_at="%sT07:00:00Z" % end,
                     title="Engineer, %s clocks" % KINDS[i], description=text)


@test
def what_is_much_alike_is_a_vacancy_of_its_own_where_it_stands_side_by_side():
    """Listed again in other words it is the same, but not on a board that shows such ads beside."""
    runs = [{"type": "run", "source": "board/acme", "state": "ok",
             "at": "%sT06:00:00Z" % (datetime.date(2023, 12, 1) + datetime.timedelta(i))}
            for i in range(900)]
    after = list(reworded(12, 25))
    db = fresh_database()
    store(runs + after, db)
    expect("one after the other", len({row[0] for row in postings(db).values()}), 12)
    expect("says nothing", psql("SELECT finding FROM jobtrend.source_finding"
                                " WHERE finding = 'alikes'", db), [])

    beside = [dict(one, native_id="b" + one["native_id"], title="Senior " + one["title"])
              for one in reworded(12, 5)]
    store(beside, db)
    expect("found", psql("SELECT source FROM jobtrend.source_finding WHERE finding = 'alikes'", db),
           [["board/acme"]])
    expect("each its own", len({row[0] for row in postings(db).values()}), 48)
    sound(db)
    whole = fresh_database()
    store(runs + beside + after, whole)
    expect("at once the same", postings(whole), postings(db))


@test
def ads_postings_requisitions_and_openings_are_counted_apart():
    db = fresh_database()
    run_at = {"type": "run", "source": "board/acme", "state": "ok"}
    store([dict(run_at, at="2024-12-01T00:00:00Z"),
           ad("board/acme", "1", requisition_id="R-1", openings=3),
           dict(run_at, at="2025-01-01T00:00:00Z"),
           ad("board/acme", "2", requisition_id="R-2"),
           ad("board/acme", "3", requisition_id="R-2", description=TEXT[:200])], db)
    expect("month", psql("SELECT period, ads, postings, requisitions, openings,"
                         " postings_with_openings FROM jobtrend.counted_month", db),
           [["2025-01", "3", "2", "2", "3", "1"]])


@test
def one_requisition_with_an_ad_in_each_of_two_cities_is_two_postings_and_one_requisition():
    db = fresh_database()
    run_at = {"type": "run", "source": "board/acme", "state": "ok"}
    cities = [ad("board/acme", str(i), requisition_id="R-7", locations=[{"text": text}])
              for i, text in enumerate(["Hamburg, Germany", "Munich, Germany"])]
    store([dict(run_at, at="2024-12-01T00:00:00Z"), dict(run_at, at="2025-01-01T00:00:00Z")]
          + cities, db)
    expect("month", psql("SELECT ads, postings, requisitions FROM jobtrend.counted_month", db),
           [["2", "2", "1"]])
    expect("whole", {row[1] for row in postings(db).values()}, {"original"})
    both = ad("market", "a", requisition_id="R-7",
              locations=[{"text": "Hamburg, Germany"}, {"text": "Munich, Germany"}])
    store([both], db)
    expect("an ad of both is a copy of one, and joins no two cities",
           len({row[0] for row in postings(db).values()}), 2)


if __name__ == "__main__":
    main()
