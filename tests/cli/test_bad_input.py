#!/usr/bin/python3
"""Input that is missing, damaged or strange: each is named with its place, and the other documents are done."""
import lzma
import os
import random
import subprocess

from command import ENTENTE, SANITIZED, SOME_FAILED, CommandTest, as_jsonl, main

GOOD = "Ada Lovelace lived in London.\n"
NO_OBJECT = 'expected one document as {"text": …} on each line'


class Missing(CommandTest):
    def check_others_are_done(self, status, *parts, arguments):
        """Beside the bad input, good.txt is read to the end."""
        self.write("good.txt", GOOD)
        result = self.check_fails(status, *parts, arguments=["run", *arguments, "good.txt"])
        self.assertEqual(result.texts, [GOOD])
        self.assertIn("relations", result.documents[0])

    def test_a_missing_file_is_named_and_the_others_are_done(self):
        self.check_others_are_done(SOME_FAILED, "nowhere.txt: No such file", "expected a file, a folder",
                                   arguments=["nowhere.txt"])

    def test_a_folder_without_files_is_named_and_the_others_are_done(self):
        os.makedirs(self.path("empty", "deeper"))
        self.check_others_are_done(SOME_FAILED, "empty: no file to read in this folder or below it",
                                   arguments=["empty"])

    def test_a_folder_of_pipes_and_hidden_files_has_nothing_to_read(self):
        self.write("odd/.hidden.txt", GOOD)
        os.mkfifo(self.path("odd", "pipe"))
        self.check_others_are_done(SOME_FAILED, "odd: no file to read", arguments=["odd"])

    def test_an_empty_name_is_no_input(self):
        self.check_others_are_done(SOME_FAILED, "No such file", arguments=[""])

    def test_a_link_to_nowhere_is_an_error_as_an_argument_and_passed_over_in_a_folder(self):
        self.write("folder/good.txt", GOOD)
        os.symlink("nowhere", self.path("folder", "link.txt"))
        self.assertEqual(self.run_ok("run", "folder").texts, [GOOD])
        self.check_others_are_done(SOME_FAILED, "folder/link.txt: No such file", arguments=["folder/link.txt"])

    def test_links_in_a_circle_end(self):
        self.write("folder/sub/good.txt", GOOD)
        os.symlink("..", self.path("folder", "sub", "up"))
        os.symlink("self", self.path("folder", "self"))
        self.assertEqual(self.run_ok("run", "folder").texts, [GOOD])

    def test_files_and_folders_that_may_not_be_read_are_named_and_the_others_are_done(self):
        self.write("folder/good.txt", GOOD)
        self.write("folder/secret.txt", GOOD)
        os.makedirs(self.path("folder", "closed"))
        for name in "secret.txt", "closed":
            os.chmod(self.path("folder", name), 0)
        os.chmod(self.folder, 0o755)
        user = {"user": "nobody"} if os.geteuid() == 0 else {}
        if subprocess.run(["test", "-x", ENTENTE], check=False, **user).returncode:
            self.skipTest("only root may run the program here, and root may read everything")
        result = self.check_fails(SOME_FAILED, "folder/secret.txt: cannot be opened: Permission denied",
                                  "folder/closed: cannot read this folder: Permission denied",
                                  arguments=["run", "folder"], **user)
        self.assertEqual(result.texts, [GOOD])

    def test_nothing_to_read_is_an_empty_document(self):
        for content in b"", b"\n", b" \n\n\t":
            result = self.run_ok("run", self.write("empty.txt", content))
            self.assertEqual(result.texts, [content.decode()])
            self.assertEqual(result.documents[0]["tokens"], [])
            self.assertEqual(result.documents[0]["relations"], [])

    def test_an_empty_file_of_many_documents_has_none(self):
        for name in "none.jsonl", "none.conllu", "none.iob2":
            self.assertEqual(self.run_ok("run", self.write(name, "")).out, b"")


