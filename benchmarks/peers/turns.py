"""A worker process that measures when it is its turn; see worker.py for what it says."""
import json
import os
import selectors
import subprocess
import time

READY_LIMIT, TURN_LIMIT = 600, 120  # seconds: compilers are slow


class Failed(Exception):
    pass


class Worker:
    def __init__(self, name, command, cores, log):
        """Starts on these cores only, with as many threads."""
        log.parent.mkdir(parents=True, exist_ok=True)
        self.name, self.log, self.cost, self.ready = name, log, None, None
        self.accuracies = []  # of T99, one a turn
        n = str(len(cores))
        threads = {variable: n for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS",
                                                "OPENBLAS_NUM_THREADS")}
        # No graphics card, and compilers that take no more cores than the work itself.
        quiet = {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "2",
                 "TORCHINDUCTOR_COMPILE_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with log.open("w") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                env={**os.environ, **threads, **quiet},
                preexec_fn=lambda: os.sched_setaffinity(0, cores))
        self.waiting = selectors.DefaultSelector()
        self.waiting.register(self.process.stdout, selectors.EVENT_READ)

    def get_ready(self):
        self.ready = self.answer(READY_LIMIT)

    def measure(self, seconds):
        try:
            self.process.stdin.write(f"{seconds}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.failure("it ended") from None
        found = self.answer(TURN_LIMIT + seconds)
        self.cost = found.get("cost_after")
        if "accuracy" in found:
            self.accuracies.append(found["accuracy"])
        return found["value"]

    def answer(self, limit):
        """The next line, which is written at one go."""
        until = time.monotonic() + limit
        text = b""
        while not text.endswith(b"\n"):
            if not self.waiting.select(max(0, until - time.monotonic())):
                self.process.kill()
                raise self.failure(f"it said nothing for {limit:.0f} s")
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                self.process.wait()
                raise self.failure(f"exit status {self.process.returncode}")
            text += part
        return json.loads(text)

    def failure(self, what):
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return Failed(f"{self.name}: {lines[-1][:200] if lines else what} ({self.log})")

    def end(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
