"""Passes bytes on between two Unix sockets, each way so many milliseconds late.

    delaying_proxy.py LISTEN CONNECT MILLISECONDS PARENT

It ends when the process PARENT does.

Threads and not an event loop: what waits for sockets does so in whole milliseconds, `time.sleep` does
not.
"""

import os
import queue
import socket
import sys
import threading
import time

listen, connect, delay, parent = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000, int(sys.argv[4])


def carry(source, target):
    """Every piece is late by the delay, and none waits for the one before."""
    pieces = queue.SimpleQueue()

    def receive():
        piece = True
        while piece:
            try:
                piece = source.recv(1 << 16)
            except OSError:
                piece = b""
            pieces.put((time.monotonic() + delay, piece))

    def deliver():
        while True:
            due, piece = pieces.get()
            time.sleep(max(0, due - time.monotonic()))
            try:
                if not piece:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(piece)
            except OSError:
                return

    for work in (receive, deliver):
        threading.Thread(target=work, daemon=True).start()


def serve(server):
    while True:
        near, _ = server.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(connect)
        carry(near, far)
        carry(far, near)


server = socket.socket(socket.AF_UNIX)
server.bind(listen)
server.listen()
threading.Thread(target=serve, args=(server,), daemon=True).start()
while os.path.exists("/proc/%d" % parent):
    time.sleep(0.2)
