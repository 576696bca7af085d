"""What the page shows, held against SQL, in a real Chromium."""
import csv
import decimal
import io
import json
import struct
import zlib

from harness import expect, main, program, psql, run, test
from pageworld import HOSTILE, start

LATEST = "2026-02/12"
VIEWS = ["overview", "rankings", "employers", "terms", "sources", "claim"]


def percent(ratio, digits=1):
    """As the page writes a change."""
    value = decimal.Decimal(100 * ratio).quantize(decimal.Decimal(1).scaleb(-digits), decimal.ROUND_HALF_UP)
    return (f"{value:+,}".replace("-", "\u2212") if value else f"{abs(value)}") + "\u00a0%"


def yoy(site, region, skill="any", period=LATEST, measure="flow", definition="one-skill"):
    return site.yoy((region, skill, period, measure, definition))[0]


def yoys(site, regions, skill="any"):
    return {c["region"]: c for c in site.yoy(*((r, skill, LATEST, "flow", "one-skill") for r in sorted(regions)))}


def seen(site, pattern):
    """Codes of regions with AI postings in the last twelve complete months."""
    return [r["region"] for r in site.cells(
        "SELECT f.region FROM jobtrend.demand_fact AS f, jobtrend.latest AS l, jobtrend.definition AS d "
        "WHERE d.id = 'one-skill' AND (f.definitions & (1::bigint << d.definition_id)) <> 0 AND f.skill_id = 0 "
        f"AND f.month >= l.month - interval '12 months' AND f.month < l.month AND f.region LIKE '{pattern}' "
        "GROUP BY f.region HAVING sum(f.postings) > 0")]


def near(what, got, wanted):
    if got is None or wanted is None or abs(got - wanted) > 1e-9 * max(1, abs(wanted)):
        expect(what, got, wanted)


CELLS = [("", "world", {}), ("?region=US", "US", {}), ("?region=DE&skill=pytorch", "DE", {"skill": "pytorch"}),
         ("?region=US&measure=share&period=2025Q4", "US", {"measure": "share", "period": "2025Q4"}),
         ("?measure=stock&definition=title", "world", {"measure": "stock", "definition": "title"})]


@test
def the_number_is_that_of_sql_with_interval_counts_and_flags():
    site = start()
    known = 0
    for query, region, other in CELLS:
        site.visit(query)
        cell = yoy(site, region, **other)
        shown = site.browser.run("""
            const big = document.querySelector("#headline .big");
            return { value: big.dataset.value ?? null, text: big.textContent,
                     words: document.querySelector("#headline .words").textContent,
                     flags: [...document.querySelectorAll("#headline [data-flag]")].map((f) => f.dataset.flag) };""")
        if cell["value"] is None:
            expect(query, shown["value"], None)
            continue
        known += 1
        near(query, float(shown["value"]), cell["value"])
        expect(query + " text", shown["text"], percent(cell["value"]))
        expect(query + " flags", sorted(shown["flags"]), sorted(cell["flags"]))
        for part in (percent(cell["lo"]), percent(cell["hi"]), f"{cell['n']:,}", f"{cell['n_base']:,}"):
            if part not in shown["words"]:
                expect(query + " words", shown["words"], "..." + part + "...")
    if known < 3:
        expect("numbers that are known", known, "at least 3")


def kind_of(cell):
    if cell["value"] is None:
        return "suppressed"
    return "unsure" if cell["lo"] <= 0 <= cell["hi"] else "sure"


def on_map(site):
    return dict(site.browser.run("return [...document.querySelectorAll('#map [data-code]')]"
                                 ".map((n) => [n.dataset.code, n.dataset.kind])"))


@test
def the_map_shows_each_region_and_how_sure_it_is():
    site = start()
    site.visit()
    shown = on_map(site)
    wanted = {r: kind_of(c) for r, c in yoys(site, seen(site, "__")).items()}
    expect("regions of the map", shown, wanted)
    if len(set(wanted.values())) < 3:
        expect("kinds", set(wanted.values()), {"sure", "unsure", "suppressed"})
    hatched = site.browser.run("return [...document.querySelectorAll('#map [data-kind=unsure] .over')].length")
    expect("hatched", hatched, sum(k == "unsure" for k in wanted.values()))


