#!/usr/bin/python3
"""Rules of users and the pack's patterns: `entente rules check` and `test`, and `--rules` of the other commands."""
import csv
import os
import re

from command import BUILD_DIR, OK, SOME_FAILED, SOURCE_DIR, UNREADABLE, USAGE, CommandTest, main, names_in

PATTERNS = os.path.join(BUILD_DIR, "share", "entente", "en", "tag", "patterns.rules")

RULES = """list ships: Vehicle = "Blue Heron"

mention firm: Organisation
    find    [capital] "Shipping"
    example "[Acme Shipping] lost."

relation charter: uses from who to ship
    tree    [lemma=charter] >nsubj who:Organisation >obj ship:Vehicle
    example "[who Acme Shipping] did not charter the [ship Blue Heron]." -> negated, "charter"
"""
TEXT = "The owner said that Acme Shipping chartered the Blue Heron.\n"


class Check(CommandTest):
    def test_good_rules_are_counted(self):
        self.write("my.rules", RULES)
        self.assertEqual(self.run_ok("rules", "check", "my.rules").out.decode(),
                         "2 rules, 1 lists, 2 examples: no mistakes\n")

    def test_each_mistake_is_shown_with_its_line_and_a_caret(self):
        self.write("my.rules", 'mention x: Person\n\tfind [lema=a]\nmention y: Person\n    find "a" "\n')
        result = self.check_fails(UNREADABLE, arguments=["rules", "check", "my.rules"])
        self.assertEqual(result.err,
                         "entente: my.rules:2:8: unknown attribute 'lema': expected text, lemma, pos, type, kind or dep\n"
                         "    2 |  find [lema=a]\n"
                         "      |        ^~~~\n"
                         'entente: my.rules:4:14: a string is not closed: expected " on this line\n'
                         '    4 |     find "a" "\n'
                         "      |              ^\n")
        self.assertEqual(result.out, b"")

    def test_names_are_known_across_files(self):
        self.write("a.rules", 'mention x: Person\n    find rank PROPN\n')
        self.write("b.rules", 'let rank = "general"\n')
        self.run_ok("rules", "check", "a.rules", "b.rules")
        self.check_fails(UNREADABLE, "a.rules:2:10: unknown name 'rank'", arguments=["rules", "check", "a.rules"])
        self.write("c.rules", 'let x = "y"\n')
        self.check_fails(UNREADABLE, "c.rules:1:5: 'x' is already the name of something else, a.rules:1",
                         arguments=["rules", "check", "a.rules", "b.rules", "c.rules"])

    def test_lists_are_sought_beside_the_rules(self):
        self.write("in/my.rules", 'list ships: Vehicle from "ships.txt"\n')
        self.check_fails(UNREADABLE, "in/my.rules:1:26: the list cannot be read", "ships.txt",
                         arguments=["rules", "check", "in/my.rules"])
        self.write("in/ships.txt", "Blue Heron\tVehicle\tQ1\n")
        self.run_ok("rules", "check", "in/my.rules")
        self.write("in/ships.txt", "Blue Heron\tShip\n")
        self.check_fails(UNREADABLE, "in/ships.txt:1: unknown type 'Ship'", arguments=["rules", "check", "in/my.rules"])

    def test_a_list_with_commas_is_none(self):
        self.write("my.rules", 'list firms: Organisation from "firms.csv"\n')
        self.write("firms.csv", "name\nAcme\n")
        self.run_ok("rules", "check", "my.rules")
        self.write("firms.csv", "Acme,Organisation,HRB 1234\n")
        self.check_fails(UNREADABLE, "firms.csv:1: commas: expected tabs between name, type and key",
                         arguments=["rules", "check", "my.rules"])

    def test_a_mark_at_the_beginning_of_a_file_is_none_of_it(self):
        self.write("my.rules", b"\xef\xbb\xbf" + RULES.encode())
        self.run_ok("rules", "check", "my.rules")

    def test_what_is_no_rule_file_is_named(self):
        self.check_fails(UNREADABLE, "nowhere.rules: the rule file cannot be read",
                         arguments=["rules", "check", "nowhere.rules"])
        self.write("bad.rules", b"\xff\xfe\x00")
        self.check_fails(UNREADABLE, "bad.rules: byte 0 is not UTF-8", arguments=["rules", "check", "bad.rules"])

    def test_control_characters_do_not_reach_the_terminal(self):
        self.write("my.rules", "mention x\x1b[2J: Person\n    find \x07\x1b\n")
        result = self.run_command("rules", "check", "my.rules")
        self.assertEqual(result.status, UNREADABLE)
        self.assertEqual([c for c in result.err if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)], [])

    def test_of_many_mistakes_the_first_are_shown(self):
        self.write("my.rules", "wrong\n" * 60)
        self.check_fails(UNREADABLE, "my.rules:50:1:", "these are the first 50 mistakes",
                         arguments=["rules", "check", "my.rules"])

    def test_wrong_usage_is_said(self):
        for arguments in [], ["chek", "my.rules"], ["my.rules"]:
            self.check_fails(USAGE, "rules: expected check or test, and files of rules",
                             arguments=["rules", *arguments])


