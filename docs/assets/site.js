/* Lists that can be narrowed. <form class="facets" data-filter="id of the list">: checkboxes by name and value,
   a field q for words. In the list: [data-item] with data-<name>="value value", [data-group] round groups.
   Within a name "or", between names "and"; the state is the query string. Without script all is shown. */
(() => {
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  const plain = s => s.toLowerCase().normalize("NFKC");
  const narrow = matchMedia("(max-width: 47.5rem)").matches;

  for (const form of all("form[data-filter]")) {
    const list = document.getElementById(form.dataset.filter);
    if (!list) continue;
    const items = all("[data-item]", list).map(el => [el, plain(el.textContent)]);

    const apply = () => {
      const asked = new URLSearchParams();
      const want = {};
      for (const [k, v] of new FormData(form)) if (v.trim()) { asked.append(k, v); (want[k] ??= []).push(v); }
      let shown = 0;
      for (const [el, text] of items) {
        el.hidden = !Object.entries(want).every(([k, values]) => k === "q"
          ? plain(values[0]).split(/\s+/).every(w => text.includes(w))
          : (el.dataset[k] ?? "").split(" ").some(v => values.includes(v)));
        shown += !el.hidden;
      }
      for (const g of all("[data-group]", list)) g.hidden = !g.querySelector("[data-item]:not([hidden])");
      for (const o of all("output", form)) o.value = `${shown} of ${items.length}`;
      const qs = asked.toString();
      history.replaceState(history.state, "", (qs ? "?" + qs : location.pathname) + location.hash);
    };

    for (const [k, v] of new URLSearchParams(location.search))
      for (const el of form.elements) if (el.name === k) el.type === "checkbox" ? el.value === v && (el.checked = true) : el.value = v;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", e => e.preventDefault());
    for (const d of all("details", form)) d.open = !narrow;
    apply();
  }

  // a table wider than the screen can be scrolled by keyboard; Material wraps tables after load
  addEventListener("load", () => {
    for (const t of all(".md-typeset__scrollwrap")) if (t.scrollWidth > t.clientWidth) t.tabIndex = 0;
  });
})();
