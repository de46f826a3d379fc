#!/usr/bin/python3
"""`entente eval`: the figures are those that one counts by hand, and gold that cannot be used is no score."""
import lzma
import re

from command import SOME_FAILED, USAGE, CommandTest, as_jsonl, main


def conllu(text, rows):
    """A sentence; a row is the form, or (form, its syntactic words), with "_" before it for no space after it."""
    lines, number = [f"# text = {text}"], 1
    for row in rows:
        form, words = (row, None) if isinstance(row, str) else row
        last = "SpaceAfter=No" if form.startswith("_") else "_"
        form = form.lstrip("_")
        if words:
            lines.append("\t".join([f"{number}-{number + len(words) - 1}", form, *"_______", last]))
        for word in words or [form]:
            lines.append("\t".join([str(number), word, *"____", "0" if number == 1 else "1", "_", "_",
                                    "_" if words else last]))
            number += 1
    return "\n".join(lines) + "\n\n"


class Eval(CommandTest):
    def figures(self, *arguments, **more):
        """The last line, NAME VALUE pairs."""
        line = self.run_ok("eval", *arguments, **more).out.decode().splitlines()[-1].split()
        return dict(zip(line[::2], line[1::2]))

    def check_bad_gold(self, *parts, arguments, **more):
        result = self.check_fails(SOME_FAILED, *parts, arguments=["eval", *arguments], **more)
        self.assertNotIn(b"F1", result.out)
        self.assertNotIn(b"Tokens", result.out)


class Tokenise(Eval):
    def test_what_is_cut_as_in_the_gold_has_100(self):
        self.write("gold.conllu", conllu("Ada left.", ["Ada", "_left", "."]))
        figures = self.figures("tokenise", "gold.conllu")
        self.assertEqual([figures[name] for name in ("Tokens", "Words", "Sentences")], ["100.00"] * 3)

    def test_tokens_words_and_sentences_are_counted_by_their_spans(self):
        # Found: Ada left . Bob stayed . in two sentences. In the gold: Ada left. Bob stayed . in one.
        # Four tokens of 6 found and 5 in the gold: F1 = 2 * 4 / 11. No sentence is right.
        self.write("gold.conllu", conllu("Ada left. Bob stayed.", ["Ada", "left.", "Bob", "_stayed", "."]))
        result = self.run_ok("eval", "tokenise", "gold.conllu").out.decode().splitlines()
        self.assertRegex(result[0], r"^tokens +P +66\.67 +R +80\.00 +F1 +72\.73 +gold 5 +found 6$")
        self.assertRegex(result[1], r"^words +P +66\.67 +R +80\.00 +F1 +72\.73 +gold 5 +found 6$")
        self.assertRegex(result[2], r"^sentences +P +0\.00 +R +0\.00 +F1 +0\.00 +gold 1 +found 2$")
        self.assertRegex(result[3], r"^Tokens 72\.73 Words 72\.73 Sentences 0\.00 tokens_per_second \d+ ")

    def test_the_words_of_a_token_are_counted_one_by_one(self):
        # "don't" is one token of two words; gold that has it as one word shares We, go and . of 4 with the 5 found
        self.write("two.conllu", conllu("We don't go.", ["We", ("don't", ["do", "n't"]), "_go", "."]))
        self.write("one.conllu", conllu("We don't go.", ["We", "don't", "_go", "."]))
        two, one = self.figures("tokenise", "two.conllu"), self.figures("tokenise", "one.conllu")
        self.assertEqual((two["Tokens"], two["Words"]), ("100.00", "100.00"))
        self.assertEqual((one["Tokens"], one["Words"]), ("100.00", "66.67"))

    def test_several_files_are_counted_together(self):
        self.write("good.conllu", conllu("Ada left.", ["Ada", "_left", "."]))
        self.write("bad.conllu", conllu("Bob left.", ["Bob", "left."]))
        # 3 + 1 right, of 3 + 3 found and 3 + 2 in the gold
        self.assertEqual(self.figures("tokenise", "good.conllu", "bad.conllu")["Tokens"], "72.73")

    def test_iob2_is_gold_for_tokens_too(self):
        self.write("gold.iob2", "Ada\tB-PER\nleft\tO\n.\tO\n")
        self.assertEqual(self.figures("tokenise", "gold.iob2")["Tokens"], "100.00")

    def test_gold_without_tokens_is_no_gold(self):
        self.write("text.txt", "Ada left.\n")
        self.write("gold.jsonl", as_jsonl({"text": "Ada", "mentions": []}))
        self.check_bad_gold("text.txt", "the gold has no tokens: expected CoNLL-U or IOB2",
                            arguments=["tokenise", "text.txt"])
        self.check_bad_gold("gold.jsonl:1: ", "the gold has no tokens", arguments=["tokenise", "gold.jsonl"])


