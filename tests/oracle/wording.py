"""How the accountant writes numbers, without the program's own formatting."""

from fractions import Fraction


def half_up(value: Fraction, decimals: int = 2) -> str:
    """Return a number with so many decimals, as one rounds by hand; never `-0`."""
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, 10**decimals)
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"


def signed(value: Fraction, decimals: int = 2) -> str:
    """Return a number with its sign; zero has none."""
    text = half_up(value, decimals)
    return f"+{text}" if not text.startswith("-") and text.strip("0.") else text


def even(value: Fraction, decimals: int = 2) -> str:
    """Return a price; on a tie to the even digit, as averages are shown."""
    return half_up(round(value, decimals), decimals)


def in_32nds(price: Fraction) -> str:
    """Return a price as those of bonds are written: points and 32nds, with what an average has of a part."""
    points, thousandths = divmod(round(price * 32000), 32000)
    parts, rest = divmod(thousandths, 1000)
    return f"{points}'{parts:02d}.{rest:03d}".rstrip("0").rstrip(".") if rest else f"{points}'{parts:02d}"


def dollars(amount: Fraction) -> str:
    """Return an amount of money."""
    text = half_up(abs(amount))
    whole, cents = text.split(".")
    sign = "-" if amount < 0 and text != "0.00" else ""
    return f"{sign}${int(whole):,}.{cents}"


def duration(seconds: float) -> str:
    """Return a duration: seconds below a minute, then minutes and seconds."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02d}" if minutes else f"{rest}s"
