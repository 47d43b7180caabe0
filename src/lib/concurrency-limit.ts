/** At most so many at once, at most so many waiting: costly work cannot take the machine or pile up. */

export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
}

/** @returns runs `work` when its turn comes; rejects with QueueFullError when too many wait already */
export function limitConcurrency(limits: { atOnce: number; waiting: number }) {
  const queue: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < limits.atOnce) {
      running++;
      return;
    }
    if (queue.length >= limits.waiting) throw new QueueFullError(`more than ${limits.waiting} are waiting`);
    // Whoever finishes hands its place over, so that nobody slips in between.
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  return async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    await turn();
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
