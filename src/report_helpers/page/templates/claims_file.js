"use strict";
// The file of claims that the page carries: read by the table, and saved as it was.
// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const CLAIMS_FILE = (() => {
  const { inflated, once } = PAGE;
  const link = document.getElementById("claims-file");
  if (!link) return null;

  const [kind, packed] = link.getAttribute("href").split(";base64,");
  const response = () =>
    kind === "data:application/gzip" ? inflated(packed) : new Response(bytesOf(packed));
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt());

  const save = (blob, name) => {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };

  // Without scripts a reader saves the packed file, with them the file itself.
  const name = link.download.replace(/\.gz$/, "");
  if (name !== link.download) {
    Object.assign(link, { download: name, textContent: `Download ${name}` });
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      save(await response().blob(), name);
    });
  }

  return { name, save, text: once(() => response().text()) };
})();
