"""What one visitor does to a studio is not felt by the others, nor by whoever ends it."""
import json
import os
import pathlib
import resource
import shutil
import signal
import tempfile
import time
import unittest

from cli import GLIA, write_tiny_mnist
from wire import Page, Studio

WIDE = [512] * 6
NOBODY = 54321  # a user who has nothing else
SOON = 5  # seconds; a landscape takes minutes


def landscape(page):
    """Asks for the costliest command there is, without waiting for its answer."""
    page.send(json.dumps({
        "id": page.next_id, "do": "surface", "x": {"parameter": "output.bias", "index": 0},
        "y": {"parameter": "output.bias", "index": 1}, "xRange": [-1, 1], "yRange": [-1, 1],
        "side": 65, "samples": 2000}))
    page.next_id += 1


class EnduringTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.folder.name)
        write_tiny_mnist(root, train=2000)
        web = root / "web"
        web.mkdir()
        (web / "index.html").write_text("<!doctype html><title>Glia</title>")
        cls.options = ["--web", web, "--data", "mnist", "--data-dir", root]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def busy(self, studio, visitor, frames=3):
        """A page whose visitor has minutes of work before him."""
        page = Page(studio, visitor=visitor)
        page.event("hello")
        self.assertNotIn("error", page.do("recipe", hidden=WIDE, activation="relu"))
        for _ in range(frames):
            landscape(page)
        return page

    def test_an_evicted_visitor_with_long_commands_is_not_waited_for(self):
        studio = Studio(*self.options, "--threads", "1", "--visitors", "4")
        try:
            watcher = Page(studio, visitor="watches-on")
            watcher.event("hello")
            self.busy(studio, "goes-away").socket.close()
            time.sleep(1)  # it is missed
            others = []
            for i in range(3):
                begun = time.monotonic()
                others.append(Page(studio, visitor=f"newcomer-{i}"))
                self.assertEqual(others[-1].status, 101)
                others[-1].event("hello")
                self.assertNotIn("error", watcher.do("ping"))
                self.assertLess(time.monotonic() - begun, SOON)
            for page in [watcher, *others]:
                page.socket.close()
        finally:
            studio.process.kill()
            studio.end()

    def test_a_page_that_left_frees_its_seat_though_commands_are_unanswered(self):
        studio = Studio(*self.options, "--threads", "1", "--visitors", "1")
        try:
            self.busy(studio, "goes-away", frames=8).socket.close()
            begun = time.monotonic()
            while time.monotonic() - begun < SOON:
                with Page(studio, visitor="newcomer-1") as page:
                    if page.status == 101:
                        break
                time.sleep(0.1)
            self.assertEqual(page.status, 101)
        finally:
            studio.process.kill()
            studio.end()

    def test_a_visitor_goes_on_while_a_landscape_is_made(self):
        studio = Studio(*self.options, "--threads", "1")
        try:
            with self.busy(studio, "same-page", frames=1) as page:
                begun = time.monotonic()
                self.assertNotIn("error", page.do("ping"))
                self.assertNotIn("error", page.do("learn", run=True))
                while True:
                    state = page.event("state")
                    if state["running"] and state["step"] > 2:
                        break
                self.assertLess(time.monotonic() - begun, 2 * SOON)
        finally:
            studio.process.kill()
            studio.end()

    def test_a_newer_landscape_takes_the_place_of_the_one_before(self):
        studio = Studio(*self.options, "--threads", "1")
        try:
            with self.busy(studio, "same-page", frames=1) as page:
                first = page.next_id - 1
                landscape(page)
                while not (page.events and page.events[-1].get("re") == first):
                    page.read()
                self.assertEqual(page.events[-1]["error"]["code"], "superseded")
        finally:
            studio.process.kill()
            studio.end()

    def test_ctrl_c_ends_it_whatever_is_under_way(self):
        studio = Studio(*self.options, "--threads", "1")
        try:
            with self.busy(studio, "same-page") as page:
                page.send(json.dumps({"id": 99, "do": "learn", "run": True}))
                time.sleep(1)
                begun = time.monotonic()
                studio.process.send_signal(signal.SIGINT)
                self.assertEqual(studio.process.wait(timeout=60), 0)
                self.assertLess(time.monotonic() - begun, SOON)
        finally:
            studio.process.kill()
            studio.end()

    def bounded(self, threads):
        """How a studio is started that may have so many threads. Root is not bounded."""
        root = pathlib.Path(self.folder.name)
        glia = root / "glia"
        if not glia.exists():
            shutil.copy(GLIA, glia)
        for path in [root, *root.rglob("*")]:
            path.chmod(0o755)

        def as_somebody():
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            resource.setrlimit(resource.RLIMIT_NPROC, (threads, threads))
        return {"glia": glia, "preexec_fn": as_somebody}

    @unittest.skipUnless(os.geteuid() == 0, "only root may become somebody whose threads are counted")
    def test_a_visitor_without_a_thread_is_told_and_the_others_go_on(self):
        for each, limit in [("1", 3), ("2", 4)]:  # the server has two threads, the first visitor these
            studio = Studio(*self.options, "--threads", each, **self.bounded(limit))
            try:
                with Page(studio, visitor="first-one") as first:
                    first.event("hello")
                    with Page(studio, visitor="second-one") as second:
                        self.assertEqual(second.status, 503)
                    told = studio.get("/socket?visitor=second-one", Cookie=studio.cookie)
                    self.assertIn(b'"exhausted"', told)
                    first.do("learn", steps=3)
                    self.assertNotIn("error", first.do("ping"))
                self.assertEqual(studio.end(), 0)
            finally:
                studio.process.kill()

    @unittest.skipUnless(os.geteuid() == 0, "only root may become somebody whose threads are counted")
    def test_a_server_without_a_thread_says_so(self):
        with self.assertRaisesRegex(RuntimeError, "does not start its thread.*ulimit -u"):
            Studio(*self.options, "--threads", "1", **self.bounded(1))


if __name__ == "__main__":
    unittest.main()
