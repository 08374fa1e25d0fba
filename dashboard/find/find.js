/* The box over everything shown here: "/" or its button opens it, it answers as one types, arrows choose, Enter opens. */
(() => {
  "use strict";
  const PAUSE = 60, AGAIN = 800; // ms: between two letters; until entries that are still being made are asked for again
  const HINT = "A partner, a product, a year, words of a cited figure: in English, 中文, русский or Nederlands.";
  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside); // texts become text nodes: nothing that is found is ever read as markup
    return made;
  };

  const input = make("input", {
    id: "ky-find-input", type: "text", inputmode: "search", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "100",
    enterkeyhint: "go", placeholder: "Crude from Russia", "aria-label": "Find", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": "ky-find-list",
  });
  const shut = make("button", { type: "button", class: "ky-find-shut" }, "Close");
  const status = make("p", { class: "ky-find-status", role: "status" }, HINT);
  const list = make("div", { id: "ky-find-list", role: "listbox", "aria-label": "What was found" });
  const box = make("dialog", { class: "ky-find", "aria-label": "Find" },
    make("div", { class: "ky-find-top" }, input, shut), status, list);
  const open = make("button", { type: "button", class: "ky-find-open", "aria-haspopup": "dialog", "aria-keyshortcuts": "/" },
    "Find", make("kbd", { "aria-hidden": "true" }, "/"));

  let options = [], at = -1, asked = "", timer = 0, request = null;
  const choose = (place) => {
    if (options[at]) options[at].setAttribute("aria-selected", "false");
    at = options.length ? (place + options.length) % options.length : -1;
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  };
  const follow = (option, beside) => {
    const link = option && option.dataset.link;
    if (!link || !link.startsWith("/") || link.startsWith("//")) return;
    if (beside) { window.open(link, "_blank", "noopener"); return; }
    box.close();
    location.assign(link);
  };

  const item = (found, place) => {
    const told = make("span", { class: "ky-find-answer" }, found.answer);
    const option = make("div", { role: "option", id: `ky-find-${place}`, "aria-selected": "false", class: "ky-find-item" },
      make("span", { class: "ky-find-title" }, found.title), told, make("span", { class: "ky-find-note" }, found.note));
    option.dataset.link = found.link;
    return option;
  };
  const show = (groups, words) => {
    options = [];
    list.replaceChildren(...groups.map((group, number) => {
      const head = make("div", { class: "ky-find-kind", id: `ky-find-kind-${number}` }, group.label);
      const items = group.items.map((found) => { const made = item(found, options.length); options.push(made); return made; });
      return make("div", { role: "group", "aria-labelledby": head.id }, head, ...items);
    }));
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = words;
    list.scrollTop = 0;
    at = -1;
    choose(0);
  };
  const counted = (groups) => groups.map((group) => {
    const all = group.items.length === group.total ? group.total : `${group.items.length} of ${group.total.toLocaleString("en")}`;
    return `${group.label}: ${all}`;
  }).join(" · ");

  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    if (request) request.abort();
    if (!words) { asked = ""; show([], HINT); return; }
    request = new AbortController();
    const wanted = new URLSearchParams({ q: words }), here = new URLSearchParams(location.search);
    for (const name of ["v", "as_of"]) if (here.get(name)) wanted.set(name, here.get(name));
    try {
      const answer = await fetch(`/find?${wanted}`, { signal: request.signal });
      if (answer.status === 202) { status.textContent = "Reading the figures …"; timer = setTimeout(ask, AGAIN); return; }
      const told = await answer.json();
      asked = words;
      const nothing = `Nothing fits “${words}”. Try fewer words, or the name in another language.`;
      show(told.groups, told.problem || (told.groups.length ? counted(told.groups) : nothing));
    } catch (reason) {
      if (reason.name !== "AbortError") show([], "The box cannot be asked just now. Reload the page; nothing was changed.");
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };

  const KEYS = {
    ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1),
    PageDown: () => choose(Math.min(at + 5, options.length - 1)), PageUp: () => choose(Math.max(at - 5, 0)),
    Enter: (event) => follow(options[at], event.ctrlKey || event.metaKey),
  };
  input.addEventListener("input", soon);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !KEYS[event.key]) return; // a word of Chinese that is still being chosen
    event.preventDefault();
    KEYS[event.key](event);
  });
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (option) follow(option, event.ctrlKey || event.metaKey);
  });
  list.addEventListener("pointermove", (event) => {
    const place = options.indexOf(event.target instanceof Element && event.target.closest("[role=option]"));
    if (place >= 0 && place !== at) choose(place);
  });
  const begin = () => { if (!box.open) { asked = ""; box.showModal(); input.select(); choose(0); soon(); } };
  open.addEventListener("click", begin);
  shut.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); }); // beside the box
  addEventListener("keydown", (event) => {
    const into = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable=true]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || into || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    begin();
  });

  /* To the row that the address names, once the page has it. */
  const PATIENCE = 15000;
  const reach = () => {
    if (!new URLSearchParams(location.search).get("source")) return;
    const seen = new MutationObserver(() => {
      const row = document.querySelector(".ky-found");
      if (row) { seen.disconnect(); row.scrollIntoView({ block: "center" }); }
    });
    seen.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => seen.disconnect(), PATIENCE);
  };
  addEventListener("DOMContentLoaded", () => { document.body.append(open, box); reach(); });
})();
