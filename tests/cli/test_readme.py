#!/usr/bin/python3
"""What the README tells people to type works as it stands there."""
import lzma
import os
import re
import subprocess
import zipfile

from command import BUILD_DIR, ENTENTE, SANITIZED, SOURCE_DIR, CommandTest, as_jsonl, documents_in, main

TEXT = "The BBC said that Mr Smith visited France on 5 May 2024.\n"
CONLLU = "1\tAda\t_\t_\t_\t_\t0\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t1\t_\t_\t_\n\n"


def readme():
    with open(os.path.join(SOURCE_DIR, "README.md"), encoding="utf-8") as file:
        return file.read()


class Readme(CommandTest):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path("bin"))
        os.symlink(ENTENTE, self.path("bin", "entente"))

    def shell(self, command, **env):
        env = self.environment(PATH=f"{self.path('bin')}:{os.environ['PATH']}", **env)
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.folder, env=env, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr.decode()}")
        return done.stdout

    def build_plugin(self, name, **replacements):
        """The example, under other names, as a plug-in."""
        with open(os.path.join(SOURCE_DIR, "stages", "example", "honorific.c"), encoding="utf-8") as file:
            code = file.read()
        for old, new in replacements.items():
            code = code.replace(f'"{old}"', f'"{new}"')
        self.write(name + ".c", code)
        sanitize = "-fsanitize=address,undefined" if SANITIZED else ""
        self.shell(f"cc {sanitize} -shared -fPIC -I{SOURCE_DIR}/include -o {name}.so {name}.c -L{BUILD_DIR} -lentente "
                   "$(pkg-config --cflags --libs gio-2.0 gmodule-2.0)")

    def write_inputs(self):
        for name in "articles/one.txt", "articles/two.txt", "article.txt", "sentences.txt":
            self.write(name, TEXT)
        self.write("crawl.jsonl.xz", lzma.compress(as_jsonl({"text": TEXT}).encode()))
        self.write("en_ewt-ud-dev.conllu", CONLLU)
        with zipfile.ZipFile(self.path("news.zip"), "w") as archive:
            archive.writestr("news.txt", TEXT)

    def commands(self, heading):
        section = re.split(r"\n###? ", readme().split(f"## {heading}\n")[1])[0]
        return [re.split(r"\s{2,}", line.strip())[0] for line in section.splitlines() if line.startswith("    entente ")
                or line.startswith("    xz ")]

    def test_the_commands_of_everyday_use_work(self):
        self.write_inputs()
        self.write("my.rules", 'mention bbc: Organisation\n    find "BBC"\n')
        self.build_plugin("mine", honorific="mystage")
        commands = self.commands("Everyday use")
        self.assertGreater(len(commands), 5)
        for command in commands:
            with self.subTest(command):
                self.shell(command)
        self.assertEqual(sorted(os.listdir(self.path("results"))),
                         ["edges.csv", "evidence.csv", "graph.graphml", "nodes.csv"])
        self.assertEqual(documents_in(self.read("out.jsonl"))[0]["text"], TEXT)

    def sessions(self, heading):
        """The blocks of a section: files to write, as (name, content), and commands, as (command, output)."""
        section = readme().split(f"## {heading}\n")[1].split("\n## ")[0]
        for before, block in re.findall(r"([^\n]*)\n\n```\n(.*?)```\n", section, re.DOTALL):
            if not block.startswith("$ "):
                yield re.findall(r"`([^`]+)`:$", before)[0], block
                continue
            for part in block[2:].split("\n$ "):
                command, output = re.match(r"(.*?<< 'END'\n.*?\nEND\n?|[^\n]*\n?)(.*)", part, re.DOTALL).groups()
                yield None, (command, output.rstrip("\n"))

    def check_output(self, command, expected):
        """What is printed is what is shown, where "…" stands for anything, and a line of it for any lines."""
        env = self.environment(PATH=f"{self.path('bin')}:{os.environ['PATH']}")
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=env, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        pattern = re.escape(expected).replace("\n…\\\n", "\n(?:.*\n)*?").replace("…", ".*")
        self.assertRegex(done.stdout.decode().rstrip("\n"), re.compile(rf"\A{pattern}\Z", re.DOTALL))

    def test_the_rules_that_are_shown_do_what_is_shown(self):
        n_commands = 0
        for name, content in self.sessions("Your own rules"):
            if name:
                self.write(name, content)
                continue
            with self.subTest(content[0]):
                self.check_output(*content)
                n_commands += 1
        self.assertGreater(n_commands, 6)

    def test_the_commands_for_a_stage_of_one_s_own_work(self):
        self.write_inputs()
        self.build_plugin("honorific")
        commands = self.commands("A stage of your own")
        self.assertEqual(len(commands), 2)
        for command in commands:
            with self.subTest(command):
                self.shell(command)

    def test_the_commands_and_the_session_of_the_graph_work(self):
        self.write_inputs()
        os.symlink(os.path.join(SOURCE_DIR, "corpora"), self.path("corpora"))
        section = readme().split("### The graph of a whole corpus\n")[1].split("\n## ")[0]
        session = section.split("```\n")[1]
        for step in re.split(r"(?m)^\$ ", session)[1:]:
            command, shown = step.split("\n", 1)
            self.assertEqual(self.shell(command).decode(), shown)
        commands = re.findall(r"(?m)^    (entente .*?)(?: {2,}.*)?$", section)
        self.assertGreater(len(commands), 8)
        for command in commands:
            with self.subTest(command):
                self.shell(command)
        decisions = section.split("```\n")[3]
        self.write("who-is-who.txt", decisions)
        self.shell("entente graph decide world.db who-is-who.txt")

    def test_the_stage_that_is_shown_is_the_example(self):
        with open(os.path.join(SOURCE_DIR, "stages", "example", "honorific.c"), encoding="utf-8") as file:
            code = file.read()
        shown, = re.findall(r"```c\n(.*?)```", readme(), re.DOTALL)
        self.assertEqual(shown.strip(), code.strip())
        self.assertLessEqual(len([line for line in code.splitlines() if line.strip()]), 40)

    def test_the_python_that_is_shown_runs(self):
        library = os.path.join(BUILD_DIR, "libentente.so")
        if SANITIZED or not os.path.exists(os.path.join(BUILD_DIR, "Entente-0.typelib")):
            self.skipTest("not introspected")
        if subprocess.run(["/usr/bin/python3", "-c", "import gi"], check=False, stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no PyGObject")
        self.assertTrue(os.path.exists(library))
        code, = re.findall(r"```python\n(.*?)```", readme(), re.DOTALL)
        self.write("shown.py", code)
        out = self.shell("/usr/bin/python3 shown.py", GI_TYPELIB_PATH=BUILD_DIR, LD_LIBRARY_PATH=BUILD_DIR)
        self.assertEqual(out.decode(), "NATO Organisation\n")

    def test_every_folder_it_names_is_there(self):
        folders = re.findall(r"^\| `([a-z/]+/)` \|", readme(), re.MULTILINE)
        self.assertGreater(len(folders), 5)
        for folder in folders:
            self.assertTrue(os.path.isdir(os.path.join(SOURCE_DIR, folder)), folder)

    def test_nothing_in_it_waits_to_be_filled_in(self):
        self.assertNotIn("@@", readme())


if __name__ == "__main__":
    main()
