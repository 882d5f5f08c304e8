// Builds what browsers load into PORTAL_VAR/assets: styles, fonts, scripts, pictures.
// The folder is made beside the old one and takes its place at the end, so a running server never sees half of it.

import { cp, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildFonts } from "./fonts.mjs";
import { buildStyles } from "./styles.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const target = path.join(path.resolve(root, process.env.PORTAL_VAR || "var"), "assets");
const fresh = `${target}.new`;
const old = `${target}.old`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

for (const [name, css] of Object.entries(buildStyles(root))) {
  await writeFile(path.join(fresh, name), css);
}
await buildFonts(root, path.join(fresh, "fonts"));
for (const folder of ["js", "img"]) {
  const source = path.join(root, "static", folder);
  for (const entry of await readdir(source)) await cp(path.join(source, entry), path.join(fresh, entry), { recursive: true });
}

await rm(old, { recursive: true, force: true });
await rename(target, old).catch((error) => {
  if (error.code !== "ENOENT") throw error;
});
await rename(fresh, target);
await rm(old, { recursive: true, force: true });
