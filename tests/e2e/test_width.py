"""What is printed on a terminal fits it: no line is wider than its window."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unittest

from cli import GLIA, CliTest

UNSEEN = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def on_terminal(columns, *args):
    """The lines that a terminal with so many columns shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([GLIA, *map(str, args)], stdin=subprocess.DEVNULL, stdout=theirs,
                               stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    process.wait()
    lines = UNSEEN.sub("", said.decode()).replace("\r\n", "\n").splitlines()
    return [line.rsplit("\r", 1)[-1].rstrip() for line in lines]


class Width(CliTest):
    def too_wide(self, columns, *args):
        lines = on_terminal(columns, *args)
        self.assertGreater(len(lines), 3, lines)
        return [line for line in lines if len(line) > columns]

    def bars(self, columns, *args):
        """Those that are wide for being a drawing."""
        return [line for line in self.too_wide(columns, *args) if re.search("[│█▀]", line)]

    def test_pictures_bars_and_help_fit_80_columns(self):
        data = ("--data-dir", self.data)
        for language in ("en", "ru"):
            for args in (("predict", self.model, "mnist:3", "--why", *data),
                         ("predict", self.model, "mnist:3", "--neuron", "hidden1[3]", *data),
                         ("show", self.model, *data), ("data", "list"), ("--help",), ("predict", "--help")):
                with self.subTest(language=language, args=args[:1]):
                    self.assertEqual(self.too_wide(80, *args, "--lang", language), [])

    def test_titles_of_a_table_go_one_under_the_other_where_they_are_too_wide(self):
        for language, title in (("en", "samples/s"), ("ru", "примеров/с")):
            for columns in (120, 80):
                with self.subTest(language=language, columns=columns):
                    lines = on_terminal(columns, "train", "--data-dir", self.data, "--epochs", "2",
                                        "--out", self.dir / "wide.safetensors", "--lang", language)
                    at = max(i for i, line in enumerate(lines) if line.endswith(title))
                    self.assertLessEqual(len(lines[at]), columns)
                    self.assertEqual({len(line) for line in lines[at:at + 3]}, {len(lines[at])})
                    self.assertEqual(lines[at - 1].split()[:2] == ["верно", "на"],
                                     (language, columns) == ("ru", 80), lines[at - 1])

    def test_votes_fit_a_narrow_window(self):
        for columns in (120, 60, 44):
            with self.subTest(columns=columns):
                self.assertEqual(self.bars(columns, "predict", self.model, "mnist:3", "--why",
                                           "--data-dir", self.data), [])


if __name__ == "__main__":
    unittest.main()
