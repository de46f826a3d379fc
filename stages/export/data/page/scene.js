
/* --- The picture -------------------------------------------------------------------------------------------------- */

const MAX_LABELS = 150;
const MAX_EDGE_LABELS = 60;
const MAX_CURVES = 3000; // relations that are drawn as curves with dashes and arrows; more are straight lines
const STROKE = 100; // lines that are drawn at once, which is fast; thousands at once are slow
const MAX_HOVERED = 3000; // relations among which the one under the pointer is looked for as it moves
const MARGIN = 80; // pixels around the graph, for names
const ARROW = 7;
const FADED = 0.15; // what has nothing to do with what was chosen
const FONT = "system-ui, sans-serif";

/* From border to border, as a curve with one point beside it: bent away from others between the same two */
function route({ source, target, bend }) {
  if (source === target) return loop(source, bend);
  const dx = target.x - source.x, dy = target.y - source.y;
  const length = Math.hypot(dx, dy) || 1;
  const side = source.rank < target.rank ? bend : -bend;
  const x = (source.x + target.x) / 2 - dy / length * side, y = (source.y + target.y) / 2 + dx / length * side;
  const start = towards(source, x, y, source.radius), end = towards(target, x, y, target.radius + 1);
  return { x1: start.x, y1: start.y, x, y, x2: end.x, y2: end.y };
}

function loop({ x, y, radius }, bend) {
  return { x1: x - radius, y1: y, x, y: y - 5 * radius - 2 * Math.abs(bend), x2: x + radius, y2: y };
}

function towards(node, x, y, distance) {
  const length = Math.hypot(x - node.x, y - node.y) || 1;
  return { x: node.x + (x - node.x) / length * distance, y: node.y + (y - node.y) / length * distance };
}

/* The point of a route at t from 0 to 1 */
function pointOf({ x1, y1, x, y, x2, y2 }, t) {
  const u = 1 - t;
  return { x: u * u * x1 + 2 * u * t * x + t * t * x2, y: u * u * y1 + 2 * u * t * y + t * t * y2 };
}

function distanceTo(edge, at) {
  const line = route(edge);
  let best = Infinity;
  for (let i = 0; i <= 16; i++) {
    const point = pointOf(line, i / 16);
    best = Math.min(best, Math.hypot(point.x - at.x, point.y - at.y));
  }
  return best;
}

/* On two canvases: what is under the pointer is drawn on one of its own, so that the graph need not be drawn again */
class Scene {
  constructor(canvas, overlay) {
    this.canvas = canvas;
    this.overlay = overlay;
    this.context = canvas.getContext("2d");
    this.scale = 1;
    this.x = this.y = 0; // what stands in the middle of the picture
    this.chosen = this.hovered = null; // an entity or a relation
    this.set([], []);
    this.readColours();
  }

  set(nodes, edges) {
    this.nodes = nodes;
    this.edges = edges;
    this.shown = new Set([...nodes, ...edges]);
  }