class Test(CommandTest):
    def test_examples_that_are_as_they_should_be_are_counted(self):
        self.write("my.rules", RULES)
        self.assertEqual(self.run_ok("rules", "test", "my.rules").out.decode(),
                         "2 examples of 2 rules: all are as they should be\n")

    def failing(self, rules):
        self.write("my.rules", rules)
        result = self.run_command("rules", "test", "my.rules")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        return result.out.decode()

    def test_what_was_found_instead_is_shown(self):
        out = self.failing('mention x: Person\n    find "Ada" PROPN?\n    example "We met [Ada] Holm."\n')
        self.assertIn("my.rules:3: x\n    expected  We met [Ada] Holm.\n    found     We met [Ada Holm].\n", out)
        self.assertIn("\n    mentions  [Person Ada Holm]", out)
        self.assertIn("\n    read as   We/PRON", out)
        self.assertTrue(out.endswith("\n1 of 1 examples are not as they should be\n"), out)

    def test_values_count_where_they_are_given(self):
        rule = 'mention x: Money\n    text /no\\. (?<value>\\d+)/\n    example "See [no. 12{}]."\n'
        self.write("my.rules", rule.format(""))
        self.run_ok("rules", "test", "my.rules")
        self.write("my.rules", rule.format(" = 12"))
        self.run_ok("rules", "test", "my.rules")
        self.assertIn("found     See [no. 12 = 12].", self.failing(rule.format(" = 13")))
        self.write("my.rules", 'mention x: Money\n    text /size (?<value>\\d+")/\n'
                               r'    example "A [size 12\" = 12\"] tube."' + "\n")
        self.run_ok("rules", "test", "my.rules")

    def test_counterexamples_hold_nothing(self):
        out = self.failing('mention x: Person\n    find "Ada"\n    counterexample "Ada came."\n')
        self.assertIn("    nothing in Ada came.\n    found     [Ada] came.\n", out)

    def test_relations_are_held_against_their_marks_and_properties(self):
        for wrong, found in ((' -> possible', "negated, asserted"), (' -> affirmed', "negated"), (' -> "buy"', '"charter"')):
            out = self.failing(RULES.replace(' -> negated, "charter"', wrong))
            self.assertIn("found     [who Acme Shipping] did not charter the [ship Blue Heron]. -> ", out)
            self.assertIn(found, out)
        out = self.failing(RULES.replace("[ship Blue Heron]", "Blue [ship Heron]"))
        self.assertIn("found     [who Acme Shipping] did not charter the [ship Blue Heron].", out)

    def test_what_is_not_found_is_nothing(self):
        out = self.failing(RULES.replace("lemma=charter", "lemma=hire"))
        self.assertIn("    found     nothing\n    mentions  ", out)
        self.assertIn("Shipping/", out)

    def test_the_rules_that_come_as_an_example_are_as_they_should_be(self):
        out = self.run_ok("rules", "test", os.path.join(SOURCE_DIR, "stages", "example", "investigation.rules"))
        self.assertRegex(out.out.decode(), r"^1\d examples of \d+ rules: all are as they should be\n$")

    def test_rules_without_examples_are_noted(self):
        self.write("my.rules", 'mention x: Person\n    find "Ada"\n')
        self.check_fails(SOME_FAILED, "note: rule 'x' has no example", "no examples: expected lines such as",
                         arguments=["rules", "test", "my.rules"])

    def test_mistakes_come_before_tests(self):
        self.write("my.rules", 'mention x: Person\n    find "Ada"\n    example "We met Ada."\n')
        self.check_fails(UNREADABLE, "my.rules:3:13: expected what is found to be in brackets",
                         arguments=["rules", "test", "my.rules"])