class Bytes(CommandTest):
    def only_document(self, content):
        result = self.run_ok("run", self.write("input.txt", content))
        self.assertEqual(len(result.documents), 1)
        document = result.documents[0]
        for layer in "tokens", "mentions":
            for item in document[layer]:
                self.assertLess(item["start"], item["end"])
                self.assertLessEqual(item["end"], len(document["text"]))
        return document, result.err

    def surfaces(self, document):
        return [document["text"][t["start"]:t["end"]] for t in document["tokens"]]

    def test_invalid_utf8_is_read_as_what_it_may_be_and_the_user_is_told(self):
        document, message = self.only_document(b"Ada Lovelace lived in London \xff\xfe\x80 and met Bob.\n")
        self.assertIn("London", self.surfaces(document))
        self.assertIn("note: input: ", message)

    def test_text_of_another_charset_is_decoded_and_the_user_is_told(self):
        text = "Die Übergrößen für die Läden in Köln und Düsseldorf kämen später, hieß es.\n"
        document, message = self.only_document(text.encode("iso-8859-1"))
        self.assertEqual(document["text"], text)
        self.assertIn("note: input: read as ISO-8859-1", message)

    def test_bytes_that_are_no_text_are_named_and_the_others_are_done(self):
        random.seed(1)
        self.write("noise.txt", random.randbytes(10_000))
        self.write("good.txt", GOOD)
        result = self.check_fails(SOME_FAILED, "noise.txt: not text", "expected plain text",
                                  arguments=["run", "noise.txt", "good.txt"])
        self.assertEqual(result.texts, [GOOD])

    def test_zero_bytes_stay_in_the_text(self):
        document, _ = self.only_document(b"Ada\0Lovelace lived in\0 London.\n\0")
        self.assertEqual(document["text"], "Ada\0Lovelace lived in\0 London.\n\0")
        self.assertIn("London", self.surfaces(document))

    def test_a_byte_order_mark_is_no_part_of_the_text(self):
        document, _ = self.only_document(b"\xef\xbb\xbfLondon is big.\n")
        self.assertEqual(document["text"], "London is big.\n")
        self.assertEqual((document["tokens"][0]["start"], document["tokens"][0]["end"]), (0, 6))

    def test_utf16_is_known_by_its_byte_order_mark(self):
        document, _ = self.only_document("London is big.\n".encode("utf-16"))
        self.assertEqual(document["text"], "London is big.\n")

    def test_carriage_returns_stay_in_the_text_and_out_of_the_tokens(self):
        document, _ = self.only_document(b"London is big.\r\nParis is big.\r\n")
        self.assertEqual(document["text"], "London is big.\r\nParis is big.\r\n")
        self.assertEqual(self.surfaces(document), "London is big . Paris is big .".split())
        self.assertEqual(len(document["sentences"]), 2)

    def test_control_characters_of_a_text_are_escaped_in_json(self):
        document, _ = self.only_document(b"London \x1b[31mis\x07 big.\n")
        self.assertEqual(document["text"], "London \x1b[31mis\x07 big.\n")


