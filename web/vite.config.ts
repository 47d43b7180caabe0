/** Build and dev server of the UI: `dist/web`, served by the server under a content policy without inline script or style. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { precompress } from "./precompress.ts";

const SERVER = process.env.REMOTELINK_DEV_SERVER ?? "http://127.0.0.1:3000";

/** `changeOrigin: false`: the server compares Origin with Host, which must both stay the dev server's. */
const toServer = { target: SERVER, changeOrigin: false };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [tailwindcss(), solid(), precompress()],
  worker: { format: "es" },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // A data: address would need its own exception in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Which plugin took how long is not what somebody who starts the server wants to read.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": toServer,
      "/downloads": toServer,
      "/install.sh": toServer,
      "/install.ps1": toServer,
      "/ws": { ...toServer, ws: true },
    },
  },
});
