"""Notices that wait."""

from actors.messages import NoticeCleared, NoticeRaised, Severity, Ticked
from tests.ui.builders import NOW
from ui.notices import Notices


def a_notice(key: str, severity: Severity = Severity.INFO, text: str = "text") -> NoticeRaised:
    """Return a notice."""
    return NoticeRaised(key=key, severity=severity, text=text)


def after(*facts: NoticeRaised | NoticeCleared) -> Notices:
    """Return the notices after facts."""
    notices = Notices()
    for fact in facts:
        notices = notices.after(fact)
    return notices


def test_the_most_severe_notice_is_on_top() -> None:
    """An error outranks a later warning and a later information."""
    notices = after(a_notice("e", Severity.ERROR), a_notice("w", Severity.WARNING), a_notice("i"))
    assert notices.top == a_notice("e", Severity.ERROR)


def test_the_newest_of_equal_notices_is_on_top() -> None:
    """Of two warnings the later one is shown."""
    notices = after(a_notice("a", Severity.WARNING), a_notice("b", Severity.WARNING))
    assert notices.top == a_notice("b", Severity.WARNING)


def test_a_notice_replaces_the_one_with_its_key() -> None:
    """The same key never waits twice."""
    notices = after(a_notice("a", text="old"), a_notice("a", text="new"))
    assert [notice.text for notice in notices.raised] == ["new"]


def test_a_notice_goes_when_cleared_or_dismissed() -> None:
    """After the last notice there is none on top, whoever took it away."""
    assert after(a_notice("a"), NoticeCleared(key="a")).top is None
    assert after(a_notice("a")).without("a").top is None


def test_other_facts_leave_the_notices_alone() -> None:
    """What is no notice, or is already known, returns the same object, so that nothing is painted."""
    notices = after(a_notice("a"))
    assert notices.after(Ticked(at=NOW)) is notices
    assert notices.after(a_notice("a")) is notices
    assert notices.after(NoticeCleared(key="b")) is notices


def test_amounts_in_a_sentence_can_be_hidden() -> None:
    """Every amount of dollars goes, the rest of the sentence and its key stay."""
    notice = NoticeRaised(key="k", severity=Severity.INFO, text="120005: -$1,234.50 of 3 fees, +$7 more.")
    (hidden,) = Notices((notice,)).without_amounts().raised
    assert (hidden.key, hidden.text) == ("k", "120005: -$••• of 3 fees, +$••• more.")
