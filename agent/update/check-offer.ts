/** Whether an offered update may be taken: signed by the key that was pinned at enrollment, newer, for this platform, not expired. */
import { createPublicKey, verify } from "node:crypto";
import { type AgentUpdate, signedText } from "../../protocol/agent-update.ts";
import { isOutdated } from "../../protocol/agent-version.ts";

/** RFC 8410 §4: the DER of an Ed25519 public key is this prefix and its 32 bytes. */
const ED25519_SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
/** Three times what an agent has today: nothing larger is one. */
const MAX_AGENT_BYTES = 400 * 1024 * 1024;

/** What the machine goes by. */
export type Own = {
  /** Ed25519, 32 bytes as base64. */
  publicKey: string;
  version: string;
  platform: string;
  nowMs: number;
};

export type CheckedUpdate = Pick<AgentUpdate, "version" | "size" | "sha256" | "asked_at"> & { path: string };

/** It is not taken; the message says why, for the log and for the administrator. */
export class UpdateError extends Error {
  override readonly name = "UpdateError";
}

/** @throws UpdateError */
export function checkOffer(offer: AgentUpdate, own: Own): CheckedUpdate {
  const { version, platform, size, sha256, expires_at, signature, asked_at } = offer;
  if (platform === undefined || expires_at === undefined) throw new UpdateError("the offer is not complete");
  const text = signedText({ version, platform, size, sha256, expires_at });
  if (!isSigned(text, signature, own.publicKey)) {
    throw new UpdateError("its signature is not by the key that this machine pinned when it was enrolled");
  }
  if (platform !== own.platform) throw new UpdateError(`it is for ${platform}, and this is ${own.platform}`);
  if (Date.parse(expires_at) <= own.nowMs)
    throw new UpdateError("the offer has expired, or this machine's clock is wrong");
  if (!isOutdated(own.version, version)) throw new UpdateError(`${version} is not newer than ${own.version}`);
  if (!Number.isSafeInteger(size) || size <= 0 || size > MAX_AGENT_BYTES)
    throw new UpdateError("no agent has that size");
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new UpdateError("its SHA-256 is none");
  return { version, size, sha256, asked_at, path: pathOf(offer.url) };
}

function isSigned(text: Uint8Array, signature: string, publicKey: string): boolean {
  try {
    const raw = Buffer.from(publicKey, "base64");
    const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI_PREFIX, raw]), format: "der", type: "spki" });
    return verify(null, text, key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/** Whatever host the offer names: it is fetched where this machine is enrolled. */
function pathOf(url: string): string {
  const path = URL.parse(url, "http://server.invalid")?.pathname;
  // Of "x:@elsewhere" the path is "@elsewhere": behind the server's name it would lead there.
  if (!path?.startsWith("/")) throw new UpdateError("the offer names no address");
  return path;
}
