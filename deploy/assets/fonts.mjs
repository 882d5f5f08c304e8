// Be Vietnam Pro (SIL Open Font License 1.1), regular and semibold, cut to what Vietnamese and English pages print.
// One file a weight: kerning and stacked marks hold across the whole word, and nothing depends on unicode-range.

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import subsetFont from "subset-font";

const PACKAGE = "node_modules/@expo-google-fonts/be-vietnam-pro";
const WEIGHTS = { 400: "400Regular/BeVietnamPro_400Regular.ttf", 600: "600SemiBold/BeVietnamPro_600SemiBold.ttf" };
// Kerning, marks, composed letters. The font has no figures of one width.
const FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"];

const VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
const TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];

/** Every character that the fonts keep: ASCII, the Vietnamese letters, combining marks, punctuation, ₫. */
export function characters() {
  const ascii = Array.from({ length: 0x7f - 0x20 }, (_, place) => String.fromCodePoint(0x20 + place));
  const lower = [...VOWELS.flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize("NFC"))), "đ"];
  const letters = [...lower, ...lower.map((letter) => letter.toUpperCase())];
  const marks = [...TONES.slice(1), "\u0302", "\u0306", "\u031b"];
  const signs = [..."\u00a0§©«°²·»×–—\u2010\u2011‘’‚“”„•…\u202f₫→−"];
  return [...new Set([...ascii, ...letters, ...marks, ...signs])].join("");
}

/** Writes be-vietnam-pro-<weight>.woff2 and the licence into the folder. */
export async function buildFonts(root, folder) {
  await mkdir(folder, { recursive: true });
  const text = characters();
  for (const [weight, file] of Object.entries(WEIGHTS)) {
    const source = await readFile(path.join(root, PACKAGE, file));
    const cut = await subsetFont(source, text, { targetFormat: "woff2", keepFeatures: FEATURES, noHinting: true });
    await writeFile(path.join(folder, `be-vietnam-pro-${weight}.woff2`), cut);
  }
  await copyFile(path.join(root, PACKAGE, "LICENSE_FONT"), path.join(folder, "OFL.txt"));
}
