#!/usr/bin/python3
"""entente train coref: from JSON Lines whose mentions have chains to a pack that chooses what pronouns stand for."""
import json
import os

from command import OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, main

MODEL = os.path.join("pack", "link", "coref.bin")
PIPELINE = "tokenise ! tag ! parse ! link relations=off"


def gold(marked, name="a"):
    """A line of gold of "[1 The agency] said [1 it] knew"."""
    text, entities, still_open = "", [], []
    words = iter(marked.replace("]", " ] ").split())
    for word in words:
        if word == "]":
            entities.append({"start": still_open[-1][0], "end": len(text), "cluster": still_open.pop()[1]})
            continue
        text += " " if text and word not in ",." else ""
        if word[0] == "[":
            still_open.append((len(text), int(word[1:])))
            word = next(words)
        text += word
    return json.dumps({"id": name, "text": text, "entities": entities}) + "\n"


GOLD = "".join(gold(line) for line in (
    "[1 The agency] said [1 it] would wait .", "[1 The men] said [1 they] were tired .",
    "[1 Anna Weiss] said [1 she] was ill . [2 A report] came . [2 The report] was new .",
    "[1 The company] said [1 it] had lost money . It rained .")) * 5


class TrainCoref(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("gold.jsonl", GOLD)

    def train(self, *arguments):
        return self.run_command("train", "coref", "-o", "pack", *arguments)

    def train_ok(self, *arguments):
        result = self.train(*arguments)
        self.assertEqual((result.status, result.out), (OK, b""), result.err)

    def chains(self, text, *arguments):
        document = self.run_ok("run", "-p", PIPELINE, "--to", "jsonl", *arguments, stdin=text).documents[0]
        chains = {}
        for mention in document["mentions"]:
            if "entity" in mention:
                chains.setdefault(mention["entity"], []).append(document["text"][mention["start"]:mention["end"]])
        return sorted(chain for chain in chains.values() if len(chain) > 1)

    def test_what_was_learned_is_done(self):
        self.train_ok("gold.jsonl")
        self.assertEqual(self.chains("The agency said it would leave.\n", "--pack", "pack"), [["The agency", "it"]])

    def test_what_was_not_learned_is_left_alone(self):
        self.write("alone.jsonl", gold("[1 The agency] said [2 it] would wait .") * 10)
        self.train_ok("alone.jsonl")
        self.assertEqual(self.chains("The agency said it would leave.\n", "--pack", "pack"), [])

    def test_the_same_data_give_the_same_bytes(self):
        self.train_ok("gold.jsonl")
        first = self.read(MODEL)
        self.train_ok("gold.jsonl")
        self.assertEqual(self.read(MODEL), first)

    def test_the_header_says_what_it_was_trained_on(self):
        self.write("two.jsonl", GOLD + gold("[1 It] rained .", "b") * 3)
        self.train_ok("--licence", "CC BY 4.0", "--epochs", "3", "--only", "a*", "two.jsonl")
        for part in (b'"trained_on":"two.jsonl"', b'"licence":"CC BY 4.0"', b'"epochs":3', b'"only":"a*"',
                     b'"documents":20'):
            self.assertIn(part, self.read(MODEL))

    def test_lines_that_are_wrong_are_named_and_left_out(self):
        for bad, part in (("{\n", "not JSON"), ('{"text": 1}\n', "not gold"),
                          ('{"text": "A b", "entities": [{"start": 2, "end": 9, "cluster": 1}]}\n', "entity 0: "),
                          ('{"text": "A b", "entities": [{"start": 2, "end": 1, "cluster": 1}]}\n', "entity 0: "),
                          ('{"text": "A b", "entities": [{"end": 1, "cluster": 1}]}\n', "entity 0: ")):
            self.write("bad.jsonl", bad + GOLD)
            result = self.train("bad.jsonl")
            self.assertEqual(result.status, SOME_FAILED, result.err)
            self.assertSays(result, part)
            self.assertTrue(os.path.exists(self.path(MODEL)))

    def test_data_without_chains_are_an_error(self):
        self.write("empty.jsonl", "")
        for arguments in ["empty.jsonl"], ["--only", "c*", "gold.jsonl"], ["nowhere.jsonl"]:
            result = self.train(*arguments)
            self.assertEqual(result.status, SOME_FAILED, result.err)
            self.assertFalse(os.path.exists(self.path(MODEL)))

    def test_damaged_models_are_refused(self):
        self.train_ok("--epochs", "1", "gold.jsonl")
        model = self.read(MODEL)
        for content in b"", model[:100], model[:-1], model[:200] + b"\1" + model[201:]:
            self.write(MODEL, content)
            self.check_fails(UNREADABLE, "link/coref.bin: ", arguments=["run", "--pack", "pack"], stdin="A\n")

    def test_wrong_usage_is_said(self):
        for arguments, part in (([], "expected -o PACK"), (["-o", "pack"], "expected DATA"),
                                (["-o", "pack", "--epochs", "0", "x"], "--epochs: expected 1 or more"),
                                (["-o", "pack", "--rate", "0", "x"], "--rate: "),
                                (["-o", "pack", "--dropout", "1", "x"], "--dropout: "),
                                (["-o", "pack", "--min-count", "0", "x"], "--min-count: ")):
            self.check_fails(USAGE, part, arguments=["train", "coref", *arguments])


if __name__ == "__main__":
    main()
