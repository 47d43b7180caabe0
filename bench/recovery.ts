/**
 * `bun bench/recovery.ts [--rounds N] [--only NAME,…]`: how long after an interruption is over the viewer shows the machine
 * again, with nobody doing anything.
 */
import { parseArgs } from "node:util";
import { install } from "../test/e2e/support-session.ts";
import { addMode } from "../test/fakes/screen-modes.ts";
import { median } from "./measure/statistics.ts";
import { type Colour, installColourWatch, seenAt, watchFor } from "./recovery/colour-watch.ts";
import { INTERRUPTIONS } from "./recovery/interruptions.ts";
import { figure, formatTable } from "./report/table.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, only: { type: "string" } } });
const rounds = Number(values.rounds);
const wanted = values.only?.split(",") ?? Object.keys(INTERRUPTIONS);
const unknown = wanted.find((name) => !Object.hasOwn(INTERRUPTIONS, name));
if (unknown) throw new Error(`--only knows ${Object.keys(INTERRUPTIONS).join(", ")}, not "${unknown}"`);

/** Between two interruptions: reconnecting is quicker to try after a quiet time. */
const QUIET_MS = 3_000;

const installation = await install();
try {
  await addMode(installation.screen, "1024x768");
  const { page } = await installation.openViewer();
  await installColourWatch(page.context());
  await page.reload();
  let count = 0;
  /** No colour comes twice: what is seen is new. */
  const nextColour = (): Colour => {
    count++;
    return [(count * 53) % 256, (count * 101) % 256, 40 + (count % 200)];
  };
  const paint = async ([red, green, blue]: Colour): Promise<void> => {
    const hex = [red, green, blue].map((value) => value.toString(16).padStart(2, "0")).join("");
    const child = Bun.spawn(["xsetroot", "-solid", `#${hex}`], { env: installation.screen.env });
    if ((await child.exited) !== 0) throw new Error("xsetroot failed");
  };
  const rows: string[][] = [["interruption", "median", "least", "most", "aim"]];
  for (const name of wanted) {
    const tookMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = nextColour();
      await watchFor(page, before);
      await paint(before);
      await seenAt(page);
      await Bun.sleep(QUIET_MS);
      const colour = nextColour();
      await watchFor(page, colour);
      const interrupt = INTERRUPTIONS[name];
      if (!interrupt) continue;
      const backAt = await interrupt({ installation, page, round, paint: () => paint(colour) });
      tookMs.push((await seenAt(page)) - backAt);
      console.error(`  ${name}, round ${round + 1} of ${rounds}: ${Math.round(tookMs.at(-1) ?? 0)} ms`);
      // The mode is gone with the X server that it was made on.
      if (name === "X server restarted") await addMode(installation.screen, "1024x768");
    }
    const seconds = (ms: number) => figure(ms / 1_000, "s");
    rows.push([name, seconds(median(tookMs)), seconds(Math.min(...tookMs)), seconds(Math.max(...tookMs)), "≤ 1 s"]);
  }
  console.log(`\n${formatTable(rows)}`);
} finally {
  await installation.stop();
}
process.exit(0);
