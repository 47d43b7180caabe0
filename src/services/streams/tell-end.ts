/** Passes a stream on at the pace of whoever takes it, and tells how it ended: all of it, broken, or not wanted any more. */
import type { Bytes } from "./stream-broker.ts";

/**
 * One chunk on the way at a time: memory does not grow with the file, however slow the reader is.
 * @param cut breaks it off for whoever takes it
 */
export function tellEnd(bytes: Bytes, cut: AbortSignal, ended: (outcome: "taken" | "unwanted") => void): Bytes {
  const reader = bytes.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          cut.throwIfAborted();
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          controller.close();
          ended("taken");
        } catch (failure) {
          // Passed on as a break, or half a file would look like a whole one.
          controller.error(failure);
          ended("unwanted");
        }
      },
      async cancel(reason) {
        ended("unwanted");
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
