/* Reading a chart by hand: a guide over all lines at one period, two periods held against each other, a range to zoom to,
   lines brought forward or greyed, a point's source. Mouse, finger and keys; nothing of it asks the server but the source. */
(() => {
  "use strict";
  const NEAR = { mouse: 10, touch: 18 }, MOVED = 6, GAP = 14; // px
  const POINTS = { "%": "pp", "log points": "log points" }; // units whose change is a difference, not a percentage
  const KEYS = "← → period · ↑ ↓ one line · Space holds a period · M greys the line · Esc lets go";
  const greyed = new Map(); // by chart: names of lines
  const parse = (text, other) => (text ? JSON.parse(text) : other);
  const make = (kind, look, ...inside) => {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(look)) if (value !== undefined && value !== "") made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  /* Numbers as the tables write them: a real minus, commas, no more decimals than the coarser of two printed figures. */
  const decimals = (words) => (/\d\.(\d+)/.exec(words) || ["", ""])[1].length;
  const signed = (value, places) => {
    const digits = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
    return (/[1-9]/.test(digits) ? (value < 0 ? "−" : "+") : "") + digits;
  };
  const changes = (from, to, unit, years) => {
    if (!from || !to || from[1] === null || to[1] === null) return [];
    const a = from[1], b = to[1], places = Math.min(decimals(from[0]), decimals(to[0])), word = POINTS[unit] || "";
    const said = [`${signed(b - a, places)}${word ? ` ${word}` : ""}`], grows = !word && a > 0 && b > 0;
    if (grows) said.push(`${signed(100 * (b / a - 1), 1)}%`);
    if (years > 1) said.push(grows ? `${signed(100 * ((b / a) ** (1 / years) - 1), 1)}% a year` : `${signed((b - a) / years, Math.max(places, 1))}${word ? ` ${word}` : ""} a year`);
    return said;
  };

  class Reader {
    constructor(place) {
      const given = place.dataset;
      this.place = place;
      this.key = given.chart || "";
      this.screen = this.drawing = JSON.parse(given.drawing);
      this.sheet = Number(given.sheet || 0); // px on paper, of the one that is printed
      this.paper = parse(given.paper, null); // the light one, where the screen is dark
      this.panels = parse(given.reading, []);
      this.span = parse(given.span, null);
      this.link = given.link || "";
      this.grey = greyed.get(this.chart) || new Set();
      greyed.set(this.chart, this.grey);
      this.panel = Math.max(0, this.panels.findIndex((one) => one.stops.length));
      this.at = this.held = this.pinned = null; // stops of the panel, by number
      this.front = ""; // the line brought forward
      this.still = false; // the box stays where it is and can be used
      this.build();
    }

    get chart() { return this.key.replace(/^(wide|narrow)_/, ""); }
    get told() { return this.panels[this.panel]; }
    get stops() { return this.told.stops; }

    build() {
      const name = this.place.getAttribute("aria-label") || "Chart";
      const hint = `ky-hint-${this.key || Math.random().toString(36).slice(2)}`;
      this.place.removeAttribute("aria-label");
      this.pad = make("div", { class: "ky-pad", tabindex: "0", role: "application", "aria-roledescription": "chart", "aria-label": name, "aria-describedby": hint });
      this.box = make("div", { class: "ky-box", hidden: "hidden" });
      this.live = make("p", { class: "ky-live", "aria-live": "polite" });
      this.labels = make("div", { class: "ky-labels" });
      this.source = make("div", { class: "ky-source" });
      const keys = [KEYS, this.link && "Enter opens its source", this.span && "Z zooms to what is held", this.panels.length > 1 && "Page ↓ next panel"].filter(Boolean).join(" · ");
      this.stage = make("div", { class: "ky-stage" }, this.pad, make("p", { class: "ky-hint", id: hint }, keys), this.labels, this.box);
      this.place.append(this.stage, this.live, this.source);
      this.pad.addEventListener("keydown", (event) => this.keyed(event));
      this.pad.addEventListener("pointerdown", (event) => this.pressed(event));
      this.pad.addEventListener("pointermove", (event) => this.moved(event));
      this.pad.addEventListener("pointerup", (event) => this.released(event));
      this.pad.addEventListener("pointercancel", () => { this.press = null; });
      this.pad.addEventListener("pointerleave", () => { if (!this.still && !this.press) this.leave(); });
      this.pad.addEventListener("blur", () => { if (this.keys) { this.keys = false; this.letGo(); } });
    }

    /* Draws at the width there is; what is held stays held. */
    draw(width) {
      if (!width || Math.abs(width - this.width) < 1) return;
      this.width = width;
      const made = kyPicture.draw(this.drawing, width);
      this.drawn = made;
      if (this.svg) this.svg.remove();
      this.svg = made.svg;
      this.stage.prepend(made.svg);
      this.guides = made.layer("ky-guides");
      this.areas = this.panels.map((panel, n) => {
        const of = n ? n + 1 : "", x = made.paper.axis(`x${of}`), y = made.paper.axis(`y${of}`);
        const { range: [x0, x1] } = this.drawing.layout[`xaxis${of}`], { range: [y0, y1], type } = this.drawing.layout[`yaxis${of}`];
        const up = type === "log" ? [10 ** y0, 10 ** y1] : [y0, y1];
        return { x, y, left: x(x0), right: x(x1), top: Math.min(y(up[0]), y(up[1])), bottom: Math.max(y(up[0]), y(up[1])), spots: panel.stops.map((stop) => (panel.lying ? y : x)(stop[0])) };
      });
      this.name();
      this.fade();
      this.show();
    }

    /* Draws for the sheet, also what is hidden on the screen, or for the screen again. */
    print(on) {
      if (!this.sheet) return;
      this.drawing = on && this.paper ? this.paper : this.screen;
      this.width = 0;
      this.draw(on ? this.sheet : this.place.clientWidth);
    }

    /* A button over each name: pointing at it brings its line forward, pressing it greys the line. */
    name() {
      const known = new Set(this.panels.flatMap((panel) => panel.lines.map((line) => line.name)));
      const boxes = new Map();
      for (const { name, box: [x, y, w, h] } of this.drawn.labels) {
        if (!known.has(name) || known.size < 2) continue;
        const old = boxes.get(name);
        if (!old) boxes.set(name, [x, y, x + w, y + h]);
        else if (Math.abs(old[0] - x) < 4 || Math.abs(old[3] - y) < 8) boxes.set(name, [Math.min(old[0], x), Math.min(old[1], y), Math.max(old[2], x + w), Math.max(old[3], y + h)]);
      }
      this.labels.replaceChildren(...[...boxes].map(([name, [x0, y0, x1, y1]]) => {
        const high = Math.max(24, y1 - y0), left = Math.max(0, x0 - 3), wide = Math.min(this.width - left, Math.max(24, x1 + 3 - left)); // never past the picture
        const button = make("button", { type: "button", class: "ky-name", "aria-pressed": String(this.grey.has(name)), "aria-label": `Grey ${name}`, title: `Point: bring ${name} forward. Press: grey it.`,
          style: `left:${left}px;top:${(y0 + y1 - high) / 2}px;width:${wide}px;height:${high}px` });
        const forward = (on) => { this.front = on && !this.grey.has(name) ? name : ""; this.fade(); };
        button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && forward(true));
        button.addEventListener("pointerleave", () => forward(false));
        button.addEventListener("focus", () => button.matches(":focus-visible") && forward(true));
        button.addEventListener("blur", () => forward(false));
        button.addEventListener("click", () => { forward(false); this.mute(name); });
        return button;
      }));
    }

    mute(name) {
      this.grey[this.grey.has(name) ? "delete" : "add"](name);
      for (const button of this.labels.children) button.setAttribute("aria-pressed", String(this.grey.has(button.getAttribute("aria-label").slice(5))));
      this.say(`${name} is ${this.grey.has(name) ? "grey" : "shown"}.`);
      this.fade();
      this.show();
    }

    fade() {
      const names = new Set(this.panels.flatMap((panel) => panel.lines.map((line) => line.name)).filter(Boolean));
      const shade = (name) => (!names.has(name) ? 1 : this.grey.has(name) ? 0.15 : this.front && name !== this.front ? 0.25 : 1);
      for (const { name, group } of this.drawn.groups) group.style.opacity = shade(name);
      for (const { name, made } of this.drawn.labels) made.style.opacity = this.grey.has(name) ? 0.45 : shade(name);
    }

    get axis() { return `x${this.panel ? this.panel + 1 : ""}`; }
    drawnAs(kind, name) { return this.drawing.data.some((trace) => trace.type === kind && trace.name === name && (trace.xaxis || "x") === this.axis); }
    get compares() { return this.stops.length > 1 && !this.told.lying && this.told.lines.some((line) => line.values.some((value) => value && value[1] !== null)); }

    /* What the lines of the panel say at a stop, from the top of the drawing down; greyed ones are left out. */
    lines(at) {
      const shown = this.told.lines.filter((line) => line.values[at] && !this.grey.has(line.name));
      if (shown.some((line) => this.drawnAs("bar", line.name))) return shown.reverse(); // a stack, from its top
      return shown.sort((one, other) => (other.values[at][1] ?? -Infinity) - (one.values[at][1] ?? -Infinity));
    }

    /* Steps: by keys, by pointer. */
    keyed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.told) return;
      const last = this.stops.length - 1, lying = this.told.lying, from = this.at;
      const step = (by) => this.step(from === null ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, from + by)));
      const does = {
        ArrowRight: () => step(1), ArrowLeft: () => step(-1), Home: () => this.step(0), End: () => this.step(last),
        ArrowDown: () => (lying ? step(1) : this.choose(1)), ArrowUp: () => (lying ? step(-1) : this.choose(-1)),
        PageDown: () => this.turn(1), PageUp: () => this.turn(-1), " ": () => this.hold(), Enter: () => this.open(),
        m: () => this.front && this.mute(this.front), z: () => this.zoom(), Escape: () => this.letGo(),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!does) return;
      event.preventDefault();
      event.stopPropagation();
      this.keys = this.still = true;
      does();
    }

    step(at) {
      if (this.pinned !== null) this.held = this.pinned = null;
      this.at = at;
      this.show();
      this.say(this.sentence());
    }

    choose(by) {
      if (this.at === null) this.at = this.stops.length - 1;
      const names = this.lines(this.at).map((line) => line.name), now = names.indexOf(this.front);
      this.front = names[now < 0 ? (by > 0 ? 0 : names.length - 1) : (now + by + names.length) % names.length] || "";
      this.fade();
      this.show();
      this.say(this.sentence());
    }

    turn(by) {
      const among = this.panels.length, next = (this.panel + by + among) % among;
      if (next === this.panel || !this.panels[next].stops.length) return;
      this.enter(next);
      this.step(this.stops.length - 1);
    }

    enter(panel) {
      if (panel === this.panel) return;
      this.panel = panel;
      this.at = this.held = this.pinned = null;
      this.front = "";
      this.fade();
    }

    hold() {
      if (this.at === null || !this.compares) return;
      if (this.pinned !== null) this.held = this.pinned = null;
      else if (this.held === null) this.held = this.at;
      else if (this.held === this.at) this.held = null;
      else { this.pinned = this.at; this.still = true; }
      this.show();
      this.say(this.held === null ? "Let go." : this.pinned === null ? `${this.stops[this.held][1]} held. Read another period for the change.` : this.sentence());
    }

    letGo() {
      this.front = "";
      this.fade();
      this.held = this.pinned = null;
      this.still = false;
      this.leave();
    }

    leave() {
      if (this.pinned !== null) return;
      this.at = null;
      this.still = false;
      this.show();
    }

    spotAt(event) {
      const box = this.pad.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      let panel = 0, best = Infinity;
      this.areas.forEach((area, n) => {
        if (!this.panels[n].stops.length) return;
        const far = Math.max(0, area.left - x, x - area.right) + Math.max(0, area.top - y, y - area.bottom);
        if (far < best) { best = far; panel = n; }
      });
      const along = this.panels[panel].lying ? y : x, spots = this.areas[panel].spots;
      let at = 0;
      spots.forEach((spot, n) => { if (Math.abs(spot - along) < Math.abs(spots[at] - along)) at = n; });
      return { x, y, panel, at };
    }

    pressed(event) {
      if (event.button || !this.told) return;
      const spot = this.spotAt(event);
      this.press = { ...spot, dragged: false };
      if (event.pointerType === "mouse") this.pad.setPointerCapture(event.pointerId);
    }

    moved(event) {
      if (!this.told) return;
      const spot = this.spotAt(event), mouse = event.pointerType === "mouse";
      if (this.press && Math.abs(spot.x - this.press.x) > MOVED && spot.panel === this.press.panel) this.press.dragged = true;
      if (!this.press && (!mouse || this.pinned !== null)) return;
      this.keys = false;
      if (this.press) this.enter(this.press.panel);
      if (this.press && this.press.dragged && mouse && this.compares) {
        this.held = this.press.at;
        this.pinned = null;
        this.at = spot.at;
      } else {
        if (this.press && !this.press.dragged) return;
        this.still = !mouse;
        this.enter(spot.panel);
        this.at = spot.at;
      }
      this.show();
    }

    released(event) {
      const press = this.press, mouse = event.pointerType === "mouse";
      this.press = null;
      if (!press || !this.told) return;
      if (press.dragged) {
        if (mouse && this.held !== null && this.held !== this.at) { this.pinned = this.at; this.still = true; }
        else if (mouse) this.held = null;
        this.show();
        this.say(this.sentence());
        return;
      }
      this.enter(press.panel);
      const row = this.rowAt(press, NEAR[event.pointerType] || NEAR.touch);
      if (mouse && row === null && this.pinned === null) { this.at = press.at; this.hold(); return; }
      if (this.pinned !== null) { this.letGo(); return; }
      this.at = press.at;
      this.still = !mouse;
      this.show();
      this.say(this.sentence());
      if (row !== null) this.lead(row);
    }

    /* The row of the table behind the mark at a place, or null. */
    rowAt({ x, y }, near) {
      let found = null, best = near;
      for (const { row, at, box, trace } of this.drawn.spots) {
        if (!Number.isInteger(row) || this.grey.has(trace.name)) continue;
        if (at) {
          const far = Math.hypot(at[0] - x, at[1] - y);
          if (far <= best) { best = far; found = row; }
        } else if (found === null && x >= Math.min(box[0], box[1]) && x <= Math.max(box[0], box[1]) && y >= Math.min(box[2], box[3]) && y <= Math.max(box[2], box[3])) found = row;
      }
      return found;
    }

    open() {
      if (this.at === null) return;
      const lines = this.lines(this.at), line = lines.find((one) => one.name === this.front) || lines.find((one) => one.values[this.at][2] !== null);
      if (line && line.values[this.at][2] !== null) this.lead(line.values[this.at][2]);
    }

    async lead(row) {
      if (!this.link) return;
      const asked = new URLSearchParams({ link: this.link, chart: this.chart, row });
      try {
        const answer = await fetch(`/point?${asked}`);
        if (!answer.ok) throw new Error(answer.statusText);
        this.source.innerHTML = await answer.text(); // our own server's markup, every value escaped there
      } catch {
        this.source.textContent = "The source could not be fetched. Press the point again in a moment; the table has it too.";
      }
    }

    /* The range read goes into the address, and the page is drawn for it: Back undoes it. */
    zoom() {
      const [a, b] = this.range();
      if (!this.span || a === null || a === b) return;
      const cut = (period) => (this.span.kind === "year" ? period.slice(0, 4) : period), to = new URL(location);
      to.searchParams.set(this.span.first, cut(this.stops[a][2]));
      to.searchParams.set(this.span.last, cut(this.stops[b][3]));
      history.pushState(null, "", to);
      dispatchEvent(new PopStateEvent("popstate", { state: null }));
    }

    range() {
      const now = this.pinned ?? this.at;
      return this.held === null || now === null ? [null, null] : [Math.min(this.held, now), Math.max(this.held, now)];
    }

    /* What is seen and said. */
    sentence() {
      if (this.at === null) return "";
      const [a, b] = this.range(), one = (line) => line.name === this.front || !this.front;
      const unit = (line) => (line.unit ? ` ${line.unit}` : ""), name = (line) => (line.name ? `${line.name} ` : "");
      if (a !== null && a !== b) {
        const years = this.stops[b][0] - this.stops[a][0];
        const said = this.lines(b).filter(one).map((line) => `${name(line)}${changes(line.values[a], line.values[b], line.unit, years).join(", ") || "no change to say"}`);
        return `${this.stops[a][1]} to ${this.stops[b][1]}: ${said.join("; ")}.`;
      }
      const said = this.lines(this.at).filter(one).map((line) => `${name(line)}${line.values[this.at][0]}${line.values[this.at][1] === null ? "" : unit(line)}${line.values[this.at][3] ? ` (${line.values[this.at][3]})` : ""}`);
      return `${this.stops[this.at][1]}: ${said.join("; ")}.`;
    }

    say(words) { this.live.textContent = words; }

    show() {
      if (!this.guides) return;
      this.guides.replaceChildren();
      this.box.hidden = this.at === null;
      const area = this.areas[this.panel];
      if (!area) return;
      const [a, b] = this.range();
      if (a !== null && a !== b) this.drawn.put(this.guides, "rect", { class: "ky-band", x: area.spots[a], y: area.top, width: area.spots[b] - area.spots[a], height: area.bottom - area.top });
      for (const at of new Set([this.held, this.pinned ?? this.at])) if (at !== null) this.guide(area, at);
      if (this.at === null) return;
      this.fill(a, b);
      this.put(area, a, b);
    }

    guide(area, at) {
      const spot = area.spots[at];
      if (this.told.lying) {
        const step = area.spots.length > 1 ? Math.abs(area.spots[1] - area.spots[0]) : area.bottom - area.top;
        this.drawn.put(this.guides, "rect", { class: "ky-row", x: area.left, y: spot - step * 0.42, width: area.right - area.left, height: step * 0.84 });
        return;
      }
      this.drawn.put(this.guides, "path", { class: "ky-guide", d: `M${spot},${area.top}L${spot},${area.bottom}` });
      for (const line of this.lines(at)) {
        const value = line.values[at][1];
        if (value !== null && this.drawnAs("scatter", line.name)) this.drawn.put(this.guides, "circle", { class: line.name === this.front ? "ky-dot ky-front" : "ky-dot", cx: spot, cy: area.y(value), r: 4.5, stroke: line.colour });
      }
    }

    fill(a, b) {
      const two = a !== null && a !== b, years = two ? this.stops[b][0] - this.stops[a][0] : 0, at = two ? b : this.at;
      const when = two ? `${this.stops[a][1]} → ${this.stops[b][1]}` : this.stops[at][1];
      const rows = this.lines(at).map((line) => this.line(line, two ? a : null, at, years));
      const parts = [make("p", { class: "ky-when" }, make("b", {}, when), ...(this.told.unit ? [make("span", {}, ` ${this.told.unit}`)] : [])), ...rows];
      if (this.still && !this.told.lying) parts.push(this.tools(two, a, b));
      this.box.classList.toggle("ky-still", this.still);
      this.box.replaceChildren(...parts);
    }

    line(line, from, at, years) {
      const value = line.values[at], old = from === null ? null : line.values[from];
      const unit = this.told.unit || !line.unit || value[1] === null ? "" : ` ${line.unit}`;
      const said = from === null ? value[0] : `${old ? old[0] : "–"} → ${value[0]}`;
      const row = make("div", { class: line.name && line.name === this.front ? "ky-one ky-front" : "ky-one" });
      if (line.name) row.append(make("i", { style: `background:${line.colour}` }), make("span", { class: "ky-of" }, line.name));
      row.append(make("span", { class: line.name ? "ky-value" : "ky-words" }, said + unit));
      const more = from === null ? value[3] : changes(old, value, line.unit, years).join(" · ");
      if (more) row.append(make("span", { class: from === null ? "ky-more" : "ky-change" }, more));
      return row;
    }

    tools(two, a, b) {
      const button = (words, does) => {
        const made = make("button", { type: "button" }, words);
        made.addEventListener("click", () => { does(); if (this.keys) this.pad.focus(); });
        return made;
      };
      const bar = make("div", { class: "ky-tools" });
      if (!two && this.held === null && this.compares) bar.append(button(`Hold ${this.stops[this.at][1]}`, () => this.hold()));
      if (two && this.span) bar.append(button(`Zoom to ${this.stops[a][1]}–${this.stops[b][1]}`, () => this.zoom()));
      bar.append(button("Let go", () => this.letGo()));
      return bar;
    }

    /* The box stands beside what is read, never over it: right, left, else above or below the panel. */
    put(area, a, b) {
      const box = this.box, low = a === null ? this.at : a, high = b === null ? this.at : b;
      const wide = box.offsetWidth, tall = box.offsetHeight, lying = this.told.lying;
      const step = this.stops.length > 1 ? Math.min(...area.spots.slice(1).map((spot, n) => Math.abs(spot - area.spots[n]))) : 0;
      const gap = GAP + (this.told.lines.some((line) => this.drawnAs("bar", line.name)) ? step / 2 : 0); // clear of its column
      const inside = (value, most) => Math.max(0, Math.min(value, most));
      let left, top;
      if (lying) {
        const step = area.spots.length > 1 ? Math.abs(area.spots[1] - area.spots[0]) / 2 : 20, y = area.spots[this.at];
        left = inside(area.left, this.width - wide);
        top = y + step + tall <= this.drawn.paper.height ? y + step : y - step - tall;
      } else if (area.spots[high] + gap + wide <= this.width) left = area.spots[high] + gap;
      else if (area.spots[low] - gap - wide >= 0) left = area.spots[low] - gap - wide;
      if (!lying && left !== undefined) top = inside(area.top + 4, Math.max(0, this.drawn.paper.height - tall));
      if (left === undefined) {
        left = inside((area.spots[low] + area.spots[high] - wide) / 2, this.width - wide);
        top = area.top - tall - 4;
        if (this.stage.getBoundingClientRect().top + top < 0) top = area.bottom + 4;
      }
      box.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
    }
  }

  /* Every picture of the page, drawn when it is seen and as often as its width changes. */
  const readers = new WeakMap();
  let focused = "";
  const widths = new ResizeObserver((seen) => { for (const { target } of seen) readers.get(target)?.draw(target.clientWidth); });
  const look = () => {
    for (const place of document.querySelectorAll(".ky-picture:not([data-read])")) {
      place.dataset.read = "yes";
      const reader = new Reader(place);
      readers.set(place, reader);
      reader.draw(place.clientWidth);
      widths.observe(place);
      if (focused && focused === reader.key && document.activeElement === document.body) reader.pad.focus({ preventScroll: true });
    }
  };
  addEventListener("focusin", (event) => {
    const place = event.target instanceof Element && event.target.closest(".ky-picture");
    focused = place ? place.dataset.chart || "" : "";
  });
  for (const when of ["beforeprint", "afterprint"]) {
    addEventListener(when, () => { for (const place of document.querySelectorAll(".ky-picture")) readers.get(place)?.print(when === "beforeprint"); });
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  if (document.readyState !== "loading") look();
})();
