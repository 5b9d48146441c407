from __future__ import annotations

import math

import numpy as np
import pytest

from canvas.numbers import number, whole


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**400, -(10**400), 2, -1])
def test_numbers_beyond_the_range_are_value_errors(value: float) -> None:
    for read in (number, whole):
        with pytest.raises(ValueError, match="not between"):
            read(value, 0, 1)


@pytest.mark.parametrize("value", [True, None, "1", [], {}, 1j])
def test_what_is_no_number_is_a_type_error(value: object) -> None:
    for read in (number, whole):
        with pytest.raises(TypeError):
            read(value, 0, 1)


def test_numbers_within_the_range_are_read() -> None:
    assert number(0.5, 0, 1) == 0.5
    assert number(np.float32(0.5)) == 0.5
    assert (whole(3.0, 0, 9), whole(np.int64(3), 0, 9)) == (3, 3)
    with pytest.raises(ValueError, match="whole"):
        whole(0.5, 0, 1)
    with pytest.raises(ValueError, match="not between"):
        number(10**400)
