"""Files that are sealed while they are written: any pieces in, the same bytes out."""

import io

from voting.sealed_file import PIECE, SealingWriter, opened, plain_length


def test_a_sealing_writer_takes_any_pieces() -> None:
    for size in (0, 1, PIECE, PIECE + 1, 3 * PIECE):
        out, data = io.BytesIO(), bytes(range(256)) * (size // 256 + 1)
        writer = SealingWriter(out, bytes(32))
        for start in range(0, size, 1000):
            writer.write(data[start : min(start + 1000, size)])
        writer.finish()
        assert plain_length(len(out.getvalue())) == size
        out.seek(0)
        assert b"".join(piece for piece, _last in opened(out, bytes(32))) == data[:size]
