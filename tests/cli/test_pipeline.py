#!/usr/bin/python3
"""Pipelines as text and as key files: what they say is run, and what makes no sense is said."""
import os

from command import USAGE, CommandTest, main, names_in

TEXT = "Mr Smith visited France on 5 May 2024.\n"
STAGES = "expected one of read, tokenise, tag, parse, rules, link, graph, export, or the path of a plug-in"


class Text(CommandTest):
    def test_only_the_stages_of_the_text_run(self):
        document = self.run_ok("run", "-p", "tokenise", stdin=TEXT).documents[0]
        self.assertEqual(list(document), ["id", "source", "text", "sentences", "tokens"])

    def test_the_default_is_tokenise_tag_parse_link(self):
        self.assertEqual(self.run_ok("run", "-p", "tokenise ! tag ! parse ! link", stdin=TEXT).out,
                         self.run_ok("run", stdin=TEXT).out)

    def test_options_stand_after_their_stage(self):
        types = {pipeline: [m["type"] for m in self.run_ok("run", "-p", pipeline, stdin=TEXT).documents[0]["mentions"]]
                 for pipeline in ("tokenise ! tag", "tokenise ! tag names=off", "tokenise ! tag values=off")}
        self.assertEqual(list(types.values()), [["Person", "Location", "Temporal"], ["Temporal"],
                                                ["Person", "Location"]])

    def test_no_stage_at_all_passes_documents_on(self):
        self.assertEqual(list(self.run_ok("run", "-p", "", stdin=TEXT).documents[0]), ["id", "source", "text"])

    def test_a_source_in_the_text_takes_the_place_of_the_inputs(self):
        self.write("news.txt", TEXT)
        self.assertEqual(self.run_ok("run", "-p", "read path=news.txt ! tokenise").texts, [TEXT])
        for arguments in ["news.txt"], ["--from", "text"], ["--shard", "1/2"]:
            self.check_fails(USAGE, "the pipeline has its own source: expected no INPUT, --from or --shard",
                             arguments=["run", "-p", "read path=news.txt ! tokenise", *arguments])

    def test_an_exporter_in_the_text_takes_the_place_of_the_default_one(self):
        result = self.run_ok("run", "-p", "tokenise ! tag ! link ! export to=graphml", stdin=TEXT)
        self.assertTrue(result.out.startswith(b"<?xml"))

    def test_exporters_in_the_text_write_where_they_stand_and_further_ones_are_added(self):
        pipeline = "tokenise ! export to=conllu path=words ! tag ! export path='with space.jsonl' ! link"
        result = self.run_ok("run", "-p", pipeline, "--to", "jsonl", stdin=TEXT)
        self.assertEqual(len(result.documents), 1)
        self.assertEqual(sorted(os.listdir(self.folder)), ["with space.jsonl", "words"])
        self.assertNotIn(b'"entities"', self.read("with space.jsonl"))

    def test_an_exporter_takes_several_formats_with_a_path_each(self):
        pipeline = "tokenise ! tag ! link ! export to=csv path=tables to=graphml path=g.graphml to=conllu path=-"
        self.assertTrue(self.run_ok("run", "-p", pipeline, stdin=TEXT).out.startswith(b"# newdoc"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["g.graphml", "tables"])
        self.assertEqual(self.read("g.graphml"), self.run_ok("run", "-p", "tokenise ! tag ! link", "--to", "graphml",
                                                             stdin=TEXT).out)

    def test_two_exporters_cannot_share_standard_output(self):
        for arguments in ["tokenise ! export ! export"], ["tokenise ! export", "--to", "jsonl"]:
            self.check_fails(USAGE, "standard output is taken by another exporter: expected path=FILE",
                             arguments=["run", "-p", *arguments], stdin=TEXT)


    def test_formats_without_a_path_each_are_wrong_usage(self):
        self.check_fails(USAGE, "formats (to): 2, places for them (path): 1: expected a path for each", stdin=TEXT,
                         arguments=["run", "-p", "tokenise ! export to=jsonl to=conllu path=out"])
        self.assertEqual(os.listdir(self.folder), [])


class WrongText(CommandTest):
    def check_wrong(self, pipeline, *parts):
        with self.subTest(pipeline):
            result = self.check_fails(USAGE, *parts, arguments=["run", "-p", pipeline], stdin=TEXT)
            self.assertEqual(result.out, b"")

    def test_an_unknown_stage(self):
        self.check_wrong("tokenize", "unknown stage 'tokenize'", STAGES)
        self.check_wrong("tokenise ! tagg", "unknown stage 'tagg'", STAGES)

    def test_an_unknown_option(self):
        self.check_wrong("tokenise ! tag name=off", "stage 'tag' has no option 'name': expected one of names, values")

    def test_a_value_that_is_none_of_the_option(self):
        self.check_wrong("tokenise ! tag names=maybe", "stage 'tag', option 'names': 'maybe' is not on or off")
        self.check_wrong("read max-bytes=-1 ! tokenise", "max-bytes", "'-1'")
        self.check_wrong("read max-bytes=many ! tokenise", "max-bytes", "'many'")

    def test_a_stage_whose_layers_nobody_makes_names_the_stage_to_add(self):
        self.check_wrong("tag", "'tag', lacks the layer tokens, sentences: put 'tokenise' before it")
        self.check_wrong("tokenise ! link", "'link', lacks the layer mentions: put 'tag' before it")
        self.check_wrong("tag ! tokenise", "put 'tokenise' before it")
        self.check_wrong("tokenise ! export to=graphml", "lacks the layer mentions", "put 'tag' before it")
        self.check_wrong("tokenise ! tag ! export to=graphml", "lacks the layer entities, relations",
                         "put 'link' before it")

    def test_exclamation_marks_out_of_place(self):
        for pipeline in "!", "tokenise !", "! tokenise", "tokenise ! ! tag":
            self.check_wrong(pipeline, "pipeline: '!' as word", "expected it between two stages")
        self.check_wrong("tokenise tag", "'tag' after stage 'tokenise': expected option=value or '!'")

    def test_a_quote_that_is_never_closed(self):
        self.check_wrong("tokenise ! 'tag", "quote")

    def test_a_source_in_the_middle(self):
        self.check_wrong("tokenise ! read", "'read', makes documents: expected it first")

    def test_text_and_key_file_together(self):
        self.check_fails(USAGE, "-p and -c both give a pipeline: expected one of them",
                         arguments=["run", "-p", "tokenise", "-c", "pipeline.ini"])


class KeyFile(CommandTest):
    def test_it_says_the_same_as_the_text(self):
        self.write("pipeline.ini", "# ours\n[pipeline]\nstages=tokenise;tag; link\n\n[tag]\nvalues=off\n")
        result = self.run_ok("run", "-c", "pipeline.ini", stdin=TEXT)
        self.assertEqual(names_in(result.documents[0]), ["Person Smith", "Location France"])
        self.assertEqual(result.out, self.run_ok("run", "-p", "tokenise ! tag values=off ! link", stdin=TEXT).out)

    def test_formats_of_an_exporter_are_a_list(self):
        self.write("pipeline.ini", "[pipeline]\nstages=tokenise;export\n[export]\nto=jsonl;conllu\npath=a;b\n")
        self.run_ok("run", "-c", "pipeline.ini", stdin=TEXT)
        self.assertTrue(self.read("a").startswith(b"{") and self.read("b").startswith(b"# newdoc"))

    def check_wrong(self, content, *parts):
        with self.subTest(content):
            self.write("pipeline.ini", content)
            self.check_fails(USAGE, "pipeline.ini: ", *parts, arguments=["run", "-c", "pipeline.ini"], stdin=TEXT)

    def test_one_that_is_not_there(self):
        self.check_fails(USAGE, "nowhere.ini: No such file", arguments=["run", "-c", "nowhere.ini"])

    def test_one_that_is_no_key_file(self):
        self.check_wrong("tokenise ! tag\n", "not a key-value pair, group, or comment")
        self.check_wrong(b"\xff\xfe\x00", "")

    def test_one_without_stages(self):
        for content in "", "[pipeline]\n", "[tag]\nnames=off\n":
            self.check_wrong(content, "pipeline.ini: ")

    def test_one_with_a_group_or_key_that_nobody_takes(self):
        self.check_wrong("[pipeline]\nstages=tokenise\n[tag]\nnames=off\n", "group [tag]: expected [pipeline] or one")
        self.check_wrong("[pipeline]\nstages=tokenise\nthreads=4\n", "key 'threads': expected no other than 'stages'")
        self.check_wrong("[pipeline]\nstages=tokenise;tag\n[tag]\nname=off\n", "stage 'tag' has no option 'name'")
        self.check_wrong("[pipeline]\nstages=tokenise;tag\n[tag]\nnames=perhaps\n", "'perhaps' is not on or off")
        self.check_wrong("[pipeline]\nstages=tokenise;tagg\n", "unknown stage 'tagg'")


if __name__ == "__main__":
    main()
