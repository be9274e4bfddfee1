"""Programs that know nothing of the project but how they come by its library."""
import contextlib
import os
import pathlib
import re
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = pathlib.Path(os.environ["GLIA_BUILD"])
VERSION = ".".join(re.findall(r"^#define GLIA_VERSION_\w+ (\d+)$",
                               (ROOT / "include/glia/version.h").read_text(encoding="utf-8"), re.M))
SAYS = f"{VERSION}: core pictures sound onnx\n"  # what parts.cpp says


def call(*words, timeout=300, **kwargs):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          timeout=timeout, stdin=subprocess.DEVNULL, **kwargs)
    if done.returncode:
        raise AssertionError(f"{words}: exit status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def row(test, *what):
    """A row of a table: it may fail and the next goes on; what it was and how long it took is said."""
    begun = time.monotonic()
    outcome = "FAILED"
    with test.subTest(" ".join(what)):
        try:
            yield
            outcome = "ok"
        finally:
            print(f"row: {' '.join(what)}: {outcome}, {time.monotonic() - begun:.1f} s", flush=True)


def install(build, prefix, *options):
    call("cmake", "--install", build, "--prefix", prefix, *options)


def files_of(folder):
    return {path for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def libraries_of(prefix):
    return next(pathlib.Path(prefix).rglob("cmake/glia")).parent.parent


def by_cmake(folder, way, *options, standards=(20, 23)):
    """Makes tests/package by CMake; the programs, one for each standard."""
    call("cmake", "-S", HERE, "-B", folder, "-G", "Ninja", f"-DWAY={way}", f"-DGLIA={ROOT}",
         f"-DSTANDARDS={';'.join(map(str, standards))}", *options)
    call("cmake", "--build", folder, timeout=3000)
    return [pathlib.Path(folder, f"parts{standard}") for standard in standards]


def pkg_config(prefix, *words):
    path = libraries_of(prefix) / "pkgconfig"
    return call("pkg-config", *words, env=os.environ | {"PKG_CONFIG_PATH": str(path)}).split()


def by_pkg_config(program, prefix, compiler, standard):
    flags = pkg_config(prefix, "--cflags", "--libs", "glia", "glia-onnx")
    call(compiler, standard, HERE / "parts.cpp", "-o", program, *flags)


def said_by(program, prefix=None):
    """Where libraries lie that no system knows, a program that is to find them is told."""
    env = os.environ | ({"LD_LIBRARY_PATH": str(libraries_of(prefix))} if prefix else {})
    return call(program, env=env)
