/** A viewer that never reads costs neither the one beside it nor the server. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { residentBytes } from "../../bench/measure/process-usage.ts";
import { startPainter } from "../../bench/painter-process.ts";
import { openStalledViewer } from "../fakes/stalled-viewer.ts";
import { withEvidence } from "./evidence.ts";
import { waitUntilExact } from "./remote-screen.ts";
import { type Installation, install } from "./support-session.ts";

setDefaultTimeout(90_000);

/** What the kernel takes for the stalled socket is not the server's memory; what the server queues is at most 4 MiB. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
const MOVING_MS = 6_000;

let installation: Installation;

beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation?.stop());

test("a viewer that never reads neither slows the one beside it nor fills the server", () =>
  withEvidence("stalled viewer", installation.witnesses, async () => {
    const { page, ticket } = await installation.openViewer();
    await waitUntilExact(page, installation.screen.display);
    const stalled = openStalledViewer(installation.server.url, ticket);
    const before = residentBytes(installation.server.pid);
    const painter = await startPainter(installation.screen.display, "scroll");
    painter.start();
    await Bun.sleep(MOVING_MS);
    const painted = await painter.stop();
    await waitUntilExact(page, installation.screen.display);
    expect(painted.length).toBeGreaterThan(0);
    expect(residentBytes(installation.server.pid) - before).toBeLessThan(MAX_GROWTH_BYTES);
    stalled.destroy();
  }));
