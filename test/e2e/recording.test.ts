/** A session is recorded, listed, played and exported: the real relay, the compiled agent, a real browser, and a plain script as a reader. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { SessionTicket } from "../../protocol/rest/people.ts";
import type { Recording } from "../../protocol/rest/recordings.ts";
import { callerAt } from "../fakes/server-world.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { type ButtonTarget, openButtonTarget } from "./input-target.ts";
import { type Installation, install, SCREEN, waitForPicture } from "./support-session.ts";

setDefaultTimeout(60_000);

/** As a stranger would write it from the contract alone. */
const READER = `
import struct, sys
frames = []
with open(sys.argv[1], "rb") as file:
    assert file.read(6) == b"RLREC\\x01"
    while len(header := file.read(12)) == 12:
        at, length = struct.unpack(">QI", header)
        jpeg = file.read(length)
        if len(jpeg) < length: break
        assert jpeg[:2] == b"\\xff\\xd8" and jpeg[-2:] == b"\\xff\\xd9"
        frames.append(at)
print(len(frames), frames == sorted(frames))
`;

let directory: string;
let installation: Installation;
let page: Page;
let ticket: SessionTicket;
let window: ButtonTarget;

beforeAll(async () => {
  installation = await install({
    serverEnvironment(own) {
      directory = join(own, "recordings");
      return { RECORDING_DIR: directory, RECORDING_FPS: "10" };
    },
  });
  ({ page, ticket } = await installation.openViewer());
});
afterAll(async () => {
  window?.close();
  await installation?.stop();
});

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

const path = () => join(directory, `${ticket.session_id}.remrec`);
const person = () =>
  callerAt(installation.url, { cookie: installation.administrator.cookie, Origin: installation.url });

async function recordings(): Promise<Recording[]> {
  return (await person().ask<{ items: Recording[] }>("GET", "/api/recordings")).body.items;
}

check("who is in a recorded session sees that it is, and it is on the disk at once", async () => {
  await page.getByText("This session is recorded").waitFor({ state: "attached" });
  await waitUntil("the first frame", () => existsSync(path()) && statSync(path()).size > 1_000);
  expect(await recordings()).toMatchObject([
    { session_id: ticket.session_id, machine_id: installation.machineId, user_name: "Ada Admin", ended_at: null },
  ]);
  // Whoever sits at the machine, too, although nobody asked them.
  expect(await installation.agentCommand("status")).toContain("being recorded");
});

check("what changes is recorded, what does not is not", async () => {
  const before = statSync(path()).size;
  window = await openButtonTarget(installation.screen.display, { x: 100, y: 100, width: 400, height: 300 });
  await waitUntil("a further frame", () => statSync(path()).size > before);
  await waitUntil("rest", async () => {
    const size = statSync(path()).size;
    await Bun.sleep(700);
    return statSync(path()).size === size;
  });
});

check("a server that is restarted goes on in the same file, with the session", async () => {
  const before = statSync(path()).size;
  await installation.restartServer();
  await waitForPicture(page, SCREEN);
  await waitUntil("frames after the restart", () => statSync(path()).size > before);
  expect(readdirSync(directory)).toEqual([`${ticket.session_id}.remrec`]);
});

check("a server that is killed leaves a file that is valid to its last whole frame", async () => {
  const before = statSync(path()).size;
  await installation.restartServer("kill");
  await waitForPicture(page, SCREEN);
  window.close();
  await waitUntil("frames after the kill", () => statSync(path()).size > before);
});

check("at the end of the session the recording is closed", async () => {
  await person().ask("DELETE", `/api/sessions/${ticket.session_id}`);
  await waitUntil("the recording's end", async () => (await recordings())[0]?.ended_at !== null);
  expect((await recordings())[0]?.size_bytes).toBe(statSync(path()).size);
});

const python = Bun.which("python3");
test.skipIf(python === null)("a dozen lines of Python read it", async () => {
  const child = Bun.spawn([python ?? "", "-c", READER, path()], { stdout: "pipe", stderr: "pipe" });
  const printed = await new Response(child.stdout).text();
  expect(await new Response(child.stderr).text()).toBe("");
  expect(printed).toMatch(/^\d+ True\n$/);
  expect(Number(printed.split(" ")[0])).toBeGreaterThanOrEqual(3);
});

check("it is played in the browser, by its parts, with the keyboard", async () => {
  await page.goto(`${installation.url}/recordings`);
  await page.getByRole("table", { name: "Recordings" }).waitFor();
  await page.getByRole("button", { name: /^Play the recording of/ }).click();
  const canvas = page.getByRole("img", { name: "The recorded screen" });
  await waitUntil("the first picture", () =>
    canvas.evaluate((element) => (element as HTMLCanvasElement).width === 1280),
  );
  const colour = () =>
    canvas.evaluate((element) => [
      ...((element as HTMLCanvasElement).getContext("2d")?.getImageData(300, 250, 1, 1).data ?? []),
    ]);
  const isBlue = async () => {
    const [red = 0, green = 0, blue = 0] = await colour();
    return Math.abs(red - 0x33) < 8 && Math.abs(green - 0x55) < 8 && Math.abs(blue - 0x77) < 8;
  };
  expect(await isBlue()).toBe(false);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("4");
  await page.getByRole("button", { name: "Play", exact: true }).last().click();
  await waitUntil("the window in the recording", isBlue);
  await page.keyboard.press("End");
  await waitUntil("the last picture, without the window", async () => !(await isBlue()));
  await page.keyboard.press("Home");
  await page.keyboard.press(".");
  await waitUntil("one picture further", isBlue);
});

check("it is exported as a video that plays", async () => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.(mp4|webm)$/);
  const video = readFileSync(await download.path()).toString("base64");
  const type = download.suggestedFilename().endsWith("mp4") ? "video/mp4" : "video/webm";
  // In a page without our content security policy, which allows no media of this kind.
  const player = await page.context().newPage();
  const facts = await player.evaluate(
    async ([data, kind]) => {
      const element = document.createElement("video");
      element.src = `data:${kind};base64,${data}`;
      await new Promise((resolve, reject) => {
        element.onloadeddata = resolve;
        element.onerror = () => reject(new Error(element.error?.message));
      });
      return { width: element.videoWidth, height: element.videoHeight, duration: element.duration };
    },
    [video, type] as const,
  );
  await player.close();
  expect(facts).toMatchObject(SCREEN);
  expect(facts.duration).toBeGreaterThan(1);
});

check("an administrator removes it, after a question, and the file is gone", async () => {
  await page.goto(`${installation.url}/recordings`);
  await page.getByRole("button", { name: /^Remove the recording of/ }).click();
  await page.getByRole("button", { name: "Remove the recording", exact: true }).click();
  await page.getByText("Nothing recorded yet").waitFor();
  expect(existsSync(path())).toBe(false);
});
