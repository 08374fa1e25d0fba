/* Draws a chart in the page from its description, a Plotly figure as `compose.py` writes it, at the width there is. It puts
   down what svg.py puts down for files (a test holds the two together), without the weight of Plotly's own script. */
const kyPicture = (() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const BASE = 0.312; // of a text's size, from the middle of its line down to the baseline: the bundled font's
  const AIR = 1, PATCH = 1.3; // as in svg.py
  const put = (parent, kind, attributes) => {
    const made = document.createElementNS(NS, kind);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== null) made.setAttribute(name, typeof value === "number" ? +value.toFixed(2) : value);
    }
    parent.append(made);
    return made;
  };
  const one = (value, at) => (Array.isArray(value) ? value[at] : value);
  const stroke = (line, at = 0) => {
    const width = line && one(line.width, at);
    return width ? { stroke: one(line.color, at), "stroke-width": width, "stroke-dasharray": line.dash } : {};
  };
  const path = (points) => {
    let out = "", pen = "M";
    for (const point of points) {
      if (!point) { pen = "M"; continue; }
      out += `${pen}${+point[0].toFixed(2)},${+point[1].toFixed(2)}`;
      pen = "L";
    }
    return out;
  };
  const rect = (parent, [x0, x1, y0, y1], look) =>
    put(parent, "rect", { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0), ...look });

  /* The plotting area in px and where its axes put a value. */
  const paperOf = (layout, width, height) => {
    const { l, r, t, b } = layout.margin, wide = width - l - r, high = height - t - b;
    const across = (share) => l + wide * share, down = (share) => t + high * (1 - share);
    const axis = (name) => {
      const { domain, range, type } = layout[`${name[0]}axis${name.slice(1)}`];
      const place = name[0] === "x" ? across : down, grown = type === "log" ? Math.log10 : Number;
      return (value) => place(domain[0] + (domain[1] - domain[0]) * (grown(value) - range[0]) / (range[1] - range[0]));
    };
    return { layout, width, height, across, down, axis, stacks: new Map() };
  };

  const shape = (group, paper, it) => {
    const x = (end) => (it.xsizemode === "pixel" ? paper.across(it.xanchor) + it[end] : paper.across(it[end]));
    if (it.type === "path") {
      const turns = it.path.slice(1).split("L").map((pair) => pair.split(",").map(Number));
      put(group, "path", { d: path(turns.map(([px, y]) => [paper.across(it.xanchor) + px, paper.down(y)])), fill: "none", ...stroke(it.line) });
      return;
    }
    const x0 = x("x0"), x1 = x("x1"), y0 = paper.down(it.y0), y1 = paper.down(it.y1);
    if (it.type === "line") put(group, "path", { d: path([[x0, y0], [x1, y1]]), fill: "none", ...stroke(it.line) });
    else if (it.type === "rect") rect(group, [x0, x1, y0, y1], { fill: it.fillcolor, ...stroke(it.line) });
    else put(group, "ellipse", { cx: (x0 + x1) / 2, cy: (y0 + y1) / 2, rx: Math.abs(x1 - x0) / 2, ry: Math.abs(y1 - y0) / 2, fill: it.fillcolor, ...stroke(it.line) });
  };

  const hatched = (group, [x0, x1, y0, y1], pattern) => {
    const left = Math.min(x0, x1), right = Math.max(x0, x1), top = Math.min(y0, y1), bottom = Math.max(y0, y1);
    rect(group, [x0, x1, y0, y1], { fill: pattern.bgcolor });
    const step = pattern.size * Math.SQRT2, stripes = [];
    for (let n = Math.ceil((left + top) / step); n <= Math.floor((right + bottom) / step); n++) {
      const total = n * step, low = Math.max(left, total - bottom), high = Math.min(right, total - top);
      if (high > low) stripes.push([low, total - low], [high, total - high], null);
    }
    put(group, "path", { d: path(stripes), fill: "none", stroke: pattern.fgcolor, "stroke-width": pattern.size * pattern.solidity });
  };

  const bars = (group, paper, trace, spots) => {
    const xPx = paper.axis(trace.xaxis || "x"), yPx = paper.axis(trace.yaxis || "y"), lying = trace.orientation === "h";
    const places = lying ? trace.y : trace.x, values = lying ? trace.x : trace.y;
    values.forEach((value, at) => {
      if (value === null) return;
      const place = places[at], half = one(trace.width, at) / 2, key = `${trace.xaxis || "x"} ${place} ${value < 0}`;
      let base = one(trace.base, at);
      if (base === undefined) {
        base = paper.stacks.get(key) || 0;
        paper.stacks.set(key, base + value);
      }
      const ends = [base, base + value], sides = [place - half, place + half], [x, y] = lying ? [ends, sides] : [sides, ends];
      const box = [xPx(x[0]), xPx(x[1]), yPx(y[0]), yPx(y[1])];
      if (trace.marker.pattern) hatched(group, box, trace.marker.pattern);
      else rect(group, box, { fill: one(trace.marker.color, at), ...stroke(trace.marker.line, at) });
      spots.push({ trace, row: trace.customdata && trace.customdata[at], box });
    });
  };

  const marker = (group, look, at, [x, y]) => {
    const r = one(look.size, at) / 2, fill = one(look.color, at), line = stroke(look.line, at);
    if (look.symbol === "diamond") put(group, "path", { d: `${path([[x, y - r], [x + r, y], [x, y + r], [x - r, y]])}Z`, fill, ...line });
    else if (look.symbol === "x-thin") put(group, "path", { d: path([[x - r, y - r], [x + r, y + r], null, [x - r, y + r], [x + r, y - r]]), fill: "none", ...line });
    else put(group, "path", { d: `M${(x - r).toFixed(2)},${y.toFixed(2)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`, fill, ...line });
  };

  const scatter = (group, paper, trace, spots) => {
    const xPx = paper.axis(trace.xaxis || "x"), yPx = paper.axis(trace.yaxis || "y");
    const points = trace.x.map((x, at) => (x === null || trace.y[at] === null ? null : [xPx(x), yPx(trace.y[at])]));
    if (trace.mode === "lines") put(group, "path", { d: path(points), fill: trace.fill ? trace.fillcolor : "none", ...stroke(trace.line) });
    else points.forEach((point, at) => point && marker(group, trace.marker, at, point));
    points.forEach((at, n) => at && trace.customdata && spots.push({ trace, row: trace.customdata[n], at }));
  };

  const ticks = (group, paper) => {
    for (const [name, axis] of Object.entries(paper.layout)) {
      if (!name.startsWith("xaxis") || axis.ticks !== "outside") continue;
      const xPx = paper.axis(`x${name.slice(5)}`), top = paper.down(paper.layout[`yaxis${axis.anchor.slice(1)}`].domain[0]);
      const d = path(axis.tickvals.flatMap((value) => [[xPx(value), top], [xPx(value), top + axis.ticklen], null]));
      put(group, "path", { d, fill: "none", stroke: axis.tickcolor, "stroke-width": axis.tickwidth });
    }
  };

  const pen = document.createElement("canvas").getContext("2d");
  const plain = new DOMParser();
  const unescape = (words) => (words.includes("&") ? plain.parseFromString(words, "text/html").documentElement.textContent : words);
  const text = (group, paper, note, labels) => {
    const { size, weight, family, color } = note.font, words = unescape(note.text), room = AIR + note.borderpad;
    const x = paper.across(note.x) + note.xshift, middle = paper.down(note.y), shift = { left: 0, center: 0.5, right: 1 }[note.xanchor];
    let wide = 0;
    if (note.bgcolor || note.name) {
      pen.font = `${weight} ${size}px ${family}`;
      wide = pen.measureText(words).width;
    }
    const start = x - shift * (wide + 2 * room), half = size * PATCH / 2 + room;
    if (note.bgcolor) rect(group, [start, start + wide + 2 * room, middle - half, middle + half], { fill: note.bgcolor });
    const made = put(group, "text", {
      x: x + { left: 1, center: 0, right: -1 }[note.xanchor] * room, y: Math.round(middle + size * BASE), fill: color,
      "text-anchor": { left: "start", center: "middle", right: "end" }[note.xanchor], "font-size": size, "font-weight": weight, "font-family": family,
    });
    made.textContent = words;
    if (note.name) labels.push({ name: note.name, made, box: [start, middle - half, wide + 2 * room, 2 * half] });
  };

  /* Returns the picture as an element, with what the reading needs: axes in px, groups by trace, spots that lead to a source, labels. */
  const draw = (spec, width) => {
    const { layout, data } = spec, height = layout.height, paper = paperOf(layout, width, height);
    const svg = document.createElementNS(NS, "svg");
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", class: "ky-svg" })) svg.setAttribute(name, value);
    const layer = (name) => put(svg, "g", { class: name });
    rect(svg, [0, width, 0, height], { fill: layout.paper_bgcolor });
    const spots = [], labels = [], groups = [];
    const shapes = (name, below) => {
      const group = layer(name);
      for (const it of layout.shapes) if ((it.layer === "below") === below) shape(group, paper, it);
    };
    shapes("below", true);
    const traces = layer("traces");
    for (const [kind, how] of [["bar", bars], ["scatter", scatter]]) {
      for (const trace of data) {
        if (trace.type !== kind) continue;
        const group = put(traces, "g", { class: trace.meta ? trace.meta.role.replace(/ /g, "-") : undefined });
        groups.push({ name: trace.name, group });
        how(group, paper, trace, spots);
      }
    }
    ticks(svg, paper);
    shapes("above", false);
    const words = layer("words");
    for (const note of layout.annotations) text(words, paper, note, labels);
    return { svg, paper, spots, labels, groups, layer, put };
  };
  return { draw };
})();
