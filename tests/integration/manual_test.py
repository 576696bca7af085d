#!/usr/bin/env python3
"""The manual pages are sound, and say all that the programs take."""
import re
import shutil

from harness import BUILD, ROOT, Skip, expect, folder, main, program, run, test

PAGES = ["jobtrend-web.8", "jobtrend.conf.5", "jobtrendctl.1", "jobtrendd.8"]
# Of the machine that lints, not of the page.
ELSEWHERE = ("referenced manual not found", "outdated mandoc.db")

_pages = {}


def pages():
    """Their texts by name, made once."""
    if not _pages:
        with folder() as where:
            run("sh", ROOT / "tools/manual.sh", BUILD, where)
            _pages.update((path.name, path.read_text()) for path in where.iterdir())
    return _pages


def options_of(text):
    return set(re.findall(r"^  (--[a-z-]+)", text, re.M))


def options_in(page):
    return {"-" + o for o in re.findall(r"^\.It Fl (-[a-z-]+)", page, re.M)}


@test
def there_is_a_page_for_each_program_and_the_configuration():
    expect("pages", sorted(pages()), PAGES)


@test
def those_that_were_built_say_what_the_programs_say():
    for name, text in pages().items():
        expect(name, (BUILD / "man" / name).read_text(), text)


@test
def without_a_program_no_page_is_made():
    with folder() as where:
        done = run("sh", ROOT / "tools/manual.sh", where / "nothing", where / "man", check=False)
        expect("status", done.returncode, 1)
        expect("said", "nothing/jobtrendctl: expected its --help" in done.stderr, True)
        expect("no page", (where / "man").exists(), False)


@test
def mandoc_finds_nothing_to_say():
    if not shutil.which("mandoc"):
        raise Skip("mandoc is not installed")
    for name, text in pages().items():
        done = run("mandoc", "-Tlint", "-Wstyle", input=text, check=False)
        said = [line for line in (done.stdout + done.stderr).splitlines()
                if not any(e in line for e in ELSEWHERE)]
        expect("of " + name, said, [])


@test
def mandoc_sees_what_is_wrong():
    if not shutil.which("mandoc"):
        raise Skip("mandoc is not installed")
    broken = pages()["jobtrendd.8"].replace(".El", "", 1)
    done = run("mandoc", "-Tlint", "-Wwarning", input=broken, check=False)
    expect("status", done.returncode != 0, True)


@test
def every_option_of_a_daemon_is_in_its_page():
    for name in ("jobtrendd", "jobtrend-web"):
        text = run(program(name), "--help").stdout
        expect("options of " + name, options_in(pages()[name + ".8"]), options_of(text))
        synopsis = pages()[name + ".8"].split(".Sh DESCRIPTION")[0]
        used = set(re.findall(r"--[a-z-]+", text.split("\n\n")[0]))
        expect("synopsis of " + name, set(re.findall(r"Fl (-[a-z-]+)", synopsis)),
               {o[1:] for o in used})


@test
def every_command_and_option_of_jobtrendctl_is_in_its_page():
    page = pages()["jobtrendctl.1"]
    names = [line.split()[0] for line in run(program("jobtrendctl"), "help").stdout.splitlines()]
    expect("commands", re.findall(r"^\.Ss (.*)$", page, re.M), names)
    for name in names:
        part = re.split(r"^\.S[sh] ", page.split("\n.Ss %s\n" % name)[1], maxsplit=1, flags=re.M)[0]
        expect("options of " + name, options_in(part),
               options_of(run(program("jobtrendctl"), name, "--help").stdout))


@test
def every_key_is_in_the_page_of_the_configuration():
    table = run(program("jobtrendd"), "--help-config").stdout
    wanted = re.findall(r"^\| `(\w+)` \|", table, re.M)
    expect("keys", re.findall(r"^\.It Ic (\w+)$", pages()["jobtrend.conf.5"], re.M), wanted)
    expect("there are some", len(wanted) > 50, True)


@test
def every_variable_that_is_asked_for_is_in_a_page():
    asked = set()
    for part in ("cli", "daemon", "web"):
        for path in (ROOT / part).glob("*.c"):
            asked |= set(re.findall(r'getenv\("([A-Z_]+)"\)', path.read_text()))
    said = set(re.findall(r"[A-Z_]{3,}", " ".join(
        line for page in pages().values() for line in page.splitlines()
        if line.startswith(".It Ev"))))
    expect("not told", asked - said, set())


if __name__ == "__main__":
    main()
