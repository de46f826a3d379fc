#!/usr/bin/python3
"""`entente bench`: what it tells of the stages; how long they take is another matter."""
from command import SOME_FAILED, USAGE, CommandTest, main


class Bench(CommandTest):
    def rows(self, *arguments):
        """[[label and numbers]] of the two tables, and the line above them"""
        self.write("news.txt", "On 3 May 2024 Ada Quill paid $5 million in Paris. She left the next day.\n")
        head, *tables = self.run_ok("bench", *arguments, "news.txt").out.decode().rstrip("\n").split("\n\n")
        return head, [[line.split() for line in table.splitlines()] for table in tables]

    def test_each_stage_has_a_row_and_all_of_them_one(self):
        head, tables = self.rows()
        self.assertRegex(head, r"^1 documents, 0\.00 MB of text, 1[0-9] tokens$")
        self.assertEqual([row[0] for row in tables[0]], ["stage", "tokenise", "tag", "parse", "link", "all"])
        for row in tables[0][1:]:
            self.assertEqual(len(row), 5, row)
            self.assertTrue(all(float(number) >= 0 for number in row[1:]), row)

    def test_shares_add_up_to_a_hundred(self):
        _, tables = self.rows()
        shares = [float(row[2]) for row in tables[0][1:]]
        self.assertAlmostEqual(sum(shares[:-1]), 100, delta=0.5)
        self.assertEqual(shares[-1], 100)

    def test_patterns_and_rules_are_told_apart_in_the_tagging(self):
        _, tables = self.rows("-p", "tokenise ! tag")
        self.assertEqual([" ".join(row[:-4]) for row in tables[1][1:]], ["patterns and rules", "patterns of values"])
        self.assertTrue(all(float(row[-2]) > 0 for row in tables[1][1:]))

    def test_without_a_tagger_there_is_one_table(self):
        _, tables = self.rows("-p", "tokenise")
        self.assertEqual(len(tables), 1)

    def test_a_document_that_cannot_be_read_is_named_and_the_others_go_on(self):
        self.write("two.jsonl", '{"id": "a", "text": "One is here."}\n{"id": "b", "text"\n{"id": "c", "text": "So is it."}\n')
        result = self.run_command("bench", "-p", "tokenise", "two.jsonl")
        self.assertEqual(result.status, SOME_FAILED)
        self.assertIn("two.jsonl", result.err)
        self.assertIn(b"2 documents, ", result.out)

    def test_a_pipeline_with_a_source_is_wrong_usage(self):
        self.write("news.txt", "One is here.")
        self.check_fails(USAGE, "the pipeline has its own source", arguments=["bench", "-p", "read ! tokenise", "news.txt"])

    def test_an_unknown_stage_is_wrong_usage(self):
        self.write("news.txt", "One is here.")
        self.check_fails(USAGE, "unknown stage 'tagger'", arguments=["bench", "-p", "tokenise ! tagger", "news.txt"])


if __name__ == "__main__":
    main()
