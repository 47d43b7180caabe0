/** All throttles of guessing in one table. Each limit is misses a minute; a success is no miss. */
import { createMissThrottle, type MissThrottle } from "../lib/miss-throttle.ts";
import { rateLimited } from "./failures.ts";

/** Of one machine: a room of computers from one disk. */
export const MAX_CLONES_AN_HOUR = 50;

export type Throttles = {
  signIn: MissThrottle;
  secondFactor: MissThrottle;
  /** For a day: whoever has the password has it for long. */
  secondFactorDaily: MissThrottle;
  /** Each is a row, and nobody is known yet: every one counts. */
  passkeyChallenge: MissThrottle;
  /** Likewise, and each asks the provider, too. */
  providerStart: MissThrottle;
  sessionCode: MissThrottle;
  setUp: MissThrottle;
  enrollment: MissThrottle;
  /** Each that comes counts. */
  openVisit: MissThrottle;
  cloning: MissThrottle;
  supportLink: MissThrottle;
  supportCode: MissThrottle;
  personalLink: MissThrottle;
  passwordMail: MissThrottle;
};

export function createThrottles(): Throttles {
  return {
    // Several people share an address; one account is guessed from several. All together: what bcrypt can bear.
    signIn: createMissThrottle({ account: 5, address: 20, all: 200 }),
    // Three codes of a million are right at a time: fifty misses a day find one in eighteen years.
    secondFactor: createMissThrottle({ account: 5, address: 20 }),
    secondFactorDaily: createMissThrottle({ account: 50 }, { windowMs: 24 * 3_600_000 }),
    passkeyChallenge: createMissThrottle({ address: 60, all: 3_000 }),
    providerStart: createMissThrottle({ address: 30, all: 600 }),
    sessionCode: createMissThrottle({ user: 5, address: 5 }),
    setUp: createMissThrottle({ address: 10, all: 100 }),
    // A token cannot be guessed: a whole roll-out may come at once; this only keeps a broken one from occupying the database.
    enrollment: createMissThrottle({ address: 3_000 }),
    // For a visit without a token: nobody bounds their number, and each leaves two rows in the audit log.
    openVisit: createMissThrottle({ address: 120, all: 1_000 }, { windowMs: 3_600_000 }),
    // Whoever has a machine's key could make machines without end; each one that is made counts.
    cloning: createMissThrottle({ machine: MAX_CLONES_AN_HOUR }, { windowMs: 3_600_000 }),
    // Cannot be guessed, either; the page of a link that is over asks a few times.
    supportLink: createMissThrottle({ address: 120 }),
    // Six characters, good for an hour: all guessers together find a link that is open in one hour of fifty thousand.
    supportCode: createMissThrottle({ address: 5, all: 300 }),
    // Invitations and new passwords: tokens that cannot be guessed.
    personalLink: createMissThrottle({ address: 60 }),
    // Each is a mail to somebody who may not have asked for it: a few an hour.
    passwordMail: createMissThrottle({ account: 3, address: 10, all: 100 }, { windowMs: 3_600_000 }),
  };
}

/**
 * Makes a try under its keys. A throw with `isMiss` counts against them, any other end does not.
 * @throws ServiceFailure (`rate_limited`) where there were too many misses
 */
export async function throttled<Result>(
  throttle: MissThrottle,
  keys: readonly string[],
  attempt: () => Promise<Result>,
  isMiss: (outcome: { result: Result } | { error: unknown }) => boolean,
): Promise<Result> {
  const booking = throttle.begin(keys);
  if (booking.kind === "blocked") throw rateLimited("too many failed tries", booking.retryAfterS);
  try {
    const result = await attempt();
    if (!isMiss({ result })) booking.succeeded();
    return result;
  } catch (error) {
    if (!isMiss({ error })) booking.succeeded();
    throw error;
  }
}