  /* Those of the style sheet, which has them for light and dark */
  readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    this.colours = { ground: colour("ground"), text: colour("text"), edge: colour("edge"), negated: colour("negated"),
      accent: colour("accent"), types: Array.from({ length: N_COLOURS }, (_, i) => colour(`type-${i}`)) };
  }

  resize() {
    const { clientWidth, clientHeight } = this.canvas;
    this.ratio = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    for (const canvas of [this.canvas, this.overlay]) {
      canvas.width = Math.round(clientWidth * this.ratio);
      canvas.height = Math.round(clientHeight * this.ratio);
    }
  }

  fit() {
    if (!this.nodes.length) return;
    const xs = this.nodes.map((node) => node.x).sort((a, b) => a - b);
    const ys = this.nodes.map((node) => node.y).sort((a, b) => a - b);
    const last = xs.length - 1;
    this.x = (xs[0] + xs[last]) / 2;
    this.y = (ys[0] + ys[last]) / 2;
    this.scale = Math.min(2, Math.max(this.width - 2 * MARGIN, MARGIN) / (xs[last] - xs[0] + 1),
      Math.max(this.height - MARGIN, MARGIN) / (ys[last] - ys[0] + 1));
  }

  toGraph(x, y) {
    return { x: (x - this.width / 2) / this.scale + this.x, y: (y - this.height / 2) / this.scale + this.y };
  }

  toPicture({ x, y }) {
    return { x: (x - this.x) * this.scale + this.width / 2, y: (y - this.y) * this.scale + this.height / 2 };
  }

  /* So that what is under the pointer stays there */
  zoom(factor, x, y) {
    const before = this.toGraph(x, y);
    this.scale = Math.min(Math.max(this.scale * factor, 0.01), 12);
    const after = this.toGraph(x, y);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  move(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  nodeAt(x, y) {
    const at = this.toGraph(x, y), near = 4 / this.scale;
    let best = null, least = Infinity;
    for (const node of this.nodes) {
      const distance = Math.hypot(node.x - at.x, node.y - at.y) - node.radius;
      if (distance < near && distance < least) [best, least] = [node, distance];
    }
    return best;
  }

  edgeAt(x, y, max = Infinity) {
    const at = this.toGraph(x, y);
    let best = null, least = 6 / this.scale;
    if (this.edges.length > max) return null;
    for (const edge of this.edges) {
      const distance = distanceTo(edge, at);
      if (distance < least) [best, least] = [edge, distance];
    }
    return best;
  }

  /* --- Drawing --- */

  /* In a hurry, while things move, not all of very many relations */
  draw(isHurried) {
    const near = this.chosen && this.neighbours(this.chosen);
    this.clear();
    this.drawEdges(near, isHurried);
    this.drawNodes(near);
    this.onPicture();
    this.drawLabels(near);
    this.drawHovered();
  }

  clear() {
    const { context, scale, ratio } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(scale * ratio, 0, 0, scale * ratio, (this.width / 2 - this.x * scale) * ratio,
      (this.height / 2 - this.y * scale) * ratio);
  }

  /* From here on in pixels, for text */
  onPicture() {
    const { context, ratio } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.font = `12px ${FONT}`;
  }

  drawHovered() {
    const { context, hovered } = this;
    this.context = this.overlay.getContext("2d");
    this.clear();
    if (this.shown.has(hovered)) {
      this.context.strokeStyle = this.context.fillStyle = this.colours.accent;
      if (hovered.source) this.drawCurves([hovered]);
      else this.drawRing(hovered);
      this.onPicture();
      if (hovered.source) this.drawEdgeLabel(hovered, []);
      else this.drawName(hovered, []);
    }
    this.context = context;
  }

  /* What was chosen and what is related to it, of what is shown: a set of entities and relations */
  neighbours(chosen) {
    const edges = (chosen.source ? [chosen] : chosen.edges).filter((edge) => this.shown.has(edge));
    return new Set([chosen, ...edges.flatMap((edge) => [edge, edge.source, edge.target])]);
  }

  /* Those in sight; of many, only what was chosen is drawn in all detail */
  drawEdges(near, isHurried) {
    const { context } = this;
    const edges = this.edges.filter((edge) => this.isInSight(edge) && !near?.has(edge));
    const chosen = near ? [...near].filter((one) => one.source) : [];
    const isCoarse = edges.length > MAX_CURVES;
    context.globalAlpha = near ? FADED : isCoarse ? 0.4 : 0.8;
    this.drawBatches(isHurried ? edges.slice(0, MAX_CURVES) : edges, isCoarse);
    context.globalAlpha = 1;
    this.drawBatches(chosen, chosen.length > MAX_CURVES);
    context.setLineDash([]);
  }

  isInSight({ source, target }) {
    const { x: left, y: top } = this.toGraph(0, 0), { x: right, y: bottom } = this.toGraph(this.width, this.height);
    return Math.max(source.x, target.x) > left && Math.min(source.x, target.x) < right
      && Math.max(source.y, target.y) > top && Math.min(source.y, target.y) < bottom;
  }

  /* Lines that look the same one after another: the few changes of colour and the like take most of the time */
  drawBatches(edges, isCoarse) {
    const { context } = this;
    const lookOf = ({ width, isFact, negated }) => 4 * width + 2 * isFact + negated;
    const batches = new Map();
    for (const edge of edges) {
      const look = lookOf(edge);
      if (!batches.has(look)) batches.set(look, []);
      batches.get(look).push(edge);
    }
    for (const [, batch] of [...batches].sort(([a], [b]) => a - b)) {
      const [{ width, isFact, negated }] = batch;
      const line = Math.max(width, 1.2 / this.scale); // a hairline cannot be seen
      context.lineWidth = line;
      context.setLineDash(isFact || isCoarse ? [] : [4 * line, 3 * line]);
      context.strokeStyle = context.fillStyle = this.colours[negated ? "negated" : "edge"];
      for (let i = 0; i < batch.length; i += STROKE)
        this[isCoarse ? "drawLines" : "drawCurves"](batch.slice(i, i + STROKE));
    }
  }

  drawLines(edges) {
    const { context } = this;
    context.beginPath();
    for (const { source, target } of edges) {
      context.moveTo(source.x, source.y);
      context.lineTo(target.x, target.y);
    }
    context.stroke();
  }

  drawCurves(edges) {
    const { context } = this;
    const curves = edges.map(route);
    context.beginPath();
    for (const { x1, y1, x, y, x2, y2 } of curves) {
      context.moveTo(x1, y1);
      context.quadraticCurveTo(x, y, x2, y2);
    }
    context.stroke();
    context.beginPath();
    for (const curve of curves) this.arrow(curve);
    context.fill();
  }

  arrow({ x, y, x2, y2 }) {
    const size = ARROW * Math.max(1, 0.8 / this.scale) / (Math.hypot(x2 - x, y2 - y) || 1);
    const ux = (x2 - x) * size, uy = (y2 - y) * size;
    this.context.moveTo(x2, y2);
    this.context.lineTo(x2 - ux - uy / 2, y2 - uy + ux / 2);
    this.context.lineTo(x2 - ux + uy / 2, y2 - uy - ux / 2);
    this.context.closePath();
  }

  drawNodes(near) {
    const { context } = this;
    for (const [colour, fill] of this.colours.types.entries()) {
      const nodes = this.nodes.filter((node) => node.colour === colour);
      context.fillStyle = fill;
      context.globalAlpha = near ? FADED : 1;
      this.drawDiscs(near ? nodes.filter((node) => !near.has(node)) : nodes);
      context.globalAlpha = 1;
      if (near) this.drawDiscs(nodes.filter((node) => near.has(node)));
    }
    if (this.chosen?.edges) this.drawRing(this.chosen);
  }

  drawDiscs(nodes) {
    const { context } = this;
    for (let i = 0; i < nodes.length; i += STROKE) {
      context.beginPath();
      for (const { x, y, radius } of nodes.slice(i, i + STROKE)) {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
      context.fill();
    }
  }

  drawRing({ x, y, radius }) {
    const { context } = this;
    context.strokeStyle = this.colours.accent;
    context.lineWidth = 2 / this.scale;
    context.beginPath();
    context.arc(x, y, radius + 3 / this.scale, 0, 2 * Math.PI);
    context.stroke();
  }

  /* The names of those that matter most, where there is room */
  drawLabels(near) {
    const { context } = this;
    const taken = [];
    const nodes = [this.chosen, ...(near ?? this.nodes)].filter((one) => one?.edges && this.isSeen(one));
    for (const node of [...new Set(nodes)].slice(0, MAX_LABELS)) this.drawName(node, taken);
    context.font = `11px ${FONT}`;
    this.drawEdgeLabels(near, taken);
  }

  isSeen(node) {
    const { x, y } = this.toPicture(node);
    return this.shown.has(node) && x > -50 && y > -20 && x < this.width + 50 && y < this.height + 20;
  }

  drawName(node, taken) {
    const { x, y } = this.toPicture(node);
    this.drawText(shortened(node.name, 40), x, y + node.radius * this.scale + 2, this.colours.text, taken);
  }

  drawEdgeLabels(near, taken) {
    const wanted = near ? [...near].filter((one) => one.source) : this.edges;
    if (wanted.length > MAX_EDGE_LABELS || (!near && this.scale < 0.7)) return;
    for (const edge of wanted) this.drawEdgeLabel(edge, taken);
  }

  drawEdgeLabel(edge, taken) {
    const { x, y } = this.toPicture(pointOf(route(edge), 0.5));
    const colour = this.colours[edge.negated ? "negated" : "text"];
    this.drawText(shortened(edge.label || edge.type, 40), x, y - 6, colour, taken);
  }

  drawText(text, x, y, colour, taken) {
    const { context } = this;
    const half = context.measureText(text).width / 2 + 2;
    const box = { left: x - half, right: x + half, top: y, bottom: y + 14 };
    if (taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom
      && box.bottom > other.top)) return;
    taken.push(box);
    context.lineWidth = 3;
    context.strokeStyle = this.colours.ground;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
}

/* In whole characters, on one line */
function shortened(text, max) {
  const characters = [...text.replace(/\s+/g, " ")];
  return characters.length > max ? `${characters.slice(0, max - 1).join("")}…` : characters.join("");
}
