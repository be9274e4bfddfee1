"""The packages of ./run deb in bare roots of Debian: of the release that they were made on, and of
the other one, whose libraries may be others; then apt refuses them. Takes root and the network."""
import pathlib
import platform
import random
import re
import shutil
import subprocess
import tempfile
import unittest

import outside

MADE_ON = platform.freedesktop_os_release().get("VERSION_CODENAME")
INSTALLED = "apt install ./*.deb"
LEFT = "nothing of it is left"


def points(path):
    """300 points of a square, those inside a circle marked."""
    draw = random.Random(1)
    lines = ["x,y,inside"]
    for _ in range(300):
        x, y = draw.uniform(-1, 1), draw.uniform(-1, 1)
        lines.append(f"{x:.3f},{y:.3f},{'yes' if x * x + y * y < 0.6 else 'no'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Debian(unittest.TestCase):
    def rows_of(self, suite):
        """{what: "ok" or "FAILED" and what was said}, and all that it said."""
        with tempfile.TemporaryDirectory() as tmp:
            for file in (*(outside.ROOT / "out").glob("*.deb"), outside.HERE / "parts.cpp",
                         outside.HERE / "in_debian.sh"):
                shutil.copy(file, tmp)
            points(pathlib.Path(tmp, "points.csv"))
            done = subprocess.run(
                [outside.ROOT / "scripts/in-bare-root", suite, tmp, "sh", "/given/in_debian.sh"],
                capture_output=True, text=True, timeout=3000, stdin=subprocess.DEVNULL)
        rows = re.findall(r"^row: (.*): (ok|FAILED\n(?:  \| .*\n)*)", done.stdout, re.M)
        self.assertTrue(rows, done.stdout + done.stderr)
        return dict(rows)

    def test_in_bare_roots(self):
        self.assertTrue(list((outside.ROOT / "out").glob("libglia1_*.deb")), "./run deb comes first")
        for suite in ("bookworm", "trixie"):
            rows = self.rows_of(suite)
            refused = suite != MADE_ON and "unmet dependencies" in rows[INSTALLED]
            for what, outcome in rows.items():
                if what == INSTALLED and refused:
                    lacks = sorted(set(re.findall(r"Depends: (\S+)", outcome)))
                    print(f"row: {suite}, {what}: refused, for want of {' '.join(lacks)}")
                    continue
                print(f"row: {suite}, {what}: {outcome.splitlines()[0]}", flush=True)
                with self.subTest(f"{suite}: {what}"):
                    self.assertEqual(outcome, "ok")
            self.assertIn(LEFT, rows)


if __name__ == "__main__":
    unittest.main()
