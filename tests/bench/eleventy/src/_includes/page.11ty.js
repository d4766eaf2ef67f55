// A hand-written page.
import { h } from "../../html.js";
import { frame } from "../../frame.js";

export const render = ({ title, page, content }) => frame({ title, address: `/hk-ai${page.url}` }, `<h1>${h(title)}</h1>
${content}`);
