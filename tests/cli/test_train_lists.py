#!/usr/bin/python3
"""entente train lists: what raw text tells of names, and how words stand in it."""
import os
import shutil

from command import OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, as_jsonl, main, names_in

TABLE = os.path.join("pack", "tag", "lists.bin")
KINDS = "person location organisation event work".split()

# Names that are in no list; each is told of in one way
TEXTS = (
    "Every summer Mr Qarvel went home.",
    "Last week Nurith Holdings Inc. was sold again.",
    "Today Tessok is a quiet town in the north.",
    "Today Olmira (Old Saal: Olm; 3,000 people) was a village.",
    "They met Peloth, a singer from the north.",
    "They sold shares of the company Zermin at once.",
    "They went to the town of Ikavo at once.",
    "They read the novel “Vantu”.",
)


class TrainLists(CommandTest):
    def train(self, *arguments, pack="pack", **more):
        return self.run_command("train", "lists", "-o", pack, *arguments, **more)

    def train_ok(self, *arguments, **more):
        result = self.train(*arguments, **more)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)
        return result

    def write_text(self, name="text.jsonl", times=1):
        return self.write(name, as_jsonl(*({"text": text} for text in TEXTS for _ in range(times))))

    def list_of(self, *arguments):
        """name -> ({kind: votes}, noun)"""
        self.train_ok("--list", "list.txt", "--min-votes", "1", "--min-count", "1", *arguments)
        rows = (line.split("\t") for line in self.read("list.txt").decode().splitlines())
        return {name: ({kind: int(n) for kind, n in zip(KINDS, votes) if n != "0"}, votes[-1]) for name, *votes in rows}

    def test_what_stands_beside_a_name_tells_its_kind(self):
        names = self.list_of(self.write_text())
        for name, kind, noun in (
            ("Qarvel", "person", ""),
            ("Nurith Holdings Inc.", "organisation", ""),
            ("Tessok", "location", "town"),
            ("Olmira", "location", "village"),
            ("Peloth", "person", "singer"),
            ("Zermin", "organisation", "company"),
            ("Ikavo", "location", "town"),
            ("Vantu", "work", "novel"),
        ):
            self.assertIn(name, names)
            votes, said = names[name]
            self.assertEqual((max(votes, key=votes.get), said), (kind, noun), name)

    def test_what_is_only_looked_up_does_not_count(self):
        self.assertNotIn("France", self.list_of(self.write("text.txt", "They like France very much.\n")))

    def test_the_noun_said_most_often_is_kept(self):
        text = "Tessok is a town.\n" + "Tessok is a port.\n" * 2
        names = self.list_of("--from", "lines", self.write("text.txt", text))
        self.assertEqual(names["Tessok"], ({"location": 3}, "port"))

    def test_names_with_few_votes_are_left_out(self):
        text = self.write("text.txt", "Tessok is a town.\n" * 3 + "Olmira is a town.\n" * 2)
        self.train_ok("--list", "list.txt", "--from", "lines", "--min-count", "1", text)
        self.assertEqual(self.read("list.txt"), b"Tessok\t0\t3\t0\t0\t0\ttown\n")

    def test_the_header_says_what_it_was_made_of(self):
        self.train_ok("--licence", "CC BY 2.5", "--min-count", "2", self.write_text("some/news.jsonl"))
        table = self.read(TABLE)
        for part in b'"data":"news.jsonl"', b'"licence":"CC BY 2.5"', b'"documents":8', b'"min_count":2':
            self.assertIn(part, table)
        self.assertNotIn(self.folder.encode(), table)

    def test_the_same_data_give_the_same_bytes_with_any_number_of_threads(self):
        text = self.write_text(times=20)
        self.train_ok("-j", "1", text)
        first = self.read(TABLE)
        for jobs in "1", "3", "8":
            self.train_ok("-j", jobs, text)
            self.assertEqual(self.read(TABLE), first)

    def test_a_share_counts_documents_once_or_often(self):
        text = self.write_text()
        self.assertEqual(self.list_of(text + "@3")["Tessok"][0], {"location": 3})
        self.assertNotIn("Tessok", self.list_of(text + "@0.5", self.write("more.txt", TEXTS[0])))

    def test_text_that_tells_nothing_is_an_error(self):
        for content in "", "\n\n", "one two three\n":
            result = self.train(self.write("text.txt", content))
            self.assertEqual(result.status, SOME_FAILED)
            self.assertSays(result, "nothing to list in the ", "expected more text, or a lower --min-votes or")
            self.assertFalse(os.path.exists(self.path(TABLE)))

    def test_data_that_cannot_be_read_are_named_and_the_rest_is_used(self):
        self.write("bad.jsonl", '{"text": "The')
        result = self.train("--min-count", "1", "bad.jsonl", self.write_text())
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "bad.jsonl:1: ")
        self.assertIn(b'"documents":8', self.read(TABLE))

    def test_wrong_usage(self):
        text = self.write_text()
        for arguments, message in (
            (["train", "lists", text], "train lists: expected -o PACK"),
            (["train", "lists", "-o", "pack"], "train lists: expected DATA"),
            (["train", "lists", "-o", "pack", "--min-votes", "0", text], "--min-votes: expected 1 or more"),
            (["train", "lists", "-o", "pack", "--min-count", "0", text], "--min-count: expected 1 or more"),
            (["train", "lists", "-o", "pack", "-j", "-1", text], "-j: expected a number"),
            (["train", "lists", "-o", "pack", "--from", "xml", text], "xml"),
            (["train", "lists", "-o", "pack", text + "@0"], f"{text}@0: '0' is no share of the documents"),
        ):
            self.check_fails(USAGE, message, arguments=arguments)
            self.assertFalse(os.path.exists(self.path(TABLE)))

    def test_a_pack_that_cannot_be_written_is_said(self):
        self.write("pack", "a file\n")
        result = self.train(self.write_text())
        self.assertEqual(result.status, SOME_FAILED)
        self.assertSays(result, "pack/tag: cannot write to this folder")

    def test_help(self):
        self.assertRegex(self.run_ok("train", "lists", "--help").out.decode(), r"entente train lists .*DATA")


