// Loaded into the language server before its own code: no connection is made, and each attempt is written down.
const fs = require("node:fs");
const net = require("node:net");
const dns = require("node:dns");

function refuse(...what) {
  fs.appendFileSync(process.env.ATTEMPTS, JSON.stringify(what) + "\n");
  throw new Error("no network here");
}

net.Socket.prototype.connect = function (...to) { refuse("connect", String(to.flat()[0]?.host ?? to.flat()[0])); };
dns.lookup = (host) => refuse("lookup", host);
globalThis.fetch = (address) => refuse("fetch", String(address));
