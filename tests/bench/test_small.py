"""Each measurement once, small: that it works, and what is exact in it. No times are asserted."""

import json
import subprocess
import sys
from typing import Any

from tests.bench import civic
from tests.journeys.parts import ROOT


def figures(name: str, *given: str) -> dict[str, Any]:
    """What a measurement prints as JSON."""
    command = [sys.executable, "-m", f"tests.bench.{name}", "--json", *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_generator_gives_the_same_civic_submissions_each_time() -> None:
    made = list(civic.submissions(50))
    assert made == list(civic.submissions(50)) != list(civic.submissions(50, seed=5))
    assert len({each.answers["details"] for each in made}) == 50
    assert all(set(each.answers) <= {name for _, name, _ in civic.QUESTIONS} for each in made)


def test_a_submission_costs_at_most_125_bytes_in_batches_of_a_hundred() -> None:
    found = figures("wire", "--count", "200", "--no-peers", "--no-poor-link")
    ours = found["rows"]["ours, 100 waiting each time"]
    assert ours["payload"] <= 125
    assert ours["round_trips"] == 2
    assert found["rows"]["JSON, one POST each"]["round_trips"] == 200
    assert found["rows"]["OpenRosa, as ODK Collect"]["round_trips"] == 400
    print(f"{ours['payload']:.1f} bytes of TCP up and down, {ours['wire']:.1f} with its headers")


def test_taking_in_and_reading_are_measured_on_both_databases() -> None:
    found = figures("ingest", "--rows", "200", "--read", "20")
    for base in ("SQLite", "PostgreSQL"):
        assert all(row["per_core_second"] > 0 for row in found[base].values())
        assert len(found[base]) == 2
    assert found["read_per_core_second"] > 0


def test_kiosks_that_come_back_at_once_lose_nothing() -> None:
    found = figures("outage", "--kiosks", "60", "--records", "3")
    assert (found["held"], found["lost"]) == (180, 0)


def test_ten_times_the_rows_need_no_more_memory() -> None:
    few = figures("exports", "--rows", "300", "--kinds", "xlsx")["xlsx"]
    many = figures("exports", "--rows", "6000", "--kinds", "xlsx")["xlsx"]
    assert (few["rows"], many["rows"]) == (300, 6000)
    assert many["peak_mib"] < few["peak_mib"] + 24  # 6,000 rows held would be twice as much


def test_a_queue_that_grows_is_measured() -> None:
    found = figures("growth", "--sizes", "5,40", "--no-window")
    assert list(found) == ["5", "40"]
    assert all(value > 0 for row in found.values() for value in row.values())


def test_pages_and_exports_are_measured_on_both_databases() -> None:
    found = figures("pages", "--sizes", "60,120", "--turns", "1")
    for base in ("SQLite", "PostgreSQL"):
        assert all(list(row) == ["60", "120"] for row in found[base]["pages, ms"].values())
        assert len(found[base]["pages, ms"]) == 7
        assert found[base]["exports"]["csv"]["rows"] == 120