class Large(CommandTest):
    def test_200_mb_without_a_line_break_are_one_document(self):
        word = b"x" * 999_999 + b" "
        name = self.write("large.txt", *[word] * (20 if SANITIZED else 200))
        report = self.path("report.jsonl")
        self.run_ok("run", "--to", "none", "--report", report, name)
        self.assertIn(b'"documents":1,"failed":0', self.read("report.jsonl"))

    def test_200_mb_without_a_line_break_are_one_line(self):
        word = b"x" * 999_999 + b" "
        name = self.write("large.txt", *[word] * (20 if SANITIZED else 200))
        self.run_ok("run", "--from", "lines", "--to", "none", name)

    def test_200_mb_of_no_json_are_one_bad_line(self):
        self.write("large.jsonl", *[b"x" * 1_000_000] * (20 if SANITIZED else 200), "\n", as_jsonl({"text": GOOD}))
        result = self.check_fails(SOME_FAILED, "large.jsonl:1: byte ", "not JSON", arguments=["run", "large.jsonl"])
        self.assertEqual(result.texts, [GOOD])

    def test_sentences_without_a_line_break_are_told_apart(self):
        n = 2_000 if SANITIZED else 20_000
        self.write("long.txt", *["The BBC said that Russia attacked Ukraine. "] * n)
        document = self.run_ok("run", "long.txt").documents[0]
        self.assertEqual(len(document["sentences"]), n)

    def test_a_word_of_a_megabyte_is_in_tokens_from_end_to_end(self):
        name = self.write("word.txt", "London ", "x" * 1_000_000, " London\n")
        tokens = self.run_ok("run", name).documents[0]["tokens"]
        self.assertEqual(sum(t["end"] - t["start"] for t in tokens), 6 + 1_000_000 + 6)
        self.assertLess(len(tokens), 100)

    def test_a_hundred_thousand_documents_of_one_word(self):
        n = 10_000 if SANITIZED else 100_000
        self.write("words.txt", *[f"word{i}\n" for i in range(n)])
        result = self.run_ok("run", "--from", "lines", "-p", "tokenise", "words.txt")
        self.assertEqual(result.texts, [f"word{i}" for i in range(n)])


