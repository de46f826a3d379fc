#!/usr/bin/python3
"""`--to brat`: read back by a reader that knows the format alone, every span compared with its text."""
import os
import re

from annotated import Annotated, launched
from command import SOME_FAILED, SOURCE_DIR, USAGE, CommandTest, as_jsonl, main

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")


class Standoff:
    """One document of brat: a line is what Python's splitlines takes for one, which is the strictest."""

    def __init__(self, base):
        with open(base + ".txt", encoding="utf-8", newline="") as file:
            self.text = file.read()
        with open(base + ".ann", encoding="utf-8", newline="") as file:
            self.content = file.read()
        self.mentions, self.relations, self.attributes, self.notes = {}, {}, {}, {}
        for line in self.content.splitlines():
            id, rest = line.split("\t", 1)
            getattr(self, {"T": "read_mention", "R": "read_relation", "A": "read_attribute", "#": "read_note"}[id[0]])(
                id, rest)

    def put(self, where, id, value):
        if not re.fullmatch(r"[TRA#][1-9][0-9]*", id) or id in where:
            raise AssertionError(f"the id {id}")
        where[id] = value

    def read_mention(self, id, rest):
        place, words = rest.split("\t")
        type, spans = place.split(" ", 1)
        spans = [tuple(map(int, span.split(" "))) for span in spans.split(";")]
        if " ".join(self.text[start:end] for start, end in spans) != words:
            raise AssertionError(f"{id}: {spans} is not {words!r}")
        if any(start >= end for start, end in spans) or spans != sorted(spans):
            raise AssertionError(f"{id}: {spans}")
        self.put(self.mentions, id, (type, spans, words))

    def read_relation(self, id, rest):
        label, head, tail = re.fullmatch(r"([\w-]+) Arg1:(T\d+) Arg2:(T\d+)", rest, re.ASCII).groups()
        self.put(self.relations, id, (label, self.mentions[head][2], self.mentions[tail][2]))

    def read_attribute(self, id, rest):
        name, of, *value = rest.split(" ")
        self.relations[of]
        self.put(self.attributes, id, (name, of, *value))

    def read_note(self, id, rest):
        kind_and_of, text = rest.split("\t")
        kind, of = kind_and_of.split(" ")
        {**self.mentions, **self.relations}[of]
        self.put(self.notes, id, (kind, of, text))

    def note_on(self, id):
        text, = (text for _, of, text in self.notes.values() if of == id)
        return dict(part.split("=", 1) for part in text.split("; "))


