/** Work that comes round by itself. One round at a time; a failed one is logged and the next comes as planned. */

/** The returned function ends it. */
export function every(intervalMs: number, work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let isRunning = false;
  const timer = setInterval(async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await work();
    } catch (error) {
      failed(error);
    } finally {
      isRunning = false;
    }
  }, intervalMs);
  // Waiting for its next round keeps no process alive.
  timer.unref();
  return () => clearInterval(timer);
}