@test
def enter_on_a_country_opens_its_divisions_and_back_leaves_them():
    site = start()
    site.visit()
    b = site.browser
    b.run("document.querySelector('#map [tabindex=\"0\"]').focus()")
    for _ in range(40):
        if b.run("return document.activeElement.dataset.code") == "US":
            break
        b.keys("Right")
    b.keys("Enter")
    b.wait("return location.search === '?region=US'")
    site.settle()
    expect("divisions", on_map(site), {r: kind_of(c) for r, c in yoys(site, seen(site, "US-%")).items()})
    expect("crumbs", b.run("return document.querySelector('.crumbs').textContent"), "WorldUnited States")
    b.back()
    b.wait("return location.search === ''")
    site.settle()
    expect("back", b.run("return document.querySelector('[name=region]').value"), "World")


@test
def the_bridge_adds_up_to_plain_counting():
    site = start()
    site.visit("?region=US")
    cell = yoy(site, "US")
    _, data = site.saved("bridge", "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    expect("parts", {r["part"] for r in rows}, set(cell["bridge"]))
    for r in rows:
        near(r["part"], float(r["log_points"]), cell["bridge"][r["part"]])
    near("sum", sum(float(r["points"]) for r in rows), cell["naive"])
    words = site.browser.run("return document.querySelector('#bridge .summary').textContent")
    for part in (percent(cell["naive"]), percent(cell["value"]), "boards we added or lost"):
        if part not in words:
            expect("words of the bridge", words, part)


@test
def the_series_is_that_of_trend_with_laws_and_new_sources():
    site = start()
    site.visit("?region=US&grain=quarter")
    rows = site.cells("SELECT * FROM jobtrend.trend('US', 'any', 'quarter')")
    _, data = site.saved("series", "csv")
    shown = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    expect("periods", [r["period"] for r in shown], [r["period"] for r in rows])
    for got, want in zip(shown, rows):
        for column in ("value", "lo", "hi"):
            if want[column] is None:
                expect(got["period"], got[column], "")
            else:
                near(got["period"] + " " + column, float(got[column]), want[column])
    laws = site.cells("SELECT DISTINCT valid_from FROM jobtrend.rule_event WHERE context <> 'pay' "
                      f"AND (region IN ('world', 'US') OR region LIKE 'US-%') AND valid_from >= '{rows[0]['period_start']}' "
                      "AND valid_from <= '2026-03-31'")
    marked = site.browser.run("return document.querySelectorAll('#series .rule').length")
    expect("days of laws", marked, len(laws))
    first = site.cells("SELECT count(*) AS n FROM jobtrend.source_observed WHERE first_run_at IS NOT NULL")[0]["n"]
    note = site.browser.run("return document.querySelector('#series .events').textContent")
    if f" {first:,} sources" not in note:
        expect("new sources", note, f"{first:,} sources")


@test
def rankings_are_in_the_order_of_the_change():
    site = start()
    site.visit("?view=rankings&order=rising")
    for figure in ("skills", "regions"):
        _, rows = site.table(figure)
        links = site.browser.run("return [...document.querySelectorAll(`#${arguments[0]} tbody a`)]"
                                 ".map((a) => new URL(a.href).searchParams)"
                                 ".map((p) => p.get('skill') ?? p.get('region'))", figure)
        asked = [("world", k) if figure == "skills" else (k, "any") for k in links]
        values = [c["value"] for c in site.yoy(*((r, k, LATEST, "flow", "one-skill") for r, k in asked))]
        expect(figure, values, sorted(values, reverse=True))
        expect(figure + " text", [r[1] for r in rows], [percent(v) for v in values])
        if len(rows) < 3:
            expect(figure, rows, "at least three")


@test
def employers_lifetimes_pay_and_sources_are_those_of_sql():
    site = start()
    site.visit("?view=employers&region=US")
    first = site.cells("SELECT employers, postings, top_employer FROM jobtrend.employer_competition "
                       "WHERE region = 'US' AND skill = 'pytorch'")[0]
    _, rows = site.table("competition")
    row = next(r for r in rows if r[0] == "PyTorch")
    expect("competition", row[1:4], [f"{first['employers']:,}", f"{first['postings']:,}", first["top_employer"]])
    site.visit("?view=terms&region=US")
    lives = site.cells("SELECT period, n, round(p50_days::numeric, 1)::text AS days FROM jobtrend.time_to_fill "
                       "WHERE region = 'US' AND skill = 'any' AND period LIKE '%Q%' ORDER BY period")
    _, rows = site.table("lifetimes")
    expect("lifetimes", [r[1:3] for r in rows], [[f"{x['n']:,}", x["days"] or "\u2013"] for x in lives])
    paid = site.cells("SELECT period, n FROM jobtrend.pay_trend WHERE region = 'US' AND skill = 'any' "
                      "AND currency = 'USD' AND per = 'year' ORDER BY period")
    _, rows = site.table("pay")
    expect("pay", [r[3] for r in rows], [f"{x['n']:,}" for x in paid])
    site.visit("?view=sources")
    states = site.cells("SELECT kind, count(*) AS n, count(*) FILTER (WHERE state = 'ok') AS ok "
                        "FROM jobtrend.source_health GROUP BY kind")
    _, rows = site.table("health")
    expect("kinds", {r[0]: r[1] for r in rows}, {x["kind"]: f"{x['n']:,}" for x in states})
    listed = site.browser.run("return document.querySelectorAll('#source-list tbody tr').length")
    expect("sources", listed, sum(x["n"] for x in states))


@test
def the_ads_behind_a_number_are_those_of_explain_and_only_text():
    site = start()
    b = site.browser
    site.visit("?region=MT&period=2026-02")
    b.run("document.querySelector('#headline [data-do=ads]').click()")
    b.wait("return document.querySelectorAll('dialog .ads li').length")
    ads = site.cells("SELECT title, url, source FROM jobtrend.explain('MT', 'any', '2026-02')")
    shown = b.run("return [...document.querySelectorAll('dialog .ads .ad')].map((p) => p.textContent)")
    expect("titles", sorted(shown), sorted(a["title"] for a in ads))
    expect("ads of the hostile board", len(shown), len(HOSTILE))
    expect("links", b.run("return [...document.querySelectorAll('dialog .ads a')].map((a) => a.href)"
                          ".filter((h) => !/^https?:/.test(h))"), [])
    expect("markup", b.run("return document.querySelectorAll('dialog .ads img, dialog .ads script, dialog .ads b').length"), 0)
    expect("axe on the dialog", site.axe(), [])
    b.keys("Escape")
    b.wait("return !document.querySelector('dialog')")
    site.visit("?view=employers&region=MT")
    _, data = site.saved("employers", "csv")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        if row[0][:1] in ("=", "+", "-", "@"):
            expect("a formula in the CSV", row[0], "'" + row[0])
    expect("harm", b.run("return window.harmed ?? null"), None)


@test
def each_part_of_the_bridge_has_its_ads():
    site = start()
    b = site.browser
    site.visit("?region=US")
    parts = b.run("return [...document.querySelectorAll('#bridge [data-do=part]')].map((a) => a.dataset.key)")
    drawn = [r["part"] for r in json.loads(site.ask("/api/v1/bridge?region=US")[1])["data"] if abs(r["points"]) >= 0.0005]
    expect("parts", sorted(parts), sorted(drawn + ["naive"]))
    told = 0
    for part in ("sources", "duplicates", "context", "demand"):
        if part not in parts:
            continue
        b.run(f"document.querySelector('#bridge [data-key={part}] [data-do=part]').focus()")
        b.keys("Enter" if told % 2 else "Space")
        b.wait("return document.querySelectorAll('dialog .ads .ad').length")
        wanted = site.cells(f"SELECT title, copy_of_source, n_all FROM jobtrend.bridge_ads('US', 'any', '{LATEST}', '{part}')")
        shown = b.run("return [...document.querySelectorAll('dialog .ads .ad')].map((p) => p.textContent)")
        expect(part, shown, [a["title"] for a in wanted][:50])
        said = b.run("return document.querySelector('dialog [role=status]').textContent")
        if f"{len(wanted):,}" not in said:
            expect("how many of " + part, said, len(wanted))
        copies = b.run("return document.querySelector('dialog .ads').textContent.split('repeats ').length - 1")
        expect("copies of " + part, copies, sum(bool(a["copy_of_source"]) for a in wanted[:50]))
        expect("axe on " + part, site.axe("region", "aria-required-children", "list", "heading-order", "button-name"), [])
        b.keys("Escape")
        told += 1
    if told < 3:
        expect("parts with ads", told, "at least 3")


@test
def what_has_no_shape_but_a_town_is_a_dot():
    site = start()
    shapes = {c: json.loads(site.ask(f"/geo/{c}.json")[1])["shapes"] for c in ("KE", "MA", "IN", "US")}
    dots = {c: {s[0] for s in its if len(s) > 6} for c, its in shapes.items()}
    expect("counties of Kenya", len(dots["KE"]), 47)
    expect("regions of Morocco", len(dots["MA"]) > 10, True)
    expect("Telangana", "IN-TG" in dots["IN"], True)
    expect("states", dots["US"], set())
    for country, its in shapes.items():
        codes = [s[0] for s in its if s[0]]
        expect("once each in " + country, len(codes), len(set(codes)))


@test
def what_the_number_hangs_on_is_that_of_sql():
    site = start()
    b = site.browser
    site.visit("?region=US")
    b.run("document.querySelector('#hangs').scrollIntoView()")
    b.wait("return document.querySelector('#hangs svg')")
    cell = site.cells(f"SELECT * FROM jobtrend.robustness('US', 'any', '{LATEST}')")[0]
    _, rows = site.table("hangs")
    wanted = [[cell[f"{kind}_{end}_{word}"], percent(cell[f"{kind}_{end}"])]
              for kind, word in (("source", "without"), ("employer", "without")) for end in ("least", "most")]
    expect("without one", [r[1:3] for r in rows[:4]], wanted)
    expect("definitions", [r[2] for r in rows[4:]], [percent(cell["definition_least"]), percent(cell["definition_most"])])
    expect("axe", site.axe(), [])


@test
def divisions_have_german_names_and_sources_can_be_found():
    site = start()
    b = site.browser
    site.visit("?region=US&lang=de")
    names = dict(b.run("return [...document.querySelectorAll('#map [data-code]')].map((n) => [n.dataset.code, n.getAttribute('aria-label')])"))
    expect("California", names["US-CA"].split(":")[0], "Kalifornien")
    laws = b.run("const d = document.querySelector('#series .events details'); d.open = true; return d.innerText")
    if "Illinois: " not in laws or "US-IL" in laws:
        expect("regions of laws", laws, "Illinois")
    site.visit("?view=sources&kind=lever")
    states = {r["source"]: r for r in site.cells("SELECT source, employer FROM jobtrend.source_health WHERE kind = 'lever'")}
    listed = "return [...document.querySelectorAll('#source-list tbody th')].map((c) => c.textContent)"
    expect("of one kind", sorted(b.run(listed)), sorted(states))
    one = sorted(states)[0]
    b.run("const f = document.querySelector('#find'); f.focus(); f.value = arguments[0].toUpperCase();"
          "f.dispatchEvent(new Event('input'))", one)
    b.wait("return document.querySelectorAll('#source-list tbody tr').length === 1")
    expect("found", b.run(listed), [one])
    expect("focus stays", b.run("return document.activeElement.id"), "find")
    site.visit(b.run("return location.search"))
    expect("by its address", b.run(listed), [one])
    _, rows = site.table("coverage")
    wanted = site.cells("SELECT period, sum(ok_days) AS ok, sum(known_days) AS known FROM jobtrend.coverage GROUP BY 1 ORDER BY 1")
    expect("all sources", [r[1:4] for r in rows if r[0] == "All sources"],
           [[w["period"], str(w["ok"]), str(w["known"])] for w in wanted])


@test
def a_row_has_the_ads_behind_it_and_what_has_no_shape_is_listed():
    site = start()
    b = site.browser
    site.visit("?view=employers&region=US")
    employer = site.table("employers")[1][0][0]
    b.run("document.querySelector('#employers [data-do=row-ads]').click()")
    b.wait("return document.querySelectorAll('dialog .ads li').length")
    shown = b.run("return [...document.querySelectorAll('dialog .ads .ad')].map((p) => p.textContent)")
    ads = site.cells("SELECT e.title FROM jobtrend.explain('US', 'any', '" + LATEST + "') AS e JOIN jobtrend.source AS s "
                     "ON s.id = e.source JOIN jobtrend.ad AS a ON a.source_id = s.source_id AND a.native_id = e.native_id "
                     f"WHERE a.employer_key = '{employer}'")
    expect("ads of " + employer, sorted(shown), sorted(a["title"] for a in ads)[:50])
    b.keys("Escape")
    b.cdp("Network.enable")
    b.cdp("Network.setBlockedURLs", urls=["*geo/US.json*"])
    try:
        site.visit("?region=US&lang=de")
        listed = b.run("return [...document.querySelectorAll('#map .undrawn a')].map((a) => a.dataset.code)")
        expect("listed", sorted(listed), sorted(seen(site, "US-%")))
        expect("in German", b.run("return document.querySelector('[name=definition]').selectedOptions[0].textContent"),
               "Eine KI-F\u00e4higkeit (\u00fcblich)")
    finally:
        b.cdp("Network.setBlockedURLs", urls=[])


@test
def a_claim_gets_the_verdict_of_check_claim():
    site = start()
    b = site.browser
    site.visit("?view=claim")
    for sentence in ("AI jobs in the United States tripled in the past year", "there were 12 AI jobs in Germany in 2025"):
        b.run("document.querySelector('#claim-text').value = arguments[0];"
              "document.querySelector('.claim-form').requestSubmit()", sentence)
        b.wait("return document.querySelector('#verdict') && !document.querySelector('[aria-busy]')", seconds=60)
        wanted = json.loads(run(program("jobtrendctl"), "check-claim", "--db", site.db, "--format", "json", sentence).stdout)
        expect(sentence, b.run("return document.querySelector('#verdict h2').textContent").lower(), wanted["verdict"])
        _, rows = site.table("readings")
        expect("readings", len(rows), len(wanted["readings"]))
        expect("holds", [r[9] for r in rows], [{True: "yes", False: "no", None: "\u2013"}[r["holds"]] for r in wanted["readings"]])
        b.run("document.querySelector('#verdict').remove()")
    b.run("document.querySelector('#claim-text').value = 'AI is nice';"
          "document.querySelector('.claim-form').requestSubmit()")
    said = b.wait("return document.querySelector('.answers .problem')?.textContent")
    if "not understood" not in said:
        expect("a sentence without a figure", said, "The sentence was not understood")


@test
def an_address_brings_the_same_view_back():
    site = start()
    b = site.browser
    site.visit()
    b.run("document.querySelector('[name=measure]').value = 'share';"
          "document.querySelector('[name=measure]').dispatchEvent(new Event('change'))")
    b.wait("return location.search.includes('measure=share')")
    site.settle()
    b.run("document.querySelector('#places input[value=falling]').click()")
    b.wait("return location.search.includes('order=falling')")
    b.run("const q = document.querySelector('#series input[value=quarter]'); q.focus(); q.click()")
    b.wait("return location.search.includes('grain=quarter')")
    site.settle()
    expect("focus stays", b.run("return document.activeElement.value"), "quarter")
    b.click(".tabs li:nth-child(4) a")
    b.wait("return location.search.includes('view=terms')")
    b.back()
    b.wait("return !location.search.includes('view=terms')")
    site.settle()
    look = "return [location.search, document.querySelector('main').innerText.replace(/choice-\\d+/g, '')]"
    before = b.run(look)
    site.visit(before[0])
    expect("the same again", b.run(look), before)
    for query, name in (("?region=Nowhere", "region"), ("?skill=no-such-skill", "skill"), ("?period=1850", "period")):
        site.visit(query)
        words = b.run("return document.querySelector('main').innerText")
        if name not in words.lower() or "expected" not in words:
            expect(query, words[:300], f"{name}: expected ...")
    site.visit("?view=nonsense&measure=nonsense&grain=x")
    expect("nonsense is the usual", b.run("return document.querySelector('[aria-current=page]').textContent"), "Change")


@test
def a_lasting_link_shows_the_number_as_it_was():
    site = start()
    b = site.browser
    site.visit("?region=US")
    number = b.run("return document.querySelector('#headline .big').textContent")
    link = b.run("return document.querySelector('.asked .cite a').getAttribute('href')")
    if f"period={LATEST}" not in link or "as_of=20" not in link:
        expect("the link", link, f"with period={LATEST} and as_of")
    as_of = link.split("as_of=")[1].split("&")[0]
    change = psql("SELECT jobtrend.publish('US', 'any', '%s')" % LATEST, site.db) and psql(
        "UPDATE jobtrend.cell SET published_at = '%s', value = value + 1 WHERE region = 'US' AND skill = 'any' AND measure = 'flow' "
        "AND definition = 'one-skill' AND period = '%s' AND superseded_at IS NULL RETURNING value" % (as_of, LATEST), site.db)
    try:
        site.visit(link)
        expect("as it was", b.run("return document.querySelector('#headline .big').textContent"), percent(float(change[0][0])))
        said = b.run("return document.querySelector('.asked .cite').textContent")
        if "as they were known on" not in said:
            expect("what is shown", said, "as they were known on ...")
        expect("axe", site.axe(), [])
    finally:
        psql("UPDATE jobtrend.cell SET value = value - 1 WHERE region = 'US' AND skill = 'any' AND measure = 'flow' "
             "AND definition = 'one-skill' AND period = '%s' AND superseded_at IS NULL" % LATEST, site.db)
    b.click(".asked .cite a")
    b.wait("return location.search === '?region=US'")
    site.settle()
    expect("today's", b.run("return document.querySelector('#headline .big').textContent"), number)


def png_size(data):
    """Width and height of a PNG whose every part is sound."""
    expect("signature", data[:8], b"\x89PNG\r\n\x1a\n")
    at, kinds, packed = 8, [], b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        expect("checksum", struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0], zlib.crc32(kind + body))
        kinds.append(kind)
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    expect("end", kinds[-1], b"IEND")
    pixels = zlib.decompress(packed)
    if len(set(pixels[::97])) < 5:
        raise AssertionError("expected a picture, found one colour")
    return struct.unpack(">II", data[16:24])


