"""The one exception to the security headers: pages of the scanning desk may use the camera."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.http.response import HttpResponseBase

from budgeting.middleware import permissions

View = Callable[..., HttpResponseBase]


def with_camera(view: View) -> View:
    """The page may open the camera and compile the reader of QR codes, which is WebAssembly."""

    @wraps(view)
    def page(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Permissions-Policy"] = permissions(camera="(self)")
        return response

    allowed: View = csp_update({"script-src": ["'wasm-unsafe-eval'"]})(page)
    return allowed
