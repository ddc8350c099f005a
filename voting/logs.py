"""Keeping codes out of logs: whatever logs an address, `/v/<code>` is written without the code."""

import logging
import re

_CODE = re.compile(r"(/v/)[^\s\"'?#]+")


class WithoutCodes(logging.Filter):
    """For every handler in settings.LOGGING; rewrites the finished message, never drops one."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _CODE.sub(r"\1…", message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        return True
