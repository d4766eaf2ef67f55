/* Search. site.js loads this module when somebody first uses a search field, or comes to search/?q=…
   hkai/search/ writes the index and explains it. Two steps: the pieces of the index that hold the words say
   which pages are likely; then the text of the likeliest is fetched, and the sentence that answers best is
   found in it. fold, stem and cut do here to a query what hkai/search/ does to the text. */

const root = new URL("../", import.meta.url);
const LEVELS = [0.6, 1, 2, 4]; // beside the text, in a sentence, in the summary, in a name
const HAN = /[\u3400-\u9fff]/;

/* --- the index ------------------------------------------------------------------------------- */

const load = async (path, cache = "default") => {
  const answer = await fetch(new URL("search/" + path, root), { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
};
let index, pieces;
const open = async cache => {
  const found = await load("index.json", cache);
  const pairs = [...found.simplified];
  found.han = new Map(pairs.filter((_, i) => i % 2 === 0).map((c, i) => [c, pairs[2 * i + 1]]));
  found.stop = new Set(found.stop);
  pieces = new Map();
  return found;
};
const ready = () => (index ??= open().catch(error => { index = undefined; throw error; }));
const piece = (version, name) => {
  if (!pieces.has(name)) {
    const loading = load(`${version}/${name}.json`);
    pieces.set(name, loading);
    loading.catch(() => pieces.delete(name));
  }
  return pieces.get(name);
};
const before = (starts, key) => { // the last piece that begins at or before the key
  let low = 0, high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= key) low = middle; else high = middle - 1;
  }
  return low;
};

/* --- words ----------------------------------------------------------------------------------- */

