#!/usr/bin/python3
"""Language data: a pack of one's own goes before the default one; one that is damaged ends the run with status 3."""
import os

from command import BUILD_DIR, LEAKS_ALLOWED, UNREADABLE, CommandTest, as_jsonl, main, names_in

DEFAULT = os.path.join(BUILD_DIR, "share", "entente", "en")
TEXT = "Mr Smith visited France.\n"


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


if __name__ == "__main__":
    main()
