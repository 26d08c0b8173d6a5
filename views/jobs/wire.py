"""Frames on a worker's pipes: a length, then so many bytes of pickle."""

from __future__ import annotations

import struct
from typing import IO

_LENGTH = struct.Struct(">Q")


class FrameTooLargeError(Exception):
    """A frame is larger than the reader takes."""


def write_frame(pipe: IO[bytes], payload: bytes) -> None:
    """Write one frame and push it out."""
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def read_frame(pipe: IO[bytes], *, most_bytes: int | None = None) -> bytes:
    """Read one frame.

    Raises
    ------
    EOFError
        The other side is gone.
    FrameTooLargeError
        The frame is larger than ``most_bytes``; nothing of it was read.
    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if most_bytes is not None and length > most_bytes:
        raise FrameTooLargeError(f"{length} bytes are more than {most_bytes}")
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    found = pipe.read(count)
    if len(found) < count:
        raise EOFError("the pipe was closed")
    return found
