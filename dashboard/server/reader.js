/* Ours, beside Streamlit's own script: folded choices, long tables in pages, the count in the menu, the foot of a print. */
(() => {
  "use strict";

  const PHONE = matchMedia("(max-width: 640px)");
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const set = (node, name, value) => { if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value); };
  const make = (tag, told = {}, text = "") => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(told)) node.setAttribute(name, value);
    node.textContent = text;
    return node;
  };

  /* Folds: a button of the page opens the part that it names; a page drawn anew finds it as the reader left it. */
  const open = new Set();
  let page = location.pathname;
  const fold = () => {
    if (page !== location.pathname) { page = location.pathname; open.clear(); }
    for (const button of all("button.ky-fold")) {
      const name = button.dataset.fold, panel = document.querySelector(`.st-key-fold_${name}, .ky-panel-${name}`);
      if (!panel) continue;
      panel.id = panel.id || `fold-${name}`;
      set(button, "aria-controls", panel.id);
      set(button, "aria-expanded", open.has(name));
      if (panel.classList.contains("ky-open") !== open.has(name)) panel.classList.toggle("ky-open");
    }
  };
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    const button = at.closest("button.ky-fold");
    if (button && !open.delete(button.dataset.fold)) open.add(button.dataset.fold);
    if (at.closest(".ky-jump a")) open.delete("jump");
    fold();
  });

  /* Long tables: so many rows at a time, with a box that finds words in any of them. A group's heading comes with its rows. */
  const rowsOf = (table) => {
    let heads = [];
    const found = [];
    for (const row of table.tBodies[0].rows) {
      if (row.querySelector("th[colspan]")) {
        heads = [...heads.filter((one) => one.className !== row.className && row.className !== "doc"), row];
      } else found.push({ row, heads, text: row.textContent.toLowerCase() });
    }
    return found;
  };
  const leaf = (table) => {
    const rows = rowsOf(table), size = () => (PHONE.matches ? Math.min(8, +table.dataset.paged) : +table.dataset.paged);
    table.dataset.leafed = "yes";
    if (rows.length <= size()) return;
    const name = table.dataset.name || "this table";
    const bar = make("div", { class: "ky-pager", role: "group", "aria-label": `Pages of ${name}` });
    const find = make("input", { type: "search", placeholder: "Find in this table", "aria-label": `Find in ${name}`, maxlength: 100 });
    const said = make("span", { role: "status" });
    const back = make("button", { type: "button" }, "Previous"), on = make("button", { type: "button" }, "Next");
    bar.append(...(table.dataset.find === "no" ? [] : [find]), said, back, on);
    (table.closest(".ky-scroll") || table).before(bar);
    let first = 0;
    const show = () => {
      const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fit = rows.filter((one) => asked.every((word) => one.text.includes(word)));
      first = Math.min(first, Math.max(0, fit.length - 1));
      first -= first % size();
      const seen = fit.slice(first, first + size()), shown = new Set(seen.flatMap((one) => [one.row, ...one.heads]));
      const kept = new Set(fit.flatMap((one) => [one.row, ...one.heads]));
      for (const row of table.tBodies[0].rows) {
        row.classList.toggle("ky-off", !kept.has(row)); // on no page
        row.classList.toggle("ky-later", kept.has(row) && !shown.has(row)); // on another page; paper shows it
      }
      said.textContent = fit.length ? `${first + 1}–${first + seen.length} of ${fit.length}` : "Nothing found. Clear the box.";
      back.disabled = first === 0;
      on.disabled = first + size() >= fit.length;
    };
    find.addEventListener("input", () => { first = 0; show(); });
    back.addEventListener("click", () => { first -= size(); show(); });
    on.addEventListener("click", () => { first += size(); show(); });
    PHONE.addEventListener("change", show);
    show();
  };
  const leafAll = () => all("table[data-paged]:not([data-leafed])").forEach(leaf);

  /* A tab keeps the height of the one before until its own content has come, so that what is below does not jump twice. */
  let pinned = null, pinnedUntil = 0;
  const pin = (event) => {
    const tabs = event.target instanceof Element && event.target.closest('[role="tab"]') && event.target.closest('[data-testid="stTabs"]');
    if (!tabs) return;
    if (!pinned) setTimeout(release, 100);
    pinned = tabs;
    pinned.style.minHeight = `${pinned.offsetHeight}px`;
    pinnedUntil = Date.now() + 300; // the run has begun by then
  };
  const release = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const drawn = !pinned.querySelector('[data-stale="true"]') && app && app.dataset.testScriptState === "notRunning";
    if (drawn && Date.now() > pinnedUntil) { pinned.style.minHeight = ""; pinned = null; } else setTimeout(release, 100);
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, pin, { capture: true });

  /* The menu counts the charts of the brief; the latest of what the page's parts say holds. */
  const count = () => {
    const told = all("[data-brief]").reduce((one, other) => (one && +one.dataset.version > +other.dataset.version ? one : other), null);
    if (!told) return;
    const many = +told.dataset.brief ? told.dataset.brief : "";
    for (const link of all('a[href$="/briefing"]:not(.ky a)')) set(link, "data-count", many);
    const group = told.closest("[data-group]") || document.querySelector("[data-group]");
    for (const button of all('[data-testid="stTopNavSection"], [data-testid="stNavSectionHeader"]')) {
      if (group && button.textContent.trim().startsWith(group.dataset.group)) set(button, "data-count", many);
    }
  };

  /* Print: the foot says address, edition and day. */
  const quoted = (text) => `"${text.replace(/[\\"\n\r<]/g, (one) => `\\${one.charCodeAt(0).toString(16)} `)}"`;
  const foot = make("style");
  addEventListener("beforeprint", () => {
    const shown = document.querySelector(".ky-shown");
    if (!shown) return;
    const where = new URL(location.href);
    where.hash = "";
    where.searchParams.set("v", shown.dataset.edition); // what is on paper stays; the page goes on
    foot.textContent = `@page { @bottom-left { content: ${quoted(`${where.href}\n${shown.dataset.said}`)}; } }`;
    document.head.append(foot);
  });

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; fold(); leafAll(); count(); });
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
