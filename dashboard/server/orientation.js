/* The tour, once: shown until it is read or skipped, which the browser remembers. And the keys, as their list says. */
(() => {
  "use strict";
  const COOKIE = "ky_tour", YEAR = 31536000, root = document.documentElement;
  const find = (what) => document.querySelector(what);
  if (document.cookie.includes(`${COOKIE}=done`)) root.classList.add("ky-toured");

  const does = {
    skip: () => {
      document.cookie = `${COOKIE}=done; path=/; SameSite=Strict; max-age=${YEAR}`;
      root.classList.add("ky-toured");
    },
    tour: () => {
      root.classList.remove("ky-toured");
      find(".ky-tour details").open = true;
      find(".ky-tour summary").focus();
    },
    keys: () => { const list = find("dialog.ky-keys"); if (list && !list.open) list.showModal(); },
    close: () => find("dialog.ky-keys").close(),
  };
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const button = at && at.closest("button[data-does]");
    if (button && does[button.dataset.does]) does[button.dataset.does]();
    const jump = at && at.closest('a[href^="#ky-"]'); // to a folded group: unfolded first
    const to = jump && document.getElementById(jump.hash.slice(1));
    if (to && to.tagName === "DETAILS") to.open = true;
  });
  addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (event.key === "Escape" && at && at.closest(".ky-badge")) at.closest(".ky-badge").blur();
    if (event.ctrlKey || event.metaKey || event.altKey || !find(".ky-keys") || find("dialog[open]")) return;
    if (at && at.closest("input, textarea, select, [contenteditable=true], [role=combobox]")) return;
    const row = find(`.ky-keys [data-key="${CSS.escape(event.key)}"]`);
    if (row && does[row.dataset.does]) { event.preventDefault(); does[row.dataset.does](); }
  });
})();