@test
def every_figure_saves_csv_and_png():
    site = start()
    b = site.browser
    drawn = 0
    for view in VIEWS[:5]:
        site.visit(f"?view={view}&region=US&skill=pytorch")
        for figure in b.run("return [...document.querySelectorAll('main > section')].map((s) => s.id)"):
            if b.run("return !!document.querySelector(`#${arguments[0]} [data-do=csv]`)", figure):
                name, data = site.saved(figure, "csv")
                rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
                expect(figure, {len(r) for r in rows}, {len(rows[0])})
            if b.run("return !!document.querySelector(`#${arguments[0]} [data-do=png]`)", figure):
                name, data = site.saved(figure, "png")
                width, height = png_size(data)
                if width < 400 or height < 200:
                    expect(name, (width, height), "a picture of some size")
                drawn += 1
    if drawn < 10:
        expect("figures with a picture", drawn, "at least 10")


@test
def everything_can_be_done_with_keys():
    site = start()
    b = site.browser
    site.visit()
    b.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    b.keys("Tab")
    expect("first", b.run("return document.activeElement.className"), "skip")
    seen = []
    for _ in range(14):
        b.keys("Tab")
        seen.append(b.run("const e = document.activeElement; return e.name || e.id || e.textContent"))
    order = ["jobtrend", "language", "theme", "Change", "Rankings", "Employers", "Duration and pay", "Sources",
             "Check a claim", "region", "skill", "period", "measure", "definition"]
    expect("order of the focus", seen, order)
    b.run("document.querySelector('[name=region]').focus()")
    b.keys("Backspace", "germ")
    b.wait("return document.querySelector('[name=region]').getAttribute('aria-activedescendant')")
    b.keys("Enter")
    b.wait("return location.search === '?region=DE'")
    site.settle()
    expect("focus stays", b.run("return document.activeElement.name"), "region")
    said = b.wait("return document.querySelector('#live').textContent")
    expect("said", said, "Change: Any AI skill, Germany")
    b.run("document.querySelector('[name=skill]').focus()")
    b.keys("Down")
    b.wait("return document.querySelectorAll('[role=option]').length > 5")
    b.keys("Down", "Down", "Enter")
    b.wait("return location.search.includes('skill=')")
    site.settle()
    b.run("document.querySelector('#theme').focus()")
    for theme in ("light", "dark", "auto"):
        b.keys("Enter")
        b.wait("return document.documentElement.dataset.theme === '%s'" % theme)


