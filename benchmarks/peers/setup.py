"""What a run needs besides Glia: an environment under build/peers, and FANN's program."""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build/peers"


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def environment():
    """The Python of build/peers/venv. What cannot be installed is said, and left out later."""
    python, done = BUILD / "venv/bin/python", BUILD / "venv/installed.txt"
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return str(python)
    say("Fetching the other frameworks, some gigabytes; this can take a quarter of an hour.")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(BUILD / "venv")], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
           "--retries", "2", "--timeout", "60"]
    if subprocess.run(pip + ["-r", str(HERE / "requirements.txt")]).returncode:
        say("They cannot be had all together; trying one at a time.")
        lines = [line for line in wanted.splitlines() if line and not line.startswith("#")]
        failed = [line for line in lines if subprocess.run(pip + [line]).returncode]
        if len(failed) == len(lines):
            raise SystemExit("None of the frameworks can be installed. Is the network there, and a "
                             "Python package index (pip config list)?\nWith an environment that "
                             "has them, give its Python: --python PATH.")
        say("Left out:", ", ".join(failed))
        return str(python)
    done.write_text(wanted, encoding="utf-8")
    return str(python)


def fann():
    """The program, or None where FANN or a compiler is not to be had."""
    source, program = HERE / "fann.cpp", BUILD / "fann"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        BUILD.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["g++", "-std=c++20", "-O2", str(source), "-lfloatfann", "-o",
                               str(program)], capture_output=True, text=True)
        if done.returncode:
            say("FANN is left out; its program does not compile (Debian: libfann-dev):\n"
                + "\n".join(done.stderr.splitlines()[:3]))
            return None
    return str(program)


def versions(python):
    """{package: version} of the frameworks that the environment has."""
    names = [line.partition("==")[0] for line in (HERE / "requirements.txt").read_text(
        encoding="utf-8").splitlines() if "==" in line]
    code = ("import sys, json, importlib.metadata as m\nfound = {}\nfor name in sys.argv[1:]:\n"
            "  try: found[name] = m.version(name)\n  except m.PackageNotFoundError: pass\n"
            "print(json.dumps(found))")
    done = subprocess.run([python, "-c", code, *names], capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else {}
