"""Half of the round trip of a byte through TCP between the two machines of link.sh, in seconds."""
import os
import socket
import subprocess
import sys
import time

TURNS = 2000
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


def ready(line):
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setblocking(False)
    return line


def main():
    if len(sys.argv) > 1:
        with socket.create_server(AT) as server:
            print("ready", flush=True)
            line = ready(server.accept()[0])
        while turn(line, False):
            line.send(b"1")
        return
    agent = os.environ["OMPI_MCA_plm_rsh_agent"]  # by which link.sh reaches the other
    there = subprocess.Popen([agent, "two", f"{sys.executable} {__file__} there"],
                             stdout=subprocess.PIPE)
    there.stdout.readline()
    with ready(socket.create_connection(AT)) as line:
        began = time.perf_counter()
        for _ in range(TURNS):
            turn(line, True)
        print((time.perf_counter() - began) / TURNS / 2)
    there.wait()


if __name__ == "__main__":
    main()
