
/* --- The page ----------------------------------------------------------------------------------------------------- */

const MAX_FOUND = 20;
const FRAME = 12; // milliseconds of a frame that the layout may take, so that the page never hangs
const REST = 150; // milliseconds without a move, after which the picture is drawn in full
const CLICK = 4; // pixels that the pointer may move in a click

class Page {
  constructor(graph) {
    this.view = new View(graph);
    this.layout = new Layout();
    this.scene = new Scene(byId("picture"), byId("overlay"));
    this.panel = new Panel(byId("details"), graph, (chosen) => this.choose(chosen));
    this.pointers = new Map();
    this.frame = this.rest = null;
    this.nextDraw = 0;
    this.isFitted = true; // until the reader moves the picture
    this.scene.resize();
    this.listFilters(graph);
    this.listen();
    this.show();
  }

  /* After whatever changes what is shown */
  show() {
    const { view, layout, scene } = this;
    view.update();
    layout.set(view.nodes, view.edges);
    scene.set(view.nodes, view.edges);
    byId("status").textContent = `${view.nodes.length.toLocaleString("en")} of `
      + `${plural(view.nCandidates, "entity", "entities")}, ${view.edges.length.toLocaleString("en")} of ${plural(view.nAllowed, "relation", "relations")}`;
    byId("more").disabled = view.limit >= view.nCandidates;
    byId("fewer").disabled = view.limit <= 10;
    this.redraw();
  }

