#!/usr/bin/python3
"""The graph in a file: what runs put into it, and what entente graph does with it."""
import contextlib
import itertools
import os
import random
import sqlite3

from annotated import Annotated
from command import OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, as_jsonl, main


def told(id, text, *relations, date=None):
    """A document of sentences "A verb B": each relation is `head, label, tail` of names in the text."""
    one = Annotated(id, text)
    entities, mentions = {}, {}
    for head, label, tail in relations:
        for name in head, tail:
            if name not in entities:
                entities[name] = one.entity("Person", name)
                mentions[name] = one.mention(name, "Person", entity=entities[name])
        one.relation(mentions[head], mentions[tail], label, label)
    if date:
        one.document["date"] = date
    return one.document


ADA_MET_BO = told("a", "Ada met Bo.", ("Ada", "met", "Bo"), date="2025-03-04")
BO_SAW_CY = told("b", "Bo saw Cy.", ("Bo", "saw", "Cy"))
CY_PAID_DEE = told("c", "Cy paid Dee. Dee paid Ed.", ("Cy", "paid", "Dee"), ("Dee", "paid", "Ed"))
ADA_MET_BO_TOO = told("d", "Ada met Bo.", ("Ada", "met", "Bo"))
CORPUS = [ADA_MET_BO, BO_SAW_CY, CY_PAID_DEE, ADA_MET_BO_TOO]


class GraphTest(CommandTest):
    def add(self, *documents, graph="g.db", more=(), **rest):
        self.write("in.jsonl", as_jsonl(*documents))
        return self.run_command("run", "-p", "", "--graph", graph, *more, "in.jsonl", **rest)

    def add_ok(self, *documents, **more):
        result = self.add(*documents, **more)
        self.assertEqual((result.status, result.out, result.err), (OK, b"", ""))

    def graph(self, *arguments):
        return self.run_ok("graph", *arguments).out.decode()

    def tables(self, graph="g.db"):
        """The graph in bytes."""
        self.run_ok("graph", "export", graph, "--to", "csv", "-o", "tables")
        return [self.read("tables", name) for name in ("nodes.csv", "edges.csv", "evidence.csv")]

    def tables_of(self, *documents):
        """The graph of documents in bytes, made in one run and not kept."""
        self.write("in.jsonl", as_jsonl(*documents))
        self.run_ok("run", "-p", "", "--to", "csv", "-o", "once", "in.jsonl")
        return [self.read("once", name) for name in ("nodes.csv", "edges.csv", "evidence.csv")]


class Kept(GraphTest):
    def test_it_is_what_a_run_writes(self):
        self.add_ok(*CORPUS)
        self.assertEqual(self.tables(), self.tables_of(*CORPUS))

    def test_it_grows_run_by_run(self):
        for document in CORPUS:
            self.add_ok(document)
        self.assertEqual(self.tables(), self.tables_of(*CORPUS))

    def test_add_is_another_word_for_it(self):
        self.write("in.jsonl", as_jsonl(*CORPUS))
        self.run_ok("graph", "add", "g.db", "-p", "", "in.jsonl")
        self.assertEqual(self.tables(), self.tables_of(*CORPUS))

    def test_the_same_document_again_changes_nothing(self):
        self.add_ok(*CORPUS)
        before = self.tables()
        self.add_ok(BO_SAW_CY)
        self.assertEqual(self.tables(), before)

    def test_a_document_with_other_content_takes_the_place_of_what_was_there(self):
        self.add_ok(*CORPUS)
        changed = told("b", "Bo saw Zoe.", ("Bo", "saw", "Zoe"))
        self.add_ok(changed)
        self.assertEqual(self.tables(), self.tables_of(ADA_MET_BO, changed, CY_PAID_DEE, ADA_MET_BO_TOO))

    def test_a_dropped_document_takes_its_evidence_with_it_and_no_more(self):
        self.add_ok(*CORPUS)
        self.run_ok("graph", "drop", "g.db", "a", "c")
        self.assertEqual(self.tables(), self.tables_of(BO_SAW_CY, ADA_MET_BO_TOO))

    def test_one_that_is_not_there_cannot_be_dropped(self):
        self.add_ok(ADA_MET_BO)
        self.check_fails(SOME_FAILED, "zz: no such document in g.db", arguments=["graph", "drop", "g.db", "zz"])
        self.assertEqual(self.tables(), self.tables_of(ADA_MET_BO))

    def test_any_history_gives_the_same_graph(self):
        dice = random.Random(7)
        for round in range(4):
            graph = f"{round}.db"
            for document in dice.sample(CORPUS, 3):
                self.add_ok(document, graph=graph)
            self.run_ok("graph", "drop", graph, *(set("abcd") & set(self.ids(graph)) - {"a"}))
            for document in dice.sample(CORPUS, 4):
                self.add_ok(document, graph=graph)
            self.assertEqual(self.tables(graph), self.tables_of(*CORPUS), f"round {round}")

    def ids(self, graph):
        with contextlib.closing(sqlite3.connect(self.path(graph))) as db:
            return [id for id, in db.execute("SELECT name FROM documents")]

    def test_formats_of_graphs_write_the_whole_file(self):
        self.add_ok(ADA_MET_BO, BO_SAW_CY)
        self.add_ok(CY_PAID_DEE, ADA_MET_BO_TOO, more=["--to", "csv", "-o", "after"])
        self.assertEqual(self.read("after", "edges.csv"), self.tables_of(*CORPUS)[1])

    def test_formats_of_documents_write_those_of_the_run(self):
        self.add_ok(ADA_MET_BO)
        result = self.add(BO_SAW_CY, more=["--to", "jsonl"])
        self.assertEqual([document["id"] for document in result.documents], ["b"])