const TERM = /[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{L}\p{N}])+/gu;
export const fold = (text, han) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
  .replace(/[\u3400-\u9fff]/g, c => han.get(c) ?? c).toLowerCase()
  .replace(/['’](?:s(?![a-z0-9]))?/g, "").replace(/(?<=[a-z])\.(?=[a-z](?![a-z0-9]))|(?<=\d),(?=\d)/g, "");
const stem = word => {
  if (word.length > 3) {
    if (word.endsWith("ies")) word = word.slice(0, -3) + "y";
    else if (/[^sui]s$/.test(word)) word = word.slice(0, -1);
  }
  return word === "center" ? "centre" : word.replace(/^(.{4,})iz(e|ed|er|ing|ation)$/, "$1is$2");
};
export const cut = folded => (folded.match(TERM) ?? []).map(part => HAN.test(part) ? part : stem(part));
const pairs = run => run.length < 2 ? [run] : [...run.slice(1)].map((c, i) => run[i] + c);

/* The units of a query: words, and runs of Chinese, each with the terms of the index that stand for it. */
const units = (query, { han, stop }) => [...new Set(cut(fold(query, han)))]
  .filter(part => HAN.test(part) || (part.length > 1 && !stop.has(part)))
  .map(part => ({ part, terms: HAN.test(part) ? pairs(part) : [part], hits: new Map() }));

/* Whether `term` begins with `word`, one letter wrong, missing, too many or two exchanged. */
const near = (word, term) => {
  let i = 0;
  while (i < word.length && word[i] === term[i]) i++;
  const rest = word.slice(i + 1);
  return Math.abs(term.length - word.length) < 3 && (term.startsWith(rest, i + 1) || term.startsWith(rest, i)
    || term.startsWith(word.slice(i), i + 1)
    || (word[i] === term[i + 1] && word[i + 1] === term[i] && term.startsWith(word.slice(i + 2), i + 2)));
};

/* Terms of the index that match, as [term, postings, quality]: whole words, their beginnings, else near ones. */
const lookup = async (found, word) => {
  const read = async (from, to) => {
    const last = Math.min(before(found.terms, to), before(found.terms, from) + 5); // a letter or two match too much
    const names = [];
    for (let n = before(found.terms, from); n <= last; n++) names.push("t" + n);
    const loaded = await Promise.all(names.map(name => piece(found.version, name)));
    return loaded.flatMap(Object.entries);
  };
  const whole = HAN.test(word) && word.length > 1;
  const rows = (await read(word, whole ? word : word + "\uffff"))
    .filter(([term]) => whole ? term === word : term.startsWith(word))
    .map(([term, postings]) => [term, postings, term === word ? 1 : (0.75 * word.length) / term.length]);
  if (rows.length || word.length < 4 || HAN.test(word)) return rows;
  return (await read(word.slice(0, 2), word.slice(0, 2) + "\uffff"))
    .filter(([term]) => term.startsWith(word.slice(0, 2)) && near(word, term))
    .map(([term, postings]) => [term, postings, 0.6 / (1 + Math.abs(term.length - word.length))]);
};

/* --- finding --------------------------------------------------------------------------------- */

/* Step one: documents by number, best first, as [number, score]. */
const likely = async (found, asked) => {
  const scores = new Map(); // number -> [score, weight of the terms that it has]
  let total = 0;
  for (const unit of asked) {
    unit.weight = 0;
    for (const term of unit.terms) {
      const best = new Map();
      for (const [match, postings, quality] of await lookup(found, term)) {
        unit.hits.set(match, quality);
        let number = 0;
        for (const step of postings) {
          number += step >> 2;
          best.set(number, Math.max(best.get(number) ?? 0, LEVELS[step & 3] * quality));
        }
      }
      const weight = Math.log(1 + found.documents / (1 + best.size)) / unit.terms.length;
      unit.weight += weight;
      for (const [number, score] of best) {
        const [sum, has] = scores.get(number) ?? [0, 0];
        scores.set(number, [sum + weight * score, has + weight]);
      }
    }
    total += unit.weight;
  }
  const starts = found.weights.map(([number]) => number);
  const ranked = [...scores].map(([number, [sum, has]]) =>
    [number, sum * (has / total) ** 1.5 * found.weights[before(starts, number)][1], has / total]);
  const most = Math.max(...ranked.map(row => row[2]), 0);
  return ranked.filter(row => row[2] >= 0.6 * most).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
};

/* How well a text holds each unit of the query, 0 to 1. */
const holds = (text, asked, han) => {
  const folded = fold(text, han), words = cut(folded);
  for (const joined of folded.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) ?? []) words.push(stem(joined.replaceAll("-", "")));
  return asked.map(({ part, terms, hits }) => HAN.test(part)
    ? folded.includes(part) ? 1 : 0.5 * terms.filter(term => folded.includes(term)).length / terms.length
    : Math.max(0, ...words.map(word => hits.get(word) ?? 0)));
};

/* Step two: the document with its best sentence. */
const judge = (row, score, asked, found) => {
  const [address, group, title, names = [], summary = "", sentences = []] = row;
  const total = asked.reduce((sum, unit) => sum + unit.weight, 0);
  const weigh = values => values.reduce((sum, value, i) => sum + value * asked[i].weight, 0) / total;
  const inName = [title, ...names].map(name => [holds(name, asked, found.han), name]);
  const named = inName.reduce((all, [values]) => all.map((value, i) => Math.max(value, values[i])), asked.map(() => 0));
  const length = asked.reduce((sum, { part }) => sum + part.length, 0);
  const close = Math.max(...inName.map(([values, name]) =>
    weigh(values) * Math.min(1, length / cut(fold(name, found.han)).join("").length)));
  // a sentence is better than the summary only where it holds what neither the name nor the summary does
  const together = values => weigh(values.map((value, i) => Math.max(value, named[i])));
  const inSummary = holds(summary, asked, found.han);
  let best = { anchor: "", text: summary, date: "" }, most = together(inSummary), key = summary ? most + 0.1 : -1;
  for (const [a, b, date = ""] of sentences) {
    const [anchor, text] = b === undefined ? ["", a] : [a, b];
    const values = holds(text, asked, found.han), other = together(values) + 0.1 * weigh(values);
    if (other > key) [best, key, most] = [{ anchor, text, date }, other, Math.max(most, together(values))];
  }
  const worth = score * (0.4 + most) * (1 + 2 * close ** 2) * (1 + Math.log(1 + sentences.length) / 12);
  return { address, group, title, names, named: inName, ...best, worth };
};

/* The best `limit` results of a query, best first, and how many pages are likely altogether. */
export const find = async (query, limit = 16) => {
  const seek = async () => {
    const found = await ready();
    const asked = units(query, found);
    const all = asked.length ? await likely(found, asked) : [];
    const rows = await Promise.all(all.slice(0, limit).map(async ([number, score]) => {
      const at = before(found.texts, number);
      return judge((await piece(found.version, "d" + at))[number - found.texts[at]], score, asked, found);
    }));
    return { rows: rows.sort((a, b) => b.worth - a.worth), count: all.length, asked, found };
  };
  return seek().catch(() => { // the site may be newer than the index that this browser kept
    index = open("reload").catch(error => { index = undefined; throw error; });
    return seek();
  });
};

/* --- showing --------------------------------------------------------------------------------- */

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/* `text` with the words of the query marked. */
const marked = (text, { asked, found }) => {
  const runs = asked.filter(({ part }) => HAN.test(part)).map(({ part }) => part);
  const nodes = [];
  for (const part of text.split(/([\u3400-\u9fff]+|[^\s\u3400-\u9fff]+)/u)) {
    if (HAN.test(part)) {
      const folded = [...part].map(c => found.han.get(c) ?? c).join("");
      const run = runs.find(run => folded.includes(run));
      const at = run ? folded.indexOf(run) : -1;
      if (at < 0) nodes.push(part);
      else nodes.push(part.slice(0, at), element("mark", {}, part.slice(at, at + run.length)), part.slice(at + run.length));
    } else if (part.trim() && holds(part, asked, found.han).some(value => value > 0)) {
      const [, head, word, tail] = part.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
      nodes.push(head, element("mark", {}, word), tail);
    } else nodes.push(part);
  }
  return nodes;
};

const lang = text => HAN.test(text) ? { lang: "zh" } : {};
/* The other name that the query found, or else the Chinese one. */
const also = ({ names, named }, state) => {
  const weights = named.map(([values]) => values.reduce((sum, value) => sum + value, 0));
  const most = weights.indexOf(Math.max(...weights));
  const name = most ? named[most][1] : names.find(name => HAN.test(name));
  return name ? [" ", element("span", { ...lang(name), class: "zh" }, ...marked(name, state))] : [];
};
const to = ({ address, anchor }) => new URL(address + (anchor ? "#" + anchor : ""), root).href;

/* The three best, whatever they are, then the others by group, the group of the best of them first. */
const grouped = ({ rows, found }, each = Infinity) => {
  const groups = new Map(rows.length ? [["Best matches", rows.slice(0, 3)]] : []);
  for (const row of rows.slice(3)) {
    const label = found.groups[row.group][1];
    groups.set(label, [...(groups.get(label) ?? []), row]);
  }
  return [...groups].map(([label, list]) => [label, list.slice(0, each)]);
};
const names = () => element("a", { href: new URL("search/", root).href }, "All names, A to Z");
const none = (words, ...more) => element("p", { class: "none" }, words + " ", ...more);
const failed = () => none("The search could not be loaded.", names());

/* Results under a field while somebody types. */
const suggest = (form, number) => {
  const field = form.querySelector("input"), id = `hits-${number}`;
  const list = element("div", { role: "listbox", id, "aria-label": "Search results" });
  const box = element("div", { class: "hits" }, list);
  const said = element("output", { class: "vh", "aria-live": "polite" });
  box.hidden = true;
  form.append(box, said);
  for (const [key, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id }))
    field.setAttribute(key, value);
  let turn = 0, timer, active = -1;
  const option = (id, href, ...content) => element("a", { role: "option", id, href, tabindex: "-1", "aria-selected": "false" }, ...content);

  const show = open => {
    box.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = to => {
    const options = list.querySelectorAll("[role=option]"), places = options.length + 1;
    active = (to + 1 + places) % places - 1; // round, past the field itself: -1
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const line = (row, state, key) => option(`${id}-${key}`, to(row),
    element("span", { ...lang(row.title), class: "t e " + state.found.groups[row.group][0] }, ...marked(row.title, state)), ...also(row, state),
    element("span", { class: "s" }, ...marked(row.text, state)));
  const seek = async () => {
    const mine = ++turn, query = field.value.trim();
    if (query.length < 2 && !HAN.test(query)) return show(false);
    let state;
    try { state = await find(query); } catch { state = null; }
    if (mine !== turn || !form.contains(document.activeElement)) return; // typed on, or gone
    list.replaceChildren();
    box.replaceChildren(list);
    if (!state?.rows.length) {
      box.replaceChildren(state ? none(`Nothing found for ${query}.`) : failed(), list);
      said.value = box.textContent;
      return show(true);
    }
    let count = 0;
    for (const [label, rows] of grouped({ ...state, rows: state.rows.slice(0, 10) })) {
      const name = element("div", { class: "g", id: `${id}-g${count}` }, label);
      list.append(element("div", { role: "group", "aria-labelledby": name.id }, name, ...rows.map(row => line(row, state, count++))));
    }
    list.append(option(id + "-all", new URL("search/?q=" + encodeURIComponent(query), root).href, `All results for ${query}`));
    said.value = `${count} results, use the arrow keys`;
    show(true);
    choose(-1);
  };

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(seek, 120); });
  field.addEventListener("keydown", event => {
    if (event.isComposing) return; // Enter and arrows belong to the input method
    if (event.key === "Escape" && !box.hidden) { turn++; show(false); event.preventDefault(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) return void seek();
      choose(event.key === "ArrowDown" ? active + 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0 && !box.hidden) {
      event.preventDefault();
      list.querySelectorAll("[role=option]")[active].click();
    }
  });
  form.addEventListener("focusout", event => { if (!form.contains(event.relatedTarget)) { turn++; show(false); } });
  form.addEventListener("submit", event => { if (!field.value.trim()) event.preventDefault(); });
  const shown = new URLSearchParams(location.search).has("q"); // the results stand on the page
  if (document.activeElement === field && field.value && !shown) seek(); // typed while this was loading
};

/* The page of results: search/?q=… */
const results = async place => {
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  if (!query) return;
  const LIMIT = 40;
  for (const field of document.querySelectorAll(".find input")) field.value = query;
  document.title = `${query}: ${document.title}`;
  const said = element("p", { role: "status" }, "Searching …");
  place.replaceChildren(said);
  place.hidden = false;
  document.getElementById("names").hidden = true;
  let state;
  try { state = await find(query, LIMIT); } catch { return place.replaceChildren(failed()); }
  const line = row => element("li", {},
    element("a", { ...lang(row.title), class: "e " + state.found.groups[row.group][0], href: to({ address: row.address }) }, ...marked(row.title, state)), ...also(row, state),
    element("p", {}, ...(row.anchor ? [element("a", { href: to(row) }, ...marked(row.text, state))] : marked(row.text, state)),
      ...(row.date ? [" ", element("span", { class: "note" }, row.date)] : [])));
  place.append(...grouped(state).map(([label, rows]) => element("section", {},
    element("h2", {}, label), element("ol", {}, ...rows.map(line)))));
  const { length } = state.rows;
  said.replaceChildren(length ? `${state.count > length ? `The best ${length} of ${state.count.toLocaleString("en-GB")}` : length} ${state.count === 1 ? "result" : "results"} for ${query}.` : `Nothing found for ${query}.`,
    " ", names());
};

document.querySelectorAll("form.find").forEach(suggest);
const place = document.getElementById("found");
if (place) results(place);