def read_patterns():
    with open(PATTERNS, encoding="utf-8") as file:
        return file.read()


def examples_of_patterns():
    """Name of each pattern: its examples and its counterexamples, as the file has them."""
    rules = re.split(r"^mention ", read_patterns(), flags=re.MULTILINE)[1:]
    lines = lambda rule, word: re.findall(rf'^[ \t]+{word}[ \t]+(".*")$', rule, flags=re.MULTILINE)
    return {rule.split(":")[0]: (lines(rule, "example"), lines(rule, "counterexample")) for rule in rules}


class Patterns(CommandTest):
    """The pack's own patterns of values, which are checked and tested when no file is named."""

    def test_each_has_an_example_and_a_counterexample(self):
        rules = examples_of_patterns()
        self.assertGreater(len(rules), 30)
        for name, (examples, counterexamples) in rules.items():
            with self.subTest(name):
                self.assertTrue(examples)
                self.assertTrue(counterexamples)

    def test_all_are_as_they_should_be(self):
        rules = examples_of_patterns()
        n = sum(len(of_rule) for both in rules.values() for of_rule in both)
        self.assertEqual(self.run_ok("rules", "check").out.decode(),
                         f"{len(rules)} rules, 0 lists, {n} examples: no mistakes\n")
        self.assertEqual(self.run_ok("rules", "test").out.decode(),
                         f"{n} examples of {len(rules)} rules: all are as they should be\n")

    def test_one_that_is_wrong_is_shown(self):
        self.write("mypack/tag/patterns.rules", read_patterns().rstrip() + '\n    example "Her [cat] is grey."\n')
        result = self.run_command("rules", "test", "--pack", "mypack")
        self.assertEqual(result.status, SOME_FAILED, result.err)
        out, last = result.out.decode(), list(examples_of_patterns())[-1]
        self.assertIn(f": {last}\n    expected  Her [cat] is grey.\n    found     nothing\n", out)
        self.assertRegex(out, r"\n1 of \d+ examples are not as they should be\n$")


