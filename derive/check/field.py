"""Numbers modulo secret primes, stacked so that an exponential is exact: Gonnet's tower.

p₀ divides p₁ - 1, p₁ divides p₂ - 1, and so on.  An exponent known modulo p₀ is all that
g₁^u needs when g₁ has order p₀ modulo p₁; hence e^(a+b) = e^a e^b and e^(-a) = 1/e^a hold exactly.
Gonnet, "New results for random determination of equivalence of expressions", SYMSAC 1986.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import blake2b
from math import isqrt

from derive.check.verdict import UndefinedError

_SMALL = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)
_MOST_KEPT = 60_000


@dataclass(frozen=True, eq=False)
class Level:
    """Arithmetic modulo one prime of the tower; results that are dear are kept.

    ``generator`` has the order of the prime below; ``secret`` seeds the values that functions
    without a formula take.
    """

    prime: int
    generator: int
    secret: bytes
    _inverses: dict[int, int] = field(default_factory=dict)
    _powers: dict[int, int] = field(default_factory=dict)
    _values: dict[object, int] = field(default_factory=dict)

    def inverse(self, residue: int) -> int:
        """Return 1/residue; raises UndefinedError for 0."""
        found = self._inverses.get(residue)
        if found is None:
            if residue == 0:
                raise UndefinedError
            found = _kept(self._inverses, residue, pow(residue, -1, self.prime))
        return found

    def power(self, exponent: int) -> int:
        """Return e^exponent, where the exponent is a residue of the level below."""
        found = self._powers.get(exponent)
        if found is None:
            found = _kept(self._powers, exponent, pow(self.generator, exponent, self.prime))
        return found

    def number(self, value: Fraction) -> int:
        """Return the residue of a rational number."""
        if value.denominator == 1:
            return value.numerator % self.prime
        return value.numerator * self.inverse(value.denominator % self.prime) % self.prime

    def random(self, *key: object) -> int:
        """Return the secret random residue that belongs to a key: the same whenever asked."""
        found = self._values.get(key)
        if found is None:
            digest = blake2b(repr(key).encode(), key=self.secret, digest_size=64).digest()
            found = _kept(self._values, key, int.from_bytes(digest, "big") % self.prime)
        return found


def _kept(store: dict[object, int] | dict[int, int], key: object, value: int) -> int:
    if len(store) >= _MOST_KEPT:
        store.clear()
    store[key] = value  # type: ignore[index]
    return value


def tower(levels: int, seed: int) -> tuple[Level, ...]:
    """Return that many levels above the ground floor, which has no exponentials."""
    draw = random.Random(f"tower {seed}")
    prime = _prime_near(draw)
    found = [Level(prime, 0, _secret(seed, 0))]
    for height in range(1, levels + 1):
        below, prime = prime, _prime_above(prime, draw)
        generator = _element(below, prime, draw)
        found.append(Level(prime, generator, _secret(seed, height)))
    return tuple(found)


def _secret(seed: int, height: int) -> bytes:
    return blake2b(f"{seed} {height}".encode(), digest_size=32).digest()


def _prime_near(draw: random.Random) -> int:
    while True:
        candidate = draw.randrange(2**60, 2**61) | 1
        if is_prime(candidate):
            return candidate


def _prime_above(below: int, draw: random.Random) -> int:
    factor = draw.randrange(16, 64) * 2
    while not is_prime(factor * below + 1):
        factor += 2
    return factor * below + 1


def _element(order: int, prime: int, draw: random.Random) -> int:
    while (found := pow(draw.randrange(2, prime - 1), (prime - 1) // order, prime)) == 1:
        pass
    return found


def is_prime(number: int) -> bool:
    """Decide primality by Miller and Rabin's test, with error below 4^-20 for random numbers.

    >>> [n for n in range(1, 20) if is_prime(n)]
    [2, 3, 5, 7, 11, 13, 17, 19]
    """
    if number < 2 or any(number % small == 0 for small in _SMALL):
        return number in _SMALL
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    return all(_passes(base, number, twos) for base in _SMALL)


def _passes(base: int, number: int, twos: int) -> bool:
    power = pow(base, (number - 1) >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def rational(residue: int, prime: int) -> Fraction | None:
    """Return the one small fraction with this residue, or None when there is none.

    Wang's reconstruction; "small" leaves so much room that a random residue has hardly ever one.

    >>> rational(-3 * pow(7, -1, 2**61 - 1), 2**61 - 1)
    Fraction(-3, 7)
    """
    bound = min(isqrt(isqrt(prime)), 10**6)
    before, now, weight_before, weight = prime, residue % prime, 0, 1
    while now > bound:
        quotient = before // now
        before, now = now, before - quotient * now
        weight_before, weight = weight, weight_before - quotient * weight
    if weight == 0 or abs(weight) > bound:
        return None
    return Fraction(now, weight)
