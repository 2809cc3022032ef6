import { fileURLToPath } from "node:url"
import vue from "@vitejs/plugin-vue"
import { defineConfig } from "vitest/config"
import { pagesWin } from "./scripts/pages-win.ts"

/** Offices have browsers back to Chromium 86; scripts and styles are lowered to it. */
const OLDEST = "chrome86"

/** Where the API answers while the site is served by `npm run dev`. */
const API = process.env.LAUREL_API ?? "http://127.0.0.1:8000"

/** What every page needs travels in few files: many small ones compress worse. */
const SHARED = [
  { name: "vue", test: /node_modules\/(@vue|vue|vue-router)\// },
  {
    name: "frame",
    test: /src\/(api|i18n(?!\/workTerms))\/|src\/session\/(call|page|session)\.ts|src\/shell\/words\.ts|src\/ui\/(LoadingState\.vue|words\.ts)|plugin-vue:export-helper|vite\/preload-helper/,
  },
  { name: "filing", test: /src\/features\/form\/(closing|useClosing|seal|filing|descriptions)\.ts/ },
  // What pages that are worked on have in common, apart from the first ones.
  { name: "parts", test: /src\/ui\/(ActionBar|LoadedPart|StateChip|states)\b/ },
]

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  css: { postcss: { plugins: [pagesWin] } },
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    manifest: true,
    assetsInlineLimit: 0, // data: addresses are refused by the content security policy
    modulePreload: {
      polyfill: false,
      // A page names its scripts itself: a table of all pages' would be read by every visitor. Sheets are named ahead.
      resolveDependencies: (_page, files, { hostType }) =>
        hostType === "html" ? files : files.filter((file) => file.endsWith(".css")),
    },
    rolldownOptions: { output: { codeSplitting: { groups: SHARED } } },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: API, changeOrigin: true }, "/open": { target: API, changeOrigin: true } } },
  // Files share one process and one page: a page anew for each takes four times as long as all tests.
  test: { environment: "happy-dom", isolate: false, include: ["src/**/*.test.ts", "tests/**/*.test.ts"] },
})
