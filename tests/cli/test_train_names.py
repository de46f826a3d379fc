#!/usr/bin/python3
"""entente train names: from marked text to a pack whose names the program finds."""
import os
import shutil

from command import BUILD_DIR, OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, as_jsonl, main, names_in

DEFAULT = os.path.join(BUILD_DIR, "share", "entente", "en")
MODEL = os.path.join("pack", "tag", "names.bin")
CLASSES = os.path.join("pack", "tag", "clusters.bin")

# Vessels and their owners, whose names are in no list
VESSELS = "Qarvel Nurith Tessok Olmira Vantu Peloth Zermin Ikavo".split()
OWNERS = "Hadrik Omsa,Lurel,Benno Tivary,Moxley,Ardis Quern".split(",")
FRAMES = (
    "The trawler {vessel} docked in the harbour on Monday .",
    "{owner} bought the trawler {vessel} for $ 300 .",
    "Crew members left the trawler {vessel} , said {owner} .",
    "The harbour was quiet and nobody came .",
    "{owner} said that the harbour was closed .",
)


def sentences():
    """41 of them: lists of (word, name type or None, whether it begins the name)."""
    for number in range(41):
        frame = FRAMES[number % len(FRAMES)]
        names = {"{vessel}": ("vessel", VESSELS[number % len(VESSELS)]), "{owner}": ("owner", OWNERS[number % len(OWNERS)])}
        marked = []
        for part in frame.split():
            name_type, name = names.get(part, (None, part))
            marked += [(word, name_type, i == 0) for i, word in enumerate(name.split())]
        yield marked


def as_iob2(tagged, types=None):
    """`types` maps the types of the sentences; what maps to None is not marked."""
    lines = []
    for sentence in tagged:
        for word, name_type, first in sentence:
            name_type = (types or {}).get(name_type, name_type)
            lines.append(f"{word}\t{'BI'[not first]}-{name_type}" if name_type else f"{word}\tO")
        lines.append("")
    return "\n".join(lines) + "\n"


