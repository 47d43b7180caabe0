/** The agent's config: who this machine is to which server. Written whole or not at all, readable by its owner only. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { permissionSchema } from "../../protocol/permissions.ts";
import { EXIT, FatalError, reasonOf } from "../exit.ts";
import { parseRelayAddress, parseServerAddress } from "./server-address.ts";
import { writeFileWhole } from "./write-file-whole.ts";

const agentConfig = z.object({
  server: z.string().transform(parseServerAddress),
  relay_url: z.string(),
  machine_id: z.uuid(),
  access_key: z.string().min(20).max(200),
  /** Ed25519, base64; pinned at enrollment. */
  update_public_key: z.string(),
  attended: z.boolean().default(false),
  /** Small pictures of the screen for the list of machines; local policy, whatever the server asks for. Absent: yes. */
  thumbnails: z.boolean().optional(),
  /** Updates that this server signed are taken; local policy, whatever the server offers. Absent: yes. */
  updates: z.boolean().optional(),
  /** Local policy: what any technician may do at most, whatever the server says. Absent: what the session's ticket says. */
  allowed_permissions: z.array(permissionSchema).optional(),
});
export type AgentConfig = z.infer<typeof agentConfig>;

export function defaultConfigPath(): string {
  if (process.platform === "win32") {
    return join(process.env.ProgramData ?? "C:\\ProgramData", "RemoteLink", "agent.json");
  }
  if (process.getuid?.() === 0) return "/etc/remotelink/agent.json";
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "remotelink", "agent.json");
}

/**
 * @returns null where there is no file yet
 * @throws FatalError for a file that cannot be read or does not hold a config
 */
export function readConfig(path: string): AgentConfig | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (failure) {
    if (isNotFound(failure)) return null;
    throw new FatalError(`cannot read ${path}: ${reasonOf(failure)}`, EXIT.badConfig);
  }
  try {
    const config = agentConfig.parse(JSON.parse(text));
    return { ...config, relay_url: parseRelayAddress(config.relay_url, config.server) };
  } catch (failure) {
    throw new FatalError(
      `the config ${path} is broken (${explain(failure)}): restore it, or delete it and enroll again with ` +
        "--server and --enroll",
      EXIT.badConfig,
    );
  }
}

/** Checks that a config could be written, before a token is spent on it. @throws FatalError */
export function prepareConfigDirectory(path: string): void {
  const probe = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(probe, "wx", 0o600));
    rmSync(probe);
  } catch (failure) {
    throw new FatalError(
      `cannot write the config ${path}: ${reasonOf(failure)}. Run as root, or choose another place with --config`,
      EXIT.badConfig,
    );
  }
}

/** Replaces the config. @throws FatalError */
export function writeConfig(path: string, config: AgentConfig): void {
  try {
    writeFileWhole(path, JSON.stringify(config, null, 2));
  } catch (failure) {
    throw new FatalError(`cannot write the config ${path}: ${reasonOf(failure)}`, EXIT.badConfig);
  }
}

function isNotFound(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "ENOENT";
}

/** Never the values: the file holds the access key. */
function explain(failure: unknown): string {
  if (failure instanceof z.ZodError) {
    return failure.issues.map((issue) => `${issue.path.join(".") || "file"}: ${issue.message}`).join("; ");
  }
  if (failure instanceof SyntaxError) return "not JSON";
  return reasonOf(failure);
}
