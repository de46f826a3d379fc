#!/usr/bin/python3
"""Where results go: formats, folders, and output that cannot be written."""
import csv
import io
import os
import resource
import signal
import subprocess
import xml.etree.ElementTree

from command import ENTENTE, SOME_FAILED, USAGE, CommandTest, as_jsonl, documents_in, main

TEXT = "The BBC said that Russia attacked Ukraine.\n"
FORMATS = ("expected one of jsonl, conllu, openie, brat, csv, graphml, gexf, dot, nodelink, d3, html, neo4j, nquads, ftm,"
           " sqlite")


class Formats(CommandTest):
    def test_json_lines_are_the_default(self):
        self.assertEqual(self.run_ok("run", stdin=TEXT).texts, [TEXT])

    def test_the_ending_of_the_output_says_its_format(self):
        starts = {"out.jsonl": b'{"id":', "out.openie": TEXT.strip().encode(), "out.conllu": b"# newdoc id = stdin\n", "out.graphml": b"<?xml ",
                  "out.gexf": b"<?xml ", "out.dot": b"// dot ", "out.html": b"<!DOCTYPE html>",
                  "out.unknown": b'{"id":', "out": b'{"id":'}
        for name, start in starts.items():
            self.assertEqual(self.run_ok("run", "-o", name, stdin=TEXT).out, b"")
            self.assertTrue(self.read(name).startswith(start), name)

    def test_to_goes_before_the_ending_of_the_output(self):
        self.run_ok("run", "--to", "conllu", "-o", "out.jsonl", stdin=TEXT)
        self.assertTrue(self.read("out.jsonl").startswith(b"# newdoc"))

    def test_an_ending_that_promises_what_is_not_made_is_wrong_usage(self):
        self.check_fails(USAGE, "-o out.csv: csv is a folder", "expected --to csv -o FOLDER",
                         arguments=["run", "-o", "out.csv"], stdin=TEXT)
        self.check_fails(USAGE, "-o out.jsonl.gz: output is not compressed", arguments=["run", "-o", "out.jsonl.gz"])
        self.assertEqual(os.listdir(self.folder), [])

    def test_several_formats_are_files_in_a_folder_that_is_made(self):
        self.run_ok("run", "--to", "jsonl, conllu,csv,graphml,openie,brat,nodelink,d3,html", "-o", "new/deep", stdin=TEXT)
        self.assertEqual(sorted(os.listdir(self.path("new", "deep"))),
                         ["brat", "documents.conllu", "documents.jsonl", "documents.openie", "edges.csv",
                          "evidence.csv", "graph.d3.json", "graph.graphml", "graph.html", "graph.nodelink.json",
                          "nodes.csv"])
        self.assertEqual(sorted(os.listdir(self.path("new", "deep", "brat"))),
                         ["annotation.conf", "stdin.ann", "stdin.txt"])
        self.assertEqual(self.read("new", "deep", "documents.jsonl"), self.run_ok("run", stdin=TEXT).out)

    def test_csv_is_three_tables(self):
        self.run_ok("run", "--to", "csv", "-o", "tables", stdin=TEXT)
        tables = {name: list(csv.DictReader(io.StringIO(self.read("tables", name).decode(), newline="")))
                  for name in ("nodes.csv", "edges.csv", "evidence.csv")}
        self.assertEqual([row["Id"] for row in tables["nodes.csv"]], ["location/ru", "location/ua", "organisation/bbc"])
        edge = tables["edges.csv"][0]
        self.assertEqual((edge["Source"], edge["Label"], edge["Target"], edge["attribution"]),
                         ("location/ru", "attack", "location/ua", "organisation/bbc"))
        self.assertEqual(tables["evidence.csv"][0]["sentence"], TEXT.strip())

    def test_graphml_is_xml(self):
        root = xml.etree.ElementTree.fromstring(self.run_ok("run", "--to", "graphml", stdin=TEXT).out)
        self.assertTrue(root.tag.endswith("graphml"))

    def test_no_documents_make_an_empty_graph_that_is_whole(self):
        root = xml.etree.ElementTree.fromstring(self.run_ok("run", "--to", "graphml", "--from", "jsonl").out)
        self.assertEqual(len(root.findall(".//{*}node")), 0)

    def test_conllu_has_ten_columns(self):
        lines = self.run_ok("run", "--to", "conllu", stdin=TEXT).out.decode().splitlines()
        rows = [line.split("\t") for line in lines if line and line[0] != "#"]
        self.assertEqual([row[1] for row in rows], "The BBC said that Russia attacked Ukraine .".split())
        self.assertEqual({len(row) for row in rows}, {10})

    def test_openie_has_at_least_five_columns_of_words_of_the_text(self):
        rows = [line.split("\t") for line in self.run_ok("run", "--to", "openie", stdin=TEXT).out.decode().splitlines()]
        self.assertIn(["Russia", "attacked", "Ukraine"], [[row[3], row[2], row[4]] for row in rows])
        for row in rows:
            self.assertEqual(row[0], TEXT.strip())
            self.assertTrue(0 <= float(row[1]) <= 1, row)
            self.assertGreaterEqual(len(row), 5)
            for words in row[2:]:
                self.assertLessEqual(set(words.split()), {*TEXT.replace(".", " .").split(), "is"})

    def test_openie_is_the_same_whatever_the_number_of_threads(self):
        self.write("in.jsonl", as_jsonl(*[{"text": TEXT * n} for n in range(1, 40)]))
        one, four = (self.run_ok("run", "-j", jobs, "--to", "openie", "in.jsonl").out for jobs in ("1", "4"))
        self.assertEqual(one, four)
        self.assertGreater(len(one.splitlines()), 40)

    def test_no_format_writes_nothing(self):
        self.assertEqual(self.run_ok("run", "--to", "none", stdin=TEXT).out, b"")

    def test_a_format_that_nobody_writes_is_wrong_usage(self):
        self.check_fails(USAGE, "unknown format 'xml'", FORMATS, arguments=["run", "--to", "xml"], stdin=TEXT)
        self.check_fails(USAGE, "unknown format ''", FORMATS, arguments=["run", "--to", "jsonl,", "-o", "out"])

    def test_a_format_that_nobody_reads_is_wrong_usage(self):
        self.check_fails(USAGE, "from=xml: expected auto, text, lines, jsonl, conllu or iob2",
                         arguments=["run", "--from", "xml"], stdin=TEXT)

    def test_formats_that_do_not_go_together_are_wrong_usage(self):
        self.check_fails(USAGE, "--to csv,jsonl: several formats: expected a folder, -o DIR",
                         arguments=["run", "--to", "csv,jsonl"])
        self.check_fails(USAGE, "csv is several files", "expected path=FOLDER", arguments=["run", "--to", "csv"])
        self.check_fails(USAGE, "'csv' twice", arguments=["run", "--to", "csv,jsonl,csv", "-o", "out"])
        self.check_fails(USAGE, "-o out with --to none", arguments=["run", "--to", "none", "-o", "out"])
        self.check_fails(USAGE, "--to: no format", arguments=["run", "--to", ""])
        self.assertEqual(os.listdir(self.folder), [])


