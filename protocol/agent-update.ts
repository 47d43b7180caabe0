/** A newer agent as a heartbeat's answer offers it, and which of it is signed with the key that agents pin at enrollment. */
import { z } from "zod";
import { time } from "./rest/shapes.ts";

export const agentUpdate = z.object({
  version: z.string().max(40),
  /** Where it is; agents take the path of it, at the server that they are enrolled to. */
  url: z.string().max(500),
  size: z.number(),
  sha256: z.string().max(64),
  /** Ed25519 over `signedText`, base64. */
  signature: z.string().max(200),
  /** Operating system and processor, "linux-x64". */
  platform: z.string().max(40).optional(),
  expires_at: time.optional(),
  /** A person asked for it: no reason to wait for a quiet moment of the network, or after an earlier failure. */
  asked_at: time.optional(),
});
export type AgentUpdate = z.infer<typeof agentUpdate>;

/** Why an agent runs on as it is, for the people who wait for the update. */
export const updateFailure = z.object({ version: z.string().max(40), reason: z.string().max(300) });
export type UpdateFailure = z.infer<typeof updateFailure>;

type Signed = Pick<AgentUpdate, "version" | "size" | "sha256"> & { platform: string; expires_at: string };

/** The bytes under the signature: one line for each fact, none of which can hold a line break. */
export function signedText({ version, platform, size, sha256, expires_at }: Signed): Uint8Array<ArrayBuffer> {
  const lines = ["remotelink agent update 1", version, platform, String(size), sha256, expires_at];
  return new TextEncoder().encode(lines.join("\n"));
}

/** As both sides name it. */
export function platformOf(os: string, arch: string): string {
  const names: Record<string, string> = { win32: "windows", darwin: "macos" };
  return `${names[os] ?? os}-${arch}`;
}
