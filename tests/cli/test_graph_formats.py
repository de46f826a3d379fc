#!/usr/bin/python3
"""Each format of the graph by itself: what the programs that read it ask of it.

That all of them hold the same is in test_same_graph.py.
"""
import csv
import os
import re
import shutil
import sqlite3
import subprocess
import unittest

from annotated import Annotated
from command import SOME_FAILED, SOURCE_DIR, CommandTest, as_jsonl, documents_in, main
from read_graph import quads, table

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")


def pair(id="d", head="Person", tail="Organisation", **more):
    """Ada, who acts upon Bo; Cy says so, in Vik, if the document is asked."""
    one = Annotated(id, "Cy said that Ada saw Bo in Vik.")
    ada, bo = (one.mention(name, type, entity=one.entity(type, name)) for type, name in ((head, "Ada"), (tail, "Bo")))
    cy = one.mention("Cy", "Person", entity=one.entity("Person", "Cy"))
    vik = one.mention("Vik", "Location", entity=one.entity("Location", "Vik"))
    known = {"attribution": cy, "place": vik}
    more = {name: known[name] if value is True else value for name, value in more.items()}
    label = more.pop("label", more.get("type", "see"))
    one.relation(ada, bo, label, "saw", **more)
    return one.document


class GraphTest(CommandTest):
    def export(self, to, *documents):
        self.write("in.jsonl", as_jsonl(*documents))
        self.run_ok("run", "-p", "", "--to", to, "-o", "out", "in.jsonl")


class Csv(GraphTest):
    def test_gephi_finds_the_columns_that_it_knows(self):
        self.export("csv", pair())
        self.assertEqual(list(table(self.path("out"), "nodes.csv")[0])[:2], ["Id", "Label"])
        self.assertEqual(list(table(self.path("out"), "edges.csv")[0])[:7],
                         ["Source", "Target", "Type", "Id", "Label", "Weight", "Kind"])

    def test_no_two_columns_differ_by_case_only(self):
        self.export("csv", pair())
        for name in "nodes.csv", "edges.csv", "evidence.csv":
            columns = [column.lower() for column in table(self.path("out"), name)[0]]
            self.assertEqual(len(columns), len(set(columns)), columns)

    def test_white_space_at_the_ends_of_a_field_is_in_quotes(self):
        self.export("csv", pair(label="\tsee "))
        self.assertIn(b',"\tsee ",', self.read("out", "edges.csv"))
        self.assertEqual(table(self.path("out"), "edges.csv")[0]["Label"], "\tsee ")


class Neo4j(GraphTest):
    def headings(self, name):
        with open(self.path("out", name), encoding="utf-8", newline="") as file:
            return next(csv.reader(file))

    def relation(self, **more):
        self.export("neo4j", pair(**more))
        return table(self.path("out"), "relationships.csv")[0]

    def test_columns_say_what_they_are_to_the_importer(self):
        self.export("neo4j", pair())
        self.assertEqual(self.headings("nodes.csv")[0], "key:ID(Entity)")
        self.assertEqual(self.headings("nodes.csv")[-1], ":LABEL")
        self.assertLessEqual({"aliases:string[]", "mentions:long", "links:string[]"}, set(self.headings("nodes.csv")))
        self.assertLessEqual({":START_ID(Entity)", ":END_ID(Entity)", ":TYPE", "confidence:double", "event:string[]"},
                             set(self.headings("relationships.csv")))
        self.assertEqual(self.headings("documents.csv")[0], "id:ID(Document)")
        self.assertEqual(self.headings("evidence.csv")[0], "id:ID(Evidence)")

    def test_the_label_is_the_type_in_capitals(self):
        for label, expected in (("see", "SEE"), ("carry out", "CARRY_OUT"), ("7-up", "_7_UP"), ("über", "ÜBER"),
                                ("a`b;c|d", "A_B_C_D")):
            self.assertEqual(self.relation(label=label)[":TYPE"], expected)

    def test_a_typed_relation_goes_by_its_type(self):
        self.assertEqual(self.relation(type="CommWith", label="phone")[":TYPE"], "COMM_WITH")
        self.assertEqual(self.relation(type="member of")[":TYPE"], "MEMBER_OF")

    def test_what_is_denied_is_of_another_type(self):
        relation = self.relation(polarity="negated")
        self.assertEqual((relation[":TYPE"], relation["polarity"]), ("NOT_SEE", "negated"))

    def test_labels_are_the_type_of_the_entity_and_need_no_quotes(self):
        self.export("neo4j", pair(head="Odd;Type 1"))
        self.assertEqual({row[":LABEL"] for row in table(self.path("out"), "nodes.csv")},
                         {"Entity|Odd_Type_1", "Entity|Organisation", "Entity|Person", "Entity|Location"})

    def test_semicolons_stay_in_the_values_of_a_list(self):
        self.export("neo4j", pair("d;1"))
        self.assertEqual(table(self.path("out"), "relationships.csv")[0]["evidence:string[]"], "d;1:0-31")

    def test_the_script_imports_all_tables_from_wherever_it_is_called(self):
        self.export("neo4j", pair(attribution=True))
        self.write("bin/neo4j-admin", '#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n')
        os.chmod(self.path("bin", "neo4j-admin"), 0o755)
        for arguments, database in ([], "neo4j"), (["news", "--verbose"], "news"):
            out = subprocess.run(["sh", self.path("out", "import.sh"), *arguments], cwd="/", check=True, text=True,
                                 stdout=subprocess.PIPE, env=self.environment(PATH=self.path("bin") + ":/usr/bin:/bin"))
            folder, *called = out.stdout.splitlines()
            self.assertTrue(os.path.samefile(folder, self.path("out")))
            self.assertEqual(called[:4], ["database", "import", "full", database])
            self.assertLessEqual({"--id-type=string", "--array-delimiter=|", "--multiline-fields=true"}, set(called))
            self.assertEqual(called[-1], arguments[-1] if arguments else called[-1])
            named = {argument.split("=")[1] for argument in called if re.match("--(nodes|relationships)=", argument)}
            self.assertEqual(named, set(os.listdir(folder)) - {"import.sh"})


