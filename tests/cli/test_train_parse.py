#!/usr/bin/python3
"""entente train parse and entente eval parse: from CoNLL-U to a pack that gives each word its head and relation."""
import os
import shutil
import subprocess

from command import OK, SOME_FAILED, SOURCE_DIR, UNREADABLE, USAGE, CommandTest, main

CHECK_CONLLU = os.path.join(SOURCE_DIR, "tests", "check-conllu")
MODEL = os.path.join("pack", "parse", "parse.bin")
WORDS = os.path.join("pack", "tag", "clusters.bin")
EPOCHS = "60"

# FORM/UPOS/HEAD/RELATION
SENTENCES = [
    "The/DET/2/det dog/NOUN/3/nsubj barked/VERB/0/root ./PUNCT/3/punct",
    "A/DET/2/det cat/NOUN/3/nsubj slept/VERB/0/root ./PUNCT/3/punct",
    "The/DET/2/det dog/NOUN/3/nsubj saw/VERB/0/root a/DET/5/det cat/NOUN/3/obj ./PUNCT/3/punct",
    "She/PRON/2/nsubj slept/VERB/0/root in/ADP/5/case the/DET/5/det garden/NOUN/2/obl ./PUNCT/2/punct",
    "The/DET/2/det cat/NOUN/4/nsubj:pass was/AUX/4/aux:pass seen/VERB/0/root ./PUNCT/4/punct",
] * 4


def conllu(sentences, name="a"):
    lines = [f"# newdoc id = {name}"]
    for sentence in sentences:
        words = [word.split("/") for word in sentence.split()]
        lines.append("# text = " + " ".join(word[0] for word in words).replace(" .", "."))
        for number, (form, pos, head, relation) in enumerate(words, 1):
            tight = number < len(words) and words[number][0] == "."
            lines.append("\t".join([str(number), form, "_", pos, "_", "_", head, relation, "_",
                                    "SpaceAfter=No" if tight else "_"]))
        lines.append("")
    return "\n".join(lines) + "\n"


