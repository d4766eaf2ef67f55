// The page of one figure.
import { a, Citations, h, points } from "../html.js";
import { frame } from "../frame.js";

export const data = {
  pagination: { data: "graph.numbers", size: 1, alias: "metric", addAllPagesToCollections: true },
  permalink: ({ metric }) => `/numbers/${metric.id}/index.html`,
};

export function render({ metric, graph }) {
  const citations = new Citations(graph), subject = graph.byId.get(metric.subject);
  return frame({ title: metric.name, address: metric.url }, `<nav class="crumb" aria-label="Breadcrumb"><a href="../">Numbers</a></nav>
<h1>${h(metric.name)}</h1>
<p class="note">${h(metric.unit)}; ${subject ? a(subject) : "Hong Kong"}</p>
${metric.note ? `<p>${h(metric.note)}</p>` : ""}
${points(metric, citations)}
${citations.list()}`);
}
