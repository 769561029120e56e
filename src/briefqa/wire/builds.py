"""What a build did, as JSON."""

from dataclasses import asdict

from briefqa.index import BuildReport
from briefqa.wire.shape import Json


def report_to_json(report: BuildReport) -> Json:
    """Return the report with the losses of each file as an object: slides by kind."""
    files = [asdict(file) | {"losses": dict(file.losses)} for file in report.files]
    return asdict(report) | {"files": files}
