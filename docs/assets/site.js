/* What every page needs; larger parts are modules that load where they are used: search.js, directory.js. */
(() => {
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  // search: nothing of it is loaded before somebody uses a field, or comes to search/?q=…
  const assets = document.currentScript.src;
  const search = () => {
    const style = new URL("search.css", assets).href;
    if (!all("link[rel=stylesheet]").some(link => link.href === style)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    }
    return import(new URL("search.js", assets));
  };
  addEventListener("focusin", e => { if (e.target.closest?.("form.find")) search(); });
  addEventListener("keydown", e => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = all(".find input").find(el => el.offsetParent);
    if (field) { e.preventDefault(); field.focus(); field.select(); }
  });
  if (document.getElementById("found") && location.search) search();
  if (document.querySelector("form.facets")) import(new URL("directory.js", assets));

  // the citation of a page speaks of the fact in the address, if there is one
  const cite = () => {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (const box of all("details.cite")) {
      const address = box.dataset.url + (row ? location.hash : "");
      for (const place of all(".address", box)) { place.textContent = address; if (place.href) place.href = address; }
    }
  };
  addEventListener("hashchange", cite);
  cite();

  // after Material has set up the page: tables wider than the screen can be scrolled by keyboard, copy buttons are told apart
  addEventListener("load", () => {
    for (const t of all(".md-typeset__scrollwrap")) if (t.scrollWidth > t.clientWidth) t.tabIndex = 0;
    all(".md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code ${i + 1}`));
  });
})();
