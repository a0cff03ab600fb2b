"""Each measurement once, small: that it works, and what is exact in it. No times are asserted."""

from tests.bench import civic


def test_the_generator_gives_the_same_civic_submissions_each_time() -> None:
    made = list(civic.submissions(50))
    assert made == list(civic.submissions(50)) != list(civic.submissions(50, seed=5))
    assert len({each.answers["details"] for each in made}) == 50
    assert all(set(each.answers) <= {name for _, name, _ in civic.QUESTIONS} for each in made)
