/* Ours, beside Streamlit's own script: opens a page at the chart that its address names, and copies pictures. */
(() => {
  "use strict";

  /* To the chart that the address names: again while the page above it still grows, until the reader does anything. */
  const PATIENCE = 15000; // ms
  let where = "", until = 0, taken = false;
  const named = () => new URLSearchParams(location.search).get("chart") || "";
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, () => { taken = true; }, { capture: true, passive: true });
  }
  const follow = () => {
    const here = location.pathname + named();
    if (here !== where) { where = here; until = Date.now() + PATIENCE; taken = false; }
    const head = named() && document.querySelector(".ky-here");
    if (!head || taken || Date.now() > until) return;
    const card = head.closest('[class*="st-key-card_"]') || head;
    if (Math.abs(card.getBoundingClientRect().top - parseFloat(getComputedStyle(card).scrollMarginTop || 0)) > 2) {
      card.scrollIntoView({ block: "start" });
    }
  };

  /* Pictures: from the <img> beside the button, decoded here, so that no request is made for it. */
  const SAID = {
    done: "Copied. Paste it into a slide or a message.",
    once: "The picture is ready: choose “Copy the picture”.",
    refused: "This browser does not let a page copy pictures. Right-click the picture (hold it on a phone), then “Copy image”; or take it as PNG.",
  };
  const blob = (source) => {
    const bytes = Uint8Array.from(atob(source.slice(source.indexOf(",") + 1)), (one) => one.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  };
  const copy = async (button, asked) => {
    const box = button.closest(".ky"), say = (what) => { box.querySelector("[role=status]").textContent = SAID[what]; };
    try {
      const made = blob(box.querySelector("img.ky-copy").src);
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
      say("done");
    } catch (reason) {
      say(asked ? "refused" : "once");
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button.ky-copy-now");
    if (button) copy(button, true);
  });
  const offer = () => {
    for (const button of document.querySelectorAll("button.ky-copy-now:not([data-tried])")) {
      button.dataset.tried = "yes";
      copy(button, false);
    }
  };

  /* Streamlit says "Failed to generate file for download" when a file could not be made; we say what to do. */
  const FAILED = "The file could not be made; nothing was saved. Try again in a minute. “More formats”, then “Make the file”, says why.";
  const explain = () => {
    for (const box of document.querySelectorAll('[data-testid="stDownloadButtonError"]')) {
      const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        if (text.nodeValue.startsWith("Failed to generate")) text.nodeValue = FAILED; // in place: React keeps its node
      }
    }
    for (const zone of document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')) {
      zone.setAttribute("role", "group"); // it has a name and takes the focus, so it is no mere decoration
    }
  };

  /* A slide moved by a key keeps the focus on its own button, so that the same key moves it on. */
  let held = "", heldUntil = 0;
  document.addEventListener("click", (event) => {
    const box = event.target instanceof Element && event.target.closest('[class*="st-key-move_"]');
    held = box ? [...box.classList].find((one) => one.startsWith("st-key-move_")) : "";
    heldUntil = Date.now() + 5000;
  });
  addEventListener("keydown", (event) => { if (event.key === "Tab") held = ""; }, { capture: true });
  const keepFocus = () => {
    const box = held && Date.now() < heldUntil && document.querySelector(`.${held}`);
    const button = box && !box.contains(document.activeElement) && box.querySelector("button:not([disabled])");
    if (button) button.focus();
  };

  /* The brief stays with the browser: the page hands it over after every change, the next session reads the cookies. */
  const PIECES = 2, YEAR = 31536000; // as in tray.py
  let kept = null;
  const keepBrief = () => {
    const boxes = [...document.querySelectorAll(".ky-kept")];
    if (!boxes.length) return;
    const newest = boxes.reduce((one, other) => (+other.dataset.version >= +one.dataset.version ? other : one));
    if (newest.dataset.kept === kept) return;
    kept = newest.dataset.kept;
    const pieces = kept ? kept.split(" ") : [];
    for (let n = 0; n < PIECES; n++) {
      document.cookie = `ky_brief${n}=${pieces[n] || ""}; path=/; SameSite=Strict; max-age=${pieces[n] ? YEAR : 0}`;
    }
  };

  /* A page that is long in coming says so: with a hundred readers at once the last one waits. */
  const BUSY = "The server has many readers just now. The page follows by itself; there is nothing to do.";
  let busy = null;
  const answered = () => { if (busy && document.querySelector(".ky h1")) { busy.remove(); busy = null; } };
  setTimeout(() => {
    if (document.querySelector(".ky h1")) return;
    busy = Object.assign(document.createElement("p"), { textContent: BUSY, role: "status" });
    busy.style.cssText = "position:fixed;inset:40% 1rem auto;text-align:center;font:15px/1.5 sans-serif;color:#56616E;z-index:9";
    document.body.append(busy);
  }, 3000);

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); offer(); explain(); keepFocus(); keepBrief(); answered(); });
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
})();
