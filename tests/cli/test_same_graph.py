#!/usr/bin/python3
"""All formats hold the same graph, record for record, whatever the documents hold.

The tables are what the others are held against. A format that by its nature holds less says so in FORMATS, and is held
to all the rest.
"""
import copy
import os
import re
import shutil

from annotated import Annotated
from command import SOURCE_DIR, CommandTest, as_jsonl, main
import read_graph
from read_graph import COUNTS, EDGE_COLUMNS, NODE_COLUMNS, NUMBERS

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")

# What breaks rows, lists, tags, literals, IRIs, paths and lines
NAMES = ['Ada "the\nBo" Lin', "Cy; DROP|TABLE", "tab\there", "💡 Ünïcödé 𝒜", "שלום \u202eRTL", "comma, 'quote'",
         "back\\slash\\", "<a href='x'>&amp;</a>", "=1+1", " space at both ends ", "cr\rlf\r\nend", "\x01\x1f\x7f",
         "\ufffe\uffff", "%41 %zz", "sep\u2028\u2029\x85", "e\u0301 combining", "|", "¦", ";", "\\N", "\"",
         "{{a}}[b]", "</script><!-- ]]>", "\\u0041\\n", "null", "#1 _:b <urn:x>", "x" * 300]
IDS = ["plain", "d|1", "d;2\n", 'q"uo,te', "ü/é 💡", "../%2F", "\t"]


def hostile_documents():
    """Each name acts upon the next, in sentences that hold both; whoever is before them says so."""
    for d, id in enumerate(IDS):
        names = NAMES[d * 4 % len(NAMES):] + NAMES[:d * 4 % len(NAMES)]
        document = Annotated(id, " " + " ".join(f"said by {b} that {a}\n did \0 {b} in |X; \"Y\"." for a, b in
                                                zip(names, names[1:])) + " none")
        yield fill(document, names, d)


def fill(one, names, d):
    one.document.update(date=["2024-05-03", "2023", "2022-11"][d % 3], title="T|;\"\n", source="s|\t;")
    place = one.mention("X", "Place Type", entity=one.entity("Place Type", "|X;"))
    entities = {}
    start = 0
    for n, (a, b) in enumerate(zip(names, names[1:])):
        start = one.text.index(f"said by {b} that {a}", start)
        mentions = []
        for name in a, b:
            at = one.text.index(name, start)
            if name not in entities:
                entities[name] = one.entity(["Person", "Organisation", "Odd|Type;", "Location"][len(name) % 4], name)
            mentions.append(add_mention(one, at, at + len(name), entities[name]))
        more = {"polarity": "negated"} if n % 3 == d % 3 else {}
        if n % 4 == 1:
            more["modality"] = "possible"
        if n % 2:
            more.update(attribution=mentions[1], place=place, time=["2022-02", "2022/2023-01", "P3D"][n % 3],
                        event=["PLOVER:AID", "odd|;\n"][d % 2])
        add_relation(one, mentions, start, label=["do", "do|;\"\n", "member of", "ünder %"][n % 4],
                     type=["open", "open", "member of", "odd | type"][n % 4], **more)
    for name, entity in entities.items():
        one.document["entities"][entity].update(aliases=[f"{name} too", "a|b", "c;d\n"],
                                                links={"iso3166": "RU", "odd": "a|;b"})
    return one.document


def add_mention(one, start, end, entity):
    """Of the tokens that the name touches: some names begin or end with none."""
    tokens = [token for token in one.tokens if token["end"] > start and token["start"] < max(end, start + 1)]
    tokens = tokens or [next(token for token in one.tokens if token["end"] > start)]
    return one.add("mentions", start=tokens[0]["start"], end=tokens[-1]["end"], type="Thing", kind="name",
                   entity=entity, confidence=0.9, by="hand|;")


def add_relation(one, mentions, start, **more):
    sentence = next(s for s, span in enumerate(one.document["sentences"]) if span["end"] > start)
    one.add("relations", head=mentions[0], tail=mentions[1], sentence=sentence, confidence=0.1 + 0.8 * (start % 7) / 7,
            by="hand/relation,\"", **more)


# --- What each format holds -------------------------------------------------------------------------------------------

