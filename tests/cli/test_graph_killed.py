#!/usr/bin/python3
"""A run that is killed at any moment leaves a sound graph, and --resume makes of it what an undisturbed run makes."""
import contextlib
import glob
import os
import random
import sqlite3
import subprocess
import time

from command import ENTENTE, OK, SANITIZED, SOURCE_DIR, CommandTest, as_jsonl, main

KILLS = 20
COPIES = 8 if SANITIZED else 40


def corpus():
    """The articles again and again, each time with other people in it, so that no two documents say the same."""
    for path in sorted(glob.glob(os.path.join(SOURCE_DIR, "corpora", "world", "articles", "*.txt"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for copy in range(COPIES):
            name = f"{chr(65 + copy % 26)}ela{'nbrk'[copy % 4]}"
            yield {"id": f"{os.path.basename(path)}-{copy}", "text": f"{text}\n\n{name} Orvil met {name} Tarn in Vienna."}


class Killed(CommandTest):
    def tables(self, graph):
        self.run_ok("graph", "export", graph, "--to", "csv", "-o", "tables")
        return [self.read("tables", name) for name in ("nodes.csv", "edges.csv", "evidence.csv")]

    def count(self, graph):
        if not os.path.exists(self.path(graph)):
            return 0
        with contextlib.closing(sqlite3.connect(self.path(graph))) as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            tables = [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE name = 'documents'")]
            return db.execute("SELECT count(*) FROM documents").fetchone()[0] if tables else 0

    def test_twenty_kills_change_nothing(self):
        self.write("in.jsonl", as_jsonl(*corpus()))
        start = time.monotonic()
        self.run_ok("run", "--graph", "whole.db", "-j", "2", "in.jsonl")
        took = time.monotonic() - start
        expected, n = self.tables("whole.db"), self.count("whole.db")
        seed = random.randrange(1 << 30)
        dice, counts = random.Random(seed), [0]
        for _ in range(KILLS):
            with subprocess.Popen([ENTENTE, "run", "--graph", "g.db", "--resume", "-j", "2", "in.jsonl"],
                                  cwd=self.folder, env=self.environment(), stderr=subprocess.DEVNULL) as process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=dice.uniform(0, took * 0.7))
                process.kill()
            counts.append(self.count("g.db"))
            self.assertGreaterEqual(counts[-1], counts[-2], f"documents were lost, seed {seed}")
        self.assertEqual(self.run_command("run", "--graph", "g.db", "--resume", "in.jsonl").status, OK)
        self.assertEqual(self.count("g.db"), n)
        self.assertEqual(self.tables("g.db"), expected, f"seed {seed}, documents after each kill {counts}")
        self.assertEqual(self.run_command("graph", "diff", "g.db", "whole.db").out, b"")
        print(f"documents after each kill, of {n}: {counts}")


if __name__ == "__main__":
    main()
