import { expect, test } from "bun:test";
import { hardwareId as schema } from "../../protocol/rest/agent.ts";
import { type HardwareFacts, hardwareId, hashOf } from "./hardware-id.ts";

const MACHINE: HardwareFacts = {
  productUuid: "4C4C4544-0042-3510-8053-B7C04F4D3633\n",
  machineId: "b08dfa6083e7567a1921a715000001fb\n",
  macAddresses: ["00:16:3e:12:34:56"],
};

test("is the same for the same machine, and has the form of the protocol", () => {
  expect(hashOf(MACHINE)).toBe(hashOf({ ...MACHINE }));
  expect(schema.safeParse(hashOf(MACHINE)).success).toBe(true);
  expect(hashOf(MACHINE)).not.toContain(MACHINE.machineId.trim());
});

test("a copied disk in another machine, and another system on the same machine, have others", () => {
  const elsewhere = hashOf({ ...MACHINE, productUuid: "4c4c4544-0042-3510-8053-b7c04f4d3634" });
  const reinstalled = hashOf({ ...MACHINE, machineId: "b08dfa6083e7567a1921a715000001fc" });
  expect(new Set([hashOf(MACHINE), elsewhere, reinstalled]).size).toBe(3);
});

test("either id will do, and one is not taken for the other", () => {
  const id = "b08dfa6083e7567a1921a715000001fb";
  const byProduct = hashOf({ productUuid: id, machineId: "", macAddresses: [] });
  const byMachine = hashOf({ productUuid: "", machineId: id, macAddresses: [] });
  expect(byProduct).not.toBeNull();
  expect(byMachine).not.toBeNull();
  expect(byProduct).not.toBe(byMachine);
});

test("a network card is asked only where there is no id, in any order", () => {
  expect(hashOf({ ...MACHINE, macAddresses: ["02:00:00:00:00:01"] })).toBe(hashOf(MACHINE));
  const [one, other] = ["00:16:3e:00:00:01", "00:16:3E:00:00:0A"];
  const without = { productUuid: "", machineId: "" };
  const byCards = hashOf({ ...without, macAddresses: [one, other] });
  expect(byCards).toBe(hashOf({ ...without, macAddresses: [other.toLowerCase(), one, one] }));
  expect(byCards).not.toBe(hashOf({ ...without, macAddresses: [one] }));
});

test.each([
  "",
  "uninitialized",
  "Not Settable",
  "00000000-0000-0000-0000-000000000000",
  "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
])("%p is no id", (text) => {
  expect(hashOf({ productUuid: text, machineId: text, macAddresses: [] })).toBeNull();
  expect(hashOf({ ...MACHINE, productUuid: text })).toBe(hashOf({ ...MACHINE, productUuid: "" }));
});

test("stays the same while the agent runs", () => {
  expect(hardwareId()).toBe(hardwareId());
});
