"""A reader of WARC files of the tests' own, made after the standard (ISO 28500:2017) and not
after our code: strict where the standard is."""
import hashlib
import re
import zlib

NEEDED = ("warc-type", "warc-record-id", "warc-date", "content-length")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$")
UUID = re.compile(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>$")


class Record:
    def __init__(self, text):
        head, _, rest = text.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        self.version = lines[0]
        self.fields = {}
        for line in lines[1:]:
            name, colon, value = line.partition(": ")
            assert colon and name.lower() not in self.fields, "field %r" % line
            self.fields[name.lower()] = value
        length = int(self.fields["content-length"])
        self.block, end = rest[:length], rest[length:]
        assert len(self.block) == length and end == b"\r\n\r\n", "end %r of %r" % (end, lines)
        self.type = self.fields["warc-type"]
        self.url = self.fields.get("warc-target-uri", "")
        self.payload = self.block.partition(b"\r\n\r\n")[2]

    def check(self):
        assert self.version == "WARC/1.1", self.version
        assert all(n in self.fields for n in NEEDED), self.fields
        assert DATE.match(self.fields["warc-date"]), self.fields["warc-date"]
        assert UUID.match(self.fields["warc-record-id"]), self.fields["warc-record-id"]
        algorithm, _, digest = self.fields["warc-block-digest"].partition(":")
        assert hashlib.new(algorithm, self.block).hexdigest() == digest, "block digest"
        if self.type == "response":
            algorithm, _, digest = self.fields["warc-payload-digest"].partition(":")
            assert hashlib.new(algorithm, self.payload).hexdigest() == digest, "payload digest"
            assert int(re.search(rb"\r\nContent-Length: (\d+)\r\n", self.block).group(1)) == len(
                self.payload), "length of the payload"
        if self.type in ("response", "revisit"):
            assert self.block.startswith(b"HTTP/1.1 200"), self.block[:40]
        if self.type == "revisit":
            assert self.fields["warc-profile"].endswith("/identical-payload-digest"), self.fields


def members(data):
    """(offset, unpacked bytes) of every gzip member; all of them must be whole."""
    at = 0
    while at < len(data):
        unpacker = zlib.decompressobj(31)
        text = unpacker.decompress(data[at:])
        assert unpacker.eof, "member at %d is cut" % at
        yield at, text
        at = len(data) - len(unpacker.unused_data)


def check(path):
    """The records of a file, each a member of its own, the first a warcinfo."""
    records = [Record(text) for _, text in members(path.read_bytes())]
    for r in records:
        r.check()
    ids = [r.fields["warc-record-id"] for r in records]
    assert len(ids) == len(set(ids)), "an id comes twice"
    assert not records or records[0].type == "warcinfo", records[0].type
    for r in records:
        other = r.fields.get("warc-concurrent-to")
        assert not other or other in ids, "no record %s" % other
    return records


def read(path, offset):
    """The record whose member begins there."""
    with open(path, "rb") as f:
        f.seek(offset)
        unpacker = zlib.decompressobj(31)
        return Record(unpacker.decompress(f.read()))
