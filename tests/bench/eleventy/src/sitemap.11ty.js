export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${collections.all.map(page => `<url><loc>http://127.0.0.1:8000/hk-ai${page.url}</loc></url>`).join("\n")}
</urlset>
`;
}
