"""Roles of alarms and notices."""

from collections.abc import Mapping
from enum import Enum

import pytest

from actors.messages import Severity
from models.alarm import AlarmPriority
from models.book import TradeMode
from ui.roles import ROLES_OF_ALARMS, ROLES_OF_NOTICES
from ui.theme import theme_of


@pytest.mark.parametrize("mode", [None, *TradeMode])
@pytest.mark.parametrize(("roles", "known"), [(ROLES_OF_ALARMS, AlarmPriority), (ROLES_OF_NOTICES, Severity)])
def test_each_has_a_colour_of_its_own(
    mode: TradeMode | None, roles: Mapping[Enum, str], known: type[Enum]
) -> None:
    """In no mode do two look the same, or is one without a colour."""
    theme = theme_of(mode)
    assert len({theme.colour(roles[each]) for each in known}) == len(known)
