#!/usr/bin/python3
"""`entente run`: what goes in, in which order it comes out, and what is told of the run."""
import io
import json
import os
import signal
import subprocess
import tarfile
import time
import zipfile

from command import (BUILD_DIR, ENTENTE, INTERRUPTED, LEAKS_ALLOWED, SANITIZED, SOME_FAILED, SOURCE_DIR, USAGE,
                     CommandTest, as_jsonl, documents_in, main, names_in)

ARTICLES = os.path.join(SOURCE_DIR, "corpora", "world", "articles")
N_ARTICLES = len(os.listdir(ARTICLES))


class Inputs(CommandTest):
    def test_a_file_is_a_document_named_after_it(self):
        self.write("news.txt", "Mr Smith visited France.\n")
        document = self.run_ok("run", "news.txt").documents[0]
        self.assertEqual((document["id"], document["source"]), ("news", "news.txt"))
        self.assertIn("Location France", names_in(document))

    def test_a_folder_is_read_in_the_order_of_its_paths(self):
        for name in "b.txt", "a/z.txt", "a/b/c.txt", "a.txt":
            self.write("folder/" + name, name)
        self.assertEqual(self.run_ok("run", "folder").texts, ["a.txt", "a/b/c.txt", "a/z.txt", "b.txt"])

    def test_standard_input_is_read_for_a_dash_and_where_there_is_no_input(self):
        for arguments in ["-"], [], ["-p", "tokenise", "-"]:
            result = self.run_ok("run", *arguments, stdin="London is big.\n")
            self.assertEqual(result.texts, ["London is big.\n"])
            self.assertEqual(result.documents[0]["id"], "stdin")

    def test_standard_input_stands_where_its_dash_stands(self):
        self.write("a.txt", "first")
        self.write("b.txt", "last")
        self.assertEqual(self.run_ok("run", "a.txt", "-", "b.txt", stdin="middle").texts, ["first", "middle", "last"])

    def test_the_lines_of_a_file_are_documents_with_from_lines(self):
        self.write("lines.txt", "one\n\nthree\n")
        documents = self.run_ok("run", "--from", "lines", "lines.txt").documents
        self.assertEqual([(d["id"], d["text"]) for d in documents], [("lines/1", "one"), ("lines/3", "three")])

    def test_what_json_lines_carry_along_stays(self):
        given = {"id": "x1", "source": "paper", "title": "Title", "date": "2025-06-09", "lang": "en",
                 "meta": {"key": "value"}, "text": "London is big.", "unknown": [1]}
        document = self.run_ok("run", "--from", "jsonl", stdin=as_jsonl(given)).documents[0]
        del given["unknown"]
        self.assertEqual({key: document[key] for key in given}, given)

    def test_offsets_count_code_points(self):
        document = self.run_ok("run", stdin="😀 Ömer visited France 😀 today.\n").documents[0]
        self.assertIn("Location France", names_in(document))

    def test_archives_are_read_member_by_member(self):
        members = {"one.txt": "London", "folder/two.jsonl": as_jsonl({"text": "Paris"}, {"text": "Rome"})}
        with zipfile.ZipFile(self.path("news.zip"), "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        with tarfile.open(self.path("news.tar.gz"), "w:gz") as archive:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content.encode()))
        for name in "news.zip", "news.tar.gz":
            documents = self.run_ok("run", name).documents
            self.assertEqual([d["text"] for d in documents], ["London", "Paris", "Rome"])
            self.assertEqual(documents[0]["source"], name + "/one.txt")

    def test_packed_standard_input_is_unpacked(self):
        packed = subprocess.run(["gzip", "-c"], input=b"London", stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(self.run_ok("run", "-", stdin=packed).texts, ["London"])


class Jobs(CommandTest):
    def test_any_number_of_jobs_gives_the_same_bytes(self):
        one = self.run_ok("run", "-j", "1", ARTICLES)
        self.assertEqual(len(one.documents), N_ARTICLES)
        for jobs in "2", "4", "64":
            self.assertEqual(self.run_ok("run", "-j", jobs, ARTICLES).out, one.out)

    def test_any_number_of_jobs_gives_the_same_graph(self):
        one = self.run_ok("run", "-j", "1", "--to", "graphml", ARTICLES)
        four = self.run_ok("run", "-j", "4", "--to", "graphml", ARTICLES)
        self.assertEqual(one.out, four.out)

    def test_the_number_of_jobs_may_stand_without_a_space(self):
        self.assertEqual(self.run_ok("run", "-j2", "-oout.jsonl", "-", stdin="London").out, b"")
        self.assertEqual(documents_in(self.read("out.jsonl"))[0]["text"], "London")

    def test_a_number_of_jobs_that_makes_no_sense_is_wrong_usage(self):
        self.check_fails(USAGE, "-j", "two", arguments=["run", "-j", "two"])
        self.check_fails(USAGE, "-j", "2x", arguments=["run", "-j2x"])
        for number in "-1", "1025":
            self.check_fails(USAGE, f"-j {number}: expected a number from 1 to 1024", arguments=["run", "-j", number])

    def test_a_word_that_looks_like_an_option_is_a_file_after_two_dashes(self):
        self.write("-j9", "London")
        self.assertEqual(self.run_ok("run", "--", "-j9").texts, ["London"])


class Shards(CommandTest):
    def test_the_shards_together_are_the_whole_and_none_is_in_two(self):
        lines = as_jsonl(*[{"id": f"d{i}", "text": f"Document {i}."} for i in range(100)])
        whole = self.run_ok("run", "--from", "jsonl", stdin=lines).out.splitlines()
        shards = [self.run_ok("run", "--from", "jsonl", "--shard", f"{k}/3", stdin=lines).out.splitlines()
                  for k in (1, 2, 3)]
        self.assertTrue(all(shards))
        self.assertEqual(sorted(sum(shards, [])), sorted(whole))

    def test_the_one_shard_of_one_is_the_whole(self):
        self.assertEqual(self.run_ok("run", "--shard", "1/1", stdin="London").texts, ["London"])

    def test_a_shard_that_makes_no_sense_is_wrong_usage(self):
        for shard in "0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/3/5", "":
            with self.subTest(shard=shard):
                arguments = ["run", "--shard", shard]
                if shard:
                    self.check_fails(USAGE, f"shard={shard}: expected K/N with K from 1 to N", arguments=arguments)


class Report(CommandTest):
    def report(self):
        return [json.loads(line) for line in self.read("report.jsonl").splitlines()]

    def test_it_names_what_failed_what_was_noted_and_the_totals(self):
        self.write("lines.jsonl", as_jsonl({"id": "a", "text": "London"}), "bad\n",
                   as_jsonl({"id": "a", "text": "Rome"}))
        result = self.run_command("run", "--report", "report.jsonl", "lines.jsonl", "nowhere.txt")
        self.assertEqual(result.status, SOME_FAILED)
        failure, note, missing, totals = self.report()
        self.assertIn("lines.jsonl:2: ", failure["error"])
        self.assertEqual(note["id"], "a#2")
        self.assertEqual(note["source"], "lines.jsonl")
        self.assertIn("nowhere.txt", missing["error"])
        self.assertGreaterEqual(totals.pop("seconds"), 0)
        self.assertRegex(totals.pop("version"), r"^\d+\.\d+\.\d+$")
        self.assertEqual(totals, {"documents": 4, "failed": 2, "skipped": 0, "bytes": 10, "tokens": 2, "interrupted": False})

    def test_it_has_the_totals_where_all_is_well(self):
        self.run_ok("run", "--report", "report.jsonl", stdin="London is big.")
        self.assertEqual([(t["documents"], t["failed"], t["tokens"]) for t in self.report()], [(1, 0, 4)])

    def test_one_that_cannot_be_written_is_an_error(self):
        self.check_fails(USAGE, "report nowhere/report.jsonl: No such file",
                         arguments=["run", "--report", "nowhere/report.jsonl"])
        result = self.check_fails(SOME_FAILED, "report /dev/full: cannot be written: No space left",
                                  arguments=["run", "--report", "/dev/full"], stdin="London")
        self.assertEqual(result.texts, ["London"])

    def test_of_many_notes_the_first_are_printed_and_all_are_reported(self):
        lines = as_jsonl(*[{"id": "same", "text": "London"}] * 30)
        result = self.run_ok("run", "--from", "jsonl", "--report", "report.jsonl", stdin=lines)
        self.assertEqual(len(result.err.splitlines()), 11)
        self.assertSays(result, "there are more notes; --report FILE writes all")
        self.assertEqual(len(self.report()), 29 + 1)

    def test_quiet_keeps_notes_back_and_failures_not(self):
        lines = as_jsonl(*[{"id": "same", "text": "London"}] * 2)
        self.assertEqual(self.run_ok("run", "-q", "--from", "jsonl", stdin=lines).err, "")
        self.check_fails(SOME_FAILED, "nowhere", arguments=["run", "-q", "nowhere"])

    def test_nothing_is_printed_where_all_is_well_and_no_terminal_looks_on(self):
        self.assertEqual(self.run_ok("run", stdin="London").err, "")


class Interrupted(CommandTest):
    """A run that would never end by itself: its input is written to it for as long as it takes it."""

    LINE = as_jsonl({"text": "The BBC said that Russia attacked Ukraine. " * 20}).encode()

    def start(self, *arguments):
        return subprocess.Popen([ENTENTE, "run", "--from", "jsonl", "--report", "report.jsonl", *arguments, "-"],
                                cwd=self.folder, env=self.environment(), stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def feed_until(self, process, done):
        """Writes lines until done() and then until the program takes no more of them."""
        sent = False
        try:
            while True:
                process.stdin.write(self.LINE)
                if not sent and done():
                    sent = True
                    process.send_signal(self.number)
        except BrokenPipeError:
            pass
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass

    def check(self, number):
        self.number = number
        with self.start("-o", "out.jsonl", "-j", "2") as process:
            self.feed_until(process, lambda: os.path.exists(self.path("out.jsonl"))
                            and os.path.getsize(self.path("out.jsonl")))
            message = process.stderr.read().decode()
            self.assertEqual(process.wait(timeout=60), INTERRUPTED, message)
        self.assertIn("interrupted: finishing the documents in hand", message)
        documents = documents_in(self.read("out.jsonl"))
        totals = json.loads(self.read("report.jsonl").splitlines()[-1])
        self.assertIs(totals["interrupted"], True)
        self.assertEqual(totals["failed"], 0)
        self.assertEqual(totals["documents"], len(documents))
        self.assertTrue(all("relations" in document for document in documents))

    def test_an_interrupted_run_completes_its_output_and_exits_130(self):
        self.check(signal.SIGINT)

    def test_a_terminated_run_does_the_same(self):
        self.check(signal.SIGTERM)

    def test_a_graph_of_an_interrupted_run_is_whole(self):
        with self.start("--to", "csv,graphml,jsonl", "-o", "out") as process:
            self.number = signal.SIGINT
            path = self.path("out", "documents.jsonl")
            self.feed_until(process, lambda: os.path.exists(path) and os.path.getsize(path))
            self.assertEqual(process.wait(timeout=60), INTERRUPTED)
        self.assertTrue(self.read("out", "graph.graphml").endswith(b"</graphml>\n"))
        self.assertEqual(sorted(os.listdir(self.path("out"))),
                         ["documents.jsonl", "edges.csv", "evidence.csv", "graph.graphml", "nodes.csv"])

    def test_a_second_signal_ends_a_run_that_waits_for_its_input(self):
        with self.start() as process:
            time.sleep(2 if SANITIZED else 0.5)
            process.send_signal(signal.SIGINT)
            self.assertIn(b"interrupted", process.stderr.readline())
            process.send_signal(signal.SIGINT)
            try:
                self.assertEqual(process.wait(timeout=20), -signal.SIGINT)
            finally:
                process.kill()
                process.stdin.close()


class Locale(CommandTest):
    def test_messages_and_numbers_do_not_depend_on_it(self):
        results = [self.run_ok("run", stdin="Mr Smith paid 1.5 million dollars to France.", env={"LC_ALL": name})
                   for name in ("C", "C.UTF-8", "xx_YY.UTF-8")]
        self.assertEqual(len({result.out for result in results}), 1)

    def test_a_decimal_comma_never_comes_out(self):
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", self.path("de_DE.UTF-8")], check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        if made:
            self.skipTest("no localedef, or no source of the locale de_DE")
        german = {"LC_ALL": "de_DE.UTF-8", "LOCPATH": self.folder, **LEAKS_ALLOWED} # the C library's, of LOCPATH
        text = "Mr Smith paid 1.5 million dollars to France."
        for arguments in ["run"], ["run", "--to", "graphml"], ["run", "--to", "conllu"]:
            self.assertEqual(self.run_ok(*arguments, stdin=text, env=german).out,
                             self.run_ok(*arguments, stdin=text).out)
        self.write("gold.jsonl", as_jsonl({"text": text, "mentions": []}))
        self.assertIn(b"F1 100.00 P 0.00", self.run_ok("eval", "names", "gold.jsonl", env=german).out)
        honorific = ["-p", f"tokenise ! {BUILD_DIR}/honorific.so score=0.5"]
        self.assertIn(b'"confidence":0.5', self.run_ok("run", *honorific, stdin="Mr Smith", env=german).out)
        self.assertIn(b"default 0.9", self.run_ok("inspect", BUILD_DIR + "/honorific.so", env=german).out)


if __name__ == "__main__":
    main()
