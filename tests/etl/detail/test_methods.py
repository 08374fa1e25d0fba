"""Each measure against an example that somebody published with its result."""

import math

import pytest

from etl.detail import methods

# Prices and quantities of six goods in five periods, Producer Price Index Manual (ILO, IMF and others, 2004), tables 19.1 and
# 19.2; the indices to four places are tables 3.4 and 3.6 of Balk, Price and Quantity Index Numbers (2008).
PRICES = ((1, 1, 1, 1, 1, 1), (1.2, 3, 1.3, 0.7, 1.4, 0.8), (1, 1, 1.5, 0.5, 1.7, 0.6), (0.8, 0.5, 1.6, 0.3, 1.9, 0.4),
          (1, 1, 1.6, 0.1, 2, 0.2))  # fmt: skip
QUANTITIES = ((1, 1, 2, 1, 4.5, 0.5), (0.8, 0.9, 1.9, 1.3, 4.7, 0.6), (1, 1.1, 1.8, 3, 5, 0.8), (1.2, 1.2, 1.9, 6, 5.6, 1.3),
              (0.9, 1.2, 2, 12, 6.5, 2.5))  # fmt: skip
PUBLISHED = {
    "laspeyres": (1, 1.42, 1.345, 1.355, 1.44), "paasche": (1, 1.3824, 1.2031, 1.0209, 0.7968),
    "fisher": (1, 1.4011, 1.2721, 1.1762, 1.0712), "tornqvist": (1, 1.4052, 1.289, 1.2268, 1.2477),
}  # fmt: skip


@pytest.mark.parametrize("period", range(5))
def test_price_indices_are_those_of_the_manual(period):
    p0, p1, q0, q1 = PRICES[0], PRICES[period], QUANTITIES[0], QUANTITIES[period]
    assert round(methods.laspeyres(p0, p1, q0), 4) == PUBLISHED["laspeyres"][period]
    assert round(methods.paasche(p0, p1, q1), 4) == PUBLISHED["paasche"][period]
    assert round(methods.fisher(p0, p1, q0, q1), 4) == PUBLISHED["fisher"][period]
    assert round(methods.tornqvist(p0, p1, q0, q1), 4) == PUBLISHED["tornqvist"][period]


def test_concentration_is_the_example_of_the_merger_guidelines():
    """“A market consisting of four firms with shares of 30, 30, 20 and 20 percent, the HHI is 2,600.”"""
    assert methods.hhi([30, 30, 20, 20]) == pytest.approx(2600)
    assert methods.hhi([7]) == 10_000
    assert methods.hhi([]) is methods.hhi([0, 0]) is None


def test_advantage_is_the_published_one_of_soybeans():
    """Brazil in 2010: 11 of 140 billion dollars of its exports, 42 billion that are 0.35 % of the world's: 22 times."""
    assert round(methods.rca(11, 140, 42, 42 / 0.0035)) == 22
    assert methods.rca(1, 0, 1, 1) is methods.rca(1, 1, 0, 1) is None


def test_growth_is_symmetric_and_needs_both_ends():
    assert methods.log_growth(1, 2) == -methods.log_growth(2, 1) == math.log(2)
    assert methods.log_growth(0, 2) is methods.log_growth(None, 2) is methods.log_growth(2, 0) is None


def test_a_trend_goes_through_a_steady_past_and_widens_with_scatter():
    steady = methods.trend([2018, 2019, 2020, 2021], [100, 110, 121, 133.1], 2023)
    assert steady.value == pytest.approx(161.051) and steady.low == pytest.approx(steady.high)
    assert methods.trend([2019, 2020, 2021], [1, 2, 3], 2022) is None
    assert methods.trend([2018, 2019, 2020, 2021], [1, 0, 1, 1], 2022) is None


def test_the_interval_is_that_of_a_textbook():
    """Logs 1, 2, 4, 5 over years 1 to 4: slope 1.4, line at 5 is 6.5, s² = 0.1, s.e. = sqrt(0.1 · 2.5), t(2) = 4.303."""
    fit = methods.trend([1, 2, 3, 4], [math.exp(each) for each in (1, 2, 4, 5)], 5)
    assert math.log(fit.value) == pytest.approx(6.5)
    assert math.log(fit.high) - 6.5 == pytest.approx(4.303 * math.sqrt(0.1 * 2.5), rel=1e-9)
