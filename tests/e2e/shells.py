"""A shell at a terminal, as a person has it, asked what it completes."""
import os
import pty
import select
import subprocess
import time


class Terminal:
    """A shell that runs at a terminal of its own."""

    def __init__(self, *command, env=None):
        self.pid, self.place = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "dumb", "COLUMNS": "200", "LC_ALL": "C.UTF-8"} | (env or {}))
            os.execvp(command[0], command)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.place)
        os.waitpid(self.pid, 0)

    def type(self, text):
        os.write(self.place, text.encode())

    def until(self, mark, seconds=30):
        """What is shown from now on until this mark is."""
        shown, end = "", time.monotonic() + seconds
        while mark not in shown:
            ready, _, _ = select.select([self.place], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"no {mark!r} within {seconds} s in {shown!r}")
            shown += os.read(self.place, 65536).decode(errors="replace")
        return shown


def bash_completes(script, lines, cwd):
    """For each line what bash puts in the place of its last word, all of them at once."""
    found = {}
    with Terminal("bash", "--norc", "--noprofile", "-i", env={"INPUTRC": "/dev/null"}) as bash:
        bash.type(f"cd '{cwd}' && source '{script}' && PS1= && stty -echo -icanon min 1\n")
        bash.type("bind '\"\\C-t\": insert-completions'; bind 'set enable-bracketed-paste off'\n")
        bash.type("glia() { local IFS='|'; printf 'told<%s>\\n' \"$*\"; }; printf 'read%s\\n' y\n")
        bash.until("ready")
        for line in lines:
            bash.type(line + "\x14\n")
            shown = bash.until(">")
            before = line.split()[1:] if line.endswith(" ") else line.split()[1:-1]
            told = shown.rsplit("told<", 1)[1].split(">")[0].split("|")
            found[line] = told[len(before):]
        bash.type("exit\n")
    return found


def zsh_lists(script, line, cwd, mark):
    """What zsh lists under a line, until this word is among it."""
    with Terminal("zsh", "-f", "-i") as zsh:
        zsh.type(f"cd '{cwd}'; PS1=; autoload -Uz compinit; compinit -u -D; source '{script}'; "
                 "setopt nobeep noalwayslastprompt; echo read''y\n")
        zsh.until("ready\r\n")
        zsh.type(line + "\t\t")
        shown = zsh.until(mark)
        zsh.type("\x03exit\n")
        return shown


def fish_completes(script, line, cwd):
    said = subprocess.run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"], cwd=cwd,
                          capture_output=True, text=True, timeout=60, check=True,
                          env=os.environ | {"HOME": str(cwd), "LC_ALL": "C.UTF-8"}).stdout
    return [one.split("\t")[0] for one in said.splitlines()]