class Resumed(GraphTest):
    def test_documents_that_are_there_are_left_out(self):
        self.add_ok(ADA_MET_BO, BO_SAW_CY)
        result = self.add(*CORPUS, more=["--resume", "--report", "report.jsonl"])
        self.assertSays(result, "2 documents were in the graph already")
        self.assertIn(b'"documents":2,"failed":0,"skipped":2,', self.read("report.jsonl"))
        self.assertEqual(self.tables(), self.tables_of(*CORPUS))

    def test_one_whose_text_has_changed_is_not(self):
        self.add_ok(told("b", "Bo saw Zoe.", ("Bo", "saw", "Zoe")))
        self.assertNotIn("already", self.add(*CORPUS, more=["--resume"]).err)

    def test_where_there_is_no_graph_yet_it_begins(self):
        self.add_ok(*CORPUS, more=["--resume"])
        self.assertEqual(self.tables(), self.tables_of(*CORPUS))

    def test_other_output_would_miss_documents(self):
        for more in ["--to", "jsonl"], ["--to", "csv,jsonl", "-o", "out"]:
            result = self.add(*CORPUS, more=["--resume", *more])
            self.assertEqual((result.status, result.out), (USAGE, b""))
            self.assertSays(result, "--resume: documents that are in the graph already are not processed again, and "
                                    "would be missing from other output")

    def test_formats_of_graphs_have_what_was_there_before(self):
        self.add_ok(ADA_MET_BO)
        self.add_ok(*CORPUS, more=["-q", "--resume", "--to", "csv,graphml", "-o", "out"])
        self.assertEqual([self.read("out", name) for name in ("nodes.csv", "edges.csv", "evidence.csv")],
                         self.tables_of(*CORPUS))

    def test_it_needs_a_graph(self):
        self.check_fails(USAGE, "--resume: expected --graph FILE.db, which says what is done",
                         arguments=["run", "--resume", "in.jsonl"])


