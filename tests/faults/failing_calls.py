"""Lets chosen calls into the system fail, in the real process and all that it starts.

A filter of the kernel (seccomp, Linux 5.5 and later) stops each call of these kinds and asks this
process, which lets it happen or fail. So the calls of C code fail too, and nothing is replaced.
The filter needs no root. Not stopped are calls of other kinds, such as `read`, `stat` and `close`.
"""

import ctypes
import errno
import os
import platform
import select
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

__all__ = ["CALLS", "ERRORS", "FORK", "Call", "Injector", "can_filter", "install"]

Mode = Literal["once", "from then on"]

X86: Final = {
    "open": {2, 85, 257, 437}, "write": {1, 18, 20, 40, 296, 326, 328}, "fsync": {74, 75},
    "rename": {82, 264, 316}, "link": {86, 88, 265, 266}, "unlink": {84, 87, 263},
    "mkdir": {83, 258}, "fork": {56, 57, 58, 435}, "chmod": {90, 91, 268, 452},
    "truncate": {76, 77}, "list": {78, 217}, "lock": {73},
}  # fmt: skip
ARM: Final = {
    "open": {56, 437}, "write": {64, 66, 68, 70, 71, 285, 287}, "fsync": {82, 83},
    "rename": {38, 276}, "link": {36, 37}, "unlink": {35}, "mkdir": {34}, "fork": {220, 435},
    "chmod": {52, 53, 452}, "truncate": {45, 46}, "list": {61}, "lock": {32},
}  # fmt: skip
# The number of the processor for filters, the number of the call seccomp(2), and of all others.
MACHINES: Final = {"x86_64": (0xC000003E, 317, X86), "aarch64": (0xC00000B7, 277, ARM)}
CALLS: Final[Mapping[str, set[int]]] = MACHINES.get(platform.machine(), (0, 0, {}))[2]
"""The numbers of the calls that are stopped, by kind, on this machine."""
FORK: Final = "fork"
"""The kind of call that starts a process or a thread."""
FULL, BROKEN, DENIED = errno.ENOSPC, errno.EIO, errno.EACCES
ERRORS: Final[Mapping[str, tuple[int, ...]]] = {
    "open": (BROKEN, DENIED, FULL), "write": (BROKEN, FULL), "fsync": (BROKEN, FULL),
    "rename": (BROKEN, DENIED, FULL), "link": (BROKEN, DENIED, FULL), "unlink": (BROKEN, DENIED),
    "mkdir": (BROKEN, DENIED, FULL), FORK: (errno.EAGAIN, errno.ENOMEM), "chmod": (BROKEN, DENIED),
    "truncate": (BROKEN, FULL), "list": (BROKEN,), "lock": (BROKEN,),
}  # fmt: skip
"""The errors that a call of each kind may end with."""
RECEIVE, SEND, CONTINUE = 0xC0502100, 0xC0182101, 1
NOTICE, ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
LONGEST_PATH: Final = 1024
LOWEST_ADDRESS: Final = 1 << 16
"""What is less is a number, not the address of a text."""


