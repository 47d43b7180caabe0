/** What a page must never do, noted while a test drives it: errors, and breaches of the content policy. */
import type { Page } from "playwright-core";

export type PageFaults = {
  /** What happened since the last call. */
  take(): string[];
};

/**
 * Follows a page from now on.
 * @param isExpected answers of the server that the browser itself reports as errors, such as the 401 of a wrong password
 */
export function followFaults(page: Page, isExpected: (message: string) => boolean = () => false): PageFaults {
  let faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error" || isExpected(message.text())) return;
    faults.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  return {
    take() {
      const taken = faults;
      faults = [];
      return taken;
    },
  };
}
