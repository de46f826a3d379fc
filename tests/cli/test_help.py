#!/usr/bin/python3
"""Help, versions, and words on the command line that mean nothing."""
import os
import re
import subprocess

from command import ENTENTE, SOURCE_DIR, USAGE, CommandTest, main

COMMANDS = ["run", "show", "why", "rules", "inspect", "graph", "eval", "bench"]


def source(*parts):
    with open(os.path.join(SOURCE_DIR, *parts), encoding="utf-8") as file:
        return file.read()


class Help(CommandTest):
    def test_the_program_lists_its_commands(self):
        for word in "--help", "-h", "help":
            out = self.run_ok(word).out.decode()
            self.assertIn("Example: entente run ", out)
            for command in COMMANDS:
                self.assertRegex(out, rf"(?m)^  {command} +[a-z]")

    def test_each_command_has_help_with_an_example(self):
        for command in COMMANDS:
            for word in "--help", "-h":
                result = self.run_ok(command, word)
                self.assertEqual(result.err, "")
                self.assertIn(f"entente {command} ", result.out.decode())
                self.assertIn(f"Example: entente {command} ", result.out.decode())

    def test_the_version_is_that_of_the_package(self):
        version = re.search(r"project\(entente VERSION ([0-9.]+)", source("CMakeLists.txt"))[1]
        self.assertEqual(self.run_ok("--version").out.decode(), f"entente {version}\n")

    def test_without_a_command_the_usage_is_printed(self):
        result = self.run_command()
        self.assertEqual((result.status, result.out), (USAGE, b""))
        self.assertSays(result, "Usage: entente COMMAND")

    def test_an_unknown_command_is_wrong_usage(self):
        for word in "rum", "--verson", "-v", "":
            self.check_fails(USAGE, f"unknown command '{word}': expected run, show, why, rules, inspect, graph, train, "
                                    "eval or bench; see ",
                             arguments=[word])

    def test_an_unknown_option_is_wrong_usage(self):
        for command in set(COMMANDS) - {"graph"}:
            for option in "--form", "--outputs=x", "-x":
                self.check_fails(USAGE, f"{command}: Unknown option {option[:6]}", f"see entente {command} --help",
                                 arguments=[command, option])

    def test_an_option_without_its_value_is_wrong_usage(self):
        for option in "-o", "--output", "-p", "-j", "--report":
            self.check_fails(USAGE, f"Missing argument for {option}", arguments=["run", option])


class ManualPage(CommandTest):
    def page(self):
        return source("pipeline", "cli", "entente.1").replace("\\-", "-")

    def test_it_has_every_option_of_run_and_why(self):
        for command in "run", "why":
            options = set(re.findall(r"--[a-z]+", self.run_ok(command, "--help").out.decode()))
            self.assertEqual({option for option in options - {"--help"} if option not in self.page()}, set())

    def test_it_has_every_command_of_graph(self):
        commands = re.findall(r"(?m)^  ([a-z]+)  +[a-z]", self.run_ok("graph", "--help").out.decode())
        self.assertGreater(len(commands), 5)
        for command in commands:
            self.assertIn(f"graph {command}", self.page())

    def test_it_has_every_command_and_format(self):
        for word in [*COMMANDS, "jsonl", "conllu", "openie", "brat", "csv", "graphml", "gexf", "dot", "nodelink", "d3",
                     "html", "neo4j", "nquads", "ftm", "sqlite", "iob2", "lines", "ENTENTE_PLUGIN_PATH", "ENTENTE_PACK",
                     "NO_COLOR"]:
            self.assertIn(word, self.page())


class Completion(CommandTest):
    def complete(self, *words):
        script = os.path.join(SOURCE_DIR, "pipeline", "cli", "completion.bash")
        quoted = " ".join(f"'{word}'" for word in words)
        command = (f". '{script}'; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _entente; "
                   'printf "%s\\n" "${COMPREPLY[@]}"')
        env = self.environment(PATH=f"{os.path.dirname(ENTENTE)}:{os.environ['PATH']}")
        done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, cwd=self.folder, env=env, check=True)
        return done.stdout.decode().split()

    def test_it_completes_commands_options_formats_stages_and_files(self):
        self.write("news.txt", "")
        self.assertEqual(self.complete("entente", "ru"), ["run", "rules"])
        self.assertEqual(self.complete("entente", "rules", "t"), ["test"])
        self.assertEqual(self.complete("entente", "w"), ["why"])
        self.assertEqual(self.complete("entente", "run", "--rep"), ["--report"])
        self.assertEqual(self.complete("entente", "why", "--rel"), ["--relation"])
        self.assertEqual(self.complete("entente", "run", "--to", "b"), ["brat"])
        self.assertEqual(self.complete("entente", "run", "--to", "gr"), ["graphml"])
        self.assertEqual(self.complete("entente", "run", "--from", "i"), ["iob2"])
        self.assertEqual(self.complete("entente", "inspect", "to"), ["tokenise"])
        self.assertEqual(self.complete("entente", "graph", "de"), ["decide"])
        self.assertEqual(self.complete("entente", "graph", "around", "--de"), ["--depth"])
        self.assertEqual(self.complete("entente", "eval", "n"), ["names"])
        self.assertEqual(self.complete("entente", "run", "ne"), ["news.txt"])


if __name__ == "__main__":
    main()