@test
def axe_finds_nothing_in_any_view_and_theme():
    site = start()
    b = site.browser
    found = []
    for view in VIEWS:
        query = f"?view={view}&region=US&skill=pytorch" if view != "claim" else \
            "?view=claim&claim=AI+jobs+in+Germany+tripled+in+the+past+year"
        b.prefers("light")
        site.visit(query)
        # A thousand rows are alike, and ten seconds of looking.
        b.run("document.querySelectorAll('section:not(#coverage) details').forEach((d) => { d.open = true; })")
        found += [f"{view} {line}" for line in site.axe()]
        b.prefers("dark")
        found += [f"{view} dark {line}" for line in site.axe("color-contrast")] # no other rule sees the theme
    b.prefers("light")
    expect("violations", found, [])


@test
def a_phone_needs_no_scrolling_sideways():
    site = start()
    b = site.browser
    try:
        for width in (360, 390):
            b.screen(width, 780, is_phone=True)
            for view in VIEWS if width == 360 else VIEWS[:1]:
                site.visit(f"?view={view}&claim=AI+jobs+in+Germany+tripled+in+the+past+year&lang=de")
                wide = b.run("return [document.documentElement.scrollWidth, [...document.querySelectorAll('main *')]"
                             ".filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .unseen, svg'))"
                             ".slice(0, 3).map((e) => e.outerHTML.slice(0, 90))]")
                expect(f"{view} at {width}", wide, [width, []])
                expect("German", b.run("return document.documentElement.lang"), "de")
    finally:
        b.screen(1280)


@test
def it_asks_nobody_but_this_server_and_is_light():
    site = start()
    b = site.browser
    b.cdp("Network.clearBrowserCache")
    b.requested()
    b.log("browser")
    b.open(site.base)
    b.wait("return document.querySelector('#headline .big')")
    ready = b.run("return performance.now()")
    site.settle()
    asked = [u for u in b.requested() if not u.startswith(("data:", "blob:", "chrome:"))]
    expect("others", [u for u in asked if not u.startswith(site.base)], [])
    sizes = b.run("return performance.getEntries().filter((e) => e.encodedBodySize)"
                  ".map((e) => [e.name.split('/').pop(), e.encodedBodySize])")
    script = sum(n for name, n in sizes if name.endswith(".js"))
    if not 0 < script < 300 * 1024:
        expect("bytes of script as sent", script, "less than 300 KB")
    print(f"# the number stood there after {ready:.0f} ms; {sum(n for _, n in sizes)} bytes, {script} of script")
    expect("errors of the console", [e["message"] for e in b.log("browser") if e["level"] == "SEVERE"], [])


if __name__ == "__main__":
    main()
