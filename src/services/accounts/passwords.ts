/** Passwords by bcrypt, off the event loop. bcrypt reads 72 bytes and stops at a NUL: what it would cut off is refused. */
import { hash, verify } from "@node-rs/bcrypt";
import { limitConcurrency } from "../../lib/concurrency-limit.ts";
import { ServiceFailure } from "../failures.ts";

const COST = 12;
export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_BYTES = 72;

/** A hash takes ~0.25 s of one core: sign-ins never take all of them, and a flood of them waits in a short line. */
const queued = limitConcurrency({ atOnce: 2, waiting: 64 });

/** @throws ServiceFailure (`invalid_request`) for what cannot be hashed whole, QueueFullError */
export async function hashPassword(password: string): Promise<string> {
  if (!isHashable(password)) {
    throw new ServiceFailure(
      "invalid_request",
      `passwords have at most ${MAX_PASSWORD_BYTES} bytes and no NUL character`,
    );
  }
  return queued(() => hash(password, { cost: COST }));
}

export async function verifyPassword(stored: { hash: string; password: string }): Promise<boolean> {
  const { password } = stored;
  const isRight = await queued(() => verify(isHashable(password) ? password : "", stored.hash));
  return isRight && isHashable(password);
}

function isHashable(password: string): boolean {
  return Buffer.byteLength(password) <= MAX_PASSWORD_BYTES && !password.includes("\0");
}
