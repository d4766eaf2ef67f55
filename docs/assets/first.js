/* Before anything is shown: the colours that the reader chose on another page, and the memory of that choice. */
globalThis.palette = (() => {
  const key = `${new URL("..", document.currentScript.src).pathname}.palette`;
  // A memory that is forbidden, full or holds something else keeps nothing
  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = choice => { try { localStorage.setItem(key, JSON.stringify(choice)); } catch { /* as above */ } };

  // As soon as there is a body, and before it is painted; without a choice, style sheets follow the system
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    const colours = read()?.color;
    if (!colours || colours.media === "(prefers-color-scheme)") return;
    for (const [key, value] of Object.entries(colours)) document.body.setAttribute(`data-md-color-${key}`, value);
  }).observe(document.documentElement, { childList: true });
  return { read, write };
})();
