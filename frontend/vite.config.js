// Builds what pages load: one style sheet and one script for each of the two faces, the icons, and what the form needs by
// which a resident speaks: its script, its worker and its service worker.
// Names are fixed, so that a template names a file and needs no manifest; Django's storage adds the hashes.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { icons } from "./src/icons.js";
import { onlyUsed } from "./src/tabler.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [icons()],
  css: { postcss: { plugins: [onlyUsed()] } },
  worker: { rollupOptions: { output: { entryFileNames: "[name].js" } } },
  build: {
    outDir: here("../qingting/web/static/dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0, // an inlined data: URL is what the content security policy refuses
    modulePreload: false,
    target: "chrome86", // the oldest engine still found in an office's browser
    rollupOptions: {
      input: ["desk.js", "desk.css", "charts.js", "public.js", "public.css", "say.js", "sw.js"].map((name) => here(`src/${name}`)),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
