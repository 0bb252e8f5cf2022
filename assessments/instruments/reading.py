"""An instrument from the text of a file. Every problem is told at once, each with its place and what to do."""

from assessments.instruments import wording
from assessments.instruments.checking import sense
from assessments.instruments.known import KNOWN
from assessments.instruments.parsing import Tree, parse
from assessments.instruments.problems import InstrumentRefused, Path, told
from assessments.instruments.shape import Instrument
from assessments.instruments.shaping import canonical, shaped

__all__ = ["InstrumentRefused", "canonical", "read_instrument", "understood"]


def read_instrument(text: str) -> Instrument:
    """From YAML or JSON, a text without surrounding blanks in each field. Raises InstrumentRefused."""
    return understood(parse(text))


def understood(tree: Tree) -> Instrument:
    """The instrument that stands in the values that were read. Raises InstrumentRefused."""
    instrument, misfits = shaped(tree.data)
    problems = [*tree.problems, *misfits, *wording.problems(tree.data)]
    if instrument is not None:
        places = {misfit.path for misfit in misfits}
        problems += [one for one in sense(instrument, KNOWN) if not _follows(one.path, places)]
    if problems or instrument is None:
        raise InstrumentRefused(told(problems, tree.data, tree.lines))
    return instrument


def _follows(path: Path, misfits: set[Path]) -> bool:
    """Whether a problem there is only about what stands in for a misfit."""
    return any(path[:length] in misfits for length in range(len(path) + 1))
