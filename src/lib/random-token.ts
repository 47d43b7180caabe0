/** Tokens from the system's generator. A readable prefix tells a leaked one apart; access keys have none by contract. */
import { randomBytes, randomInt } from "node:crypto";
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "../../protocol/limits.ts";

const BYTES = 32;

/** 256 bits, base64url. */
export function makeToken(prefix: "" | "rle_" | "rlv_" | "rls_" | "rlk_" = ""): string {
  return prefix + randomBytes(BYTES).toString("base64url");
}

/** 128 bits: in a link that people send each other, and read out if they must: for help, an invitation, a new password. */
export function makeLinkToken(prefix: "rlh_" | "rli_" | "rlp_" = "rlh_"): string {
  return prefix + randomBytes(16).toString("base64url");
}

/** As the Standard Webhooks specification writes it: 256 bits in base64, with which the receiver checks signatures. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(BYTES).toString("base64")}`;
}

export function makeSessionCode(): string {
  return Array.from(
    { length: SESSION_CODE_LENGTH },
    () => SESSION_CODE_ALPHABET[randomInt(SESSION_CODE_ALPHABET.length)],
  ).join("");
}

/** Typed by a person from a terminal into a browser on another machine: short, but beyond guessing against the throttle. */
export function makeSetupCode(): string {
  return randomBytes(15).toString("base64url");
}

/** 50 bits, typed from paper: "7KQ2M-XW4PA". Each stands against the throttle of second factors. */
export function makeRecoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** Without what is read for something else: 32 of them. */
const RECOVERY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
