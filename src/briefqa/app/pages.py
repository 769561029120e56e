"""Set pages from the templates, in the reader's language."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from briefqa.app.addresses import Addresses
from briefqa.app.catalogue import load_catalogue
from briefqa.app.negotiation import LANGUAGES, chosen_language, language_of
from briefqa.app.reference import set_code
from briefqa.app.resources import fingerprint
from briefqa.app.views import verbatim
from briefqa.locales import show_date, show_number
from briefqa.query import language_of as written_in
from briefqa.remarks import Remark


class Pages:
    """The templates, messages and static files of one `web/` folder."""

    def __init__(self, folder: Path) -> None:
        """Read the messages and prepare the templates of `folder`."""
        self._catalogue = load_catalogue(folder / "messages", LANGUAGES)
        self._version = fingerprint(folder / "static")
        self._templates = Environment(
            loader=FileSystemLoader(folder / "templates"),
            autoescape=True,
            auto_reload=False,  # templates and code belong together
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["verbatim"] = verbatim
        self._templates.filters["set_code"] = set_code
        self._templates.filters["written_in"] = written_in

    def render(
        self, request: Request, template: str, *, status: int = 200, context: dict[str, Any]
    ) -> HTMLResponse:
        """Return the page that `template` makes of `context`."""
        page = self.set(request, template, context)
        headers = {"Content-Language": language_of(request), "Vary": "Accept, Accept-Language"}
        return HTMLResponse(page, status, headers=headers)

    def set(self, request: Request, template: str, context: dict[str, Any]) -> str:
        """Return the HTML that `template` makes of `context`, for a whole page or a part of one."""
        language = language_of(request)
        return self._templates.get_template(template).render(
            **context,
            language=language,
            languages=LANGUAGES,
            t=partial(self._catalogue.text, language),
            has_message=self._catalogue.has,
            say=partial(self._catalogue.say, language),
            word=partial(self._catalogue.word, language),
            show_date=partial(show_date, language),
            show_number=partial(show_number, language),
            address=self._addresses(request),
            access=request.app.state.access.standing(request),
        )

    def say(self, request: Request, remark: Remark) -> str:
        """Return a remark in words, in the reader's language where there are some."""
        return self._catalogue.say(language_of(request), remark).text

    def _addresses(self, request: Request) -> Addresses:
        here = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang")
        return Addresses(chosen_language(request) or "", here, self._version)
