"""What a build did, as JSON."""

from dataclasses import asdict

from briefqa.index import BuildReport, FileReport
from briefqa.wire.briefings import unreadable_to_json
from briefqa.wire.shape import Json, Say


def report_to_json(report: BuildReport, *, say: Say = str) -> Json:
    """Return the report, the losses of each file as an object: slides by kind."""
    return asdict(report) | {
        "unreadable": [unreadable_to_json(lost, say=say) for lost in report.unreadable],
        "warnings": [say(warning) for warning in report.warnings],
        "files": [_file(file, say) for file in report.files],
    }


def _file(file: FileReport, say: Say) -> Json:
    failure = say(file.failure) if file.failure else ""
    return asdict(file) | {"losses": dict(file.losses), "failure": failure}
