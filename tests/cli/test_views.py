#!/usr/bin/python3
"""The formats that show the graph, read by programs that are not ours: each holds the whole graph, whatever it is
about."""
import base64
import csv
import hashlib
import json
import os
import subprocess
import xml.etree.ElementTree

from annotated import Annotated
from command import SOURCE_DIR, CommandTest, as_jsonl, main
from read_views import (EDGE_FIELDS, NODE_FIELDS, Page, networkx_gexf, networkx_nodelink, read_dot, read_gexf,
                        read_html, read_nodelink, record)

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")
GEPHI = {"Id": "key", "Label": "name"}, {"Source": "source", "Target": "target", "Kind": "type", "Label": "label",
                                         "Weight": "weight", "Type": "direction"}

# Names, labels, keys and texts (these with U+0000, too) that end a string, a line, a list, a script or an element where they are not escaped
HOSTILE = ['"quoted" \\', "back\\slash\\", "two\nlines\r\n", "a|b", "a¦b", "\x01 and \x02", "</script><b>", "<!--", "]]>",
           "<img src=x onerror=alert(1)>", "&amp; &lt;", "😀👩‍👩‍👧", "\u202eעברית", "e\u0301", "\u2028",
           "{{graph}}", "%s", "'", "\\N\\G", "\\\"", "=1+1", "\ufffe", "\ufeff"]


def hostile_documents():
    """Two documents a string: entities named so, joined by relations that are called so."""
    for number, name in enumerate(HOSTILE):
        one = Annotated(f"d{number}{name}", f"X met Y in\0Z; {name}")
        first, second, place = (one.add("entities", type=f"T{name}", name=f"{name} {letter}", key=f"t/{name}{letter}",
                                        aliases=[name, letter]) for letter in "XYZ")
        first, second, place = (one.mention(letter, f"T{name}", entity=entity)
                                for letter, entity in zip("XYZ", (first, second, place)))
        one.relation(first, second, name, "met", type=name, place=place, attribution=place, event=name,
                     polarity="negated")
        one.relation(first, second, "", "met", time="2022-02")
        one.relation(first, second, name + "|", "met", modality="possible")
        yield {**one.document, "date": "2024-05-03"}


