// The page of one entity.
import { a, Citations, date, h, number, picture, plain, points, prose } from "../html.js";
import { frame } from "../frame.js";

export const data = {
  pagination: { data: "graph.entities", size: 1, alias: "entity", addAllPagesToCollections: true },
  permalink: ({ entity }) => `/${entity.section}/${entity.id}/index.html`,
};

const h2 = (id, title, count) => `<h2 id="${id}">${title} <span class="count">${count}</span></h2>`;
const host = url => new URL(url).host.replace(/^www\./, "");
const table = (heads, rows) => `<table><thead><tr>${heads.map(head => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table>`;

function tied(graph, e) {
  const sides = { behind: [], beside: [] };
  for (const [type, ties] of Object.entries(e.relations ?? {})) {
    const word = graph.words.relations[type];
    for (const tie of ties) sides[word.side].push({ verb: word.reads.en, page: graph.byId.get(tie.to), sources: tie.sources });
  }
  for (const tie of graph.ties.get(e.id) ?? []) {
    sides.beside.push({ verb: graph.words.relations[tie.type].inverse.en, page: tie.page, sources: tie.sources });
  }
  return sides;
}

function infobox(graph, e, facts, behind) {
  const { words } = graph, rows = [];
  const row = (label, ...values) => rows.push(`<dt>${label}</dt>${values.map(value => `<dd>${value}</dd>`).join("")}`);
  row("Kind", words.collections[e.section].kinds[e.kind].one.en);
  row("Status", `<span class="st ${e.status}">${words.statuses[e.status].en}</span>`);
  for (const field of ["founded", "launched", "issued", "in_force", "ended"]) if (e[field]) row(words.fields[field].en, date(e[field]));
  for (const field of ["place", "listed", "licence"]) if (e[field]) row(words.fields[field].en, h(e[field]));
  if (e.amounts) row("Amount", ...e.amounts.map(each => `<a href="#${each.fact}">HK$${number(each.value / 1e6)} million</a> <span class="note">${words.amounts[each.basis].en.toLowerCase()}</span>`));
  if (e.applicants) row("Who may apply", h(e.applicants.says));
  for (const [field, label] of [["apply_at", "Where to apply"], ["download", "To be had at"], ["website", "Website"]]) if (e[field]) row(label, `<a href="${h(e[field])}">${host(e[field])}</a>`);
  if (e.section === "policies") row("Binding", e.binding ? "yes" : '<span class="unknown">no source says</span>');
  for (const tie of behind) row(tie.verb, a(tie.page));
  if (e.sectors) row("Sectors", e.sectors.map(sector => words.sectors[sector].en).join(", "));
  if (e.aka) row("Also called", e.aka.map(h).join(", "));
  const used = [...new Set(facts.flatMap(([, fact]) => fact.sources))];
  const kinds = {};
  for (const id of used) { const { kind } = graph.sources.get(id); kinds[kind] = (kinds[kind] ?? 0) + 1; }
  const mix = Object.entries(kinds).map(([kind, n]) => `${n} ${kind}`).join(", ");
  const dated = facts.map(([, fact]) => fact.as_of).filter(when => when !== "undated");
  const verified = facts.map(([, fact]) => fact.verified).filter(Boolean).sort();
  return `<aside class="infobox" aria-label="At a glance"><dl>
${rows.join("\n")}
</dl>
<div class="evidence"><p><strong>Evidence</strong></p>
<p><strong>${facts.length}</strong> ${facts.length === 1 ? "fact" : "facts"}, <strong>${used.length}</strong> ${used.length === 1 ? "source" : "sources"}</p>
<span class="mix" role="img" aria-label="${mix}">${Object.entries(kinds).map(([kind, n]) => `<i class="${kind} n${Math.max(1, Math.round(20 * n / used.length))}"></i>`).join("")}</span>
<p class="note">${mix}</p>
<dl>
${dated.length ? `<dt>Oldest statement</dt><dd>${date(dated.at(-1))}</dd>
<dt>Newest</dt><dd>${date(dated[0])}</dd>` : ""}
<dt>Last verified</dt><dd>${verified.length ? (verified.length < facts.length ? `${verified.length} of ${facts.length} facts, ` : "") + date(verified[0]) : '<span class="unknown">not yet</span>'}</dd>
</dl></div></aside>`;
}

