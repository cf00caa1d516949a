"""Passes bytes on between two Unix sockets, each way so many milliseconds late.

    delaying_proxy.py LISTEN CONNECT MILLISECONDS PARENT

It ends when the process PARENT does.
"""

import asyncio
import os
import sys

listen, connect, delay, parent = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000, int(sys.argv[4])


async def carry(reader, writer):
    """Every piece is late by the delay, and none waits for the one before."""
    loop = asyncio.get_running_loop()
    pieces = asyncio.Queue()

    async def deliver():
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not piece:
                writer.close()
                return
            writer.write(piece)

    delivery = asyncio.create_task(deliver())
    while True:
        try:
            piece = await reader.read(1 << 16)
        except ConnectionError:
            piece = b""
        pieces.put_nowait((loop.time() + delay, piece))
        if not piece:
            break
    await delivery


async def serve(reader, writer):
    far_reader, far_writer = await asyncio.open_unix_connection(connect)
    await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))


async def main():
    server = await asyncio.start_unix_server(serve, listen)
    async with server:
        while os.path.exists("/proc/%d" % parent):
            await asyncio.sleep(0.2)


asyncio.run(main())
