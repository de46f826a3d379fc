#!/usr/bin/python3
"""entente train link: from entities and relations to a pack with which the program finds typed relations; eval link."""
import json
import os
import struct

from command import BUILD_DIR, OK, UNREADABLE, USAGE, CommandTest, as_jsonl, main

MODEL = os.path.join("pack", "link", "typed.bin")

PEOPLE = "Hadrik Omsa,Benno Tivary,Ardis Quern,Lena Moxley,Tomas Vell,Irma Dosk".split(",")
FIRMS = "Lurel Group,Zermin Works,Peloth Steel,Vantu Motors,Ikavo Bank".split(",")
TOWNS = "Qarvel,Nurith,Tessok,Olmira".split(",")
# What stands in a sentence, and the relations of its names
FRAMES = (
    ("{person} works for {firm}.", [("person", "Works_For", "firm")]),
    ("{person} was hired by {firm} on Monday.", [("person", "Works_For", "firm")]),
    ("{person} sued {firm}.", []),
    ("{person} lives in {town}.", [("person", "Lives_In", "town")]),
    ("{person} never saw {town}.", []),
    ("{firm} and {person} were not there.", []),
)


def documents(n=90, kinds=FRAMES):
    """Documents of a sentence each, with gold."""
    for i in range(n):
        frame, relations = kinds[i % len(kinds)]
        names = {"person": PEOPLE[i // len(kinds) % len(PEOPLE)], "firm": FIRMS[i // 2 % len(FIRMS)], "town": TOWNS[i % len(TOWNS)]}
        text = frame.format(**names)
        present = [kind for kind in names if "{" + kind + "}" in frame]
        entities = [{"id": kind, "start": text.index(names[kind]), "end": text.index(names[kind]) + len(names[kind]),
                     "type": kind} for kind in present]
        yield {"id": f"d{i}", "text": text, "entities": entities,
               "relations": [{"head": head, "tail": tail, "type": name} for head, name, tail in relations]}


def scores(out):
    last = out.decode().splitlines()[-1].split()
    return dict(zip(last[::2], map(float, last[1::2])))


class LinkTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("gold.jsonl", as_jsonl(*documents()))

    def train(self, *arguments):
        return self.run_command("train", "link", "-o", "pack", *arguments)

    def train_ok(self, *arguments):
        result = self.train(*arguments)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def header(self):
        content = self.read(MODEL)
        size, = struct.unpack_from("<Q", content, 32)
        return json.loads(content[40:40 + size].rstrip(b"\0"))

    def given(self, *arguments):
        return scores(self.run_ok("eval", "link", "--given", "--pack", "pack", *arguments).out)

    def check_refused(self, data, *expected):
        self.write("bad.jsonl", data)
        result = self.train("bad.jsonl")
        self.assertEqual(result.status, UNREADABLE if "pack" in expected else result.status)
        self.assertNotEqual(result.status, OK)
        for words in expected:
            self.assertIn(words, result.err)
        self.assertFalse(os.path.exists(self.path(MODEL)))


class TrainLink(LinkTest):
    def test_relations_are_found_between_given_names(self):
        self.train_ok("gold.jsonl")
        found = self.given("gold.jsonl")
        self.assertGreater(found["relations_F1"], 95)
        self.assertGreater(found["relations_macro_F1"], 95)

    def test_the_same_data_give_the_same_bytes(self):
        self.train_ok("gold.jsonl")
        first = self.read(MODEL)
        self.train_ok("gold.jsonl")
        self.assertEqual(self.read(MODEL), first)

    def test_the_header_says_what_it_was_trained_on(self):
        self.train_ok("--licence", "CC0", "gold.jsonl@0.9")
        header = self.header()
        self.assertEqual((header["trained_on"], header["licence"], header["ontology"], header["level"]),
                         ("gold.jsonl@0.9", "CC0", "closed", "sentence"))
        self.assertEqual(header["labels"], "Lives_In\tWorks_For")
        self.assertEqual(header["documents"], 81)

    def test_dev_scores_stand_in_the_header(self):
        self.train_ok("--dev", "gold.jsonl", "gold.jsonl")
        self.assertIn("relations_F1 on gold.jsonl", self.header())

    def test_only_pairs_of_types_that_were_seen_have_relations(self):
        self.train_ok("gold.jsonl")
        kinds = [("{person} works for {town}.", [])]
        self.write("towns.jsonl", as_jsonl(*documents(6, kinds)))
        out = self.run_ok("eval", "link", "--given", "--pack", "pack", "towns.jsonl").out.decode()
        self.assertNotIn("Works_For", out)

    def test_mentions_that_no_word_fits_are_counted(self):
        one = next(documents())
        one["entities"][1]["end"] -= 2
        self.write("off.jsonl", as_jsonl(*documents(), one))
        self.assertIn("1 mentions, with 1 relations", self.train_ok("off.jsonl").err)

    def test_clusters_make_a_model_of_whole_documents(self):
        grown = []
        for document in documents():
            name = document["text"][document["entities"][0]["start"]:document["entities"][0]["end"]]
            start = len(document["text"]) + 1
            again = {"id": "again", "start": start, "end": start + len(name), "type": document["entities"][0]["type"]}
            entities = document["entities"] + [again]
            for entity in entities:
                entity["cluster"] = 0 if entity in (document["entities"][0], again) else 1
            relations = [{**r, "head_cluster": 0, "tail_cluster": 1} for r in document["relations"]]
            grown.append({**document, "text": f'{document["text"]} {name} said so.', "entities": entities,
                          "relations": relations})
        self.write("clusters.jsonl", as_jsonl(*grown))
        self.train_ok("clusters.jsonl")
        self.assertEqual(self.header()["level"], "document")
        found = self.given("clusters.jsonl")
        self.assertGreater(found["relations_F1"], 80)
        self.assertIn("CoNLL", found)


class BadInput(LinkTest):
    def test_no_data(self):
        self.check_refused("", "no relations to learn from")

    def test_no_relations(self):
        lines = [{**one, "relations": []} for one in documents(6)]
        self.check_refused(as_jsonl(*lines), "bad.jsonl", "no relations to learn from")

    def test_no_list_of_relations(self):
        one = next(documents())
        del one["relations"]
        self.check_refused(as_jsonl(one), "bad.jsonl:1", "expected JSON Lines with text, entities and relations")

    def test_ends_that_are_not_there(self):
        first, second = documents(2)
        second["relations"][0]["tail"] = "nobody"
        self.check_refused(as_jsonl(first, second), "bad.jsonl:2", "relation 1", "id of an entity")

    def test_offsets_outside_the_text(self):
        one = next(documents())
        one["entities"][0]["end"] = 4000
        self.check_refused(as_jsonl(one), "bad.jsonl:1", "4000")

    def test_what_is_not_json(self):
        self.check_refused('{"text": \n', "bad.jsonl:1", "not JSON")

    def test_wrong_usage(self):
        for arguments in ([], ["gold.jsonl", "--epochs", "0"], ["gold.jsonl", "--level", "word"],
                          ["gold.jsonl", "--precision", "1"], ["gold.jsonl", "--positive", "0"],
                          ["gold.jsonl", "--dropout", "1"], ["gold.jsonl@x"]):
            self.assertEqual(self.train(*arguments).status, USAGE, arguments)

    def test_a_damaged_model_is_refused(self):
        self.train_ok("gold.jsonl")
        content = self.read(MODEL)
        self.write(MODEL, content[:-64] + bytes(64))
        self.write("a.txt", "Ardis Quern works for Zermin Works.")
        result = self.run_command("run", "--pack", "pack", "a.txt")
        self.assertEqual(result.status, UNREADABLE)
        self.assertIn("typed.bin", result.err)


class ClosedOntology(LinkTest):
    """A pack of its own types has nothing but them in its documents."""

    def setUp(self):
        super().setUp()
        self.write("a.txt", "Ardis Quern works for Zermin Works. He earned $300 on 3 May 2020 and the bank praised him.")
        self.run_ok("train", "names", "--closed", "-o", "pack", "gold.jsonl")

    def document(self, *options):
        return self.run_ok("run", "--pack", "pack", *options, "a.txt").documents[0]

    def test_closed(self):
        self.train_ok("gold.jsonl")
        found = self.document()
        self.assertEqual({m["type"] for m in found["mentions"]}, {"person", "firm"})
        self.assertEqual([(r["type"], r["by"]) for r in found["relations"]], [("Works_For", "link/typed")])
        relation = found["relations"][0]
        self.assertEqual(relation["label"], "works for")
        self.assertGreater(relation["confidence"], 0.5)

    def test_open(self):
        self.train_ok("--open", "gold.jsonl")
        by = {r["by"] for r in self.document()["relations"]}
        self.assertIn("link/typed", by)
        self.assertGreater(len(by), 1)

    def test_typed_relations_can_be_left_out(self):
        self.train_ok("gold.jsonl")
        found = self.document("-p", "tokenise ! tag ! parse ! link typed=off")
        self.assertNotIn("link/typed", {r["by"] for r in found["relations"]})


class EvalLink(LinkTest):
    """What is found is compared with gold that was written to differ from it in known ways."""

    def setUp(self):
        super().setUp()
        self.run_ok("train", "names", "--closed", "-o", "pack", "gold.jsonl")
        self.train_ok("gold.jsonl")

    def test_own_mentions(self):
        found = scores(self.run_ok("eval", "link", "--pack", "pack", "gold.jsonl").out)
        self.assertGreater(found["entities_F1"], 90)
        self.assertGreater(found["relations_F1"], 80)
        self.assertNotIn("CoNLL", found)

    def test_loose_spans_may_overlap(self):
        one = {"id": "x", "text": "Ardis Quern works for Zermin Works.", "relations": [
            {"head": 0, "tail": 1, "type": "Works_For"}], "entities": [
            {"id": 0, "start": 0, "end": 5, "type": "person"}, {"id": 1, "start": 22, "end": 34, "type": "firm"}]}
        self.write("one.jsonl", as_jsonl(one))
        found = scores(self.run_ok("eval", "link", "--pack", "pack", "one.jsonl").out)
        self.assertEqual((found["entities_F1"], found["relations_F1"], found["relations_loose_F1"]), (50, 0, 100))

    def test_bad_gold(self):
        for content, words in (("", "no gold"), ("{}\n", "bad.jsonl:1"), ('{"text": "a"}\n', "bad.jsonl:1")):
            self.write("bad.jsonl", content)
            result = self.run_command("eval", "link", "bad.jsonl")
            self.assertNotEqual(result.status, OK)
            self.assertIn(words, result.err)


del LinkTest # has no tests of its own

if __name__ == "__main__":
    main()
