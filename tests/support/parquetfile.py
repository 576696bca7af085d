"""A strict reader of Parquet files, from the format's own description.

It takes the part of the format that has flat columns and lists of values in
pages of version 1, and asserts what other readers rely on: lengths that add
up, streams that are used to their last byte, fields of their types.
https://github.com/apache/parquet-format (README.md, src/main/thrift)
"""
import struct
import zlib

MAGIC = b"PAR1"
READ = {1: ("<i", 4), 2: ("<q", 8), 5: ("<d", 8)}  # INT32, INT64, DOUBLE


class Thrift:
    """Structs of the compact protocol as {field: value}."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def value(self, kind):
        if kind in (5, 6):
            return self.signed()
        if kind == 8:
            length = self.varint()
            self.at += length
            assert self.at <= len(self.data), "text beyond the end"
            return bytes(self.data[self.at - length:self.at]).decode()
        if kind == 9:
            head = self.byte()
            n = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _ in range(n)]
        assert kind == 12, "type %d" % kind
        return self.struct()

    def struct(self):
        fields, last = {}, 0
        while True:
            head = self.byte()
            if head == 0:
                return fields
            assert head >> 4, "long form of a field"
            last += head >> 4
            kind = head & 15
            fields[last] = kind == 1 if kind in (1, 2) else self.value(kind)


def levels(page, at, n, width):
    """`n` levels of the hybrid encoding behind their length, and where they end."""
    length, = struct.unpack_from("<I", page, at)
    stream, out = Thrift(page[at + 4:at + 4 + length]), []
    while len(out) < n:
        head = stream.varint()
        assert head & 1 == 0, "bit-packed levels are not written"
        level = stream.byte()
        assert level < 1 << width, "level %d" % level
        out += [level] * (head >> 1)
    assert len(out) == n and stream.at == length, "levels do not add up"
    return out, at + 4 + length


def plain(kind, page, at, n):
    out = []
    for _ in range(n):
        if kind == 6:
            length, = struct.unpack_from("<I", page, at)
            out.append(bytes(page[at + 4:at + 4 + length]).decode())
            at += 4 + length
        else:
            form, size = READ[kind]
            out.append(struct.unpack_from(form, page, at)[0])
            at += size
    assert at == len(page), "%d bytes behind the values" % (len(page) - at)
    return out


def schema(elements):
    """[(path, physical type, logical type, is list)] of a flat table."""
    root, rest, out = elements[0], elements[1:], []
    for _ in range(root[5]):
        e = rest.pop(0)
        assert e[3] == 1, "optional"
        if 1 in e:
            out.append(([e[4]], e[1], e.get(10), False))
            continue
        middle, leaf = rest.pop(0), rest.pop(0)
        assert (e[5], e[6], e[10]) == (1, 3, {3: {}}), "a group that is a list"
        assert (middle[3], middle[5], leaf[3]) == (2, 1, 0), "repeated, required"
        out.append(([e[4], middle[4], leaf[4]], leaf[1], leaf.get(10), True))
    assert not rest, "elements without a parent"
    return out


def column(data, meta, kind, is_list):
    """The values of a column in a group, None where absent."""
    assert meta[1] == kind and meta[4] == 2, "type, gzip"
    head = Thrift(data, meta[9])
    page = head.struct()
    n = page[5][1]
    assert page[1] == 0 and page[5] == {1: n, 2: 0, 3: 3, 4: 3} and n == meta[5]
    packed = bytes(data[head.at:head.at + page[3]])
    body = memoryview(zlib.decompress(packed, 31))
    assert len(body) == page[2], "plain size"
    assert head.at + page[3] - meta[9] == meta[7], "packed size of the column"
    assert head.at + page[2] - meta[9] == meta[6], "plain size of the column"
    at, repeats = 0, [0] * n
    if is_list:
        repeats, at = levels(body, at, n, 1)
    defined, at = levels(body, at, n, 2 if is_list else 1)
    values = iter(plain(kind, body, at, defined.count(2 if is_list else 1)))
    out = []
    for level, repeat in zip(defined, repeats):
        if not is_list:
            out.append(next(values) if level else None)
        elif repeat:
            assert level == 2, "an element"
            out[-1].append(next(values))
        else:
            out.append([None, [], None][level] if level < 2 else [next(values)])
    return out, meta[9] + meta[7]


def read(data):
    """(rows as dicts, {column: logical type}, rows of each group)"""
    assert data[:4] == MAGIC and data[-4:] == MAGIC, "magic"
    size, = struct.unpack("<I", data[-8:-4])
    footer = Thrift(data[:-8], len(data) - 8 - size)
    meta = footer.struct()
    assert footer.at == len(data) - 8, "footer's length"
    columns = schema(meta[2])
    rows, groups, at = [], [], 4
    for group in meta[4]:
        assert len(group[1]) == len(columns)
        found = []
        for chunk, (path, kind, _, is_list) in zip(group[1], columns):
            assert chunk[3][3] == path and chunk[3][9] == at, "in the order of the file"
            values, at = column(data, chunk[3], kind, is_list)
            assert len(values) == group[3], "rows of " + path[0]
            found.append(values)
        assert group[2] == sum(c[3][6] for c in group[1])
        rows += [dict(zip((c[0][0] for c in columns), row)) for row in zip(*found)]
        groups.append(group[3])
    assert at == len(data) - 8 - size and meta[3] == len(rows), "rows of the file"
    return rows, {c[0][0]: c[2] for c in columns}, groups