class TrainNames(CommandTest):
    classes = None # the table, once it is made

    def setUp(self):
        super().setUp()
        self.gold = self.write("gold.iob2", as_iob2(sentences()))
        self.make_classes()

    def make_classes(self):
        """The same for all tests, and made once."""
        if not TrainNames.classes:
            self.write("raw.txt", "\n".join(" ".join(word for word, *_ in sentence) for sentence in sentences()) + "\n")
            self.run_ok("train", "clusters", "-o", "pack", "--classes", "4,8", "--min-count", "1", "raw.txt")
            TrainNames.classes = self.read(CLASSES)
        self.write(CLASSES, TrainNames.classes)

    def train(self, *arguments, pack="pack"):
        return self.run_command("train", "names", "-o", pack, *arguments)

    def train_ok(self, *arguments, **more):
        result = self.train(*arguments, **more)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def check_bad_data(self, *parts, status=SOME_FAILED, arguments=()):
        result = self.train(*arguments)
        self.assertEqual(result.status, status, result.err)
        self.assertSays(result, *parts)
        self.assertEqual(len(result.err.splitlines()), 1, result.err)
        self.assertFalse(os.path.exists(self.path(MODEL)))

    def tag(self, text, *arguments):
        result = self.run_ok("run", "-p", "tokenise ! tag", "--to", "jsonl", *arguments, stdin=text)
        return result.documents[0]

    def test_names_are_found_that_the_rules_do_not_know(self):
        text = "The trawler Wendrel docked in the harbour .\n"
        self.assertNotIn("vessel Wendrel", names_in(self.tag(text, "--pack", "pack")))
        self.train_ok(self.gold)
        self.assertEqual(names_in(self.tag(text, "--pack", "pack")), ["vessel Wendrel"])

    def test_types_are_those_of_the_data_and_values_stand_beside(self):
        self.train_ok(self.gold)
        found = self.tag("Hadrik Omsa bought the trawler Qarvel for $ 300 .\n", "--pack", "pack")
        self.assertEqual(names_in(found), ["owner Hadrik Omsa", "vessel Qarvel", "Money $ 300"])
        self.assertEqual([m["kind"] for m in found["mentions"]], ["name", "name", "value"])
        self.assertEqual([m["by"] for m in found["mentions"][:2]], ["tag/names"] * 2)
        for mention in found["mentions"]:
            self.assertGreater(mention["confidence"], 0)
            self.assertLessEqual(mention["confidence"], 1)

    def test_what_was_learned_is_found_again(self):
        self.train_ok(self.gold)
        out = self.run_ok("eval", "names", "--native", "--pack", "pack", self.gold).out.decode()
        self.assertRegex(out, r"(?m)^.*100\.0.*100\.0.*100\.0")

    def test_options_of_the_stage_hold_for_the_model_too(self):
        self.train_ok(self.gold)
        text = "Hadrik Omsa bought the trawler Qarvel for $ 300 .\n"
        for option, names in ("names=off", ["Money $ 300"]), ("values=off", ["owner Hadrik Omsa", "vessel Qarvel"]):
            result = self.run_ok("run", "-p", f"tokenise ! tag {option}", "--pack", "pack", stdin=text)
            self.assertEqual(names_in(result.documents[0]), names)

    def test_texts_without_a_word_are_no_trouble(self):
        self.train_ok(self.gold)
        for text in "", "\n", "  \n\n ", "...\n", "Qarvel\n" * 500:
            self.run_ok("run", "-p", "tokenise ! tag", "--pack", "pack", stdin=text)

    def test_json_lines_with_mentions_teach_the_same(self):
        lines = []
        for sentence in sentences():
            text, mentions = "", []
            for word, name_type, first in sentence:
                start = len(text)
                text += word + " "
                if name_type and first:
                    mentions.append({"start": start, "end": start + len(word), "type": name_type})
                elif name_type:
                    mentions[-1]["end"] = start + len(word)
            lines.append({"text": text.rstrip(), "mentions": mentions})
        self.train_ok(self.write("gold.jsonl", as_jsonl(*lines)))
        self.assertEqual(names_in(self.tag("The trawler Wendrel docked in the harbour .\n", "--pack", "pack")),
                         ["vessel Wendrel"])

    def test_own_types_bring_those_of_the_data_to_the_packs(self):
        gold = self.write("four.iob2", as_iob2(sentences(), {"owner": "PER", "vessel": "LOC"}))
        self.train_ok("--own-types", gold)
        self.assertEqual(names_in(self.tag("Hadrik Omsa bought the trawler Qarvel .\n", "--pack", "pack")),
                         ["Person Hadrik Omsa", "Location Qarvel"])

    def test_a_type_of_several_own_ones_becomes_one_of_them(self):
        gold = self.write("four.iob2", as_iob2(sentences(), {"owner": "PER", "vessel": "MISC"}))
        self.train_ok("--own-types", gold)
        owner, vessel = names_in(self.tag("Hadrik Omsa bought the trawler Qarvel .\n", "--pack", "pack"))
        self.assertEqual(owner, "Person Hadrik Omsa")
        self.assertIn(vessel, [f"{own} Qarvel" for own in ("Nationality", "Event", "Work", "Product")])

    def test_what_one_file_does_not_mark_is_learned_from_another(self):
        """Where the rules find it: a title makes a person."""
        marked = [[("Dr", None, True), ("Lurel", "owner", True), ("left", None, True), ("Qarvel", "vessel", True)]]
        self.write("vessels.iob2", as_iob2(marked * 20, {"owner": None, "vessel": "LOC"}))
        self.write("all.iob2", as_iob2(marked * 4, {"owner": "PER", "vessel": "LOC"}))
        self.train_ok("--own-types", "vessels.iob2", "all.iob2")
        names = self.tag("Dr Lurel left Qarvel\n", "--pack", "pack")["mentions"]
        self.assertEqual([(m["type"], m["by"]) for m in names], [("Person", "tag/names"), ("Location", "tag/names")])

    def test_types_that_the_pack_does_not_have_are_left_out_of_own_types(self):
        gold = self.write("some.iob2", as_iob2(sentences(), {"owner": "PER"}))
        self.train_ok("--own-types", gold)
        self.assertEqual(names_in(self.tag("Hadrik Omsa bought the trawler Qarvel .\n", "--pack", "pack")),
                         ["Person Hadrik Omsa"])

    def test_a_share_of_the_documents_of_a_file_is_taken(self):
        lines = [{"text": "we saw Qarvel", "mentions": [{"start": 7, "end": 13, "type": kind}] if kind else []}
                 for kind in ["vessel"] + [None] * 9]
        self.write("some.jsonl", as_jsonl(*lines))
        self.write("first.jsonl", as_jsonl(lines[0]))
        for data, found in (["some.jsonl"], []), (["some.jsonl@0.1", "first.jsonl@20"], ["vessel Qarvel"]):
            with self.subTest(data):
                self.train_ok(*data)
                self.assertEqual(names_in(self.tag("we saw Qarvel\n", "--pack", "pack")), found)

    def test_names_are_found_or_not_as_boost_wants_it(self):
        for boost, found in ("-100", []), ("100", True):
            self.train_ok("--boost", boost, self.gold)
            names = names_in(self.tag("Hadrik Omsa left the harbour .\n", "--pack", "pack"))
            self.assertTrue(names == found or found and names)

    def test_rules_stand_beside_a_model_of_their_own_types(self):
        gold = self.write("four.iob2", as_iob2(sentences(), {"owner": "PER", "vessel": "LOC"}))
        text = "Hadrik Omsa of the Kalashnikov factory thanked the United Nations (UN) .\n"
        for option, beside in ("--own-types", True), ("--epochs=12", False):
            self.train_ok(option, gold)
            by = {m["by"] for m in self.tag(text, "--pack", "pack")["mentions"]}
            self.assertIn("tag/names", by)
            self.assertEqual(any(name != "tag/names" for name in by), beside)

    def test_the_model_can_be_left_out(self):
        self.train_ok(self.gold)
        text = "Dr Ada Lovelace saw the trawler Qarvel .\n"
        result = self.run_ok("run", "-p", "tokenise ! tag model=off", "--pack", "pack", stdin=text)
        self.assertIn("Person Ada Lovelace", names_in(result.documents[0]))
        self.assertNotIn("tag/names", [m["by"] for m in result.documents[0]["mentions"]])

    def test_the_same_data_give_the_same_bytes(self):
        self.train_ok(self.gold)
        first = self.read(MODEL)
        self.train_ok(self.gold)
        self.assertEqual(self.read(MODEL), first)

    def test_the_header_says_what_it_was_trained_on(self):
        self.train_ok("--licence", "CC BY 4.0", "--epochs", "3", self.write("some/more.iob2", as_iob2(sentences())), self.gold)
        model = self.read(MODEL)
        for part in b'"trained_on":"more.iob2, gold.iob2"', b'"licence":"CC BY 4.0"', b'"epochs":3', b'"words":':
            self.assertIn(part, model)
        self.assertNotIn(self.folder.encode(), model)

    def test_dev_scores_are_said_and_stand_in_the_header(self):
        shutil.move(self.path("pack"), self.path("other"))
        result = self.train_ok("--from-pack", "other", "--dev", self.gold, self.gold)
        self.assertRegex(result.err, r"train names: gold.iob2: F1 \d+\.\d\d P \d+\.\d\d R \d+\.\d\d ECE \d+\.\d\d tokens_per_second ")
        self.assertIn(b'"F1 on gold.iob2":', self.read(MODEL)[:2000])
        self.assertEqual(os.listdir(self.path("pack", "tag")), ["names.bin"])

    def test_progress_is_a_line_an_epoch(self):
        result = self.train_ok("--epochs", "2", self.gold)
        self.assertRegex(result.err, r"epoch 1 of 2, loss \d+\n.*epoch 2 of 2, loss \d+\n")
        self.assertNotIn("nan", result.err)

    def test_classes_may_come_from_another_pack(self):
        shutil.move(self.path("pack"), self.path("other"))
        self.train_ok("--from-pack", "other", self.gold)
        self.assertTrue(os.path.exists(self.path(MODEL)))

    def test_a_pack_without_its_classes_cannot_be_used(self):
        self.train_ok(self.gold)
        os.remove(self.path(CLASSES))
        self.check_fails(UNREADABLE, "was trained with another table of words",
                         arguments=["run", "--pack", "pack"], stdin="A\n")

    def test_without_classes_of_its_own_a_pack_takes_the_default_ones(self):
        os.remove(self.path(CLASSES))
        self.train_ok(self.gold)
        self.assertEqual(names_in(self.tag("The trawler Wendrel docked in the harbour .\n", "--pack", "pack")),
                         ["vessel Wendrel"])

    def test_classes_of_its_own_do_not_touch_the_default_model(self):
        text = "Dr Ada Lovelace of the United Nations paid $5 in Paris.\n"
        self.assertEqual(self.tag(text, "--pack", "pack"), self.tag(text, "--pack", DEFAULT))

    def test_ill_formed_iob2_is_an_error_with_its_line(self):
        for content, *parts in (
            ("The\tO\nQarvel\tI-vessel\n", "bad.iob2:2: the tag I-vessel continues no mention", "expected IOB2"),
            ("A\tB-owner\nB\tI-vessel\n", "bad.iob2:2: ", "expected IOB2"),
            ("A\tO\nB\tvessel\n", "bad.iob2:2: the tag 'vessel'", "expected O, B-TYPE or I-TYPE"),
            ("A\tO\nQarvel\n", "bad.iob2:2: ", "expected TOKEN<TAB>TAG"),
        ):
            with self.subTest(content):
                self.check_bad_data(*parts, arguments=[self.gold, self.write("bad.iob2", content)])

    def test_data_without_names_are_an_error(self):
        for name, content in (("empty.iob2", ""), ("blank.iob2", "\n\n"), ("none.iob2", "The\tO\nharbour\tO\n"),
                              ("none.jsonl", as_jsonl({"text": "The harbour", "mentions": []}))):
            with self.subTest(name):
                self.check_bad_data("no names to learn from", arguments=[self.write(name, content)])

    def test_data_that_mark_no_names_are_an_error(self):
        for name, content in (("plain.txt", "The harbour was quiet.\n"), ("plain.jsonl", as_jsonl({"text": "The harbour"})),
                              ("bad.jsonl", '{"text": "The\n')):
            with self.subTest(name):
                self.check_bad_data(name, arguments=[self.write(name, content)])

    def test_a_file_that_is_not_there(self):
        self.check_bad_data("nowhere.iob2", arguments=["nowhere.iob2"])

    def test_a_model_has_15_types_at_most(self):
        def gold(n):
            return self.write("types.iob2", "".join(f"Word{i}\tB-type{i}\n\n" for i in range(n)))
        self.check_bad_data("16 types of names: expected from 1 to 15", arguments=[gold(16)])
        self.train_ok(gold(15))

    def test_types_that_cannot_be_labels_are_an_error(self):
        for name_type in "", "fishing vessel", "a\tb", "|", "vessel|", "|vessel", "a||b":
            with self.subTest(name_type):
                line = {"text": "Qarvel docked .", "mentions": [{"start": 0, "end": 6, "type": name_type}]}
                self.check_bad_data("bad.jsonl:1: the type '", "expected a word, or several parted by |",
                                    arguments=[self.write("bad.jsonl", as_jsonl(line))])

    def test_names_that_are_no_words_are_counted_and_left_out(self):
        line = {"text": "Qarvel docked .", "mentions": [{"start": 0, "end": 3, "type": "vessel"}]}
        result = self.train_ok(self.write("part.jsonl", as_jsonl(line)))
        self.assertSays(result, "do not begin and end where words do: 1 names")

    def test_damaged_models_are_refused(self):
        self.train_ok(self.gold)
        whole = self.read(MODEL)
        for at in 0, 8, 24, 50, len(whole) // 2, len(whole) - 1:
            with self.subTest(at):
                self.write(MODEL, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
                self.check_fails(UNREADABLE, f"{MODEL}: ", arguments=["run", "--pack", "pack"], stdin="A\n")
        for content in b"", b"junk", whole[:-1], self.read(CLASSES):
            self.write(MODEL, content)
            self.check_fails(UNREADABLE, f"{MODEL}: ", arguments=["run", "--pack", "pack"], stdin="A\n")

    def test_wrong_usage(self):
        for arguments, message in (
            ([self.gold], "train names: expected -o PACK"),
            (["-o", "pack"], "train names: expected DATA"),
            (["-o", "pack", "--epochs", "0", self.gold], "--epochs: expected 1 or more"),
            (["-o", "pack", "--rate", "0", self.gold], "--rate: expected a number above 0"),
            (["-o", "pack", "--rate", "nan", self.gold], "--rate: expected a number above 0"),
            (["-o", "pack", "--dropout", "1", self.gold], "--dropout: expected a number from 0 to below 1"),
            (["-o", "pack", "--dropout", "-0.1", self.gold], "--dropout: expected a number from 0 to below 1"),
            (["-o", "pack", "--prune", "-1", self.gold], "--prune: expected a number from 0 on"),
            (["-o", "pack", "--min-count", "0", self.gold], "--min-count: expected 1 or more"),
            (["-o", "pack", "--fold-epochs", "-1", self.gold], "--fold-epochs: expected 0 or more"),
            (["-o", "pack", "--boost", "nan", self.gold], "--boost: expected a number from -100 to 100"),
            (["-o", "pack", self.gold + "@none"], "'none' is no share of the documents"),
            (["-o", "pack", "--from", "xml", self.gold], "xml"),
            (["-o", "pack", "--nonsense", self.gold], "nonsense"),
        ):
            with self.subTest(arguments):
                self.check_fails(USAGE, message, arguments=["train", "names", *arguments])
                self.assertFalse(os.path.exists(self.path(MODEL)))

    def test_a_pack_that_cannot_be_written_is_said_before_the_training(self):
        self.write("file", "")
        result = self.train(self.gold, pack="file")
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "file/tag: cannot write to this folder")
        self.assertNotIn("epoch", result.err)

    def test_help(self):
        self.assertIn("names ", self.run_ok("train", "--help").out.decode())
        shown = self.run_ok("train", "names", "--help").out.decode()
        self.assertRegex(shown, r"entente train names .*DATA")
        for option in "--from-pack", "--own-types", "--licence", "--epochs", "--fold-epochs", "--boost", "Example: entente train names ":
            self.assertIn(option, shown)


if __name__ == "__main__":
    main()
