#!/usr/bin/python3
"""Annotated documents as input: what they bring along is kept or made afresh, and comes out as it went in."""
import os

from annotated import Annotated, launched
from command import SOURCE_DIR, CommandTest, as_jsonl, main, names_in

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")
CONLLU = """# newdoc id = d1
# sent_id = d1-1
# text = U.S.-based Ada's
1-2\tU.S.-based\t_\t_\t_\t_\t_\t_\t_\t_
1\tU.S.\tUS\tPROPN\t_\t_\t0\troot\t_\t_
2\t-based\tbased\tADJ\t_\t_\t1\tamod\t_\t_
3\tAda's\tAda\tPROPN\t_\t_\t1\tdep\t_\t_

"""


class JsonLines(CommandTest):
    def test_without_a_stage_they_come_out_as_they_went_in(self):
        first = self.run_ok("run", "-o", "first.jsonl", ARTICLES)
        self.assertEqual(first.out, b"")
        self.assertEqual(self.run_ok("run", "-p", "", "first.jsonl").out, self.read("first.jsonl"))

    def test_a_second_run_makes_the_same(self):
        self.run_ok("run", "-o", "first.jsonl", ARTICLES)
        self.assertEqual(self.run_ok("run", "first.jsonl").out, self.read("first.jsonl"))

    def test_a_run_in_two_steps_makes_the_same_as_one(self):
        self.run_ok("run", "-p", "tokenise", "-o", "tokens.jsonl", ARTICLES)
        self.run_ok("run", "-o", "whole.jsonl", ARTICLES)
        self.assertEqual(self.run_ok("run", "tokens.jsonl").out, self.read("whole.jsonl"))

    def test_the_graph_of_annotated_documents_is_that_of_their_texts(self):
        self.run_ok("run", "-o", "first.jsonl", ARTICLES)
        self.assertEqual(self.run_ok("run", "-p", "", "--to", "graphml", "first.jsonl").out,
                         self.run_ok("run", "--to", "graphml", ARTICLES).out)

    def test_all_kinds_of_mentions_and_all_that_is_known_of_relations_come_out_as_they_went_in(self):
        full = launched("full")
        full["relations"][1]["attribution_chain"] = [2, 0]
        full["mentions"][6]["acts_for"] = "location/ua"
        full["mentions"][7]["value"] = {"amount": 5, "currency": "USD"}
        pronouns = Annotated("pronouns", "He saw no one.")
        pronouns.relation(pronouns.mention("He", kind="pronoun"), pronouns.mention("no one", kind="nominal"), "see",
                          modality="asked")
        self.write("in.jsonl", as_jsonl(full, pronouns.document))
        documents = self.run_ok("run", "-p", "", "in.jsonl").documents
        for document, given in zip(documents, (full, pronouns.document), strict=True):
            for layer in "sentences", "tokens", "mentions", "entities":
                self.assertEqual(document[layer], given[layer], layer)
            usual = {"polarity": "affirmed", "modality": "asserted"}
            self.assertEqual(document["relations"], [{**usual, **relation} for relation in given["relations"]])

    def test_descriptions_without_entity_stay_in_json_lines_and_out_of_the_graph(self):
        self.write("in.jsonl", as_jsonl(launched()))
        self.run_ok("run", "-p", "", "--to", "csv,conllu", "-o", "out", "in.jsonl")
        rows = lambda name: [line.split(",") for line in self.read("out", name).decode().splitlines()[1:]]
        self.assertEqual([(row[0], row[4]) for row in rows("nodes.csv")],
                         [("organisation/bbc", "1"), ("organisation/security-service", "2")])
        self.assertEqual(rows("edges.csv"), [])
        words = [line for line in self.read("out", "documents.conllu").decode().splitlines() if "TokenRange" in line]
        self.assertEqual(len(words), len(launched()["tokens"]))

    def test_tokens_of_the_input_are_kept_and_later_layers_made_afresh(self):
        text = "Mr Smith visited France."
        document = {"text": text, "sentences": [{"start": 0, "end": 24}],
                    "tokens": [{"start": start, "end": end} for start, end in ((0, 2), (3, 8), (9, 16), (17, 24))],
                    "mentions": [{"id": 0, "start": 0, "end": 2, "type": "Vehicle", "kind": "name"}]}
        line = as_jsonl(document)
        made = self.run_ok("run", "--from", "jsonl", "-p", "tokenise ! tag", stdin=line).documents[0]
        self.assertEqual([{"start": t["start"], "end": t["end"]} for t in made["tokens"]], document["tokens"])
        self.assertIn("Person Smith", names_in(made))
        self.assertNotIn("Vehicle Mr", names_in(made))
        kept = self.run_ok("run", "--from", "jsonl", "-p", "tokenise", stdin=line).documents[0]
        self.assertEqual(names_in(kept), ["Vehicle Mr"])

    def test_control_and_wide_characters_survive(self):
        text = "\0\t\x1b \"\\/ 😀 \u2028 \ufeff é e\u0301 \U0010ffff\r\n"
        first = self.run_ok("run", "--from", "jsonl", stdin=as_jsonl({"text": text}))
        self.assertEqual(first.texts, [text])
        self.assertEqual(self.run_ok("run", "-p", "", "--from", "jsonl", stdin=first.out).texts, [text])


class Conllu(CommandTest):
    def test_tokens_words_and_tags_are_kept(self):
        self.write("in.conllu", CONLLU)
        document = self.run_ok("run", "-p", "tokenise", "in.conllu").documents[0]
        self.assertEqual((document["id"], document["text"]), ("d1", "U.S.-based Ada's"))
        self.assertEqual([t["lemma"] for t in document["tokens"]], ["US", "based", "Ada"])
        self.assertEqual([t["pos"] for t in document["tokens"]], ["PROPN", "ADJ", "PROPN"])
        self.assertEqual([t["head"] for t in document["tokens"]], [-1, 0, 0])

    def test_it_comes_out_with_the_same_words(self):
        self.write("in.conllu", CONLLU)
        rows = [line.split("\t") for line in self.run_ok("run", "-p", "", "--to", "conllu", "in.conllu")
                .out.decode().splitlines() if line and line[0] != "#"]
        given = [line.split("\t") for line in CONLLU.splitlines() if line and line[0] != "#"]
        self.assertEqual([row[:4] + row[6:8] for row in rows], [row[:4] + row[6:8] for row in given])

    def test_text_made_into_it_gives_the_same_tokens_back(self):
        self.run_ok("run", "-p", "tokenise", "-o", "first.conllu", ARTICLES)
        self.run_ok("run", "-p", "tokenise", "-o", "second.conllu", "first.conllu")
        forms = [[line.split("\t")[:2] for line in self.read(name).decode().splitlines() if line[:1].isdigit()]
                 for name in ("first.conllu", "second.conllu")]
        self.assertEqual(*forms)


class Iob2(CommandTest):
    def test_mentions_are_kept_where_no_stage_makes_them(self):
        self.write("in.iob2", "Ada\tB-PER\nLovelace\tI-PER\nmet\tO\nBabbage\tB-PER\n.\tO\n")
        document = self.run_ok("run", "-p", "tokenise", "in.iob2").documents[0]
        self.assertEqual(names_in(document), ["PER Ada Lovelace", "PER Babbage"])


if __name__ == "__main__":
    main()
