"""Readers of the formats of the graph, each with a library that is not ours, into one shape.

A graph is `nodes` and `edges`, {key or id: {column: value}}, and `evidence`, [{column: value}] with the edge among its
columns. Columns are those of the tables; counts are numbers, all else is text, "" where it is not known, and a format
that cannot hold a column leaves it out. `evidence` is None where the format has none, or not row by row.
"""
import csv
import hashlib
import json
import os
import re
import sqlite3
import subprocess
from collections import defaultdict
from urllib.parse import unquote

import networkx

import read_views

NODE_COLUMNS = "type name aliases mentions documents first_seen last_seen links".split()
EDGE_COLUMNS = ("source target type label event polarity modality attribution time_start time_end place weight"
                " documents confidence evidence").split()
COUNTS = {"mentions", "documents", "weight", "start", "end"}
NUMBERS = {"confidence"}


class Graph:
    def __init__(self, nodes, edges, evidence=None):
        self.nodes, self.edges, self.evidence = nodes, edges, evidence


def value(column, text):
    return int(text) if column in COUNTS else float(text) if column in NUMBERS else text


def typed(row):
    return {column: value(column, text) for column, text in row.items()}


def keyed(rows, key):
    """{key: row without it}; two rows of one key are an error."""
    found = {}
    for row in rows:
        name = row.pop(key)
        if name in found:
            raise AssertionError(f"two records of the {key} {name!r}")
        found[name] = row
    return found


