#!/usr/bin/env python3
"""What make install puts where, what uninstall leaves, and the service unit."""
import contextlib
import os
import re
import shutil

from harness import BUILD, ROOT, Skip, expect, folder, main, run, test

EXPOSURE_MAX = 1.5
INSTALLED = [
    "etc/jobtrend/jobtrend.conf",
    "usr/bin/jobtrend-web",
    "usr/bin/jobtrendctl",
    "usr/bin/jobtrendd",
    "usr/lib/systemd/system/jobtrend-web.service",
    "usr/lib/systemd/system/jobtrendd.service",
    "usr/lib/sysusers.d/jobtrend.conf",
    "usr/lib/tmpfiles.d/jobtrend.conf",
    "usr/share/bash-completion/completions/jobtrendctl",
    "usr/share/fish/vendor_completions.d/jobtrendctl.fish",
    "usr/share/zsh/site-functions/_jobtrendctl",
    "usr/share/man/man1/jobtrendctl.1",
    "usr/share/man/man5/jobtrend.conf.5",
    "usr/share/man/man8/jobtrend-web.8",
    "usr/share/man/man8/jobtrendd.8",
    "usr/share/doc/jobtrend/operations.md",
    "usr/share/jobtrend/schema.sql",
    "usr/share/jobtrend/schema-citus.sql",
    "usr/share/jobtrend/sources/hn.conf",
    "usr/share/jobtrend/taxonomy/skills.tsv",
]


UNITS = ["jobtrendd", "jobtrend-web"]


def make(target, where):
    if not (BUILD / "jobtrendd").exists() or not (BUILD / "jobtrendctl").exists():
        raise Skip("the programs are not built")
    run("make", "-s", "-C", ROOT, "-o", "all", target, "BUILD=%s" % BUILD,
        "DESTDIR=%s" % where, "PREFIX=/usr")


def files_below(where):
    return sorted(os.path.relpath(os.path.join(at, name), where)
                  for at, _, names in os.walk(where) for name in names)


@contextlib.contextmanager
def unit(name):
    """A unit with a program that is there, as systemd-analyze wants it."""
    if not shutil.which("systemd-analyze"):
        raise Skip("systemd-analyze is not installed")
    with folder() as top:
        shutil.copy("/bin/true", top / name)
        text = (ROOT / ("systemd/%s.service" % name)).read_text()
        path = top / (name + ".service")
        path.write_text(text.replace("/usr/local/bin/" + name, str(top / name)))
        yield path


@test
def what_the_programs_look_for_is_installed():
    with folder() as top:
        make("install", top)
        found = files_below(top)
        expect("missing", [f for f in INSTALLED if f not in found], [])
        expect("sources.d", (top / "etc/jobtrend/sources.d").is_dir(), True)
        expect("keys in the manual", ".It Ic backoff_max\n" in
               (top / "usr/share/man/man5/jobtrend.conf.5").read_text(), True)


@test
def paths_follow_the_prefix():
    with folder() as top:
        make("install", top)
        text = (top / "usr/lib/systemd/system/jobtrendd.service").read_text()
        expect("start", re.search("ExecStart=(.*)", text).group(1),
               "/usr/bin/jobtrendd --config /etc/jobtrend/jobtrend.conf")
        expect("/usr/local in the unit", "/usr/local" in text, False)


@test
def a_configuration_is_neither_overwritten_nor_removed():
    with folder() as top:
        path = top / "etc/jobtrend/jobtrend.conf"
        path.parent.mkdir(parents=True)
        path.write_text('delay = "9 s"\n')
        make("install", top)
        expect("after install", path.read_text(), 'delay = "9 s"\n')
        make("uninstall", top)
        expect("after uninstall", files_below(top), ["etc/jobtrend/jobtrend.conf"])


@test
def the_units_verify_clean():
    for name in UNITS:
        with unit(name) as path:
            done = run("systemd-analyze", "verify", "--man=no", path)
            expect("what it says of " + name, done.stdout + done.stderr, "")


@test
def the_units_expose_little():
    for name in UNITS:
        with unit(name) as path:
            done = run("systemd-analyze", "security", "--offline=yes", "--no-pager", path)
            level = float(re.search(r"exposure level for \S+: ([0-9.]+)",
                                    done.stdout).group(1))
            expect("exposure of %s up to %g" % (name, EXPOSURE_MAX),
                   level <= EXPOSURE_MAX, True)


@test
def stopping_may_take_longer_than_draining():
    text = (ROOT / "systemd/jobtrendd.service").read_text()
    stop = int(re.search(r"TimeoutStopSec=(\d+)s", text).group(1))
    keys = (ROOT / "daemon/config_key_table.c").read_text()
    drain = int(re.search(r'"drain_timeout",[^"]*"(\d+) s"', keys).group(1))
    expect("%d s over %d s" % (stop, drain), stop > drain, True)


@test
def the_package_has_the_version_and_the_needs_of_the_tree():
    version = re.search(r"^VERSION := (.*)$", (ROOT / "Makefile").read_text(), re.M).group(1)
    expect("debian/changelog", (ROOT / "debian/changelog").read_text().split(" (")[1].split(")")[0],
           version)
    deps = re.search(r'^build="(.*?)"', (ROOT / "tools/deps.sh").read_text(), re.M | re.S).group(1)
    control = (ROOT / "debian/control").read_text()
    needs = re.search(r"^Build-Depends: (.*?)\n(?=\S)", control, re.M | re.S).group(1)
    named = {part.split()[0] for part in needs.split(",")}
    expect("Build-Depends", named - {"debhelper-compat"}, set(deps.split()) - {"build-essential"})


if __name__ == "__main__":
    main()
