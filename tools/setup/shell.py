"""Running other programs, and writing files that are either whole or absent."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit status (None when it ran out of time) and all it printed."""

    status: int | None
    output: str

    @property
    def ok(self) -> bool:
        """Whether the program ended by itself and reported success."""
        return self.status == 0


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout_seconds: float | None = None,
) -> Outcome:
    """Runs a program to its end without a terminal; ``env`` is added to the present one."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(None, f"no answer within {timeout_seconds:.0f} s")
    except OSError as error:
        return Outcome(127, str(error))
    return Outcome(done.returncode, done.stdout)


@contextlib.contextmanager
def whole_or_absent(folder: Path) -> Iterator[Path]:
    """Yields a temporary folder that becomes ``folder`` by one rename when the block succeeds.

    Several checkouts share the cache: none may ever see a half-built tool. If another process was
    quicker, its result stays and ours is dropped.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        building = Path(scratch) / "whole"
        building.mkdir()
        yield building
        with contextlib.suppress(FileExistsError, OSError):
            building.rename(folder)
    if not folder.is_dir():
        raise OSError(f"{folder} could not be put in place")


def replace_link(link: Path, target: Path) -> None:
    """Makes ``link`` a symbolic link to ``target``, whatever it was before."""
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink() or link.is_file():
        link.unlink()
    elif link.is_dir():
        shutil.rmtree(link)
    link.symlink_to(target)
