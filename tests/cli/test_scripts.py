#!/usr/bin/python3
"""The scripts that check what comes out, held against what the program makes of corpora/ and of odd text."""
import os
import random
import subprocess
import sys

from command import ENTENTE, SOME_FAILED, SOURCE_DIR, CommandTest, as_jsonl, main

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")
TREEBANK = os.path.join(SOURCE_DIR, "corpora", "treebank.conllu")
TESTS = os.path.join(SOURCE_DIR, "tests")


class Scripts(CommandTest):
    def script(self, name, *arguments):
        done = subprocess.run([sys.executable, os.path.join(TESTS, name), *arguments], cwd=self.folder, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode()

    def check_script(self, *arguments):
        status, out = self.script(*arguments)
        self.assertEqual(status, 0, out)
        return out


def odd_texts(n):
    """Text of random words, marks, spaces and characters of all planes."""
    random.seed(7)
    pieces = ["Mr", "Smith", "BBC", "Russia", "said", "that", "U.S.", "don't", "5 May 2024", "$5m", "x" * 300, "@a", "#b",
              "http://a.bc/d?e=f", "—", "…", "(", ")", "“", "”", ".", ",", "!", "-", "\n", "\n\n", "\r\n", "\t", " ", "  ",
              "\0", "\x1b", "\u00a0", "\u200b", "\u2028", "\ufeff", "\U0010fffd", "é", "e\u0301", "ß", "日本", "한국",
              "العربية", "😀", "👩\u200d👩\u200d👧", "🇬🇧"]
    for _ in range(n):
        yield "".join(random.choice(pieces) + random.choice(["", " ", " "]) for _ in range(random.randrange(60)))


class Spans(Scripts):
    def test_every_span_of_the_articles_is_text(self):
        self.run_ok("run", "-o", "out.jsonl", ARTICLES)
        self.assertIn("14 documents", self.check_script("check-spans", "out.jsonl"))

    def test_every_span_of_odd_text_is_text(self):
        self.write("in.jsonl", as_jsonl(*[{"id": str(i), "text": text} for i, text in enumerate(odd_texts(300))]))
        self.run_ok("run", "-o", "out.jsonl", "in.jsonl")
        self.assertIn("300 documents", self.check_script("check-spans", "out.jsonl", "in.jsonl"))

    def test_every_span_of_noise_is_text(self):
        random.seed(3)
        for i in range(30):
            noise = "".join(chr(random.choice([random.randrange(32, 127), random.randrange(160, 0x800),
                                               random.randrange(0xe000, 0x20000)])) for _ in range(500))
            self.write(f"noise/{i}.txt", noise)
        self.run_ok("run", "-o", "out.jsonl", "noise")
        self.check_script("check-spans", "out.jsonl")

    def test_a_wrong_span_is_found(self):
        self.run_ok("run", "-o", "out.jsonl", ARTICLES)
        content = self.read("out.jsonl")
        at = content.index(b'"mentions":[{"id":0,"start":') + len(b'"mentions":[{"id":0,"start":')
        self.write("wrong.jsonl", content[:at] + b"1" + content[at:])
        status, out = self.script("check-spans", "wrong.jsonl")
        self.assertEqual(status, 1, out)


class Graphs(Scripts):
    def make(self, *inputs):
        self.run_ok("run", "--to", "jsonl,csv,graphml", "-o", "out", *inputs)
        return self.check_script("check-graph", "out/graph.graphml", "out", "out/documents.jsonl")

    def test_networkx_reads_the_graph_and_the_tables_are_the_same(self):
        self.make(ARTICLES)

    def test_the_graph_of_odd_text_is_read_too(self):
        self.write("in.jsonl", as_jsonl(*[{"id": f"|{i}\n", "text": text} for i, text in enumerate(odd_texts(300))]))
        self.make("in.jsonl")

    def test_an_empty_graph_is_read(self):
        self.write("empty.txt", "")
        self.make("empty.txt")


class Conllu(Scripts):
    def test_what_comes_out_of_the_articles_is_accepted(self):
        self.run_ok("run", "-p", "tokenise", "-o", "out.conllu", ARTICLES)
        self.check_script("check-conllu", "out.conllu")

    def test_what_comes_out_of_odd_text_is_accepted(self):
        self.write("in.jsonl", as_jsonl(*[{"id": f"a b/{i}", "text": text} for i, text in enumerate(odd_texts(300))]))
        self.run_ok("run", "-p", "tokenise", "-o", "out.conllu", "in.jsonl")
        self.check_script("check-conllu", "out.conllu")

    def test_trees_come_out_as_they_went_in(self):
        self.check_script("check-conllu", "--trees", TREEBANK)
        self.run_ok("run", "-p", "read path=" + TREEBANK + " ! export to=conllu path=out.conllu")
        self.check_script("check-conllu", "--trees", "out.conllu")
        for rows in zip(rows_of(self.read("out.conllu")), rows_of(self.read(TREEBANK)), strict=True):
            self.assertEqual(*rows)

    def test_trees_that_are_wrong_cost_their_sentence_alone(self):
        with open(TREEBANK, encoding="utf-8") as file:
            sentences = file.read().split("\n\n")[:5]
        wrong = [sentences[0].replace("\t0\troot", "\t2\troot"), sentences[1].replace("\t2\tdet", "\t0\tdet"),
                 sentences[2].replace("\t4\tnsubj", "\t99\tnsubj"), sentences[3].replace("\t_\n", "\n", 1)]
        self.write("in.conllu", "\n\n".join(wrong + [sentences[4]]) + "\n\n")
        self.assertEqual(self.script("check-conllu", "--trees", "in.conllu")[0], 1)
        result = self.run_command("run", "-p", "tokenise", "--to", "conllu", "in.conllu")
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "lead back to it: expected a tree", "a second root, after word 1", "the head 99",
                        "9 columns: expected 10")
        self.assertEqual(list(rows_of(result.out)), list(rows_of((sentences[4] + "\n\n").encode())))

    def check_wrong(self, message, *rows, text="Ada left"):
        self.write("wrong.conllu", "\n".join(["# sent_id = 1", f"# text = {text}", *rows]) + "\n\n")
        status, out = self.script("check-conllu", "--trees", "wrong.conllu")
        self.assertEqual(status, 1, out)
        self.assertIn(message, out)

    def test_wrong_files_are_found(self):
        ada, left = "1\tAda\tAda\tPROPN\t_\t_\t2\tnsubj\t_\t_", "2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\t_"
        self.check_wrong("3: 9 columns: expected 10", ada[:-2], left)
        self.check_wrong("3: the id '2': expected 1", "2" + ada[1:], left)
        self.check_wrong("3: the head '7' of word 1 of 2", ada.replace("2\tn", "7\tn"), left)
        self.check_wrong("3: the head '1' of word 1 of 2", ada.replace("2\tn", "1\tn"), left)
        self.check_wrong("3: 2 roots", ada.replace("2\tnsubj", "0\troot"), left)
        self.check_wrong("3: 0 roots", ada, left.replace("0\troot", "1\tobj"))
        self.check_wrong("3: the heads of word 1 lead back to it", ada, left.replace("0\troot", "1\tobj"))
        self.check_wrong("4: the head 0 with the relation obj", ada, left.replace("root", "obj"))
        self.check_wrong("3: the relation 'SBJ'", ada.replace("nsubj", "SBJ"), left)
        self.check_wrong("3: UPOS 'NNP'", ada.replace("PROPN", "NNP"), left)
        self.check_wrong("2: # text is 'Adaleft', but the forms spell 'Ada left'", ada, left, text="Adaleft")
        self.check_wrong("5: a range up to word 3 of 2", "1-3\tAda" + 8 * "\t_", ada, left)
        self.check_wrong("3: MISC 'SpaceAfter=Yes'", ada[:-1] + "SpaceAfter=Yes", left)


