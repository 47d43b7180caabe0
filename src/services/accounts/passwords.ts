/** Passwords by bcrypt, off the event loop. bcrypt reads 72 bytes and stops at a NUL: what it would cut off is refused. */
import { hash, verify } from "@node-rs/bcrypt";
import { z } from "zod";
import { limitConcurrency } from "../../lib/concurrency-limit.ts";
import { ServiceFailure } from "../failures.ts";

const COST = 12;
export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_BYTES = 72;

/** A hash takes ~0.25 s of one core: sign-ins never take all of them, and a flood of them waits in a short line. */
const queued = limitConcurrency({ atOnce: 2, waiting: 64 });

const UNHASHABLE = `passwords have at most ${MAX_PASSWORD_BYTES} bytes and no NUL character`;

/** A password as it is told: one that cannot be anybody's is refused before anybody is looked up. */
export const givenPassword = z.string().min(1, "a password is needed").refine(isHashable, UNHASHABLE);
export const newPassword = givenPassword.min(
  MIN_PASSWORD_LENGTH,
  `passwords have at least ${MIN_PASSWORD_LENGTH} characters`,
);

/** @throws ServiceFailure (`invalid_request`) for what cannot be hashed whole, QueueFullError */
export async function hashPassword(password: string): Promise<string> {
  if (!isHashable(password)) {
    throw new ServiceFailure("invalid_request", UNHASHABLE);
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