class Brat(CommandTest):
    def write_brat(self, *documents):
        self.write("in.jsonl", as_jsonl(*documents))
        return self.run_ok("run", "-p", "", "--to", "brat", "-o", "out", "in.jsonl")

    def files(self, *parts):
        root = self.path(*parts)
        return sorted(os.path.relpath(os.path.join(folder, name), root)
                      for folder, _, names in os.walk(root) for name in names)

    def bases(self, *parts):
        return [self.path(*parts, name[:-4]) for name in self.files(*parts) if name.endswith(".ann")]

    def conf(self, *parts):
        """The sections of annotation.conf."""
        sections = {}
        for line in self.read(*parts, "annotation.conf").decode().splitlines():
            if line.startswith("["):
                section = sections[line] = []
            elif line:
                section.append(line)
        return sections

    def test_mentions_relations_attributes_and_notes_are_there(self):
        self.write_brat(launched())
        doc = Standoff(self.path("out", "d"))
        self.assertEqual(doc.text, launched()["text"])
        self.assertEqual(doc.mentions["T1"], ("Organisation", [(4, 7)], "FSB"))
        self.assertEqual(doc.mentions["T5"], ("Person", [(61, 63), (66, 78)], "Dr Lin's agents"))
        self.assertEqual(doc.relations, {"R1": ("launch", "FSB", "a campaign"),
                                         "R2": ("recruit", "it", "Dr Lin's agents"), "R3": ("based_in", "it", "Kyiv")})
        self.assertEqual(set(doc.attributes.values()), {("Negation", "R2"), ("Modality", "R2", "possible")})
        self.assertEqual({kind for kind, _, _ in doc.notes.values()}, {"AnnotatorNotes"})
        self.assertEqual(doc.note_on("R2"), {"says": "T3 BBC", "time": "2022-05", "place": "T7 Kyiv",
                                             "event": "PLOVER:MOBILIZE", "by": "hand/relation", "confidence": "0.75"})
        self.assertEqual(doc.note_on("T8"), {"kind": "value", "value": '"2022-05"', "by": "hand/mention",
                                             "confidence": "0.9"})
        self.assertEqual(doc.note_on("T4")["entity"], "organisation/security-service")

    def test_whose_government_a_mention_stands_for_is_noted(self):
        one = Annotated("d", "Oslo left.")
        one.mention("Oslo", "Location", acts_for="location/no")
        self.write_brat(one.document)
        self.assertEqual(Standoff(self.path("out", "d")).note_on("T1")["acts_for"], "location/no")

    def test_who_says_that_who_says_so_is_noted(self):
        one = Annotated("d", "Ada said Bo claimed Cy left Oslo.")
        ada, bo, cy, oslo = (one.mention(name, "Person") for name in ("Ada", "Bo", "Cy", "Oslo"))
        one.relation(cy, oslo, "leave", "left", attribution=bo, attribution_chain=[bo, ada])
        self.write_brat(one.document)
        self.assertEqual(Standoff(self.path("out", "d")).note_on("R1")["says"], "T2 Bo < T1 Ada")

    def test_the_configuration_names_what_occurred(self):
        one = launched("a")
        one["relations"][0]["label"] = "carry out (é)"
        one["mentions"][0]["type"] = "Größe 1/2"
        self.write_brat(one, launched("b"))
        conf = self.conf("out")
        self.assertEqual(list(conf), ["[entities]", "[relations]", "[events]", "[attributes]"])
        self.assertEqual(conf["[entities]"], ["Gr__e_1_2", "Location", "Organisation", "Person", "Temporal", "Thing"])
        self.assertEqual([line.split("\t")[0] for line in conf["[relations]"]],
                         ["<OVERLAP>", "based_in", "carry_out____", "launch", "recruit"])
        self.assertIn("Modality\tArg:<RELATION>, Value:possible|necessary|intended|conditional|asked",
                      conf["[attributes]"])
        for base in self.bases("out"):
            doc = Standoff(base)
            self.assertLessEqual({type for type, _, _ in doc.mentions.values()}, set(conf["[entities]"]))

    def test_every_span_of_the_corpus_is_the_text_that_it_says(self):
        self.run_ok("run", "--to", "brat,jsonl", "-o", "out", ARTICLES)
        documents = self.run_ok("run", "-p", "", "out/documents.jsonl").documents
        self.assertGreater(len(documents), 10)
        self.assertEqual(self.bases("out", "brat"), [self.path("out", "brat", doc["id"]) for doc in documents])
        for document in documents:
            doc = Standoff(self.path("out", "brat", document["id"]))
            self.assertEqual(doc.text, document["text"])
            self.assertEqual([(spans[0][0], spans[-1][1]) for _, spans, _ in doc.mentions.values()],
                             [(mention["start"], mention["end"]) for mention in document["mentions"]])
            self.assertEqual(len(doc.relations), len(document["relations"]))

    def test_whatever_ends_a_line_cuts_a_span(self):
        text = "💡 A\nB\r\nC\x0bD\x0cE\x1cF\x85G\u2028H\u2029I\tJ\x00K ."
        one = {"id": "d", "text": text, "tokens": [{"start": 2, "end": len(text) - 2}],
               "sentences": [{"start": 2, "end": len(text) - 2}],
               "mentions": [{"id": 0, "start": 2, "end": len(text) - 2, "type": "X"}]}
        self.write_brat(one)
        mention, = Standoff(self.path("out", "d")).mentions.values()
        self.assertEqual(mention[2], "A B C D E F G H I J K")
        self.assertEqual(len(mention[1]), 11)

    def test_a_mention_of_control_characters_alone_is_kept(self):
        one = {"id": "d", "text": "\x01\x02", "tokens": [{"start": 0, "end": 2}], "sentences": [{"start": 0, "end": 2}],
               "mentions": [{"id": 0, "start": 0, "end": 2, "type": "X"}]}
        self.write_brat(one)
        self.assertEqual(self.read("out", "d.ann").decode().splitlines()[0], "T1\tX 0 2\t\ufffd\ufffd")

    def test_line_breaks_of_annotations_break_no_line(self):
        one = Annotated("d", "Ada saw Bo.")
        one.relation(one.mention("Ada", "P\nQ", value="a\n\tb"), one.mention("Bo"), "see\nT9\tX 0 1\tA", time="\n#",
                     event="\u2028", by="\r")
        self.write_brat(one.document)
        doc = Standoff(self.path("out", "d"))
        self.assertEqual((len(doc.mentions), len(doc.relations), len(doc.notes)), (2, 1, 3))
        self.assertEqual(doc.mentions["T1"][0], "P_Q")

    def test_ids_are_files_in_the_folder_and_nowhere_else(self):
        ids = ["plain", "a/b", "../up", "a/../../up", "/abs", "..", ".", "a//b", "a/", "../..", "%2E%2E", "a\\b", "c:d",
               "x\ny", "\x01", "a.txt/b", "annotation.conf/b", "a.txt", "💡é", "x.ann", "/", "//"]
        self.write("below/in.jsonl", as_jsonl(*[{"id": id, "text": id} for id in ids]))
        self.run_ok("run", "-p", "tokenise ! tag", "--to", "brat", "-o", "deep/er/out", "below/in.jsonl")
        self.assertEqual({name.split("/")[0] for name in self.files()}, {"below", "deep"})
        self.assertTrue(all(name.startswith("er/out/") for name in self.files("deep")))
        names = self.files("deep", "er", "out")
        self.assertEqual(len([name for name in names if name.endswith(".txt")]), len(ids))
        self.assertEqual(len(names), 2 * len(ids) + 1)
        texts = {self.read("deep", "er", "out", name).decode() for name in names if name.endswith(".txt")}
        self.assertEqual(texts, set(ids))
        for name in "plain", "a/b", "%2E%2E/up", "%/abs", "a/%/b", "💡é", "a.txt", "a%2Etxt/b", "annotation%2Econf/b":
            self.assertIn(name + ".txt", names)

    def test_ids_that_are_too_long_for_a_file_are_cut_and_stay_apart(self):
        ids = ["x" * 300 + "1", "x" * 300 + "2", "é" * 150, "y" * 200]
        self.write_brat(*[launched(id) for id in ids])
        names = [name for name in self.files("out") if name.endswith(".txt")]
        self.assertEqual(len(names), 4)
        self.assertIn("y" * 200 + ".txt", names)
        self.assertLess(max(len(name.encode()) for name in names), 210)

    def test_documents_of_one_id_are_told_apart(self):
        self.write_brat(launched("a"), launched("a"))
        self.assertEqual(self.files("out"), ["a#2.ann", "a#2.txt", "a.ann", "a.txt", "annotation.conf"])

    def test_no_documents_leave_a_configuration(self):
        self.write_brat()
        self.assertEqual(self.files("out"), ["annotation.conf"])
        self.assertEqual(self.conf("out")["[entities]"], [])

    def test_the_number_of_threads_changes_nothing(self):
        for jobs in "1", "4":
            self.run_ok("run", "-j", jobs, "--to", "brat", "-o", "out" + jobs, ARTICLES)
        self.assertEqual(self.files("out1"), self.files("out4"))
        for name in self.files("out1"):
            self.assertEqual(self.read("out1", name), self.read("out4", name))

    def test_standard_output_and_files_are_no_folders(self):
        self.check_fails(USAGE, "brat is several files (some for each document)", "expected path=FOLDER",
                         arguments=["run", "--to", "brat"], stdin="Ada.")
        self.write("taken", "")
        self.check_fails(SOME_FAILED, "taken: cannot make the folder", arguments=["run", "--to", "brat", "-o", "taken"],
                         stdin="Ada.")

    def test_a_folder_that_is_in_the_way_is_said(self):
        os.makedirs(self.path("out", "stdin.txt"))
        self.check_fails(SOME_FAILED, "stdin.txt", "Is a directory",
                         arguments=["run", "--to", "brat", "-o", "out"], stdin="Ada.")


if __name__ == "__main__":
    main()