export function render({ entity: e, graph }) {
  const { words } = graph, citations = new Citations(graph), parts = [];
  const facts = Object.entries(e.facts).sort(([, a], [, b]) => (a.as_of < b.as_of ? 1 : a.as_of > b.as_of ? -1 : 0));
  const { behind, beside } = tied(graph, e);
  const events = graph.eventsOf.get(e.id) ?? [], numbers = graph.numbersOf.get(e.id) ?? [], claims = graph.claimsOf.get(e.id) ?? [];
  const disagreements = Object.entries(e.disagreements ?? {}), unknowns = Object.values(e.unknowns ?? {});
  const collection = words.collections[e.section];

  const contents = [["disagreements", "Where sources disagree", disagreements.length], ["facts", "Facts", facts.length], ["connections", "Connections", behind.length + beside.length], ["article", "What the article says", claims.length], ["events", "Events", events.length], ["numbers", "Numbers", numbers.length], ["unknowns", "Looked for, not found", unknowns.length]];
  parts.push(`<div class="entry c-${e.section}">
<nav class="crumb" aria-label="Breadcrumb"><span class="sh ${e.section}" aria-hidden="true"></span><a href="../">${collection.label.en}</a> › <a href="../#${e.kind}">${collection.kinds[e.kind].many.en}</a></nav>
<h1>${h(e.title)}</h1>
${e.name["zh-Hant"] ? `<p class="names"><span lang="zh-Hant">${h(e.name["zh-Hant"])}</span></p>` : ""}
<div class="lead"><p>${prose(graph, e.summary)}</p></div>
<div class="side">
${infobox(graph, e, facts, behind)}
<nav class="onpage" aria-label="On this page"><p>On this page</p><ul>
${contents.filter(row => row[2]).map(([id, title, count]) => `<li><a href="#${id}">${title} <span class="count">${count}</span></a></li>`).join("\n")}
<li><a href="#sources">Sources</a></li></ul></nav></div>`);

  if (disagreements.length) parts.push(h2("disagreements", "Where sources disagree", disagreements.length), ...disagreements.map(([id, question]) => `<section class="vs"><h3 id="disagreement-${id}">${h(question.question)}</h3><ul>
${question.readings.map(reading => `<li><strong>${h(reading.value)}</strong>${reading.basis ? ` <span class="b">${h(reading.basis)}</span>` : ""} <span class="d">${date(e.facts[reading.fact].as_of)} ${citations.cite(e.facts[reading.fact].sources, reading.fact)}</span></li>`).join("\n")}
</ul>${question.note ? `<div class="why"><p>${prose(graph, question.note)}</p></div>` : ""}</section>`));

  let year = "";
  parts.push(h2("facts", "Facts", facts.length), '<div class="facts">', table(["Date", "Statement", "Sources"], facts.map(([id, fact]) => {
    const of = fact.as_of.slice(0, 4);
    const shown = of === year ? "" : `<b class="y" aria-hidden="true">${of}</b>`;
    const when = fact.as_of === "undated" ? '<span class="undated">undated</span>' : `${shown}${date(fact.as_of)}`;
    if (fact.as_of !== "undated") year = of;
    return `<tr id="${id}"><td>${when}</td><td>${prose(graph, fact.says)}${fact.note ? ` <span class="note">${prose(graph, fact.note)}</span>` : ""}</td><td>${citations.cite(fact.sources, id, 2)} <a class="here" href="#${id}" aria-label="Link to this fact">¶</a></td></tr>`;
  })), "</div>");

  if (behind.length + beside.length) {
    const side = (title, ties) => {
      if (!ties.length) return "";
      const verbs = Map.groupBy ? Map.groupBy(ties, tie => tie.verb) : ties.reduce((map, tie) => map.set(tie.verb, [...(map.get(tie.verb) ?? []), tie]), new Map());
      return `<div><h3>${title}</h3><ul>
${[...verbs].map(([verb, group]) => `<li>${verb}
<ul>
${group.map(tie => `<li>${a(tie.page)} <span class="note">${words.collections[tie.page.section].kinds[tie.page.kind].one.en.toLowerCase()}</span>${citations.cite(tie.sources, "connections")}</li>`).join("\n")}
</ul></li>`).join("\n")}</ul></div>`;
    };
    parts.push(h2("connections", "Connections", behind.length + beside.length), picture(e.title, behind, beside), '<div class="ties" id="ties">', side("Behind it", behind), side("From it, with it", beside), "</div>");
  }
  if (claims.length) parts.push(h2("article", "What the article says", claims.length), '<div class="claims">', table(["Verdict", "Claim and evidence"], claims.map(claim => `<tr><td><span class="verdict ${claim.verdict}">${words.verdicts[claim.verdict].en}</span></td><td><span class="claim"><a href="../../article/#${claim.id}">${h(claim.claim)}</a></span> ${prose(graph, claim.note)}${citations.cite(claim.sources, "article")}</td></tr>`)), "</div>");
  if (events.length) parts.push(h2("events", "Events", events.length), '<div class="events">', table(["Date", "Event", "Sources"], events.map(event => `<tr><td>${date(event.date)}</td><td>${prose(graph, event.says)} <span class="about">${event.entities.filter(id => id !== e.id).map(id => a(graph.byId.get(id))).join(" ")}</span></td><td>${citations.cite(event.sources, "events")}</td></tr>`)), "</div>");
  if (numbers.length) parts.push(h2("numbers", "Numbers", numbers.length), '<div class="figs">', ...numbers.map(metric => `<h3><a href="${metric.url}">${h(metric.name)}</a></h3>
${points(metric, citations)}`), "</div>");
  if (unknowns.length) parts.push(h2("unknowns", "Looked for, not found", unknowns.length), `<div class="gaps"><ul>
${unknowns.map(unknown => `<li>${prose(graph, unknown.says)} <span class="note">Looked for until ${date(unknown.looked)}.</span></li>`).join("\n")}
</ul></div>`);
  parts.push(citations.list(), "</div>");
  return frame({ title: e.title, summary: plain(graph, e.summary), address: e.url, section: e.section, entity: e }, parts.join("\n"));
}
