/* Lists that can be narrowed: <form class="facets" data-list="id of the list">, made by hkai/render/facets.py.
   In the list each entry (tr, li or figure) holds an element [data-f] with data-<facet>="value value". Within a facet "or",
   between facets "and"; each value shows how many entries it would leave, given the other facets. The state is
   the query string: a view can be shared, and the back button leads to the one before. Without this all is shown.
   A long list goes on in further pages (nav.parts): their entries are fetched when something is first asked of it. */

const plain = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const set = (element, hidden) => { if (element.hidden !== hidden) element.hidden = hidden; };

const narrow = form => {
  const list = document.getElementById(form.dataset.list);
  const boxes = [...form.querySelectorAll("input[type=checkbox]")].map(input =>
    ({ input, label: input.parentElement, count: input.parentElement.querySelector(".count") }));
  const facets = [...new Set(boxes.map(({ input }) => input.name))];
  const { q, sort } = form.elements;
  const entries = [];
  const rowOf = mark => mark.closest("tr, li, figure");
  const know = marks => {
    for (const mark of marks) {
      const values = Object.fromEntries(facets.map(facet => [facet, (mark.dataset[facet] ?? "").split(" ")]));
      entries.push({ mark, row: rowOf(mark), values, home: rowOf(mark).parentElement });
    }
  };
  know(list.querySelectorAll("[data-f]"));
  const say = words => {
    for (const output of form.querySelectorAll("output")) if (output.value !== words) output.value = words;
  };
  const block = element => { // the child of the list that holds it; tables are wrapped after this has run
    while (element.parentElement !== list) element = element.parentElement;
    return element;
  };

  /* --- the further pages of the list --- */
  let further = [...document.querySelectorAll("nav.parts li a")].map(link => link.href);
  const fetched = address => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // it alone reads a page without a string of HTML, which the policy forbids
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response.getElementById(list.id)) : reject());
    request.onerror = reject;
    request.open("GET", address);
    request.send();
  });
  const join = part => {
    for (const link of part.querySelectorAll("a[href]")) link.setAttribute("href", link.href); // as seen from there
    const marks = [...part.querySelectorAll("[data-f]")];
    const [heading, block] = part.children;
    if (heading.id === [...list.children].findLast(child => /^H[1-6]$/.test(child.tagName))?.id) { // the group goes on
      entries.at(-1).home.append(...[...block.querySelectorAll("[data-f]")].map(rowOf));
      heading.remove();
      block.remove();
    }
    list.append(...part.children);
    know(marks);
  };
  let loading;
  const load = async () => {
    if (!further.length) return "";
    say("Loading the whole list …");
    try {
      const parts = await Promise.all(further.map(fetched));
      parts.forEach(join);
      document.querySelector("nav.parts").hidden = true; // all of it stands here
      return "";
    } catch {
      return " on this page; the rest could not be loaded";
    } finally {
      further = [];
    }
  };
  const whole = () => loading ??= load(); // in words, what is missing from it

  /* How many entries each value has: in the box, and as a bar. */
  const number = counts => {
    for (const { input, label, count } of boxes) {
      const found = counts.get(input.name).get(input.value) ?? 0;
      count.textContent = found;
      label.classList.toggle("none", !found && !input.checked);
      label.style.setProperty("--w", found / Math.max(...counts.get(input.name).values()));
    }
    form.querySelector("[type=reset]").disabled = !address();
  };

  /* Which entries hold all words, and which lack exactly one facet: those count for that facet's values. */
  const apply = async () => {
    if (further.length && !address()) { // the page says it as it is
      const counts = new Map(facets.map(facet => [facet, new Map()]));
      for (const { input, count } of boxes) counts.get(input.name).set(input.value, parseInt(count.textContent, 10));
      return number(counts);
    }
    const missing = await whole();
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
    number(counts);
    arrange();
    groups();
    say(`${shown} of ${entries.length}${missing}`);
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

  /* An address of before the list was divided: what it names is on one of the further pages. */
  const lead = async () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name || !further.length || document.getElementById(name)) return;
    await whole();
    apply();
    if (document.getElementById(name)) location.replace(location.href); // scrolls there and marks it
  };
  addEventListener("hashchange", lead);
  lead();
};

document.querySelectorAll("form.facets").forEach(narrow);
