// The corpus as data, and what pages need of each other: sources by id, and what points to each entity.
import fs from "node:fs";
import path from "node:path";
import * as yaml from "js-yaml";

export const COLLECTIONS = ["players", "initiatives", "policies", "challenges"];
const read = file => yaml.load(fs.readFileSync(file, "utf8"));
const records = folder => fs.existsSync(folder)
  ? fs.readdirSync(folder).filter(name => name.endsWith(".yml")).sort().map(name => [path.basename(name, ".yml"), read(path.join(folder, name))])
  : [];
const add = (map, key, value) => { const list = map.get(key); if (list) list.push(value); else map.set(key, [value]); };

export function load(folder) {
  const graph = { entities: [], byId: new Map(), sources: new Map(), events: [], numbers: [], ties: new Map(),
    eventsOf: new Map(), numbersOf: new Map(), claimsOf: new Map(), words: read(`${folder}/taxonomy.yml`), article: read(`${folder}/article.yml`) };
  const keep = sources => { for (const [id, source] of Object.entries(sources ?? {})) graph.sources.set(id, { id, ...source }); };
  for (const section of COLLECTIONS) {
    for (const [id, record] of records(`${folder}/${section}`)) {
      const entity = { id, section, title: record.name.en, url: `/hk-ai/${section}/${id}/`, ...record };
      graph.entities.push(entity);
      graph.byId.set(id, entity);
      keep(record.sources);
    }
  }
  for (const entity of graph.entities) {
    for (const [type, ties] of Object.entries(entity.relations ?? {})) {
      for (const tie of ties) add(graph.ties, tie.to, { type, page: entity, sources: tie.sources });
    }
  }
  for (const [, file] of records(`${folder}/sources`)) keep(file.sources);
  for (const [, file] of records(`${folder}/events`)) {
    keep(file.sources);
    for (const [id, record] of Object.entries(file.events)) {
      const event = { id, ...record };
      graph.events.push(event);
      for (const entity of event.entities) add(graph.eventsOf, entity, event);
    }
  }
  for (const [id, record] of records(`${folder}/metrics`)) {
    const metric = { id, url: `/hk-ai/numbers/${id}/`, ...record };
    graph.numbers.push(metric);
    add(graph.numbersOf, metric.subject, metric);
    keep(record.sources);
  }
  for (const [id, claim] of Object.entries(graph.article.claims)) {
    for (const entity of claim.about) add(graph.claimsOf, entity, { id, ...claim });
  }
  const newest = (a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0);
  graph.events.sort(newest);
  for (const events of graph.eventsOf.values()) events.sort(newest);
  return graph;
}
