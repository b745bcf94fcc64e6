// One file of icons, dist/icons.svg: those of Tabler that icons.json names, and our own mark and wing.
// A page shows one with {% icon "bell" %}, that is <use href="…/icons.svg#bell">, which a strict CSP allows.
import { readFileSync } from "node:fs";

const here = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const names = JSON.parse(here("icons.json"));

function symbol(name) {
  const svg = here(`../node_modules/@tabler/icons/icons/outline/${name}.svg`);
  const strokes = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/<path stroke="none"[^>]*\/>/, "");
  const look = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${look}>${strokes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

export function icons() {
  return {
    name: "icons",
    generateBundle() {
      const source = here("qing.svg").replace("</svg>", `${names.map(symbol).join("\n")}\n</svg>`);
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