@unittest.skipUnless(shutil.which("rapper"), "no rapper")
class NQuads(GraphTest):
    def triples(self, **more):
        self.export("nquads", pair(**more))
        return list(quads(self.path("out")))

    def plain(self, **more):
        return [quad for quad in self.triples(**more) if quad[1].startswith("urn:entente:relation:")]

    def test_rapper_counts_every_line(self):
        self.run_ok("run", "--to", "nquads", "-o", "out.nq", ARTICLES)
        count = subprocess.run(["rapper", "-i", "nquads", "-c", self.path("out.nq")], check=True, text=True,
                               stderr=subprocess.PIPE).stderr
        self.assertIn(f"Parsing returned {len(self.read('out.nq').splitlines())} triples", count)

    def test_what_is_asserted_is_a_triple_in_the_graph_of_its_claim(self):
        (subject, predicate, object, graph), = self.plain()
        self.assertEqual((subject, predicate, object), ("urn:entente:node:person/ada", "urn:entente:relation:see",
                                                        "urn:entente:node:organisation/bo"))
        self.assertTrue(graph.startswith("urn:entente:claim:"))

    def test_what_is_denied_or_possible_is_no_triple(self):
        self.assertEqual(self.plain(polarity="negated"), [])
        for modality in "possible", "necessary", "intended", "conditional", "asked":
            self.assertEqual(self.plain(modality=modality), [])

    def test_a_claim_has_its_sentence_its_document_and_who_says_so(self):
        prov = "http://www.w3.org/ns/prov#"
        known = {predicate: object for subject, predicate, object, graph in self.triples(attribution=True, place=True)
                 if subject.startswith("urn:entente:claim:") and not graph}
        self.assertEqual(known[prov + "value"], "Cy said that Ada saw Bo in Vik.")
        self.assertEqual(known[prov + "wasQuotedFrom"], "urn:entente:document:d")
        self.assertEqual(known[prov + "wasAttributedTo"], "urn:entente:node:person/cy")
        self.assertEqual(known[prov + "atLocation"], "urn:entente:node:location/vik")

    def test_iris_hold_no_character_that_ends_them(self):
        document = pair("a b>\n\"<é", label="<see> é")
        self.export("nquads", document)
        self.assertIn("urn:entente:document:a%20b%3E%0A%22%3C%C3%A9", {quad[2] for quad in quads(self.path("out"))})
        self.assertIn("urn:entente:relation:%3Csee%3E%20%C3%A9", {quad[1] for quad in quads(self.path("out"))})

    def test_items_of_wikidata_are_the_same_as_there(self):
        document = pair()
        document["entities"][0]["links"] = {"wikidata": "Q42"}
        document["entities"][1]["links"] = {"wikidata": "Q42> ."}
        self.export("nquads", document)
        self.assertEqual([quad[:3] for quad in quads(self.path("out")) if quad[1].endswith("#sameAs")],
                         [("urn:entente:node:person/ada", "http://www.w3.org/2002/07/owl#sameAs",
                           "http://www.wikidata.org/entity/Q42")])