@dataclass(frozen=True)
class Call:
    """A call that was stopped."""

    kind: str
    thread: int
    number: int
    arguments: tuple[int, ...]

    @cached_property
    def process(self) -> int:
        """The id of the process that calls; 0 if it is gone."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.thread}/status").read_text("ascii").splitlines():
                if line.startswith("Tgid:"):
                    return int(line.split()[1])
        return 0

    @cached_property
    def place(self) -> str:
        """The last path that it names, or that of its open file; empty if there is none."""
        with suppress(OSError):
            if self.kind in {"write", "fsync", "list", "lock"}:
                return self._file(self.arguments[0])
            if self.kind != FORK:
                return next(filter(None, map(self._path, range(3, -1, -1))), "")
        return ""

    @property
    def writes(self) -> bool:
        """Whether it changes something, and does not only open a file for reading."""
        if self.kind == "open":
            flags = self.arguments[1 if self.number == 2 else 2]
            return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        return self.kind not in {"list", "lock"}

    def _file(self, handle: int) -> str:
        return str(Path(f"/proc/{self.thread}/fd/{handle}").readlink())

    def _path(self, at: int) -> str:
        """Return the path that an argument points to, or an empty string if it is no path."""
        if self.arguments[at] < LOWEST_ADDRESS:
            return ""
        with (
            suppress(OSError, ValueError, OverflowError),
            Path(f"/proc/{self.thread}/mem").open("rb", buffering=0) as memory,
        ):
            memory.seek(self.arguments[at])
            name = os.fsdecode(memory.read(LONGEST_PATH).partition(b"\0")[0])
            folder = self.arguments[at - 1] if at else LOWEST_ADDRESS
            if folder < LOWEST_ADDRESS and name:
                return str(Path(self._file(folder), name))
            return str(Path(f"/proc/{self.thread}/cwd").readlink() / name) if name else ""
        return ""

    def __str__(self) -> str:
        """Return the kind and the file."""
        return f"{self.kind} {self.place}"


@dataclass
class Injector:
    """Lets the nth of the counted calls fail.

    Attributes:
        nth: which call fails, counted from 1; 0: none.
        choose: the error of a call that is to fail.
        counts: whether a call is counted.
        mode: whether this call alone fails, or also those that follow.
        process: the process whose calls are counted; 0: all.
        seen: the counted calls.
        failed: the calls that failed.
    """

    nth: int
    choose: Callable[[Call], int]
    counts: Callable[[Call], bool]
    mode: Mode = "once"
    process: int = 0
    seen: int = 0
    failed: list[Call] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def serve(self, listener: int, until: float | None = None) -> None:
        """Answer until every process with the filter has ended."""
        kinds = {number: kind for kind, numbers in CALLS.items() for number in numbers}
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        while True:
            for _, event in poll.poll(until):
                if not event & select.POLLIN:
                    os.close(listener)
                    return
                notice = bytearray(NOTICE.size)
                try:
                    ioctl(listener, RECEIVE, notice)
                except OSError as error:
                    # The process was killed meanwhile.
                    if error.errno in {errno.ENOENT, errno.EINTR}:
                        continue
                    raise
                number, thread, _, nr, *rest = NOTICE.unpack(notice)
                call = Call(kinds[nr], thread, nr, tuple(rest[2:]))
                with suppress(OSError):
                    ioctl(listener, SEND, ANSWER.pack(number, 0, *self._answer(call)))

    def _answer(self, call: Call) -> tuple[int, int]:
        if (self.process and call.process != self.process) or not self.counts(call):
            return 0, CONTINUE
        self.seen += 1
        if self.seen != self.nth and not (self.failed and self.mode != "once"):
            return 0, CONTINUE
        self.failed.append(call)
        chosen = self.choose(call)
        # Told now, because memory and files of the process are gone later.
        self.told.append(f"{call}: {errno.errorcode[chosen]}")
        return -chosen, 0


def install(channel: socket.socket) -> None:
    """Stop the chosen calls of this process and of all that it starts; send the listener."""
    architecture, seccomp, _ = MACHINES[platform.machine()]
    numbers = sorted(number for each in CALLS.values() for number in each)
    size = len(numbers)
    # Load the processor's number and compare, load the call's number and compare with each.
    program = [(0x20, 0, 0, 4), (0x15, 0, size + 1, architecture), (0x20, 0, 0, 0)]
    program += [(0x15, size - at, 0, number) for at, number in enumerate(numbers)]
    program += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x7FC00000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in program))
    whole = struct.pack("@HP", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)
    listener = libc.syscall(seccomp, 1, 8, whole)
    if listener < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    socket.send_fds(channel, [b"."], [listener])
    os.close(listener)


def can_filter() -> bool:
    """Return whether this system can stop calls so; asked for in a child, for it stays."""
    if not CALLS:
        return False
    ours, theirs = socket.socketpair()
    with ours, theirs:
        child = os.fork()
        if not child:
            try:
                install(theirs)
                os._exit(0)
            finally:
                os._exit(1)
        return os.waitpid(child, 0)[1] == 0
