#!/usr/bin/python3
"""entente train tag and entente eval tag: from CoNLL-U to a pack that gives each word its part of speech and lemma."""
import os
import shutil

from command import OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, main

MODEL = os.path.join("pack", "tag", "pos.bin")
CLASSES = os.path.join("pack", "tag", "clusters.bin")

SENTENCES = [
    "the/DET/the dogs/NOUN/dog barked/VERB/bark ./PUNCT/.",
    "a/DET/a dog/NOUN/dog barks/VERB/bark in/ADP/in Paris/PROPN/Paris ./PUNCT/.",
    "The/DET/the cats/NOUN/cat walked/VERB/walk in/ADP/in London/PROPN/London ./PUNCT/.",
    "we/PRON/we do/AUX/do +n't/PART/not walk/VERB/walk ./PUNCT/.",
] * 5


def conllu(sentences, name="a"):
    """A document; a word is FORM/UPOS/LEMMA, with + before one that is written as one with the word before it."""
    lines = [f"# newdoc id = {name}"]
    for sentence in sentences:
        words = [word.lstrip("+").split("/") for word in sentence.split()]
        joined = [word.startswith("+") for word in sentence.split()] + [False]
        for number, (form, pos, lemma) in enumerate(words):
            if joined[number + 1]:
                lines.append("\t".join([f"{number + 1}-{number + 2}", form + words[number + 1][0], *"________"]))
            lines.append("\t".join([str(number + 1), form, lemma, pos, *"______"]))
        lines.append("")
    return "\n".join(lines) + "\n"


class Tagging(CommandTest):
    classes = None # the table, once it is made

    def setUp(self):
        super().setUp()
        self.gold = self.write("gold.conllu", conllu(SENTENCES))
        if not Tagging.classes:
            self.write("raw.txt", "the dogs barked . a dog barks in Paris .\n" * 3)
            self.run_ok("train", "clusters", "-o", "pack", "--classes", "2,4", "--min-count", "1", "raw.txt")
            Tagging.classes = self.read(CLASSES)
        self.write(CLASSES, Tagging.classes)

    def train(self, *arguments, pack="pack"):
        return self.run_command("train", "tag", "-o", pack, *arguments)

    def train_ok(self, *arguments, **more):
        result = self.train(*arguments, **more)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def tagged(self, text, *arguments):
        result = self.run_ok("run", "-p", "tokenise ! tag", "--to", "jsonl", *arguments, stdin=text)
        document = result.documents[0]
        return " ".join("/".join([document["text"][token["start"]:token["end"]], token.get("pos", ""),
                                  token.get("lemma", "")]) for token in document["tokens"])

    def rows(self, *arguments, **more):
        """Form, lemma and part of speech of each line of CoNLL-U."""
        out = self.run_ok("run", "-p", "tokenise ! tag", "--to", "conllu", *arguments, **more).out.decode()
        return [line.split("\t")[1:4] for line in out.splitlines() if line and line[0] != "#"]