  /* Before the next frame, once */
  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.run();
    });
  }

  /* While the reader moves the picture, and in full soon after */
  redrawMoving() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.rest = null;
      this.redraw();
    }, REST);
    this.redraw();
  }

  run() {
    const start = performance.now();
    while (this.layout.isMoving && performance.now() < start + FRAME) this.layout.step();
    if (!this.layout.isMoving || start > this.nextDraw) this.draw();
    if (this.layout.isMoving) this.redraw();
  }

  /* A picture that takes long is drawn less often while things move, so that time is left for the reader */
  draw() {
    const start = performance.now();
    if (this.isFitted) this.scene.fit();
    this.scene.draw(this.layout.isMoving || this.rest);
    const end = performance.now();
    this.nextDraw = end + 2 * (end - start);
  }

  /* An entity or a relation; null lets go */
  choose(chosen) {
    const isNew = chosen?.source ? [chosen.source, chosen.target].map((node) => this.view.pin(node)).includes(true)
      : chosen && this.view.pin(chosen);
    this.scene.chosen = chosen;
    this.panel.show(chosen);
    if (isNew) this.show();
    else this.redraw();
  }

  /* --- The filters --- */

  listFilters(graph) {
    const row = (hidden, [name, count], ...before) => {
      const box = make("input", { type: "checkbox", checked: true });
      box.onchange = () => {
        if (box.checked) hidden.delete(name);
        else hidden.add(name);
        this.show();
      };
      return make("label", {}, box, ...before, textOf(name),
        make("span", { className: "count", textContent: count.toLocaleString("en") }));
    };
    const dot = (i) => make("span", { className: `dot type-${Math.min(i, N_COLOURS - 1)}` });
    byId("types").append(...graph.types.map((type, i) => row(this.view.hiddenTypes, type, dot(i))));
    byId("relations").append(...graph.relations.map((relation) => row(this.view.hiddenRelations, relation)));
  }

  change(values) {
    Object.assign(this.view, values);
    this.show();
  }

  find(words) {
    const open = (node) => {
      this.choose(node);
      byId("found").replaceChildren();
    };
    const nodes = this.view.graph.find(words, MAX_FOUND);
    byId("found").replaceChildren(...nodes.map((node) => make("li", {}, make("button",
      { type: "button", className: "open", onclick: () => open(node) }, dotOf(node), " ", textOf(node.name)))));
  }

  listen() {
    const on = (id, event, listener) => byId(id).addEventListener(event, listener);
    on("search", "input", (event) => this.find(event.target.value));
    on("search", "keydown", (event) => { if (event.key === "Enter") byId("found").querySelector("button")?.click(); });
    on("more", "click", () => this.change({ limit: this.view.limit * 2 }));
    on("fewer", "click", () => {
      this.view.pinned.clear();
      this.change({ limit: Math.ceil(Math.min(this.view.limit, this.view.nCandidates) / 2) });
    });
    on("fit", "click", () => {
      this.isFitted = true;
      this.redraw();
    });
    on("loners", "change", (event) => this.change({ loners: event.target.checked }));
    on("facts", "change", (event) => this.change({ onlyFacts: event.target.checked }));
    on("words", "input", (event) => this.change({ words: folded(event.target.value.trim()) }));
    on("weight", "input", (event) => this.change({ weight: Number(event.target.value) || 1 }));
    this.listenToPicture((event, listener, options) => byId("picture").addEventListener(event, listener, options));
    this.listenToWindow();
  }

  listenToWindow() {
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.choose(null);
      if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      byId("search").focus();
    });
    new ResizeObserver(() => {
      this.scene.resize();
      this.redraw();
    }).observe(byId("picture"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.scene.readColours();
      this.redraw();
    });
  }

  /* --- The pointer: one moves the picture or an entity, two zoom --- */

  listenToPicture(on) {
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => (this.pointers.has(event.pointerId) ? this.drag(event) : this.hover(event)));
    on("pointerup", (event) => this.release(event, true));
    on("pointercancel", (event) => this.release(event, false));
    on("pointerleave", () => this.hoverOver(null));
    on("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
    }, { passive: false });
  }

  zoom(factor, x, y) {
    this.isFitted = false;
    this.scene.zoom(factor, x, y);
    this.redrawMoving();
  }

  press(event) {
    const { offsetX: x, offsetY: y } = event;
    event.target.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x, y, moved: 0 });
    this.held = this.pointers.size === 1 ? this.scene.nodeAt(x, y) : null;
  }

  drag(event) {
    const { offsetX: x, offsetY: y } = event;
    const pointer = this.pointers.get(event.pointerId);
    const other = [...this.pointers.values()].find((one) => one !== pointer);
    const dx = x - pointer.x, dy = y - pointer.y;
    if (other) this.zoom(spread(other, { x, y }) / spread(other, pointer), (x + other.x) / 2, (y + other.y) / 2);
    Object.assign(pointer, { x, y, moved: pointer.moved + Math.abs(dx) + Math.abs(dy) });
    if (pointer.moved <= CLICK) return;
    this.isFitted = false;
    if (this.held) this.pullNode(this.held, dx, dy);
    else this.scene.move(dx, dy);
    this.redrawMoving();
  }

  pullNode(node, dx, dy) {
    node.held = true;
    node.x += dx / this.scene.scale;
    node.y += dy / this.scene.scale;
    this.layout.warm(0.2);
  }

  release(event, isClick) {
    const { offsetX: x, offsetY: y } = event;
    const pointer = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (this.held) this.held.held = false;
    this.held = null;
    if (isClick && pointer?.moved <= CLICK && !this.pointers.size)
      this.choose(this.scene.nodeAt(x, y) ?? this.scene.edgeAt(x, y));
  }

  hover({ offsetX: x, offsetY: y }) {
    this.hoverOver(this.scene.nodeAt(x, y) ?? this.scene.edgeAt(x, y, MAX_HOVERED));
  }

  hoverOver(one) {
    if (one === this.scene.hovered) return;
    this.scene.hovered = one;
    byId("picture").classList.toggle("over", one !== null);
    this.scene.drawHovered();
  }
}

function spread(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y) || 1;
}

function byId(id) {
  return document.getElementById(id);
}

const page = new Page(new Graph(JSON.parse(byId("graph").textContent)));
