"""A second implementation of the draw, written from its description alone: hashlib, fractions and nothing of ours.

Usage: second_draw.py list.csv record.json
Prints the sample that the published list, the rule and the start value give, one project code a line. It ends with
an error when the hash of the list is not the published one.
"""

import csv
import hashlib
import json
import sys
from fractions import Fraction


def hundredths(text):
    return int(Fraction(text) * 100)


def read_list(path, columns):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(
        (
            row[columns["id"]].encode(),
            row[columns["department"]],
            hundredths(row[columns["amount"]]),
            row[columns["self_score"]] if columns["self_score"] else "",
        )
        for row in rows
    )


def frame_hash(units):
    lines = ["hengji-frame-1\n"]
    for code, department, fen, score in units:
        centi = str(hundredths(score)) if score else ""
        lines.append(f"{code.decode()}\t{department}\t{fen}\t{centi}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def share(rule, population):
    # Rounded up: a least share is not reached by a fraction of a project.
    wanted = -(-rule["share_bp"] * population // 10_000)
    return min(max(wanted, rule["least"]), population)


def spread(amounts):
    n = len(amounts)
    return Fraction(n * (n * sum(x * x for x in amounts) - sum(amounts) ** 2), max(n - 1, 1))


def sizes(rule, strata):
    size = {name: share(rule, len(units)) for name, units in strata.items()}
    rest = (rule["total"] or sum(size.values())) - sum(size.values())
    spreads = {name: spread([unit[2] for unit in units]) for name, units in strata.items()}

    def claim(name):
        n = size[name]
        steps = n * (n + 1)
        count = len(strata[name])
        first = n == 0
        gain = (0, 0) if first else (spreads[name] / steps, Fraction(count * count, steps))
        return (first, *gain)

    for _ in range(rest):
        open_strata = [name for name in sorted(strata, key=str.encode) if size[name] < len(strata[name])]
        # Of equal claims the first name wins, and max() keeps the first.
        winner = max(open_strata, key=claim)
        size[winner] += 1
    return size


def main(list_path, record_path):
    with open(record_path, encoding="utf-8") as file:
        record = json.load(file)
    rule = record["rule"]
    assert rule["selection"] == "equal" and rule["rounding"] == "up", rule
    units = read_list(list_path, record["columns"])
    assert frame_hash(units) == record["frame_sha256"], "the list is not the published one"
    strata = {}
    for unit in units:
        strata.setdefault(unit[1], []).append(unit)
    size = sizes(rule, strata)
    start = record["start_value"].encode() + b"|"
    for name in sorted(strata, key=str.encode):
        tickets = sorted((hashlib.sha256(start + unit[0]).digest(), unit[0]) for unit in strata[name])
        for _, code in tickets[: size[name]]:
            print(code.decode())


main(sys.argv[1], sys.argv[2])
