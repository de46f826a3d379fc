"""Annotated documents by hand, as JSON lines: tokens are words and marks, sentences end with a full stop."""
import re


class Annotated:
    def __init__(self, id, text):
        self.text = text
        spans = [match.span() for match in re.finditer(r"[\w\u0300-\u036f]+|[^\w\s]", text)]
        self.tokens = [{"start": start, "end": end} for start, end in spans]
        self.document = {"id": id, "text": text, "sentences": [], "tokens": self.tokens, "mentions": [],
                         "entities": [], "relations": []}
        start = None
        for begin, end in spans:
            start = begin if start is None else start
            if text[begin:end] == "." or end == spans[-1][1]:
                self.document["sentences"].append({"start": start, "end": end})
                start = None

    def find(self, words, nth=0):
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return {"start": start, "end": start + len(words)}

    def tree(self, *rows):
        """`lemma POS head dep` of each token; heads count from 1 in the sentence, 0 is the root."""
        firsts = [next(t for t, token in enumerate(self.tokens) if token["start"] == sentence["start"])
                  for sentence in self.document["sentences"]]
        for t, (token, row) in enumerate(zip(self.tokens, rows, strict=True)):
            lemma, pos, head, dep = row.split()
            first = max(f for f in firsts if f <= t)
            token.update(lemma=lemma, pos=pos, head=first + int(head) - 1 if int(head) else -1, dep=dep)

    def add(self, layer, **values):
        values = {"id": len(self.document[layer]), **values}
        self.document[layer].append({key: value for key, value in values.items() if value is not None})
        return values["id"]

    def entity(self, type, name):
        return self.add("entities", type=type, name=name, key=f"{type}/{name}".lower().replace(" ", "-"))

    def mention(self, words, type="Thing", kind="name", entity=None, nth=0, **more):
        return self.add("mentions", **self.find(words, nth), type=type, kind=kind, entity=entity, confidence=0.9,
                        by="hand/mention", **more)

    def relation(self, head, tail, label, trigger=None, **more):
        start = self.document["mentions"][head]["start"]
        sentence = next(s for s, span in enumerate(self.document["sentences"]) if span["end"] > start)
        values = {"type": "open", "label": label, "head": head, "tail": tail,
                  "trigger": self.find(trigger) if trigger else None, "sentence": sentence, "confidence": 0.75,
                  "by": "hand/relation", **more}
        return self.add("relations", **values)


def launched(id="d"):
    """A document with a mention of each kind and a relation with all that can be known of one."""
    one = Annotated(id, "The FSB launched a campaign. The BBC said it may not recruit Dr\n  Lin's agents in Kyiv in May.")
    one.tree("the DET 2 det", "FSB PROPN 3 nsubj", "launch VERB 0 root", "a DET 5 det", "campaign NOUN 3 obj",
             ". PUNCT 3 punct",
             "the DET 2 det", "BBC PROPN 3 nsubj", "say VERB 0 root", "it PRON 7 nsubj", "may AUX 7 aux",
             "not PART 7 advmod", "recruit VERB 3 ccomp", "Dr PROPN 9 compound", "Lin PROPN 12 nmod:poss",
             "' PUNCT 9 punct", "s PART 9 case", "agent NOUN 7 obj", "in ADP 14 case", "Kyiv PROPN 7 obl",
             "in ADP 16 case", "May PROPN 7 obl", ". PUNCT 3 punct")
    service, broadcaster = one.entity("Organisation", "Security Service"), one.entity("Organisation", "BBC")
    fsb = one.mention("FSB", "Organisation", entity=service)
    campaign = one.mention("a campaign", kind="nominal")
    bbc = one.mention("BBC", "Organisation", entity=broadcaster)
    it = one.mention("it", "Organisation", "pronoun", service)
    agents = one.mention("Dr\n  Lin's agents", "Person", "nominal")
    one.mention("Lin", "Person")
    kyiv = one.mention("Kyiv", "Location")
    one.mention("May", "Temporal", "value", value="2022-05")
    one.mention("Dr", "Person", "nominal")
    one.relation(fsb, campaign, "launch", "launched")
    one.relation(it, agents, "recruit", "recruit", polarity="negated", modality="possible", attribution=bbc,
                 place=kyiv, time="2022-05", event="PLOVER:MOBILIZE")
    one.relation(it, kyiv, "work in", type="based in")
    return one.document
