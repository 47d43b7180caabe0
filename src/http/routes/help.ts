/** `/help/:token`, public: what the person's page says, and the agent under a name that holds the code. */
import { join } from "node:path";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { helpFileName } from "../../../protocol/help-file-name.ts";
import { type HelpPlatform, helpInvitation, helpPlatform } from "../../../protocol/rest/support.ts";
import { ServiceFailure } from "../../services/failures.ts";
import { openHelp, startHelpDownload } from "../../services/support/open-help.ts";
import type { HttpContext, HttpEnv } from "../http-context.ts";
import { createRouter, failures, json, named } from "../route-shapes.ts";
import { sendFile } from "../send-file.ts";

/** The files of `/downloads`: the same bytes for everybody. */
const FILES: Readonly<Record<HelpPlatform, string>> = {
  "linux-x64": "remotelink-agent-linux",
  "linux-arm64": "remotelink-agent-linux-arm64",
  "macos-arm64": "remotelink-agent-macos",
  "macos-x64": "remotelink-agent-macos-x64",
  "windows-x64": "remotelink-agent-windows.exe",
};

const token = z.string().max(100);
const about = { tags: ["Support links"] };

const invitation = createRoute({
  ...about,
  method: "get",
  path: "/api/help/{token}",
  summary: "What the person with a support link is told",
  request: { params: z.object({ token }) },
  responses: {
    200: json("who asks, and what to do", named("HelpInvitation", helpInvitation)),
    ...failures(404, 429, 503),
  },
});

const download = createRoute({
  ...about,
  method: "get",
  path: "/help/{token}/download/{platform}",
  summary: "The agent, under a name that says where to go and with which code",
  request: { params: z.object({ token, platform: helpPlatform }) },
  responses: {
    200: {
      description: "the file, the same for everybody",
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...failures(404, 429, 503),
  },
});

export function helpRoutes({ services, directories }: HttpContext): OpenAPIHono<HttpEnv> {
  const nameFor = (origin: string, code: string, platform: HelpPlatform) =>
    helpFileName(origin, code, platform.startsWith("windows"));

  return createRouter()
    .openapi(invitation, async (c) => {
      const { address, origin } = c.get("client");
      const { token } = c.req.valid("param");
      const help = await openHelp(services, { kind: "nobody", address }, token);
      const { expiresAt, technician, state, code } = help;
      const downloads = await Promise.all(
        Object.entries(await builtFiles()).map(async ([platform, { size, sha256 }]) => ({
          platform: platform as HelpPlatform,
          url: `${origin}/help/${token}/download/${platform}`,
          file_name: nameFor(origin, code, platform as HelpPlatform),
          size,
          sha256,
        })),
      );
      return c.json({ technician, expires_at: expiresAt.toISOString(), state, server: origin, code, downloads }, 200);
    })
    .openapi(download, async (c) => {
      const { address, origin } = c.get("client");
      const { token, platform } = c.req.valid("param");
      const file = Bun.file(join(directories.downloads, FILES[platform]));
      if (!(await file.exists())) throw new ServiceFailure("not_found", "there is no agent for this system here");
      const code = await startHelpDownload(services, { kind: "nobody", address }, token);
      c.header("Content-Type", "application/octet-stream");
      c.header("Content-Disposition", `attachment; filename="${nameFor(origin, code, platform)}"`);
      c.header("Cache-Control", "no-store");
      c.header("Accept-Ranges", "bytes");
      return sendFile(c, file);
    });

  async function builtFiles() {
    // The build's own; without its manifest the page shows none.
    const hashes = new Map((await services.agentReleases.all()).map(({ name, sha256 }) => [name, sha256]));
    const found: Partial<Record<HelpPlatform, { size: number; sha256: string | null }>> = {};
    for (const platform of helpPlatform.options) {
      const file = Bun.file(join(directories.downloads, FILES[platform]));
      if (await file.exists()) found[platform] = { size: file.size, sha256: hashes.get(FILES[platform]) ?? null };
    }
    return found;
  }
}
