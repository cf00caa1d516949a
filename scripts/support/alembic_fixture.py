"""Draws cases at random and asks Alembic about them; see scripts/alembic-fixture.

A case is a graph of revisions, the rows of a version table, and one command with its targets. It is asked
of the real planner of Alembic, and the steps are taken by its real migration context on a version table in
SQLite. Revisions live in memory and do nothing.

The file that it prints:

    # …                                      remarks
    graph a, b[left](c), c; a-b              the revisions in load order, with labels and dependencies;
                                             then how they follow each other (`a-b-c`, merges `a+b-c`)
    upgrade left@head | c | +a +b => {b, c}  command and targets, rows before, what Alembic does

Answers: the steps in order and the rows afterwards; only the rows for `stamp`; the revisions newest first
for `history`, and sorted ones for `resolve`; `error: KIND`; `crash: TYPE` where the command line would
show a stack trace. `any order: ` goes before steps whose order depends on the seed of Python's hashes, and
` or ` stands between answers that differ by it in another way.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import types
import warnings

import alembic
import sqlalchemy
from alembic import util
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.base import Script
from alembic.script.revision import MultipleHeads, RangeNotAncestorError

# Hash seeds under which each case is asked.
HASH_SEEDS = 6

# How Alembic words what went wrong; the kinds are the codes of our own errors. What begins with "Can't
# locate" to users is three different things inside.
KINDS = [
    ("No such revision or branch", "unknown_revision"),
    ("No such branch", "unknown_revision"),
    ("Multiple revisions start with", "ambiguous_revision"),
    ("is not a member of branch", "not_in_branch"),
    ("Ambiguous walk", "ambiguous_walk"),
    ("Ambiguous upgrade", "ambiguous_start"),
    ("Relative revision", "walked_too_far"),
    ("Walked too far", "walked_too_far"),
    ("Not a valid downgrade target", "invalid_downgrade_target"),
    ("overlaps with other requested", "overlapping"),
]


# -- Drawing -----------------------------------------------------------------------------------------


class Revision:
    def __init__(self, name):
        self.name = name
        self.parents = []
        self.labels = []
        self.needs = []  # ids and labels
        self.below = set()  # names of all full ancestors, itself included


LABELS = ["left", "right", "users", "orders", "billing", "left_more", "u", "feature-x"]


def draw_name(draw, taken):
    """Ids that share beginnings; some too short to be meant by a beginning."""
    while True:
        length = draw.choice([2, 3, 4, 4, 4, 5, 6])
        name = "".join(draw.choice("ab12") for _ in range(length))
        if name not in taken:
            return name


def draw_graph(draw):
    """A sound history: forks, merges of two or three, several bases, labels, dependencies by id and by
    label, some of them redundant, branches that need each other."""
    narrow = draw.random() < 0.2  # one line, and so one head
    size = draw.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16])
    needy = draw.random() < 0.6
    labels = draw.sample(LABELS, draw.choice([0, 1, 2, 2, 3, 4]))
    made = []
    taken = set(LABELS)
    for _ in range(size):
        revision = Revision(draw_name(draw, taken))
        taken.add(revision.name)
        # Long branches: mostly on from what is young, or from what has no child.
        tips = [m for m in made if not any(m.name in c.parents for c in made)]
        if made and (narrow or draw.random() < 0.88):
            pool = made[-1:] if narrow else draw.choice([made[-3:], made, tips, tips])
            parents = [draw.choice(pool)]
            if not narrow and draw.random() < 0.2:
                for _ in range(draw.choice([1, 1, 2])):
                    other = draw.choice(draw.choice([tips, tips, made]))
                    # Alembic accepts a parent that another implies; it is asked seldom.
                    implied = any(
                        other.name in p.below or p.name in other.below for p in parents
                    )
                    if not implied or (other not in parents and draw.random() < 0.1):
                        parents.append(other)
            revision.parents = [parent.name for parent in parents]
        while needy and made and draw.random() < 0.22:
            needed = draw.choice(made)
            name = draw.choice(needed.labels) if needed.labels and draw.random() < 0.4 else needed.name
            if name not in revision.needs:
                revision.needs.append(name)
        if labels and draw.random() < 0.3:
            revision.labels.append(labels.pop())
        by_name = {n: m for m in made for n in [m.name, *m.labels]}
        revision.below = {revision.name}
        for name in revision.parents + revision.needs:
            revision.below |= by_name[name].below
        made.append(revision)
    if draw.random() < 0.7:
        draw.shuffle(made)
    return made


def notation(graph):
    """The graph in one line, in chains as long as can be."""
    mentions = []
    for revision in graph:
        mention = revision.name
        if revision.labels:
            mention += "[%s]" % ",".join(revision.labels)
        if revision.needs:
            mention += "(%s)" % ",".join(revision.needs)
        mentions.append(mention)
    left = {r.name: r.parents for r in graph if r.parents}
    chains = []
    # A chain begins where a revision has no parent or has several.
    for revision in graph:
        if len(revision.parents) == 1 and revision.parents[0] in left:
            continue
        if revision.name in left:
            chains.append("+".join(left.pop(revision.name)) + "-" + revision.name)
    rest = dict(left)
    for index, chain in enumerate(chains):
        chains[index] = prolonged(chain, rest)
    while rest:
        name = next(n for n in rest if not set(rest[n]) & set(rest))
        chains.append(prolonged("+".join(rest.pop(name)) + "-" + name, rest))
    return ", ".join(mentions) + ("; " + ", ".join(chains) if chains else "")


def prolonged(chain, left):
    while True:
        last = chain.rsplit("-", 1)[1]
        following = [name for name, parents in left.items() if parents == [last]]
        if not following:
            return chain
        del left[following[0]]
        chain += "-" + following[0]


def draw_rows(draw, graph, counts):
    """Mostly what an upgrade could have left; sometimes unknown, or implied by each other."""
    picked = draw.sample(graph, min(len(graph), draw.choice(counts)))
    below = {name for revision in picked for name in revision.below}
    rows = [
        revision.name
        for revision in graph
        if revision.name in below
        and not any(revision.name in o.below and o is not revision for o in graph if o.name in below)
    ]
    chance = draw.random()
    if chance < 0.02:
        rows.append("gone")
    elif chance < 0.04 and below:
        rows = list({*rows, draw.choice(sorted(below))})
    return sorted(rows)


def draw_name_in(draw, graph):
    """An id, a label, the beginning of one, or nothing that is there."""
    revision = draw.choice(graph)
    name = draw.choice([revision.name, revision.name, *revision.labels, *revision.labels])
    chance = draw.random()
    if chance < 0.15:
        name = name[: draw.randint(1, len(name))].rstrip("-")
    elif chance < 0.18:
        name = draw.choice(["nowhere", "a9", "lefft"])
    return name


def draw_target(draw, graph, relative="+-"):
    """One target of any form; `relative` holds the signs to choose from."""
    labels = [label for revision in graph for label in revision.labels]

    def branch():
        return draw.choice(labels) if labels and draw.random() < 0.7 else draw_name_in(draw, graph)

    def steps():
        return draw.choice(relative) + draw.choice("01111111112222339")

    # Alembic takes the end of a name with a dash before an offset for the whole name.
    def symbol():
        word = draw.choice(["head", "head", "heads", "base", "base"])
        name = draw_name_in(draw, graph)
        return word if draw.random() < 0.35 or "-" in name else name

    forms = [
        (4, lambda: draw_name_in(draw, graph)),
        (2, lambda: draw.choice(["head", "heads", "heads", "base", "base"])),
        (3, lambda: branch() + "@" + draw.choice(["head", "heads", "base", "base"])),
        (3, lambda: branch() + "@" + draw_name_in(draw, graph)),
        (0.1, lambda: "@" + draw.choice(["head", "heads", "base"])),
    ]
    if relative:
        # Walks from where the database stands, and from a word.
        forms += [
            (2.5, lambda: steps()),
            (3, lambda: branch() + "@" + steps()),
            (2, lambda: symbol() + steps()),
            (2, lambda: branch() + "@" + symbol() + steps()),
        ]
    return draw.choices([form for _, form in forms], [weight for weight, _ in forms])[0]()


def draw_range(draw, graph):
    """A range of a history. To Alembic only `-N` walks as a start."""

    def side(word):
        chance = draw.random()
        if chance < 0.3:
            return draw.choice(["", word])
        if chance < 0.45:
            return "current"
        return draw_target(draw, graph, "")

    start, end = side("base"), side("heads")
    if "current" in (start, end) and start == end:
        start = ""
    chance = draw.random()
    if chance < 0.07:
        start = "-" + draw.choice("112")
    elif chance < 0.2:
        end = draw.choice(graph).name + draw.choice("+-") + draw.choice("111239")
    return start + ":" + end


def draw_case(draw, graph):
    command = draw.choices(
        ["upgrade", "downgrade", "stamp", "resolve", "history"], [9, 9, 4, 2, 4]
    )[0]
    counts = [1, 1, 2, 2, 3, 4, 0] if command == "downgrade" else [0, 0, 1, 1, 1, 2, 2, 3]
    rows = draw_rows(draw, graph, counts)
    if command == "stamp":
        count = draw.choice([1, 1, 1, 2, 2, 3])
        targets = [draw_target(draw, graph, relative="") for _ in range(count)]
    elif command == "history":
        targets = [draw_range(draw, graph)]
        if "current" not in targets[0].split(":"):
            rows = []
    else:
        signs = {"upgrade": "+++-", "downgrade": "---+", "resolve": ""}
        targets = [draw_target(draw, graph, signs[command])]
        if command == "resolve":
            rows = []
    return command, targets, rows


# -- Asking ------------------------------------------------------------------------------------------


class GivenRevisions(ScriptDirectory):
    """A folder of revisions without the folder."""

    def __init__(self, graph, folder):
        super().__init__(folder)
        self.graph = graph

    def _load_revisions(self):
        for revision in self.graph:
            module = types.ModuleType(revision.name)
            module.down_revision = tuple(revision.parents) or None
            module.branch_labels = tuple(revision.labels) or None
            module.depends_on = tuple(revision.needs) or None
            module.upgrade = module.downgrade = lambda **_: None
            yield Script(module, revision.name, revision.name + ".py")


def run(connection, scripts, plan, rows):
    """Takes the steps of a plan; they are returned with the rows that they leave."""
    taken = []

    def noting(current, _):
        for step in plan(current):
            taken.append(step)
            yield step

    connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    for row in rows:
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (row,))
    connection.commit()
    context = MigrationContext.configure(connection, opts={"fn": noting, "script": scripts})
    with context.begin_transaction():
        context.run_migrations()
    left = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
    return taken, sorted(left)


def ask(connection, scripts, command, targets, rows):
    if command == "resolve":
        found = scripts.get_revisions(targets[0])
        return " ".join(sorted(revision.revision for revision in found))
    if command == "history":
        start, end = targets[0].split(":")
        if end == "current":
            end = tuple(rows)
        elif start == "current":
            start = tuple(rows)
        return " ".join(r.revision for r in scripts.walk_revisions(start or "base", end or "heads"))
    plans = {
        "upgrade": lambda current: scripts._upgrade_revs(targets[0], current),
        "downgrade": lambda current: scripts._downgrade_revs(targets[0], current),
        "stamp": lambda current: scripts._stamp_revs(tuple(targets), current),
    }
    steps, left = run(connection, scripts, plans[command], rows)
    words = []
    if command != "stamp":
        words = [("+" if s.is_upgrade else "-") + s.revision.revision for s in steps]
    return " ".join([*words, "=>", "{%s}" % ", ".join(left)])


def kind(error):
    cause = error.__cause__
    if isinstance(cause, MultipleHeads):
        return "multiple_heads"
    if isinstance(cause, RangeNotAncestorError):
        return "not_below"
    message = "%s %s" % (error, cause or "")
    for words, name in KINDS:
        if words in message:
            return name
    raise error


def answers(graphs, graph_lines):
    """One answer for each case, under the hash seed of this process."""
    engine = sqlalchemy.create_engine("sqlite://", poolclass=sqlalchemy.pool.StaticPool)
    warnings.simplefilter("ignore")
    with engine.connect() as connection, tempfile.TemporaryDirectory() as folder:
        for graph, cases in zip(graphs, graph_lines):
            for command, targets, rows in cases:
                # Each time anew: what one question leaves behind in the map is no part of another.
                scripts = GivenRevisions(graph, folder)
                try:
                    yield ask(connection, scripts, command, targets, rows)
                except util.CommandError as error:
                    yield "error: " + kind(error)
                except Exception as error:
                    yield "crash: " + type(error).__name__
                finally:
                    connection.rollback()


def merged(variants):
    """One line for what Alembic answers under all the hash seeds."""
    found = list(dict.fromkeys(variants))
    if len(found) == 1:
        return found[0]
    parts = {tuple(answer.partition("=>")[1:]) for answer in found}
    steps = {" ".join(sorted(answer.partition("=>")[0].split())) for answer in found}
    if len(parts) == 1 and len(steps) == 1 and "error" not in found[0] and "crash" not in found[0]:
        return "any order: " + " ".join([*steps, "".join(*parts)]).strip()
    return " or ".join(sorted(found))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graphs", type=int, default=500)
    parser.add_argument("--cases", type=int, default=24, help="for each graph")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()

    draw = random.Random(options.seed)
    graphs, cases = [], []
    for _ in range(options.graphs):
        graphs.append(draw_graph(draw))
        drawn = [draw_case(draw, graphs[-1]) for _ in range(options.cases)]
        cases.append(list({str(case): case for case in drawn}.values()))
    if options.answer:
        for answer in answers(graphs, cases):
            print(answer)
        return

    asked = [
        subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--answer"],
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split("\n")
        for hash_seed in range(HASH_SEEDS)
    ]
    variants = zip(*asked)
    print("# What Alembic %s does, asked by scripts/alembic-fixture, which also" % alembic.__version__)
    print("# tells how to read this. Seed %d." % options.seed)
    for graph, drawn in zip(graphs, cases):
        print("\ngraph " + notation(graph))
        for command, targets, rows in drawn:
            print(
                "%s %s | %s | %s"
                % (command, " ".join(targets), " ".join(rows), merged(next(variants)))
            )


if __name__ == "__main__":
    main()
