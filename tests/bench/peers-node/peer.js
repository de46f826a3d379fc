/* Runs compromise or wink-nlp for tests/bench/peers.

   node peer.js compromise|wink IN OUT

   IN: {"id", "text"} a line. OUT: the same ids with "mentions"; wink-nlp finds values and no names. The first tenth of
   the documents is read twice, as the first time pays for the virtual machine's compiler. The last line of standard
   error is the seconds of CPU over all documents. The packages are looked for in $NODE_PATH. */
"use strict";
const fs = require ("fs");

/* compromise's text of a match takes the punctuation after it along, and a possessive's 's */
function surface (match)
{
  let text = "";

  match.terms.forEach ((term, k) =>
    text += (k ? term.pre : "") + term.text + (k + 1 < match.terms.length ? term.post : ""));
  return text.replace (/['’]s$/, "");
}

function compromise ()
{
  const nlp = require ("compromise");

  return text => {
    const doc = nlp (text), found = [];

    for (const [view, type] of [["people", "PER"], ["places", "LOC"], ["organizations", "ORG"]])
      for (const match of doc[view] ().json ({ offset: true }))
        {
          const words = surface (match), start = match.offset.start;

          if (!text.startsWith (words, start))
            continue;
          const first = Array.from (text.slice (0, start)).length;
          found.push ({ start: first, end: first + Array.from (words).length, type });
        }
    return found;
  };
}

function wink ()
{
  const nlp = require ("wink-nlp") (require ("wink-eng-lite-web-model"));

  return text => {
    nlp.readDoc (text).entities ().out (nlp.its.detail);
    return [];
  };
}

function seconds (used)
{
  return (used.user + used.system) / 1e6;
}

const [peer, input, output] = process.argv.slice (2);
const find = peer === "wink" ? wink () : compromise ();
const documents = fs.readFileSync (input, "utf8").trimEnd ().split ("\n").map (line => JSON.parse (line));
documents.slice (0, documents.length / 10).forEach (doc => find (doc.text));
const start = process.cpuUsage ();
const lines = documents.map (doc => JSON.stringify ({ id: doc.id, mentions: find (doc.text) }));
process.stderr.write (seconds (process.cpuUsage (start)) + "\n");
fs.writeFileSync (output, lines.join ("\n") + "\n");
