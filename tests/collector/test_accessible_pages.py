"""axe-core on every page of the collector in a real Chromium, wide and narrow: no violation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.collector import routes
from tests.collector.routes import Route
from tests.collector.world import OURS, World, make
from tests.journeys.test_officer import CHROMIUM, FLAGS

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
         "resultTypes": ["violations"]}  # fmt: skip
ROUTES = [route for route in routes.every() if route.name]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("axe") / "data")
    yield made
    made.collector.kill()


@pytest.fixture(scope="module")
def page(world: World) -> Iterator[Page]:
    """Signed in as an administrator; only axe needs scripts."""
    cookies = world.people["administrator"].cookies
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(bypass_csp=True)
        context.add_cookies(
            [{"name": k, "value": v, "url": world.collector.address} for k, v in cookies.items()]
        )
        yield context.new_page()
        browser.close()


def is_page(world: World, path: str) -> bool:
    answer = world.people["administrator"].get(path)
    return answer.status == 200 and "text/html" in answer.headers["content-type"]


def fits(page: Page) -> None:
    """What shows has no violation, wide and narrow, and nothing beside the screen."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=RULES).response["violations"]
        told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
        assert not told, (page.url, width)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{page.url} must be scrolled sideways at {width}"


def test_a_new_code_for_calls_stands_with_its_square(world: World, page: Page) -> None:
    page.goto(f"{world.collector.address}/calls/")
    page.get_by_label("Whose code it is").fill("Sam")
    page.get_by_role("button", name="Make a code").click()
    page.get_by_role("img", name="The code as a square").wait_for()
    fits(page)


@pytest.mark.parametrize(
    ("count", "size", "words"), [(1, 100 << 20, "This is too large"), (41, 9, "too many files")]
)
def test_who_uploads_too_much_reads_so_in_the_browser(
    world: World, page: Page, tmp_path: Path, count: int, size: int, words: str
) -> None:
    """100 MB: the line is not reset before the browser has sent all of it and read our words."""
    files = [tmp_path / f"{number}.xlsx" for number in range(count)]
    for file in files:
        with file.open("wb") as made:
            made.truncate(size)
    page.goto(f"{world.collector.address}/publish/")
    page.get_by_label("Spreadsheet").set_input_files(files[0])
    page.get_by_label("Pictures, sounds and tables it names").set_input_files(files)
    page.locator("form:has(input[type=file]) button").click()
    page.get_by_role("heading", name=words).wait_for(timeout=60_000)
    assert page.get_by_text("nothing that was here before is lost").is_visible()
    assert page.get_by_role("link", name="Publish").is_visible()
    fits(page)


@pytest.mark.parametrize("route", ROUTES, ids=[route.pattern or "/" for route in ROUTES])
def test_no_page_has_a_violation(world: World, page: Page, route: Route) -> None:
    path = route.filled(routes.of_council(world.database, OURS, route))
    if not is_page(world, path):
        return  # a file, or an address that takes POST only
    page.goto(world.collector.address + path)
    fits(page)
