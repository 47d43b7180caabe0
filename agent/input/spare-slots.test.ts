import { expect, test } from "bun:test";
import { REUSE_AFTER_MS, SpareSlots } from "./spare-slots.ts";

const nobody = { prefersShift: false, nowMs: 0, isHeld: () => false };
const A = 0x1004e00;
const B = 0x1004e01;
const C = 0x1004e02;

test("a character keeps its place until that is needed", () => {
  const slots = new SpareSlots([255]);
  expect(slots.find(A)).toBeNull();
  expect(slots.place(A, nobody)?.slot).toEqual({ keycode: 255, shift: false });
  expect(slots.find(A)).toEqual({ keycode: 255, shift: false });
});

test("a key takes two characters, the second with Shift", () => {
  const slots = new SpareSlots([255]);
  slots.place(A, nobody);
  expect(slots.keysymsOf(255)).toEqual([A, A]);
  expect(slots.place(B, nobody)?.slot).toEqual({ keycode: 255, shift: true });
  expect(slots.keysymsOf(255)).toEqual([A, B]);
});

test("while Shift is held the character is one with Shift, so that the key can stay down", () => {
  const slots = new SpareSlots([255, 254]);
  expect(slots.place(A, { ...nobody, prefersShift: true })?.slot).toEqual({ keycode: 255, shift: true });
});

test("a letter and its capital are on keys of their own, for Caps Lock would exchange them", () => {
  const slots = new SpareSlots([255, 254]);
  slots.place(0x1000105, nobody);
  expect(slots.place(0x1000104, { ...nobody, prefersShift: true })?.slot.keycode).toBe(254);
});

test("the key used longest ago is given away, but not while it is held, nor too soon after its press", () => {
  const slots = new SpareSlots([255, 254]);
  slots.place(A, nobody);
  slots.place(B, nobody);
  slots.place(C, nobody);
  slots.place(0x1004e03, nobody);
  slots.use(254, 10);
  slots.use(255, 20);
  const full = slots.place(0x1004e04, { prefersShift: false, nowMs: 30, isHeld: () => false });
  expect(full).toEqual({ slot: { keycode: 254, shift: false }, freeAtMs: 10 + REUSE_AFTER_MS });
  expect([slots.find(A), slots.find(B)]).toEqual([{ keycode: 255, shift: false }, null]);
  const held = new SpareSlots([255]);
  held.place(A, nobody);
  held.place(B, nobody);
  expect(held.place(C, { ...nobody, isHeld: () => true })).toBeNull();
});
