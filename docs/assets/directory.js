/* Lists that can be narrowed: <form class="facets" data-list="id of the list">, made by hkai/render/facets.py.
   In the list each entry (tr, li or figure) holds an element [data-f] with data-<facet>="value value". Within a facet "or",
   between facets "and"; each value shows how many entries it would leave, given the other facets. The state is
   the query string: a view can be shared, and the back button leads to the one before. Without this all is shown. */

const plain = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const set = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };

const narrow = form => {
  const list = document.getElementById(form.dataset.list);
  const boxes = [...form.querySelectorAll("input[type=checkbox]")].map(input =>
    ({ input, label: input.parentElement, count: input.parentElement.querySelector(".count") }));
  const facets = [...new Set(boxes.map(({ input }) => input.name))];
  const { q, sort } = form.elements;
  const entries = [...list.querySelectorAll("[data-f]")].map(mark => {
    const row = mark.closest("tr, li, figure");
    const values = Object.fromEntries(facets.map(facet => [facet, (mark.dataset[facet] ?? "").split(" ")]));
    return { mark, row, values, home: row.parentElement };
  });
  const block = element => { // the child of the list that holds it; tables are wrapped after this has run
    while (element.parentElement !== list) element = element.parentElement;
    return element;
  };

  /* Which entries hold all words, and which lack exactly one facet: those count for that facet's values. */
  const apply = () => {
    const wanted = facets.map(facet => [facet, new Set(boxes.filter(({ input }) => input.checked && input.name === facet).map(({ input }) => input.value))])
      .filter(([, values]) => values.size);
    const words = plain(q.value).split(/\s+/).filter(Boolean);
    const counts = new Map(facets.map(facet => [facet, new Map()]));
    let shown = 0;
    for (const entry of entries) {
      if (words.length) entry.text ??= plain(`${entry.row.textContent} ${entry.mark.dataset.also ?? ""}`);
      const has = words.every(word => entry.text.includes(word));
      const lacks = has ? wanted.filter(([facet, values]) => !entry.values[facet].some(value => values.has(value))) : [];
      set(entry.row, !has || lacks.length > 0);
      shown += !entry.row.hidden;
      if (!has || lacks.length > 1) continue;
      for (const facet of lacks.length ? [lacks[0][0]] : facets)
        for (const value of entry.values[facet]) counts.get(facet).set(value, (counts.get(facet).get(value) ?? 0) + 1);
    }
    for (const { input, label, count } of boxes) {
      const number = counts.get(input.name).get(input.value) ?? 0;
      count.textContent = number;
      label.classList.toggle("none", !number && !input.checked);
      label.style.setProperty("--w", number / Math.max(...counts.get(input.name).values()));
    }
    arrange();
    groups();
    const said = `${shown} of ${entries.length}`;
    for (const output of form.querySelectorAll("output")) if (output.value !== said) output.value = said;
    form.querySelector("[type=reset]").disabled = !address();
  };

  /* In another order than that of the page, all rows stand in the first table, each with its kind. */
  let order = "";
  const arrange = () => {
    if (!sort || sort.value === order) return;
    order = sort.value;
    list.classList.toggle("flat", Boolean(order));
    const rows = [...entries];
    if (order) {
      const cell = sort.selectedOptions[0].dataset.cell;
      const read = ({ row }) => cell === "0" ? row.cells[0].querySelector("a").textContent : parseInt(row.cells[cell].textContent, 10) || -1;
      const keys = new Map(rows.map(entry => [entry, read(entry)]));
      rows.sort((a, b) => cell === "0" ? keys.get(a).localeCompare(keys.get(b), "en") : keys.get(b) - keys.get(a));
      const kinds = new Map(boxes.map(({ input, label }) => [input.value, label.childNodes[1].textContent.trim()]));
      for (const { mark, values } of rows) mark.dataset.label ??= kinds.get(values.kind?.[0]) ?? "";
    }
    for (const { row, home } of rows) (order ? entries[0].home : home).append(row);
  };

  /* A group without entries is hidden with its heading; the first that is shown keeps its column heads. */
  const groups = () => {
    const numbers = new Map();
    for (const { row } of entries) {
      const at = block(row);
      numbers.set(at, (numbers.get(at) ?? 0) + !row.hidden);
    }
    let heading, number = 0, first = true;
    const close = () => {
      if (!heading) return;
      set(heading, !number || Boolean(order));
      const count = heading.querySelector(".count");
      if (count) count.textContent = number;
    };
    for (const child of list.children) {
      if (/^H[1-6]$/.test(child.tagName)) { close(); [heading, number] = [child, 0]; continue; }
      const here = numbers.get(child) ?? 0;
      number += here;
      set(child, !here);
      child.classList.toggle("first", first && here > 0);
      if (here) first = false;
    }
    close();
  };

  /* --- the address --- */
  const address = () => {
    const state = new URLSearchParams();
    for (const [key, value] of new FormData(form)) if (value.trim()) state.append(key, value.trim());
    return state.toString();
  };
  const write = how => {
    const state = address();
    if (state === location.search.slice(1)) return;
    history[how](history.state, "", location.pathname + (state && "?" + state) + location.hash);
  };
  const read = () => {
    const state = new URLSearchParams(location.search);
    for (const { input } of boxes) input.checked = state.getAll(input.name).includes(input.value);
    q.value = state.get("q") ?? "";
    if (sort) sort.value = [...sort.options].some(({ value }) => value === state.get("sort")) ? state.get("sort") : "";
    apply();
  };

  form.addEventListener("input", event => {
    apply();
    write(event.target === q ? "replaceState" : "pushState"); // not a step back for each letter
  });
  form.addEventListener("reset", event => {
    event.preventDefault(); // it would bring back what the browser had kept on reload
    for (const { input } of boxes) input.checked = false;
    q.value = "";
    if (sort) sort.value = "";
    apply();
    write("pushState");
    form.querySelector("summary").focus(); // the button is now disabled
  });
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("popstate", read);
  form.querySelector("details").open = !matchMedia("(max-width: 60rem)").matches;
  read();
};

document.querySelectorAll("form.facets").forEach(narrow);
