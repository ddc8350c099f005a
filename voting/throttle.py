"""A brake on guessing codes: wrong tries in a minute, per device and per address.

A voting code has 84 random bits and needs no brake; it keeps a robot from wearing out the server.
A town hall has one address for everybody, so the address alone is braked late. What is counted is
a keyed image of the address, in memory, for a minute: no address is stored or logged.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SECONDS = 60
PER_DEVICE = 20
PER_ADDRESS = 200


def exhausted(request: HttpRequest) -> bool:
    """Whether this device or address has used up its wrong tries."""
    tries = cache.get_many(_limits(request))
    return any(tries.get(key, 0) >= limit for key, limit in _limits(request).items())


def count_wrong(request: HttpRequest) -> None:
    """Note one wrong try."""
    for key in _limits(request):
        cache.add(key, 0, SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # the minute ended between the two calls
            cache.set(key, 1, SECONDS)


def _limits(request: HttpRequest) -> dict[str, int]:
    address = _address(request)
    device = address + "\n" + request.headers.get("User-Agent", "")
    return {_image(device): PER_DEVICE, _image(address): PER_ADDRESS}


def _address(request: HttpRequest) -> str:
    """The proxy's word about the visitor counts only where settings say that there is a proxy."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _image(text: str) -> str:
    return "tries:" + salted_hmac("wijkstem/throttle", text, algorithm="sha256").hexdigest()
