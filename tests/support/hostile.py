"""Boards that mean harm, each on an address of its own (127.0.2.N).

A board is a function that gets the request's path and a `send` for raw bytes;
what it does until it returns is its answer.
"""
import contextlib
import gzip
import socket
import threading
import time
import zlib


def head(status="200 OK", content_type="application/json", **headers):
    lines = ["HTTP/1.1 " + status, "Content-Type: " + content_type, "Connection: close"]
    lines += ["%s: %s" % (k.replace("_", "-"), v) for k, v in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(body, content_type="application/json", **headers):
    if isinstance(body, str):
        body = body.encode()
    return head(content_type=content_type, Content_Length=len(body), **headers) + body


def greenhouse(jobs):
    return '{"jobs": [%s]}' % ", ".join(jobs)


JOB = '{"id": %d, "title": "%s", "absolute_url": "https://acme.example/%d", "location": {"name": "Berlin"}, "content": "%s"}'


def endless_body(path, send):
    send(head())
    send(b'{"jobs": [')
    while True:
        send(b" " * 65536)


def gzip_bomb(path, send):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b" " * (1 << 20)
    body = b"".join(squeeze.compress(zeros) for _ in range(256)) + squeeze.flush()
    send(head(Content_Encoding="gzip", Content_Length=len(body)) + body)


def nested_gzip_sitemap(path, send):
    inner = gzip.compress(b" " * (64 << 20))
    send(answer(inner, "application/gzip"))


def redirect_loop(path, send):
    send(head("302 Found", Location=path + "x", Content_Length=0))


def redirect_to_private(path, send):
    send(head("302 Found", Location="http://169.254.169.254/latest/meta-data/", Content_Length=0))


def redirect_to_file(path, send):
    send(head("302 Found", Location="file:///etc/passwd", Content_Length=0))


def slow_drip(path, send):
    send(head(Content_Length=100000))
    while True:
        send(b" ")
        time.sleep(0.5)


def never_answers(path, send):
    time.sleep(60)


def endless_headers(path, send):
    send(b"HTTP/1.1 200 OK\r\n")
    while True:
        send(b"X-More: " + b"a" * 4000 + b"\r\n")


def infinite_sitemap(path, send):
    n = int("".join(c for c in path if c.isdigit()) or 0)
    here = "http://%s" % send.host
    links = "".join("<sitemap><loc>%s/sitemap-%d.xml</loc></sitemap>" % (here, 10 * n + i)
                    for i in range(1, 10))
    send(answer('<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/'
                'sitemap/0.9">%s</sitemapindex>' % links, "application/xml"))


def entity_bomb(path, send):
    entities = '<!ENTITY a0 "ha">' + "".join(
        '<!ENTITY a%d "%s">' % (i, ("&a%d;" % (i - 1)) * 10) for i in range(1, 12))
    send(answer('<?xml version="1.0"?><!DOCTYPE rss [%s]><rss version="2.0"><channel>'
                "<title>&a11;</title></channel></rss>" % entities, "application/rss+xml"))


def external_entity(path, send):
    send(answer('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                '<rss version="2.0"><channel><item><title>&x;</title><link>https://a.example/1'
                "</link></item></channel></rss>", "application/rss+xml"))


def deep_json(path, send):
    send(answer('{"jobs": ' + "[" * 100000 + "]" * 100000 + "}"))


def cut_json(path, send):
    send(answer(greenhouse([JOB % (1, "Engineer", 1, "text")])[:-20]))


def wrong_length(path, send):
    send(head(Content_Length=1000000) + b'{"jobs": []}')


def nul_bytes(path, send):
    send(answer(b"\0" * 100000))


def not_http(path, send):
    send(b"SSH-2.0-OpenSSH_9.2\r\n")


def an_error(path, send):
    send(head("500 Internal Server Error", Content_Length=0))


def html_instead(path, send):
    send(answer("<html><body><h1>Please verify that you are human</h1></body></html>",
                "text/html"))


def broken_utf8(path, send):
    send(answer(b'{"jobs": [' + (JOB % (1, "Engineer", 1, "text")).encode().replace(
        b"Engineer", b"Engineer \xff\xfe\xc3( \xed\xa0\x80 x\\u0000y \\ud800") + b"]}"))


def one_huge_line(path, send):
    send(answer(greenhouse([JOB % (1, "Engineer", 1, "word " * 200000)])))


def empty_list(path, send):
    send(answer(greenhouse([])))


class _Send:
    def __init__(self, connection, host):
        self.connection = connection
        self.host = host

    def __call__(self, data):
        self.connection.sendall(data)


def _serve_one(board, connection, host):
    connection.settimeout(90)
    try:
        request = b""
        while b"\r\n\r\n" not in request and len(request) < 65536:
            more = connection.recv(65536)
            if not more:
                return
            request += more
        path = request.split(b" ", 2)[1].decode("latin-1")
        send = _Send(connection, host)
        if path == "/robots.txt":
            send(head("404 Not Found", Content_Length=0))
        else:
            board(path, send)
    except (OSError, IndexError):
        pass
    finally:
        connection.close()


def _accept(board, listener, host):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve_one, args=(board, connection, host), daemon=True).start()


@contextlib.contextmanager
def boards(all_boards, port):
    """Serve each board on 127.0.2.N of its place in the list, from 1."""
    listeners = []
    try:
        for number, board in enumerate(all_boards, 1):
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.2.%d" % number, port))
            listener.listen(64)
            listeners.append(listener)
            threading.Thread(target=_accept, daemon=True,
                             args=(board, listener, "127.0.2.%d:%d" % (number, port))).start()
        yield
    finally:
        for listener in listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
