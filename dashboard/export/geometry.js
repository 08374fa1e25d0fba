// Sizes of SVG nodes, from the widths of the bundled fonts: what Plotly asks when it sets text, boxes and margins.
"use strict";
(function (root) {
  const { Element } = root.kyakhta;
  const EMPTY = [Infinity, Infinity, -Infinity, -Infinity]; // left, top, right, bottom
  const IDENTITY = [1, 0, 0, 1, 0, 0];
  const widths = new Map();

  function styled(node, name) {
    for (; node && node.nodeType === 1; node = node.parentNode) {
      const value = node.style.getPropertyValue(name) || node.getAttribute(name);
      if (value) return value;
    }
    return "";
  }

  function fontSize(node) {
    for (; node && node.nodeType === 1; node = node.parentNode) {
      const value = node.style.getPropertyValue("font-size") || node.getAttribute("font-size");
      if (!value) continue;
      if (value.endsWith("%")) return (parseFloat(value) / 100) * fontSize(node.parentNode);
      if (value.endsWith("em")) return parseFloat(value) * fontSize(node.parentNode);
      return parseFloat(value);
    }
    return 16;
  }

  // Width in ems; asked of Python once for each text and weight.
  function ems(text, weight) {
    const key = weight + " " + text;
    if (!widths.has(key)) {
      if (widths.size > 20000) widths.clear();
      widths.set(key, root.measureText(text, weight));
    }
    return widths.get(key);
  }

  function length(value, size) {
    const number = parseFloat(value) || 0;
    return String(value).endsWith("em") ? number * size : number;
  }

  // The lines of a text: each piece with an x of its own starts one; a raised or lowered piece widens its box.
  // Heights are whole pixels and widths are 64ths, as browsers have them.
  function lines(text) {
    const found = [];
    let line = null;
    (function walk(node) {
      const size = fontSize(node);
      if (!line || node.hasAttribute("x")) {
        line = { x: length(node.getAttribute("x"), size), y: line ? line.y : 0, width: 0, top: Infinity, bottom: -Infinity, anchor: styled(node, "text-anchor") };
        found.push(line);
      }
      if (node.hasAttribute("y")) line.y = length(node.getAttribute("y"), size);
      line.y += length(node.getAttribute("dy"), size);
      line.width += length(node.getAttribute("dx"), size);
      for (const child of node.childNodes) {
        if (child.nodeType === 1) walk(child);
        else if (child.nodeValue) {
          line.width += Math.ceil(ems(child.nodeValue, styled(node, "font-weight") || "400") * size * 64) / 64;
          line.top = Math.min(line.top, line.y - Math.round(root.fontMetrics.ascent * size));
          line.bottom = Math.max(line.bottom, line.y + Math.round(root.fontMetrics.descent * size));
        }
      }
    })(text);
    return found;
  }

  function textBox(text) {
    return lines(text).reduce((box, { x, width, top, bottom, anchor }) => {
      const left = x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
      return top < bottom ? join(box, [left, top, left + width, bottom]) : box;
    }, EMPTY);
  }

  function join(one, other) {
    return [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];
  }

  // The corners of a path; a curve or an arc counts by its end, which is enough for arrows and boxes.
  function corners(path) {
    let [x, y] = [0, 0];
    const found = [];
    for (const [, letter, rest] of (path || "").matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
      const numbers = (rest.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g) || []).map(Number);
      const kind = letter.toUpperCase();
      const step = { H: 1, V: 1, C: 6, S: 4, Q: 4, A: 7 }[kind] || 2;
      for (let i = 0; i + step <= numbers.length; i += step) {
        const end = numbers.slice(i, i + step).slice(-2);
        const [fromX, fromY] = letter === kind ? [0, 0] : [x, y];
        if (kind === "H") x = fromX + end[0];
        else if (kind === "V") y = fromY + end[0];
        else [x, y] = [fromX + end[0], fromY + end[1]];
        found.push([x, y]);
      }
    }
    return found;
  }

  function pathBox(path) {
    return corners(path).reduce((box, [x, y]) => join(box, [x, y, x, y]), EMPTY);
  }

  function pathLength(points) {
    return points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);
  }

  function pointAt(points, distance) {
    for (let i = 1; i < points.length; i++) {
      const [[x, y], [nextX, nextY]] = [points[i - 1], points[i]];
      const part = Math.hypot(nextX - x, nextY - y);
      if (distance <= part && part > 0) return { x: x + ((nextX - x) * distance) / part, y: y + ((nextY - y) * distance) / part };
      distance -= part;
    }
    const [x, y] = points[points.length - 1] || [0, 0];
    return { x, y };
  }

  function ownBox(node) {
    const number = (name) => parseFloat(node.getAttribute(name)) || 0;
    if (node.nodeName === "text") return textBox(node);
    if (node.nodeName === "path") return pathBox(node.getAttribute("d"));
    if (node.nodeName === "rect") return [number("x"), number("y"), number("x") + number("width"), number("y") + number("height")];
    if (node.nodeName === "circle") return [number("cx") - number("r"), number("cy") - number("r"), number("cx") + number("r"), number("cy") + number("r")];
    return node.children.reduce((box, child) => join(box, moved(ownBox(child), matrix(child))), EMPTY);
  }

  function times([a, b, c, d, e, f], [g, h, i, j, k, l]) {
    return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
  }

  function matrix(node) {
    let all = IDENTITY;
    for (const [, name, inside] of (node.getAttribute("transform") || "").matchAll(/(\w+)\(([^)]*)\)/g)) {
      const [p = 0, q, r = 0, ...rest] = inside.split(/[\s,]+/).filter(Boolean).map(Number);
      if (name === "translate") all = times(all, [1, 0, 0, 1, p, q || 0]);
      else if (name === "scale") all = times(all, [p, 0, 0, q === undefined ? p : q, 0, 0]);
      else if (name === "matrix") all = times(all, [p, q, r, ...rest]);
      else if (name === "rotate") {
        const [cos, sin] = [Math.cos((p * Math.PI) / 180), Math.sin((p * Math.PI) / 180)];
        all = times(times(times(all, [1, 0, 0, 1, q || 0, r]), [cos, sin, -sin, cos, 0, 0]), [1, 0, 0, 1, -(q || 0), -r]);
      }
    }
    return all;
  }

  function moved(box, [a, b, c, d, e, f]) {
    if (box[0] > box[2]) return EMPTY;
    const corners = [[0, 1], [2, 1], [0, 3], [2, 3]].map(([x, y]) => [a * box[x] + c * box[y] + e, b * box[x] + d * box[y] + f]);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }

  function rectangle(box) {
    const [left, top, right, bottom] = box[0] > box[2] ? [0, 0, 0, 0] : box;
    return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
  }

  Object.assign(Element.prototype, {
    getBBox() { return rectangle(ownBox(this)); },
    getBoundingClientRect() {
      if (this.namespaceURI !== root.kyakhta.SVG || this.nodeName === "svg") {
        const size = (name) => parseFloat(this.style.getPropertyValue(name) || this.getAttribute(name)) || 0;
        return rectangle([0, 0, size("width"), size("height")]);
      }
      let all = matrix(this);
      for (let node = this.parentNode; node && node.nodeType === 1; node = node.parentNode) all = times(matrix(node), all);
      return rectangle(moved(ownBox(this), all));
    },
    getTotalLength() { return pathLength(corners(this.getAttribute("d"))); },
    getPointAtLength(distance) { return pointAt(corners(this.getAttribute("d")), distance); },
    getComputedTextLength() { return lines(this).reduce((sum, line) => sum + line.width, 0); },
  });
  for (const [name, side] of [["clientWidth", "width"], ["offsetWidth", "width"], ["clientHeight", "height"], ["offsetHeight", "height"]]) {
    Object.defineProperty(Element.prototype, name, { get() { return this.getBoundingClientRect()[side]; } });
  }
  root.getComputedStyle = (node) => new Proxy(node.style, {
    get(style, name) {
      if (name === "getPropertyValue") return (property) => styled(node, property);
      return typeof name === "string" ? styled(node, name) || style[name] || "" : style[name];
    },
  });
})(globalThis);