class TrainTag(Tagging):
    def test_what_was_learned_stands_in_json_lines(self):
        self.train_ok(self.gold)
        self.assertEqual(self.tagged("The dog barked in London.\n", "--pack", "pack"),
                         "The/DET/the dog/NOUN/dog barked/VERB/bark in/ADP/in London/PROPN/London ./PUNCT/.")

    def test_what_was_learned_stands_in_conllu(self):
        self.train_ok(self.gold)
        self.assertEqual(self.rows("--pack", "pack", stdin="We don't walk.\n"),
                         [["We", "we", "PRON"], ["don't", "_", "_"], ["do", "do", "AUX"], ["n't", "not", "PART"],
                          ["walk", "walk", "VERB"], [".", ".", "PUNCT"]])

    def test_the_words_of_conllu_are_kept_and_tagged_afresh(self):
        self.train_ok(self.gold)
        self.write("other.conllu", conllu(["the/X/x dogs/X/x ./X/x"]))
        self.assertEqual(self.rows("--pack", "pack", "other.conllu"),
                         [["the", "the", "DET"], ["dogs", "dog", "NOUN"], [".", ".", "PUNCT"]])

    def test_tags_may_be_left_out(self):
        self.train_ok(self.gold)
        result = self.run_ok("run", "-p", "tokenise ! tag pos=off", "--pack", "pack", stdin="A dog\n")
        self.assertNotIn("pos", result.documents[0]["tokens"][0])

    def test_texts_without_a_word_are_no_trouble(self):
        self.train_ok(self.gold)
        for text in "", "\n", " \n\n ", "...\n", "\u00e9\u0301 \U0001f600\n", "dog" * 5000 + "\n":
            self.run_ok("run", "-p", "tokenise ! tag", "--pack", "pack", stdin=text)

    def test_the_same_data_give_the_same_bytes(self):
        self.train_ok("--dev", self.gold, self.gold)
        first = self.read(MODEL)
        self.train_ok("--dev", self.gold, self.gold)
        self.assertEqual(self.read(MODEL), first)

    def test_dev_scores_are_said_and_stand_in_the_header(self):
        result = self.train_ok("--dev", self.gold, self.gold)
        self.assertSays(result, "gold.conllu: UPOS 100.00 Lemmas 100.00 tokens_per_second ")
        for part in b'"UPOS on gold.conllu":100,', b'"Lemmas on gold.conllu":100,':
            self.assertIn(part, self.read(MODEL)[:1000])
        self.assertNotIn(b"per_second", self.read(MODEL))

    def test_dev_is_measured_with_the_data_of_the_other_pack(self):
        shutil.move(self.path("pack"), self.path("other"))
        result = self.train_ok("--from-pack", "other", "--dev", self.gold, self.gold)
        self.assertSays(result, "UPOS 100.00")
        self.assertEqual(os.listdir(self.path("pack", "tag")), ["pos.bin"])

    def test_dev_that_cannot_be_read_is_an_error(self):
        self.write("bad.conllu", "1\tdog\n\n")
        for name, *parts in (("nowhere.conllu", "nowhere.conllu: No such file"), ("bad.conllu", "bad.conllu:1: 2 columns")):
            result = self.train("--dev", name, self.gold)
            self.assertEqual(result.status, SOME_FAILED, result.err)
            self.assertSays(result, *parts)

    def test_the_header_says_what_it_was_trained_on(self):
        self.train_ok("--licence", "CC BY-SA 4.0", "--epochs", "3", "--only", "a*", self.gold)
        model = self.read(MODEL)
        for part in (b'"trained_on":"gold.conllu"', b'"licence":"CC BY-SA 4.0"', b'"epochs":3', b'"words":105',
                     b'"only":"a*"', b'"wordnet":"no"'):
            self.assertIn(part, model)
        self.assertNotIn(self.folder.encode(), model)

    def test_only_documents_that_are_asked_for_are_learned_from(self):
        self.write("two.conllu", conllu(SENTENCES, "a_1") + conllu(["dogs/X/wrong"] * 50, "b_1"))
        self.train_ok("--only", "c_*", "--only", "a_*", "two.conllu")
        self.assertIn("dogs/NOUN/dog", self.tagged("the dogs barked.\n", "--pack", "pack"))
        result = self.train("--only", "c_*", "two.conllu")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        self.assertSays(result, "no parts of speech to learn from", "--only")

    def test_a_share_of_the_documents_may_be_taken(self):
        self.write("two.conllu", conllu(SENTENCES, "a") + conllu(SENTENCES, "b"))
        self.train_ok("two.conllu@0.5")
        self.assertIn(b'"documents":1,', self.read(MODEL))

    def test_the_first_file_decides_where_files_differ(self):
        self.write("person.conllu", conllu(["people/NOUN/person"] * 3))
        self.write("people.conllu", conllu(["people/NOUN/people"] * 2))
        for first, second, lemma in (("person", "people", "person"), ("people", "person", "people")):
            self.train_ok(f"{first}.conllu", f"{second}.conllu")
            self.assertEqual(self.tagged("people\n", "--pack", "pack"), f"people/NOUN/{lemma}")

    def test_a_sentence_that_is_wrong_is_named_and_left_out(self):
        self.write("bad.conllu", "1\tdog\n\n" + conllu(SENTENCES))
        result = self.train("bad.conllu")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        self.assertSays(result, "bad.conllu:1: 2 columns: expected 10")
        self.assertIn("dog/NOUN/dog", self.tagged("a dog barks.\n", "--pack", "pack"))
        self.write("tag.conllu", conllu(["dog/NOUN/dog", "dog/NN/dog"]))
        self.assertSays(self.train("tag.conllu"), "tag.conllu:4: the part of speech 'NN': expected one of")

    def test_data_without_tags_are_an_error(self):
        for name, content in (("empty.conllu", ""), ("blank.conllu", "\n\n"), ("bare.conllu", conllu(["dog/_/_"])),
                              ("plain.txt", "A dog.\n")):
            with self.subTest(name):
                result = self.train(self.write(name, content))
                self.assertEqual(result.status, SOME_FAILED, result.err)
                self.assertSays(result, "no parts of speech to learn from", "expected CoNLL-U")
                self.assertFalse(os.path.exists(self.path(MODEL)))

    def test_what_is_not_there_is_named(self):
        for status, part, arguments in ((SOME_FAILED, "nowhere.conllu", ["nowhere.conllu"]),
                                        (SOME_FAILED, "nowhere: expected a folder with WordNet's files",
                                         ["--wordnet", "nowhere", self.gold])):
            result = self.train(*arguments)
            self.assertEqual(result.status, status, result.err)
            self.assertSays(result, part)

    def test_damaged_models_and_those_of_another_kind_are_refused(self):
        self.train_ok("--epochs", "1", self.gold)
        model = self.read(MODEL)
        for content in b"", model[:100], model[:-1], model[:200] + b"\1" + model[201:], self.read(CLASSES):
            self.write(MODEL, content)
            self.check_fails(UNREADABLE, "tag/pos.bin: ", arguments=["run", "--pack", "pack"], stdin="A\n")
            self.check_fails(UNREADABLE, "tag/pos.bin: ", arguments=["eval", "tag", "--pack", "pack", self.gold])

    def test_wrong_usage_is_said(self):
        for arguments, part in (([], "expected -o PACK"), (["-o", "pack"], "expected DATA"),
                                (["-o", "pack", "--epochs", "0", "x"], "--epochs: expected 1 or more"),
                                (["-o", "pack", "--rate", "0", "x"], "--rate: "),
                                (["-o", "pack", "--dropout", "1", "x"], "--dropout: "),
                                (["-o", "pack", "--prune", "-1", "x"], "--prune: "),
                                (["-o", "pack", "--min-count", "0", "x"], "--min-count: ")):
            self.check_fails(USAGE, part, arguments=["train", "tag", *arguments])


