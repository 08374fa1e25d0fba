// Selectors of the document tree (tag, #id, .class, [attribute], descendants and children) and its SVG text.
"use strict";
(function (root) {
  const parsed = new Map();
  const PIECE = /([#.]?)([\w-]+)|\[([\w:-]+)(?:([\^$*]?=)["']?([^"'\]]*)["']?)?\]|(\*)|:not\(([^)]*)\)|(:first-child)|(:last-child)/y;

  const COMPARE = {
    "": (held) => held !== null,
    "=": (held, value) => held === value,
    "^=": (held, value) => held !== null && held.startsWith(value),
    "$=": (held, value) => held !== null && held.endsWith(value),
    "*=": (held, value) => held !== null && held.includes(value),
  };

  const classed = (held, name) =>
    held !== undefined && (held === name || (held.includes(name) && ` ${held} `.includes(` ${name} `)));

  function test(found) {
    const [, sign, name, attribute, how, value, , without, first, last] = found;
    if (sign === "#") return (node) => node.id === name;
    if (sign === ".") return (node) => classed(node.held.get("class"), name);
    if (name) return (node) => node.nodeName === name;
    if (attribute) return (node) => COMPARE[how || ""](node.getAttribute(attribute), value);
    if (without) return negated(compound(without));
    if (first) return (node) => !node.previousSibling;
    if (last) return (node) => !node.nextSibling;
    return () => true;
  }

  const negated = (fits) => (node) => !fits(node);

  function compound(text) {
    const tests = [];
    for (let at = 0; at < text.length; ) {
      PIECE.lastIndex = at;
      const found = PIECE.exec(text);
      if (!found) throw new Error("selector not understood: " + text);
      at = PIECE.lastIndex;
      tests.push(test(found));
    }
    return tests.length === 1 ? tests[0] : (node) => tests.every((one) => one(node));
  }

  function parse(selector) {
    if (!parsed.has(selector)) {
      const chains = selector.split(",").map((part) => {
        const words = part.trim().replace(/\s*>\s*/g, " > ").split(/\s+/);
        const steps = [];
        let child = false;
        for (const word of words) {
          if (word === ">") child = true;
          else {
            steps.push({ child, fits: compound(word) });
            child = false;
          }
        }
        return steps;
      });
      parsed.set(selector, chains);
    }
    return parsed.get(selector);
  }

  function fits(node, chain, at = chain.length - 1) {
    if (!chain[at].fits(node)) return false;
    if (at === 0) return true;
    let above = node.parentNode;
    if (chain[at].child) return Boolean(above && above.nodeType === 1 && fits(above, chain, at - 1));
    for (; above && above.nodeType === 1; above = above.parentNode) if (fits(above, chain, at - 1)) return true;
    return false;
  }

  // Nearly every question is one word, asked of a whole picture: it takes the short way.
  function find(top, selector, one) {
    const chains = parse(selector);
    const short = chains.length === 1 && chains[0].length === 1;
    const right = short ? chains[0][0].fits : (node) => chains.some((chain) => fits(node, chain));
    const found = [];
    (function walk(kin) {
      for (let i = 0; i < kin.length; i++) {
        const child = kin[i];
        if (child.nodeType !== 1) continue;
        if (right(child)) found.push(child);
        if (one && found.length) return;
        if (child.childNodes.length) walk(child.childNodes);
      }
    })(top.childNodes);
    return one ? found.slice(0, 1) : found;
  }

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\u00a0/g, "&#160;");

  function serialise(node) {
    if (node.nodeType === 3) return escaped(node.nodeValue);
    let text = "<" + node.nodeName;
    for (const name of node.held.keys()) {
      const value = node.getAttribute(name);
      if (value !== null && !(name === "class" && value === "")) text += ` ${name}="${escaped(value).replace(/"/g, "&quot;")}"`;
    }
    const inside = node.childNodes.map(serialise).join("");
    return inside ? `${text}>${inside}</${node.nodeName}>` : text + "/>";
  }

  Object.assign(root.kyakhta, { parse, fits, find, serialise });
})(globalThis);
