#!/usr/bin/python3
"""`entente show`: annotated text for people."""
import os
import pty
import re

from annotated import Annotated, launched
from command import ENTENTE, OK, SOME_FAILED, USAGE, CommandTest, as_jsonl, main

TEXT = "The BBC said that Russia\ndid not attack Ukraine. Mr Smith visited France.\n"
SHOWN = """== news
The [Organisation BBC] said that [Location Russia] did not attack [Location Ukraine].
    Russia —attack→ Ukraine  [negated; says: BBC; 0.xx]
Mr [Person Smith] visited [Location France].
    Smith —visit→ France  [PLOVER:CONSULT; 0.xx]

"""
LAUNCHED = """== d
The [Organisation FSB] launched [a campaign].
    FSB —launch→ a campaign  [0.75]
The [Organisation BBC] said [it] may not recruit [Dr [Person Lin]'s agents] in [Location Kyiv] in [Temporal May].
    Security Service (it) —recruit→ Dr Lin's agents  [negated; possible; says: BBC; when: 2022-05; where: Kyiv; PLOVER:MOBILIZE; 0.75]
    Security Service (it) —based in→ Kyiv  [0.75]

"""


def shown(out):
    """What is shown, whatever the confidence of the relations."""
    return re.sub(r"\b(0\.\d\d|1\.00)\]$", "0.xx]", out.decode(), flags=re.MULTILINE)


