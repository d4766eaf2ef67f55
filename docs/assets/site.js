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

  // the colour switch: Material's inputs; first.js keeps the choice and applies it to the next page
  const schemes = all('input[name="__palette"]');
  if (schemes.length) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const keys = ["media", "scheme", "primary", "accent"];
    const read = input => Object.fromEntries(keys.map(key => [key, input.getAttribute(`data-md-color-${key}`)]));
    const choose = index => {
      const chosen = schemes[index] ?? schemes[0];
      const auto = read(chosen).media === "(prefers-color-scheme)";
      const shown = auto ? schemes.find(el => read(el).media === `(prefers-color-scheme: ${dark.matches ? "dark" : "light"})`) : chosen;
      chosen.checked = true;
      for (const input of schemes) input.nextElementSibling.hidden = input !== chosen;
      for (const [key, value] of Object.entries(read(shown))) document.body.setAttribute(`data-md-color-${key}`, value);
      return read(chosen);
    };
    dark.addEventListener("change", () => choose(schemes.findIndex(input => input.checked)));
    choose(palette.read()?.index ?? 0);
    schemes.forEach((input, index) => input.addEventListener("change", () => {
      palette.write({ index, color: choose(index) });
      all('label[for^="__palette"]').find(label => !label.hidden)?.focus();
    }));
    for (const label of all('label[for^="__palette"]')) {
      label.tabIndex = 0;
      label.addEventListener("keydown", e => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); label.click(); } });
    }
  }

  // what can be copied has a button for it
  if (navigator.clipboard) for (const code of all("article pre > code")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    });
    code.parentElement.before(button);
  }

  // the citation of a page and the report of an error speak of the fact in the address, if there is one
  const cite = () => {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (const box of all("details.cite")) {
      const address = box.dataset.url + (row ? location.hash : "");
      for (const place of all(".address", box)) { place.textContent = address; if (place.href) place.href = address; }
    }
    for (const link of all(".foot .report")) {
      const address = new URL(link.dataset.page ??= link.href);
      for (const [field, value] of row ? [...address.searchParams] : []) {
        if (field !== "template") address.searchParams.set(field, value + location.hash);
      }
      link.href = address;
    }
  };
  addEventListener("hashchange", cite);
  cite();

  // what is wider than the screen can be scrolled by keyboard
  const reach = () => {
    for (const part of all(".doc :is(table, pre > code)")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0; else part.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  addEventListener("load", reach);
})();