class Pipelines(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("my.rules", RULES)
        self.write("news.txt", TEXT)

    def test_run_makes_mentions_before_link_and_relations_after_it(self):
        document, = self.run_ok("run", "--rules", "my.rules", "news.txt").documents
        self.assertIn("Organisation Acme Shipping", names_in(document))
        self.assertIn("Vehicle Blue Heron", names_in(document))
        for mention in document["mentions"]:
            if mention["by"].startswith("rules/"):
                self.assertIn("entity", mention)
        relation, = [r for r in document["relations"] if r["by"].startswith("rules/")]
        self.assertEqual((relation["by"], relation["type"], relation["label"]), ("rules/charter", "uses", "charter"))
        self.assertIn("attribution", relation)

    def test_open_relations_and_other_mentions_stay(self):
        without, = self.run_ok("run", "news.txt").documents
        document, = self.run_ok("run", "--rules", "my.rules", "news.txt").documents
        labels = lambda one: [r["label"] for r in one["relations"] if r["by"].startswith("link/")]
        self.assertEqual(labels(document), labels(without))

    def test_relations_have_their_event_as_open_ones_have(self):
        self.write("attack.rules", """relation enemy: "enemy of" from who to whom
    tree    [lemma=attack] >nsubj who:Location >obj whom:Location
""")
        self.write("war.txt", "Norway attacked Sweden. Norway will attack Denmark.\n")
        document, = self.run_ok("run", "--rules", "attack.rules", "war.txt").documents
        events = lambda by: [r["event"] for r in document["relations"] if r["by"] == by]
        self.assertEqual(events("rules/enemy"), ["PLOVER:FIGHT", "PLOVER:THREATEN"])
        self.assertEqual(events("rules/enemy"), events("link/svo"))
        self.run_ok("run", "--rules", "attack.rules", "--to", "csv", "-o", "out", "war.txt")
        edges = csv.DictReader(self.read("out", "edges.csv").decode().splitlines())
        self.assertEqual(sorted(e["event"] for e in edges if e["Kind"] == "enemy of"),
                         ["PLOVER:FIGHT", "PLOVER:THREATEN"])

    def test_names_of_one_key_of_a_list_are_one_node_across_documents(self):
        self.write("firms.txt", "Acme Shipping\t\tHRB 1234\nBlue Line\t\tHRB 1234\nAcme Lines\t\tHRB 5678\n")
        self.write("firms.rules", 'list firms: Organisation from "firms.txt"\n')
        self.write("in/a.txt", "Acme Shipping sued Norway. Acme Lines sued Sweden.\n")
        self.write("in/b.txt", "Blue Line sued Norway.\n")
        self.run_ok("run", "--rules", "firms.rules", "--to", "csv", "-o", "out", "in")
        nodes = {node["Id"]: node for node in csv.DictReader(self.read("out", "nodes.csv").decode().splitlines())}
        firm = nodes["organisation/hrb-1234"]
        self.assertEqual((firm["Label"], firm["aliases"], firm["links"], firm["documents"]),
                         ("Acme Shipping", "Blue Line", "firms=HRB 1234", "2"))
        self.assertEqual(nodes["organisation/hrb-5678"]["Label"], "Acme Lines")
        edges = csv.DictReader(self.read("out", "edges.csv").decode().splitlines())
        self.assertEqual([e["documents"] for e in edges if e["Source"] == "organisation/hrb-1234"
                          and e["Label"] == "sue"], ["2"])

    def test_keys_that_could_be_names_are_two_nodes(self):
        self.write("firms.txt", "Acme Shipping\t\tacme inc\nBlue Line\t\tacme\n")
        self.write("firms.rules", 'list firms: Organisation from "firms.txt"\n')
        self.write("in/a.txt", "Acme Shipping sued Norway in Oslo.\n")
        self.write("in/b.txt", "Blue Line sued Norway in Oslo.\n")
        self.run_ok("run", "--rules", "firms.rules", "--to", "csv", "-o", "out", "in")
        nodes = csv.DictReader(self.read("out", "nodes.csv").decode().splitlines())
        self.assertEqual([(n["Id"], n["Label"]) for n in nodes if n["type"] == "Organisation"],
                         [("organisation/acme", "Blue Line"), ("organisation/acme-inc", "Acme Shipping")])

    def test_a_key_of_blanks_is_none(self):
        self.write("people.txt", "Ann Holm\tPerson\t  \nBea Falk\tPerson\t\u00a0\nEve Lund\tPerson\t|\n")
        self.write("people.rules", 'list people: Person from "people.txt"\n')
        self.write("people-news.txt", "Ann Holm met Bea Falk. Eve Lund left.\n")
        document, = self.run_ok("run", "--rules", "people.rules", "people-news.txt").documents
        self.assertEqual([e["key"] for e in document["entities"]],
                         ["person/ann-holm", "person/bea-falk", "person/eve-lund"])

    def test_the_value_of_a_rule_is_the_key_of_a_name(self):
        self.write("case.rules", "mention case: DocumentReference\n    text /[Cc]ase (no\\. )?(?<value>\\d+)/\n")
        self.write("case.txt", "The court heard case no. 12 in May. In June case 12 was closed.\n")
        document, = self.run_ok("run", "--rules", "case.rules", "case.txt").documents
        cases = [e for e in document["entities"] if e["type"] == "DocumentReference"]
        self.assertEqual([(e["key"], e["links"]) for e in cases], [("documentreference/12", {"case": "12"})])

    def test_rules_may_be_several_files_and_go_into_any_pipeline(self):
        self.write("more.rules", 'mention owner: Person\n    find "owner"\n')
        for pipeline in [], ["-p", "tokenise ! tag"], ["-p", "tokenise"]:
            document, = self.run_ok("run", "--rules", "my.rules", "--rules", "more.rules", *pipeline,
                                    "news.txt").documents
            self.assertIn("Person owner", names_in(document))
            self.assertIn("Vehicle Blue Heron", names_in(document))

    def test_without_link_relations_are_between_the_mentions_that_rules_made(self):
        document, = self.run_ok("run", "-p", "tokenise ! tag ! parse", "--rules", "my.rules", "news.txt").documents
        relation, = document["relations"]
        words = lambda m: TEXT[document["mentions"][m]["start"]:document["mentions"][m]["end"]]
        self.assertEqual((words(relation["head"]), words(relation["tail"])), ("Acme Shipping", "Blue Heron"))

    def test_a_pack_may_have_rules_of_its_own(self):
        self.write("mypack/rules/pack.rules", 'mention owner: Person\n    find "owner"\n')
        document, = self.run_ok("run", "--pack", "mypack", "news.txt").documents
        self.assertIn("Person owner", names_in(document))
        document, = self.run_ok("run", "--pack", "mypack", "--rules", "my.rules", "news.txt").documents
        self.assertIn("Person owner", names_in(document))
        self.assertIn("Vehicle Blue Heron", names_in(document))

    def test_the_stage_can_stand_in_the_text_of_a_pipeline(self):
        document, = self.run_ok("run", "-p", "tokenise ! rules file=my.rules make=mentions", "news.txt").documents
        self.assertEqual(names_in(document), ["Organisation Acme Shipping", "Vehicle Blue Heron"])

    def test_the_bytes_are_the_same_at_any_number_of_workers(self):
        for i in range(20):
            self.write(f"in/{i}.txt", TEXT * (i % 3 + 1))
        runs = {self.run_ok("run", "--rules", "my.rules", "-j", jobs, "in").out for jobs in ("1", "4")}
        self.assertEqual(len(runs), 1)

    def test_why_tells_how_a_rule_matched(self):
        out = self.run_ok("why", "--rules", "my.rules", "news.txt").out.decode()
        relation, = [line.split()[0] for line in out.splitlines() if "—uses→" in line]
        out = self.run_ok("why", "--rules", "my.rules", "news.txt", "--relation", relation).out.decode()
        self.assertIn("\nby          rules/charter\n", out)
        self.assertIn("\nrule        charter, my.rules:8\ntree        chartered\n  who       Shipping\n  ship      Heron\n",
                      out)
        out = self.run_ok("why", "--rules", "my.rules", "news.txt", "--mention", "0").out.decode()
        self.assertIn("\nrule        firm, my.rules:4\nfind        Acme Shipping\n", out)
        out = self.run_ok("why", "--rules", "my.rules", "news.txt", "--mention", "1").out.decode()
        self.assertIn("\nby          rules/ships\nlist        ships, my.rules:1\n", out)

    def test_show_and_inspect_know_them(self):
        self.assertIn("—uses→", self.run_ok("show", "--rules", "my.rules", "news.txt").out.decode())
        out = self.run_ok("inspect", "--rules", "my.rules").out.decode()
        self.assertRegex(out, r"my.rules\n  list     ships +Vehicle\n  mention  firm +Organisation  \(find, 1 examples, line 3\)\n"
                              r"  relation charter +uses, from who to ship  \(tree, 1 examples, line 7\)\n")

    def test_wrong_rules_end_the_run_before_it_begins(self):
        self.write("bad.rules", 'mention x: Persn\n    find "a\n')
        for command in "run", "show", "why":
            result = self.check_fails(UNREADABLE, "bad.rules:2:10: a string is not closed",
                                      arguments=[command, "--rules", "bad.rules", "news.txt"])
            self.assertEqual(result.out, b"")

    def test_a_costly_rule_is_left_out_with_a_note(self):
        self.write("slow.rules", "mention x: Person\n    text /(a+)+[bd]/\n")
        self.write("slow.txt", "x " + "a" * 60 + " c.\n")
        result = self.run_command("run", "--rules", "slow.rules", "-p", "tokenise", "slow.txt", timeout=60)
        self.assertEqual(result.status, OK)
        self.assertSays(result, "note: slow: rule 'x' takes too long from character 0 on and was left out")


if __name__ == "__main__":
    main()
