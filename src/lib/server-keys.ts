/** Everything that is keyed with the server's secret, each use with a key of its own, so that none opens another. */
import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "../../protocol/limits.ts";

export type ServerKeys = {
  /** Signs the cookies of people. */
  cookieSecret: string;
  /** Keyed SHA-256 (hex) of a token: what the database keeps. Two purposes never share a hash. */
  hashToken(purpose: TokenPurpose, token: string): string;
  /** A session code's six characters that follow from a token: nobody without the token and this key can tell them. */
  codeOfToken(token: string): string;
  updateSigningKey: KeyObject;
  /** Ed25519, 32 bytes as base64: what agents pin at enrollment. */
  updatePublicKey: string;
};

export type TokenPurpose =
  | "access_key"
  | "viewer_token"
  | "enrollment_token"
  | "session_code"
  | "support_link"
  | "support_code"
  | "invite";

const KEY_BYTES = 32;
/** RFC 8410 §7: the DER of an Ed25519 private key is this prefix and its 32 bytes. */
const ED25519_PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
/** The raw public key is the last 32 bytes of its DER. */
const ED25519_PUBLIC_BYTES = 32;

/**
 * All derived from the one secret: several servers on one database share it by AUTH_SECRET and agree on everything. A new
 * secret thus signs everybody out and makes every agent enroll again.
 */
export function deriveServerKeys(secret: string): ServerKeys {
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", secret, "remotelink", use, KEY_BYTES));
  const tokenKey = derive("token hashes");
  const codeKey = derive("support codes");
  const updateSigningKey = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8_PREFIX, derive("update signatures")]),
    format: "der",
    type: "pkcs8",
  });
  const publicDer = createPublicKey(updateSigningKey).export({ format: "der", type: "spki" });
  return {
    cookieSecret: derive("cookies").toString("base64url"),
    hashToken: (purpose, token) => createHmac("sha256", tokenKey).update(`${purpose}\0${token}`).digest("hex"),
    codeOfToken: (token) => letters(createHmac("sha256", codeKey).update(token).digest()),
    updateSigningKey,
    updatePublicKey: publicDer.subarray(-ED25519_PUBLIC_BYTES).toString("base64"),
  };
}

/** Digits to the base of the alphabet; with 256 bits to take them from, none is likelier than another. */
function letters(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  const base = BigInt(SESSION_CODE_ALPHABET.length);
  let code = "";
  while (code.length < SESSION_CODE_LENGTH) {
    code += SESSION_CODE_ALPHABET[Number(rest % base)];
    rest /= base;
  }
  return code;
}
