#!/usr/bin/python3
"""Accuracy of values and identifiers on tests/quality/values (its README.md says how these files are marked).

   tests/quality/score_values.py BUILD/entente [--errors] [GROUP…]

A group is a file. A mark is right when a mention has its span and type and, where the mark has one, its value. A trap is
right when no mention of these types overlaps it. What is found where nothing is marked counts as wrong. A score is the
share of what is right in all marks, traps and such finds. `measure` beside this file holds them against marks.txt.
"""
import glob, json, os, re, subprocess, sys

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "values")
TYPES = {"Temporal", "Money", "Quantity", "Coordinate", "Frequency", "CommsIdentifier", "Url", "DocumentReference",
         "Vehicle", "MilitaryPlatform", "Weapon"}
MARK = re.compile(r"⟦(!|[A-Z][A-Za-z]+) ([^⟦⟧]*?)(?: = ([^⟦⟧]*))?⟧")
DEGREE = 2e-5  # two metres: what five decimals leave open


def parse_text(text, where):
    """The plain text of a document, and its marks: start, end, type, value or None"""
    plain, marks, at = "", [], 0
    for found in MARK.finditer(text):
        plain += text[at:found.start()]
        kind, words, value = found.groups()
        if kind != "!" and kind not in TYPES:
            sys.exit(f"{where}: expected a type of value: {found[0]}")
        marks.append({"start": len(plain), "end": len(plain) + len(words), "type": kind, "value": value, "text": words})
        plain += words
        at = found.end()
    plain += text[at:]
    if "⟦" in plain or "⟧" in plain:
        sys.exit(f"{where}: expected ⟦Type text = value⟧: {plain[max(plain.find('⟦'), plain.find('⟧')):][:40]}")
    return plain, marks


def read_documents(path):
    documents, group = [], os.path.splitext(os.path.basename(path))[0]
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("@ "):
            date, lang, title = line[2:].split(" ", 2)
            documents.append({"id": f"{group}/{len(documents)}", "title": title, "lang": lang, "text": "", "marks": []})
            if date != "-":
                documents[-1]["date"] = date
        elif line and not line.startswith("#"):
            if not documents:
                sys.exit(f"{path}:{number}: expected \"@ DATE LANG title\" before a paragraph")
            text, marks = parse_text(line, f"{path}:{number}")
            shift = len(documents[-1]["text"])
            documents[-1]["text"] += text + "\n\n"
            documents[-1]["marks"] += [{**m, "start": m["start"] + shift, "end": m["end"] + shift} for m in marks]
    return documents


def run(entente, documents, pipeline):
    lines = "".join(json.dumps({k: v for k, v in d.items() if k != "marks"}) + "\n" for d in documents)
    command = [entente, "run", "-q", "--from", "jsonl", *(["-p", pipeline] if pipeline else []), "-"]
    out = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return {d["id"]: d for d in map(json.loads, out.decode().splitlines())}


def in_short(number):
    return str(int(number)) if float(number).is_integer() else repr(number)


def describe_amount(value):
    to = f"..{in_short(value['to'])}" if "to" in value else ""
    approx = f"~{value['approx']}" if "approx" in value else ""
    what = value.get("currency", value.get("unit", ""))
    return " ".join(filter(None, [in_short(value["amount"]) + to, what, approx]))


def describe(value):
    """A value in the short form of the marks"""
    if value is None:
        return "-"
    if isinstance(value, dict):
        return f"{value['lat']},{value['lon']}" if "lat" in value else describe_amount(value)
    return value if isinstance(value, str) else in_short(value)


def is_value(mention, expected):
    found = mention.get("value")
    if expected is None:
        return True
    if mention["type"] == "Coordinate" and found and expected != "-":
        lat, lon = map(float, expected.split(","))
        return abs(lat - found["lat"]) < DEGREE and abs(lon - found["lon"]) < DEGREE
    return describe(found) == expected


def overlap(a, b):
    return a["start"] < b["end"] and b["start"] < a["end"]


def judge(document, found):
    """(whether it is right, the mark or None, what was found there)"""
    mentions = [m for m in found["mentions"] if m["type"] in TYPES]
    for mark in document["marks"]:
        here = [m for m in mentions if overlap(m, mark)]
        if mark["type"] == "!":
            right = not here
        else:
            right = any((m["start"], m["end"], m["type"]) == (mark["start"], mark["end"], mark["type"])
                        and is_value(m, mark["value"]) for m in here) and len(here) == 1
        yield right, mark, here
    for m in mentions:
        if not any(overlap(m, mark) for mark in document["marks"]):
            yield False, None, [m]


def explain(document, mark, here):
    text = document["text"]
    found = "; ".join(f"{m['type']} {text[m['start']:m['end']]!r} = {describe(m.get('value'))} [{m['by']}]" for m in here)
    wanted = "nothing" if mark is None else "no mention" if mark["type"] == "!" else f"{mark['type']} = {mark['value']}"
    at = mark or here[0]
    around = text[max(0, at["start"] - 25):at["end"] + 25].replace("\n", " ")
    return f"    …{around}…\n        expected {wanted}; found {found or 'nothing'}"


def score(entente, groups=(), pipeline="tokenise ! tag", errors=False):
    """Prints a line a group; {"values_GROUP": per cent}"""
    paths = sorted(glob.glob(os.path.join(folder, "*.txt")))
    groups = groups or [os.path.splitext(os.path.basename(path))[0] for path in paths]
    documents = [d for group in groups for d in read_documents(os.path.join(folder, group + ".txt"))]
    found = run(entente, documents, pipeline)
    scores, all_right, all_judged = {}, 0, 0
    for group in groups:
        judged = [(d, *j) for d in documents if d["id"].startswith(group + "/") for j in judge(d, found[d["id"]])]
        right, marked = sum(j[1] for j in judged), sum(j[2] is not None for j in judged)
        all_right, all_judged = all_right + right, all_judged + len(judged)
        scores["values_" + group] = 100 * right / len(judged)
        print(f"{'values_' + group:20} right {right}  expected {marked}  wrong {marked - right}"
              f"  found where nothing is {len(judged) - marked}")
        for d, ok, mark, here in judged if errors else ():
            if not ok:
                print(explain(d, mark, here))
    scores["values_all"] = 100 * all_right / all_judged
    return scores


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--errors"]
    for name, value in score(arguments[0], arguments[1:], errors="--errors" in sys.argv).items():
        print(f"{name:20} {value:6.2f}")
