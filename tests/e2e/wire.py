"""A WebSocket client on bare sockets, for the studio's tests."""
import base64
import json
import os
import re
import socket
import struct
import subprocess
import time

from cli import GLIA

HEADER = struct.Struct("<HBBHBBIIIIQ6III")  # of a tensor; docs/protocol.md


class Studio:
    """`glia studio` on some data, running."""

    def __init__(self, *args, env=None, glia=GLIA, **how):
        self.process = subprocess.Popen(
            [glia, "studio", "--no-open", *map(str, args)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **(env or {})}, **how)
        self.url = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://(.*):(\d+)/\?token=(\S+)", self.url)
        if not found:
            raise RuntimeError(self.process.communicate(timeout=10)[1])
        self.host, self.port, self.token = found[1], int(found[2]), found[3]
        self.address = f"{self.host}:{self.port}"
        self.cookie = f"glia-{self.port}={self.token}"  # what a page gets for the token

    def connect(self):
        return socket.create_connection((self.host.strip("[]"), self.port), timeout=20)

    def ask(self, text):
        """Sends bytes as they are; everything that comes back until the other side closes."""
        with self.connect() as connection:
            connection.sendall(text if isinstance(text, bytes) else text.encode())
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(65536):
                answer += part
            return answer

    def get(self, path, **headers):
        headers = {"Host": self.address, **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()
                        if value is not None)
        return self.ask(f"GET {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")

    def memory(self):
        """Bytes that the server holds."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self):
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        finally:
            self.process.stdout.close()
            self.process.stderr.close()


class Page:
    """One page's socket."""

    def __init__(self, studio, visitor=None, path=None, **headers):
        self.studio = studio
        self.socket = studio.connect()
        self.buffer = b""
        self.events, self.tensors, self.bulk = [], [], {}
        self.next_id = 1
        self.closed = None
        path = path or "/socket" + (f"?visitor={visitor}" if visitor else "")
        headers = {"Host": studio.address, "Origin": f"http://{studio.address}",
                   "Cookie": studio.cookie,
                   "Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13",
                   "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(), **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()
                        if value is not None)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
        while b"\r\n\r\n" not in self.buffer:
            part = self.socket.recv(65536)
            if not part:
                break
            self.buffer += part
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.status = int(head.split(b" ", 2)[1]) if head else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, payload, opcode=1):
        payload = payload.encode() if isinstance(payload, str) else payload
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", size)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", size)
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        self.socket.sendall(head + mask + masked)

    def _take(self, count):
        while len(self.buffer) < count:
            part = self.socket.recv(1 << 20)
            if not part:
                raise ConnectionError("closed")
            self.buffer += part
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def read(self):
        """One message, put where it belongs; its opcode."""
        first, size = self._take(2)
        if size == 126:
            size, = struct.unpack(">H", self._take(2))
        elif size == 127:
            size, = struct.unpack(">Q", self._take(8))
        payload = self._take(size)
        opcode = first & 15
        if opcode == 9:
            self.send(payload, 10)
        elif opcode == 8:
            self.closed = struct.unpack(">H", payload[:2])[0] if payload else 1005
        elif opcode == 2:
            fields = HEADER.unpack(payload[:64])
            tensor = {"kind": fields[2], "channel": fields[3], "dtype": fields[4],
                      "rank": fields[5], "sequence": fields[6], "branch": fields[7],
                      "revision": fields[8], "edits": fields[9], "step": fields[10],
                      "dims": fields[11:11 + fields[5]], "payload": payload[64:]}
            if tensor["kind"] == 2:
                self.bulk[tensor["sequence"]] = tensor
            else:
                self.tensors.append(tensor)
        elif opcode == 1:
            self.events.append(json.loads(payload))
        return opcode

    def do(self, name, **fields):
        """The answer to a command; what comes before it is kept."""
        id, self.next_id = self.next_id, self.next_id + 1
        self.send(json.dumps({"id": id, "do": name, **fields}))
        while True:
            if self.read() == 8:
                raise ConnectionError(f"closed with {self.closed}")
            if self.events and self.events[-1].get("re") == id:
                return self.events.pop()

    def event(self, name, seconds=20):
        """The next event of that name; those before it are dropped."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self.events:
                event = self.events.pop(0)
                if event.get("event") == name:
                    return event
            self.read()
        raise TimeoutError(name)

    def until_closed(self):
        """The code that the server closes with."""
        try:
            while self.closed is None:
                self.read()
        except ConnectionError:
            pass
        return self.closed
