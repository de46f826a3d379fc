#!/usr/bin/python3
"""An installed tree: others build against it, it finds its own data, and it may be moved."""
import os
import shutil
import subprocess

from command import BUILD_DIR, SANITIZED, SOURCE_DIR, UNREADABLE, CommandTest, main, names_in

TEXT = "We met Dr Ada Lovelace in France.\n"


class Installed(CommandTest):
    def setUp(self):
        super().setUp()
        self.install("first")
        self.prefix = self.path("moved")
        os.rename(self.path("first"), self.prefix)
        self.program = os.path.join(self.prefix, "bin", "entente")

    def install(self, prefix):
        subprocess.run(["cmake", "--install", BUILD_DIR, "--prefix", self.path(prefix)], check=True,
                       stdout=subprocess.DEVNULL)

    def find(self, name):
        return next(os.path.join(folder, name) for folder, _, names in os.walk(self.prefix) if name in names)

    def test_the_moved_program_runs_as_the_built_one_does(self):
        self.assertEqual(self.run_ok("run", stdin=TEXT, program=self.program).out, self.run_ok("run", stdin=TEXT).out)

    def test_it_reads_the_data_beside_it_and_no_other(self):
        self.write("moved/share/entente/en/tag/lexicon.bin", "junk")
        self.check_fails(UNREADABLE, f"{os.path.basename(self.prefix)}/", "tag/lexicon.bin: ", arguments=["run"],
                         stdin=TEXT, program=self.program)

    def test_a_stage_is_built_against_it_with_pkg_config(self):
        env = self.environment(PKG_CONFIG_PATH=os.path.dirname(self.find("entente.pc")))
        sanitize = "-fsanitize=address,undefined" if SANITIZED else ""
        shutil.copy(os.path.join(SOURCE_DIR, "stages", "example", "honorific.c"), self.folder)
        subprocess.run(f"cc -Wall -Werror {sanitize} -shared -fPIC -o honorific.so honorific.c "
                       "$(pkg-config --cflags --libs entente)",
                       shell=True, check=True, cwd=self.folder, env=env)
        result = self.run_ok("run", "-p", "tokenise ! ./honorific.so:honorific score=0.5", stdin=TEXT,
                             program=self.program)
        self.assertEqual(names_in(result.documents[0]), ["Person Ada Lovelace"])
        self.assertEqual(result.documents[0]["mentions"][0]["confidence"], 0.5)

    def test_the_version_of_the_package_is_that_of_the_program(self):
        env = self.environment(PKG_CONFIG_PATH=os.path.dirname(self.find("entente.pc")))
        version = subprocess.run(["pkg-config", "--modversion", "entente"], env=env, check=True,
                                 stdout=subprocess.PIPE).stdout.decode().strip()
        self.assertEqual(self.run_ok("--version", program=self.program).out.decode(), f"entente {version}\n")

    def test_the_manual_page_and_the_completion_are_there(self):
        self.assertTrue(self.find("entente.1").endswith("/man1/entente.1"))
        self.assertTrue(os.path.exists(os.path.join(self.prefix, "share/bash-completion/completions/entente")))


if __name__ == "__main__":
    main()
