"""A line to a PostgreSQL that misbehaves: a relay between two Unix sockets which resets, freezes, or swallows answers.

It speaks no SQL, but knows a COMMIT when it passes, so that exactly its answer can be lost."""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NoReturn

SOCKET = ".s.PGSQL.5432"
CHUNK = 65536
COMMIT = b"COMMIT"
A_WRITE = 4000
"""Bytes that are asked in a transaction which writes; one that only reads asks far less."""


class Proxy:
    """Relays every connection to the socket in `server` from one in `folder`, as it is told to."""

    def __init__(self, folder: Path, server: Path, chance: Random) -> None:
        self.folder, self._server, self._chance = folder, server, chance
        self.flows = asyncio.Event()
        self.flows.set()
        self.lost_commits = 0.0
        """Of how many COMMITs of writes in a hundred the answer is lost, or the COMMIT itself, and the line with it."""
        self.swallows = False
        """Whether what is asked goes through, and no answer comes back."""
        self.commits_lost = self.answers_lost = 0
        self._lines: set[StreamWriter] = set()

    async def serve(self) -> asyncio.Server:
        """Begin to relay."""
        return await asyncio.start_unix_server(self._relay, self.folder / SOCKET)

    def cut(self) -> None:
        """Reset every connection."""
        for line in self._lines:
            line.transport.abort()

    async def _relay(self, asks: StreamReader, answers: StreamWriter) -> None:
        await self.flows.wait()
        try:
            replies, requests = await asyncio.open_unix_connection(self._server / SOCKET)
        except OSError:
            answers.transport.abort()
            return
        ends = {answers, requests}
        self._lines |= ends
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(self._ask(asks, requests), self._answer(replies, answers))
        self._lines -= ends
        for end in ends:
            end.transport.abort()

    async def _ask(self, asks: StreamReader, requests: StreamWriter) -> None:
        asked = 0
        while data := await asks.read(CHUNK):
            await self.flows.wait()
            asked += len(data)
            if COMMIT in data:
                if asked > A_WRITE and 100 * self._chance.random() < self.lost_commits:
                    await self._lose(data, requests)
                asked = 0
            requests.write(data)
            await requests.drain()
        raise ConnectionResetError

    async def _lose(self, commit: bytes, requests: StreamWriter) -> NoReturn:
        """Lose a COMMIT with its line before it arrives, or, more often, after that."""
        self.commits_lost += 1
        if self._chance.random() < 0.7:
            self.answers_lost += 1
            requests.write(commit)
            await requests.drain()
        raise ConnectionResetError

    async def _answer(self, replies: StreamReader, answers: StreamWriter) -> None:
        while data := await replies.read(CHUNK):
            await self.flows.wait()
            if not self.swallows:
                answers.write(data)
                await answers.drain()
        raise ConnectionResetError
