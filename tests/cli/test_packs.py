#!/usr/bin/python3
"""Language data: a pack of one's own goes before the default one; one that is damaged ends the run with status 3."""
import os

from command import BUILD_DIR, LEAKS_ALLOWED, UNREADABLE, CommandTest, as_jsonl, main, names_in

DEFAULT = os.path.join(BUILD_DIR, "share", "entente", "en")
TEXT = "Mr Smith visited France.\n"

# A senator and a goalkeeper of one name, which others bear, too
MARSHES = ["Senator John Marsh, 50, was elected in Osten.\n",
           "John Marsh, the goalkeeper of Norland Rovers, was injured.\n",
           "Karl Marsh met Peter Brandt. Peter Marsh met Ada Quill.\n"]
ONE_FIELD = "politics\tsenator goalkeeper\n"


class Packs(CommandTest):
    def check_unreadable(self, name, *parts, command=("run", "--pack", "pack"), **more):
        result = self.check_fails(UNREADABLE, name, *parts, arguments=command, stdin=TEXT, **more)
        self.assertEqual(result.out, b"")
        self.assertEqual(len(result.err.splitlines()), 1, result.err)

    def test_a_pack_that_is_not_there(self):
        for command in ["run"], ["show"]:
            self.check_unreadable("pack nowhere: expected a folder of language data",
                                  command=[*command, "--pack", "nowhere"])
        self.write("file", "")
        self.check_unreadable("pack file: expected a folder", command=["run", "--pack", "file"])

    def test_a_damaged_lexicon(self):
        with open(os.path.join(DEFAULT, "tag", "lexicon.bin"), "rb") as file:
            whole = file.read()
        for content in b"", b"junk", b"\0" * 4096, whole[:1000], whole[:-1], whole[:40] + b"\xff" * 40 + whole[80:]:
            with self.subTest(content[:20]):
                self.write("pack/tag/lexicon.bin", content)
                self.check_unreadable("pack/tag/lexicon.bin: ")

    def test_damaged_break_rules(self):
        with open(os.path.join(DEFAULT, "tokenise", "word.brk"), "rb") as file:
            whole = file.read()
        for content in b"", b"junk", b"\0" * 4096, whole[:100], whole[:-40], b"\xff" * 40 + whole[40:]:
            with self.subTest(content[:20]):
                self.write("pack/tokenise/word.brk", content)
                self.check_unreadable("pack/tokenise/word.brk: ", "expected break rules compiled by this version",
                                      env=LEAKS_ALLOWED) # ICU's, of rules of another version

    def test_a_pattern_that_is_none(self):
        for content in "(\n", "mention date: Temporal\n    text /(/\n":
            self.write("pack/tag/patterns.rules", content)
            self.check_unreadable("pack/tag/patterns.rules:")

    def test_a_file_without_patterns(self):
        self.write("pack/tag/patterns.rules", "")
        for command in ["run"], ["rules", "check"]:
            self.check_unreadable("pack/tag/patterns.rules: no pattern: expected lines such as",
                                  command=[*command, "--pack", "pack"])

    def test_a_pattern_that_ends_before_its_mark_finds_nothing(self):
        self.write("pack/tag/patterns.rules", "mention x: Person\n    text /Zq(*MARK:999999)(*ACCEPT)/\n")
        self.assertNotIn("Person Zq", names_in(self.run_ok("run", "--pack", "pack", stdin="Zq 7.\n").documents[0]))

    def test_types_that_are_none(self):
        self.write("pack/tag/types.txt", "Person PER\n")
        self.write("gold.jsonl", as_jsonl({"text": TEXT, "mentions": []}))
        self.check_unreadable("pack/tag/types.txt:1: expected TYPE, a tab",
                              command=["eval", "names", "--pack", "pack", "gold.jsonl"])

    def test_a_folder_where_a_file_is_wanted(self):
        os.makedirs(self.path("pack", "tag", "lexicon.bin"))
        self.check_unreadable("pack/tag/lexicon.bin: ")

    def test_an_empty_pack_is_filled_up_by_the_default_one(self):
        os.makedirs(self.path("pack"))
        self.assertEqual(self.run_ok("run", "--pack", "pack", stdin=TEXT).out, self.run_ok("run", stdin=TEXT).out)

    def test_the_environment_may_name_a_pack(self):
        self.write("pack/tag/lexicon.bin", "junk")
        self.check_unreadable("pack/tag/lexicon.bin: ", command=["run"], env={"ENTENTE_PACK": "pack"})

    def test_a_pattern_of_one_s_own_finds_what_it_says(self):
        with open(os.path.join(DEFAULT, "tag", "patterns.rules"), encoding="utf-8") as file:
            patterns = file.read()
        self.write("pack/tag/patterns.rules", patterns + "\nmention xq: DocumentReference\n    text /XQ-\\d+/\n")
        text = "They lost XQ-17 there.\n"
        self.assertNotIn("DocumentReference XQ-17", names_in(self.run_ok("run", stdin=text).documents[0]))
        document = self.run_ok("run", "--pack", "pack", stdin=text).documents[0]
        self.assertIn("DocumentReference XQ-17", names_in(document))

    def johns(self, *arguments):
        """The keys of those who are called John Marsh, in the tables of a run or a graph."""
        self.run_ok(*arguments, "--to", "csv", "-o", "tables")
        lines = self.read("tables", "nodes.csv").decode().splitlines()
        return [line.split(",")[0] for line in lines if "/john-marsh" in line]

    def write_marshes(self):
        for n, text in enumerate(MARSHES):
            self.write(f"in/{n}.txt", text)

    def test_words_of_one_s_own_tell_who_is_who_in_the_graph(self):
        two = ["person/john-marsh.goalkeeper", "person/john-marsh.senator"]
        self.write_marshes()
        self.write("pack/export/fields.txt", ONE_FIELD)
        self.assertEqual(self.johns("run", "in"), two)
        self.assertEqual(self.johns("run", "--pack", "pack", "in"), ["person/john-marsh"])
        self.assertEqual(self.johns("run", "--pack", "pack", "--graph", "g.db", "in"), ["person/john-marsh"])
        self.run_ok("graph", "drop", "g.db", "2")
        self.run_ok("graph", "merge", "all.db", "g.db")
        self.assertEqual(self.johns("graph", "export", "all.db"), ["person/john-marsh"])
        self.assertEqual(self.johns("run", "--graph", "g.db", "in"), two)
        self.run_ok("run", "-q", "--graph", "new.db", "in")
        self.run_ok("graph", "diff", "g.db", "new.db")

    def test_words_of_the_graph_that_are_none(self):
        for name, content in ("spelling", "forms\tltd\n"), ("fields", "politics senator\n"), ("fields", b"\xff"):
            self.write(f"pack/export/{name}.txt", content)
            for more in ["--to", "csv", "-o", "out"], ["--graph", "g.db"], ["--graph", "g.db", "--to", "html"]:
                with self.subTest(name, more=more):
                    self.check_unreadable(f"pack/export/{name}.txt:", "expected",
                                          command=["run", "--pack", "pack", *more])
            os.remove(self.path("pack", "export", f"{name}.txt"))


if __name__ == "__main__":
    main()
