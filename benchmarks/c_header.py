#!/usr/bin/env python3
"""Networks as C headers: what they take on a Cortex-M3, and how fast they are there and here.

c_header.py BUILD [--models FOLDER] [--rounds N] [--only NETWORK]

BUILD is a build of Glia with its command, such as build/release. The networks are taught as need be
and kept in FOLDER: two of MNIST, and an LSTM that hears digits which espeak-ng speaks. Flash and RAM
are of the program that tests/cortex_m measures, by arm-none-eabi-gcc -Os. qemu-system-arm counts
the instructions of an answer, which are not cycles: its clock goes on by so much with each, and a
loop of a known length says by how much. Here the header is compiled by g++ -O3 and takes turns with
the engine, on one thread. Prints the table of docs/en/c-header.md.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTS = ROOT / "benchmarks/c_header"
LOOPS = 1_000_000
# How it is taught, on what, how many numbers go in and out.
NETWORKS = {
    "784-16-16-10": (("--net", "784-16-16-10"), "mnist", 784, 10),
    "LeNet": (("--preset", "lenet"), "mnist", 784, 10),
    "LSTM-16": (("--net", "lstm(16,last) dense(10)", "--epochs", "6"), "speech", 64 * 40, 10),
}


def said(*words, cwd=None, env=None):
    done = subprocess.run([str(word) for word in words], cwd=cwd, env=env, capture_output=True,
                          text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{words}\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr  # qemu passes on what is said to stderr


def model_of(name, models, glia):
    """The file of the network, and what it was taught on."""
    how, data, *_ = NETWORKS[name]
    if data == "speech":
        words = models / "words"
        if not words.exists():
            said(glia, "data", "synth-speech", "--out", words)
        data = f"speech:{words}"
    file = models / f"{name}.safetensors"
    if not file.exists():
        said(glia, "train", *how, "--data", data, "--out", file)
    return file, data


def instructions(folder, sizes, cortex):
    """Of one answer there."""
    said(*cortex.ARM, f"-DLOOPS={LOOPS}", *sizes, PARTS / "there.c", cortex.HERE / "start.c",
         "-lgcc", "-o", "counts", cwd=folder)
    loop, answer = (int(line, 16) for line in said(
        "qemu-system-arm", "-M", "mps2-an385", "-nographic", "-icount", "shift=6",
        "-semihosting-config", "enable=on,target=native", "-kernel", "counts", cwd=folder).split())
    return round(answer * 2 * LOOPS / loop)


def times(folder, model, prefix, rounds):
    """Microseconds of an answer by the header and by the engine, and how far they are apart."""
    env = os.environ | {"PKG_CONFIG_PATH": str(next(prefix.rglob("pkgconfig")))}
    flags = said("pkg-config", "--cflags", "--libs", "glia", env=env).split()
    said("g++", "-std=c++20", "-O3", f"-I{folder}", PARTS / "here.cpp", "-o", "here", *flags,
         cwd=folder)
    return map(float, said("./here", model, rounds, cwd=folder).split())


def right(text):
    """"float32 99.01 %" and "int8 98.97 %" of what the command said."""
    return re.findall(r"([\d.]+) %", text)


def row(name, kind, folder, model, prefix, rounds, cortex):
    *_, inputs, outputs = NETWORKS[name]
    _, _, flash, ram = cortex.built(folder, inputs, outputs)
    count = instructions(folder, [f"-DIN={inputs}", f"-DOUT={outputs}", f"-I{folder}"], cortex)
    header, engine, apart = times(folder, model, prefix, rounds)
    return (f"| {name} | {kind} | {flash:,} | {ram:,} | {count:,} | {header:.2f} | {engine:.2f} | "
            f"{apart:.1g} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="a build of Glia, such as build/release")
    parser.add_argument("--models", type=pathlib.Path, help="where the networks are kept")
    parser.add_argument("--rounds", type=int, default=200, help="of a millisecond for each")
    parser.add_argument("--only", choices=NETWORKS, help="this network alone")
    options = parser.parse_args()
    glia = options.build.resolve() / "apps/cli/glia"
    os.environ["GLIA"] = str(glia)
    sys.path.insert(0, str(ROOT / "tests/cortex_m"))
    import test_cortex_m as cortex

    print("| Network | Numbers | Flash, bytes | RAM, bytes | Instructions | Header here, us | "
          "Engine here, us | Apart |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        prefix, folder = tmp / "prefix", tmp / "network"
        folder.mkdir()
        said("cmake", "--install", options.build, "--prefix", prefix)
        models = (options.models or tmp).resolve()
        models.mkdir(exist_ok=True)
        told = []
        for network in [options.only] if options.only else NETWORKS:
            model, data = model_of(network, models, glia)
            for kind in ("float32", "int8"):
                more = ("--int8", "--data", data) if kind == "int8" else ()
                accuracy = right(said(glia, "convert", model, folder / "net.h", *more))
                print(row(network, kind, folder, model, prefix, options.rounds, cortex), flush=True)
            told.append(f"- {network}, of {data.split(':')[0]}: {accuracy[0]} % of the test examples "
                        f"right in float32, {accuracy[1]} % in int8")
        print(*told, sep="\n")


if __name__ == "__main__":
    main()
