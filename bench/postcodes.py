"""How long the ONS Postcode Directory takes to import, and how much memory: `python -m bench.postcodes`.

The file is made up: 2.7 million rows, 50 columns, codes as the Office for National Statistics writes them.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import migrations
from bot.database import connect
from services_directory.postcodes import import_file

ROWS = 2_700_000
_OTHERS = 47  # columns that nobody reads
_LETTERS = ("PE", "CB", "BB", "CA", "LA", *(f"Z{letter}" for letter in ascii_uppercase), *ascii_uppercase)
_OURS = ("E06000031", "E06000008", "E06000063", "E06000064")


def _lines() -> Iterator[str]:
    """A file in which one postcode of eleven has letters of ours, and half of those a council of ours."""
    yield ",".join(["pcds", "cty25cd", "lad25cd", *(f"other{number}" for number in range(_OTHERS))]) + "\n"
    filler = ",".join(["E00000001"] * _OTHERS)
    codes = product(range(1, 99), range(10), ascii_uppercase, ascii_uppercase, _LETTERS)
    for number, (district, inward, one, other, letters) in zip(range(ROWS), codes, strict=False):
        lad = _OURS[number % 4] if len(letters) == 2 and letters[0] != "Z" and number % 2 else "S12000027"
        yield f"{letters}{district} {inward}{one}{other},E99999999,{lad},{filler}\n"


def main() -> None:
    """Print seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made_up.csv"
        with file.open("w", encoding="utf-8") as made:
            made.writelines(_lines())
        engine = connect(f"sqlite:///{folder}/directory.db")
        migrations.upgrade(engine)
        start = time.perf_counter()
        found = import_file(engine, file)
        seconds = time.perf_counter() - start
        engine.dispose()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{found.read} postcodes ({file.stat().st_size / 1e6:.0f} MB) in {seconds:.0f} s, {found.kept} kept"
        )
    print(f"peak memory of the process {memory:.0f} MB")


if __name__ == "__main__":
    main()
