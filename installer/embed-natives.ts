/**
 * A bundler plugin: native addons of the target are embedded as files and loaded through `agent/native/load-addon.ts`;
 * those of other systems are left out. Bun's own way with `.node` files extracts into the common temporary directory.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BunPlugin } from "bun";
import type { AgentTarget } from "./agent-targets.ts";

const EMBEDDED = "embedded-addon:";

export function embedNatives(root: string, target: AgentTarget): BunPlugin {
  const modules = join(root, "node_modules");
  const loader = JSON.stringify(join(root, "agent/native/load-addon.ts"));
  const addons: Record<string, string> = {
    // Prebuilt for x64, and on macOS for both.
    libnut:
      target.arch === "x64" || target.os === "darwin"
        ? join(modules, `@nut-tree-fork/libnut-${target.os}/build/Release/libnut.node`)
        : "",
    screenshots: screenshotsAddon(modules, target),
  };
  const load = (name: string): string => {
    if (!existsSync(addons[name] ?? "")) {
      return `(() => { throw new Error("this build of the agent has no portable back-end"); })()`;
    }
    return `require(${loader}).loadAddon(require("${EMBEDDED}${name}").default)`;
  };
  return {
    name: "embed-natives",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${EMBEDDED}`) }, ({ path }) => ({
        path: path.slice(EMBEDDED.length),
        namespace: "embedded-addon",
      }));
      build.onLoad({ filter: /.*/, namespace: "embedded-addon" }, ({ path }) => ({
        loader: "js",
        contents: `import path from ${JSON.stringify(addons[path])} with { type: "file" }; export default path;`,
      }));
      build.onLoad({ filter: /node_modules[\\/]node-screenshots[\\/]index\.js$/ }, () => ({
        loader: "js",
        contents: `module.exports = ${load("screenshots")};`,
      }));
      build.onLoad({ filter: /libnut-(linux|win32|darwin)[\\/]index\.js$/ }, async ({ path }) => {
        const isOurs = path.includes(`libnut-${target.os}`);
        const text = isOurs ? await Bun.file(path).text() : "module.exports = {};";
        return { loader: "js", contents: text.replace('require("bindings")("libnut")', load("libnut")) };
      });
      // macOS asks for permissions through another addon; it is loaded the same way.
      build.onLoad({ filter: /libnut-darwin[\\/]permissionCheck\.js$/ }, async ({ path }) => {
        const text = await Bun.file(path).text();
        return { loader: "js", contents: text.replace('require("bindings")("libnut")', load("libnut")) };
      });
    },
  };
}

function screenshotsAddon(modules: string, { os, arch }: AgentTarget): string {
  const platform = os === "linux" ? `linux-${arch}-gnu` : os === "win32" ? `win32-${arch}-msvc` : `darwin-${arch}`;
  return join(modules, `node-screenshots-${platform}/node-screenshots.${platform}.node`);
}
