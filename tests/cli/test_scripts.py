#!/usr/bin/python3
"""The scripts that check what comes out, held against what the program makes of corpora/ and of odd text."""
import os
import random
import subprocess
import sys

from command import SOURCE_DIR, CommandTest, as_jsonl, main

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")
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


if __name__ == "__main__":
    main()
