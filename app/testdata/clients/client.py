"""Speaks to a running app with the package websockets, which shares no code with the server or with Spark,
and prints each thing that went as it should. The arguments are the app's URL and a page with a desk."""

import asyncio
import json
import re
import sys
import urllib.request

from websockets.exceptions import ConnectionClosed, InvalidStatusCode
from websockets.frames import OP_TEXT
from websockets.legacy.client import connect

site, path, silence = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000
with urllib.request.urlopen(site + path) as page:
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'z-join="([^"]+)"', page.read().decode())[1]


def done(what):
    print(what, flush=True)


def dial(origin=site):
    return connect(
        site.replace("http", "ws") + "/ws/components",
        origin=origin,
        extra_headers={"Cookie": cookie},
        compression="deflate",
        ping_interval=None,
    )


TYPED, CLICKS = 0, 1  # slots


class Visitor:
    """A socket that keeps what the page's root view shows."""

    def __init__(self, ws):
        self.ws = ws
        self.shown = {}
        self.seq = self.ref = self.acked = 0

    async def take(self):
        """Takes a message, and returns it if it is no update."""
        message = json.loads(await self.ws.recv())
        if isinstance(message[1], str):
            return message[1:]
        self.seq, self.acked = message[:2]
        for view, patch in zip(message[2::2], message[3::2]):
            if view != 1:
                continue
            for slot, value in zip(patch[::2], patch[1::2]):
                self.shown[slot] = self.shown[slot] + value[0] if isinstance(value, list) else value

    async def word(self):
        while not (word := await self.take()):
            pass
        return word

    async def settle(self):
        while self.acked < self.ref:
            assert not (word := await self.take()), word

    async def input(self, *event):
        self.ref += 1
        await self.ws.send(json.dumps([self.ref, 1, *event], separators=(",", ":")))
        await self.settle()


async def ends(how):
    ws = await dial()
    await how(ws)
    try:
        while True:
            await ws.recv()
    except ConnectionClosed as end:
        return end.rcvd.code


async def main():
    # The handshake.
    visitor = Visitor(await dial())
    assert visitor.ws.extensions == [], "it was asked for deflate"
    done("handshake")

    try:
        await dial("http://example.org")
    except InvalidStatusCode as refused:
        assert refused.status_code == 403
        done("foreign origin")

    # A page.
    await visitor.ws.send(json.dumps([0, "join", {"token": token, "url": path, "known": [], "full": [], "seq": 0}]))
    joined, session = await visitor.word()
    assert joined == "joined"
    done("join")

    await visitor.input("Click")
    assert visitor.shown[CLICKS] == 1
    done("click")

    visitor.ref += 1
    event = json.dumps([visitor.ref, 1, "Click"])

    async def parts():
        yield event[:3]
        parts.pong = await visitor.ws.ping("between")
        yield event[3:7]
        yield event[7:]

    await visitor.ws.send(parts())
    await visitor.settle()
    await parts.pong
    assert visitor.shown[CLICKS] == 2
    done("fragments, a ping between")

    rest = len(json.dumps([visitor.ref + 1, 1, "Type", None, ""], separators=(",", ":")))
    long = "x" * ((64 << 10) - rest)
    await visitor.input("Type", None, long)
    assert visitor.shown[TYPED] == long
    done("64 KiB")

    await visitor.ws.send(b"\x01\x02\x03")
    assert await visitor.word() == ["error", "bad_message"]
    done("binary")

    # The package answers pings by itself, while its messages are taken.
    end = asyncio.get_running_loop().time() + 1.3 * silence
    while asyncio.get_running_loop().time() < end:
        assert not (word := await visitor.take()), word
    done("pings")

    # Ends.
    heir = Visitor(await dial())
    await heir.ws.send(json.dumps([0, "resume", {"token": session["resume"], "seq": visitor.seq}]))
    assert (await heir.word())[0] == "resumed"
    try:
        while True:
            await visitor.take()
    except ConnectionClosed as end:
        assert end.rcvd.code == 4004, end
    done("a newer socket")

    await heir.ws.send('[0,"leave"]')
    try:
        while True:
            await heir.take()
    except ConnectionClosed as end:
        assert end.rcvd.code == 1000, end
    done("leave")

    assert await ends(lambda ws: ws.close(1000, "bye")) == 1000
    assert await ends(lambda ws: ws.close(4321)) == 4321
    done("close")

    assert await ends(lambda ws: ws.write_frame(True, OP_TEXT, b'"\xff"')) == 1007
    done("not UTF-8")

    assert await ends(lambda ws: ws.send("x" * ((64 << 10) + 1))) == 1009
    done("too large")


asyncio.run(main())