class Merged(GraphTest):
    def test_shards_in_any_order_make_what_one_run_makes(self):
        self.write("in.jsonl", as_jsonl(*CORPUS))
        for k in "123":
            self.run_ok("run", "-p", "", "--graph", f"{k}.db", "--shard", f"{k}/3", "in.jsonl")
        for order in itertools.permutations(["1.db", "2.db", "3.db"]):
            name = "-".join(order)
            self.run_ok("graph", "merge", name, *order)
            self.assertEqual(self.tables(name), self.tables_of(*CORPUS), order)

    def test_of_a_document_that_both_have_with_other_content_the_same_is_kept_either_way(self):
        changed = told("b", "Bo saw Zoe.", ("Bo", "saw", "Zoe"))
        self.add_ok(ADA_MET_BO, BO_SAW_CY, graph="1.db")
        self.add_ok(changed, CY_PAID_DEE, graph="2.db")
        for name, order in ("x.db", ("1.db", "2.db")), ("y.db", ("2.db", "1.db")):
            result = self.run_command("graph", "merge", name, *order)
            self.assertEqual(result.status, OK)
            self.assertSays(result, f"note: {order[1]}: 1 documents are in both graphs with other content")
        self.assertEqual(self.tables("x.db"), self.tables("y.db"))
        self.assertIn(self.tables("x.db"), [self.tables_of(ADA_MET_BO, one, CY_PAID_DEE) for one in (BO_SAW_CY, changed)])

    def test_a_graph_is_not_merged_with_itself(self):
        self.add_ok(ADA_MET_BO)
        self.check_fails(USAGE, "g.db: expected another graph", arguments=["graph", "merge", "g.db", "./g.db"])

    def test_what_differs_is_listed(self):
        self.add_ok(ADA_MET_BO, BO_SAW_CY, graph="1.db")
        self.add_ok(ADA_MET_BO, graph="2.db")
        self.run_ok("graph", "merge", "3.db", "2.db")
        self.assertEqual(self.graph("diff", "2.db", "3.db"), "")
        result = self.run_command("graph", "diff", "1.db", "2.db")
        self.assertEqual((result.status, result.err), (SOME_FAILED, ""))
        lines = result.out.decode().splitlines()
        self.assertEqual([line.split(":")[0] for line in lines],
                         ["- node person/bo", "+ node person/bo", "- node person/cy",
                          "- edge person/bo open", "- evidence b"])


class Asked(GraphTest):
    def setUp(self):
        super().setUp()
        self.add_ok(*CORPUS)

    def test_around_a_node_are_its_edges_with_their_sentences_most_evidence_first(self):
        self.assertEqual(self.graph("around", "g.db", "person/bo"),
                         "person/bo  Bo, Person, 3 mentions in 3 documents, 2025-03-04\n"
                         "  person/ada → met → person/bo  2× in 2 documents\n"
                         "    Ada met Bo.\n      a:0-11, 2025-03-04\n"
                         "  person/bo → saw → person/cy  1× in 1 document\n"
                         "    Bo saw Cy.\n      b:0-10\n")

    def test_all_sentences_are_shown_where_they_are_asked_for(self):
        self.assertIn("    Ada met Bo.\n      a:0-11, 2025-03-04\n    Ada met Bo.\n      d:0-11\n",
                      self.graph("around", "g.db", "person/bo", "--sentences", "0"))

    def test_a_limit_is_said(self):
        out = self.graph("around", "g.db", "person/bo", "--limit", "1")
        self.assertTrue(out.endswith("… and 1 more: --limit 0 shows all\n"), out)

    def test_depth_is_how_many_edges_away(self):
        for depth, nodes in (0, ["ada"]), (1, ["ada", "bo"]), (2, ["ada", "bo", "cy"]), (9, ["ada", "bo", "cy", "dee", "ed"]):
            self.run_ok("graph", "around", "g.db", "Ada", "--depth", str(depth), "--to", "csv", "-o", "part")
            found = [line.split(b",")[0].decode() for line in self.read("part", "nodes.csv").splitlines()[1:]]
            self.assertEqual(found, [f"person/{node}" for node in nodes])

    def test_a_part_of_the_graph_has_the_edges_of_the_whole(self):
        self.run_ok("graph", "around", "g.db", "Cy", "--to", "csv", "-o", "part")
        whole = self.tables()[1].splitlines()
        self.assertEqual(self.read("part", "edges.csv").splitlines(),
                         [whole[0], *(line for line in whole[1:] if b"person/cy" in line)])

    def test_nodes_are_found_by_key_name_or_name_in_other_case(self):
        for word in "person/bo", "Bo", "bo", "BO":
            self.assertTrue(self.graph("around", "g.db", word).startswith("person/bo  "), word)

    def test_a_name_of_several_nodes_is_not_enough(self):
        other = Annotated("e", "Bo rose.")
        other.mention("Bo", "Location", entity=other.entity("Location", "Bo"))
        self.add_ok(other.document)
        self.check_fails(USAGE, "Bo: several nodes of this name: expected one of their keys: person/bo, location/bo",
                         arguments=["graph", "around", "g.db", "Bo"])

    def test_there_may_be_no_such_node(self):
        for arguments in ["around", "g.db", "Zed"], ["path", "g.db", "Ada", "Zed"]:
            self.check_fails(USAGE, "Zed: no node of this key or name", arguments=["graph", *arguments])

    def test_a_path_is_the_nodes_on_it_with_what_joins_them(self):
        out = self.graph("path", "g.db", "Dee", "ada")
        self.assertEqual([line.split()[0] for line in out.splitlines() if line.startswith("person")],
                         ["person/dee", "person/cy", "person/bo", "person/ada"])
        self.assertEqual([" ".join(line.split()[:5]) for line in out.splitlines() if "→" in line],
                         ["person/cy → paid → person/dee", "person/bo → saw → person/cy", "person/ada → met → person/bo"])

    def test_two_nodes_may_be_apart(self):
        self.add_ok(told("f", "Xi met Yo.", ("Xi", "met", "Yo")))
        self.check_fails(SOME_FAILED, "person/ada and person/xi are not connected",
                         arguments=["graph", "path", "g.db", "Ada", "Xi"])

    def test_what_a_capital_does_for_its_government_is_at_the_country_too(self):
        one = Annotated("m", "Moscow warned Ada. Russia is vast.")
        moscow = one.mention("Moscow", "Location", entity=one.entity("Location", "Moscow"), acts_for="location/ru")
        ada = one.mention("Ada", "Person", entity=one.entity("Person", "Ada"))
        one.document["entities"].append({"id": 2, "type": "Location", "name": "Russia", "key": "location/ru"})
        one.mention("Russia", "Location", entity=2)
        one.relation(moscow, ada, "warn", "warned")
        self.add_ok(one.document)
        for node in "location/ru", "location/moscow":
            self.assertIn("  location/moscow → warn → person/ada  1× in 1 document\n    Moscow warned Ada.\n"
                          "      m:0-18, for location/ru\n", self.graph("around", "g.db", node))
        self.assertIn("location/moscow → warn", self.graph("path", "g.db", "location/ru", "person/ada"))

    def test_stats_count_what_is_in_it(self):
        out = self.graph("stats", "g.db")
        for line in ("4  documents, 2025-03-04 to 2025-03-04", "5  nodes", "4  edges", "5  relations that are their evidence",
                     "5  Person", "4  open", "3  person/bo"):
            self.assertRegex(out, rf"(?m)^ +{line}$")


