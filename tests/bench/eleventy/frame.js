// What is around every page: head, header, site map, how to cite it.
import { h } from "./html.js";

const SITE = "http://127.0.0.1:8000";
const SECTIONS = ["players", "initiatives", "policies", "challenges"];
const PAGES = ["guides", "timeline", "numbers", "connections", "coverage", "article"];
const MAP = {
  "Look up": [...SECTIONS, "search"],
  "See it whole": ["timeline", "numbers", "connections", "coverage"],
  Guides: ["guides", "guides/funding", "guides/computing-power", "guides/rules", "guides/study", "guides/models", "guides/regulators", "guides/story", "guides/article"],
  Trust: ["article", "sources", "quality", "contribute", "contribute/macros", "contribute/measured", "contribute/links"],
};
const title = word => word[0].toUpperCase() + word.slice(1).replaceAll("-", " ");
const colours = `<form class="md-header__option" data-md-component="palette">
<input class="md-option" data-md-color-media="(prefers-color-scheme)" data-md-color-scheme="auto" data-md-color-primary="custom" data-md-color-accent="custom" aria-label="Colours follow the system; switch to light" type="radio" name="__palette" id="__palette_0">
<label class="md-header__button md-icon" title="Colours follow the system; switch to light" for="__palette_1" hidden><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16m0 1.9v12.2a6.1 6.1 0 0 1 0-12.2"/></svg></label>
<input class="md-option" data-md-color-media="(prefers-color-scheme: light)" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom" aria-label="Light colours; switch to dark" type="radio" name="__palette" id="__palette_1">
<label class="md-header__button md-icon" title="Light colours; switch to dark" for="__palette_2" hidden><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16m0 1.9a6.1 6.1 0 1 1 0 12.2 6.1 6.1 0 0 1 0-12.2"/></svg></label>
<input class="md-option" data-md-color-media="(prefers-color-scheme: dark)" data-md-color-scheme="slate" data-md-color-primary="custom" data-md-color-accent="custom" aria-label="Dark colours; follow the system" type="radio" name="__palette" id="__palette_2">
<label class="md-header__button md-icon" title="Dark colours; follow the system" for="__palette_0" hidden><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/></svg></label>
</form>
<script>
// The colours that the reader chose, before anything is drawn
(() => {
  const kept = JSON.parse(localStorage.getItem("colours") || "null");
  const inputs = [...document.querySelectorAll(".md-option")];
  const use = input => {
    for (const key of ["scheme", "primary", "accent", "media"]) {
      document.body.setAttribute(\`data-md-color-${"$"}{key}\`, input.getAttribute(\`data-md-color-${"$"}{key}\`));
    }
    inputs.forEach(other => { other.checked = other === input; });
  };
  if (kept !== null && inputs[kept]) use(inputs[kept]);
  inputs.forEach((input, number) => input.addEventListener("change", () => {
    use(input);
    localStorage.setItem("colours", JSON.stringify(number));
  }));
})();
</script>`;

const header = section => `<a href="#facts" class="md-skip">Skip to content</a>
<header class="md-header" data-md-component="header"><div class="md-header__inner md-grid">
<a class="brand" href="/hk-ai/"><svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true"><circle cx="7" cy="7" r="5.6" fill="var(--players)"/><path fill="var(--initiatives)" d="M16 2h10v10H16z"/><path fill="var(--policies)" d="m7 14.4 6.6 6.6L7 27.6.4 21z"/><path fill="var(--challenges)" d="M21 15l6.4 11.6H14.6z"/></svg> <span>AI in Hong Kong</span> <span class="zh" lang="zh-Hant">香港人工智能</span></a>
<form class="find" role="search" action="/hk-ai/search/"><input type="search" name="q" aria-label="Search names, facts, sources" placeholder="Search names, facts, sources"><button aria-label="Search"><span class="i search" aria-hidden="true"></span></button></form>
${colours}
<a class="menu" href="#site-map">Menu</a>
</div></header>
<nav class="rows" aria-label="Sections"><div class="md-grid"><ul>
${SECTIONS.map(s => `<li class="c-${s}"><a href="/hk-ai/${s}/"${s === section ? ' aria-current="true"' : ""}><span class="sh ${s}" aria-hidden="true"></span>${title(s)}</a></li>`).join("\n")}
</ul><ul>
${PAGES.map(s => `<li><a href="/hk-ai/${s}/">${title(s)}</a></li>`).join("\n")}
</ul></div></nav>`;
const headers = Object.fromEntries([...SECTIONS, ""].map(section => [section, header(section)]));

const foot = `<footer class="site-foot" id="site-map"><div class="md-grid"><nav aria-label="Site map">
${Object.entries(MAP).map(([name, pages]) => `<div><h2>${name}</h2><ul>${pages.map(page => `<li><a href="/hk-ai/${page}/">${title(page.split("/").pop())}</a></li>`).join("")}</ul></div>`).join("\n")}
</nav>
<p>Text and data <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>. Not affiliated with any body named here. No cookies, no trackers, nothing loaded from other hosts.</p>
</div></footer>`;

export function frame({ title, summary, address, section = "", entity }, body) {
  const url = SITE + address, id = address.split("/").at(-2);
  const about = entity && { "@context": "https://schema.org", "@type": "Organization", name: title, description: summary, url, alternateName: entity.aka, foundingDate: entity.founded, sameAs: entity.website };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${h(title)} - AI in Hong Kong</title>
${summary ? `<meta name="description" content="${h(summary)}">
<meta property="og:description" content="${h(summary)}">
` : ""}<meta property="og:type" content="article">
<meta property="og:site_name" content="AI in Hong Kong">
<meta property="og:title" content="${h(title)}">
<meta property="og:url" content="${url}">
<link rel="canonical" href="${url}">
<link rel="icon" href="/hk-ai/assets/logo.svg">
<link rel="stylesheet" href="/hk-ai/assets/site.css">
<link rel="stylesheet" href="/hk-ai/assets/connections.css">
${about ? `<script type="application/ld+json">${JSON.stringify(about).replaceAll("<", "\\u003c")}</script>
` : ""}</head>
<body dir="ltr" data-md-color-scheme="auto" data-md-color-primary="custom" data-md-color-accent="custom">
${headers[section] ?? headers[""]}
<div class="md-container" data-md-component="container">
<main class="md-main" data-md-component="main"><div class="md-main__inner md-grid">
<div class="md-content" data-md-component="content" id="__content"><article class="md-content__inner md-typeset md-grid whole">
${body}
<div class="foot"><details class="cite" data-url="${url}"><summary>Cite</summary>
<p>AI in Hong Kong (2026). <cite>${h(title)}</cite>. <a class="address" href="${url}">${url}</a></p>
<p>A fact has an address of its own: follow the mark beside it, and it stands here.</p>
<pre><code>@misc{hkai-${section}-${id},
  title  = {{${h(title)}}},
  author = {{AI in Hong Kong}},
  year   = {2026},
  url    = {<span class="address">${url}</span>}
}</code></pre>
<pre><code>{"id": "hkai-${section}-${id}", "type": "webpage", "title": "${h(title)}",
 "container-title": "AI in Hong Kong", "author": [{"literal": "AI in Hong Kong"}],
 "issued": {"date-parts": [[2026]]}, "URL": "<span class="address">${url}</span>"}</code></pre>
</details></div>
</article></div>
</div></main>
${foot}
</div>
<script src="/hk-ai/assets/site.js" defer></script>
</body>
</html>
`;
}

