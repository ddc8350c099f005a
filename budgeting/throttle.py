"""A brake: how often something happened within a while, per visitor, without writing anybody down.

What is counted is a keyed image of a text (an address, a device), in the cache, until the while is
over: no address is stored or logged. A town hall has one network address for everybody, so that
one is always braked later than a device.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

Limits = Mapping[str, int]
"""For each text that is counted, how often it may happen within the brake's seconds."""


@dataclass(frozen=True)
class Brake:
    """Counts under a name of its own; each count ends `seconds` after it began."""

    name: str
    seconds: int

    def is_on(self, limits: Limits) -> bool:
        """Whether one of these has used up its limit; counts nothing."""
        counts = cache.get_many([self._image(text) for text in limits])
        return any(counts.get(self._image(text), 0) >= most for text, most in limits.items())

    def count(self, text: str) -> int:
        """Note that it happened once more; answers how often by now."""
        key = self._image(text)
        cache.add(key, 0, self.seconds)
        try:
            return int(cache.incr(key))
        except ValueError:  # the while ended between the two calls
            cache.set(key, 1, self.seconds)
            return 1

    def take(self, limits: Limits) -> bool:
        """Count once for each, and tell whether all are within their limit; the first that is
        not ends the counting, so that nobody uses up what belongs to somebody else."""
        return all(self.count(text) <= most for text, most in limits.items())

    def _image(self, text: str) -> str:
        image = salted_hmac("wijkstem/throttle", text, algorithm="sha256").hexdigest()
        return f"{self.name}:{image}"


def limits_of(request: HttpRequest, *, per_device: int, per_address: int) -> dict[str, int]:
    """The visitor's device (address and browser) and network address, each with its limit."""
    address = _address(request)
    device = address + "\n" + request.headers.get("User-Agent", "")
    return {device: per_device, address: per_address}


def _address(request: HttpRequest) -> str:
    """The proxy's word about the visitor counts only where settings say that there is a proxy."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