# What FollowTheMoney's documentation of its schema says of the schemata that may come out: https://followthemoney.tech
THING = {"name", "alias", "keywords", "country", "wikidataId"}
INTERVAL = {"startDate", "endDate", "summary", "description", "recordId"}
INTEREST = INTERVAL | {"role", "status"}
LEGAL_ENTITIES = {"LegalEntity", "Person", "Organization"}
NODES = {**dict.fromkeys([*LEGAL_ENTITIES, "Event", "Asset", "Vehicle"], THING), "Address": THING | {"full"},
         "Document": THING | {"fileName"}}
# The two ends, each with what it may be
LINKS = {"UnknownLink": (INTEREST, {"subject": set(NODES), "object": set(NODES)}),
         "Membership": (INTEREST, {"member": LEGAL_ENTITIES, "organization": {"Organization"}}),
         "Employment": (INTEREST, {"employee": {"Person"}, "employer": {"Organization"}}),
         "Directorship": (INTEREST, {"director": LEGAL_ENTITIES, "organization": {"Organization"}}),
         "Ownership": (INTEREST, {"owner": LEGAL_ENTITIES, "asset": {"Asset", "Vehicle"}}),
         "Family": (INTERVAL | {"relationship"}, {"person": {"Person"}, "relative": {"Person"}})}
REQUIRED = {"Document": "fileName"}


class FollowTheMoney(GraphTest):
    def entities(self):
        return documents_in(self.read("out"))

    def link(self, *arguments, **more):
        self.export("ftm", pair(*arguments, **more))
        return next(entity for entity in self.entities() if entity["schema"] in LINKS)

    def check_schema(self):
        entities = self.entities()
        schemata = {entity["id"]: entity["schema"] for entity in entities}
        self.assertEqual(len(schemata), len(entities))
        for entity in entities:
            self.assertRegex(entity["id"], r"^[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?$")
            properties, ends = LINKS.get(entity["schema"]) or (NODES[entity["schema"]], {})
            found = set(entity["properties"])
            self.assertLessEqual(found, properties | set(ends))
            self.assertLessEqual(set(ends) or {REQUIRED.get(entity["schema"], "name")}, found)
            for name, values in entity["properties"].items():
                self.assertTrue(values and all(isinstance(value, str) and value for value in values), entity)
                self.assertEqual(len(values), len(set(values)))
                if name in ends:
                    self.assertIn(schemata[values[0]], ends[name])
                elif name in ("startDate", "endDate"):
                    self.assertRegex(values[0], r"^[12]\d{3}(-\d\d(-\d\d)?)?$")
                elif name == "country":
                    self.assertRegex(values[0], "^[a-z]{2}$")

    def test_the_articles_are_of_its_schema(self):
        self.run_ok("run", "--to", "ftm", "-o", "out", ARTICLES)
        self.assertGreater(len(self.entities()), 200)
        self.check_schema()

    def test_relations_that_it_knows_are_links_of_their_own(self):
        for type, head, tail, schema in (("member of", "Person", "Organisation", "Membership"),
                                         ("employed by", "Person", "Organisation", "Employment"),
                                         ("leader of", "Person", "Organisation", "Directorship"),
                                         ("InChargeOf", "Organisation", "Organisation", "Directorship"),
                                         ("owner of", "Organisation", "MilitaryPlatform", "Ownership"),
                                         ("family", "Person", "Person", "Family")):
            self.assertEqual(self.link("d", head, tail, type=type)["schema"], schema)
            self.check_schema()

    def test_ends_that_a_link_does_not_take_make_it_one_that_is_not_known(self):
        for type, head, tail in (("member of", "Person", "Location"), ("employed by", "Organisation", "Organisation"),
                                 ("owner of", "Person", "Organisation"), ("family", "Person", "Location"),
                                 ("citizen of", "Person", "Location")):
            link = self.link("d", head, tail, type=type)
            self.assertEqual((link["schema"], link["properties"]["role"]), ("UnknownLink", [type]))
            self.check_schema()

    def test_what_is_denied_or_possible_says_so_and_is_no_link_of_a_kind(self):
        for more, status in (({"polarity": "negated"}, "negated"), ({"modality": "possible"}, "possible"),
                             ({"polarity": "negated", "modality": "asked"}, "negated, asked")):
            link = self.link(type="member of", **more)
            self.assertEqual(link["schema"], "UnknownLink")
            self.assertEqual(link["properties"]["status"], [status])
            self.assertEqual(link["properties"]["role"], [f"member of ({status})"])

    def test_types_of_entities_have_their_schema_and_others_are_some_party(self):
        for type, schema in (("Location", "Address"), ("Work", "Document"), ("DocumentReference", "Document"),
                             ("Event", "Event"), ("Weapon", "Asset"), ("Vehicle", "Vehicle"),
                             ("Nationality", "LegalEntity"), ("My own", "LegalEntity")):
            self.export("ftm", pair(head=type))
            self.check_schema()
            self.assertIn((schema, [type]), [(entity["schema"], entity["properties"].get("keywords"))
                                             for entity in self.entities()])

    def test_a_link_has_its_sentence_who_says_so_and_when(self):
        link = self.link(time="2022-02/2023", attribution=True)["properties"]
        self.assertEqual(link["summary"], ["Cy said that Ada saw Bo in Vik."])
        self.assertEqual(link["description"], ["according to Cy"])
        self.assertEqual((link["startDate"], link["endDate"], link["recordId"]), (["2022-02"], ["2023"], ["d:0-31"]))

    def test_dates_that_it_does_not_know_are_cut_or_left_out(self):
        self.assertEqual(self.link(time="2022-W05")["properties"]["startDate"], ["2022"])
        self.assertEqual(self.link(time="2022-05-03T10:00")["properties"]["startDate"], ["2022-05-03"])
        self.assertNotIn("startDate", self.link(time="0099")["properties"])

    def test_countries_are_codes_of_two_letters(self):
        document = pair()
        document["entities"][0]["links"] = {"iso3166": "RU", "wikidata": "Q159"}
        document["entities"][1]["links"] = {"iso3166": "GB-SCT"}
        self.export("ftm", document)
        properties = {entity["id"]: entity["properties"] for entity in self.entities()}
        self.assertEqual((properties["person.ada"]["country"], properties["person.ada"]["wikidataId"]),
                         (["ru"], ["Q159"]))
        self.assertNotIn("country", properties["organisation.bo"])