class Names(Eval):
    TEXT = "Mr Smith visited France and Germany on 5 May 2024."
    SMITH, FRANCE, GERMANY, DATE = (3, 8), (17, 23), (28, 35), (39, 49)

    def gold(self, *mentions, name="gold.jsonl"):
        mentions = [{"start": start, "end": end, "type": kind, **more} for (start, end), kind, *rest in mentions
                    for more in [rest[0] if rest else {}]]
        return self.write(name, as_jsonl({"text": self.TEXT, "mentions": mentions}))

    def scores(self, *arguments, **more):
        figures = self.figures("names", *arguments, **more)
        return figures["F1"], figures["P"], figures["R"]

    def test_a_name_is_right_where_span_and_type_are(self):
        # Found: Smith, France, Germany. Two of three right, and two of three in the gold
        self.gold((self.SMITH, "Person"), (self.FRANCE, "Location"), (self.GERMANY, "Organisation"))
        self.assertEqual(self.scores("gold.jsonl"), ("66.67", "66.67", "66.67"))

    def test_what_is_found_beyond_the_gold_costs_precision(self):
        self.gold((self.SMITH, "Person"), (self.FRANCE, "Location"))
        self.assertEqual(self.scores("gold.jsonl"), ("80.00", "66.67", "100.00"))

    def test_what_is_not_found_costs_recall(self):
        self.gold((self.SMITH, "Person"), (self.FRANCE, "Location"), (self.GERMANY, "Location"), ((0, 2), "Person"))
        self.assertEqual(self.scores("gold.jsonl"), ("85.71", "100.00", "75.00"))

    def test_a_type_that_the_gold_never_marks_costs_nothing(self):
        self.gold((self.SMITH, "Person"))
        self.assertEqual(self.scores("gold.jsonl"), ("100.00", "100.00", "100.00"))

    def test_types_of_another_inventory_are_brought_to_four(self):
        self.gold((self.SMITH, "PER"), (self.FRANCE, "LOC"), (self.GERMANY, "LOC"))
        out = self.run_ok("eval", "names", "gold.jsonl").out.decode()
        self.assertRegex(out, r"(?m)^LOC +P 100\.00 +R 100\.00 +F1 100\.00 +gold 2 +found 2$")
        self.assertRegex(out, r"(?m)^PER +P 100\.00 +R 100\.00 +F1 100\.00 +gold 1 +found 1$")

    def test_confidences_are_held_against_what_is_right(self):
        """The error of one mention is how far its confidence is from 1 where it is right, from 0 where it is not."""
        mention, = self.run_ok("run", "-p", "tokenise ! tag", "--to", "jsonl", stdin="Mr Smith left.").documents[0]["mentions"]
        for kind, error in ("Person", 1 - mention["confidence"]), ("Location", mention["confidence"]):
            self.write("gold.jsonl", as_jsonl({"text": "Mr Smith left.", "mentions": [
                {"start": 3, "end": 8, "type": kind}, {"start": 0, "end": 2, "type": "Person"}]}))
            self.assertAlmostEqual(float(self.figures("names", "gold.jsonl")["ECE"]), 100 * error, delta=0.1)

    def test_values_count_with_native_alone(self):
        self.gold((self.SMITH, "Person", {"kind": "name"}), (self.DATE, "Temporal", {"kind": "value"}))
        self.assertEqual(self.scores("gold.jsonl"), ("100.00", "100.00", "100.00"))
        out = self.run_ok("eval", "names", "--native", "gold.jsonl").out.decode()
        self.assertRegex(out, r"(?m)^Temporal +P 100\.00 +R 100\.00 +F1 100\.00 +gold 1 +found 1$")

    def test_a_mention_of_nothing_does_not_count(self):
        self.gold((self.SMITH, "Person"), ((17, 17), "Location"))
        self.assertEqual(self.scores("gold.jsonl"), ("100.00", "100.00", "100.00"))

    def test_offsets_are_code_points(self):
        self.write("gold.jsonl", as_jsonl({"text": "😀😀 Mr Smith left.",
                                           "mentions": [{"start": 6, "end": 11, "type": "Person"}]}))
        self.assertEqual(self.scores("gold.jsonl"), ("100.00", "100.00", "100.00"))

    def test_iob2_is_gold(self):
        self.write("gold.iob2", "Mr\tO\nSmith\tB-PER\nvisited\tO\nFrance\tB-LOC\n.\tO\n")
        self.assertEqual(self.scores("gold.iob2"), ("100.00", "100.00", "100.00"))

    def test_gold_may_be_packed_and_come_from_standard_input(self):
        self.gold((self.SMITH, "Person"))
        content = self.read("gold.jsonl")
        self.write("packed.jsonl.xz", lzma.compress(content))
        self.assertEqual(self.scores("packed.jsonl.xz"), ("100.00", "100.00", "100.00"))
        self.assertEqual(self.scores("--from", "jsonl", "-", stdin=content), ("100.00", "100.00", "100.00"))
        self.write("marked.jsonl", b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
        self.assertEqual(self.scores("marked.jsonl"), ("100.00", "100.00", "100.00"))

    def test_the_speed_is_told(self):
        figures = self.figures("names", self.gold((self.SMITH, "Person")))
        self.assertGreater(int(figures["tokens_per_second"]), 0)
        self.assertGreater(int(figures["bytes_per_second"]), 0)

    def check_line(self, line, *parts):
        self.write("gold.jsonl", as_jsonl({"text": self.TEXT, "mentions": []}), line, "\n")
        self.check_bad_gold("gold.jsonl:2: ", *parts, arguments=["names", "gold.jsonl"])

    def test_a_line_that_is_no_gold_is_named(self):
        self.check_line("Ada", "not JSON")
        for line in '{"text": "Ada"}', '{"mentions": []}', "[]", '{"text": 1, "mentions": []}':
            self.check_line(line, 'not gold: expected {"text": …, "mentions": […]}')

    def test_a_mention_outside_of_its_text_is_named(self):
        for start, end in (0, 9), (2, 1), (-1, 2), (9, 9):
            mention = {"start": start, "end": end, "type": "Person"}
            self.check_line(as_jsonl({"text": "Ada", "mentions": [mention]}).strip(),
                            f"a mention from {start} to {end}: expected start, end (code points of the text) and type")
        self.check_line('{"text": "Ada", "mentions": [1]}', "expected start, end")

    def test_iob1_is_named_with_its_line(self):
        self.write("gold.iob2", "Mr\tO\nSmith\tI-PER\n")
        self.check_bad_gold("gold.iob2:2: the tag I-PER continues no mention", "expected IOB2",
                            arguments=["names", "gold.iob2"])

    def test_wrong_columns_are_named_with_their_line(self):
        self.write("gold.iob2", "Mr\tO\nSmith B-PER\n")
        self.check_bad_gold("gold.iob2:2: ", "expected TOKEN<TAB>TAG", arguments=["names", "gold.iob2"])
        self.write("tags.iob2", "Mr\tO\nSmith\tPERSON\n")
        self.check_bad_gold("tags.iob2:2: the tag 'PERSON': expected O, B-TYPE or I-TYPE",
                            arguments=["names", "tags.iob2"])
        self.write("gold.conllu", "1\tAda\n\n")
        self.check_bad_gold("gold.conllu:1: 2 columns: expected 10", arguments=["names", "gold.conllu"])

    def test_gold_without_mentions_is_no_gold(self):
        self.write("text.txt", "Ada left.\n")
        self.check_bad_gold("text.txt", "the gold has no mentions: expected IOB2 or JSON Lines",
                            arguments=["names", "text.txt"])


class Both(Eval):
    def test_gold_that_is_not_there_is_no_score(self):
        for step in "tokenise", "names":
            for name in "nowhere.conllu", "nowhere.jsonl", "nowhere.iob2":
                self.check_bad_gold(f"{name}: No such file", arguments=[step, name])

    def test_gold_with_nothing_in_it_is_no_score(self):
        for step in "tokenise", "names":
            for name in "empty.conllu", "empty.jsonl", "empty.iob2":
                self.write(name, "\n")
                self.check_bad_gold(f"{name}: no gold in it", arguments=[step, name])

    def test_one_bad_file_spoils_the_score(self):
        self.write("good.iob2", "Ada\tB-PER\n")
        self.write("bad.iob2", "Ada\n")
        for step in "tokenise", "names":
            self.check_bad_gold("bad.iob2:1: ", arguments=[step, "good.iob2", "bad.iob2"])

    def test_wrong_usage_is_said(self):
        for arguments in [], ["tokenise"]:
            self.check_fails(USAGE, "expected a step (tokenise, tag, names, parse or link) and gold files",
                             arguments=["eval", *arguments])
        self.check_fails(USAGE, "unknown step 'nams': expected tokenise, tag, names, parse or link", arguments=["eval", "nams", "x"])
        self.check_fails(USAGE, "from=xml", arguments=["eval", "names", "--from", "xml", "x"])

    def test_the_last_line_is_pairs_with_two_decimals(self):
        self.write("gold.iob2", "Ada\tB-PER\n")
        for step, pattern in {"tokenise": r"Tokens [\d.]+\.\d\d Words [\d.]+\.\d\d Sentences [\d.]+\.\d\d",
                              "names": r"F1 \d+\.\d\d P \d+\.\d\d R \d+\.\d\d ECE \d+\.\d\d"}.items():
            last = self.run_ok("eval", step, "gold.iob2").out.decode().splitlines()[-1]
            self.assertTrue(re.fullmatch(pattern + r" tokens_per_second \d+ bytes_per_second \d+", last), last)


if __name__ == "__main__":
    main()
