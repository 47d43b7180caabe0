/** Everything that is keyed with the server's secret, each use with a key of its own, so that none opens another. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "../../protocol/limits.ts";

export type ServerKeys = {
  /** Signs the cookies of people. */
  cookieSecret: string;
  /** Keyed SHA-256 (hex) of a token: what the database keeps. Two purposes never share a hash. */
  hashToken(purpose: TokenPurpose, token: string): string;
  /** For secrets that have to be told again to somebody else: text only this server can read, bound to what it is for. */
  seal(purpose: SealPurpose, text: string): string;
  /** null: sealed for something else, by another secret, or not whole. */
  unseal(purpose: SealPurpose, sealed: string): string | null;
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
  | "invite"
  | "api_key"
  | "recovery_code"
  | "sign_in_step"
  | "password_reset";

/** With whose it is, where several have one: what is copied into another\'s row does not open. */
export type SealPurpose = "smtp_url" | "webhook_secret" | `authenticator of ${string}` | `secret of provider ${string}`;

const KEY_BYTES = 32;
/** NIST SP 800-38D: the nonce of AES-GCM has 96 bits, its tag 128. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
    seal: (purpose, text) => sealed(derive(`sealed ${purpose}`), text),
    unseal: (purpose, text) => unsealed(derive(`sealed ${purpose}`), text),
    codeOfToken: (token) => letters(createHmac("sha256", codeKey).update(token).digest()),
    updateSigningKey,
    updatePublicKey: publicDer.subarray(-ED25519_PUBLIC_BYTES).toString("base64"),
  };
}

/** base64url of nonce, tag and ciphertext (AES-256-GCM). */
function sealed(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString("base64url");
}

function unsealed(key: Buffer, text: string): string | null {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch {
    // The tag does not fit: not by this key, or changed.
    return null;
  }
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
