#!/usr/bin/python3
"""`entente eval parse`: attachment scores are those that one counts by hand."""
import os

from command import SOME_FAILED, SOURCE_DIR, USAGE, CommandTest, main

TREEBANK = os.path.join(SOURCE_DIR, "corpora", "treebank.conllu")


def sentence(*rows, more=""):
    """Rows are `FORM HEAD RELATION [UPOS [LEMMA]]`, a form with _ before it for no space before it."""
    lines, text = [], ""
    for number, row in enumerate(rows, 1):
        form, head, relation, upos, lemma = (row.split() + ["X", "_"])[:5] if len(row.split()) < 5 else row.split()
        tight = number < len(rows) and rows[number].startswith("_")
        text += form.lstrip("_") + ("" if tight else " ")
        lines.append("\t".join([str(number), form.lstrip("_"), lemma, upos, "_", "_", head, relation, "_",
                                "SpaceAfter=No" if tight else "_"]))
    return "\n".join([f"# text = {text.rstrip()}{more}", *lines]) + "\n\n"


GOLD = sentence("Ada 2 nsubj PROPN Ada", "left 0 root VERB leave", "early 2 advmod ADV early", "_. 2 punct PUNCT .")


class EvalParse(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("gold.conllu", GOLD)

    def lines(self, system, gold="gold.conllu"):
        self.write("system.conllu", system)
        return self.run_ok("eval", "parse", "--system", "system.conllu", gold).out.decode().splitlines()

    def figures(self, system, gold="gold.conllu"):
        line = self.lines(system, gold)[-1].split()
        return dict(zip(line[::2], line[1::2]))

    def check_figures(self, system, **expected):
        figures = self.figures(system)
        self.assertEqual({name: figures[name] for name in expected}, expected)

    def test_the_gold_itself_has_100(self):
        self.assertEqual(self.lines(GOLD)[-1], "Tokens 100.00 Words 100.00 Sentences 100.00 UPOS 100.00 Lemmas 100.00 "
                                               "UAS 100.00 LAS 100.00 LAS_subtypes 100.00 CLAS 100.00")

    def test_heads_relations_tags_and_lemmas_are_counted_one_by_one(self):
        # Of four words: one wrong head, one more wrong relation, one wrong tag, two wrong lemmas
        self.check_figures(sentence("Ada 2 obj PROPN Ada", "left 0 root VERB left", "early 1 advmod ADJ early",
                                    "_. 2 punct PUNCT _"), UPOS="75.00", Lemmas="50.00", UAS="75.00", LAS="50.00")

    def test_subtypes_count_where_they_are_asked_for(self):
        self.check_figures(GOLD.replace("nsubj", "nsubj:pass"), LAS="100.00", LAS_subtypes="75.00", CLAS="100.00")

    def test_function_words_and_punctuation_are_no_content(self):
        # The full stop is no content word: 3 of 3; with a wrong adverb 2 of 3
        self.check_figures(GOLD.replace("2\tpunct", "1\tpunct"), LAS="75.00", CLAS="100.00")
        self.check_figures(GOLD.replace("2\tadvmod", "1\tadvmod"), LAS="75.00", CLAS="66.67")

    def test_words_that_are_cut_otherwise_are_wrong_and_so_are_heads_at_them(self):
        # "left early" is one word: Ada and . stand where they are in the gold, but hang on a word that does not
        self.write("gold.conllu", sentence("Ada 2 nsubj", "left 0 root", "_ward 2 advmod", "_. 2 punct"))
        figures = self.figures(sentence("Ada 2 nsubj", "leftward 0 root", "_. 2 punct"))
        self.assertEqual((figures["Words"], figures["UAS"], figures["Sentences"]), ("57.14", "0.00", "100.00"))

    def test_sentences_may_be_cut_otherwise(self):
        figures = self.figures(sentence("Ada 0 root") + sentence("left 0 root", "early 1 advmod", "_. 1 punct"))
        self.assertEqual((figures["Words"], figures["UAS"], figures["Sentences"]), ("100.00", "75.00", "0.00"))

    def test_white_space_does_not_matter(self):
        self.check_figures(sentence("Ada 2 nsubj", "_left 0 root", "_early 2 advmod", ". 2 punct"), LAS="100.00")

    def test_words_of_a_token_are_told_apart_by_their_place(self):
        row = "\t_\t_\t_\t_\t"
        gold = f"# text = We don't\n1\tWe{row}3\tnsubj\t_\t_\n2-3\tdon't{row}_\t_\t_\t_\n" \
               f"2\tdo{row}3\taux\t_\t_\n3\tn't{row}0\troot\t_\t_\n\n"
        self.write("gold.conllu", gold)
        figures = self.figures(gold.replace("\tdo\t", "\tdon\t").replace("\tn't\t", "\tt\t"))
        self.assertEqual((figures["Tokens"], figures["Words"], figures["LAS"]), ("100.00", "100.00", "100.00"))
        figures = self.figures(f"# text = We don't\n1\tWe{row}2\tnsubj\t_\t_\n2\tdon't{row}0\troot\t_\t_\n\n")
        self.assertEqual((figures["Tokens"], figures["Words"], figures["UAS"]), ("100.00", "40.00", "0.00"))

    def test_the_tables_name_relations_lengths_and_kinds_of_documents(self):
        gold = "# newdoc id = x_news_1\n" + GOLD + "# newdoc id = x_news_2\n" + GOLD + "# newdoc id = x_web_1\n" + GOLD
        self.write("gold.conllu", gold)
        lines = "\n".join(self.lines(gold.replace("2\tnsubj", "3\tnsubj", 1)))
        self.assertRegex(lines, r"(?m)^nsubj +66\.67 +66\.67 +66\.67 +66\.67 +3 +3$")
        self.assertRegex(lines, r"(?m)^1-4 words +91\.67 +91\.67 +12$")
        self.assertRegex(lines, r"(?m)^x_news +87\.50 +87\.50 +8$")
        self.assertRegex(lines, r"(?m)^x_web +100\.00 +100\.00 +4$")

    def check_fails_on(self, status, *parts, arguments):
        result = self.check_fails(status, *parts, arguments=["eval", "parse", *arguments])
        self.assertEqual(result.out, b"")

    def test_what_cannot_be_scored_is_told(self):
        self.write("other.conllu", GOLD.replace("early", "late"))
        self.check_fails_on(SOME_FAILED, "the texts differ: 'early.' in the gold is 'late.', at character 8",
                            arguments=["--system", "other.conllu", "gold.conllu"])
        self.write("more.conllu", GOLD + GOLD)
        self.check_fails_on(SOME_FAILED, "the texts differ: '' in the gold is 'Adaleftearly.', at character 14",
                            arguments=["--system", "more.conllu", "gold.conllu"])
        self.write("bare.conllu", GOLD.replace("\t2\t", "\t_\t").replace("\t0\t", "\t_\t"))
        self.check_fails_on(SOME_FAILED, "no trees in it", arguments=["--system", "gold.conllu", "bare.conllu"])
        self.write("cycle.conllu", GOLD.replace("2\tnsubj", "3\tnsubj").replace("2\tadvmod", "1\tadvmod"))
        self.check_fails_on(SOME_FAILED, "cycle.conllu:2: the heads of word 1 lead back to it",
                            arguments=["--system", "cycle.conllu", "gold.conllu"])
        self.write("none.conllu", "")
        self.check_fails_on(SOME_FAILED, "no gold in it", arguments=["--system", "none.conllu", "none.conllu"])
        self.check_fails_on(USAGE, "--raw", arguments=["--raw", "--system", "gold.conllu", "gold.conllu"])

    def test_the_project_s_own_treebank_has_trees(self):
        result = self.run_ok("eval", "parse", "--system", TREEBANK, TREEBANK).out.decode().splitlines()
        self.assertEqual(set(result[-1].split()[1::2]), {"100.00"})


if __name__ == "__main__":
    main()