def table(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for row in rows:
        if None in row or None in row.values():
            raise AssertionError(f"{path}: a row of other columns than the first: {row}")
    return rows


def joined(values):
    """Columns with several values are sorted, and `|` separates them."""
    return "|".join(sorted({v.replace("|", "¦") for v in values if v}, key=lambda v: v.encode()))


# --- csv --------------------------------------------------------------------------------------------------------------

def read_csv(folder):
    gephi = {"Source": "source", "Target": "target", "Id": "id", "Label": "label", "Weight": "weight", "Kind": "type"}
    nodes = [typed({{"Id": "key", "Label": "name"}.get(c, c): v for c, v in row.items()})
             for row in table(folder, "nodes.csv")]
    edges = []
    for row in table(folder, "edges.csv"):
        if row.pop("Type") != "Directed":
            raise AssertionError("an edge without direction")
        edges.append(typed({gephi.get(c, c): v for c, v in row.items()}))
    return Graph(keyed(nodes, "key"), keyed(edges, "id"), [typed(row) for row in table(folder, "evidence.csv")])


# --- graphml ----------------------------------------------------------------------------------------------------------

def read_graphml(path):
    """Its evidence is the sentences of each edge, separated by `|`."""
    graph = networkx.read_graphml(path, force_multigraph=True)
    if not graph.is_directed():
        raise AssertionError("a graph without direction")
    nodes = {key: {c: data.get(c, "") for c in NODE_COLUMNS} for key, data in graph.nodes(data=True)}
    edges = {}
    for source, target, name, data in graph.edges(keys=True, data=True):
        edges[name] = {c: data.get(c, "") for c in [*EDGE_COLUMNS, "sentences"]} | {"source": source, "target": target}
    return Graph(nodes, edges)


# --- What shows the graph ---------------------------------------------------------------------------------------------

def read_gexf(path):
    """Its evidence is the sentences of each edge, as that of GraphML."""
    nodes, edges = read_views.read_gexf(path)
    for *_, data in read_views.networkx_gexf(path).edges(data=True):
        edges[data["id"]]["sentences"] = data["sentences"]
    return Graph(nodes, edges)


def read_dot(path):
    """Its sentences are in tooltips, and not all of them."""
    return Graph(*read_views.read_dot(path))


EVIDENCE_COLUMNS = ("document date start end sentence trigger event attribution attribution_text time place confidence"
                    " by source_acts_for target_acts_for").split()


def with_evidence(graph):
    """What has nothing to say is left out."""
    rows = [{"edge": key, **{c: row.get(c, "") for c in EVIDENCE_COLUMNS}}
            for *_, key, data in graph.edges(keys=True, data=True) for row in data["evidence"]]
    return Graph(*read_views.records_of(graph), rows)


def read_nodelink(path, edges="edges"):
    with open(path, encoding="utf-8") as file:
        return with_evidence(read_views.networkx_nodelink(json.load(file), edges))


def read_html(path):
    (_, data), = read_views.Page(path).find("script", id="graph")
    return with_evidence(read_views.networkx_nodelink(json.loads(data)))


# --- neo4j ------------------------------------------------------------------------------------------------------------

def neo4j_table(folder, name):
    """Rows without the kinds of their columns, and the ids of each space."""
    rows = table(folder, name)
    return [{heading.split(":")[0] or heading: text for heading, text in row.items()} for row in rows]


def read_neo4j(folder):
    nodes = neo4j_table(folder, "nodes.csv")
    edges = neo4j_table(folder, "relationships.csv")
    evidence = neo4j_table(folder, "evidence.csv")
    documents = keyed(neo4j_table(folder, "documents.csv"), "id")
    for row in nodes:
        labels = row.pop(":LABEL").split("|")
        if labels[0] != "Entity" or len(labels) != 2 or not re.fullmatch(r"\w+", labels[1]):
            raise AssertionError(f"labels: {labels}")
    for row in edges:
        row.update(source=row.pop(":START_ID(Entity)"), target=row.pop(":END_ID(Entity)"))
        if not re.fullmatch(r"[^\W\d]\w*", row.pop(":TYPE")) or not row.pop("quote"):
            raise AssertionError(f"a relationship without type or quote: {row}")
    inside = {row[":START_ID(Evidence)"]: row[":END_ID(Document)"]
              for row in neo4j_table(folder, "evidence-in-document.csv")}
    said_by = {row[":START_ID(Evidence)"]: row[":END_ID(Entity)"]
               for row in neo4j_table(folder, "evidence-said-by.csv")}
    for row in evidence:
        name = row.pop("id")
        row.pop(":LABEL")
        if inside.pop(name) != row["document"] or said_by.pop(name, "") != row["attribution"]:
            raise AssertionError(f"{name}: linked to what is not its document or speaker")
        if row["document"] not in documents:
            raise AssertionError(f"{name}: of a document that is not there")
    if inside or said_by:
        raise AssertionError("links of evidence that is not there")
    return Graph(keyed(map(typed, nodes), "key"), keyed(map(typed, edges), "id"), [typed(row) for row in evidence])


# --- nquads -----------------------------------------------------------------------------------------------------------

QUAD = re.compile(r'(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>)?)(?: (<[^>]*>))? \.')
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
OWN, PROV = "urn:entente:", "http://www.w3.org/ns/prov#"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def unescaped(literal):
    letters = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
    return ESCAPE.sub(lambda m: chr(int(m[1][1:], 16)) if m[1][0] in "uU" else letters.get(m[1], m[1]), literal)


def quads(path):
    """What rapper reads, as rapper writes it."""
    done = subprocess.run(["rapper", "-q", "-i", "nquads", "-o", "nquads", path], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.stderr:
        raise AssertionError(done.stderr.decode())
    for line in done.stdout.decode().split("\n"):
        if not line:
            continue
        match = QUAD.fullmatch(line)
        if not match:
            raise AssertionError(f"no quad: {line}")
        subject, predicate, object, graph = match.groups()
        text = object[1:-1] if object[0] == "<" else unescaped(object[1:object.rindex('"')])
        yield subject[1:-1], predicate[1:-1], text, graph[1:-1] if graph else ""


def name_of(iri, kind):
    start = f"{OWN}{kind}:"
    if not iri.startswith(start):
        raise AssertionError(f"{iri}: expected {start}…")
    return unquote(iri[len(start):])


def read_nquads(path):
    facts, claimed = defaultdict(lambda: defaultdict(list)), defaultdict(list)
    for subject, predicate, object, graph in quads(path):
        if graph:
            claimed[graph].append((subject, predicate, object))
        else:
            facts[subject][predicate].append(object)
    one = lambda of, predicate: of[predicate][0] if of[predicate] else ""
    own = lambda of, *columns: typed({c: one(of, OWN + c) for c in columns})
    nodes, edges, evidence = {}, {}, []
    for iri, of in list(facts.items()):
        if iri.startswith(OWN + "node:"):
            nodes[name_of(iri, "node")] = own(of, "mentions", "documents", "first_seen", "last_seen") | {
                "type": name_of(one(of, RDF + "type"), "type"), "name": one(of, RDFS + "label"),
                "aliases": joined(of[SKOS + "altLabel"]), "links": joined(of[OWN + "links"])}
        elif iri.startswith(OWN + "edge:"):
            edges[name_of(iri, "edge")] = own(of, "type", "label", "polarity", "modality", "time_start", "time_end",
                                              "weight", "documents", "confidence") | {
                "source": name_of(one(of, OWN + "source"), "node"), "target": name_of(one(of, OWN + "target"), "node")}
        elif iri.startswith(OWN + "claim:"):
            key = lambda predicate: name_of(one(of, predicate), "node") if of[predicate] else ""
            evidence.append((iri, one(of, OWN + "polarity"), one(of, OWN + "modality"), own(
                of, "start", "end", "trigger", "event", "attribution_text", "time", "confidence", "by") | {
                    "edge": name_of(one(of, OWN + "edge"), "edge"), "sentence": one(of, PROV + "value"),
                    "document": name_of(one(of, PROV + "wasQuotedFrom"), "document"),
                    "date": one(facts[one(of, PROV + "wasQuotedFrom")], DCTERMS + "date"),
                    "attribution": key(PROV + "wasAttributedTo"), "place": key(PROV + "atLocation"),
                    "source_acts_for": key(OWN + "source_acts_for"), "target_acts_for": key(OWN + "target_acts_for")}))
    add_from_evidence(edges, [row for *_, row in evidence])
    check_claims(claimed, edges, evidence)
    return Graph(nodes, edges, [row for *_, row in evidence])


def add_from_evidence(edges, evidence):
    """Columns of edges that are those of their evidence together."""
    of = defaultdict(list)
    for row in evidence:
        of[row["edge"]].append(row)
    for name, edge in edges.items():
        for column in "event", "attribution", "place":
            edge[column] = joined(row[column] for row in of[name])
        edge["evidence"] = "|".join(f'{row["document"].replace("|", "¦")}:{row["start"]}-{row["end"]}'
                                    for row in of[name])


def check_claims(claimed, edges, evidence):
    """Each claim is a graph; what is not affirmed and asserted is no triple in any."""
    if set(claimed) != {iri for iri, *_ in evidence}:
        raise AssertionError("graphs that are no claims, or claims without a graph")
    for iri, polarity, modality, row in evidence:
        edge = edges[row["edge"]]
        parts = {predicate[len(RDF):]: object for subject, predicate, object in claimed[iri] if subject == iri}
        plain = [triple for triple in claimed[iri] if triple[0] != iri]
        relation = edge["label"] if edge["type"] == "open" else edge["type"]
        if (polarity, modality) != (edge["polarity"], edge["modality"]):
            raise AssertionError(f"{iri}: not as its edge")
        found = [name_of(parts["subject"], "node"), name_of(parts["predicate"], "relation"),
                 name_of(parts["object"], "node")]
        if found != [edge["source"], relation, edge["target"]]:
            raise AssertionError(f"{iri}: claims something else than its edge: {found}")
        fact = [(parts["subject"], parts["predicate"], parts["object"])]
        if plain != (fact if (polarity, modality) == ("affirmed", "asserted") else []):
            raise AssertionError(f"{iri}: {polarity} and {modality}, as the triples {plain}")


# --- ftm --------------------------------------------------------------------------------------------------------------

def ftm_id(key):
    """FollowTheMoney has letters, digits, dots and dashes."""
    if re.fullmatch("[0-9A-Za-z][0-9A-Za-z/-]*[0-9A-Za-z]", key) and "/" in key and len(key) <= 200:
        return key.replace("/", ".")
    return "n" + hashlib.sha256(key.encode()).hexdigest()[:32]


def read_ftm(path, keys):
    """Keys are in its ids alone, so that whoever reads it has to know them: `keys` is {id: key}. Where its evidence is,
    and its sentences, are there once each."""
    nodes, edges = {}, {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            entity = json.loads(line)
            of = entity["properties"]
            ends = next((pair for pair in FTM_ENDS if pair[0] in of), None)
            if not ends:
                nodes[keys[entity["id"]]] = {"type": of["keywords"][0], "name": of["name"][0],
                                             "aliases": "|".join(of.get("alias", []))}
                continue
            role = (of.get("role") or of.get("relationship"))[0]
            status = of.get("status", [""])[0]
            polarity = "negated" if "negated" in status.split(", ") else "affirmed"
            edges[entity["id"]] = {
                "source": keys[of[ends[0]][0]], "target": keys[of[ends[1]][0]], "polarity": polarity,
                "label": role.removesuffix(f" ({status})"), "modality": status.split(", ")[-1].replace("negated", "")
                or "asserted", "places": of["recordId"], "sentences": of["summary"]}
    return Graph(nodes, edges)


FTM_ENDS = [("subject", "object"), ("member", "organization"), ("employee", "employer"), ("director", "organization"),
            ("owner", "asset"), ("person", "relative")]


# --- sqlite -----------------------------------------------------------------------------------------------------------

def read_sqlite(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise AssertionError("a damaged file")
    rows = lambda name: [{c: "" if row[c] is None else row[c] for c in row.keys()}
                         for row in db.execute(f"SELECT * FROM {name}")]
    aliases = defaultdict(list)
    for row in rows("aliases"):
        aliases[row["node"]].append(row["alias"])
    nodes = keyed(rows("nodes"), "key")
    for key, node in nodes.items():
        if joined(aliases.pop(key, [])) != node["aliases"]:
            raise AssertionError(f"{key!r}: other aliases in the table of aliases")
    documents = keyed(rows("documents"), "id")
    evidence, edges = rows("evidence"), keyed(rows("edges"), "id")
    db.close()
    if aliases or any(row["document"] not in documents for row in evidence):
        raise AssertionError("aliases or evidence of what is not there")
    return Graph(nodes, edges, evidence)