class Parsing(CommandTest):
    made = {} # files of the pack that are made once

    def setUp(self):
        super().setUp()
        self.gold = self.write("gold.conllu", conllu(SENTENCES))
        if WORDS not in Parsing.made:
            words = " ".join(word.split("/")[0] for sentence in SENTENCES for word in sentence.split())
            self.write("raw.txt", (words + "\n") * 3)
            self.run_ok("train", "clusters", "-o", "pack", "--classes", "2,4", "--min-count", "1", "--vectors", "16",
                        "raw.txt")
            Parsing.made[WORDS] = self.read(WORDS)
        self.write(WORDS, Parsing.made[WORDS])

    def train(self, *arguments, pack="pack"):
        return self.run_command("train", "parse", "-o", pack, "--states", "16", "--word", "16", *arguments)

    def train_ok(self, *arguments, **more):
        result = self.train(*arguments, **more)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def use_trained(self):
        """A pack with a parser of SENTENCES"""
        if MODEL not in Parsing.made:
            self.train_ok("--epochs", EPOCHS, "--rate", "0.01", self.gold)
            Parsing.made[MODEL] = self.read(MODEL)
        self.write(MODEL, Parsing.made[MODEL])

    def train_tags(self):
        """Without which the CoNLL-U of trees has no UPOS"""
        self.run_ok("train", "tag", "-o", "pack", "--epochs", "5", self.gold)

    def rows(self, *arguments, stages="tokenise ! tag ! parse", **more):
        """Form, head and relation of each word of CoNLL-U, which is as it should be"""
        out = self.run_ok("run", "-p", stages, "--to", "conllu", "--pack", "pack", *arguments, **more).out
        self.write("out.conllu", out)
        done = subprocess.run([CHECK_CONLLU, "--trees", self.path("out.conllu")], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        return [[line.split("\t")[i] for i in (1, 6, 7)] for line in out.decode().splitlines()
                if line and line[0] != "#"]

    def figures(self, *arguments):
        last = self.run_ok("eval", "parse", "--pack", "pack", *arguments).out.decode().splitlines()[-1].split()
        return dict(zip(last[::2], last[1::2]))


class TrainParse(Parsing):
    def test_what_was_learned_stands_in_conllu(self):
        self.use_trained()
        self.train_tags()
        self.assertEqual(self.rows(stdin="The dog barked. She slept in the garden.\n"),
                         [["The", "2", "det"], ["dog", "3", "nsubj"], ["barked", "0", "root"], [".", "3", "punct"],
                          ["She", "2", "nsubj"], ["slept", "0", "root"], ["in", "5", "case"], ["the", "5", "det"],
                          ["garden", "2", "obl"], [".", "2", "punct"]])

    def test_conllu_of_any_text_has_trees(self):
        self.use_trained()
        self.train_tags()
        long = " ".join(["the dog saw a cat in the garden"] * 120)
        text = f"PM RESIGNS AMID CRISIS\n\n“Don't,” she said (twice)...\n\n?!\n\n{long}.\n\n\u6f22\u5b57 \U0001f600\n"
        rows = self.rows(stdin=text)
        self.assertGreater(len(rows), 960)
        self.assertEqual(self.rows(stdin=text, *("-j", "4")), rows)
        for text in "", "\n", " \n\n ":
            self.assertEqual(self.rows(stdin=text), [])

    def test_the_words_of_conllu_are_kept_and_parsed_afresh(self):
        self.use_trained()
        self.train_tags()
        self.write("other.conllu", conllu(["The/X/0/root dog/X/1/dep barked/X/1/dep ./X/1/dep"]))
        self.assertEqual(self.rows("other.conllu"),
                         [["The", "2", "det"], ["dog", "3", "nsubj"], ["barked", "0", "root"], [".", "3", "punct"]])

    def test_the_same_data_give_the_same_bytes_with_any_number_of_threads(self):
        models = set()
        for jobs in "1", "2", "5", "1":
            self.train_ok("--epochs", "3", "-j", jobs, "--dev", self.gold, self.gold)
            models.add(self.read(MODEL))
        self.assertEqual(len(models), 1)

    def test_dev_scores_are_said_and_stand_in_the_header(self):
        result = self.train_ok("--epochs", EPOCHS, "--rate", "0.01", "--dev", self.gold, self.gold)
        self.assertSays(result, "gold.conllu: UPOS ", " UAS 100.00 LAS 100.00 LAS_subtypes 100.00 CLAS 100.00 ")
        header = self.read(MODEL)[:3000]
        for part in b'"UAS on gold.conllu":100,', b'"LAS on gold.conllu":100,', b'"CLAS on gold.conllu":100,':
            self.assertIn(part, header)
        self.assertNotIn(b"per_second", header)

    def test_progress_is_a_line_an_epoch(self):
        result = self.train_ok("--epochs", "3", self.gold)
        self.assertRegex(result.err, r"^(train parse: epoch \d of 3, loss [1-9]\d*\n){3}$")
        # 100 batches of 8 sentences, after which a terminal is told how far it is
        result = self.train_ok("--epochs", "1", f"{self.gold}@40")
        self.assertRegex(result.err, r"^train parse: epoch 1 of 1, loss [1-9]\d*\n$")

    def test_words_may_be_those_of_another_pack(self):
        shutil.move(self.path("pack"), self.path("other"))
        result = self.train_ok("--epochs", "2", "--from-pack", "other", "--dev", self.gold, self.gold)
        self.assertSays(result, "gold.conllu: UPOS ")
        self.assertEqual(os.listdir(self.path("pack")), ["parse"])

    def test_the_header_says_what_it_was_trained_on(self):
        self.train_ok("--licence", "CC BY-SA 4.0", "--epochs", "2", "--only", "a*", self.gold)
        model = self.read(MODEL)
        for part in (b'"trained_on":"gold.conllu"', b'"licence":"CC BY-SA 4.0"', b'"epochs":2', b'"words":100',
                     b'"documents":1', b'"only":"a*"', b'"kind":"parse"'):
            self.assertIn(part, model)
        self.assertNotIn(self.folder.encode(), model)

    def test_only_documents_that_are_asked_for_are_learned_from(self):
        self.write("two.conllu", conllu(SENTENCES, "a_1") + conllu(["dog/X/0/root dog/X/1/other"] * 50, "b_1"))
        self.train_ok("--epochs", "1", "--only", "c_*", "--only", "a_*", "two.conllu")
        self.assertIn(b'"words":100', self.read(MODEL))
        self.assertNotIn(b" other", self.read(MODEL)[:3000])
        result = self.train("--only", "c_*", "two.conllu")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        self.assertSays(result, "no trees to learn from", "--only")

    def test_a_share_of_the_documents_may_be_taken(self):
        self.write("two.conllu", conllu(SENTENCES, "a") + conllu(SENTENCES, "b"))
        for share, words in ("@0.5", 100), ("", 200), ("@2", 400):
            self.train_ok("--epochs", "1", "two.conllu" + share)
            self.assertIn(b'"words":%d' % words, self.read(MODEL))

    def test_a_sentence_that_is_wrong_is_named_and_the_rest_is_learned(self):
        good = conllu(SENTENCES)
        for bad, message in (("1\tdog\n\n", "1: 2 columns: expected 10"),
                             (conllu(["dog/NOUN/2/obj saw/VERB/1/obj"]), "3: the heads of word 1 lead back to it"),
                             (conllu(["dog/NOUN/0/root saw/VERB/0/root"]), "4: a second root"),
                             (conllu(["dog/NOUN/0/root saw/VERB/3/obj"]), "4: the head 3: expected at most 2"),
                             (conllu(["dog/NOUN/0/root saw/VERB/x/obj"]), "4: the head 'x'"),
                             (conllu(["dog/NOUN/0/root saw/VERB/_/obj"]), "4: no head")):
            self.write("bad.conllu", bad + good)
            result = self.train("--epochs", "1", "bad.conllu")
            self.assertEqual(result.status, SOME_FAILED, result.err)
            self.assertSays(result, "bad.conllu:" + message)
            self.assertIn(b'"words":100', self.read(MODEL))

    def test_sentences_of_relations_that_no_model_can_name_are_left_out(self):
        self.write("odd.conllu", conllu(SENTENCES) + conllu(["dog/NOUN/0/root saw/VERB/1/one@two"]).replace("@", " ")
                   + conllu(["dog/NOUN/0/root saw/VERB/1/"]))
        self.train_ok("--epochs", "1", "odd.conllu")
        self.assertIn(b'"words":100', self.read(MODEL))

    def test_data_with_no_relation_but_the_root_are_enough(self):
        self.train_ok("--epochs", "1", self.write("short.conllu", conllu(["Dog/NOUN/0/root"] * 4)))
        self.train_tags()
        self.assertEqual(len(self.rows(stdin="The dog barked.\n")), 4)

    def test_data_without_trees_are_an_error(self):
        bare = conllu(SENTENCES).replace("\t0\t", "\t_\t")
        for head in "2345":
            bare = bare.replace(f"\t{head}\t", "\t_\t")
        for name, content in (("empty.conllu", ""), ("blank.conllu", "\n\n"), ("bare.conllu", bare),
                              ("plain.txt", "A dog.\n"), ("text.jsonl", '{"text": "A dog."}\n')):
            with self.subTest(name):
                result = self.train(self.write(name, content))
                self.assertEqual(result.status, SOME_FAILED, result.err)
                self.assertSays(result, "no trees to learn from in all of the data: expected CoNLL-U")
                self.assertFalse(os.path.exists(self.path(MODEL)))

    def test_what_is_not_there_is_named(self):
        result = self.train("nowhere.conllu")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        self.assertSays(result, "nowhere.conllu")
        result = self.train("--epochs", "1", "--dev", "nowhere.conllu", self.gold)
        self.assertEqual(result.status, SOME_FAILED, result.err)
        self.assertSays(result, "nowhere.conllu: No such file")

    def test_words_without_vectors_are_no_words_to_parse_with(self):
        self.run_ok("train", "clusters", "-o", "pack", "--classes", "2", "--min-count", "1",
                    self.write("a.txt", "a b\n"))
        self.check_fails(UNREADABLE, "tag/clusters.bin: has no vectors: expected a table that train clusters",
                         arguments=["train", "parse", "-o", "pack", self.gold])

    def test_damaged_models_and_those_of_another_kind_are_refused(self):
        self.train_ok("--epochs", "1", self.gold)
        model = self.read(MODEL)
        for content in b"", model[:100], model[:-1], model[:200] + b"\1" + model[201:], self.read(WORDS):
            self.write(MODEL, content)
            self.check_fails(UNREADABLE, "parse/parse.bin: ", stdin="A\n",
                             arguments=["run", "-p", "tokenise ! parse", "--pack", "pack"])
            self.check_fails(UNREADABLE, "parse/parse.bin: ", arguments=["eval", "parse", "--pack", "pack", self.gold])

    def test_words_whose_vectors_have_another_size_are_refused(self):
        self.train_ok("--epochs", "1", self.gold)
        self.run_ok("train", "clusters", "-o", "pack", "--classes", "2", "--min-count", "1", "--vectors", "32",
                    self.write("a.txt", "a b\n"))
        self.check_fails(UNREADABLE, "parse/parse.bin: ", "another table of words", stdin="A\n",
                         arguments=["run", "-p", "tokenise ! parse", "--pack", "pack"])

    def test_wrong_usage_is_said(self):
        for arguments, part in (([], "expected -o PACK"), (["-o", "pack"], "expected DATA"),
                                (["-o", "pack", "--epochs", "0", "x"], "--epochs: expected 1 or more"),
                                (["-o", "pack", "--rate", "0", "x"], "--rate: "),
                                (["-o", "pack", "--rate", "1.5", "x"], "--rate: "),
                                (["-o", "pack", "--rate", "nan", "x"], "--rate: "),
                                (["-o", "pack", "--word", "20", "x"], "--word: expected a multiple of 16"),
                                (["-o", "pack", "--word", "528", "x"], "--word: expected a multiple of 16"),
                                (["-o", "pack", "--states", "0", "x"], "--states: expected a multiple of 16"),
                                (["-o", "pack", "--states", "256", "x"], "--states: expected a multiple of 16"),
                                (["-o", "pack", "-j", "-1", "x"], "--jobs: expected 0"),
                                (["-o", "pack", "gold.conllu@0"], "'0' is no share of the documents")):
            self.check_fails(USAGE, part, arguments=["train", "parse", *arguments])
            self.assertFalse(os.path.exists(self.path(MODEL)))

    def test_the_largest_sizes_can_be_run(self):
        self.train_ok("--epochs", "1", "--word", "512", "--states", "240",
                      self.write("one.conllu", conllu(SENTENCES[:1])))
        self.run_ok("run", "-p", "tokenise ! parse", "--pack", "pack", stdin="The dog barked.\n")

    def test_a_pack_that_cannot_be_written_is_said_before_the_training(self):
        self.write("file", "a file\n")
        result = self.train(self.gold, pack="file")
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "file/parse: cannot write to this folder")
        self.assertNotIn("epoch", result.err)


