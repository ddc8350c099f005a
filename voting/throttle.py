"""A brake on guessing codes: wrong tries in a minute, per device and per address.

A voting code has 84 random bits and needs no brake; it keeps a robot from wearing out the server.
"""

from django.http import HttpRequest

from budgeting.throttle import Brake, limits_of

SECONDS = 60
PER_DEVICE = 20
PER_ADDRESS = 200

_TRIES = Brake("tries", SECONDS)


def exhausted(request: HttpRequest) -> bool:
    """Whether this device or address has used up its wrong tries."""
    return _TRIES.is_on(_limits(request))


def count_wrong(request: HttpRequest) -> None:
    """Note one wrong try."""
    for text in _limits(request):
        _TRIES.count(text)


def _limits(request: HttpRequest) -> dict[str, int]:
    return limits_of(request, per_device=PER_DEVICE, per_address=PER_ADDRESS)
