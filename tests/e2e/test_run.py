"""./run and the set-up beneath it: quiet and quick when nothing is to do, clear when something fails."""
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
RUN = str(ROOT / "run")


def run(*args, **kwargs):
    return subprocess.run([RUN, *args], capture_output=True, text=True, timeout=300,
                          stdin=subprocess.DEVNULL, **kwargs)


class Run(unittest.TestCase):
    def test_arguments_reach_glia_and_nothing_else_is_said(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            done = run("--version", cwd=elsewhere)
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.stdout.startswith("glia "))
        self.assertEqual(done.stderr, "")

    def test_exit_status_is_that_of_glia(self):
        self.assertEqual(run("trian").returncode, 2)

    def test_a_second_start_begins_within_two_seconds(self):
        times = []
        for _ in range(3):
            began = time.monotonic()
            run("--version")
            times.append(time.monotonic() - began)
        self.assertLess(min(times), 2)

    def test_two_at_once_do_not_disturb_each_other(self):
        started = [subprocess.Popen([RUN, "--version"], stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, text=True) for _ in range(4)]
        for one in started:
            self.assertTrue(one.communicate(timeout=300)[0].startswith("glia "))


class SetUp(unittest.TestCase):
    """The functions of scripts/setup.sh, with stand-ins for the programs they call."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def stand_in(self, name, script):
        path = pathlib.Path(self.folder.name, name)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def call(self, script):
        code = f'source "{ROOT}/scripts/setup.sh"; log="{self.folder.name}/log"; : >"$log"; {script}'
        environment = dict(os.environ, PATH=f"{self.folder.name}:{os.environ['PATH']}")
        return subprocess.run(["bash", "-euo", "pipefail", "-c", code], capture_output=True,
                              text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment)

    def test_nothing_is_installed_when_all_is_there(self):
        self.stand_in("dpkg-query", r"printf 'one\tinstalled\ntwo\tinstalled\n'")
        self.stand_in("apt-get", "echo called >&2; exit 1")
        done = self.call("install_packages one two")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_what_is_missing_is_installed(self):
        self.stand_in("dpkg-query", r"printf 'one\tinstalled\nthree\tconfig-files\n'; exit 1")
        self.stand_in("id", "echo 0")
        self.stand_in("apt-get", f'echo "$@" >>"{self.folder.name}/apt"')
        done = self.call("install_packages one two three")
        self.assertEqual(done.returncode, 0, done.stderr)
        update, install = pathlib.Path(self.folder.name, "apt").read_text().splitlines()
        self.assertTrue(update.endswith(" update"))
        self.assertTrue(install.endswith(" --no-install-recommends two three"))

    def test_without_root_and_sudo_it_says_what_to_install(self):
        self.stand_in("dpkg-query", "exit 1")
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", "exit 1")
        done = self.call("install_packages one two")
        self.assertEqual(done.returncode, 1)
        self.assertIn("apt-get install --no-install-recommends one two", done.stderr)

    def test_a_failed_step_shows_the_end_of_its_log_and_what_to_do(self):
        done = self.call('step "Try this." 10 "building" sh -c "echo the reason; exit 3"; echo on')
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        for part in ("Failed: building (exit status 3)", "the reason", "Try this.", "/log"):
            self.assertIn(part, done.stderr)

    def test_a_step_that_hangs_is_ended(self):
        done = self.call('step "Try this." 1 "fetching" sleep 50')
        self.assertEqual(done.returncode, 1)
        self.assertIn("not finished after  0:01", done.stderr)


if __name__ == "__main__":
    unittest.main()