class Unwritable(CommandTest):
    def check_output(self, *parts, arguments, **more):
        return self.check_fails(SOME_FAILED, *parts, arguments=["run", *arguments], stdin=TEXT, **more)

    def test_a_full_disk_behind_standard_output(self):
        with open("/dev/full", "wb") as full:
            for arguments in [], ["--to", "conllu"], ["--to", "graphml"]:
                result = self.check_output("standard output: cannot write to it: No space left", arguments=arguments,
                                           stdout=full)
                self.assertEqual(len(result.err.splitlines()), 1, result.err)

    def test_a_full_disk_behind_a_file(self):
        for name in "jsonl", "conllu", "graphml":
            self.check_output("/dev/full: cannot write to it: No space left",
                              arguments=["--to", name, "-o", "/dev/full"])

    def test_tables_are_new_together_or_not_at_all(self):
        self.write("tables/nodes.csv", "of before\n")
        os.symlink("/dev/full", self.path("tables", "evidence.csv"))
        self.check_output("tables/evidence.csv: cannot write to it: No space left",
                          arguments=["--to", "csv", "-o", "tables"])
        self.assertEqual(sorted(os.listdir(self.path("tables"))), ["evidence.csv", "nodes.csv"])
        self.assertEqual(self.read("tables", "nodes.csv"), b"of before\n")

    def test_on_a_disk_that_gets_full_whole_documents_are_left(self):
        def nearly_full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

        self.write("lines.jsonl", as_jsonl(*[{"id": str(i), "text": TEXT * 20} for i in range(500)]))
        self.check_fails(SOME_FAILED, "out.jsonl: cannot write to it: File too large",
                         arguments=["run", "-o", "out.jsonl", "lines.jsonl"], preexec_fn=nearly_full)
        documents = documents_in(self.read("out.jsonl"))
        self.assertGreater(len(documents), 10)
        self.assertEqual([document["id"] for document in documents], [str(i) for i in range(len(documents))])

    def test_a_graph_that_does_not_fit_leaves_the_old_one(self):
        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        self.write("out.graphml", "the old one")
        self.check_output("out.graphml", "File too large", arguments=["-o", "out.graphml"], preexec_fn=full)
        self.assertEqual(os.listdir(self.folder), ["out.graphml"])
        self.assertEqual(self.read("out.graphml"), b"the old one")

    def test_the_graph_of_a_part_of_the_documents_leaves_the_old_one(self):
        def nearly_full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

        self.write("lines.jsonl", as_jsonl(*[{"id": str(i), "text": TEXT * 20} for i in range(500)]))
        self.write("out/graph.html", "the old one")
        self.check_fails(SOME_FAILED, "out/documents.jsonl: cannot write to it: File too large",
                         arguments=["run", "--to", "jsonl,html", "-o", "out", "lines.jsonl"], preexec_fn=nearly_full)
        self.assertEqual(sorted(os.listdir(self.path("out"))), ["documents.jsonl", "graph.html"])
        self.assertEqual(self.read("out", "graph.html"), b"the old one")

    def test_a_reader_that_goes_away_ends_the_run(self):
        self.write("lines.jsonl", as_jsonl(*[{"text": TEXT * 20}] * 2000))
        for arguments in ["run", "lines.jsonl"], ["run", "--to", "conllu", "lines.jsonl"], ["show", "lines.jsonl"]:
            with subprocess.Popen([ENTENTE, *arguments], cwd=self.folder, env=self.environment(),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                self.assertEqual(len(process.stdout.read(100)), 100)
                process.stdout.close()
                message = process.stderr.read().decode()
                self.assertEqual(process.wait(timeout=120), SOME_FAILED, message)
                self.assertIn("standard output: cannot write to it: Broken pipe", message)
                self.assertEqual(len(message.splitlines()), 1, message)

    def test_a_folder_that_is_not_there(self):
        self.check_output("nowhere/out.jsonl: cannot open it for writing: No such file",
                          arguments=["-o", "nowhere/out.jsonl"])

    def test_a_folder_where_a_file_is_wanted(self):
        for name in "jsonl", "graphml":
            self.check_output("cannot ", "s a directory", arguments=["--to", name, "-o", "."])

    def test_a_file_where_a_folder_is_wanted(self):
        self.write("file", "")
        for formats in "csv", "csv,jsonl":
            for path in "file", "file/below":
                self.check_output("file", "cannot make th", arguments=["--to", formats, "-o", path])

    def test_every_subcommand_that_prints_notices_a_full_disk(self):
        self.write("news.txt", TEXT)
        self.write("gold.jsonl", as_jsonl({"text": TEXT, "mentions": []}))
        for arguments in (["--help"], ["--version"], ["run", "--help"], ["inspect"], ["show", "news.txt"],
                          ["eval", "names", "gold.jsonl"]):
            with open("/dev/full", "wb") as full:
                self.check_fails(SOME_FAILED, "standard output: cannot write to it: No space left",
                                 arguments=arguments, stdout=full)


class ClosedStreams(CommandTest):
    """As a shell closes them: the files of the run must not take their places."""

    def shell(self, command):
        done = subprocess.run(["sh", "-c", f'"$0" {command}', ENTENTE], cwd=self.folder, env=self.environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return done.returncode, done.stdout, done.stderr.decode()

    def setUp(self):
        super().setUp()
        self.write("news.txt", TEXT)

    def test_standard_output_that_is_closed_is_an_error(self):
        status, _, message = self.shell("run news.txt >&-")
        self.assertEqual(status, SOME_FAILED)
        self.assertIn("standard output: cannot write to it: Bad file descriptor", message)

    def test_standard_input_that_is_closed_is_an_error(self):
        status, _, message = self.shell("run - <&-")
        self.assertEqual(status, SOME_FAILED)
        self.assertIn("stdin: ", message)

    def test_messages_for_standard_error_that_is_closed_stay_out_of_the_output(self):
        status, _, _ = self.shell("run -o out.jsonl --report report.jsonl news.txt nowhere.txt <&- >&- 2>&-")
        self.assertEqual(status, SOME_FAILED)
        self.assertEqual([document["text"] for document in documents_in(self.read("out.jsonl"))], [TEXT])
        self.assertEqual(len(documents_in(self.read("report.jsonl"))), 2)


class Shared(CommandTest):
    """Two outputs never go into one file."""

    def test_the_report_and_the_results_need_a_file_each(self):
        for path in "out.jsonl", "./out.jsonl", self.path("out.jsonl"):
            self.check_fails(USAGE, f"{path}: two outputs would write to it: expected a file for each",
                             arguments=["run", "-o", "out.jsonl", "--report", path], stdin=TEXT)
        with open(self.path("out"), "wb") as out:
            self.check_fails(USAGE, "out: two outputs", arguments=["run", "--report", "out"], stdin=TEXT, stdout=out)

    def test_two_exporters_need_a_file_each(self):
        self.check_fails(USAGE, "out: two outputs", stdin=TEXT,
                         arguments=["run", "-p", "tokenise ! export path=out ! export to=conllu path=out"])

    def test_a_report_does_not_go_to_standard_output(self):
        self.check_fails(USAGE, "--report -: expected a file", arguments=["run", "--report", "-"], stdin=TEXT)

    def test_devices_may_be_shared(self):
        self.run_ok("run", "-o", "/dev/null", "--report", "/dev/null", stdin=TEXT)


class OverInput(CommandTest):
    """What is read is never written over, nor what is written read."""

    def setUp(self):
        super().setUp()
        self.write("folder/news.txt", TEXT)

    def check_refused(self, *parts, arguments, **more):
        self.check_fails(USAGE, *parts, arguments=arguments, **more)
        self.assertEqual(self.read("folder", "news.txt").decode(), TEXT)

    def test_the_output_is_an_input(self):
        for path in "folder/news.txt", "./folder/../folder/news.txt", self.path("folder/news.txt"):
            self.check_refused(f"{path}: is the input folder/news.txt, too",
                               arguments=["run", "-o", path, "folder/news.txt"])

    def test_one_of_several_outputs_is_an_input(self):
        self.write("out/documents.jsonl", as_jsonl({"text": TEXT}))
        self.check_refused("out/documents.jsonl: is the input out/documents.jsonl, too",
                           arguments=["run", "--to", "csv,jsonl", "-o", "out", "out/documents.jsonl"])
        self.assertEqual(documents_in(self.read("out", "documents.jsonl")), [{"text": TEXT}])

    def test_the_output_is_a_link_to_an_input(self):
        os.symlink("folder/news.txt", self.path("link"))
        self.check_refused("link: is the input folder/news.txt, too",
                           arguments=["run", "-o", "link", "folder/news.txt"])

    def test_the_output_is_in_an_input_folder(self):
        for arguments in (["-o", "folder/out.jsonl"], ["--to", "csv", "-o", "folder"], ["-o", "folder/new/out.jsonl"],
                          ["--to", "csv,jsonl", "-o", "folder/new"], ["--to", "none", "--report", "folder/report"],
                          ["-p", "tokenise ! export path=folder/out.jsonl"]):
            with self.subTest(arguments):
                self.check_refused("is in the input folder folder, and would be read, too",
                                   arguments=["run", *arguments, "folder"])
                self.assertEqual(os.listdir(self.path("folder")), ["news.txt"])

    def test_standard_output_goes_into_an_input_folder(self):
        for command in ["run"], ["show"], ["run", "-p", "tokenise ! export"]:
            with open(self.path("folder", "out"), "wb") as out:
                self.check_refused("standard output: is in the input folder folder", arguments=[*command, "folder"],
                                   stdout=out)

    def test_beside_the_inputs_there_is_room(self):
        self.run_ok("run", "-o", "folder.jsonl", "folder")
        self.run_ok("run", "--to", "csv,jsonl", "-o", "folder2", "folder", "folder.jsonl")
        self.run_ok("run", "-o", "folder/out.jsonl", "folder/news.txt")
        with open(self.path("out"), "wb") as out:
            self.run_ok("run", "folder/news.txt", stdout=out)
        self.assertEqual(len(documents_in(self.read("out"))), 1)


if __name__ == "__main__":
    main()