class Damaged(CommandTest):
    def truncated(self, name, content):
        packed = lzma.compress(content)
        return self.write(name, packed[:len(packed) // 2])

    def test_a_truncated_xz_is_named_with_its_byte_and_the_others_are_done(self):
        random.seed(1)
        self.truncated("cut.txt.xz", random.randbytes(100_000).hex().encode())
        self.write("good.txt", GOOD)
        result = self.check_fails(SOME_FAILED, "cut.txt.xz: broken at byte ", "where it ends too early",
                                  arguments=["run", "cut.txt.xz", "good.txt"])
        self.assertEqual(result.texts, [GOOD])

    def test_of_a_truncated_xz_of_many_documents_the_first_ones_are_done(self):
        random.seed(1)
        lines = [{"id": str(i), "text": random.randbytes(500).hex()} for i in range(2000)]
        self.truncated("cut.jsonl.xz", as_jsonl(*lines).encode())
        result = self.check_fails(SOME_FAILED, "cut.jsonl.xz: broken at byte ",
                                  arguments=["run", "-p", "tokenise", "cut.jsonl.xz"])
        self.assertGreater(len(result.texts), 100)
        self.assertEqual(result.texts, [line["text"] for line in lines[:len(result.texts)]])

    def test_what_is_xz_by_name_only_is_an_error_or_text_but_no_crash(self):
        self.assertEqual(self.run_ok("run", self.write("plain.txt.xz", GOOD)).texts, [GOOD])


class JsonLines(CommandTest):
    def check_line(self, line, *parts):
        """A bad second line costs itself alone, and is named by its number."""
        self.write("input.jsonl", as_jsonl({"text": "one"}), line, "\n", as_jsonl({"text": "three"}))
        result = self.check_fails(SOME_FAILED, "input.jsonl:2: ", *parts, arguments=["run", "input.jsonl"])
        self.assertEqual(result.texts, ["one", "three"])
        self.assertEqual(len(result.err.splitlines()), 1, result.err)

    def test_a_line_that_is_no_object(self):
        for line in "[1, 2]", "[]":
            self.check_line(line, "not a JSON object", NO_OBJECT)

    def test_a_line_that_is_no_json(self):
        for line in "Ada Lovelace", '{"text": "cut', '{"text": 1,}', '"text"', '{"text": "a"} x', "\0", "\x1b[31m":
            self.check_line(line, "byte ", "not JSON", NO_OBJECT)

    def test_a_line_without_text(self):
        self.check_line('{"body": "Ada"}', 'no "text"', NO_OBJECT)

    def test_a_text_that_is_no_string(self):
        for value in "null", "1", '["a"]':
            self.check_line(f'{{"text": {value}}}', '"text" is not a string', NO_OBJECT)

    def test_bytes_that_are_not_utf8(self):
        self.write("input.jsonl", b'{"text": "one"}\n{"text": "\xff"}\n{"text": "three"}\n')
        result = self.check_fails(SOME_FAILED, "input.jsonl:2: byte ", "unable to decode byte 0xff",
                                  arguments=["run", "input.jsonl"])
        self.assertEqual(result.texts, ["one", "three"])

    def test_brackets_in_brackets_in_brackets_end(self):
        self.check_line('{"text": ' + "[" * 100_000, "not JSON")

    def test_blank_lines_are_passed_over_and_counted(self):
        self.write("input.jsonl", "\n\r\n", as_jsonl({"text": "three"}), "\n", "bad\n")
        result = self.check_fails(SOME_FAILED, "input.jsonl:5: ", arguments=["run", "input.jsonl"])
        self.assertEqual(result.documents[0]["id"], "input/3")

    def test_a_byte_order_mark_and_no_last_line_break_do_no_harm(self):
        self.write("input.jsonl", b'\xef\xbb\xbf{"text": "one"}\r\n{"text": "two"}')
        self.assertEqual(self.run_ok("run", "input.jsonl").texts, ["one", "two"])

    def test_a_mention_outside_of_its_text(self):
        annotated = {"text": "Ada", "tokens": [{"start": 0, "end": 3}], "sentences": [{"start": 0, "end": 3}],
                     "mentions": [{"start": 0, "end": 9, "type": "Person"}]}
        self.check_line(as_jsonl(annotated).strip(), "mentions[0]", '"end" 9', "not a part of the text")


class Tables(CommandTest):
    def test_a_conllu_line_of_too_few_columns(self):
        self.write("bad.conllu", "1\tAda\tAda\n\n")
        self.check_fails(SOME_FAILED, "bad.conllu:1: 3 columns: expected 10", arguments=["run", "bad.conllu"])

    def test_an_iob2_line_without_a_tab(self):
        self.write("bad.iob2", "Ada B-PER\n")
        self.check_fails(SOME_FAILED, "bad.iob2:1: ", "expected TOKEN<TAB>TAG", arguments=["run", "bad.iob2"])

    def test_text_that_claims_to_be_conllu(self):
        self.write("text.txt", GOOD)
        self.check_fails(SOME_FAILED, "text.txt:1: ", "expected 10",
                         arguments=["run", "--from", "conllu", "text.txt"])


class Names(CommandTest):
    def test_files_with_odd_names_are_read(self):
        names = [b"a b.txt", b"a\nb.txt", b"\xff\xfe.txt", b"\x1b[31m.txt", b"-p.txt", "Übung.txt".encode()]
        for name in names:
            with open(os.path.join(self.folder.encode(), name), "wb") as file:
                file.write(GOOD.encode())
        result = self.run_ok("run", "--", ".", *names)
        self.assertEqual(result.texts, [GOOD] * 2 * len(names))
        self.assertEqual(len({document["id"] for document in result.documents}), 2 * len(names))

    def test_messages_hold_no_control_characters(self):
        result = self.check_fails(SOME_FAILED, "\\x1b[31m\\x0a", arguments=["run", "\x1b[31m\n\u009b.txt"])
        self.assertEqual([c for c in result.err if ord(c) < 32], ["\n"])
        self.assertNotIn("\u009b", result.err)

    def test_the_same_file_twice_is_two_documents_of_different_ids(self):
        self.write("good.txt", GOOD)
        result = self.run_ok("run", "good.txt", "./good.txt")
        self.assertEqual([document["id"] for document in result.documents], ["good", "good#2"])
        self.assertSays(result, "note: good#2: the id good is that of another document")

    def test_a_named_pipe_is_read(self):
        os.mkfifo(self.path("pipe"))
        with subprocess.Popen(["sh", "-c", "echo 'London is big.' > pipe"], cwd=self.folder) as writer:
            try:
                self.assertEqual(self.run_ok("run", "pipe").texts, ["London is big.\n"])
            finally:
                writer.kill() # which would wait for a reader for ever


if __name__ == "__main__":
    main()
