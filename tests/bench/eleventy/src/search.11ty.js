// The search index: one entry for each page with its facts, one for each source, figure and event.
import { plain } from "../html.js";

export const data = { permalink: "/search/index.json" };

export function render({ graph }) {
  const entries = graph.entities.map(e => ({
    a: e.url,
    t: e.title,
    n: [e.name["zh-Hant"], ...(e.aka ?? [])].filter(Boolean),
    s: plain(graph, e.summary),
    f: [
      ...Object.entries(e.facts).map(([id, fact]) => ({ a: id, s: plain(graph, fact.says), d: fact.as_of })),
      ...Object.values(e.unknowns ?? {}).map(unknown => ({ a: "unknowns", s: unknown.says })),
    ],
  }));
  for (const m of graph.numbers) entries.push({ a: m.url, t: m.name, s: m.note });
  for (const e of graph.events) entries.push({ a: `timeline/#${e.id}`, t: e.date, s: plain(graph, e.says) });
  for (const s of graph.sources.values()) entries.push({ a: `sources/${s.kind}/#${s.id}`, t: s.title, s: s.publisher });
  return JSON.stringify(entries);
}
