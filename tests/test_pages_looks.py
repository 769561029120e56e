"""How the pages look in a real browser: no page scrolls sideways, every text has contrast."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Opened, ask_path, needs_browser
from tests.exhibits import QUESTION, SPENDING, exhibits
from tests.fakes import FakeAssistant
from tests.replies import ANSWERS
from tests.tainted import TAINTED, TAINTED_ANSWER, TAINTS

pytestmark = needs_browser


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return exhibits(TAINTED, answers={TAINTS[0]: TAINTED_ANSWER})


PATHS = (
    "/",
    ask_path(QUESTION),
    ask_path(SPENDING),
    ask_path("Who?"),
    ask_path("あ" * 300),
    ask_path("W" * 300),
    *map(ask_path, ANSWERS),
    ask_path("When does the renewal begin?") + "&trace=true",
    ask_path(TAINTS[0]) + "&trace=true",
    "/briefings",
    "/briefings/kanko-2024",
    "/briefings/kanko-2024/slides/2?mark=7-25",
    "/briefings/kiken/slides/1",
    "/briefings/kotsu-2025",
    "/briefings/kotsu-2025/slides/1?mark=0-4",
    "/briefings/kotsu-2025/slides/1?mark=47-49",
    "/briefings/kotsu-2025/slides/2",
    "/docs",
)


# At 200 % a window of 1280 pixels is one of 640, at 400 % one of 320 (WCAG 1.4.4, 1.4.10).
WIDTHS = (1280, 640, 390, 320)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("locale", "dark"), [("ja", True), ("en", False)])
def test_no_page_scrolls_sideways_fetches_elsewhere_or_complains(
    opened: Opened, origin: str, locale: str, dark: bool, scripts: bool
) -> None:
    page = opened("/", locale=locale, dark=dark, scripts=scripts)
    wide = []
    for path in (*PATHS, "/sign-in", "/builds/current"):
        page.goto(origin + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    assert wide == []


CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [rgb(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([element.className || element.tagName, ratio.toFixed(2)]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_the_contrast_of_wcag_aa(opened: Opened, origin: str, dark: bool) -> None:
    page = opened("/", dark=dark)
    poor = {}
    for path in PATHS:
        page.goto(origin + path)
        poor[path] = page.evaluate(CONTRAST)
    assert poor == {path: [] for path in PATHS}


def test_marked_words_have_contrast_on_the_marker_itself(opened: Opened) -> None:
    """The marker lies behind the lower part of light paper's letters: ink on it, as on a chip."""
    page = opened(ask_path(QUESTION))
    colors = page.locator("blockquote mark").evaluate(
        "m => [getComputedStyle(m).color, getComputedStyle(m).backgroundImage]"
    )
    assert colors[0] == "rgb(23, 25, 30)"
    assert "rgb(255, 223, 61)" in colors[1]


# Theme


def test_the_theme_is_switched_and_kept(opened: Opened, origin: str) -> None:
    page = opened("/")
    paper, light, dark = page.locator("html"), "rgb(246, 246, 244)", "rgb(19, 21, 24)"
    expect(paper).to_have_css("background-color", light)
    page.get_by_role("button", name="暗い表示にする").click()
    expect(paper).to_have_css("background-color", dark)
    page.goto(f"{origin}/briefings")
    expect(paper).to_have_css("background-color", dark)
    page.get_by_role("button", name="明るい表示にする").click()
    expect(paper).to_have_css("background-color", light)