class Sqlite(GraphTest):
    def query(self, sql):
        with sqlite3.connect(self.path("out")) as db:
            return db.execute(sql).fetchall()

    def test_tables_join_by_keys(self):
        self.export("sqlite", pair(attribution=True, time="2022"))
        self.assertEqual(self.query("SELECT s.name, e.label, t.name, c.name, v.sentence, d.id FROM edges e"
                                    " JOIN nodes s ON s.key = e.source JOIN nodes t ON t.key = e.target"
                                    " JOIN evidence v ON v.edge = e.id JOIN nodes c ON c.key = v.attribution"
                                    " JOIN documents d ON d.id = v.document"),
                         [("Ada", "see", "Bo", "Cy", "Cy said that Ada saw Bo in Vik.", "d")])

    def test_what_is_not_known_is_null_and_no_comparison_finds_it(self):
        self.export("sqlite", pair())
        self.assertEqual(self.query("SELECT time_start, place FROM edges"), [(None, None)])
        self.assertEqual(self.query("SELECT * FROM edges WHERE time_start < '2023'"), [])

    def test_the_sqlite_shell_reads_it(self):
        if not shutil.which("sqlite3"):
            self.skipTest("no sqlite3")
        self.export("sqlite", pair())
        out = subprocess.run(["sqlite3", self.path("out"), "PRAGMA integrity_check; SELECT count(*) FROM nodes;"],
                             check=True, text=True, stdout=subprocess.PIPE).stdout
        self.assertEqual(out, "ok\n4\n")

    def test_searches_for_a_node_use_an_index(self):
        self.export("sqlite", pair())
        for where in ("nodes WHERE key = 'x'", "nodes WHERE name = 'x'", "aliases WHERE alias = 'x'",
                      "edges WHERE source = 'x' OR target = 'x'", "edges WHERE id = 'x'", "evidence WHERE edge = 'x'",
                      "evidence WHERE attribution = 'x'", "evidence WHERE document = 'x'"):
            plan = " ".join(row[3] for row in self.query(f"EXPLAIN QUERY PLAN SELECT * FROM {where}"))
            self.assertNotIn("SCAN", plan)

    def test_it_goes_to_standard_output_and_leaves_no_file_behind(self):
        self.export("sqlite", pair())
        os.mkdir(self.path("tmp"))
        out = self.run_ok("run", "-p", "", "--to", "sqlite", "in.jsonl", env={"TMPDIR": self.path("tmp")}).out
        self.assertEqual(out, self.read("out"))
        self.assertEqual(os.listdir(self.path("tmp")), [])

    def test_a_temporary_file_that_cannot_be_made_is_an_error(self):
        self.write("in.jsonl", as_jsonl(pair()))
        self.write("tmp", "no folder")
        self.check_fails(SOME_FAILED, "sqlite: cannot make a temporary file",
                         arguments=["run", "-p", "", "--to", "sqlite", "-o", "out", "in.jsonl"],
                         env={"TMPDIR": self.path("tmp")})
        self.assertFalse(os.path.exists(self.path("out")))


if __name__ == "__main__":
    main()
