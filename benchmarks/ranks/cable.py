"""What TCP does between the two machines of link.sh: {"latency": seconds that a byte takes, "rate":
bytes a second each way, while both send}."""
import json
import os
import socket
import subprocess
import sys
import threading
import time

TURNS = 2000
LOAD = bytes(32 << 20)
AT = ("10.0.0.2", 5201)


def turn(line, first):
    """Waits as MPI does: it asks again and again."""
    if first:
        line.send(b"1")
    while True:
        try:
            return line.recv(1)
        except BlockingIOError:
            pass


def swap(line):
    """Each gives the other the load."""
    sender = threading.Thread(target=line.sendall, args=(LOAD,))
    sender.start()
    left = len(LOAD)
    while left:
        left -= len(line.recv(min(left, 1 << 18)))
    sender.join()


def there():
    with socket.create_server(AT) as server:
        print("ready", flush=True)
        line = server.accept()[0]
    with line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        for _ in range(TURNS):
            turn(line, False)
            line.send(b"1")
        line.setblocking(True)
        swap(line)


def here():
    with socket.create_connection(AT) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        began = time.perf_counter()
        for _ in range(TURNS):
            turn(line, True)
        latency = (time.perf_counter() - began) / TURNS / 2
        line.setblocking(True)
        began = time.perf_counter()
        swap(line)
        return {"latency": latency, "rate": len(LOAD) / (time.perf_counter() - began)}


def main():
    if len(sys.argv) > 1:
        there()
        return
    agent = os.environ["OMPI_MCA_plm_rsh_agent"]  # by which link.sh reaches the other
    other = subprocess.Popen([agent, "two", f"{sys.executable} {__file__} there"],
                             stdout=subprocess.PIPE)
    other.stdout.readline()
    print(json.dumps(here()))
    other.wait()


if __name__ == "__main__":
    main()
