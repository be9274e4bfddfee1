"""What the studio's server refuses, and that it goes on whatever pages do."""
import json
import os
import pathlib
import shutil
import signal
import socket
import tempfile
import time
import unittest

from cli import glia, write_tiny_mnist
from wire import Page, Studio

PAGE = "<!doctype html><title>Glia</title>"


def numbers_of(model):
    """The bytes of all tensors of a model file."""
    data = model.read_bytes()
    return data[8 + int.from_bytes(data[:8], "little"):]


class StudioTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.folder.name)
        write_tiny_mnist(root)
        web = root / "web"
        (web / "assets").mkdir(parents=True)
        (web / "index.html").write_text(PAGE)
        (web / "assets" / "a.js").write_text("export const x = 1;\n" * 100)
        (web / ".hidden.js").write_text("secret")
        (root / "secret.js").write_text("secret")
        (web / "out.js").symlink_to(root / "secret.js")
        cls.options = ["--web", web, "--data", "mnist", "--data-dir", root, "--threads", "1"]
        cls.studio = Studio(*cls.options, "--visitors", "3")

    @classmethod
    def tearDownClass(cls):
        code = cls.studio.end()
        cls.folder.cleanup()
        assert code == 0, f"glia studio ended with {code}"

    def status(self, answer):
        self.assertTrue(answer.startswith(b"HTTP/1.1 "), answer[:80])
        return int(answer.split(b" ", 2)[1])

    def test_page_is_served_with_strict_headers(self):
        answer = self.studio.get(f"/?token={self.studio.token}")
        head, _, body = answer.partition(b"\r\n\r\n")
        self.assertEqual(self.status(answer), 200)
        self.assertEqual(body.decode(), PAGE)
        text = head.decode().lower()
        for wanted in ["content-security-policy: default-src 'none'", "script-src 'self'",
                       "frame-ancestors 'none'", f"ws://{self.studio.address}",
                       "x-content-type-options: nosniff", "referrer-policy: no-referrer",
                       "cross-origin-opener-policy: same-origin", "microphone=(self)",
                       "cache-control: no-store"]:
            self.assertIn(wanted, text)
        self.assertNotIn("access-control", text)
        self.assertNotIn("unsafe-inline", text)

    def test_assets_are_compressed_and_last(self):
        head, _, body = self.studio.get("/assets/a.js", Accept_Encoding="gzip").partition(
            b"\r\n\r\n")
        self.assertIn(b"Content-Encoding: gzip", head)
        self.assertIn(b"immutable", head)
        self.assertLess(len(body), 200)

    def test_other_hosts_are_refused(self):
        for host in [None, "", "evil.example", f"evil.example:{self.studio.port}",
                     "127.0.0.1", "127.0.0.1:1", f"127.0.0.1:{self.studio.port}.evil.example"]:
            self.assertIn(self.status(self.studio.get("/", Host=host)), (400, 403), host)
        self.assertEqual(self.status(self.studio.get("/", Host=f"localhost:{self.studio.port}")),
                         200)
        twice = (f"GET / HTTP/1.1\r\nHost: {self.studio.address}\r\n"
                 f"Host: {self.studio.address}\r\n\r\n")
        self.assertIn(self.status(self.studio.ask(twice)), (400, 403))

    def test_traversal_finds_nothing(self):
        for path in ["/../secret.js", "/assets/../../secret.js", "/%2e%2e/secret.js",
                     "/..%2fsecret.js", "//secret.js", "/./index.html", "/.hidden.js", "/out.js",
                     "/assets/", "/assets", "/index.html/", "/nothing.js", "/\\..\\secret.js",
                     "/index.html%00.js", "/etc/passwd"]:
            answer = self.studio.get(path)
            self.assertIn(self.status(answer), (400, 404), path)
            self.assertNotIn(b"secret", answer.partition(b"\r\n\r\n")[2])

    def test_only_get_and_head(self):
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"]:
            answer = self.studio.ask(f"{method} / HTTP/1.1\r\nHost: {self.studio.address}\r\n\r\n")
            self.assertEqual(self.status(answer), 405, method)
        head = self.studio.ask(f"HEAD / HTTP/1.1\r\nHost: {self.studio.address}\r\n"
                               "Connection: close\r\n\r\n")
        self.assertEqual(self.status(head), 200)
        self.assertTrue(head.endswith(b"\r\n\r\n"))

    def test_what_is_too_long_or_nonsense_is_refused(self):
        host = f"Host: {self.studio.address}\r\n"
        self.assertEqual(self.status(self.studio.ask(
            f"GET / HTTP/1.1\r\n{host}X: {'x' * 20000}\r\n\r\n")), 431)
        self.assertEqual(self.status(self.studio.ask(
            f"POST / HTTP/1.1\r\n{host}Content-Length: 100000\r\n\r\n{'x' * 1000}")), 413)
        self.assertEqual(self.status(self.studio.ask(b"\x16\x03\x01\x02\x00nonsense\r\n\r\n")), 400)

    def test_socket_wants_token_and_origin(self):
        address, token = self.studio.address, self.studio.token
        def cookie(value):
            return {"Cookie": f"glia-{self.studio.port}={value}"}
        cases = [("/socket", {"Cookie": None}, 401), ("/socket", cookie(""), 401),
                 ("/socket", cookie(token + "x"), 401), ("/socket", cookie(token[:-1]), 401),
                 ("/socket", {"Cookie": f"glia-{self.studio.port + 1}={token}"}, 401),
                 ("/socket", {"Cookie": f"xglia-{self.studio.port}={token}"}, 401),
                 (f"/socket?token={token}", {"Cookie": None}, 401),
                 ("/socket", {"Cookie": f"a=b; glia-{self.studio.port}=old;  {self.studio.cookie}"},
                  101),
                 ("/socket", {"Origin": None}, 403),
                 ("/socket", {"Origin": "null"}, 403),
                 ("/socket", {"Origin": "http://evil.example"}, 403),
                 ("/socket", {"Origin": f"https://{address}"}, 403),
                 ("/socket", {"Origin": f"http://{address}.evil.example"}, 403),
                 ("/socket", {"Origin": f"http://localhost:{self.studio.port}"}, 403),
                 ("/socket", {"Host": "evil.example"}, 403),
                 ("/socket?visitor=short", {}, 400),
                 ("/socket?visitor=../../etc/passwd", {}, 400),
                 ("/other", {}, 404)]
        for path, headers, wanted in cases:
            with Page(self.studio, path=path, **headers) as page:
                self.assertEqual(page.status, wanted, (path, headers))

    def test_a_page_is_told_why_its_socket_was_refused(self):
        token, mine = self.studio.token, {"Cookie": self.studio.cookie}
        old = {"Cookie": f"glia-{self.studio.port}={token[::-1]}"}
        for query, headers, status, code in [
                ("", {}, 401, "token_missing"), ("", old, 401, "token_wrong"),
                (f"?token={token}x", mine, 401, "token_wrong"),
                (f"?token={token}", {}, 401, "cookie_missing"),
                (f"?token={token}", old, 401, "cookie_missing"),
                (f"?token={token}", mine, 426, None), ("", mine, 426, None)]:
            answer = self.studio.get(f"/socket{query}", **headers)
            self.assertEqual(self.status(answer), status, (query, headers))
            if code:
                told = json.loads(answer.partition(b"\r\n\r\n")[2])
                self.assertEqual(told["error"]["code"], code, (query, headers))

    def test_the_token_becomes_a_cookie(self):
        for path in ["/", "/index.html", "/assets/a.js"]:
            head = self.studio.get(f"{path}?token={self.studio.token}").partition(
                b"\r\n\r\n")[0].decode()
            self.assertIn(f"Set-Cookie: {self.studio.cookie}; Path=/; HttpOnly; SameSite=Strict\r\n",
                          head + "\r\n")
            self.assertIn("Cache-Control: no-store", head)
        for query in ["", "?token=", f"?token={self.studio.token}x"]:
            self.assertNotIn(b"Set-Cookie", self.studio.get(f"/{query}"))


    def test_frames_that_no_page_sends_close_the_socket(self):
        for payload, opcode, code in [("[]", 1, 1007), ("{", 1, 1007), ("{}", 2, 1003),
                                      ("x" * (5 << 20), 1, 1009)]:
            with Page(self.studio, visitor="nonsense1") as page:
                page.event("hello")
                try:
                    page.send(payload, opcode)
                except OSError:
                    pass  # it closed while we were still sending
                self.assertIn(page.until_closed(), (code, None) if code == 1009 else (code,))

    def test_training_goes_on_while_the_page_is_away(self):
        with Page(self.studio, visitor="comes-back") as page:
            page.event("hello")
            page.do("learn", run=True)
        steps = [0]
        for _ in range(20):
            with Page(self.studio, visitor="comes-back") as page:
                hello = page.event("hello")
                self.assertTrue(hello["state"]["running"])
                self.assertGreaterEqual(hello["state"]["step"], steps[-1])
                steps.append(hello["state"]["step"])
                self.assertGreaterEqual(len(page.event("curve")["points"]), 1)
        self.assertGreater(steps[-1], steps[1])
        with Page(self.studio, visitor="comes-back") as page:
            page.do("learn", run=False)

    def test_second_page_takes_over(self):
        with Page(self.studio, visitor="two-pages") as first:
            first.event("hello")
            with Page(self.studio, visitor="two-pages") as second:
                second.event("hello")
                self.assertEqual(first.until_closed(), 4001)
                self.assertNotIn("error", second.do("ping"))

    def test_visitors_are_bounded(self):
        pages = []
        time.sleep(0.5)  # pages of other tests are being missed
        try:
            for i in range(3):
                pages.append(Page(self.studio, visitor=f"visitor-{i}"))
                self.assertEqual(pages[-1].status, 101)
                pages[-1].event("hello")
            with Page(self.studio, visitor="one-too-many") as page:
                self.assertEqual(page.status, 503)
            mine = {"Cookie": self.studio.cookie}
            full = self.studio.get("/socket?visitor=one-too-many", **mine)
            self.assertEqual(self.status(full), 503)
            self.assertIn(b'"full"', full)
            self.assertEqual(self.status(self.studio.get("/socket?visitor=visitor-1", **mine)), 426)
        finally:
            for page in pages:
                page.socket.close()

    def test_page_that_reads_nothing_costs_little(self):
        with Page(self.studio, visitor="sleeper-1") as page:
            page.event("hello")
            page.do("input", test=1)
            page.do("watch", channels=["parameters", "activations"])
            page.do("learn", run=True)
            page.do("save")
            before = self.studio.memory()
            command = json.dumps({"id": 1, "do": "save"})
            page.socket.settimeout(0.5)
            try:
                for _ in range(3000):  # 200 MB of answers that nobody reads
                    page.send(command)
            except (TimeoutError, socket.timeout):
                pass
            time.sleep(2)
            self.assertLess(self.studio.memory() - before, 150 << 20)
            with Page(self.studio, visitor="sleeper-2") as other:
                other.event("hello")
                self.assertNotIn("error", other.do("ping"))

    def test_those_without_the_token_take_no_places(self):
        """Each flood of connections that say nothing, or little; others come in meanwhile."""
        for count, words in [(50, b""), (500, b""), (500, b"GET / HT")]:
            flood = []
            try:
                for _ in range(count):
                    flood.append(self.studio.connect())
                    flood[-1].sendall(words)
                begun = time.monotonic()
                page = self.studio.get(f"/?token={self.studio.token}")
                self.assertEqual(self.status(page), 200)
                with Page(self.studio, visitor="beside-them") as page:
                    self.assertEqual(page.status, 101)
                    page.event("hello")
                    self.assertNotIn("error", page.do("ping"))
                    took = time.monotonic() - begun
                    self.assertLess(took, 3)  # and not the 4 s after which a stranger is closed
                    while len(flood) < 2 * count:  # who has come in stays, whoever comes
                        flood.append(self.studio.connect())
                    self.assertNotIn("error", page.do("ping"))
            finally:
                for connection in flood:
                    connection.close()

    def test_connections_without_the_token_are_few_and_short(self):
        idle = [self.studio.connect() for _ in range(300)]
        try:
            time.sleep(0.5)
            self.assertGreater(self.closed(idle), 150)
            time.sleep(6)
            self.assertEqual(self.closed(idle), 300)
        finally:
            for connection in idle:
                connection.close()

    def closed(self, connections):
        count = 0
        for connection in connections:
            connection.setblocking(False)
            try:
                count += connection.recv(1) == b""
            except BlockingIOError:
                pass
            except ConnectionError:
                count += 1
        return count

    def test_a_request_that_trickles_in_is_cut_off(self):
        with self.studio.connect() as connection:
            begun = time.monotonic()
            try:
                for letter in "GET / HTTP/1.1\r\nX: " + "x" * 300:
                    connection.sendall(letter.encode())
                    time.sleep(0.1)
            except OSError:
                pass
            self.assertLess(time.monotonic() - begun, 15)

    def test_ends_cleanly_while_it_trains(self):
        studio = Studio(*self.options)
        with Page(studio) as page:
            page.event("hello")
            page.do("learn", run=True)
            studio.process.send_signal(signal.SIGINT)
            self.assertEqual(studio.process.wait(timeout=20), 0)
        studio.end()

    def test_class_is_let_in_by_its_address(self):
        studio = Studio(*self.options, "--host", "127.0.0.2")
        try:
            self.assertEqual(studio.host, "127.0.0.2")
            with Page(studio) as page:
                page.event("hello")
            self.assertEqual(self.status(studio.get("/", Host=f"localhost:{studio.port}")), 403)
        finally:
            studio.end()

    def test_companions_come_with_their_options(self):
        root = pathlib.Path(self.folder.name)
        cnn = root / "cnn.safetensors"
        trained = glia("train", "--preset", "lenet", "--epochs", "1", "--data", "mnist",
                       "--data-dir", root, "--out", cnn)
        self.assertEqual(trained.returncode, 0, trained.stderr)
        studio = Studio(*self.options, "--cnn", cnn)
        try:
            with Page(studio) as page:
                self.assertEqual(page.event("hello")["offers"], ["cnn", "tables"])
                self.assertTrue(page.event("cnn")["ready"])
                page.do("input", test=3)
                self.assertEqual(len(page.do("maps", shift=[1, 2])["cnn"]), 10)
        finally:
            studio.end()
        for arguments, says in [(["--cnn", root / "nothing"], "nothing"),
                                (["--speech", cnn], "--preset lstm")]:
            done = glia("studio", *self.options, "--no-open", *arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)

    def test_keeps_the_first_network_that_it_taught(self):
        with tempfile.TemporaryDirectory() as folder:
            cache = pathlib.Path(folder) / "cache"

            def start():
                Studio(*self.options, env={"XDG_CACHE_HOME": str(cache)}).end()
                return sorted((cache / "glia").iterdir()) if cache.is_dir() else []

            kept, = start()
            self.assertRegex(kept.name, r"^first-network-[0-9a-f]{16}\.safetensors$")
            taught, written = kept.read_bytes(), kept.stat().st_mtime_ns
            # As `glia train` teaches it, whose network the texts tell of.
            trained = pathlib.Path(folder) / "digits.safetensors"
            done = glia("train", *self.options[2:], "--simd", "sse4", "--out", trained)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(numbers_of(kept), numbers_of(trained))
            self.assertEqual(start(), [kept])
            self.assertEqual(kept.stat().st_mtime_ns, written, "it was taught again")
            kept.write_bytes(taught[:1000])  # not whole: taught again
            self.assertEqual(start(), [kept])
            self.assertEqual(kept.read_bytes(), taught)
            shutil.rmtree(cache)
            cache.write_text("no folder")
            self.assertEqual(start(), [])

    def test_wrong_usage_is_explained(self):
        for arguments, says in [(["--port", "70000"], "65535"), (["--web", "/nowhere"], "index.html"),
                                (["--host", "no.address"], "cannot listen"),
                                (["--data", "mnits"], "Did you mean 'mnist'?")]:
            options = [*self.options, "--no-open", *arguments]
            for name in arguments[::2]:
                while options.count(name) > 1:
                    at = options.index(name)
                    del options[at:at + 2]
            done = glia("studio", *options)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)


if __name__ == "__main__":
    unittest.main()
