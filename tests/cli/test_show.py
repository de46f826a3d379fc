#!/usr/bin/python3
"""`entente show`: annotated text for people."""
import os
import pty

from command import ENTENTE, OK, SOME_FAILED, USAGE, CommandTest, as_jsonl, main

TEXT = "The BBC said that Russia\ndid not attack Ukraine. Mr Smith visited France.\n"
SHOWN = """== news
The [Organisation BBC] said that [Location Russia] did not attack [Location Ukraine].
    Russia —attack→ Ukraine  [negated; says: BBC]
Mr [Person Smith] visited [Location France].
    Smith —visit→ France

"""


class Show(CommandTest):
    def test_mentions_stand_in_the_text_and_relations_below_it(self):
        self.assertEqual(self.run_ok("show", self.write("news.txt", TEXT)).out.decode(), SHOWN)

    def test_several_documents_stand_one_after_another(self):
        self.write("news.jsonl", as_jsonl({"id": "news", "text": TEXT}, {"id": "news2", "text": TEXT}))
        self.assertEqual(self.run_ok("show", "news.jsonl").out.decode(), SHOWN + SHOWN.replace("news", "news2"))

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
        self.assertIn("\033[1;34mBBC\033[0;2m Organisation\033[0m", self.on_terminal("show", "news.txt"))
        self.assertNotIn("\033", self.on_terminal("show", "news.txt", NO_COLOR="1"))

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
        self.assertEqual(result.out.decode(), SHOWN)

    def test_wrong_usage_is_said(self):
        self.check_fails(USAGE, "unknown stage 'tagg'", arguments=["show", "-p", "tagg"])
        self.check_fails(USAGE, "from=xml", arguments=["show", "--from", "xml"])
        self.check_fails(USAGE, "show: Unknown option --to", arguments=["show", "--to", "jsonl"])


if __name__ == "__main__":
    main()
