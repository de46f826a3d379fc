
/* --- What stands beside the picture: names and texts are only ever set as text, never as markup ------------------ */

const MAX_ROWS = 100; // of a list, before "Show more"

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

/* A text of the graph, which keeps its direction to itself */
function textOf(text) {
  return make("bdi", { textContent: text });
}

function plural(n, one, many) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/* Rows made when they are asked for */
function listOf(items, makeRow) {
  const list = make("ul");
  const more = make("button", { type: "button", className: "open", onclick: () => add() });
  let n = 0;
  const add = () => {
    more.remove();
    for (const item of items.slice(n, n + MAX_ROWS)) list.append(make("li", {}, makeRow(item)));
    n += MAX_ROWS;
    more.textContent = `${plural(items.length - n, "more", "more")} …`;
    if (n < items.length) list.append(more);
  };
  add();
  return list;
}

class Panel {
  constructor(element, graph, choose) {
    this.element = element;
    this.graph = graph;
    this.choose = choose; // called with an entity or a relation that is pressed
    this.showNothing();
  }

  show(chosen) {
    const content = !chosen ? this.nothing() : chosen.source ? this.ofEdge(chosen) : this.ofNode(chosen);
    this.element.replaceChildren(...content);
    this.element.scrollTop = 0;
  }

  showNothing() {
    this.show(null);
  }

  nothing() {
    const documents = new Set(this.graph.edges.flatMap((edge) => edge.evidence.map((row) => row.document)));
    return [make("h2", { textContent: "The graph" }),
      make("p", { textContent: `${plural(this.graph.nodes.length, "entity", "entities")} and `
        + `${plural(this.graph.edges.length, "relation", "relations")}, which `
        + `${plural(documents.size, "document tells", "documents tell")} of.` }),
      make("p", { className: "note", textContent: "Click an entity for what it does and what is done to it, then a "
        + "relation for the sentences that say so." })];
  }

  button(chosen, ...children) {
    return make("button", { type: "button", className: "open", onclick: () => this.choose(chosen) }, ...children);
  }

  /* A button for an entity; the bare key where the graph has no such entity */
  entity(id) {
    const node = this.graph.byId.get(id);
    return node ? this.button(node, dotOf(node), " ", textOf(node.name)) : textOf(id);
  }

  facts(...pairs) {
    const list = make("dl");
    for (const [name, ...values] of pairs) {
      if (!values.length || values[0] === "" || values[0] === undefined) continue;
      const shown = values.flatMap((value, i) => [i ? ", " : "", value instanceof Node ? value : textOf(value)]);
      list.append(make("dt", { textContent: name }), make("dd", {}, ...shown));
    }
    return list;
  }

  ofNode(node) {
    const seen = [node.first_seen, node.last_seen].filter(Boolean);
    const counts = `${plural(node.mentions, "time", "times")} in ${plural(node.documents, "document", "documents")}`;
    const does = node.edges.filter((edge) => edge.source === node);
    const done = node.edges.filter((edge) => edge.source !== node);
    return [make("h2", {}, dotOf(node), " ", textOf(node.name)),
      this.facts(["type", node.type], ["also", ...node.aliases], ["mentioned", counts],
        ["seen", [...new Set(seen)].join(" to ")], ["links", ...node.links], ["key", node.id]),
      ...this.relations("What it does", does, (edge) => [edge.target]),
      ...this.relations("What is done to it", done, (edge) => [edge.source])];
  }

  relations(heading, edges, otherOf) {
    const sorted = [...edges].sort((a, b) => b.weight - a.weight || b.confidence - a.confidence);
    if (!edges.length) return [];
    return [make("h3", {}, `${heading} (${edges.length.toLocaleString("en")})`),
      listOf(sorted, (edge) => this.relation(edge, ...otherOf(edge)))];
  }

  relation(edge, other) {
    const label = textOf(edge.label || edge.type), name = textOf(other.name);
    const words = other === edge.target ? [label, " → ", dotOf(other), " ", name]
      : [dotOf(other), " ", name, " → ", label];
    return this.button(edge, ...words, ...marksOf(edge), edge.weight > 1 ? ` ×${edge.weight}` : "");
  }

  ofEdge(edge) {
    const time = [...new Set([edge.time_start, edge.time_end].filter(Boolean))].join(" to ");
    return [make("h2", {}, textOf(edge.label || edge.type), ...marksOf(edge)),
      this.facts(["from", this.entity(edge.source.id)], ["to", this.entity(edge.target.id)], ["type", edge.type],
        ["event", ...edge.event], ["polarity", edge.polarity], ["modality", edge.modality],
        ["says", ...edge.attribution.map((id) => this.entity(id))], ["when", time],
        ["where", ...edge.place.map((id) => this.entity(id))], ["confidence", String(edge.confidence)]),
      make("h3", {}, `${plural(edge.evidence.length, "sentence", "sentences")} in `
        + plural(edge.documents, "document", "documents")),
      listOf(edge.evidence, (row) => this.evidence(row, edge))];
  }

  evidence(row, edge) {
    const says = row.attribution_text ? ["says: ", textOf(row.attribution_text), "; "] : [];
    const when = row.time ? ["when: ", textOf(row.time), "; "] : [];
    const polarity = [edge.polarity, edge.modality].join(", ");
    return make("div", {}, make("blockquote", {}, ...sentenceOf(row)),
      make("p", { className: "source" }, textOf(row.document), row.date ? ` of ${row.date}` : "",
        `, ${row.start}–${row.end}`, make("br"), ...says, ...when, `${polarity}; ${row.confidence}`,
        ...(row.by ? ["; ", textOf(row.by)] : [])));
  }
}

/* With the words that say it set off, where they stand in one piece */
function sentenceOf({ sentence = "", trigger = "" }) {
  const at = trigger ? sentence.indexOf(trigger) : -1;
  if (at < 0) return [textOf(sentence)];
  return [make("bdi", {}, sentence.slice(0, at), make("mark", { textContent: trigger }),
    sentence.slice(at + trigger.length))];
}

function marksOf(edge) {
  const marks = [edge.polarity, edge.modality].filter((word) => word !== "affirmed" && word !== "asserted");
  return marks.flatMap((word) => [" ", make("span", { className: `mark${word === "negated" ? " negated" : ""}`,
    textContent: word })]);
}

function dotOf(node) {
  return make("span", { className: `dot type-${node.colour}` });
}
