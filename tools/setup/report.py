"""The few lines that tell a person what set-up found, got and misses."""

from collections.abc import Callable


class MissingError(Exception):
    """Something that is needed and that set-up cannot get itself.

    ``what`` names it, ``how`` says in a sentence how a person gets it.
    """

    def __init__(self, what: str, how: str) -> None:
        super().__init__(f"{what}. {how}")
        self.what = what
        self.how = how


class Report:
    """Prints one aligned line per fact; ``print_line`` is replaced in tests."""

    def __init__(self, print_line: Callable[[str], None] | None = None) -> None:
        self._print = print_line or (lambda line: print(line, flush=True))

    def found(self, text: str) -> None:
        """Something usable was there already."""
        self._line("found", text)

    def getting(self, text: str) -> None:
        """Something slow begins; the person should know what they wait for."""
        self._line("getting", text)

    def got(self, text: str) -> None:
        """Something was installed, built or written by this run."""
        self._line("got", text)

    def note(self, text: str) -> None:
        """A fact that explains the choice made."""
        self._line("note", text)

    def missing(self, missing: MissingError) -> None:
        """Something is needed and cannot be got."""
        self._line("MISSING", missing.what)
        self._line("", missing.how)

    def _line(self, kind: str, text: str) -> None:
        self._print(f"  {kind:<8} {text}")
