"""A WARC file as Common Crawl makes them, out of the pages of the bench's site: warcinfo, then
request, response and metadata of every page, each a gzip member; few pages hold an ad."""
import gzip
import hashlib
import os

RECORD = ("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n"
          "{more}Content-Type: {type}\r\nContent-Length: {length}\r\n\r\n")
HTTP = "application/http; msgtype="
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Crawl-Content-Encoding: gzip\r\n\r\n"


def member(kind, block, content_type, number, more=""):
    digest = hashlib.md5(f"{kind}{number}".encode()).hexdigest()
    uuid = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
    date = f"2025-{1 + number % 12:02d}-{1 + number // 12 % 28:02d}T06:00:00Z"
    head = RECORD.format(kind=kind, date=date, id=uuid, type=content_type, length=len(block), more=more)
    text = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(text, compresslevel=1, mtime=0), len(text)


def write(path, pages, documents, every):
    """`documents` of these HTML files; one of `every` holds its ad. Bytes when unpacked."""
    models = []
    for page in pages[:2000]:
        with open(page, "rb") as f:
            models.append(f.read())
    whole = 0
    with open(path + ".part", "wb") as out:
        for number in range(documents):
            body = models[number % len(models)]
            if number % every:
                body = body.replace(b"JobPosting", b"Article")
            url = f"WARC-Target-URI: https://h{number % 199}.example/page/{number}\r\n"
            parts = [member("request", b"GET / HTTP/1.1\r\n\r\n", HTTP + "request", number, url),
                     member("response", ANSWER + body, HTTP + "response", number, url),
                     member("metadata", b"fetchTimeMs: 9\r\n", "application/warc-fields", number, url)]
            for packed, length in parts:
                out.write(packed)
                whole += length
    os.rename(path + ".part", path)
    return whole
