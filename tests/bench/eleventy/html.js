// Parts of pages: text escaped, names linked, dates in words, sources numbered, ties and figures drawn.
import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: true });
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const h = text => String(text).replace(/[&<>"]/g, c => ESCAPES[c]);
export const number = value => value.toLocaleString("en");
const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

const LINK = /\[\[([a-z0-9-]+)(?:\|([^\]]+))?\]\]/g;
export const a = entity => `<a class="e ${entity.section}" href="${entity.url}">${h(entity.title)}</a>`;
export const prose = (graph, text) => markdown.renderInline(text.includes("[[")
  ? text.replace(LINK, (_, id, words) => { const to = graph.byId.get(id); return `<a class="e ${to.section}" href="${to.url}">${h(words ?? to.title)}</a>`; })
  : text);
export const plain = (graph, text) => text.includes("[[") ? text.replace(LINK, (_, id, words) => words ?? graph.byId.get(id).title) : text;

const MONTHS = "January February March April May June July August September October November December".split(" ");
export const date = when => {
  if (when === "undated") return '<span class="undated">undated</span>';
  const [year, month, day] = when.split("-");
  const words = [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
  return `<time datetime="${when}">${words}</time>`;
};

const STRENGTH = { government: 3, regulator: 3, academic: 3, aggregator: 1 };
export class Citations { // sources numbered in the order in which the page first cites them
  constructor(graph) { this.graph = graph; this.cited = new Map(); }

  cite(ids, anchor, names = 0) {
    return ids.map((id, i) => {
      const source = this.graph.sources.get(id);
      let seen = this.cited.get(id);
      if (!seen) this.cited.set(id, seen = { number: this.cited.size + 1, anchor, uses: 0 });
      seen.uses += 1;
      return ` <a class="c s${STRENGTH[source.kind] ?? 2}" href="#source-${seen.number}" aria-label="Source ${seen.number}: ${h(source.publisher)}, ${source.kind}">${seen.number}</a>${i < names ? ` <span class="sn">${h(source.publisher)}</span>` : ""}`;
    }).join("");
  }

  list() {
    if (!this.cited.size) return "";
    const { languages } = this.graph.words;
    const rows = [...this.cited].map(([id, use]) => {
      const s = this.graph.sources.get(id);
      const title = s.language === "en" ? h(s.title) : `<span lang="${s.language}">${h(s.title)}</span>`;
      return `<li id="source-${use.number}"><a href="${h(s.url)}">${title}</a> ${h(s.publisher)}${s.repost_of ? `, repost of ${h(s.repost_of)}` : ""}, ${s.published ? date(s.published) : "no date"}${s.language === "en" ? "" : `, ${languages[s.language].en}`} <span class="sk ${s.kind}">${s.kind[0].toUpperCase()}${s.kind.slice(1)}</span> <a href="#${use.anchor}">${use.uses} ${use.uses === 1 ? "use" : "uses"}</a></li>`;
    });
    return `<h2 id="sources">Sources <span class="count">${rows.length}</span></h2>
<ul class="legend"><li><span class="c s3">1</span> official or academic</li><li><span class="c s2">2</span> press, company, reference</li><li><span class="c s1">3</span> repost or aggregator</li></ul>
<div class="sources"><ol>
${rows.join("\n")}
</ol></div>`;
  }
}

export function picture(title, behind, beside) { // one row each, those behind to the left
  const height = 24 + 24 * Math.max(behind.length, beside.length);
  const middle = height / 2;
  const side = (name, ties, [x, bend, end, verb, dot, text]) => ties.map((_, i) => {
    const y = 24 + 24 * i;
    return `<path class="tie" d="M${x} ${y}c${bend} ${middle - y} ${end} ${middle - y}"/>`;
  }).join("\n") + `
<g class="${name}">
${ties.map((tie, i) => `<text class="verb" x="${verb}" y="${24 + 24 * i}">${h(tie.verb)}</text>
<a class="e ${tie.page.section}" href="${tie.page.url}"><title>${h(tie.page.title)}</title><circle cx="${dot}" cy="${24 + 24 * i}" r="4.5"/><text x="${text}" y="${28 + 24 * i}">${h(cut(tie.page.title, 32))}</text></a>`).join("\n")}
</g>`;
  return `<div class="net-box"><svg class="net" viewBox="0 0 832 ${height}" role="group" aria-label="Connections of ${h(title)}, drawn; the list below says the same">
${side("before", behind, [273, "22 0 23", 45, 100, 262, 251])}
${side("after", beside, [559, "-23 0 -22", -45, 700, 570, 581])}
<rect class="centre" x="318" y="${middle - 18}" width="196" height="36"/>
<text class="centre-name" x="416" y="${middle + 5}">${h(cut(title, 28))}</text>
</svg></div>`;
}

function chart({ name, unit, points }) { // two points or more as a line
  if (points.length < 2) return "";
  const most = Math.max(...points.map(point => point.value));
  const grid = [0, 1, 2, 3, 4].map(n => `<line class="grid" x1="60" y1="${180 - 35 * n}" x2="600" y2="${180 - 35 * n}"/><text class="tick" x="54" y="${184 - 35 * n}" text-anchor="end">${number(Math.round(most / 4 * n))}</text>`);
  const placed = points.map((point, i) => ({ ...point, x: Math.round(60 + 520 / (points.length - 1) * i), y: Math.round(180 - 140 * point.value / most) }));
  return `<figure class="fg"><figcaption>${h(name)}<span class="note">${h(unit)}</span></figcaption>
<svg class="chart" viewBox="0 0 640 220" role="img" aria-label="${h(name)}: ${points.length} values, drawn; the table below has them">
<line class="axis" x1="60" y1="180" x2="600" y2="180"/>
${grid.join("\n")}
${placed.map(p => `<g class="point"><title>${p.as_of}: ${number(p.value)}</title><circle class="dot" cx="${p.x}" cy="${p.y}" r="4"/><text class="value" x="${p.x}" y="${p.y - 10}" text-anchor="middle">${number(p.value)}</text><text class="tick" x="${p.x}" y="198" text-anchor="middle">${p.as_of}</text></g>`).join("\n")}
<polyline class="line" points="${placed.map(p => `${p.x},${p.y}`).join(" ")}"/>
</svg></figure>`;
}

export const points = (metric, citations) => `${chart(metric)}<table class="points"><thead><tr><th scope="col">Date</th><th scope="col">${h(metric.unit)}</th><th scope="col">Sources</th></tr></thead><tbody>
${metric.points.map(p => `<tr><th scope="row">${date(p.as_of)}</th><td class="num">${number(p.value)}</td><td>${citations.cite(p.sources, "numbers", 1)}</td></tr>`).join("\n")}
</tbody></table>`;
