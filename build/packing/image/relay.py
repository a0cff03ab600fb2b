"""Joins standard input and output to a port of this machine: one connection out of QEMU."""

import os
import selectors
import socket
import sys

line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
waiting = selectors.DefaultSelector()
waiting.register(0, selectors.EVENT_READ)
waiting.register(line, selectors.EVENT_READ)
while True:
    for key, _ in waiting.select():
        got = os.read(key.fd, 65536)
        if key.fd == 0 and got:
            line.sendall(got)
        elif key.fd == 0:
            line.shutdown(socket.SHUT_WR)
            waiting.unregister(0)
        elif not got:
            sys.exit()
        while got and key.fd != 0:
            got = got[os.write(1, got) :]