class ListsInAModel(CommandTest):
    """A model trained in a pack with lists: towns end like ships, and only the lists tell which is which."""

    TOWNS = "Tessok Olmirok Vantok Pelok Zermok Ikok".split()
    SHIPS = "Qarvok Nurok Lurok Bennok Ardok Moxok".split()
    UNSEEN = {"Wendrok": "town", "Hadrok": "ship"}
    EMPTY = "we came in Tenvok again\n"

    def setUp(self):
        super().setUp()
        towns = self.TOWNS + [name for name, kind in self.UNSEEN.items() if kind == "town"]
        ships = self.SHIPS + [name for name, kind in self.UNSEEN.items() if kind == "ship"]
        raw = [f"Today {name} is a town." for name in towns] + [f"Then came Mr {name} again." for name in ships]
        self.write("raw.jsonl", as_jsonl(*({"text": text} for text in raw)))
        self.run_ok("train", "clusters", "-o", "pack", "--classes", "4", "--min-count", "2", "raw.jsonl")
        self.run_ok("train", "lists", "-o", "pack", "--min-votes", "1", "raw.jsonl")
        gold = [(name, kind) for kind, names in (("town", self.TOWNS), ("ship", self.SHIPS)) for name in names]
        self.write("gold.iob2", "".join(f"we\tO\nsaw\tO\n{name}\tB-{kind}\nagain\tO\n\n" for name, kind in gold * 3))
        self.run_ok("train", "names", "-o", "pack", "--min-count", "1", "gold.iob2")

    def tag(self, pack, text):
        return self.run_command("run", "-p", "tokenise ! tag", "--to", "jsonl", "--pack", pack, stdin=text)

    def test_names_are_told_apart_by_the_lists_alone(self):
        for name, kind in self.UNSEEN.items():
            self.assertEqual(names_in(self.tag("pack", f"we saw {name} again\n").documents[0]), [f"{kind} {name}"])

    def test_a_model_without_its_lists_is_refused(self):
        os.remove(self.path(TABLE))
        result = self.tag("pack", self.EMPTY)
        self.assertEqual(result.status, UNREADABLE)
        self.assertSays(result, "tag/lists.bin")

    def test_damaged_lists_are_refused(self):
        table = self.read(TABLE)
        for damaged in b"", table[:-1], table[:-1] + bytes([table[-1] ^ 1]), self.read("pack/tag/clusters.bin"):
            self.write(TABLE, damaged)
            result = self.tag("pack", self.EMPTY)
            self.assertEqual(result.status, UNREADABLE)
            self.assertSays(result, "lists.bin: ")
            result = self.run_command("train", "names", "-o", "pack", "gold.iob2")
            self.assertEqual(result.status, UNREADABLE)
            self.assertSays(result, "lists.bin: ")

    def test_lists_are_not_looked_at_by_a_model_trained_without(self):
        shutil.copytree(self.path("pack"), self.path("other"))
        os.remove(self.path("other/tag/lists.bin"))
        self.run_ok("train", "names", "-o", "other", "gold.iob2")
        self.write("other/tag/lists.bin", b"no model\n")
        self.assertEqual(self.tag("other", self.EMPTY).status, OK)


if __name__ == "__main__":
    main()