class EvalTag(Tagging):
    def test_parts_of_speech_and_lemmas_are_counted_by_the_golds_words(self):
        self.train_ok(self.gold)
        # Of 8 words two have another part of speech than what is learned, and one of these another lemma, too
        self.write("eval.conllu", conllu(["the/DET/the dogs/PROPN/dog barked/VERB/bark ./PUNCT/.",
                                          "the/PRON/they cats/NOUN/cat walked/VERB/walk ./PUNCT/."]))
        out = self.run_ok("eval", "tag", "--pack", "pack", "eval.conllu").out.decode().splitlines()
        self.assertRegex(out[-1], r"^UPOS 75\.00 Lemmas 87\.50 tokens_per_second \d+ bytes_per_second \d+$")
        self.assertRegex(out[0], r"^DET +P +50\.00 +R +100\.00 +F1 +66\.67 +lemmas +100\.00 +gold 1 +found 2$")
        self.assertRegex(out[2], r"^PRON +P +0\.00 +R +0\.00 +F1 +0\.00 +lemmas +0\.00 +gold 1 +found 0$")
        self.assertEqual([line.split()[0] for line in out[:-1]], ["DET", "NOUN", "PRON", "PROPN", "PUNCT", "VERB"])

    def test_words_without_tags_in_the_gold_are_never_right(self):
        self.train_ok(self.gold)
        self.write("eval.conllu", conllu(["the/DET/the dogs/_/_"]))
        last = self.run_ok("eval", "tag", "--pack", "pack", "eval.conllu").out.decode().splitlines()[-1]
        self.assertTrue(last.startswith("UPOS 50.00 Lemmas 50.00 "), last)

    def test_gold_without_tags_is_no_gold(self):
        self.train_ok(self.gold)
        for name, content in (("bare.conllu", conllu(["dog/_/_"])), ("names.iob2", "Ada\tB-PER\n"), ("text.txt", "Ada\n"),
                              ("gold.jsonl", '{"text": "Ada", "mentions": []}\n')):
            self.check_fails(SOME_FAILED, name, "the gold has no parts of speech: expected CoNLL-U",
                             arguments=["eval", "tag", "--pack", "pack", self.write(name, content)])

    def test_ill_formed_gold_is_named_with_its_line(self):
        self.train_ok(self.gold)
        self.write("bad.conllu", conllu(["dog/NOUN/dog"]) + "1\tdog\n\n")
        self.check_fails(SOME_FAILED, "bad.conllu:4: 2 columns: expected 10",
                         arguments=["eval", "tag", "--pack", "pack", "bad.conllu"])

if __name__ == "__main__":
    main()
