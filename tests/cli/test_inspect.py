#!/usr/bin/python3
"""`entente inspect`: what the stages say of themselves."""
import os

from command import BUILD_DIR, USAGE, CommandTest, main


class Inspect(CommandTest):
    def stages(self, *arguments, **more):
        """{name: lines} of what is printed."""
        blocks = self.run_ok("inspect", *arguments, **more).out.decode().rstrip("\n").split("\n\n")
        return {block.split(" — ")[0]: block.splitlines() for block in blocks}

    def test_all_stages_stand_in_the_order_of_the_flow(self):
        self.assertEqual(list(self.stages()), ["read", "tokenise", "tag", "parse", "rules", "link", "graph", "export"])

    def test_each_says_what_it_is_needs_makes_and_takes(self):
        for name, lines in self.stages().items():
            self.assertRegex(lines[0], f"^{name} — [a-z]")
            self.assertEqual([line.split()[0] for line in lines[1:4]], ["needs", "makes", "takes"])
            self.assertTrue(all(len(line.split()) > 1 for line in lines[1:3]), lines)

    def test_a_stage_by_name_shows_its_layers_and_options(self):
        lines = self.stages("tag")["tag"]
        self.assertEqual(lines[1:3], ["  needs  tokens, sentences", "  makes  tags, mentions"])
        self.assertTrue(any(line.startswith("    names ") and "(on|off, default on)" in line for line in lines))

    def test_several_stages_may_be_named(self):
        self.assertEqual(list(self.stages("link", "read")), ["link", "read"])

    def test_a_plugin_is_shown_by_its_path(self):
        lines = self.stages(os.path.join(BUILD_DIR, "honorific.so"))["honorific"]
        self.assertIn("    score          probability given to each mention (number, default 0.9)", lines)

    def test_plugins_of_the_path_are_listed_after_the_stages_of_the_program(self):
        os.symlink(os.path.join(BUILD_DIR, "honorific.so"), self.path("honorific.so"))
        names = list(self.stages(env={"ENTENTE_PLUGIN_PATH": self.folder}))
        self.assertEqual(names, ["read", "tokenise", "tag", "parse", "rules", "link", "graph", "export", "honorific"])

    def test_an_unknown_stage_is_wrong_usage(self):
        self.check_fails(USAGE, "unknown stage 'parser': expected one of read, tokenise, tag, parse, rules, link, graph, export",
                         arguments=["inspect", "parser"])


if __name__ == "__main__":
    main()