KEYS = {"source", "target", "attribution", "place", "document", "evidence"}

# XML 1.0 has no control characters: what reads it finds U+FFFD
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def exactly(text):
    return text


def as_xml(text):
    return NOT_XML.sub("\ufffd", text)


def as_literal(text):
    """xsd:string has all characters but these."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


class Format:
    """`reads`: from the path of what was written to a graph; `nodes` and `edges`: the columns that it has; `text` and
    `key`: what becomes of the text in them, and of keys."""

    def __init__(self, reads, nodes=NODE_COLUMNS, edges=EDGE_COLUMNS, text=exactly, key=exactly, needs=None):
        self.reads, self.nodes, self.edges, self.text, self.key, self.needs = reads, nodes, edges, text, key, needs

    def record(self, record, columns):
        """As the format has it: in its columns, with its characters."""
        return {c: record[c] if c in COUNTS | NUMBERS else self.key(record[c]) if c in KEYS else self.text(record[c])
                for c in columns}


def reads_ftm(path, tables):
    return read_graph.read_ftm(path, {read_graph.ftm_id(key): key for key in tables.nodes})


FORMATS = {
    "graphml": Format(lambda path, _: read_graph.read_graphml(path), text=as_xml, key=as_xml),
    "gexf": Format(lambda path, _: read_graph.read_gexf(path), text=as_xml, key=as_xml),
    "dot": Format(lambda path, _: read_graph.read_dot(path), text=as_xml, key=as_xml, needs="dot"),
    "nodelink": Format(lambda path, _: read_graph.read_nodelink(path)),
    "d3": Format(lambda path, _: read_graph.read_nodelink(path, "links")),
    "html": Format(lambda path, _: read_graph.read_html(path)),
    "neo4j": Format(lambda path, _: read_graph.read_neo4j(path)),
    "nquads": Format(lambda path, _: read_graph.read_nquads(path), text=as_literal, needs="rapper"),
    "ftm": Format(reads_ftm, nodes="type name aliases".split(),
                  edges="source target label polarity modality".split()),
    "sqlite": Format(lambda path, _: read_graph.read_sqlite(path)),
}


class SameGraph(CommandTest):
    def write_all(self, *arguments):
        self.run_ok("run", "--to", ",".join(["csv", *FORMATS]), "-o", "out", *arguments)
        return read_graph.read_csv(self.path("out"))

    def read_format(self, name, tables):
        if FORMATS[name].needs and not shutil.which(FORMATS[name].needs):
            self.skipTest(f"{name}: no {FORMATS[name].needs}")
        path = self.path("out", name)
        if not os.path.isdir(path):
            path = self.path("out", next(file for file in os.listdir(self.path("out"))
                                         if file in (f"graph.{name}", f"graph.{name}.json")))
        return FORMATS[name].reads(path, tables)

    def check_records(self, what, found, records, columns, form):
        expected = {form.key(name): form.record(record, columns) for name, record in records.items()}
        self.assertEqual(sorted(found), sorted(expected), what)
        for name, record in expected.items():
            self.assertEqual({c: found[name][c] for c in columns}, record, f"{what} {name!r}")

    def check_format(self, name, graph, tables):
        form = FORMATS[name]
        self.check_records("node", graph.nodes, tables.nodes, form.nodes, form)
        self.check_records("edge", graph.edges, tables.edges, form.edges, form)
        if graph.evidence is not None:
            order = lambda row: sorted((c, str(v)) for c, v in row.items())
            expected = [form.record(row, row) for row in tables.evidence]
            self.assertEqual(sorted(graph.evidence, key=order), sorted(expected, key=order))
        self.check_sentences(name, graph, tables)

    def check_sentences(self, name, graph, tables):
        """Of formats that have the sentences with their edge: all of them, or each once."""
        for id, edge in graph.edges.items():
            sentences = [row["sentence"] for row in tables.evidence if row["edge"] == id]
            if "places" in edge:
                self.assertEqual(edge["sentences"], list(dict.fromkeys(sentences)))
                self.assertEqual(edge["places"], list(dict.fromkeys(tables.edges[id]["evidence"].split("|"))))
            elif "sentences" in edge:
                expected = "|".join(sentence.replace("|", "¦") for sentence in sentences)
                self.assertEqual(edge["sentences"], FORMATS[name].text(expected))

    def check_all(self, tables):
        for name in FORMATS:
            with self.subTest(name):
                self.check_format(name, self.read_format(name, tables), tables)

    def test_the_formats_are_all_that_there_are_of_the_graph(self):
        message = self.run_command("run", "--to", "x", stdin="").err
        known = set(re.search("expected one of (.*)", message)[1].split(", "))
        self.assertEqual(known - {"jsonl", "conllu", "openie", "brat", "csv"}, set(FORMATS))

    def test_of_the_articles(self):
        tables = self.write_all(ARTICLES)
        self.assertGreater(len(tables.nodes), 100)
        self.assertGreater(len(tables.edges), 50)
        self.assertIn("negated", {edge["polarity"] for edge in tables.edges.values()})
        self.check_all(tables)

    def test_of_documents_that_hold_whatever_breaks_a_format(self):
        self.write("in.jsonl", as_jsonl(*hostile_documents()))
        tables = self.write_all("-p", "", "in.jsonl")
        self.assertEqual({node["name"] for node in tables.nodes.values()} - {"|X;"}, set(NAMES))
        self.assertTrue(all("\ufffd" in row["sentence"] for row in tables.evidence))
        self.assertGreater(len(tables.edges), 80)
        self.assertGreater(max(edge["weight"] for edge in tables.edges.values()), 1)
        self.assertEqual({row["document"] for row in tables.evidence}, set(IDS))
        self.check_all(tables)

    def test_of_a_part_of_a_graph_in_which_nothing_that_it_names_is_missing(self):
        self.write("in.jsonl", as_jsonl(*list(hostile_documents())[:3]))
        self.run_ok("run", "-p", "", "--graph", "g.db", "in.jsonl")
        self.run_ok("graph", "around", "g.db", NAMES[0], "--to", ",".join(["csv", *FORMATS]), "-o", "out")
        tables = read_graph.read_csv(self.path("out"))
        self.assertTrue(2 < len(tables.nodes) < len(NAMES))
        named = [key for row in tables.evidence for key in (row["attribution"], row["place"]) if key]
        self.assertTrue(named and set(named) <= set(tables.nodes))
        self.check_all(tables)

    def changed(self, tables, what, column):
        """The tables with another value in one record."""
        tables = copy.deepcopy(tables)
        records = getattr(tables, what)
        record = records[-1] if what == "evidence" else records[max(records)]
        record[column] += "x" if isinstance(record[column], str) else 1
        return tables

    def test_a_difference_in_any_column_is_seen(self):
        self.write("in.jsonl", as_jsonl(*list(hostile_documents())[:1]))
        tables = self.write_all("-p", "", "in.jsonl")
        for name, form in FORMATS.items():
            with self.subTest(name):
                graph = self.read_format(name, tables)
                rows = tables.evidence[0] if graph.evidence is not None else ["sentence"] * (name != "dot")
                for what, columns in ("nodes", form.nodes), ("edges", form.edges), ("evidence", rows):
                    for column in columns:
                        with self.assertRaises(AssertionError, msg=f"{what} {column}"):
                            self.check_format(name, graph, self.changed(tables, what, column))

    def test_of_nothing(self):
        tables = self.write_all("--from", "jsonl")
        self.assertEqual((tables.nodes, tables.edges, tables.evidence), ({}, {}, []))
        self.check_all(tables)

    def test_the_same_bytes_whatever_the_order_of_the_documents(self):
        documents = list(hostile_documents())
        for name, order in ("a", documents), ("b", documents[::-1]):
            self.write(f"{name}.jsonl", as_jsonl(*order))
            self.run_ok("run", "-p", "", "-j", "3" if name == "b" else "1", "--to", ",".join(["csv", *FORMATS]), "-o",
                        name, f"{name}.jsonl")
        found = [os.path.relpath(os.path.join(folder, file), self.path("a"))
                 for folder, _, files in os.walk(self.path("a")) for file in files]
        self.assertGreater(len(found), len(FORMATS))
        for file in found:
            self.assertEqual(self.read("a", file), self.read("b", file), file)


if __name__ == "__main__":
    main()
