"""Dictionaries beside share/taxonomy: the same tables with a few other words."""
import shutil

from harness import ROOT


def dictionary(where, version, without=(), more=()):
    """A copy below the folder `where`; its path.

    without: ids of skills whose words are taken away. more: skills, each a dict
    of columns of skills.tsv; others are those of the first skill.
    """
    path = where / ("taxonomy-" + version)
    shutil.copytree(ROOT / "share/taxonomy", path)
    (path / "VERSION").write_text(version + "\n")
    skills = path / "skills.tsv"
    head, *lines = skills.read_text().splitlines()
    names = [name.split(" ")[0] for name in head.lstrip("# ").split("\t")]
    rows = [line.split("\t") for line in lines]
    for row in rows:
        if row[0] in without:
            row[names.index("forms")] = "words nobody writes of " + row[0].replace("-", " ")
    first = next(row for row in rows if row[0] and row[0][0] != "#")
    rows += [[skill.get(name, first[i]) for i, name in enumerate(names)] for skill in more]
    skills.write_text("".join("\t".join(row) + "\n" for row in [[head]] + rows))
    return path
