import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearNext, putInPlace, type Slots } from "./slots.ts";

const directory = mkdtempSync(join(tmpdir(), "remotelink-slots-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function slots(previousIn?: string): Slots {
  const folder = mkdtempSync(join(directory, "bin-"));
  const current = join(folder, "agent");
  writeFileSync(current, "old", { mode: 0o755 });
  writeFileSync(`${current}.next`, "new", { mode: 0o755 });
  return { current, next: `${current}.next`, previous: join(previousIn ?? folder, "agent.previous") };
}
const content = ({ current, previous }: Slots) => [current, previous].map((path) => readFileSync(path, "utf8"));

test("the next one takes the place, and the one before stays beside it", () => {
  const places = slots();
  writeFileSync(places.previous, "older");
  putInPlace(places);
  expect(content(places)).toEqual(["new", "old"]);
  expect(existsSync(places.next)).toBe(false);
});

test("where there can be no second name, the one before is copied", () => {
  // Another file system.
  const elsewhere = mkdtempSync("/dev/shm/remotelink-slots-");
  try {
    const places = slots(elsewhere);
    putInPlace(places);
    expect(content(places)).toEqual(["new", "old"]);
    expect(statSync(places.previous).mode & 0o777).toBe(0o755);
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test("when it cannot be put in place, the one that runs stays", () => {
  const places = slots();
  rmSync(places.next);
  expect(() => putInPlace(places)).toThrow("ENOENT");
  expect(readFileSync(places.current, "utf8")).toBe("old");
});

test("something of others in the next one's place is no reason not to start", () => {
  const places = slots();
  clearNext(places);
  expect(existsSync(places.next)).toBe(false);
  mkdirSync(places.next);
  clearNext(places);
  expect(existsSync(places.next)).toBe(true);
});
