"""Reads tables of text in Glia and, where it is installed, in pandas:
csv_beside_pandas.py TABLE_BENCH.

Each reads the same file, in turns, several times; what counts is the median. Two tables: of whole
numbers from 0 to 255, mostly 0, in 785 columns, as pictures are in Kaggle's MNIST; and of floats
with six digits behind the point, in 20.
"""
import argparse
import importlib.util
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

PANDAS = """
import json, resource, sys, time
import numpy, pandas
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, begun = peak(), time.perf_counter()
table = pandas.read_csv(sys.argv[1], engine="c", dtype=numpy.float32)
print(json.dumps({"rows": len(table), "columns": len(table.columns),
                  "seconds": round(time.perf_counter() - begun, 3),
                  "peak_mb": round(peak() - before, 1)}))
"""


def pictures(out, size):
    out.write("label," + ",".join(f"pixel{i}" for i in range(784)) + "\n")
    draw = random.Random(1)
    lines = []
    for _ in range(200):
        pixels = [draw.choice((0, 0, 0, 0, draw.randrange(256))) for _ in range(784)]
        lines.append(",".join(map(str, [draw.randrange(10)] + pixels)) + "\n")
    while out.tell() < size:
        out.write("".join(lines))


def floats(out, size):
    out.write(",".join(f"x{i}" for i in range(20)) + "\n")
    draw = random.Random(1)
    lines = [",".join(f"{draw.uniform(-1000, 1000):.6f}" for _ in range(20)) + "\n"
             for _ in range(5000)]
    while out.tell() < size:
        out.write("".join(lines))


def told(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", help="the program table_bench")
    parser.add_argument("--mb", type=int, default=1000, help="size of each file")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    readers = {"glia": [options.bench]}
    if importlib.util.find_spec("pandas"):
        readers["pandas"] = [sys.executable, "-c", PANDAS]
    with tempfile.TemporaryDirectory() as folder:
        for make in (pictures, floats):
            file = pathlib.Path(folder, make.__name__ + ".csv")
            with open(file, "w", encoding="utf-8") as out:
                make(out, options.mb << 20)
            found = {name: [] for name in readers}
            for _ in range(options.turns):
                for name, command in readers.items():
                    found[name].append(told(command + [str(file)]))
            for name, runs in found.items():
                seconds = statistics.median(run["seconds"] for run in runs)
                print(json.dumps({"table": make.__name__, "reader": name, **runs[0],
                                  "seconds": seconds, "mb_a_second": round(options.mb / seconds)}))
            file.unlink()


if __name__ == "__main__":
    main()
