"""The program under test, run as a user runs it: its exit status, what it prints, what it leaves behind.

The environment says which: BUILD_DIR is the build tree with its plug-ins (default: build/), ENTENTE the program (default:
the one there), and SANITIZED=1 that it is a slow build, for which the largest inputs are made smaller.
"""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE_DIR = os.path.dirname(os.path.dirname(HERE))
BUILD_DIR = os.environ.get("BUILD_DIR", os.path.join(SOURCE_DIR, "build"))
ENTENTE = os.environ.get("ENTENTE", os.path.join(BUILD_DIR, "entente"))
SANITIZED = os.environ.get("SANITIZED") == "1"

OK, SOME_FAILED, USAGE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 130

# For tests in which a library of the system leaks a few bytes
LEAKS_ALLOWED = {"ASAN_OPTIONS": "detect_leaks=0"}

# What no run may print, however wrong its input is
NEVER = ("AddressSanitizer", "LeakSanitizer", "runtime error:", "CRITICAL", "assertion")


class Result:
    """The end of a run. `status` is the exit status, negative for a signal; `out` and `err` are bytes and text."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err.decode(errors="replace")

    @property
    def documents(self):
        return documents_in(self.out)

    @property
    def texts(self):
        return [document["text"] for document in self.documents]


def documents_in(content):
    """JSON Lines, each of them whole."""
    text = content.decode()
    if text and not text.endswith("\n"):
        raise AssertionError(f"the last line is not complete: …{text[-80:]!r}")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def names_in(document):
    """The mentions of a document, as `Type surface`."""
    return [f'{m["type"]} {document["text"][m["start"]:m["end"]]}' for m in document["mentions"]]


def as_jsonl(*objects):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


class CommandTest(unittest.TestCase):
    """Each test stands in a folder of its own, which is also the working directory of the program."""

    maxDiff = 2000

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="entente-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, content, *more):
        """A file below the folder; text is written as UTF-8. Gives its name."""
        full = self.path(name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            for part in (content, *more):
                file.write(part.encode() if isinstance(part, str) else part)
        return name

    def read(self, *parts):
        with open(self.path(*parts), "rb") as file:
            return file.read()

    def environment(self, **changes):
        env = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE")}
        return {**env, "LC_ALL": "C.UTF-8", **changes}

    def run_command(self, *arguments, stdin=b"", env=None, program=ENTENTE, timeout=300, **more):
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        done = subprocess.run([program, *arguments], input=stdin.encode() if isinstance(stdin, str) else stdin,
                              cwd=self.folder, env=self.environment(**(env or {})), timeout=timeout, check=False,
                              **streams)
        result = Result(done.returncode, done.stdout or b"", done.stderr or b"")
        self.check_sane(result)
        return result

    def check_sane(self, result):
        self.assertGreaterEqual(result.status, 0, f"ended by a signal: {result.err}")
        for word in NEVER:
            self.assertNotIn(word, result.err)

    def assertSays(self, result, *parts):
        """Standard error holds each part."""
        for part in parts:
            self.assertIn(part, result.err)

    def check_fails(self, status, *parts, arguments, **more):
        """The command ends with the status, and its message has each part."""
        result = self.run_command(*arguments, **more)
        self.assertEqual(result.status, status, result.err)
        self.assertSays(result, *parts)
        self.assertTrue(result.err.startswith("entente: "), result.err)
        return result

    def run_ok(self, *arguments, **more):
        """The command succeeds; nothing is complained of."""
        result = self.run_command(*arguments, **more)
        self.assertEqual(result.status, OK, result.err)
        return result


def main():
    unittest.main(verbosity=2)