class Views(CommandTest):
    def tables(self, folder):
        """The same graph from the tables, in the shape of the readers."""
        def table(name):
            with open(self.path(folder, name), encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file, strict=True))
        names = lambda row, gephi: {gephi.get(column, column): value for column, value in row.items()}
        nodes = [record(NODE_FIELDS, names(row, GEPHI[0])) for row in table("nodes.csv")]
        edges = {row["Id"]: record(EDGE_FIELDS, names(row, GEPHI[1])) for row in table("edges.csv")}
        return {node["key"]: node for node in nodes}, edges

    def export(self, to, hostile):
        """The format and the tables of one run; gives the path and what the tables say."""
        self.write("in.jsonl", as_jsonl(*hostile_documents()))
        source = ["-p", "", "in.jsonl"] if hostile else [ARTICLES]
        self.run_ok("run", "--to", f"csv,{to}", "-o", "out", *source)
        tables = self.tables("out")
        self.assertGreater(len(tables[1]), 50)
        path, = [name for name in os.listdir(self.path("out")) if not name.endswith(".csv")]
        return self.path("out", path), tables

    def json(self, path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def check_same(self, got, tables, clean=lambda text: text):
        """Nodes and edges are those of the tables, in which `clean` replaces what the format cannot hold."""
        cleaned = lambda value: clean(value) if isinstance(value, str) else value
        for records, expected in zip(got, tables, strict=True):
            self.assertEqual({cleaned(name) for name in expected}, set(records))
            for name, values in expected.items():
                self.assertEqual(records[cleaned(name)], {field: cleaned(value) for field, value in values.items()})


def as_xml(text):
    """XML 1.0 has no such characters."""
    return "".join("\ufffd" if c in "\ufffe\uffff" or c < " " and c not in "\t\n\r" else c for c in text)


class Gexf(Views):
    def test_networkx_reads_the_same_graph(self):
        path, tables = self.export("gexf", hostile=False)
        self.check_same(read_gexf(path), tables)
        self.assertTrue(networkx_gexf(path).is_directed())

    def test_hostile_names_are_kept(self):
        path, tables = self.export("gexf", hostile=True)
        self.check_same(read_gexf(path), tables, as_xml)

    def edges(self, path):
        return xml.etree.ElementTree.parse(path).findall(".//{*}edge")

    def test_no_two_edges_share_source_target_and_kind(self):
        for hostile in False, True:
            path, tables = self.export("gexf", hostile)
            kinds = {tuple(edge.get(name) for name in ("source", "target", "kind")) for edge in self.edges(path)}
            self.assertEqual(len(kinds), len(tables[1]))

    def test_edges_hold_on_the_days_of_their_evidence(self):
        path, _ = self.export("gexf", hostile=True)
        spells = {edge.get("label"): [(spell.get("start"), spell.get("end"))
                                      for spell in edge.findall("{*}spells/{*}spell")] for edge in self.edges(path)}
        self.assertEqual(spells["%s"], [("2024-05-03", "2024-05-03")])
        self.assertEqual(spells[""], [("2022-02-01", "2022-02-28")])


class Dot(Views):
    def svg(self, path):
        """What Graphviz draws: it complains of nothing, and what it writes is XML."""
        done = subprocess.run(["dot", "-Tsvg", path], check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return xml.etree.ElementTree.fromstring(done.stdout)

    def texts(self, svg, kind, id=None):
        """The texts and tooltips of the nodes or edges."""
        return [[text.text for text in one.iterfind(".//{*}text")]
                + [anchor.get("{http://www.w3.org/1999/xlink}title") for anchor in one.iterfind(".//{*}a")][:1]
                for one in svg.iterfind(f".//{{*}}g[@class='{kind}']") if id in (None, one.get("id"))]

    def test_graphviz_reads_the_same_graph(self):
        path, tables = self.export("dot", hostile=False)
        self.check_same(read_dot(path), tables)

    def test_graphviz_draws_every_node_and_edge(self):
        path, tables = self.export("dot", hostile=False)
        svg = self.svg(path)
        for kind, records in zip(("node", "edge"), tables):
            self.assertEqual(len(self.texts(svg, kind)), len(records))
        name, edge = next(item for item in tables[1].items() if item[1]["attribution"] and item[1]["weight"] == 1)
        (label, tooltip), = self.texts(svg, "edge", name)
        self.assertEqual(label, edge["label"])
        self.assertRegex(tooltip, r"^\w+, \w+\naccording to [^:]+: .*\.$")

    def test_hostile_names_are_kept(self):
        path, tables = self.export("dot", hostile=True)
        self.check_same(read_dot(path), tables, as_xml)

    def test_hostile_names_are_drawn(self):
        path, tables = self.export("dot", hostile=True)
        svg = self.svg(path)
        self.assertEqual(len(self.texts(svg, "node")), len(tables[0]))
        name, = [name for name, edge in tables[1].items() if edge["label"] == "&amp; &lt;"]
        self.assertIn(["&amp; &lt;"], [texts[:1] for texts in self.texts(svg, "edge", name)])
        tooltip = self.texts(svg, "edge", name)[0][-1]
        self.assertEqual(tooltip, "negated, asserted\naccording to Z: X met Y in\ufffdZ; &amp; &lt;")

    def test_what_is_not_said_to_be_so_is_dashed(self):
        path, tables = self.export("dot", hostile=True)
        dashed = {edge.get("id") for edge in self.svg(path).iterfind(".//{*}g[@class='edge']")
                  if edge.find(".//{*}path").get("stroke-dasharray")}
        self.assertEqual(dashed, {name for name, edge in tables[1].items()
                                  if (edge["polarity"], edge["modality"]) != ("affirmed", "asserted")})
        self.assertTrue(dashed)


class NodeLink(Views):
    def test_networkx_reads_the_same_graph(self):
        for hostile in False, True:
            for to, edges in ("nodelink", "edges"), ("d3", "links"):
                path, tables = self.export(to, hostile)
                self.check_same(read_nodelink(path, edges), tables)
                self.assertTrue(networkx_nodelink(self.json(path), edges).is_directed())
                os.remove(path)

    def test_an_edge_has_every_row_of_its_evidence(self):
        path, _ = self.export("nodelink", hostile=True)
        edges = self.json(path)["edges"]
        with open(self.path("out", "evidence.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        evidence = [{"edge": edge["key"], **row} for edge in edges for row in edge["evidence"]]
        self.assertEqual([{name: str(row.get(name, "")) for name in rows[0]} for row in evidence], rows)
        self.assertEqual({row["date"] for row in evidence}, {"2024-05-03"})


class Html(Views):
    def test_the_page_has_the_same_graph(self):
        for hostile in False, True:
            path, tables = self.export("html", hostile)
            self.check_same(read_html(path), tables)

    def test_its_graph_is_that_of_node_link_json(self):
        path, _ = self.export("html", hostile=True)
        (_, graph), = Page(path).find("script", id="graph")
        self.run_ok("run", "-p", "", "--to", "nodelink", "-o", "graph.json", "in.jsonl")
        self.assertEqual(json.loads(graph), self.json(self.path("graph.json")))

    def test_no_name_becomes_an_element(self):
        elements = []
        for hostile in False, True:
            path, _ = self.export("html", hostile)
            elements.append([(tag, attributes) for tag, attributes, _ in Page(path).elements])
        self.assertEqual(*elements)
        self.assertEqual([tag for tag, _ in elements[0] if tag in ("script", "style", "img", "b", "link")],
                         ["style", "script", "script"])
        (_, graph), = Page(path).find("script", id="graph")
        self.assertNotIn("<", graph)
        self.assertIn("/script>", graph)

    def test_it_may_run_its_own_script_and_load_nothing(self):
        path, _ = self.export("html", hostile=True)
        page = Page(path)
        (policy, _), = page.find("meta", **{"http-equiv": "Content-Security-Policy"})
        rules = dict(rule.split(" ", 1) for rule in policy["content"].split("; "))
        self.assertEqual(rules["default-src"], "'none'")
        for rule, (_, text) in (("script-src", page.find("script")[1]), ("style-src", page.find("style")[0])):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.assertEqual(rules[rule], f"'sha256-{digest}'")
        for tag, attributes, _ in page.elements:
            self.assertEqual(attributes.keys() & {"src", "href", "onclick", "onload", "onerror"}, set(), tag)

    def test_its_script_sets_texts_and_never_markup(self):
        path, _ = self.export("html", hostile=False)
        _, (_, script) = Page(path).find("script")
        self.assertIn("textContent", script)
        for word in "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Math.random", "fetch(":
            self.assertNotIn(word, script)


if __name__ == "__main__":
    main()