class EvalParse(Parsing):
    def test_the_gold_s_words_and_the_raw_text_give_the_same_where_they_are_cut_alike(self):
        self.use_trained()
        words, raw = self.figures(self.gold), self.figures("--raw", self.gold)
        self.assertEqual((words["UAS"], words["LAS"], words["LAS_subtypes"]), ("100.00", "100.00", "100.00"))
        self.assertEqual((raw["Tokens"], raw["Words"], raw["Sentences"]), ("100.00", "100.00", "100.00"))
        for name in "UPOS", "Lemmas", "UAS", "LAS", "LAS_subtypes", "CLAS":
            self.assertEqual(raw[name], words[name])
        self.assertNotIn("Tokens", words)
        self.assertRegex(words["tokens_per_second"], r"^\d+$")

    def test_nothing_of_the_gold_s_trees_is_seen(self):
        self.use_trained()
        # Of 4 words one has another head and one another relation than what is learned
        self.write("eval.conllu", conllu(["The/DET/3/det dog/NOUN/3/obj barked/VERB/0/root ./PUNCT/3/punct"]))
        for arguments in [], ["--raw"]:
            figures = self.figures(*arguments, "eval.conllu")
            self.assertEqual((figures["UAS"], figures["LAS"]), ("75.00", "50.00"))

    def test_our_conllu_has_the_same_score_as_the_pipeline(self):
        self.use_trained()
        self.train_tags()
        self.write("eval.conllu", conllu(["The/DET/2/det garden/NOUN/3/obj saw/VERB/0/root cat/NOUN/3/obj",
                                          "In/ADP/2/case gardens/NOUN/3/obl dogs/NOUN/4/nsubj see/VERB/0/root"]))
        out = self.run_ok("run", "-p", "tokenise ! tag ! parse", "--to", "conllu", "--pack", "pack", "eval.conllu").out
        self.write("out.conllu", out)
        system, words = self.figures("--system", "out.conllu", "eval.conllu"), self.figures("eval.conllu")
        for name in "UPOS", "UAS", "LAS", "LAS_subtypes", "CLAS":
            self.assertEqual(system[name], words[name])

    def test_gold_without_trees_is_no_gold(self):
        self.use_trained()
        for name, content in ("names.iob2", "Ada\tB-PER\n"), ("text.txt", "Ada\n"):
            self.check_fails(SOME_FAILED, name, "no trees in it: expected CoNLL-U with heads",
                             arguments=["eval", "parse", "--pack", "pack", self.write(name, content)])

    def test_ill_formed_gold_is_named_with_its_line(self):
        self.use_trained()
        self.write("bad.conllu", conllu(["dog/NOUN/0/root"]) + "1\tdog\n\n")
        self.check_fails(SOME_FAILED, "bad.conllu:5: 2 columns: expected 10",
                         arguments=["eval", "parse", "--pack", "pack", "bad.conllu"])


if __name__ == "__main__":
    main()
