#!/usr/bin/env python3
"""What jobtrendctl shows on a terminal: status that follows, colours, letters."""
import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from harness import SLOW, expect, folder, fresh_database, main, program, psql, run, test, wait_until

CTL = program("jobtrendctl")
WORLD = ["--seed", "3", "--employers", "25", "--days", "800", "--today", "2026-03-01"]
ASKED = ["--region", "world", "--skill", "any"]
COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A program on a terminal of its own, so many lines high and columns wide."""

    def __init__(self, *args, lines=40, columns=100, **env):
        self.fd, child = pty.openpty()
        self.child = child
        self.resize(lines, columns)
        self.before = termios.tcgetattr(child)
        self.text = ""
        self.letters = codecs.getincrementaldecoder("utf-8")()
        env = {k: v for k, v in {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8",
                                 "NO_COLOR": None, **env}.items() if v is not None}
        self.process = subprocess.Popen([CTL, *args], stdin=child, stdout=child, stderr=child,
                                        env=env, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def resize(self, lines, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def key(self, keys):
        os.write(self.fd, keys)

    def read(self):
        while select.select([self.fd], [], [], 0.02)[0]:
            self.text += self.letters.decode(os.read(self.fd, 65536))
        return self.text

    def until(self, pattern, times=1):
        wait_until(lambda: len(re.findall(pattern, self.read())) >= times, 20, pattern)

    def end(self):
        wait_until(lambda: (self.read(), self.process.poll())[1] is not None, 20, "its end", 0.01)
        status = self.process.returncode
        self.read()
        expect("mode of the terminal", termios.tcgetattr(self.child), self.before)
        os.close(self.fd), os.close(self.child)
        return status


def frames(text):
    return text.split("\x1b[?2026h")[1:]


_filled = []


def filled():
    """A database with a world in it, made once."""
    if not _filled:
        db = fresh_database()
        with folder() as d:
            (d / "a").write_text(run(program("tests/boardsim"), "archive", *WORLD).stdout)
            run(CTL, "import", "--db", db, "--format", "archive", d / "a", timeout=120)
        _filled.append(db)
    return _filled[0]


@test
def a_picture_is_drawn_in_place_until_q():
    t = Terminal("status", "--watch", "--interval", "1", "--db", fresh_database())
    t.until(r"\x1b\[\?2026l", 2)
    t.key(b"q")
    expect("status", t.end(), 0)
    expect("other screen", (t.text.count("\x1b[?1049h"), t.text.count("\x1b[?1049l")), (1, 1))
    expect("cleared", "\x1b[2J" in t.text, False)
    for frame in frames(t.text):
        expect("begins at the corner", frame.startswith("\x1b[H"), True)
        expect("each line is cleaned behind its end",
               frame.count("\r\n"), frame.count("\x1b[K\r\n"))
    expect("all of it", all(w in frames(t.text)[0] for w in ("Database", "Queue", "Daemons")), True)


@test
def it_is_what_status_does_on_a_terminal_and_ctrl_c_ends_it():
    t = Terminal("status", "--db", fresh_database())
    t.until("Ctrl-C ends")
    t.key(b"\x03")
    expect("status", t.end(), 0)
    expect("left", t.text.endswith("\x1b[?1049l"), True)
    t = Terminal("status", "--once", "--db", fresh_database())
    expect("status", t.end(), 0)
    expect("plain", ("Database" in t.text, "\x1b[?" in t.text), (True, False))


@test
def a_verification_shows_how_far_it_is():
    t = Terminal("schema", "verify", "--db", filled())
    expect("status", t.end(), 0)
    expect("a bar", re.search(r"\rverify|\x1b\[Kverify \[.*\] +\d+ %", t.text) is not None, True)
    expect("taken away", "verify [" in t.text.rsplit("\x1b[K", 1)[1], False)


@test
def no_picture_is_higher_than_the_terminal_and_another_size_is_followed():
    t = Terminal("status", "--interval", "60", "--db", fresh_database(), lines=8)
    t.until("more than fits")
    expect("lines", frames(t.text)[0].count("\r\n"), 6)
    t.resize(60, 100)
    t.process.send_signal(signal.SIGWINCH)
    t.until("none.*\r\n(.*\r\n)*.*Sources with errors") # at once, not after 60 s
    expect("fits", "more than fits" in frames(t.read())[-1], False)
    t.key(b"q")
    expect("status", t.end(), 0)


@test
def a_stopped_program_gives_the_terminal_back_and_takes_it_again():
    t = Terminal("status", "--interval", "60", "--db", fresh_database())
    t.until("Ctrl-C ends")
    t.key(b"\x1a")
    wait_until(lambda: open("/proc/%d/stat" % t.process.pid).read().split(") ")[1][0] == "T",
               what="it is stopped")
    expect("left", t.read().endswith("\x1b[?1049l"), True)
    expect("mode of the terminal", termios.tcgetattr(t.child), t.before)
    t.process.send_signal(signal.SIGCONT)
    t.until(r"\x1b\[\?1049h", 2)
    t.until("Ctrl-C ends", 2)
    t.key(b"q")
    expect("status", t.end(), 0)


@test
def a_database_that_goes_away_is_waited_for():
    db = fresh_database()
    name = re.search(r"dbname=(\S+)", db).group(1)
    admin = db.replace("dbname=" + name, "dbname=postgres")
    t = Terminal("status", "--interval", "1", "--db", db)
    t.until("Ctrl-C ends")
    psql("ALTER DATABASE %s ALLOW_CONNECTIONS false" % name, admin)
    psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % name, admin)
    t.until("database is away")
    psql("ALTER DATABASE %s ALLOW_CONNECTIONS true" % name, admin)
    seen = len(frames(t.read()))
    wait_until(lambda: any("Queue" in f for f in frames(t.read())[seen:]), what="it is back")
    t.key(b"q")
    expect("status", t.end(), 0)


@test
def without_a_terminal_pictures_follow_each_other_without_codes():
    db = fresh_database()
    for form, whole in (("table", "Sources with errors"), ("jsonl", '"errors" : []}')):
        child = subprocess.Popen([CTL, "status", "--watch", "--interval", "1", "--format", form,
                                  "--db", db], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        text = b""
        while text.count(whole.encode()) < 2 and (more := os.read(child.stdout.fileno(), 65536)):
            text += more
        child.terminate()
        text += child.stdout.read()
        expect("status", child.wait(), 0)
        expect("codes", b"\x1b" in text, False)
        if form == "jsonl":
            expect("lines", all("queue" in json.loads(l) for l in text.splitlines()), True)
    reader = subprocess.Popen([CTL, "status", "--watch", "--interval", "1", "--db", db],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.read(reader.stdout.fileno(), 10)
    reader.stdout.close()
    expect("nobody reads any more", reader.wait(20 * SLOW), 1)
    reader.stderr.close()


@test
def a_wrong_wish_is_a_wrong_command_line():
    for args, text in [(["--watch", "--once"], "expected --once or --watch, got both"),
                       (["--interval", "0"], "--interval: expected 1 to 86400 seconds, got 0"),
                       (["--watch", "--format", "csv"],
                        "--watch: expected table, json or jsonl as --format, got csv"),
                       (["--color", "blue"],
                        '--color: expected auto, always or never, got "blue"')]:
        done = run(CTL, "status", *args, "--db", filled(), check=False)
        expect("%s: %s" % (args, done.stderr), done.returncode, 2)
        expect("text", done.stderr.splitlines()[0], "jobtrendctl: status: " + text)


@test
def colours_are_for_terminals_that_want_them():
    def colours(*args, tty=True, **env):
        args = [*args, "trend", *ASKED, "--db", filled()]
        if tty:
            t = Terminal(*args, **env)
            expect("status", t.end(), 0)
            return bool(COLOR.search(t.text))
        return bool(COLOR.search(run(CTL, *args, env={**os.environ, **env}).stdout))

    expect("a terminal", colours(), True)
    expect("NO_COLOR", colours(NO_COLOR="1"), False)
    expect("empty NO_COLOR is none", colours(NO_COLOR=""), True)
    expect("dumb", colours(TERM="dumb"), False)
    expect("always, over NO_COLOR", colours("--color=always", NO_COLOR="1"), True)
    expect("never", colours("--color", "never"), False)
    expect("a pipe", colours(tty=False), False)
    expect("a pipe that wants them", colours("--color", "always", tty=False), True)


def shown(*args, **env):
    env = {k: v for k, v in {**os.environ, "LC_ALL": "C.UTF-8", **env}.items() if v is not None}
    return run(CTL, *args, "--db", filled(), env=env).stdout


@test
def a_locale_without_utf_8_gets_letters_it_has():
    for command in (["yoy", "--period", "2025"], ["trend", "--since", "2024-01"]):
        rich, plain = (shown(*command, *ASKED, LC_ALL=locale) for locale in ("C.UTF-8", "C"))
        expect("%s: blocks" % command, any(c in rich for c in "▁▂▃▄▅▆▇█"), True)
        expect("%s: ASCII" % command, plain.isascii(), True)
        expect("%s: same lines" % command, len(plain.splitlines()), len(rich.splitlines()))
    expect("console", shown("trend", *ASKED, TERM="linux").isascii(), True)
    expect("no locale named", shown("trend", *ASKED, LC_ALL=None, LC_CTYPE=None,
                                    LANG=None).isascii(), False)


@test
def a_sparkline_has_a_column_for_each_period_and_its_highest_is_full():
    values = [json.loads(line)["value"] for line in shown(
        "trend", *ASKED, "--since", "2024-06", "--format", "jsonl").splitlines()]
    lines = shown("trend", *ASKED, "--since", "2024-06").splitlines()
    spark = lines[-2].strip()
    expect("columns", len(spark), len(values))
    top = max(v for v in values if v is not None)
    for mark, value in zip(spark, values):
        step = 0 if value is None else max(1, int(value / top * 8 + 0.5))
        expect("mark of %s" % value, mark, "·▁▂▃▄▅▆▇█"[step])
    expect("told", lines[-1].strip().startswith("flow, 2024-06 to 20"), True)


@test
def an_interval_is_drawn_where_it_lies():
    cell = json.loads(shown("yoy", *ASKED, "--period", "2025", "--format", "json"))
    line = next(l for l in shown("yoy", *ASKED, "--period", "2025").splitlines() if "●" in l)
    axis = line.strip().split("  ")[0]
    expect("width", len(axis), 44)
    low, high = min(cell["lo"], 0), max(cell["hi"], 0)
    place = lambda x: round((x - low) / (high - low) * 43)
    for mark, value in (("├", cell["lo"]), ("●", cell["value"]), ("┤", cell["hi"])):
        expect("place of %g" % value, abs(axis.index(mark) - place(value)) <= 1, True)
    text = shown("yoy", *ASKED, "--period", "2025").split("  bridge: ")[1].split("\n\n")[0]
    bridge = text.splitlines()[1:]
    expect("parts and their sum", len(bridge), 8)
    longest = max(bridge[:-1], key=lambda l: l.count("█"))
    expect("the largest part has the longest bar", abs(float(longest.split()[1])),
           max(abs(float(l.split()[1])) for l in bridge[:-1]))


@test
def a_table_fits_into_a_narrow_terminal():
    t = Terminal("explain", *ASKED, "--period", "2025", "--db", filled(), columns=150, lines=20)
    expect("status", t.end(), 0)
    widest = max(len(COLOR.sub("", line)) for line in t.text.split("\r\n"))
    expect("%d columns" % widest, widest <= 150, True)


if __name__ == "__main__":
    main()
