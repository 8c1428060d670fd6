"""Measures other programs for efficiency frontiers on the tables of `hengji bench frontier`.

usage: python3 bench/peers.py --hengji PROGRAM --tables DIRECTORY [--units 500,1000,2000,5000] [--peers NAME,…]
                              [--limit SECONDS] [--environment DIRECTORY] [--result bench/peers.json]

First: hengji bench frontier --write DIRECTORY, which puts units-500.csv and so on there.

Every program solves the same question (variable returns to scale, output oriented, slacks in a second phase) on
the same file in a process of its own. What counts is its CPU time, user and system, start and reading included,
and its peak memory; the time on the wall says more about the neighbours on the machine. Efficiencies and slack
sums are compared first, because a fast wrong answer does not count. The peers are installed from the package
registry that pip is set up for, into an environment of their own. R packages are left out where R is absent.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv

INPUTS = ["x1", "x2", "x3"]
OUTPUTS = ["y1", "y2", "y3", "y4"]

# Package, pinned because a measurement is repeated with what was measured; how it weights slacks in the second phase (one over the column maximum, or a plain sum); and the largest
# table it is asked, because beyond that it takes many minutes of which nobody learns anything new.
PEERS = {
    "highspy": ("highspy==1.15.1", "scaled", 5000),
    "deapack": ("DEAPack==2.0.1", "scaled", 1000),
    "frontierguard": ("frontierguard-dea==0.1.0a1", "plain", 2000),
    "dealib": ("dealib==1.0.0", "plain", 500),
    "Pyfrontier": ("Pyfrontier==1.1.1", "plain", 500),
}


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    inputs = [[float(row[name]) for name in INPUTS] for row in rows]
    outputs = [[float(row[name]) for name in OUTPUTS] for row in rows]
    return [row["unit"] for row in rows], inputs, outputs


def scaled_sums(inputs, outputs, input_slacks, output_slacks):
    """Slacks weighted by one over the column maximum."""
    tops = [max(column) for column in zip(*inputs)] + [max(column) for column in zip(*outputs)]
    rows = zip(input_slacks, output_slacks)
    return [sum(slack / top for slack, top in zip([*a, *b], tops)) for a, b in rows]


def plain_sums(input_slacks, output_slacks):
    return [sum(a) + sum(b) for a, b in zip(input_slacks, output_slacks)]


def run_highspy(path):
    """One model kept alive: only right-hand sides and the column of phi change, so each solve starts warm."""
    import highspy
    import numpy as np

    _, inputs, outputs = read(path)
    x, y = np.array(inputs), np.array(outputs)
    x_top, y_top = x.max(axis=0), y.max(axis=0)
    xs, ys = x / x_top, y / y_top
    n, m, s = len(xs), xs.shape[1], ys.shape[1]
    inf = highspy.kHighsInf
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    # Rows: inputs at most x_o; phi y_o - outputs at most 0 ; shares add up to one. Slacks are columns of their own.
    for _ in range(m):
        model.addRow(0.0, 0.0, 0, np.array([], dtype=np.int32), np.array([]))
    for _ in range(s):
        model.addRow(0.0, 0.0, 0, np.array([], dtype=np.int32), np.array([]))
    model.addRow(1.0, 1.0, 0, np.array([], dtype=np.int32), np.array([]))
    rows = np.arange(m + s + 1, dtype=np.int32)
    for j in range(n):
        model.addCol(0.0, 0.0, inf, m + s + 1, rows, np.concatenate([xs[j], -ys[j], [1.0]]))
    for row in range(m + s):
        model.addCol(0.0, 0.0, inf, 1, np.array([row], dtype=np.int32), np.array([1.0]))
    phi = n + m + s
    model.addCol(1.0, 0.0, inf, s, rows[m : m + s], ys[0])
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    efficiency, sums = [], []
    for o in range(n):
        for i in range(m):
            model.changeRowBounds(i, xs[o, i], xs[o, i])
        for r in range(s):
            model.changeCoeff(m + r, phi, ys[o, r])
        model.changeColBounds(phi, 0.0, inf)
        model.changeColCost(phi, 1.0)
        for k in range(n, phi):
            model.changeColCost(k, 0.0)
        model.run()
        best = model.getInfo().objective_function_value
        efficiency.append(best)
        model.changeColBounds(phi, best, best)
        model.changeColCost(phi, 0.0)
        for k in range(n, phi):
            model.changeColCost(k, 1.0)
        model.run()
        sums.append(model.getInfo().objective_function_value)
    return efficiency, sums


def run_deapack(path):
    import pandas
    from deapack import BCCOutput, DEAData

    frame = pandas.read_csv(path)
    data = DEAData.from_frame(frame, dmu="unit", inputs=INPUTS, outputs=OUTPUTS)
    result = BCCOutput().fit(data)
    slacks = result.slacks.pivot(index="dmu_id", columns="variable", values="slack").loc[frame["unit"]]
    scores = result.summary_frame.set_index("dmu_id").loc[frame["unit"]]
    sums = scaled_sums(
        frame[INPUTS].to_numpy(), frame[OUTPUTS].to_numpy(), slacks[INPUTS].to_numpy(), slacks[OUTPUTS].to_numpy()
    )
    return [1.0 / value for value in scores["efficiency"]], sums


def run_frontierguard(path):
    import frontierguard
    import pandas

    frame = pandas.read_csv(path)
    data = frontierguard.DEAData.from_frame(frame, inputs=INPUTS, outputs=OUTPUTS, dmu="unit")
    result = frontierguard.RadialDEA(orientation="output", rts="vrs", slacks="max_sum").fit(data)
    return list(result.radial_factor), plain_sums(result.input_slacks, result.output_slacks)


def run_dealib(path):
    import numpy
    from dealib.dea import dea

    _, inputs, outputs = read(path)
    found = dea(numpy.array(inputs), numpy.array(outputs), rts="vrs", orientation="output", two_phase=True)
    return list(found.eff), plain_sums(found.sx, found.sy)


def run_Pyfrontier(path):
    import numpy
    from Pyfrontier.frontier_model import EnvelopDEA

    _, inputs, outputs = read(path)
    model = EnvelopDEA("VRS", "out")
    model.fit(numpy.array(inputs), numpy.array(outputs))
    slacks = [(one.x_slack, one.y_slack) for one in model.result]
    return [one.score for one in model.result], plain_sums(*zip(*slacks))


def solve(name, table, answer):
    """In a process of its own: solves one table with one peer and writes what it found."""
    efficiency, sums = globals()[f"run_{name}"](table)
    version = importlib.metadata.version(PEERS[name][0].split("==")[0])
    found = {"version": version, "efficiency": [float(v) for v in efficiency], "slack_sum": [float(v) for v in sums]}
    pathlib.Path(answer).write_text(json.dumps(found))


# A process starts with the peak memory of the one it was forked from, so a small one forks those that are measured.
MEASURE = """
import os, signal, sys
answer, limit, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
out = (os.POSIX_SPAWN_OPEN, 1, answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
child = os.posix_spawnp(command[0], command, os.environ, file_actions=[out])
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(limit)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def measured(command, limit, answer=os.devnull):
    """Runs a command to its end or to the limit: CPU seconds and peak KB of this one process, or why it ended."""
    small = [sys.executable, "-I", "-S", "-c", MEASURE, str(answer), str(limit), *map(str, command)]
    ran = subprocess.run(small, capture_output=True, text=True, check=True)
    code, cpu, peak = ran.stdout.split()
    # Kilobytes on Linux, bytes on a Mac.
    unit = 1024 if platform.system() == "Darwin" else 1
    figures = {"cpu_seconds": round(float(cpu), 3), "peak_kb": int(peak) // unit}
    if code == "0":
        return figures, None
    if code == str(-signal.SIGKILL):
        return figures, f"stopped after {limit} s"
    return figures, (ran.stderr.strip().splitlines() or ["no answer"])[-1][:200]


def ours(hengji, table, weights, threads, folder, limit):
    """Our own answer, measured in the same way."""
    path = folder / "hengji.json"
    command = [hengji, "frontier", str(table), "--unit", "unit", "--inputs", ",".join(INPUTS)]
    command += ["--outputs", ",".join(OUTPUTS), "--rts", "vrs", "--orientation", "output", "--slacks", weights]
    # What no peer is asked is not asked of us either.
    command += ["--efficiency-only"]
    command += ["--threads", str(threads), "--format", "json"]
    figures, problem = measured(command, limit, path)
    if problem:
        raise SystemExit(f"hengji: {problem}")
    answer = json.loads(path.read_text())
    units = answer["units"]
    return {
        **figures,
        "version": answer["method"]["version"],
        "input_sha256": answer["method"]["input_sha256"],
        "certified": sum(1 for unit in units if unit["certificate"]["ok"]),
        "efficiency": [unit["efficiency"] for unit in units],
        "slack_sum": [unit["slack_sum"] for unit in units],
    }


def gaps(found, expected):
    """The largest differences: efficiencies relative, slack sums relative to the sum or to one."""
    relative = [abs(a - b) / max(1.0, abs(b)) for a, b in zip(found["efficiency"], expected["efficiency"])]
    below = [(b - a) / max(1.0, abs(b)) for a, b in zip(found["slack_sum"], expected["slack_sum"])]
    return {
        "efficiency_gap": max(relative),
        "slack_sums_below": sum(1 for gap in below if 1e-6 < gap),
        "slack_sums_above": sum(1 for gap in below if gap < -1e-6),
        "slack_gap": max(abs(gap) for gap in below),
    }


def environment(folder, names):
    """A Python with the peers in it."""
    folder = pathlib.Path(folder)
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    packages = sorted({PEERS[name][0] for name in names})
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def compare(options, python, folder, units):
    table = pathlib.Path(options.tables) / f"units-{units}.csv"
    weights = {weight: ours(options.hengji, table, weight, 1, folder, options.limit) for weight in ("scaled", "plain")}
    both = ours(options.hengji, table, "scaled", os.cpu_count(), folder, options.limit)
    rows = []
    for threads, found in ((1, weights["scaled"]), (os.cpu_count(), both)):
        if found["efficiency"] != weights["scaled"]["efficiency"]:
            raise SystemExit("the number of threads changed the result")
        kept = {key: found[key] for key in ("version", "cpu_seconds", "peak_kb", "certified")}
        rows.append({"program": "hengji", "units": units, "threads": threads, "slack_weights": "scaled", **kept})
    for name in (name for name in options.peers if units <= PEERS[name][2]):
        answer = folder / f"{name}.json"
        figures, problem = measured([python, __file__, "--solve", name, str(table), str(answer)], options.limit)
        weight = PEERS[name][1]
        row = {"program": name, "units": units, "slack_weights": weight, **figures}
        if problem is None:
            found = json.loads(answer.read_text())
            row["version"] = found["version"]
            row.update(gaps(found, weights[weight]))
            row["times_our_cpu"] = round(row["cpu_seconds"] / max(weights["scaled"]["cpu_seconds"], 0.001), 1)
        else:
            row["problem"] = problem
        rows.append(row)
        print(json.dumps(row), flush=True)
    return {"units": units, "input_sha256": weights["scaled"]["input_sha256"], "rows": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hengji", required=True)
    parser.add_argument("--tables", required=True)
    parser.add_argument("--units", default="500,1000,2000,5000", type=lambda text: [int(one) for one in text.split(",")])
    parser.add_argument("--peers", default=list(PEERS), type=lambda text: text.split(","))
    parser.add_argument("--limit", default=600, type=int)
    parser.add_argument("--environment", default=os.path.join(tempfile.gettempdir(), "hengji-bench-peers"))
    parser.add_argument("--result", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.json"))
    options = parser.parse_args()
    python = environment(options.environment, options.peers)
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        tables = [compare(options, python, pathlib.Path(folder), units) for units in options.units]
    result = {
        "question": "variable returns to scale, output oriented, two phases, 3 inputs, 4 outputs",
        "measured_on": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "load_before": [round(one, 1) for one in before],
        "load_after": [round(one, 1) for one in os.getloadavg()],
        "left_out": [] if shutil.which("Rscript") else ["R Benchmarking and R deaR: there is no R on this machine"],
        "tables": tables,
    }
    pathlib.Path(options.result).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--solve"]:
        solve(*sys.argv[2:5])
    else:
        main()
