"""The tables of a run, as Markdown."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import report


def by_job(entry):
    """{(workload, threads): {peer: result}}"""
    jobs = {}
    for result in entry["results"]:
        jobs.setdefault((result["workload"], result["threads"]), {})[result["peer"]] = result
    return jobs


def ratio(ours, other):
    """How many times as fast as the other Glia is."""
    return report.speedup(ours["unit"], ours["value"], other["value"])


def best(found):
    """The fastest of those that are not Glia, or None."""
    others = [result for peer, result in found.items() if peer != "glia"]
    return min(others, key=lambda other: ratio(found["glia"], other), default=None)


def row(cells):
    return "| " + " | ".join(cells) + " |"


def of_peak(entry, result):
    if not result.get("flops_per_sample"):
        return None
    value, unit = result["value"], result["unit"]
    rate = {"us": 1e6 / value, "ms": 1e3 * 10000 / value}.get(unit, value)
    return rate * result["flops_per_sample"] / entry["peak"][str(result["threads"])]


def times(value):
    return f"{value:.2f}" if value < 2 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def ratios(entry):
    """A row a workload: Glia, its part of the peak, how many times as fast as each of the others."""
    jobs = {job: found for job, found in by_job(entry).items() if "glia" in found}
    peers = list(dict.fromkeys(result["peer"] for result in entry["results"]
                               if result["peer"] != "glia"))
    peak = ", ".join(f"{flops / 1e9:.0f} GFLOP/s on {n} thread{'s' * (n != '1')}"
                     for n, flops in entry["peak"].items())
    lines = [f"{entry['cpu']}; FMA peak {peak}; {entry['date']}; medians of {entry['rounds']} "
             f"rounds of {entry['seconds']:g} s. Columns of others: how many times as fast Glia is.",
             "", row(["workload", "threads", "Glia", "of peak", "fastest other", "ratio", *peers]),
             row(["---", "---:", "---:", "---:", "---", "---:"] + ["---:"] * len(peers))]
    for (workload, threads), found in jobs.items():
        ours, other = found["glia"], best(found)
        lines.append(row([
            workload, str(threads), f"{report.number(ours['value'])} {ours['unit']}",
            report.percent(of_peak(entry, ours)),
            f"{other['peer']} {report.number(other['value'])}" if other else "",
            f"**{times(ratio(ours, other))}**" if other else "",
            *(times(ratio(ours, found[peer])) if peer in found else "" for peer in peers)]))
    return "\n".join(lines + notes(entry))


def accuracy(result):
    """What stands behind a number of T99."""
    read, threads = result["accuracies"], result["threads"]
    return (f"{result['peer']}, {result['workload']}, {threads} thread{'s' * (threads > 1)}: "
            f"{100 * sum(read) / len(read):.2f} % of the test images right, mean of {len(read)} "
            f"seeds ({100 * min(read):.2f} to {100 * max(read):.2f} %); {result['value']:.2f} s in "
            f"the median, {result['mean']:.2f} s in the mean")


def notes(entry):
    """What one must know about single numbers, each said once."""
    said = []
    for result in entry["results"]:
        text = f"{result['peer']}, {result['workload']}: {result['note']}"
        if result.get("call_overhead_us"):
            text += (f", where a call that computes nothing takes "
                     f"{result['call_overhead_us']:.1f} us")
        if result.get("note") and text not in said:
            said.append(text)
    said += [accuracy(result) for result in entry["results"] if result.get("accuracies")]
    slowest = {}  # the first piece of work, in which frameworks compile
    for result in entry["results"]:
        if result.get("warm_up_seconds", 0) > slowest.get(result["peer"], (1,))[0]:
            slowest[result["peer"]] = result["warm_up_seconds"], result["workload"]
    if slowest:
        said.append("The longest first piece of work, compilation included, not counted: " + ", ".join(
            f"{peer} {seconds:.0f} s ({workload})" for peer, (seconds, workload) in slowest.items()))
    if entry.get("versions"):
        said.append("Versions: " + ", ".join(f"{n} {v}" for n, v in entry["versions"].items()))
    return [""] + ["- " + text for text in said] if said else []


def growth(entry):
    """A row a point: microseconds of a sample."""
    lines = [row(["workload", "threads", "Glia, us", "PyTorch, us", "ratio"]),
             row(["---", "---:", "---:", "---:", "---:"])]
    for (workload, threads), found in by_job(entry).items():
        if "glia" in found:
            ours, other = found["glia"], found.get("torch")
            lines.append(row([workload, str(threads), report.number(1e6 / ours["value"]),
                              report.number(1e6 / other["value"]) if other else "",
                              times(ratio(ours, other)) if other else ""]))
    return "\n".join(lines)
