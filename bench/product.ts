/** What the bench measures: a product that shows an X display in a browser. Ours and the peer stand behind this. */
import type { Browser, Page } from "playwright-core";

export type Product = {
  name: string;
  /** The measured X display, 1920×1080, such as ":99". */
  display: string;
  /** The processes whose CPU time and memory count. */
  processes: Record<string, number>;
  /** TCP port that the viewer's browser talks to. */
  viewerPort: number;
  /** Opens a viewer on the display and resolves when its canvas has the screen's size. */
  openViewer(browser: Browser): Promise<Page>;
  stop(): Promise<void>;
};
