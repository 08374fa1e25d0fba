/* Ours: the grid of an uploaded file. One cell answers to the Tab key, arrows move on, and the line below tells of the cell. */
(() => {
  "use strict";
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const cellOf = (event) => event.target instanceof Element && event.target.closest(".ky-grid td[tabindex]");

  const tell = (grid, cell) => {
    const line = grid.querySelector(".ky-grid-line");
    const said = cell ? cell.title : line.dataset.hint;
    if (line.textContent !== said) line.textContent = said;
    line.classList.toggle("told", Boolean(cell));
  };
  const held = (grid) => grid.querySelector('td[aria-selected="true"]');
  const hold = (cell) => {
    const grid = cell.closest(".ky-grid");
    for (const other of grid.querySelectorAll('td[tabindex="0"], td[aria-selected]')) {
      other.tabIndex = -1;
      other.removeAttribute("aria-selected");
    }
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", "true");
    tell(grid, cell);
  };

  const next = (cell, [down, across]) => {
    const rows = [...cell.closest("tbody").rows];
    let row = rows.indexOf(cell.parentElement), at = cell.cellIndex;
    for (;;) { // over what is empty
      row += down;
      at += across;
      const found = rows[row] && rows[row].cells[at];
      if (!found || found.tagName === "TH") return null;
      if (found.hasAttribute("tabindex")) return found;
    }
  };
  const end = (cell, key) => {
    const all = [...cell.parentElement.querySelectorAll("td[tabindex]")];
    return key === "Home" ? all[0] : all[all.length - 1];
  };

  document.addEventListener("focusin", (event) => { const cell = cellOf(event); if (cell) hold(cell); });
  document.addEventListener("click", (event) => { const cell = cellOf(event); if (cell) { cell.focus(); hold(cell); } });
  document.addEventListener("mouseover", (event) => {
    const cell = cellOf(event);
    if (cell) tell(cell.closest(".ky-grid"), cell);
  });
  document.addEventListener("mouseout", (event) => {
    const cell = cellOf(event);
    if (cell) tell(cell.closest(".ky-grid"), held(cell.closest(".ky-grid")));
  });
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = STEPS[event.key] ? next(cell, STEPS[event.key]) : ["Home", "End"].includes(event.key) && end(cell, event.key);
    if (STEPS[event.key] || to) event.preventDefault();
    if (to) { to.focus(); to.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  });
})();
