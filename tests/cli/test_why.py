#!/usr/bin/python3
"""`entente why`: what made a mention or a relation, and what it rests on."""
from annotated import Annotated, launched
from command import SOME_FAILED, UNREADABLE, USAGE, CommandTest, as_jsonl, main

TEXT = "The BBC said that Russia did not attack Ukraine. Mr Smith visited France.\n"
RELATION = """relation 1 of 3 in d
in short    Security Service (it) —recruit→ Dr Lin's agents  [negated; possible; says: BBC; when: 2022-05; where: Kyiv; PLOVER:MOBILIZE; 0.75]
sentence    The [says BBC] said [head it] may not [trigger recruit] [tail Dr Lin's agents] in [where Kyiv] in May.
type        open
label       recruit
head        Security Service (it)  (mention 3, pronoun, Organisation)
tail        Dr Lin's agents  (mention 4, nominal, Person)
trigger     recruit
polarity    negated
modality    possible
says        BBC  (mention 2, name, Organisation)
when        2022-05
where       Kyiv  (mention 6, name, Location)
event       PLOVER:MOBILIZE
by          hand/relation
confidence  0.75
paths
    head    recruit —nsubj→ it
    tail    recruit —obj→ agents
    says    recruit ←ccomp— said —nsubj→ BBC
    where   recruit —obl→ Kyiv
words that bear on it
    recruit: may (aux), not (advmod)
    said —ccomp→ recruit
tokens
     1  The      the      DET     2  det
     2  BBC      BBC      PROPN   3  nsubj
     3  said     say      VERB    0  root
     4  it       it       PRON    7  nsubj
     5  may      may      AUX     7  aux
     6  not      not      PART    7  advmod
     7  recruit  recruit  VERB    3  ccomp
     8  Dr       Dr       PROPN   9  compound
     9  Lin      Lin      PROPN  12  nmod:poss
    10  '        '        PUNCT   9  punct
    11  s        s        PART    9  case
    12  agents   agent    NOUN    7  obj
    13  in       in       ADP    14  case
    14  Kyiv     Kyiv     PROPN   7  obl
    15  in       in       ADP    16  case
    16  May      May      PROPN   7  obl
    17  .        .        PUNCT   3  punct
"""
MENTION = """mention 3 of 9 in d
text        it
sentence    The BBC said [this it] may not recruit Dr Lin's agents in Kyiv in May.
type        Organisation
kind        pronoun
by          hand/mention
confidence  0.90
entity      Security Service  (organisation/security-service)
its other mentions
     0  FSB  (name, Organisation)
its relations
     1  Security Service (it) —recruit→ Dr Lin's agents  [negated; possible; says: BBC; when: 2022-05; where: Kyiv; PLOVER:MOBILIZE; 0.75]
     2  Security Service (it) —based in→ Kyiv  [0.75]
"""


