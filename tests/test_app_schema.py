"""Requests made of the API's own description (schemathesis): none ends in an error of ours.

In full size, with `--long`, some 10,000 are sent.
"""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from briefqa.corpus import IN_THIS_PROCESS
from briefqa.upkeep import Upkeep
from tests.fakes import FakeAssistant, HashEmbedder
from tests.serving import make_app, running

TOKEN = "bqa_himitsu-no-aikotoba"  # noqa: S105 - made up
BEARER = {"Authorization": f"Bearer {TOKEN}"}
REFUSALS = {400, 401, 403, 404, 405, 406, 408, 409, 413, 415, 422, 429}
QUERY_LIMIT = 5_000  # characters, each of which may take twelve bytes in an address
EXAMPLES = {True: 300, False: 15}  # for each operation and mode


@pytest.mark.long
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_that_the_description_suggests_ends_in_an_error_of_ours(
    tmp_path: Path, is_long: bool, mode: GenerationMode
) -> None:
    (tmp_path / "a.txt").write_text("港の歴史\n\n船は三隻ある。", "utf-8")
    upkeep = Upkeep(
        tmp_path, tmp_path / "index", embedder=HashEmbedder, reading=lambda: IN_THIS_PROCESS
    )
    app = make_app(FakeAssistant(), upkeep=upkeep, token=TOKEN)
    schema = schemathesis.openapi.from_dict(app.openapi())
    answered: Counter[int] = Counter()
    sizes: list[int] = []
    with running(app) as port:
        for operation in (result.ok() for result in schema.get_all_operations()):

            @settings(
                max_examples=EXAMPLES[is_long],
                derandomize=True,
                database=None,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def send(case: schemathesis.Case) -> None:
                # A longer head is cut off with 400, which this client calls broken.
                assume(len(str(case.query)) < QUERY_LIMIT)
                response = case.call(
                    base_url=f"http://localhost:{port}", headers=BEARER, timeout=60
                )
                answered[response.status_code] += 1
                if response.status_code >= 400:
                    sizes.append(len(response.content))

            with suppress(Unsatisfiable):  # an operation that takes nothing cannot be misused
                send()
    assert {status for status in answered if status >= 400} <= REFUSALS, answered
    assert sum(answered.values()) > EXAMPLES[is_long]
    assert max(sizes, default=0) <= 2048
