// The pages that list: directories, A to Z, numbers, timeline, sources by kind, the article.
import { a, Citations, date, h, number, plain, prose } from "../html.js";
import { frame } from "../frame.js";
import { COLLECTIONS } from "../corpus.js";

const KINDS = ["academic", "aggregator", "company", "government", "press", "reference", "regulator"];
const byTitle = (one, other) => (one.title < other.title ? -1 : 1);
const name = e => `${a(e)}${e.name["zh-Hant"] ? ` <span lang="zh-Hant">${h(e.name["zh-Hant"])}</span>` : ""}`;

const directory = section => graph => `<p>${h(graph.words.collections[section].about)}</p>
<table class="directory"><thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Status</th><th scope="col">Summary</th><th scope="col">Facts</th></tr></thead><tbody>
${graph.entities.filter(e => e.section === section).sort(byTitle).map(e => `<tr id="${e.id}"><th scope="row">${name(e)}</th><td>${graph.words.collections[section].kinds[e.kind].one.en}</td><td><span class="st ${e.status}">${e.status}</span></td><td>${h(plain(graph, e.summary))}</td><td class="num">${Object.keys(e.facts).length}</td></tr>`).join("\n")}
</tbody></table>`;
const sources = kind => graph => `<ul>
${[...graph.sources.values()].filter(s => s.kind === kind).map(s => `<li id="${s.id}"><a href="${h(s.url)}"><span lang="${s.language}">${h(s.title)}</span></a> ${h(s.publisher)}, ${s.published ? date(s.published) : "no date"}</li>`).join("\n")}
</ul>`;
const PAGES = [
  ...COLLECTIONS.map(section => [section, section[0].toUpperCase() + section.slice(1), directory(section)]),
  ...KINDS.map(kind => [`sources/${kind}`, kind, sources(kind)]),
  ["sources", "Sources", () => `<ul>
${KINDS.map(kind => `<li><a href="${kind}/">${kind}</a></li>`).join("\n")}
</ul>`],
  ["search", "Search, A to Z", graph => `<ul>
${[...graph.entities].sort(byTitle).map(e => `<li>${name(e)}</li>`).join("\n")}
</ul>`],
  ["numbers", "Numbers", graph => `<table><thead><tr><th scope="col">Figure</th><th scope="col">Latest</th><th scope="col">Unit</th><th scope="col">Date</th></tr></thead><tbody>
${graph.numbers.map(m => `<tr><td><a href="${m.url}">${h(m.name)}</a></td><td class="num">${number(m.points.at(-1).value)}</td><td>${h(m.unit)}</td><td>${m.points.at(-1).as_of}</td></tr>`).join("\n")}
</tbody></table>`],
  ["timeline", "Timeline", graph => `<table><tbody>
${graph.events.map(event => `<tr id="${event.id}"><td>${date(event.date)}</td><td>${prose(graph, event.says)}</td><td>${event.sources.map(id => graph.sources.get(id)).map(s => `<a href="${h(s.url)}">${h(s.publisher)}</a>`).join(" ")}</td></tr>`).join("\n")}
</tbody></table>`],
  ["article", "The article, checked", graph => {
    const citations = new Citations(graph);
    return `<table><tbody>
${Object.entries(graph.article.claims).map(([id, claim]) => `<tr id="${id}"><td><span class="verdict ${claim.verdict}">${graph.words.verdicts[claim.verdict].en}</span></td><td>${h(claim.claim)} ${prose(graph, claim.note)}${citations.cite(claim.sources, id, 1)}</td></tr>`).join("\n")}
</tbody></table>
${citations.list()}`;
  }],
];

export const data = {
  pages: PAGES,
  pagination: { data: "pages", size: 1, alias: "shown", addAllPagesToCollections: true },
  permalink: ({ shown }) => `/${shown[0]}/index.html`,
};

export function render({ shown: [path, title, body], graph }) {
  return frame({ title, address: `/hk-ai/${path}/`, section: path }, `<h1>${h(title)}</h1>
${body(graph)}`);
}
