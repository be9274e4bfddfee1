#!/usr/bin/env python3
"""The table of ./bench --browser, as Markdown: show.py BROWSER.json"""
import json
import pathlib
import sys

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(BENCHMARKS / "peers"), str(BENCHMARKS)]
import report
from table import by_job, ratio, row, times

OURS = ("glia", "glia-before", "glia-sse4")


def cell(found, peer):
    """What a peer does and how many times as fast Glia is in the same browser."""
    if peer not in found:
        return ""
    return f"{report.number(found[peer]['value'])} ({times(ratio(found['glia'], found[peer]))})"


def notes(entry):
    """What one must know about a peer, each said once."""
    said = {}
    for result in entry["results"]:
        if result["note"]:
            said.setdefault(f"{result['peer']}: {result['note']}", []).append(result["workload"])
    for text, workloads in said.items():
        yield f"- {text} ({', '.join(workloads)})"
    yield "- Versions: " + ", ".join(f"{n} {v}" for n, v in entry["versions"].items())


def main():
    entry = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    jobs = {job: found for job, found in by_job(entry).items() if "glia" in found}
    met = dict.fromkeys(result["peer"] for result in entry["results"])
    peers = [peer for peer in OURS[1:] if peer in met] + [peer for peer in met if peer not in OURS]
    print(f"{report.cpu_name()}; {entry['date'][:19]}+00:00; one thread; medians of "
          f"{entry['rounds']} rounds of {entry['seconds']:g} s. In brackets: how many times as "
          f"fast Glia is in the browser.\n")
    print(row(["workload", "unit", "Glia", *peers]))
    print(row(["---", "---"] + ["---:"] * (1 + len(peers))))
    for (workload, _), found in jobs.items():
        print(row([workload, found["glia"]["unit"], f"**{report.number(found['glia']['value'])}**",
                   *(cell(found, peer) for peer in peers)]))
    print("", *notes(entry), sep="\n")


if __name__ == "__main__":
    main()
