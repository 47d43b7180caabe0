/**
 * `bun tasks/pictures.ts [scene …]`: takes the pictures of docs/images/ anew, of the real product: a server, an agent on a
 * virtual desktop, and Chromium. Needs what the end-to-end tests need, and a build (`bun run build`).
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ADMIN_SCENES } from "./pictures/admin-scenes.ts";
import { SCENES as VIEWER_SCENES } from "./pictures/scenes.ts";
import { openStage } from "./pictures/stage.ts";

/** Of each picture: what a page of documentation may cost to load. */
const MAX_BYTES = 150 * 1024;
/** Screens of an interface have few colours; a palette of them is a third of the bytes, and looks the same. */
const COLOURS = 256;

// First what the dashboard shows: sessions of the others would be in its lists.
const SCENES = { ...ADMIN_SCENES, ...VIEWER_SCENES };
const directory = fileURLToPath(new URL("../docs/images/", import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(SCENES, name));
if (unknown !== undefined) throw new Error(`there are ${Object.keys(SCENES).join(", ")}, not "${unknown}"`);
mkdirSync(directory, { recursive: true });

const stage = await openStage();
try {
  for (const [name, scene] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const { page, close } = await scene(stage);
    const shot = await page.screenshot();
    const picture = await new Bun.Image(shot).png({ palette: true, colors: COLOURS, compressionLevel: 9 }).bytes();
    if (picture.length > MAX_BYTES) throw new Error(`${name} has ${picture.length} bytes, ${MAX_BYTES} are allowed`);
    await Bun.write(`${directory}${name}.png`, picture);
    console.log(`${name}.png  ${Math.round(picture.length / 1024)} KiB`);
    await close?.();
    await stage.endSessions();
    await page.context().close();
  }
} finally {
  await stage.stop();
}
process.exit(0);
