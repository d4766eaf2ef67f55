// What our own search fetches for one query: node first_search.mjs SITE QUERY prints the paths, one a line.
// The script of the site runs as it is; only document, location and fetch are stand-ins.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [site, query] = process.argv.slice(2);
globalThis.document = { querySelectorAll: () => [], getElementById: () => null, addEventListener: () => {} };
globalThis.location = { search: "" };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "first-search-"));
fs.mkdirSync(path.join(folder, "assets"));
fs.copyFileSync(path.join(site, "assets/search.js"), path.join(folder, "assets/search.mjs"));
const fetched = new Set(["assets/search.js"]);
globalThis.fetch = async url => {
  const file = decodeURIComponent(new URL(url).href.slice(pathToFileURL(folder).href.length + 1));
  fetched.add(file);
  const text = fs.readFileSync(path.join(site, file), "utf8");
  return { ok: true, json: async () => JSON.parse(text) };
};
const { find } = await import(pathToFileURL(path.join(folder, "assets/search.mjs")));
await find(query);
fs.rmSync(folder, { recursive: true });
console.log([...fetched].join("\n"));
