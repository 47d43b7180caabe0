/** The agents that this server hands out: what the build wrote into `manifest.json`, read anew when that changes. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { platformOf } from "../../../protocol/agent-update.ts";

const manifest = z.object({
  version: z.string().max(40),
  files: z.array(
    z.object({
      name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
      os: z.string(),
      arch: z.string(),
      size: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type AgentRelease = { version: string; platform: string; name: string; size: number; sha256: string };

export type AgentReleases = {
  /** @param platform as `platformOf` names it; null: none is built for it */
  find(platform: string): Promise<AgentRelease | null>;
  all(): Promise<readonly AgentRelease[]>;
};

export function createAgentReleases(
  directory: string,
  warn: (message: string, details?: Record<string, unknown>) => void,
): AgentReleases {
  const path = join(directory, "manifest.json");
  let readAtMs = Number.NaN;
  let releases = new Map<string, AgentRelease>();

  async function refresh(): Promise<void> {
    const changedAtMs = (await stat(path).catch(() => null))?.mtimeMs ?? Number.NaN;
    if (Object.is(changedAtMs, readAtMs)) return;
    readAtMs = changedAtMs;
    releases = new Map();
    if (Number.isNaN(changedAtMs)) return;
    try {
      const { version, files } = manifest.parse(await Bun.file(path).json());
      for (const { name, os, arch, size, sha256 } of files) {
        const platform = platformOf(os, arch);
        releases.set(platform, { version, platform, name, size, sha256 });
      }
    } catch (err) {
      warn("the agents' manifest cannot be read: no updates are offered", { err });
    }
  }

  return {
    async find(platform) {
      await refresh();
      return releases.get(platform) ?? null;
    },
    async all() {
      await refresh();
      return [...releases.values()];
    },
  };
}