class Wrong(GraphTest):
    def test_a_graph_must_be_there_to_be_read(self):
        for command in ["stats", "g.db"], ["around", "g.db", "x"], ["export", "g.db", "--to", "csv", "-o", "x"], \
                       ["drop", "g.db", "x"], ["merge", "new.db", "g.db"], ["diff", "g.db", "g.db"]:
            self.check_fails(UNREADABLE, "g.db: unable to open", arguments=["graph", *command])
            self.assertFalse(os.path.exists(self.path("g.db")))

    def test_a_file_of_something_else_is_left_as_it_is(self):
        with contextlib.closing(sqlite3.connect(self.path("other.db"))) as db:
            db.execute("CREATE TABLE recipes (name)")
            db.commit()
        self.write("text.db", "no database at all, but long enough to be looked at " * 40)
        for name, why in ("other.db", "is no graph of this program: expected a file made by --graph"), \
                         ("text.db", "file is not a database"):
            before = self.read(name)
            self.check_fails(UNREADABLE, name, why, arguments=["graph", "stats", name])
            result = self.add(ADA_MET_BO, graph=name)
            self.assertEqual(result.status, UNREADABLE)
            self.assertSays(result, name, why)
            self.assertEqual(self.read(name), before)

    def test_a_graph_of_another_version_is_left_as_it_is(self):
        self.add_ok(ADA_MET_BO)
        with contextlib.closing(sqlite3.connect(self.path("g.db"))) as db:
            db.execute("PRAGMA user_version = 2")
            db.commit()
        before = self.read("g.db")
        for command in ["graph", "stats", "g.db"], ["graph", "merge", "all.db", "g.db"], \
                       ["run", "-p", "", "--graph", "g.db", "in.jsonl"]:
            self.check_fails(UNREADABLE, "g.db: is of version 2: expected version", "make it anew", arguments=command)
            self.assertEqual(self.read("g.db"), before)

    def test_words_of_a_graph_that_are_none_are_named_with_it(self):
        self.add_ok(ADA_MET_BO)
        with contextlib.closing(sqlite3.connect(self.path("g.db"))) as db:
            db.execute("UPDATE language SET content = 'articles the' WHERE name = 'export/spelling.txt'")
            db.commit()
        self.check_fails(UNREADABLE, "g.db: export/spelling.txt:1: expected", arguments=["graph", "drop", "g.db", "a"])

    def test_a_damaged_graph_is_an_error_and_no_more(self):
        self.add_ok(*CORPUS)
        whole = self.read("g.db")
        dice = random.Random(3)
        for _ in range(20):
            damaged = bytearray(whole[:dice.randrange(100, len(whole))] if dice.random() < 0.5 else whole)
            for _ in range(40):
                damaged[dice.randrange(100, len(damaged))] = dice.randrange(256)
            self.write("d.db", damaged)
            for command in ["stats", "d.db"], ["around", "d.db", "person/bo"], ["export", "d.db", "--to", "csv", "-o", "x"]:
                self.assertIn(self.run_command("graph", *command).status, (OK, SOME_FAILED, USAGE, UNREADABLE))

    def test_a_graph_can_be_read_where_nothing_can_be_written(self):
        self.add_ok(*CORPUS)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("g.db")], ["g.db"])
        os.mkdir(self.path("fixed"))
        os.rename(self.path("g.db"), self.path("fixed", "g.db"))
        os.chmod(self.path("fixed", "g.db"), 0o444)
        os.chmod(self.path("fixed"), 0o555)
        self.addCleanup(os.chmod, self.path("fixed"), 0o755)
        self.assertIn("person/bo", self.graph("stats", "fixed/g.db"))

    def test_where_it_cannot_be_made_the_run_does_not_begin(self):
        result = self.add(ADA_MET_BO, graph="no/such/folder/g.db")
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "no/such/folder/g.db: unable to open database file")

    def test_the_words_of_a_command_are_counted(self):
        for arguments, expected in ([], "graph: expected a command"), (["look"], "graph: unknown command 'look'"), \
                                   (["stats"], "graph stats: expected FILE.db"), (["around", "g.db"], "expected FILE.db NODE"), \
                                   (["path", "g.db", "A"], "expected FILE.db A B"), (["merge", "g.db"], "FILE.db OTHER.db…"), \
                                   (["stats", "a.db", "b.db"], "graph stats: expected FILE.db"), (["add"], "expected FILE.db"), \
                                   (["around", "g.db", "x", "--depth", "-1"], "--depth, --limit and --sentences: expected 0"):
            self.check_fails(USAGE, expected, arguments=["graph", *arguments])

    def test_only_formats_of_graphs_can_be_written(self):
        self.add_ok(ADA_MET_BO)
        self.check_fails(USAGE, "'jsonl' is no format of graphs: expected one of csv, ",
                         arguments=["graph", "export", "g.db", "--to", "jsonl"])
        self.check_fails(USAGE, "expected --to FORMAT, one of csv, ", arguments=["graph", "export", "g.db"])
        self.check_fails(USAGE, "'jsonl' is no format of graphs",
                         arguments=["graph", "export", "g.db", "--to", "csv,jsonl", "-o", "x"])
        self.assertFalse(os.path.exists(self.path("x")))
        self.check_fails(USAGE, "csv is several files", arguments=["graph", "export", "g.db", "--to", "csv"])

    def test_a_file_of_decisions_that_is_wrong_is_unreadable(self):
        self.add_ok(ADA_MET_BO)
        self.write("noise.txt", bytes(range(128, 256)))
        self.write("typo.txt", "# who is who\nsame person/ada person/bo\n")
        for name, why in ("noise.txt", "noise.txt:1: expected UTF-8"), \
                         ("typo.txt", "typo.txt:2: expected 'same' or 'different' and two keys, with tabs between them"), \
                         ("none.txt", "none.txt: "):
            self.check_fails(UNREADABLE, why, arguments=["graph", "decide", "g.db", name])

    def test_decisions_win_and_can_be_taken_back(self):
        self.add_ok(*CORPUS)
        before = self.tables()
        self.write("who.txt", "same\tperson/bo\tperson/cy\n")
        self.run_ok("graph", "decide", "g.db", "who.txt")
        self.assertNotIn(b"person/cy", self.tables()[0])
        self.assertEqual(self.graph("identities", "g.db"), "person/cy → person/bo  decision, 1.00\n")
        self.write("who.txt", "# nothing\n")
        self.run_ok("graph", "decide", "g.db", "who.txt")
        self.assertEqual(self.tables(), before)

    def test_each_command_has_help(self):
        for command in ("add", "merge", "drop", "identities", "decide", "export", "stats", "around", "path", "diff"):
            self.assertIn(f"entente graph {command}", self.graph(command, "--help"))


if __name__ == "__main__":
    main()
