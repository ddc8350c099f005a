"""New sheets, each made when it is asked for: only the ten bytes of its serial are kept."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from budgeting.models import Edition
from voting.codes import encode_bytes
from voting.paper.code import SERIAL_BYTES, SheetCode, device_hash, encode, serial_text
from voting.paper.geometry import Layout
from voting.paper.sheet import SheetPrint
from voting.sealing import EditionKeys, lookup_digest

RandomBytes = Callable[[int], bytes]


class Stack(Sequence[SheetPrint]):
    """`count` sheets with different random serials; their order is random as they are."""

    def __init__(
        self,
        edition: Edition,
        layout: Layout,
        keys: EditionKeys,
        *,
        count: int,
        random_bytes: RandomBytes,
    ) -> None:
        self._edition, self._layout, self._keys = edition, layout, keys
        self._digest = layout.digest()
        drawn: dict[bytes, None] = {}
        while len(drawn) < count:
            drawn[random_bytes(SERIAL_BYTES)] = None
        self._serials = b"".join(drawn)

    def __len__(self) -> int:
        return len(self._serials) // SERIAL_BYTES

    @overload
    def __getitem__(self, index: int) -> SheetPrint: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SheetPrint]: ...
    def __getitem__(self, index: int | slice) -> SheetPrint | Sequence[SheetPrint]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        start = range(len(self))[index] * SERIAL_BYTES
        return self._made(self._serials[start : start + SERIAL_BYTES])

    def known(self) -> list[tuple[str, str]]:
        """What is stored of each sheet: lookup and device hash, in the order of the lookups, which
        says nothing about the order of printing.
        """
        return sorted(
            (
                lookup_digest(self._keys.lookup, encode_bytes(serial)),
                device_hash(self._edition.uuid, serial),
            )
            for serial in self._each()
        )

    def _each(self) -> Iterator[bytes]:
        for start in range(0, len(self._serials), SERIAL_BYTES):
            yield self._serials[start : start + SERIAL_BYTES]

    def _made(self, serial: bytes) -> SheetPrint:
        layout = self._layout
        codes = (
            SheetCode(self._edition.pk, layout.version, side.number, serial)
            for side in layout.sides
        )
        return SheetPrint(
            serial_text(serial),
            tuple(
                encode(
                    code,
                    key=self._keys.paper,
                    edition_uuid=self._edition.uuid,
                    layout_digest=self._digest,
                )
                for code in codes
            ),
        )
