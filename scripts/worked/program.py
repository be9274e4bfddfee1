"""The C++ program of a chapter, compiled and run beside MNIST's files."""
import pathlib
import re
import subprocess
import sys
import tempfile

from . import mnist


def last_number(_, chapter):
    """What it prints at its end."""
    code, = (block for block in re.findall(r"^```cpp\n(.*?)^```", chapter, flags=re.S | re.M)
             if "<random>" in block)
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        (folder / "program.cpp").write_text(code)
        mnist.write(folder / "mnist")
        print("  the chapter's program", file=sys.stderr)
        subprocess.run(["g++", "-std=c++20", "-O2", "program.cpp", "-o", "program"], cwd=folder,
                       check=True)
        said = subprocess.run(["./program"], cwd=folder, check=True, capture_output=True, text=True)
    return float(said.stdout.split()[-1])
