// The bench's Eleventy site: one data file reads the corpus, pagination makes a page for each record.
export default function (eleventy) {
  eleventy.setQuietMode(true);
  eleventy.addPassthroughCopy({ assets: "assets" });
  eleventy.addWatchTarget("./corpus/");
  return { dir: { input: "src", output: "_site" }, pathPrefix: "/hk-ai/", markdownTemplateEngine: false };
}
