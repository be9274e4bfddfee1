"""./run and the set-up beneath it: quiet and quick when nothing is to do, clear when something fails."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest

from cli import write_tiny_mnist

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = os.environ["GLIA_BUILD"]
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

    def test_what_to_try_next_can_be_typed(self):
        said = run("train", "--hlep").stderr
        self.assertIn(f"See {RUN} train --help.", said)
        said = run("--help", "--lang", "en").stdout
        self.assertIn(f"\n  {RUN} train --net 784-16-16-10", said)
        self.assertNotRegex(said, "(?<![a-z/])glia [a-zC-]+ ")

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

    def call(self, script, **more):
        code = f'source "{ROOT}/scripts/setup.sh"; log="{self.folder.name}/log"; : >"$log"; {script}'
        environment = dict(os.environ, PATH=f"{self.folder.name}:{os.environ['PATH']}", **more)
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

    def test_what_ninja_counts_is_shown_and_not_what_a_compiler_says(self):
        lines = ["== building: ninja", "[3/17] Building CXX object x.o", "x.cpp:3: warning: odd",
                 "    |     ~~~~~~"]
        pathlib.Path(self.folder.name, "said").write_text("\n".join(lines) + "\n")
        done = self.call(f'cp "{self.folder.name}/said" "$log"; last_said')
        self.assertEqual(done.stdout, lines[1] + "\n")
        done = self.call(f'cp "{self.folder.name}/said" "$log"; '
                         'printf "%s\n" "" "== fetching: npm" "added 3 packages" >>"$log"; last_said')
        self.assertEqual(done.stdout, "added 3 packages\n")

    def test_who_may_not_write_takes_what_is_built(self):
        # Not even root makes a folder in /proc.
        here = 'root=/proc build=/proc/build log=/proc/log'
        done = self.call(f'{here}; begin_setup /bin/sh; install_packages none; build_glia; '
                         'finish_setup; echo on', TMPDIR=self.folder.name)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "on\n", ""))
        self.assertEqual(list(pathlib.Path(self.folder.name).glob("tmp.*")), [])
        for made in ("/proc/build/glia", ""):
            with self.subTest(made=made):
                done = self.call(f'{here}; begin_setup {made}; echo on')
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn("may not write in /proc", done.stderr)
                self.assertIn("a copy of your own", done.stderr)
                self.assertNotIn("line", done.stderr)

    def test_what_is_built_can_be_installed(self):
        self.stand_in("cmake", f'echo "$@" >>"{self.folder.name}/asked"')
        self.assertEqual(self.call("build_glia; build_mpi").returncode, 0)
        asked = pathlib.Path(self.folder.name, "asked").read_text()
        targets = [word for line in re.findall("--target (.*)", asked) for word in line.split()]
        def ninja(*words):
            return subprocess.run(["ninja", "-C", BUILD, "-t", *words], text=True,
                                  capture_output=True, check=True).stdout
        commands = ninja("commands", *targets)
        built = {line.split(": ")[0] for line in ninja("targets", "all").splitlines()}
        scripts = [pathlib.Path(BUILD, place, "cmake_install.cmake").read_text()
                   for place in ("", "apps/cli")]
        wanted = set(re.findall(f'"{BUILD}/([^"]+)"', "".join(scripts)))
        self.assertIn("pages/glia.bash", wanted)
        for file in wanted:
            # What is there since CMake ran is nobody's to build; pages are written together.
            if file in built or file.startswith("pages/"):
                with self.subTest(file=file):
                    self.assertIn(f"{BUILD}/pages/written" if file.startswith("pages/") else file,
                                  commands)


class Mpi(unittest.TestCase):
    """./run mpi, where everything is built."""

    def test_without_train_it_says_how_to_start(self):
        done = run("mpi", "-n", "2")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("expected 'train'", done.stderr)
        self.assertIn("./run mpi -n 4 train --net", done.stderr)
        done = run("mpi", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("./run mpi -n 4 train --net", done.stdout)

    @unittest.skipUnless(pathlib.Path(BUILD, "apps/cli/glia-mpi").exists(), "built without MPI")
    def test_a_pipe_gets_no_colours_and_a_signal_its_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            write_tiny_mnist(folder)
            recipe = ["mpi", "-n", "2", "train", "--data-dir", folder, "--batch", "64"]
            done = run(*recipe, "--epochs", "2", "--out", f"{folder}/m.safetensors")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("\x1b", done.stdout + done.stderr)
            self.assertIn(f"{RUN} show ", done.stdout)
            for number in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(signal=number):
                    moments = pathlib.Path(folder, f"moments-{number}")
                    started = subprocess.Popen(
                        [RUN, *recipe, "--epochs", "100000", "--checkpoint", moments,
                         "--checkpoint-every", "0.1", "--out", f"{folder}/{number}.safetensors"],
                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                        text=True, start_new_session=True)
                    until = time.monotonic() + 60
                    while not list(moments.glob("checkpoint-*")):
                        self.assertIsNone(started.poll())
                        self.assertLess(time.monotonic(), until)
                        time.sleep(0.05)
                    started.send_signal(number)
                    said = started.communicate(timeout=60)[1]
                    self.assertEqual(started.returncode, 128 + number, said)
                    self.assertTrue(pathlib.Path(folder, f"{number}.safetensors").exists())


if __name__ == "__main__":
    unittest.main()
