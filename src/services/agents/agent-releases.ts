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
  /** Kept while it is being read: who asks meanwhile waits for the same. */
  let reading: Promise<ReadonlyMap<string, AgentRelease>> = Promise.resolve(new Map());

  async function current(): Promise<ReadonlyMap<string, AgentRelease>> {
    const changedAtMs = (await stat(path).catch(() => null))?.mtimeMs ?? Number.NaN;
    if (!Object.is(changedAtMs, readAtMs)) {
      readAtMs = changedAtMs;
      reading = Number.isNaN(changedAtMs) ? Promise.resolve(new Map()) : read();
    }
    return reading;
  }

  async function read(): Promise<ReadonlyMap<string, AgentRelease>> {
    try {
      const { version, files } = manifest.parse(await Bun.file(path).json());
      const described = files.map(({ name, os, arch, size, sha256 }) => {
        const platform = platformOf(os, arch);
        return [platform, { version, platform, name, size, sha256 }] as const;
      });
      return new Map(described);
    } catch (err) {
      warn("the agents' manifest cannot be read: no updates are offered", { err });
      return new Map();
    }
  }

  return {
    find: async (platform) => (await current()).get(platform) ?? null,
    all: async () => [...(await current()).values()],
  };
}
