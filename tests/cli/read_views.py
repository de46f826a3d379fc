"""Readers of the formats that show the graph: each gives ({key: node}, {id: edge}) with the fields of a record.

Values are text, but for counts (int) and the confidence (float); several values are separated by `|`, and what is not
known is "". The reading itself is done by NetworkX, Graphviz and Python's own parsers.
"""
import html
import html.parser
import inspect
import json
import re
import subprocess

import networkx
from networkx.readwrite.gexf import GEXF

NODE_FIELDS = "key type name aliases mentions documents first_seen last_seen links".split()
EDGE_FIELDS = ("source target type label event polarity modality attribution time_start time_end place weight "
               "documents confidence evidence").split()
COUNTS = {"mentions", "documents", "weight"}


def record(fields, values):
    """The fields of a record, and no others, as the types that they have."""
    def value(field):
        found = values.get(field, "")
        return int(found) if field in COUNTS else float(found) if field == "confidence" else found
    return {field: value(field) for field in fields}


def networkx_gexf(path):
    """The graph as NetworkX reads it; releases before 3.0 must be told the namespace of GEXF 1.3."""
    GEXF.versions.setdefault("1.3", {**GEXF.versions["1.2draft"], "NS_GEXF": "http://gexf.net/1.3",
                                     "NS_VIZ": "http://gexf.net/1.3/viz", "VERSION": "1.3"})
    return networkx.read_gexf(path)


def read_gexf(path):
    graph = networkx_gexf(path)
    nodes = {key: record(NODE_FIELDS, {**data, "key": key, "name": data["label"]})
             for key, data in graph.nodes(data=True)}
    edges = {data["id"]: record(EDGE_FIELDS, {**data, "source": source, "target": target})
             for source, target, data in graph.edges(data=True)}
    return nodes, edges


def unquoted(text):
    """Backslashes are doubled in every text; Graphviz leaves it to labels and tooltips to take that back."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text, flags=re.DOTALL)


def graphviz_dot(path):
    """The graph as Graphviz reads it."""
    return json.loads(subprocess.run(["dot", "-Tdot_json", path], check=True, stdout=subprocess.PIPE).stdout)


def read_dot(path):
    graph = graphviz_dot(path)
    nodes, edges = {}, {}
    keys = []
    for node in graph.get("objects", []):
        data = {name: unquoted(value) for name, value in node.items() if isinstance(value, str)}
        keys.append(data["name"])
        name = html.unescape(data["label"]).removesuffix("\n" + data["type"])
        nodes[keys[-1]] = record(NODE_FIELDS, {**data, "key": keys[-1], "name": name})
    for edge in graph.get("edges", []):
        data = {name: unquoted(value) for name, value in edge.items() if isinstance(value, str)}
        ends = {"source": keys[edge["tail"]], "target": keys[edge["head"]], "label": html.unescape(data["label"])}
        edges[data["id"]] = record(EDGE_FIELDS, {**data, **ends})
    return nodes, edges


def networkx_nodelink(data, edges="edges"):
    """The graph as NetworkX reads it; releases before 3.4 call the name of the list of edges `link`."""
    parameters = inspect.signature(networkx.node_link_graph).parameters
    return networkx.node_link_graph(data, **{"edges" if "edges" in parameters else "link": edges})


def flat(values):
    """Arrays as the flat formats have them; evidence refers to its sentences."""
    def value(item):
        if isinstance(item, dict):
            return f"{item['document'].replace('|', '¦')}:{item['start']}-{item['end']}"
        return item
    return {name: "|".join(map(value, found)) if isinstance(found, list) else found for name, found in values.items()}


def records_of(graph):
    nodes = {key: record(NODE_FIELDS, flat({**data, "key": key})) for key, data in graph.nodes(data=True)}
    edges = {key: record(EDGE_FIELDS, flat({**data, "source": source, "target": target}))
             for source, target, key, data in graph.edges(keys=True, data=True)}
    return nodes, edges


def read_nodelink(path, edges="edges"):
    with open(path, encoding="utf-8") as file:
        return records_of(networkx_nodelink(json.load(file), edges))


class Page(html.parser.HTMLParser):
    """The elements of a page, as [(tag, attributes, text up to the next tag)]."""

    def __init__(self, path):
        super().__init__()
        self.elements = []
        self.text = []
        with open(path, encoding="utf-8", newline="") as file:
            self.feed(file.read())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.text = []
        self.elements.append((tag, dict(attrs), self.text))

    def handle_endtag(self, tag):
        self.text = []

    def handle_data(self, data):
        self.text.append(data)

    def find(self, tag, **attributes):
        return [(found, "".join(text)) for name, found, text in self.elements
                if name == tag and attributes.items() <= found.items()]


def read_html(path):
    (_, data), = Page(path).find("script", id="graph")
    return records_of(networkx_nodelink(json.loads(data)))
