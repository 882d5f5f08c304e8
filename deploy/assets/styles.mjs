// Style sheets: every entry of static/scss (a file without a leading underscore) becomes one CSS file.

import { readdirSync } from "node:fs";
import path from "node:path";
import * as sass from "sass";

/** Compiles all entries; returns { "portal.css": "…", … }. */
export function buildStyles(root) {
  const folder = path.join(root, "static", "scss");
  const entries = readdirSync(folder).filter((name) => name.endsWith(".scss") && !name.startsWith("_"));
  return Object.fromEntries(
    entries.map((name) => {
      const { css } = sass.compile(path.join(folder, name), {
        style: "compressed",
        loadPaths: [folder, path.join(root, "node_modules")],
        quietDeps: true,
      });
      return [name.replace(/\.scss$/, ".css"), css];
    }),
  );
}
