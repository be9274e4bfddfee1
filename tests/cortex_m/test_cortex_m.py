"""Networks as C headers on a Cortex-M3 that qemu plays: the same answers as here, and what they take.
Takes arm-none-eabi-gcc (Debian: gcc-arm-none-eabi) and qemu-system-arm."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
import cli  # noqa: E402

NETWORKS = {
    "784-16-16-10": (("--net", "784-16-16-10"), 784, 10),
    "LeNet": (("--net", "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) "
               "dense(120) relu dense(84) relu dense(10)"), 784, 10),
}
ARM = ["arm-none-eabi-gcc", "-mcpu=cortex-m3", "-mthumb", "-std=c99", "-Os", "-ffreestanding",
       "-nostartfiles", "-nostdlib", "-Wl,--gc-sections", "-T", str(HERE / "start.ld")]


def run(*words, cwd):
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def outputs(text):
    return [struct.unpack(">f", bytes.fromhex(line))[0] for line in text.split()]


def built(folder, inputs, outs):
    """What it says here, what it says there, and bytes of flash and RAM."""
    sizes = [f"-DIN={inputs}", f"-DOUT={outs}", f"-I{folder}"]
    run("gcc", "-std=c99", "-O2", "-DHOST", *sizes, HERE / "main.c", "-o", "here", cwd=folder)
    run(*ARM, *sizes, HERE / "main.c", HERE / "start.c", "-lgcc", "-o", "there", cwd=folder)
    here = outputs(run("./here", cwd=folder))
    there = outputs(run("qemu-system-arm", "-M", "mps2-an385", "-nographic", "-semihosting-config",
                        "enable=on,target=native", "-kernel", "there", cwd=folder))
    text, data, bss = map(int, run("arm-none-eabi-size", "there", cwd=folder).splitlines()[1]
                          .split()[:3])
    return here, there, text + data, data + bss - 4 * (inputs + outs)


def each_network():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cli.write_tiny_mnist(folder)
        for network, (options, inputs, outs) in NETWORKS.items():
            model = folder / "net.safetensors"
            cli.glia("train", *options, "--data-dir", folder, "--epochs", 1, "--out", model)
            for more in ((), ("--int8", "--data", "mnist", "--data-dir", folder)):
                done = cli.glia("convert", model, folder / "net.h", *more)
                assert done.returncode == 0, done.stderr
                kind = "int8" if more else "float32"
                yield network, kind, built(folder, inputs, outs)


class CortexM(unittest.TestCase):
    def test_answers_are_those_of_this_machine(self):
        for network, kind, (here, there, flash, _) in each_network():
            with self.subTest(network=network, kind=kind):
                self.assertEqual(len(here), 30)
                self.assertEqual(len(there), len(here))
                for a, b in zip(here, there):
                    self.assertLessEqual(abs(a - b), 1e-5 * max(1, abs(a)))
                if (network, kind) == ("784-16-16-10", "int8"):
                    self.assertLess(flash, 17_000)


if __name__ == "__main__":
    unittest.main()