def rows_of(content):
    """ID, FORM, LEMMA, UPOS, HEAD, DEPREL and whether a space follows, of each line that has columns."""
    for line in content.decode().splitlines():
        if line and line[0] != "#":
            row = line.split("\t")
            yield row[:4] + row[6:8] + ["SpaceAfter=No" in row[9].split("|")]


class TrainPack(CommandTest):
    """The recipe of the default pack, on tiny files in the places of its sources."""

    def train_pack(self, *arguments, data="data"):
        done = subprocess.run([sys.executable, os.path.join(SOURCE_DIR, "stages", "train-pack"), "--entente", ENTENTE,
                               "-o", "pack", *arguments], cwd=self.folder, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**os.environ, "ENTENTE_DATA": self.path(data)})
        return done.returncode, done.stdout.decode()

    def test_without_its_sources_it_says_what_it_needs(self):
        status, out = self.train_pack("names", data="nowhere")
        self.assertEqual(status, 1)
        self.assertIn("$ENTENTE_DATA: expected the folder with the sources", out)

    def test_names_are_learned_from_all_sources_with_the_packs_types(self):
        iob2 = "Ada\tB-PER\nmet\tO\nBo\tB-PER\n.\tO\n\n" * 8
        for name in ("wikigold", "wnut17", "btc", "uner-ewt", *(f"crossner-{domain}" for domain in (
                "politics", "science", "literature", "music", "ai"))):
            self.write(f"data/ner/{name}-train.iob2", iob2.replace("PER", "person") if name == "wnut17" else iob2)
        for name in "conll03", "wikigold", "wnut17", "crossner-politics":
            self.write(f"data/ner/{name}-dev.iob2", iob2)
        self.write("data/docs/redocred-train.jsonl", as_jsonl(
            {"text": "Mr Ada slept.", "entities": [{"start": 0, "end": 6, "type": "PER"}]}))
        self.write("text.txt", "Ada met Bo .\n" * 9)
        self.run_ok("train", "clusters", "-o", "pack", "--classes", "2", "--min-count", "1", "text.txt")
        status, out = self.train_pack("names", "--epochs", "1")
        self.assertEqual(status, 0, out)
        header = self.read("pack/tag/names.bin")[:4000]
        self.assertIn(b"CC BY-SA 4.0", header)
        self.assertIn(b"B-Person", header)
        self.assertNotIn(b"B-PER", header)


if __name__ == "__main__":
    main()
