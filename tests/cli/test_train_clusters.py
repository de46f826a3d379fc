#!/usr/bin/python3
"""entente train clusters: a table of word classes from raw text."""
import json
import os
import re
import struct

from command import OK, SOME_FAILED, USAGE, CommandTest, as_jsonl, main

SUBJECTS = "minister envoy farmer".split()
VERBS = "saw met praised".split()
TABLE = os.path.join("pack", "tag", "clusters.bin")


def sentences():
    """Each subject with each verb and each object: subjects and objects are one class, verbs another."""
    return [f"The {one} {verb} the {other} ." for one in SUBJECTS for verb in VERBS for other in SUBJECTS]


class TrainClusters(CommandTest):
    def train(self, *arguments, pack="pack", **more):
        return self.run_command("train", "clusters", "-o", pack, *arguments, **more)

    def train_ok(self, *arguments, **more):
        result = self.train(*arguments, **more)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def write_text(self, name="text.jsonl"):
        return self.write(name, as_jsonl(*({"text": sentence} for sentence in sentences())))

    def list_of(self, *arguments):
        """word -> [count, class of each grain]"""
        self.train_ok("--list", "list.txt", *arguments)
        rows = (line.split("\t") for line in self.read("list.txt").decode().splitlines())
        return {word: [int(number) for number in numbers] for word, *numbers in rows}

    def test_words_that_stand_in_the_same_places_are_one_class(self):
        words = self.list_of("--classes", "5,1", self.write_text())
        self.assertEqual(len({words[word][1] for word in SUBJECTS}), 1)
        self.assertEqual(len({words[word][1] for word in VERBS}), 1)
        self.assertNotEqual(words["saw"][1], words["envoy"][1])
        self.assertEqual({numbers[2] for numbers in words.values()}, {0})
        self.assertEqual(words["saw"][0], 9)
        self.assertEqual(words["."][0], 27)

    def test_rare_words_get_no_class(self):
        text = self.write("text.txt", "often often often often rare rare rare\n")
        self.assertEqual(list(self.list_of("--min-count", "4", text)), ["often"])

    def test_digits_are_folded_and_case_is_kept(self):
        text = self.write("text.txt", "Paris paris 1914 1918 2026\n")
        self.assertEqual(self.list_of("--min-count", "1", text)["0000"][0], 3)
        self.assertLessEqual({"Paris", "paris"}, set(self.list_of("--min-count", "1", text)))

    def test_the_header_says_what_it_was_made_of(self):
        self.train_ok("--licence", "CC BY 2.5", "--classes", "2", self.write_text("some/news.jsonl"))
        table = self.read(TABLE)
        for part in b'"data":"news.jsonl"', b'"licence":"CC BY 2.5"', b'"documents":27', b'"words":162', b'"classes":"2"':
            self.assertIn(part, table)
        self.assertNotIn(self.folder.encode(), table)

    def test_the_same_data_give_the_same_bytes_with_any_number_of_threads(self):
        text = self.write_text()
        self.train_ok("-j", "1", text)
        first = self.read(TABLE)
        for jobs in "1", "3", "8":
            self.train_ok("-j", jobs, text)
            self.assertEqual(self.read(TABLE), first)

    def sections(self):
        """name -> bytes of each section of the table: pipeline/learn/model.h says where they are"""
        table = self.read(TABLE)
        n, header = struct.unpack_from("<12xI16xQ", table)
        rows = [struct.unpack_from("<24sQQ", table, 40 + header + 40 * i) for i in range(n)]
        return {name.rstrip(b"\0").decode(): table[start:start + size] for name, start, size in rows}

    def header(self):
        table = self.read(TABLE)
        return json.loads(table[40:40 + struct.unpack_from("<32xQ", table)[0]].rstrip(b"\0"))

    def test_vectors_are_made_where_they_are_wanted(self):
        text = self.write_text()
        self.train_ok(text)
        without = self.sections()
        self.assertNotIn("vectors", without)
        self.assertNotIn("vectors", self.header())
        result = self.train_ok("--vectors", "32", "--epochs", "3", text)
        table = self.sections()
        self.assertEqual([table[name] for name in without], list(without.values()))
        n_slots = len(table["slots"]) // (5 * 2)
        self.assertEqual(len(table["vectors"]), 32 * (n_slots + 1))
        self.assertEqual((self.header()["vectors"], self.header()["epochs"]), (32, 3))
        self.assertRegex(result.err, r"vectors of 32 numbers, epoch 3 of 3: loss \d+\.\d+, \d+ s\n")
        self.assertNotEqual(len(set(table["vectors"])), 1)

    def test_the_same_data_give_the_same_vectors(self):
        text = self.write_text()
        tables = []
        for jobs in "1", "3":
            self.train_ok("--vectors", "64", "-j", jobs, text)
            tables.append(self.read(TABLE))
        self.assertEqual(tables[0], tables[1])

    def test_vectors_are_learned_of_a_document_as_often_as_it_is_taken(self):
        once, twice = "a b c\n", "a b c\na b c\n"
        vectors = []
        for data in self.write("once.txt", once) + "@2", self.write("twice.txt", twice):
            self.train_ok("--vectors", "16", "--min-count", "1", "--classes", "2", data)
            vectors.append(self.sections()["vectors"])
        self.assertEqual(vectors[0], vectors[1])

    def test_a_share_of_the_documents_is_taken(self):
        text = self.write_text()
        for share, count in ("", 27), ("@1", 27), ("@0.5", 13), ("@2", 54):
            self.assertEqual(self.list_of("--min-count", "1", text + share)["."][0], count)

    def test_a_file_whose_name_looks_like_a_share_is_read(self):
        self.assertEqual(self.list_of("--min-count", "1", self.write("text@2", "a a a\n"))["a"][0], 3)

    def test_folders_and_several_files_are_read(self):
        self.write_text("folder/one.jsonl")
        self.assertEqual(self.list_of(self.write_text(), "folder")["."][0], 54)

    def test_progress_is_a_line_an_iteration(self):
        result = self.train_ok("--classes", "3", self.write_text())
        self.assertRegex(result.err, r"27 documents, 162 words; \d+ of \d+ forms get classes\n")
        self.assertRegex(result.err, r"3 classes, iteration 1: \d+ words moved, perplexity \d+\.\d, \d+ s\n")

    def test_text_without_frequent_words_is_an_error(self):
        for content in "", "\n\n", "one two three\n":
            result = self.train(self.write("text.txt", content))
            self.assertEqual(result.status, SOME_FAILED)
            self.assertSays(result, "no word occurs 5 times", "expected more text, or a lower --min-count")
            self.assertFalse(os.path.exists(self.path(TABLE)))

    def test_more_classes_than_words_is_no_error(self):
        words = self.list_of("--min-count", "1", "--classes", "1000", self.write("text.txt", "one two\n"))
        self.assertEqual(set(words), {"one", "two"})

    def test_data_that_cannot_be_read_are_named_and_the_rest_is_used(self):
        self.write("bad.jsonl", '{"text": "The')
        result = self.train("bad.jsonl", self.write_text())
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "bad.jsonl:1: ")
        self.assertIn(b'"documents":27', self.read(TABLE))

    def test_wrong_usage(self):
        text = self.write_text()
        for arguments, message in (
            (["train"], "train: expected a step"),
            (["train", "cluster"], "train: unknown step 'cluster'"),
            (["train", "clusters", text], "train clusters: expected -o PACK"),
            (["train", "clusters", "-o", "pack"], "train clusters: expected DATA"),
            (["train", "clusters", "-o", "pack", "--classes", "10,x", text], "--classes '10,x': expected 1 to 8 numbers"),
            (["train", "clusters", "-o", "pack", "--classes", "", text], "--classes '': expected 1 to 8 numbers"),
            (["train", "clusters", "-o", "pack", "--classes", "0", text], "--classes '0': expected 1 to 8 numbers"),
            (["train", "clusters", "-o", "pack", "--classes", "1,1,1,1,1,1,1,1,1", text], "expected 1 to 8 numbers"),
            (["train", "clusters", "-o", "pack", "--min-count", "0", text], "--min-count: expected 1 or more"),
            (["train", "clusters", "-o", "pack", "--iterations", "0", text], "--iterations: expected 1 or more"),
            (["train", "clusters", "-o", "pack", "--vectors", "20", text], "--vectors: expected a multiple of 16, at most 512"),
            (["train", "clusters", "-o", "pack", "--vectors", "-16", text], "--vectors: expected a multiple of 16"),
            (["train", "clusters", "-o", "pack", "--vectors", "528", text], "--vectors: expected a multiple of 16"),
            (["train", "clusters", "-o", "pack", "--epochs", "0", text], "--epochs: expected 1 or more"),
            (["train", "clusters", "-o", "pack", "-j", "-1", text], "-j: expected a number"),
            (["train", "clusters", "-o", "pack", "--from", "xml", text], "xml"),
            (["train", "clusters", "-o", "pack", text + "@0"], f"{text}@0: '0' is no share of the documents"),
            (["train", "clusters", "-o", "pack", text + "@half"], "'half' is no share of the documents"),
        ):
            self.check_fails(USAGE, message, arguments=arguments)
            self.assertFalse(os.path.exists(self.path(TABLE)))

    def test_the_table_is_not_put_where_it_would_be_read(self):
        self.write_text("folder/one.jsonl")
        self.check_fails(USAGE, "is in the input folder folder", arguments=["train", "clusters", "-o", "folder", "folder"])

    def test_a_pack_that_cannot_be_written_is_said_before_the_training(self):
        self.write("pack", "a file\n")
        result = self.train(self.write_text())
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "pack/tag: cannot write to this folder")
        self.assertNotIn("iteration", result.err)

    def test_help(self):
        result = self.run_ok("train", "--help")
        self.assertIn("Example: entente train clusters ", result.out.decode())
        result = self.run_ok("train", "clusters", "--help")
        self.assertTrue(re.search(r"entente train clusters .*DATA", result.out.decode()), result.out)


if __name__ == "__main__":
    main()
