#!/usr/bin/env python3
"""Every fuzz target runs for a while over the fixtures and finds nothing.

    tests/fuzz/fuzz_test.py [SECONDS] [FOLDER]

The targets are in JOBTREND_BUILD-fuzz, where `make fuzzers` has put them;
where clang's runtime is missing, there are none and the test is skipped.
Without SECONDS each tries a fixed number of inputs from a fixed seed, so that
the same program has the same outcome; with SECONDS each goes its own way for
so long. FOLDER keeps what was found worth keeping, and inputs that harm, across
calls.
"""
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
AUTO = b"\xff"  # no parser has that number

TEXTS = {
    "robots": b"User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 2\n"
              b"Sitemap: https://x.example/s.xml\n",
    "dates": "Posted 3 Days Ago|vor 3 Tagen|昨天|hace 2 días|1.5 weeks ago",
    "places": "Remote - US (CA, NY)|München|北京|Atlanta, Georgia|SF | NYC",
    "pay": "$120k-150k|€60.000 – 80.000|年薪30万-50万|CHF 110'000 p.a.",
    "ad": "Senior Machine Learning Engineer\nWe look for PyTorch, RAG and LLMs. "
          "You will build agents.\n\nNo AI tools in interviews. 熟悉机器学习",
    "contact": "Ask Jane Doe, jane (at) firm dot com, +49 30 123456|Frau Meier",
    "claims": "AI jobs in China soared 321.7% year on year in Q1 2024|more than a million AI "
              "postings in twelve months worldwide|six months to hire|2024年第一季度同比增长三倍",
    "tables": "id\tname\tcluster\nrust\tRust\tcode\n",
}
RUNS = 2000    # inputs of a target when no time is given, beyond its seeds
LONGEST = 20   # seconds, whatever the machine does meanwhile
READERS = ("robots", "dates", "places", "pay", "ad", "tables", "contact", "claims")


def parser_seeds():
    for path in sorted((ROOT / "tests/fixtures").glob("*/*")):
        if path.suffix not in (".want", ".tsv"):
            yield AUTO + path.read_bytes()


def recognise_seeds():
    for number, name in enumerate(READERS):
        text = TEXTS[name]
        yield bytes([number]) + (text if isinstance(text, bytes) else text.encode())


def xml_seeds():
    for path in sorted((ROOT / "tests/fixtures").glob("*/*")):
        if path.suffix in (".xml", ".rss"):
            yield path.read_bytes()


def warc_seeds():
    record = (b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Date: 2025-01-03T06:00:00Z\r\n"
              b"WARC-Target-URI: https://x.example/1\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n")
    page = gzip.compress(b"<p>ads</p>", mtime=0)
    blocks = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
              b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + page]
    records = [record % (kind, len(block), block)
               for kind in (b"response", b"revisit") for block in blocks]
    yield b"".join(records)
    yield b"".join(gzip.compress(r, mtime=0) for r in records)
    yield gzip.compress(b"".join(records), mtime=0)


def web_seeds():
    for query in ("yoy?region=US,DE&skill=pytorch&period=2025Q1&measure=share",
                  "trend?grain=week&since=2024-12-31&until=2025-W10&format=json-stat",
                  "explain?as_of=2025-03-01T00:00:00Z&limit=10&cursor=AAAA&definition=title",
                  "ranking?by=skill&order=rising&level=country&limit=300",
                  "check-claim?claim=AI+jobs+doubled%20in%202025&region=Germany",
                  "regions?q=%E5%8C%97%E4%BA%AC&within=US&observed=true&level=subdivision",
                  "pay?currency=EUR&per=hour", "sources?state=ok&kind=ashby&core=false"):
        yield b"text/csv\n/api/v1/" + query.encode()


def run(program, seeds, seconds, folder):
    """The exit status and what was said."""
    kept, start = folder / program.name, folder / (program.name + ".seeds")
    for each in (kept, start):
        each.mkdir(parents=True, exist_ok=True)
    for i, seed in enumerate(seeds):
        (start / ("%03d" % i)).write_bytes(seed)
    effort = (["-max_total_time=%d" % seconds] if seconds
              else ["-seed=1", "-runs=%d" % RUNS, "-max_total_time=%d" % LONGEST])
    done = subprocess.run(
        [str(program), *effort, "-max_len=6000", "-timeout=10",
         "-rss_limit_mb=2048", "-artifact_prefix=%s/" % folder, str(kept), str(start)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8", "replace").splitlines()


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    build = pathlib.Path(os.environ.get("JOBTREND_BUILD", "build") + "-fuzz/tests/fuzz")
    targets = {"parser_fuzz": parser_seeds, "recognise_fuzz": recognise_seeds,
               "warc_fuzz": warc_seeds, "web_fuzz": web_seeds, "xml_fuzz": xml_seeds}
    failed = False
    print("1..%d" % len(targets))
    with tempfile.TemporaryDirectory(prefix="jobtrend-fuzz-") as scratch:
        folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else scratch).resolve()
        for number, (name, seeds) in enumerate(targets.items(), 1):
            if not (build / name).exists():
                print("ok %d - %s # SKIP make fuzzers has not built it" % (number, name))
                continue
            status, said = run((build / name).resolve(), seeds(), seconds, folder)
            print("%s %d - %s finds nothing" % ("not ok" if status else "ok", number, name))
            for line in said[-40:] if status else said[-1:]:
                print("# " + line)
            failed = failed or status != 0
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
