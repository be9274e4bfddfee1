"""What ranks.py found, as Markdown."""
import model
import report
import table

# One message through TCP of the kernel, or past it (RDMA); see docs/en/cluster.md.
NETWORKS = (model.Network("10 GbE, TCP", 20e-6, 1.25e9),
            model.Network("100 GbE, RDMA", 2e-6, 12.5e9))
LARGE = 1024  # a batch that is thought of


def lines_of(heads, rows):
    return "\n".join([table.row(heads), table.row(["---"] + ["---:"] * (len(heads) - 1)),
                      *map(table.row, rows)])


def rate(seconds, batch):
    return report.number(batch / seconds)


def micro(seconds):
    return report.number(1e6 * seconds)


def yes(said):
    return "yes" if said else "**no**"


def speeds(entry):
    batch = entry["batch"]
    rows = []
    for name, found in entry["networks"].items():
        step = found["step"]
        rows.append([name, rate(step["one"], batch)]
                    + [f"{rate(step[kind], batch)} ({table.times(step['one'] / step[kind])})"
                       for kind in ("two", "threads")]
                    + [f"{rate(step[kind], 2 * batch)} "
                       f"({table.times(2 * step['one'] / step[kind])})"
                       for kind in ("two, twice", "threads, twice")])
    return lines_of(["network", "1 process", "2 processes", "1 process, 2 threads",
                     f"batch {2 * batch}, 2 processes", f"batch {2 * batch}, 2 threads"], rows)


def sizes(entry):
    rows = []
    for name, found in entry["networks"].items():
        for ranks, (size, messages) in found["sent"].items():
            n = int(ranks)
            theory = model.sent(found["laid_out"], entry["batch"], n) / n
            rows.append([f"{name}, {found['parameters']:,}", ranks, f"{theory:,.0f}",
                         f"{size / n:,.0f}", f"{messages / n:g}", yes(found["same"])])
    return lines_of(["network, numbers learnt", "processes", "bytes, by the formula", "counted",
                     "messages", "the file of one process"], rows)


def same_bits(digests, *kinds):
    return yes(len({digest for kind in kinds for digest in digests[kind]}) == 1)


def beside_torch(entry):
    rows = []
    for name, found in entry["networks"].items():
        if not found["torch"]:
            continue
        step, torch, digests = found["step"], found["torch"], found["digests"]
        rows.append([name, *(micro(step[kind]) for kind in ("one", "two", "two by tcp")),
                     micro(torch["one"]), micro(torch["two"]),
                     f"{found['tcp bytes']:,.0f}", f"{found['torch bytes']:,.0f}",
                     same_bits(digests, "two"), same_bits(digests, "one", "two", "four")])
    return rows and lines_of(
        ["network", "Glia, 1", "Glia, 2", "Glia, 2 by TCP", "PyTorch, 1", "PyTorch, 2",
         "bytes: Glia", "bytes: PyTorch", "PyTorch: the same again", "the same for 1, 2, 4"], rows)


def machine(entry, found):
    """One thread of this one."""
    batch = entry["batch"]
    return model.Machine.through(1, (batch, 2 * batch), [found["processor"][str(size)]
                                                         for size in (batch, 2 * batch)])


def linked(entry):
    """Two machines of a thread each: what the model says beside what was measured."""
    network = model.Network(**entry["link"])
    rows = []
    for name, found in entry["networks"].items():
        one = machine(entry, found)
        for times, kind in ((1, "two by link"), (2, "two by link, twice")):
            batch = times * entry["batch"]
            said = model.step(one, network, found["laid_out"], batch, 2)
            took = found["step"][kind]
            rows.append([f"{name}, batch {batch}", micro(said), micro(took),
                         f"{100 * (took / said - 1):+.0f} %"])
    return (f"A cable of {network.name}/s; by TCP {micro(network.latency)} µs a message, "
            f"{network.rate / 1e6:.0f} MB/s each way\n\n"
            + lines_of(["network", "µs a step: predicted", "measured", "more"], rows))


def measured(entry):
    parts = [f"{entry['cpu']}; {entry['date']}; medians of {entry['rounds']} rounds, batch "
             f"{entry['batch']}", "Samples a second (times those of one process)",
             speeds(entry), "A step's bytes and messages, of each process", sizes(entry)]
    if torch := beside_torch(entry):
        parts += ["Microseconds of a step; bytes that all send over loopback in one", torch]
    if entry["link"]:
        parts.append(linked(entry))
    return "\n\n".join(parts)


def up_to(machine, network, numbers, batch, weak):
    ranks = model.pays_up_to(machine, network, numbers, batch, weak=weak)
    times = model.speed(machine, network, numbers, batch, ranks, weak)
    more = " or more" if ranks == model.MOST else ""
    return f"{ranks}{more} ({table.times(times)})"


def predicted(entry):
    rows = []
    for name, found in entry["networks"].items():
        for batch, weak in ((entry["batch"], False), (LARGE, False), (entry["batch"], True)):
            each = " on each" if weak else ""
            rows.append([f"{name}, {batch:,}{each}"]
                        + [up_to(machine(entry, found), network, found["laid_out"], batch, weak)
                           for network in NETWORKS])
    return lines_of(["network, batch", *(network.name for network in NETWORKS)], rows)
