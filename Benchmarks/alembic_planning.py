"""Prints the milliseconds of processor time that Alembic takes to plan `upgrade heads` from nothing over N diamonds.

The history is the one of Planning/Histories.swift; loading it is not counted. The least of three times.
"""

import sys
import time

from alembic.script.revision import Revision, RevisionMap


def diamonds(count):
    yield Revision("r0", None)
    for number in range(count):
        sides = ("r%da" % number, "r%db" % number)
        for side in sides:
            yield Revision(side, "r%d" % number)
        yield Revision("r%d" % (number + 1), sides)


def main():
    count = int(sys.argv[1])
    revisions = RevisionMap(lambda: diamonds(count))
    assert revisions.heads == ("r%d" % count,)
    times = []
    for _ in range(3):
        start = time.process_time()
        steps = list(revisions.iterate_revisions("heads", "base", implicit_base=True))
        times.append(time.process_time() - start)
        assert len(steps) == 3 * count + 1
    print(round(min(times) * 1000))


main()
