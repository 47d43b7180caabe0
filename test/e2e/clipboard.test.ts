/** The two clipboards of a session in a real browser, with the compiled agent: what crosses, in which order, and what does not. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import type { Clipboard } from "../../agent/clipboard/clipboard.ts";
import { openX11Clipboard } from "../../agent/clipboard/x11-clipboard.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { heldKeycodes, openTypingTarget, type TypingTarget } from "./input-target.ts";
import { type Installation, install } from "./support-session.ts";

setDefaultTimeout(60_000);

const TEXT = "tab\tline\né € 漢字 😀 <b>no markup</b>";
const MIB = 1024 * 1024;

let installation: Installation;
let page: Page;
/** Another program of the machine. */
let machine: Clipboard;
/** How often that program was told that somebody else put something on the clipboard. */
let news = 0;
let target: TypingTarget;

beforeAll(async () => {
  installation = await install();
  ({ page } = await installation.openViewer());
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: installation.url });
  machine = await openX11Clipboard(
    { display: installation.screen.display, authority: null },
    { changed: () => void news++, lost: () => undefined },
  );
  target = await openTypingTarget(installation.screen.display);
});
afterAll(async () => {
  machine?.close();
  await target?.stop();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

const here = () => page.evaluate(() => navigator.clipboard.readText());
const copyHere = (text: string) => page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
const there = async () => {
  const content = await machine.read();
  return content.kind === "text" ? content.text : content.kind;
};
/** Without a window manager the window under the pointer has the machine's keyboard. */
const pointAtTarget = () => page.mouse.move(200, 200);
const focusScreen = async () => {
  await page.getByRole("textbox", { name: /^Screen of/ }).focus();
  await pointAtTarget();
};
const openMenu = async (item: string | RegExp) => {
  await page
    .getByRole("toolbar")
    .getByRole("button", { name: /^Clipboard/ })
    .click();
  await page.getByRole("menuitem", { name: item }).click();
};

check("what is copied at the machine is here by itself, and a notice says so without its words", async () => {
  await machine.write({ kind: "text", text: TEXT });
  await waitUntil("the text here", async () => (await here()) === TEXT);
  const notice = page.getByText(/^Copied from/).first();
  await notice.waitFor();
  expect(await page.getByText("漢字").count()).toBe(0);
});

check("Ctrl+V pastes what was copied here just before, exactly, and leaves no key down", async () => {
  await focusScreen();
  let all = "";
  for (const line of ["one € 漢字 😀\n", "two\n"]) {
    all += line;
    await copyHere(line);
    await page.keyboard.press("Control+V");
    // Programs fetch what they paste after the key: what was copied before must not come instead.
    await waitUntil("the line", () => target.text() === all);
  }
  expect(await there()).toBe("two\n");
  expect(await heldKeycodes(installation.screen.display)).toEqual([]);
});

check("nothing that crossed comes back, whichever way it went", async () => {
  await copyHere("sent once");
  const before = news;
  await openMenu("Send this computer's clipboard");
  await waitUntil("the text there", async () => (await there()) === "sent once");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await machine.write({ kind: "text", text: "copied once" });
  await waitUntil("the text here", async () => (await here()) === "copied once");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  // A later crossing shows that nothing of before is still under way.
  await copyHere("after it");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await waitUntil("the later text there", async () => (await there()) === "after it");
  expect(news - before).toBe(2);
});

check("text of 15 MiB crosses both ways, whole", async () => {
  const large = `${"0123456789abcdef".repeat((15 * MIB) / 16 - 1)}漢字 end.`;
  const hash = new Bun.CryptoHasher("sha256").update(large).digest("hex");
  await machine.write({ kind: "text", text: large });
  await openMenu("Fetch the machine's clipboard");
  await waitUntil("the text here", async () => (await here()).length === large.length, 20_000);
  expect(new Bun.CryptoHasher("sha256").update(await here()).digest("hex")).toBe(hash);
  await copyHere(`${large}back`);
  await openMenu("Send this computer's clipboard");
  await waitUntil("the text there", async () => (await there()) === `${large}back`, 20_000);
});

check("a picture crosses both ways", async () => {
  const [width, height] = [64, 40];
  const png = await page.evaluate(
    async ([w, h]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext("2d");
      if (context) {
        context.fillStyle = "#123456";
        context.fillRect(0, 0, w, h);
        context.fillStyle = "#fedcba";
        context.fillRect(3, 5, 7, 11);
      }
      const blob = await canvas.convertToBlob({ type: "image/png" });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [width, height] as const,
  );
  await openMenu("Send this computer's clipboard");
  await waitUntil("the picture there", async () => (await there()) === "image");
  const arrived = await machine.read();
  const pixels = await pixelsOf(arrived.kind === "image" ? [...arrived.png] : []);
  expect(pixels).toEqual(await pixelsOf(png));
  expect(pixels.slice(0, 2)).toEqual([width, height]);

  await copyHere("something else");
  await machine.write({ kind: "image", png: Uint8Array.from(png) });
  await waitUntil("the picture here", () =>
    page.evaluate(async () => (await navigator.clipboard.read()).some((item) => item.types.includes("image/png"))),
  );
});

/** Width, height, and the pixels, as the browser decodes them. */
function pixelsOf(png: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      const data = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
      return [bitmap.width, bitmap.height, ...data];
    },
    [...png],
  );
}

check("a text is typed as keys, for what takes no paste", async () => {
  const before = target.text();
  await copyHere("Päss€ 😀\n");
  await openMenu("Type as keys…");
  const dialog = page.getByRole("dialog", { name: /^Type on/ });
  await waitUntil("the text in the field", async () => (await dialog.getByLabel("Text").inputValue()) === "Päss€ 😀\n");
  await dialog.getByLabel("Text").press("Tab");
  await pointAtTarget();
  await dialog.getByRole("button", { name: "Type", exact: true }).press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await waitUntil("the typed text", () => target.text() === `${before}Päss€ 😀\n`);
});

check("who chose to keep both apart is sent nothing", async () => {
  await page
    .getByRole("toolbar")
    .getByRole("button", { name: /^Clipboard/ })
    .click();
  await page.getByRole("menuitemcheckbox", { name: "Keep both alike" }).click();
  await page.keyboard.press("Escape");
  await copyHere("mine");
  await machine.write({ kind: "text", text: "theirs" });
  await openMenu("Fetch the machine's clipboard");
  await waitUntil("the text, asked for", async () => (await here()) === "theirs");
  await copyHere("mine");
  await machine.write({ kind: "text", text: "not asked for" });
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  // Order holds in the session: an answer of the machine that comes later shows that the other would have come.
  await page
    .getByRole("toolbar")
    .getByRole("button", { name: /^Clipboard/ })
    .click();
  expect(await here()).toBe("mine");
  await page.keyboard.press("Escape");
});
