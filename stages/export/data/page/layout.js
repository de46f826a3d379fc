
/* --- Where entities stand: all push each other away, relations pull, and everything falls to the middle ---------- */
/* As in force-directed drawing after Fruchterman and Reingold (1991); the pushing of far-away groups is summed up, after
 * Barnes and Hut (1986), so that a step takes time N log N. It begins the same way each time: no chance is in it. */

const PUSH = 170;
const PULL_LENGTH = 60;
const FALL = 0.09;
const FRICTION = 0.6; // of the speed that is kept
const FAR = 0.9; // a group is far where its width is less than so much of its distance
const COOLING = 0.977; // about 300 steps
const COLD = 0.001;
const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle: no two of a spiral stand in a line
const MAX_DEPTH = 32;

/* A square with the sum of what is in it; four smaller ones where this is more than one node */
class Square {
  constructor(x, y, size) {
    this.x = x;
    this.y = y;
    this.size = size;
    this.mass = 0;
    this.sumX = 0;
    this.sumY = 0;
    this.node = null;
    this.quarters = null;
  }

  static around(nodes) {
    let low = Infinity, high = -Infinity;
    for (const node of nodes) {
      low = Math.min(low, node.x, node.y);
      high = Math.max(high, node.x, node.y);
    }
    const root = new Square(low, low, high - low + 1);
    for (const node of nodes) root.add(node, 0);
    return root;
  }

  add(node, depth) {
    this.mass += 1;
    this.sumX += node.x;
    this.sumY += node.y;
    if (this.mass === 1 || depth === MAX_DEPTH) {
      this.node = node;
      return;
    }
    this.quarters ??= [null, null, null, null];
    if (this.node) this.quarter(this.node).add(this.node, depth + 1);
    this.node = null;
    this.quarter(node).add(node, depth + 1);
  }

  quarter(node) {
    const half = this.size / 2;
    const right = node.x >= this.x + half ? 1 : 0, below = node.y >= this.y + half ? 1 : 0;
    return this.quarters[2 * below + right] ??= new Square(this.x + right * half, this.y + below * half, half);
  }
}

class Layout {
  constructor() {
    this.nodes = [];
    this.springs = [];
    this.heat = 0;
  }

  /* Those that stand somewhere go on from there */
  set(nodes, edges) {
    const isNew = nodes.filter((node) => node.x === undefined);
    const shown = new Set(nodes);
    this.nodes = nodes;
    for (const node of isNew) this.place(node, shown);
    this.springs = this.springsOf(edges);
    this.warm(isNew.length ? 1 : 0.3);
  }

  place(node, shown) {
    const other = node.edges.map((edge) => edge.source === node ? edge.target : edge.source)
      .find((end) => shown.has(end) && end.x !== undefined);
    const distance = other ? PULL_LENGTH / 2 : 14 * Math.sqrt(node.rank + 0.5);
    node.x = (other?.x ?? 0) + distance * Math.cos(node.rank * TURN);
    node.y = (other?.y ?? 0) + distance * Math.sin(node.rank * TURN);
    node.vx = node.vy = 0;
  }

  /* One for each two that are related; the ends of one who has many are pulled less */
  springsOf(edges) {
    const springs = new Map(), degrees = new Map();
    for (const { source, target } of edges)
      if (source !== target) springs.set(`${Math.min(source.rank, target.rank)} ${Math.max(source.rank, target.rank)}`,
        { source, target });
    for (const { source, target } of springs.values())
      for (const node of [source, target]) degrees.set(node, (degrees.get(node) ?? 0) + 1);
    return [...springs.values()].map(({ source, target }) => {
      const [s, t] = [degrees.get(source), degrees.get(target)];
      return { source, target, strength: 1 / Math.min(s, t), share: s / (s + t) };
    });
  }

  warm(heat) {
    this.heat = Math.max(this.heat, heat);
  }

  get isMoving() {
    return this.heat > COLD && this.nodes.length > 0;
  }

  step() {
    const root = Square.around(this.nodes);
    for (const node of this.nodes) this.push(node, root);
    for (const spring of this.springs) this.pull(spring);
    for (const node of this.nodes) this.move(node);
    this.heat *= COOLING;
  }

  push(node, root) {
    const squares = [root];
    while (squares.length) {
      const square = squares.pop();
      const dx = square.sumX / square.mass - node.x, dy = square.sumY / square.mass - node.y;
      const distance2 = dx * dx + dy * dy;
      if (square.quarters && square.size * square.size >= FAR * FAR * distance2) {
        for (const quarter of square.quarters) if (quarter) squares.push(quarter);
      } else if (square.node !== node) {
        const force = PUSH * this.heat * square.mass / Math.max(distance2, 30);
        node.vx -= dx * force;
        node.vy -= dy * force;
      }
    }
  }

  pull({ source, target, strength, share }) {
    const dx = target.x + target.vx - source.x - source.vx, dy = target.y + target.vy - source.y - source.vy;
    const length = Math.hypot(dx, dy) || 1;
    const wanted = PULL_LENGTH + source.radius + target.radius;
    const force = (length - wanted) / length * this.heat * strength;
    target.vx -= dx * force * share;
    target.vy -= dy * force * share;
    source.vx += dx * force * (1 - share);
    source.vy += dy * force * (1 - share);
  }

  move(node) {
    if (node.held) {
      node.vx = node.vy = 0;
      return;
    }
    node.vx = (node.vx - node.x * FALL * this.heat) * FRICTION;
    node.vy = (node.vy - node.y * FALL * this.heat) * FRICTION;
    node.x += node.vx;
    node.y += node.vy;
  }
}
