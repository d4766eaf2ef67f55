/* The picture of all connections: pointing at an entry, or moving to it by keyboard, lights its ties and
   their other ends. Only classes are added; without this script the picture is as it is in the page. */
(() => {
  const picture = document.querySelector("svg.map");
  if (!picture) return;
  const nodes = new Map([...picture.querySelectorAll("[data-n]")].map(node => [node.dataset.n, node]));
  const ties = [...picture.querySelectorAll("[data-t]")].map(tie => [tie, tie.dataset.t.split(" ")]);

  const light = node => {
    const ends = new Set(node ? [node.dataset.n] : []);
    for (const [tie, both] of ties) {
      const lit = Boolean(node) && both.includes(node.dataset.n) && getComputedStyle(tie).visibility === "visible";
      tie.classList.toggle("lit", lit);
      if (lit) both.forEach(end => ends.add(end));
    }
    for (const [n, other] of nodes) other.classList.toggle("lit", ends.has(n));
    picture.classList.toggle("dim", Boolean(node));
  };
  const entry = event => event.target.closest?.("[data-n]");
  const focused = () => document.activeElement?.matches(":focus-visible") ? document.activeElement.closest("[data-n]") : null;

  picture.addEventListener("pointerover", event => light(entry(event) ?? focused()));
  picture.addEventListener("pointerleave", () => light(focused()));
  picture.addEventListener("focusin", event => light(entry(event)));
  picture.addEventListener("focusout", () => light(null));
})();
