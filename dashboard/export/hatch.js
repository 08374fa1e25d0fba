// Hatched fills as plain shapes. PDF viewers draw a repeated tile with hairlines between its copies; lines and dots
// laid out over the whole column and cut to its outline have none.
"use strict";
(function (root) {
  const { SVG } = root.kyakhta;

  // The same path moved: capital letters hold places, small ones hold steps.
  function shifted(path, dx, dy) {
    return path.replace(/([a-zA-Z])([^a-zA-Z]*)/g, (_, letter, rest) => {
      if (letter !== letter.toUpperCase() || letter === "Z") return letter + rest;
      if (!"MLHV".includes(letter)) throw new Error("cannot repeat a path with " + letter);
      const numbers = (rest.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g) || []).map(Number);
      const by = { H: [dx], V: [dy] }[letter] || [dx, dy];
      return letter + numbers.map((number, i) => number + by[i % by.length]).join(",");
    });
  }

  // The places of the tiles that touch a box.
  function tiles(box, width, height) {
    const found = [];
    for (let x = Math.floor(box.left / width) * width; x < box.right; x += width) {
      for (let y = Math.floor(box.top / height) * height; y < box.bottom; y += height) found.push([x, y]);
    }
    return found;
  }

  function repeated(mark, places) {
    if (mark.nodeName === "path") {
      const all = mark.cloneNode(true); // one path, so that overlapping ends are painted once
      all.setAttribute("d", places.map(([x, y]) => shifted(mark.getAttribute("d"), x, y)).join(""));
      return [all];
    }
    return places.map(([x, y]) => {
      const copy = mark.cloneNode(true);
      copy.setAttribute("transform", `translate(${x},${y})`);
      return copy;
    });
  }

  function lay(shape, pattern, id) {
    const [width, height] = ["width", "height"].map((name) => parseFloat(pattern.getAttribute(name)));
    const places = tiles(shape.getBBox(), width, height);
    const outline = document.createElementNS(SVG, "clipPath");
    outline.setAttribute("id", id);
    const cut = document.createElementNS(SVG, "path");
    cut.setAttribute("d", shape.getAttribute("d"));
    outline.appendChild(cut);
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("clip-path", `url(#${id})`);
    shape.style.setProperty("fill", "none");
    for (const mark of pattern.children) {
      if (mark.nodeName === "rect") {
        for (const name of ["fill", "fill-opacity"]) shape.style.setProperty(name, mark.getAttribute(name));
      } else {
        for (const copy of repeated(mark, places)) group.appendChild(copy);
      }
    }
    shape.parentNode.insertBefore(outline, shape.nextSibling);
    shape.parentNode.insertBefore(group, outline.nextSibling);
  }

  root.kyakhta.unroll = function (top) {
    let count = 0;
    for (const shape of top.querySelectorAll("path")) {
      const named = /url\(["']?#([^"')]+)/.exec(shape.style.getPropertyValue("fill"));
      const pattern = named && top.querySelector(`pattern[id="${named[1]}"]`);
      if (pattern && !pattern.getAttribute("patternTransform")) lay(shape, pattern, `${named[1]}-cut${count++}`);
    }
  };
})(globalThis);
