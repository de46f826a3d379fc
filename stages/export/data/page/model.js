
"use strict";

/* --- The graph, and the part of it that is shown -------------------------------------------------------------- */

const FIRST_SHOWN = 150; // entities; "Show more" doubles it
const MAX_NEIGHBOURS = 20; // that come along with an entity that was not shown
const N_COLOURS = 8; // of types; the last one is for all further types

/* Without case and accents, as names are compared */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/* [value, how many have it], most frequent first */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/* Of its ends, that of the one that is mentioned less */
function leastRank(edge) {
  return Math.max(edge.source.rank, edge.target.rank);
}

/* Entities by how often they are mentioned, and so the relations, which have their two ends */
class Graph {
  constructor(data) {
    this.nodes = data.nodes.map((node) => ({ aliases: [], links: [], ...node, edges: [] }));
    this.nodes.sort((a, b) => b.mentions - a.mentions || (a.id < b.id ? -1 : 1));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.edges = data.edges.map((edge) => this.joined(edge));
    this.types = counted(this.nodes.map((node) => node.type));
    this.relations = counted(this.edges.map((edge) => edge.type));
    const colours = new Map(this.types.map(([type], i) => [type, Math.min(i, N_COLOURS - 1)]));
    this.nodes.forEach((node, rank) => {
      node.rank = rank;
      node.colour = colours.get(node.type);
      node.radius = Math.min(4 + 1.7 * Math.sqrt(node.mentions), 26);
    });
    this.edges.sort((a, b) => leastRank(a) - leastRank(b));
    this.bend();
  }

  joined(record) {
    const ends = { source: this.byId.get(record.source), target: this.byId.get(record.target) };
    const edge = { label: "", event: [], attribution: [], place: [], ...record, ...ends };
    edge.negated = edge.polarity !== "affirmed";
    edge.isFact = !edge.negated && edge.modality === "asserted";
    edge.width = Math.min(Math.round(1 + Math.log2(edge.weight)), 6);
    edge.source.edges.push(edge);
    if (edge.target !== edge.source) edge.target.edges.push(edge);
    return edge;
  }

  /* Relations between the same two keep apart from each other: how far each is from the straight line */
  bend() {
    const pairs = new Map();
    for (const edge of this.edges) {
      const [low, high] = [edge.source.rank, edge.target.rank].sort((a, b) => a - b);
      const pair = low * this.nodes.length + high;
      if (!pairs.has(pair)) pairs.set(pair, []);
      pairs.get(pair).push(edge);
    }
    for (const edges of pairs.values())
      edges.forEach((edge, i) => { edge.bend = (i - (edges.length - 1) / 2) * 22; });
  }

  /* Entities with a name or alias that begins with the words, then those that have them elsewhere */
  find(words, max) {
    const wanted = folded(words.trim());
    const starts = [], others = [];
    if (!wanted) return [];
    for (const node of this.nodes) {
      node.folded ??= [node.name, ...node.aliases].map(folded);
      if (node.folded.some((name) => name.startsWith(wanted))) starts.push(node);
      else if (node.folded.some((name) => name.includes(wanted))) others.push(node);
      if (starts.length >= max) break;
    }
    return [...starts, ...others].slice(0, max);
  }
}

/* What is shown of it: of the entities that the filters let through the most mentioned, and those asked for by name */
class View {
  constructor(graph) {
    this.graph = graph;
    this.limit = FIRST_SHOWN;
    this.hiddenTypes = new Set();
    this.hiddenRelations = new Set();
    this.weight = 1;
    this.words = "";
    this.onlyFacts = false;
    this.loners = false;
    this.pinned = new Set();
    this.update();
  }

  allows(edge) {
    return edge.weight >= this.weight && !this.hiddenRelations.has(edge.type) && (edge.isFact || !this.onlyFacts)
      && !this.hiddenTypes.has(edge.source.type) && !this.hiddenTypes.has(edge.target.type)
      && (!this.words || folded(edge.label || edge.type).includes(this.words));
  }

  update() {
    const edges = this.graph.edges.filter((edge) => this.allows(edge));
    const ends = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
    const candidates = this.graph.nodes.filter((node) => this.loners ? !this.hiddenTypes.has(node.type)
      : ends.has(node));
    const pinned = [...this.pinned].filter((node) => !this.hiddenTypes.has(node.type));
    const shown = new Set([...candidates.slice(0, this.limit), ...pinned]);

    this.nCandidates = candidates.length;
    this.nodes = [...shown].sort((a, b) => a.rank - b.rank);
    this.edges = edges.filter((edge) => shown.has(edge.source) && shown.has(edge.target));
    this.nAllowed = edges.length;
  }

  /* Whether it was not shown: it is from now on, with those that it has most to do with */
  pin(node) {
    if (this.nodes.includes(node)) return false;
    const edges = node.edges.filter((edge) => this.allows(edge)).sort((a, b) => b.weight - a.weight);
    this.pinned.add(node);
    for (const edge of edges.slice(0, MAX_NEIGHBOURS)) this.pinned.add(edge.source).add(edge.target);
    this.update();
    return true;
  }
}
