/** What may happen in the middle of a session, and must not end it; and what does end it. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { addMode, setMode } from "../fakes/screen-modes.ts";
import { waitUntil } from "../fakes/wait-until.ts";
import { withEvidence } from "./evidence.ts";
import { heldKeycodes, openButtonTarget } from "./input-target.ts";
import { waitUntilExact } from "./remote-screen.ts";
import { type Installation, install, waitForPicture } from "./support-session.ts";

setDefaultTimeout(90_000);

let installation: Installation;

beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation?.stop());

const check = (name: string, body: () => Promise<void>): void =>
  test(name, () => withEvidence(name, installation.witnesses, body));

/** Changes the screen, so that an exact canvas afterwards was sent afterwards. */
async function paintSomething(x: number): Promise<() => void> {
  const target = await openButtonTarget(installation.screen.display, { x, y: 60, width: 90, height: 70 });
  return target.close;
}

/** What may happen to a session that is looked at, each undone by itself; the technician does nothing. */
const INTERRUPTIONS: Record<string, () => Promise<void>> = {
  async "an agent that is killed and comes back"() {
    await installation.agent().kill();
    await installation.waitForOnline(false);
    await installation.restartAgent();
  },
  async "an agent that is restarted in good order"() {
    await installation.agent().stop();
    await installation.restartAgent();
  },
  async "an X server that dies with everything on it and comes back"() {
    await installation.restartScreen();
  },
  async "a server that is restarted"() {
    await installation.restartServer();
  },
  async "a network that loses everything for 30 s"() {
    installation.network.loseEverything();
    await Bun.sleep(30_000);
    installation.network.recover();
  },
};

for (const [interruption, happen] of Object.entries(INTERRUPTIONS)) {
  check(`${interruption}: the same session goes on by itself, and no key stays down`, async () => {
    const { page, ticket } = await installation.openViewer();
    await waitUntilExact(page, installation.screen.display);
    await page.mouse.click(600, 400);
    await page.keyboard.down("Shift");
    await page.keyboard.down("A");
    const isHeld = async (): Promise<boolean> => (await heldKeycodes(installation.screen.display)).length === 2;
    await waitUntil("the keys being down", isHeld);
    await happen();
    const clear = await paintSomething(100);
    await waitUntilExact(page, installation.screen.display);
    expect(page.url()).toContain(ticket.session_id);
    expect(await page.getByRole("alert").count()).toBe(0);
    await waitUntil("all keys being up", async () => (await heldKeycodes(installation.screen.display)).length === 0);
    // What was held before is no longer: the technician's next stroke is an ordinary one.
    await page.keyboard.up("A");
    await page.keyboard.up("Shift");
    clear();
    await installation.administrator.endSession(ticket.session_id);
    await page.close();
  });
}

check("a reloaded viewer is back in the same session, without its token in the address", async () => {
  const { page, ticket } = await installation.openViewer();
  await waitUntilExact(page, installation.screen.display);
  expect(page.url()).not.toContain(ticket.viewer_token);
  await page.reload();
  await waitForPicture(page);
  const clear = await paintSomething(300);
  await waitUntilExact(page, installation.screen.display);
  clear();
  await installation.administrator.endSession(ticket.session_id);
});

check("a resolution changed in mid-session is followed", async () => {
  const { page, ticket } = await installation.openViewer();
  await waitUntilExact(page, installation.screen.display);
  await addMode(installation.screen, "1024x768");
  await setMode(installation.screen, "1024x768");
  await waitForPicture(page, { width: 1024, height: 768 });
  const clear = await paintSomething(500);
  await waitUntilExact(page, installation.screen.display);
  clear();
  await setMode(installation.screen, "1280x800");
  await waitForPicture(page);
  await waitUntilExact(page, installation.screen.display);
  await installation.administrator.endSession(ticket.session_id);
});

check("the technician ends the session, and nothing of it can be opened again", async () => {
  const { page, ticket } = await installation.openViewer();
  await page.mouse.move(640, 5);
  await page
    .getByRole("button", { name: /end session/i })
    .first()
    .click();
  const confirmation = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  const confirm = confirmation.getByRole("button", { name: /end/i });
  const hasEnded = page.getByText(/session.*ended|ended/i).first();
  await confirm.or(hasEnded).first().waitFor();
  if (await confirm.isVisible()) await confirm.click();
  await waitUntil("the session being over", async () => {
    const answer = await fetch(`${installation.server.url}/api/sessions/${ticket.session_id}`, {
      headers: { cookie: installation.administrator.cookie },
    });
    const session: { ended_at: string | null } = await answer.json();
    return session.ended_at !== null;
  });
  const closed = Promise.withResolvers<number>();
  const url = `${installation.server.url.replace("http", "ws")}/ws/viewer?session_id=${ticket.session_id}&viewer_token=${ticket.viewer_token}`;
  const socket = new WebSocket(url);
  socket.onclose = ({ code }) => closed.resolve(code);
  socket.onerror = () => closed.resolve(0);
  // Refused at the upgrade (410 → no WebSocket) or closed at once as ended.
  expect([0, 1002, 1006, 4410]).toContain(await closed.promise);
});
