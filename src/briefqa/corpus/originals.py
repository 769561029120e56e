"""Find the file that a briefing was read from, as long as it is the very same."""

from pathlib import Path

from briefqa.corpus.changing import find_source
from briefqa.corpus.files import content_digest_of, digest_of
from briefqa.corpus.reading import Reading
from briefqa.corpus.sidecars import sidecar_of
from briefqa.errors import ReadError
from briefqa.records import Briefing

# With these the recipes are all that there can be: `Reading.recipe`.
_READINGS = (Reading(office="any"), Reading(), Reading(pictures=False))


def original_of(briefing: Briefing, folder: Path) -> Path | None:
    """Return the file of a corpus that a briefing was read from, None where it is gone or changed.

    It is found by its name among those of the folder, and told by its digest.
    """
    try:
        file = find_source(folder, briefing.source)
        if file is None:
            return None
        sidecar = sidecar_of(file.path, []).data
        recipes = dict.fromkeys(reading.recipe(file.path) for reading in _READINGS)
        content = content_digest_of(file.path)
        found = (digest_of(content, sidecar=sidecar, recipe=recipe) for recipe in recipes)
        return file.path if briefing.digest in found else None
    except ReadError:
        return None
