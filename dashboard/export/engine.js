// The browser that plotly.js believes it runs in, and drawing one picture.
"use strict";
(function (root) {
  const { Document, Element, Node, SVG } = root.kyakhta;
  const nothing = () => {};
  class Stub {}
  const STUBS = "Event CustomEvent MouseEvent Worker Blob Image ImageData ImageBitmap XMLHttpRequest AbortController " +
    "DOMParser TextDecoder TextEncoder MutationObserver ResizeObserver HTMLCanvasElement HTMLVideoElement HTMLImageElement WebGLRenderingContext " +
    "WebGL2RenderingContext FontFace CanvasRenderingContext2D Path2D OffscreenCanvas";
  for (const name of STUBS.split(" ")) root[name] = class extends Stub {};
  Object.assign(root, {
    window: root,
    self: root,
    document: new Document(),
    navigator: { userAgent: "kyakhta", platform: "", language: "en" },
    location: { href: "", protocol: "file:", search: "", hash: "" },
    performance: { now: () => 0, mark: nothing, measure: nothing },
    devicePixelRatio: 1,
    Node,
    Element,
    HTMLElement: Element,
    SVGElement: Element,
    console: { log: nothing, warn: nothing, error: nothing, info: nothing, trace: nothing },
    setTimeout: () => 0, // nothing waits: what a figure needs is drawn in the first pass
    clearTimeout: nothing,
    setInterval: () => 0,
    clearInterval: nothing,
    requestAnimationFrame: () => 0,
    cancelAnimationFrame: nothing,
    addEventListener: nothing,
    removeEventListener: nothing,
    dispatchEvent: nothing,
    matchMedia: () => ({ matches: false, addListener: nothing, addEventListener: nothing }),
    URL: { createObjectURL: () => "" },
    XMLSerializer: class {
      serializeToString(node) { return root.kyakhta.serialise(node); }
    },
  });

  // One figure, one sequence of names: the same figure gives the same bytes, and two pictures on one page do not
  // share the ids of their clip paths.
  function seeded(seed) {
    let state = seed >>> 0;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 4294967296;
    };
  }

  // Pieces of text that the Latin font lacks name the Chinese one, so that no renderer has to guess.
  function nameFonts(node) {
    for (const element of node.querySelectorAll("text")) {
      (function walk(inside) {
        for (const child of inside.childNodes.slice()) {
          if (child.nodeType === 1) walk(child);
          else split(child);
        }
        if (inside.style.getPropertyValue("font-family")) inside.style.setProperty("font-family", root.fontMetrics.stack);
      })(element);
      element.style.setProperty("font-family", root.fontMetrics.stack);
    }
  }

  function split(text) {
    if (!/[^\u0000-\u2e7f]/.test(text.nodeValue)) return;
    for (const [family, piece] of JSON.parse(root.fontRuns(text.nodeValue))) {
      let part = document.createTextNode(piece);
      if (family !== root.fontMetrics.family) {
        const span = document.createElementNS(SVG, "tspan");
        span.style.setProperty("font-family", `'${family}', sans-serif`);
        span.appendChild(part);
        part = span;
      }
      text.parentNode.insertBefore(part, text);
    }
    text.remove();
  }

  const answer = { svg: "", error: "" };

  // Draws into `answer`; promises that are still open are settled by the caller's job queue.
  root.draw = function (figure, width, height, seed, unrolled) {
    answer.svg = answer.error = "";
    Math.random = seeded(seed);
    document.body.textContent = "";
    const { data, layout } = JSON.parse(figure);
    const place = document.body.appendChild(document.createElement("div"));
    place.style.cssText = `width: ${width}px; height: ${height}px`;
    const wanted = Object.assign({}, layout, { width, height, autosize: false });
    root.Plotly.newPlot(place, data, wanted, { staticPlot: true, displayModeBar: false })
      .then(() => {
        if (unrolled) root.kyakhta.unroll(place);
        nameFonts(place);
        answer.svg = root.Plotly.Snapshot.toSVG(place, "svg", 1);
        root.Plotly.purge(place);
        document.body.textContent = "";
      })
      .catch((error) => {
        answer.error = String(error) || "no reason given";
      });
  };
  root.answer = () => JSON.stringify(answer);
})(globalThis);
