#!/usr/bin/env python3
"""Completion in bash, zsh and fish offers what the commands' own tables have."""
import os
import pty
import re
import select
import shutil
import signal
import time

from harness import BUILD, ROOT, SLOW, Skip, expect, main, program, run, test

CTL = program("jobtrendctl")
FOLDER = ROOT / "share/completions"
# A command line, and what may stand at its end; None: the options of the table.
CASES = [
    ("jobtrendctl yoy --measure ", ["flow", "share", "stock"]),
    ("jobtrendctl yoy --measure s", ["share", "stock"]),
    ("jobtrendctl --format json sta", ["status"]),
    ("jobtrendctl schema ", ["init", "upgrade", "verify"]),
    ("jobtrendctl source ", ["add", "crawl", "kinds", "list", "remove", "test"]),
    ("jobtrendctl import --format u", ["usajobs"]),
    ("jobtrendctl extract --kind adz", ["adzuna"]),
    ("jobtrendctl bench-world --kind n", ["newest", "numbers"]),
    ("jobtrendctl help che", ["check-claim"]),
    ("jobtrendctl explain --regi", ["--region"]),
    ("jobtrendctl status --color a", ["always", "auto"]),
    ("jobtrendctl extract READ", ["README.md"]),
]


def commands():
    return [line.split()[0] for line in run(CTL, "help").stdout.splitlines()]


def listed(*command):
    """The option table of a command: name, argument, what it takes, text."""
    rows = [line.split("\t") for line in run(CTL, *command, "--list-options").stdout.splitlines()]
    expect("columns of %s" % (command,), {len(row) for row in rows}, {4})
    return rows


def options(*command):
    return sorted({row[0] for row in listed(*command)} - {"-"} | {"--help"})


def environment():
    return dict(os.environ, PATH="%s:%s" % (BUILD, os.environ["PATH"]), TERM="dumb", HOME="/nowhere")


def lines_to_try():
    yield from CASES
    for name in commands():
        yield "jobtrendctl %s --" % name, options(name)


def bash(line):
    words = line.split(" ")
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
              ' compopt() { :; }; _jobtrendctl "$1"; printf "%s\\n" "${COMPREPLY[@]}"')
    return run("bash", "--norc", "-c", script, "bash", FOLDER / "jobtrendctl.bash", *words,
               env=environment()).stdout.splitlines()


def all_of_fish(lines):
    """One fish for all lines: it takes a while to start."""
    if not shutil.which("fish"):
        raise Skip("fish is not installed")
    script = "source %s\n" % (FOLDER / "jobtrendctl.fish") + "".join(
        "echo '== %s'\ncomplete -C '%s'\n" % (line, line) for line in lines)
    out = run("fish", "--no-config", "-c", script, env=environment()).stdout
    return {part.split("\n")[0]: [row.split("\t")[0] for row in part.split("\n")[1:] if row]
            for part in out.split("== ")[1:]}


class Zsh:
    """An interactive zsh: completion lists what there is on the terminal."""

    def __init__(self):
        if not shutil.which("zsh"):
            raise Skip("zsh is not installed")
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe("zsh", ["zsh", "-f", "-i"], dict(environment(), COLUMNS="200"))
        self.say("PROMPT='ready> '; RPROMPT=; unsetopt zle_bracketed_paste beep; stty -echo cols 200")
        self.say("fpath=(%s $fpath); autoload -U compinit; compinit -D -u; LISTMAX=0" % FOLDER)
        # A key that lists, plainly and all of it, and leaves the line as it was.
        self.say("zstyle ':completion:*' verbose no; zstyle ':completion:*' list-prompt '';"
                 " told() { print -r -- \"<<${(j:|:)words}>>\" }; bindkey '^T' list-choices;"
                 " setopt noautolist nomenucomplete; zstyle ':completion:*' list-packed no")

    def read(self, until, seconds=20):
        text, end = "", time.monotonic() + seconds * SLOW
        while time.monotonic() < end and not re.search(until, text):
            if select.select([self.fd], [], [], 0.1)[0]:
                text += os.read(self.fd, 65536).decode(errors="replace")
        return text

    def say(self, line):
        os.write(self.fd, (line + "\necho do''ne\n").encode())
        self.read("done\r?\n")

    def lacks(self, line, wanted, seconds=10):
        """Which of the words are not listed for a line, and what is."""
        os.write(self.fd, (line + "\x14").encode())
        each = [r"(?=[\s\S]*^(?:.*\s)?%s(?:[\s=]|$))" % re.escape(w) for w in wanted]
        text = self.read("(?m)\\A" + "".join(each), seconds)
        os.write(self.fd, b"\x15")
        self.say(":")
        return [w for w, form in zip(wanted, each) if not re.search("(?m)\\A" + form, text)], text

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@test
def each_option_that_the_help_names_is_in_the_table_and_told():
    for name in commands():
        said = set(re.findall(r"^  (--[a-z-]+)", run(CTL, name, "--help").stdout, re.M))
        expect("options of " + name, sorted(said | {"--help"}), options(name))
        for row in listed(name)[1:]:
            expect("text of %s %s" % (name, row[0]), len(row[3]) > 3, True)


@test
def what_the_usage_names_is_in_the_table():
    for name in commands():
        usage = run(CTL, name, "--help").stdout.split("\n\n")[0]
        used = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", usage))
        expect("only in the usage of " + name, used - set(options(name)), set())


@test
def words_that_completion_offers_are_understood():
    """A wrong word is a wrong command line; no offered one is."""
    for name, wrong, needed in [("yoy", "--measure", ["--region", "DE", "--skill", "any",
                                                      "--period", "2025"]),
                                ("status", "--color", []), ("status", "--format", ["--once"])]:
        offered = next(row[2] for row in listed(name) if row[0] == wrong).split()
        for word in offered:
            done = run(CTL, name, *needed, wrong, word, "--db", "host=/nonexistent", check=False)
            expect("%s %s %s: %s" % (name, wrong, word, done.stderr), done.returncode, 1)


@test
def bash_offers_what_the_tables_have():
    for line, wanted in lines_to_try():
        expect("bash: " + line, sorted(set(bash(line))), sorted(wanted))
    expect("after =", bash("jobtrendctl yoy --measure = st"), ["stock"])
    expect("nothing after =", sorted(bash("jobtrendctl yoy --measure =")),
           ["flow", "share", "stock"])


@test
def fish_offers_what_the_tables_have():
    tried = dict(lines_to_try())
    got = all_of_fish(tried)
    for line, wanted in tried.items():
        expect("fish: " + line, sorted(set(got[line])), sorted(wanted))
    expect("after =", all_of_fish(["jobtrendctl yoy --measure=st"]).popitem()[1],
           ["--measure=stock"])


@test
def zsh_offers_what_the_tables_have():
    zsh = Zsh()
    try:
        for line, wanted in [*CASES[:6], ("jobtrendctl status --", options("status")),
                             ("jobtrendctl yoy --", options("yoy"))]:
            if len(wanted) == 1: # listed is what there is to choose between
                continue
            missing, shown = zsh.lacks(line, wanted)
            expect("zsh: %s: %r lacks" % (line, shown), missing, [])
        missing, shown = zsh.lacks("jobtrendctl yoy --measure ", ["flow", "--region", "mood"], 2)
        expect("what it does not offer", missing, ["--region", "mood"])
    finally:
        zsh.close()


if __name__ == "__main__":
    main()