class Show(CommandTest):
    def test_mentions_stand_in_the_text_and_relations_below_it(self):
        self.assertEqual(shown(self.run_ok("show", self.write("news.txt", TEXT)).out), SHOWN)

    def test_several_documents_stand_one_after_another(self):
        self.write("news.jsonl", as_jsonl({"id": "news", "text": TEXT}, {"id": "news2", "text": TEXT}))
        self.assertEqual(shown(self.run_ok("show", "news.jsonl").out), SHOWN + SHOWN.replace("news", "news2"))

    def show_annotated(self, *documents, **more):
        self.write("a.jsonl", as_jsonl(*documents))
        return self.run_ok("show", "-p", "", "a.jsonl", **more).out.decode()

    def test_a_relation_says_what_is_not_as_usual_and_who_a_pronoun_is(self):
        self.assertEqual(self.show_annotated(launched()), LAUNCHED)

    def test_a_description_that_has_the_name_in_it_is_not_said_twice(self):
        one = Annotated("d", "The Agency saw its director.")
        agency = one.entity("Organisation", "agency")
        one.relation(one.mention("The Agency", kind="nominal", entity=agency),
                     one.mention("its director", kind="nominal", entity=one.entity("Person", "Ada")), "see")
        self.assertIn("    The Agency —see→ Ada (its director)  [0.75]\n", self.show_annotated(one.document))

    def test_whose_government_a_mention_stands_for_is_said(self):
        one = Annotated("d", "Oslo told Riga that Norway left.")
        one.mention("Norway", "Location", entity=one.entity("Location", "Norway"))
        one.relation(one.mention("Oslo", "Location", acts_for="location/norway"),
                     one.mention("Riga", "Location", acts_for="location/lv"), "tell")
        self.assertIn("    Oslo (acts for Norway) —tell→ Riga (acts for location/lv)  [0.75]\n",
                      self.show_annotated(one.document))

    def test_who_says_that_who_says_so_is_said(self):
        one = Annotated("d", "Ada said Bo said she claimed Cy left Oslo.")
        ada, bo, she, cy, oslo = (one.mention(name, "Person", "pronoun" if name == "she" else "name")
                                  for name in ("Ada", "Bo", "she", "Cy", "Oslo"))
        one.relation(cy, oslo, "leave", attribution=she, attribution_chain=[she, bo, ada])
        self.assertEqual(self.show_annotated(one.document).splitlines()[1:3],
                         ["[Person Ada] said [Person Bo] said [she] claimed [Person Cy] left [Person Oslo].",
                          "    Cy —leave→ Oslo  [says: she < Bo < Ada; 0.75]"])

    def test_that_something_was_before_the_report_is_not_said(self):
        one = Annotated("d", "Ada left Oslo.")
        one.relation(one.mention("Ada"), one.mention("Oslo"), "leave", time="../2024-05-03")
        self.assertIn("    Ada —leave→ Oslo  [0.75]\n", self.show_annotated(one.document))

    def test_files_and_folders_are_shown_in_turn(self):
        for name in "a", "b/c":
            self.write(f"in/{name}.jsonl", as_jsonl(launched(name)))
        self.assertEqual(self.run_ok("show", "-p", "", "in", "in/a.jsonl").out.decode(),
                         LAUNCHED.replace("== d", "== a") + LAUNCHED.replace("== d", "== b/c")
                         + LAUNCHED.replace("== d", "== a#2"))

    def test_descriptions_and_pronouns_are_quiet_where_nothing_is_said_of_them(self):
        one = Annotated("d", "She saw the agency.")
        one.mention("She", "Person", "pronoun")
        one.mention("the agency", "Organisation", "nominal")
        self.assertEqual(self.show_annotated(one.document), "== d\nShe saw the agency.\n\n")

    def test_mentions_of_the_same_words_are_shown_once_and_by_type(self):
        one = Annotated("d", "Ada saw Bo.")
        ada = one.mention("Ada", "Person", "nominal")
        one.mention("Ada", "Person")
        one.mention("Ada", "Organisation")
        one.relation(ada, one.mention("Bo", "Person"), "see")
        self.assertEqual(self.show_annotated(one.document).splitlines()[1], "[Person Ada] saw [Person Bo].")

    def test_mentions_that_cross_each_other_lose_no_words(self):
        one = Annotated("d", "North Sea Oil Company grew.")
        one.mention("North Sea Oil", "Location")
        one.mention("Sea Oil Company", "Organisation")
        self.assertEqual(self.show_annotated(one.document).splitlines()[1],
                         "[Location North [Organisation Sea Oil] Company] grew.")

    def test_relations_stand_under_their_sentence_whatever_their_order(self):
        one = Annotated("d", "Ada left. Bo left. Cy left.")
        a, b, c = (one.mention(name, "Person") for name in ("Ada", "Bo", "Cy"))
        for head, tail, label in (c, a, "x"), (a, b, "y"), (c, b, "z"), (a, c, "w"):
            one.relation(head, tail, label)
        self.assertEqual(self.show_annotated(one.document).splitlines()[1:-1],
                         ["[Person Ada] left.", "    Ada —y→ Bo  [0.75]", "    Ada —w→ Cy  [0.75]", "[Person Bo] left.",
                          "[Person Cy] left.", "    Cy —x→ Ada  [0.75]", "    Cy —z→ Bo  [0.75]"])

    def test_wide_characters_are_shown_as_they_are(self):
        one = Annotated("d", "王毅 saw 𝒜é́.")
        one.relation(one.mention("王毅", "Person"), one.mention("𝒜é́", "Person"), "see")
        self.assertEqual(self.show_annotated(one.document),
                         "== d\n[Person 王毅] saw [Person 𝒜é́].\n    王毅 —see→ 𝒜é́  [0.75]\n\n")

    def test_control_characters_of_annotations_do_not_reach_the_terminal(self):
        one = Annotated("d", "Ada saw Bo.")
        one.relation(one.mention("Ada", "P\x1b[2J"), one.mention("Bo", "P"), "s\x1bee", event="\x07", time="\x9b")
        out = self.show_annotated(one.document)
        self.assertEqual([c for c in out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)], [])
        self.assertIn("s\\x1bee", out)

    def test_standard_input_is_shown(self):
        self.assertIn(b"[Location France]", self.run_ok("show", stdin="Mr Smith visited France.").out)

    def test_what_a_pipeline_leaves_out_is_not_shown(self):
        out = self.run_ok("show", "-p", "tokenise", stdin="Mr Smith visited France.").out.decode()
        self.assertEqual(out, "== stdin\nMr Smith visited France.\n\n")

    def test_a_document_without_layers_or_text_has_its_name_alone(self):
        self.assertEqual(self.run_ok("show", "-p", "", stdin=TEXT).out, b"== stdin\n\n")
        self.assertEqual(self.run_ok("show").out, b"== stdin\n\n")

    def test_control_characters_of_the_text_do_not_reach_the_terminal(self):
        self.write("odd.jsonl", as_jsonl({"id": "\x1b[2J", "text": "Mr \x1b]0;Smith\x07 visited\0 France\u009b.\n"}))
        out = self.run_ok("show", "odd.jsonl").out.decode()
        self.assertEqual([c for c in out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)], [])
        self.assertIn("\\x1b", out)

    def test_colours_are_for_terminals_that_want_them(self):
        self.write("news.txt", TEXT)
        self.assertIn("\033[1;34mBBC\033[22;39m\033[2m Organisation\033[22m", self.on_terminal("show", "news.txt"))
        self.assertNotIn("\033", self.on_terminal("show", "news.txt", NO_COLOR="1"))

    def test_on_a_terminal_a_description_is_underlined_and_what_is_in_it_in_colour(self):
        self.write("a.jsonl", as_jsonl(launched()))
        out = self.on_terminal("show", "-p", "", "a.jsonl")
        self.assertIn("\033[4mDr \033[1;32mLin\033[22;39m\033[2m Person\033[22m's agents\033[24m", out)

    def test_types_of_one_family_have_one_colour(self):
        one = Annotated("d", "Ada flew a Stuka by Bo.")
        for words, type in ("Ada", "Person"), ("Stuka", "Weapon"), ("Bo", "Vehicle"):
            one.mention(words, type)
        self.write("a.jsonl", as_jsonl(one.document))
        self.assertEqual(re.findall(r"\033\[1;(\d+)m", self.on_terminal("show", "-p", "", "a.jsonl")),
                         ["32", "91", "91"])

    def on_terminal(self, *arguments, status=OK, **env):
        """What is seen on a terminal that is input, output and all."""
        try:
            child, terminal = pty.fork()
        except OSError:
            self.skipTest("no pseudo-terminals here")
        if child == 0:
            os.chdir(self.folder)
            os.execve(ENTENTE, [ENTENTE, *arguments], self.environment(**env))
        output = b""
        try:
            while piece := os.read(terminal, 4096):
                output += piece
        except OSError: # how a terminal says that it is closed
            pass
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), status)
        return output.decode()

    def test_a_terminal_is_no_input_by_itself(self):
        for command in "run", "show":
            self.assertIn("nothing to read: expected files, folders or '-' for standard input",
                          self.on_terminal(command, status=USAGE))

    def test_progress_is_shown_on_a_terminal_and_cleared(self):
        self.write("news.txt", TEXT)
        self.assertRegex(self.on_terminal("run", "--to", "none", "news.txt"), r"1 documents  0\.0 MB  \d+ words/s")
        self.assertEqual(self.on_terminal("run", "-q", "--to", "none", "news.txt"), "")

    def test_a_bad_document_is_named_and_the_others_are_shown(self):
        self.write("news.txt", TEXT)
        result = self.check_fails(SOME_FAILED, "nowhere.txt: No such file",
                                  arguments=["show", "nowhere.txt", "news.txt"])
        self.assertEqual(shown(result.out), SHOWN)

    def test_wrong_usage_is_said(self):
        self.check_fails(USAGE, "unknown stage 'tagg'", arguments=["show", "-p", "tagg"])
        self.check_fails(USAGE, "from=xml", arguments=["show", "--from", "xml"])
        self.check_fails(USAGE, "show: Unknown option --to", arguments=["show", "--to", "jsonl"])


if __name__ == "__main__":
    main()