class Why(CommandTest):
    def explain(self, *documents, number=()):
        self.write("a.jsonl", as_jsonl(*documents))
        return self.run_ok("why", "-p", "", *number, "a.jsonl").out.decode()

    def test_a_relation_is_explained_by_its_words_its_tree_and_its_rule(self):
        self.assertEqual(self.explain(launched(), number=["--relation", "1"]), RELATION)

    def test_a_mention_is_explained_with_its_entity_and_its_relations(self):
        self.assertEqual(self.explain(launched(), number=["--mention", "3"]), MENTION)

    def test_who_says_that_who_says_so_is_said(self):
        one = Annotated("d", "Ada said Bo claimed Cy left Oslo.")
        ada, bo, cy, oslo = (one.mention(name, "Person") for name in ("Ada", "Bo", "Cy", "Oslo"))
        one.relation(cy, oslo, "leave", "left", attribution=bo, attribution_chain=[bo, ada], time="../2024-05-03")
        self.assertIn("\nsays        Bo  (mention 1, name, Person)\ntold by     Ada  (mention 0, name, Person)\n"
                      "when        ../2024-05-03\n", self.explain(one.document, number=["--relation", "0"]))

    def test_whose_government_a_mention_stands_for_is_said(self):
        one = Annotated("d", "Oslo told Riga.")
        one.mention("Oslo", "Location", acts_for="location/no")
        self.assertIn("\nacts for    location/no\n", self.explain(one.document, number=["-m", "0"]))

    def test_a_value_and_a_mention_without_entity_say_so(self):
        out = self.explain(launched(), number=["-m", "7"])
        self.assertIn('\nvalue       "2022-05"\n', out)
        self.assertTrue(out.endswith("\nentity      none\n"), out)

    def test_the_pattern_of_a_value_is_told_with_its_line(self):
        self.write("news.txt", "They met on 12 March 2024.\n")
        out = self.run_ok("why", "news.txt", "--mention", "0").out.decode()
        self.assertRegex(out, r"\nby          tag/pattern/date\nrule        date, patterns\.rules:\d+\n")

    def test_without_a_number_both_are_listed_with_theirs(self):
        lines = self.explain(launched()).splitlines()
        self.assertEqual(lines[0:3], ["== d", "mentions (9)", "     0  FSB  (name, Organisation)"])
        self.assertEqual(lines[11:13], ["relations (3)", "     0  FSB —launch→ a campaign  [0.75]"])

    def test_the_numbers_are_the_ids_of_json_lines(self):
        document = self.run_ok("run", self.write("news.txt", TEXT)).documents[0]
        self.assertGreater(len(document["relations"]), 1)
        for relation in document["relations"]:
            out = self.run_ok("why", "news.txt", "--relation", str(relation["id"])).out.decode()
            self.assertIn(f'\nlabel       {relation["label"]}\n', out)
            self.assertIn(f'\nby          {relation["by"]}\n', out)
        for mention in document["mentions"]:
            out = self.run_ok("why", "news.txt", "--mention", str(mention["id"])).out.decode()
            self.assertIn(f'\ntext        {TEXT[mention["start"]:mention["end"]]}\n', out)

    def test_a_relation_without_trigger_is_followed_from_its_head(self):
        out = self.explain(launched(), number=["--relation", "2"])
        self.assertIn("\ntrigger     none\n", out)
        self.assertIn("\npaths\n    tail    it ←nsubj— recruit —obl→ Kyiv\nwords that bear on it\n    none\n", out)

    def test_without_trees_there_are_no_paths(self):
        one = Annotated("d", "Ada saw Bo.")
        one.relation(one.mention("Ada", "Person"), one.mention("Bo", "Person"), "see", "saw")
        out = self.explain(one.document, number=["--relation", "0"])
        self.assertNotIn("paths", out)
        self.assertTrue(out.endswith("\ntokens\n    1  Ada\n    2  saw\n    3  Bo\n    4  .\n"), out)

    def test_a_negated_relation_shows_the_words_of_its_arguments(self):
        one = Annotated("d", "No agent met Bo.")
        one.tree("no DET 2 det", "agent NOUN 3 nsubj", "meet VERB 0 root", "Bo PROPN 3 obj", ". PUNCT 3 punct")
        one.relation(one.mention("No agent", kind="nominal"), one.mention("Bo"), "meet", "met", polarity="negated")
        self.assertIn("\nwords that bear on it\n    agent: No (det)\n",
                      self.explain(one.document, number=["--relation", "0"]))

    def test_other_sentences_and_other_roots_have_no_path(self):
        one = Annotated("d", "Ada met Bo. Cy said.")
        one.tree("Ada PROPN 2 nsubj", "meet VERB 0 root", "Bo PROPN 0 root", ". PUNCT 2 punct",
                 "Cy PROPN 2 nsubj", "say VERB 0 root", ". PUNCT 2 punct")
        one.relation(one.mention("Ada"), one.mention("Bo"), "meet", "met", attribution=one.mention("Cy"))
        out = self.explain(one.document, number=["--relation", "0"])
        self.assertIn("    tail    no path: they hang on different roots\n", out)
        self.assertIn("    says    no path: it stands in another sentence\n", out)

    def test_columns_stand_below_each_other_where_characters_are_wide(self):
        one = Annotated("d", "王毅 saw é́é.")
        one.tree("王毅 PROPN 2 nsubj", "see VERB 0 root", "é PROPN 2 obj", ". PUNCT 2 punct")
        one.relation(one.mention("王毅"), one.mention("é́é"), "see", "saw")
        self.assertTrue(self.explain(one.document, number=["--relation", "0"]).endswith(
            "\n    1  王毅  王毅  PROPN  2  nsubj\n    2  saw   see   VERB   0  root\n"
            "    3  é́é    é     PROPN  2  obj\n    4  .     .     PUNCT  2  punct\n"))

    def test_control_characters_do_not_reach_the_terminal(self):
        one = Annotated("\x1b[2J", "Ada saw Bo.")
        one.relation(one.mention("Ada", "P\x1b", value="\x9b"), one.mention("Bo"), "s\x07ee", by="\x1b", time="\x1b")
        for number in [], ["--relation", "0"], ["--mention", "0"]:
            out = self.explain(one.document, number=number)
            self.assertEqual([c for c in out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)], [])

    def test_a_number_that_is_not_there_is_wrong_usage_that_says_how_many_there_are(self):
        self.write("a.jsonl", as_jsonl(launched()))
        for option, number, n in ("mention", "9", 9), ("relation", "3", 3), ("relation", "-1", 3), ("mention", "-7", 9):
            self.check_fails(USAGE, f"--{option} {number}: expected one of the {n} {option}s of d, from 0",
                             arguments=["why", "-p", "", f"--{option}={number}", "a.jsonl"])
        self.check_fails(USAGE, "--relation 0: expected one of the 0 relations of stdin",
                         arguments=["why", "--relation", "0"], stdin="\n")

    def test_of_several_documents_one_must_be_named(self):
        self.write("a.jsonl", as_jsonl(launched("a"), launched("b/c")))
        arguments = ["why", "-p", "", "a.jsonl", "--relation", "1"]
        self.check_fails(USAGE, "several documents, such as a and b/c: expected --document ID", arguments=arguments)
        out = self.run_ok(*arguments, "--document", "b/c").out.decode()
        self.assertEqual(out, RELATION.replace(" in d\n", " in b/c\n", 1))
        self.check_fails(USAGE, "--document x: there is no such document", arguments=[*arguments, "--document", "x"])

    def test_without_a_number_all_documents_are_listed_or_the_one_that_is_named(self):
        self.write("a.jsonl", as_jsonl(launched("a"), launched("b")))
        titles = lambda *more: [line for line in self.run_ok("why", "-p", "", "a.jsonl", *more).out.decode().splitlines()
                                if line.startswith("== ")]
        self.assertEqual(titles(), ["== a", "== b"])
        self.assertEqual(titles("--document", "b"), ["== b"])

    def test_text_is_annotated_first(self):
        out = self.run_ok("why", "--relation", "0", stdin=TEXT).out.decode()
        self.assertIn("\nsentence    The [says BBC] said that [head Russia] did not [trigger attack] [tail Ukraine].\n",
                      out)
        self.assertIn("\n    attack: that (mark), did (aux), not (advmod)\n", out)

    def test_a_bad_document_is_named_and_the_others_are_looked_at(self):
        self.write("a.jsonl", "{\n" + as_jsonl(launched()))
        result = self.check_fails(SOME_FAILED, "a.jsonl:1: ", arguments=["why", "-p", "", "a.jsonl", "--mention", "3"])
        self.assertEqual(result.out.decode(), MENTION)
        self.check_fails(SOME_FAILED, "nowhere.txt: No such file", arguments=["why", "nowhere.txt"])

    def test_wrong_usage_is_said(self):
        self.check_fails(USAGE, "--mention and --relation: expected one of them",
                         arguments=["why", "--mention", "0", "--relation", "0"], stdin=TEXT)
        self.check_fails(USAGE, "Cannot parse integer value", arguments=["why", "--mention", "x"])
        self.check_fails(USAGE, "unknown stage 'tagg'", arguments=["why", "-p", "tagg"])
        self.check_fails(USAGE, "no documents: expected one", arguments=["why", "--mention", "0", "--from", "jsonl"])
        self.check_fails(UNREADABLE, "nowhere", arguments=["why", "--pack", "nowhere"], stdin=TEXT)


if __name__ == "__main__":
    main()
