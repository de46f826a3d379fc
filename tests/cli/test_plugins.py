#!/usr/bin/python3
"""Stages of others: the example does what the README says, and those that misbehave are named and crash nothing."""
import os
import shutil

from command import BUILD_DIR, OK, SOME_FAILED, UNREADABLE, USAGE, CommandTest, as_jsonl, main, names_in

EXAMPLE = os.path.join(BUILD_DIR, "honorific.so")
TEXT = "We met Dr Ada Lovelace today.\n"


def broken(name):
    return os.path.join(BUILD_DIR, "tests", "broken", name + ".so")


class Example(CommandTest):
    def setUp(self):
        super().setUp()
        shutil.copy(EXAMPLE, self.path("honorific.so"))

    def mention(self, pipeline, **more):
        mention, = self.run_ok("run", "-p", pipeline, stdin=TEXT, **more).documents[0]["mentions"]
        return TEXT[mention["start"]:mention["end"]], mention["type"], mention["confidence"]

    def test_it_marks_the_name_after_a_title(self):
        for stage in "./honorific.so:honorific", "./honorific.so", "honorific.so", EXAMPLE:
            self.assertEqual(self.mention("tokenise ! " + stage), ("Ada Lovelace", "Person", 0.9))

    def test_its_option_works(self):
        self.assertEqual(self.mention("tokenise ! ./honorific.so score=0.25"), ("Ada Lovelace", "Person", 0.25))

    def test_its_option_may_stand_in_a_key_file(self):
        self.write("pipeline.ini", "[pipeline]\nstages=tokenise;./honorific.so\n[./honorific.so]\nscore=0.25\n")
        document = self.run_ok("run", "-c", "pipeline.ini", stdin=TEXT).documents[0]
        self.assertEqual(document["mentions"][0]["confidence"], 0.25)

    def test_it_stands_between_the_stages_of_the_program(self):
        document = self.run_ok("run", "-p", "tokenise ! ./honorific.so ! link", stdin=TEXT).documents[0]
        self.assertEqual(document["entities"][0]["key"], "person/ada-lovelace")

    def test_a_folder_of_plugins_is_searched_by_name(self):
        os.makedirs(self.path("empty"))
        for folders in self.folder, f"{self.path('empty')}:{self.folder}:/nowhere:":
            env = {"ENTENTE_PLUGIN_PATH": folders}
            self.assertEqual(self.mention("tokenise ! honorific", env=env), ("Ada Lovelace", "Person", 0.9))

    def test_without_that_folder_its_name_is_unknown(self):
        self.check_fails(USAGE, "unknown stage 'honorific'", arguments=["run", "-p", "tokenise ! honorific"])

    def test_a_wrong_option_is_wrong_usage(self):
        for option, part in {"score=2": "'2' is not a number from 0 to 1", "score=x": "'x' is not a number",
                             "score=nan": "'nan'", "sore=1": "has no option 'sore': expected one of score"}.items():
            self.check_fails(USAGE, "stage 'honorific'", part,
                             arguments=["run", "-p", f"tokenise ! ./honorific.so {option}"])

    def test_a_broken_plugin_in_the_folder_is_a_warning_and_the_others_are_found(self):
        shutil.copy(broken("no-entry"), self.folder)
        self.write("text.so", "not a library")
        env = {"ENTENTE_PLUGIN_PATH": self.folder}
        result = self.run_ok("run", "-p", "tokenise ! honorific", stdin=TEXT, env=env)
        self.assertEqual(names_in(result.documents[0]), ["Person Ada Lovelace"])
        self.assertSays(result, "entente: warning: plug-in " + self.path("no-entry.so"),
                        "entente: warning: plug-in " + self.path("text.so"))


class Misbehaving(CommandTest):
    def check_plugin(self, status, name, *parts):
        self.write("news.jsonl", as_jsonl({"id": "one", "text": TEXT}, {"id": "two", "text": TEXT}))
        result = self.check_fails(status, *parts, arguments=["run", "-p", f"tokenise ! {broken(name)}", "news.jsonl"])
        self.assertEqual(result.out, b"")
        return result

    def test_those_that_are_no_plugins_are_wrong_usage(self):
        reasons = {
            "no-entry": "has no function 'ent_plugin'",
            "registers-nothing": "registers no stage",
            "not-a-stage": "type 'Plain' is not a stage: expected one derived from EntStage",
            "abstract": "type 'Sketch' is abstract",
            "undescribed": "type 'Undescribed' does not say what it is: expected a call of ent_stage_class_describe()",
            "name-taken": "the name 'taken' is taken by another stage",
        }
        for name, reason in reasons.items():
            self.check_plugin(USAGE, name, f"plug-in {broken(name)}: ", reason)

    def test_those_that_fail_on_a_document_are_named_with_it(self):
        reasons = {
            "silent": "stage 'silent': failed to process the document without saying why",
            "undeclared": "stage 'undeclared': changed the layer entities, which it does not say it makes",
            "out-of-range": "stage 'out-of-range': added a mention of ",
        }
        for name, reason in reasons.items():
            self.check_plugin(SOME_FAILED, name, "one: " + reason, "two: " + reason)

    def test_one_whose_model_is_missing_is_unreadable(self):
        self.check_plugin(UNREADABLE, "load-fails", "stage 'load-fails': model.bin: not there")

    def test_every_plugin_there_is_has_been_tried(self):
        files = {name.removesuffix(".so") for name in os.listdir(os.path.dirname(broken("silent")))}
        self.assertEqual(files, {"no-entry", "registers-nothing", "not-a-stage", "abstract", "undescribed",
                                 "name-taken", "silent", "undeclared", "out-of-range", "load-fails", "several"})

    def test_one_with_several_stages_wants_a_name(self):
        self.check_plugin(USAGE, "several", "has several stages", "NAME one of several-first, several-second")
        result = self.run_ok("run", "-p", f"tokenise ! {broken('several')}:several-first limit=2", stdin=TEXT)
        self.assertEqual(names_in(result.documents[0]), ["Person We", "Person met"])
        self.check_fails(USAGE, "has no stage third", "NAME one of several-first, several-second",
                         arguments=["run", "-p", f"tokenise ! {broken('several')}:third"])

    def test_a_plugin_that_is_no_library_is_wrong_usage(self):
        self.write("text.so", "not a library")
        for name in "./text.so", "./nowhere.so", "./nowhere.so:stage", "/", ".so":
            self.check_fails(USAGE, "plug-in ", "cannot be loaded", arguments=["run", "-p", f"tokenise ! {name}"])

    def test_inspect_survives_all_of_them(self):
        result = self.run_command("inspect", env={"ENTENTE_PLUGIN_PATH": os.path.dirname(broken("silent"))})
        self.assertEqual(result.status, OK)
        self.assertIn(b"several-first", result.out)
        self.assertSays(result, "warning: plug-in " + broken("no-entry"))


if __name__ == "__main__":
    main()
