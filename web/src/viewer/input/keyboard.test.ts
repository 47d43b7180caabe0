import { expect, test } from "bun:test";
import type { OutgoingViewerMessage } from "../../../../protocol/messages/viewer-to-relay.ts";
import { createFakeTime } from "./frame.fake.ts";
import type { KeyPlatform } from "./key-platform.ts";
import type { KeyReport } from "./key-stroke.ts";
import { Keyboard, MAX_TEXT_CHARACTERS } from "./keyboard.ts";

type Given = Partial<Omit<KeyReport, "getModifierState">> & { altGraph?: boolean; caps?: boolean; num?: boolean };

function report(code: string, key: string, given: Given = {}): KeyReport {
  const states: Record<string, boolean | undefined> = {
    AltGraph: given.altGraph,
    CapsLock: given.caps,
    NumLock: given.num,
  };
  return {
    code,
    key,
    location: 0,
    keyCode: 65,
    isComposing: false,
    timeStamp: 0,
    ctrlKey: key === "Control",
    altKey: key === "Alt",
    shiftKey: key === "Shift",
    metaKey: key === "Meta",
    ...given,
    getModifierState: (name) => states[name] === true,
  };
}

function setUp(platform: KeyPlatform = "other") {
  const time = createFakeTime();
  return { time, keyboard: new Keyboard({ send: time.send, platform, schedule: time.later }) };
}

/** "+KeyA:a" pressed, "*KeyA:a" repeated, "-KeyA:a" released, "é" typed */
function words(message: OutgoingViewerMessage): string {
  if (message.type === "key_press") return message.key;
  if (message.type !== "key_event") return message.type;
  const sign = message.action === "up" ? "-" : message.repeat ? "*" : "+";
  return `${sign}${message.code}:${message.key}`;
}

const said = (time: { sent: OutgoingViewerMessage[] }) => time.sent.map(words);

test("a key goes with place, meaning, side and locks", () => {
  const { time, keyboard } = setUp();
  expect(keyboard.down(report("Numpad7", "7", { location: 3, num: true }))).toBe(true);
  expect(time.sent).toEqual([
    {
      type: "key_event",
      code: "Numpad7",
      key: "7",
      location: 3,
      action: "down",
      repeat: false,
      locks: { caps: false, num: true },
    },
  ]);
});

test("a key goes up as what it went down as, whatever it means by then", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("ShiftLeft", "Shift"));
  keyboard.down(report("KeyA", "A", { shiftKey: true }));
  keyboard.up(report("ShiftLeft", "Shift", { shiftKey: false }));
  keyboard.down(report("KeyA", "a"));
  keyboard.up(report("KeyA", "a"));
  expect(said(time)).toEqual(["+ShiftLeft:Shift", "+KeyA:A", "-ShiftLeft:Shift", "*KeyA:A", "-KeyA:A"]);
});

test("the release of a key that was pressed elsewhere is not told", () => {
  const { time, keyboard } = setUp();
  keyboard.up(report("Enter", "Enter"));
  expect(time.sent).toEqual([]);
});

test("after everything was released, late releases are not told, and a key still held counts anew", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("KeyA", "a"));
  expect(keyboard.forget()).toBe(true);
  expect(keyboard.forget()).toBe(false);
  keyboard.up(report("KeyA", "a"));
  keyboard.down(report("KeyA", "a"));
  expect(said(time)).toEqual(["+KeyA:a", "+KeyA:a"]);
});

test("a modifier whose release went elsewhere is released with the next event that says so", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("AltLeft", "Alt"));
  keyboard.down(report("KeyX", "x"));
  expect(said(time)).toEqual(["+AltLeft:Alt", "-AltLeft:Alt", "+KeyX:x"]);
});

test("nothing of AltGr is taken for a lost release", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("ControlLeft", "Control"));
  keyboard.down(report("AltRight", "AltGraph", { altGraph: true }));
  keyboard.down(report("KeyQ", "@", { altGraph: true }));
  expect(said(time)).toEqual(["+ControlLeft:Control", "+AltRight:AltGraph", "+KeyQ:@"]);
});

test("the Control that Windows puts before its AltGr never goes", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.down(report("ControlLeft", "Control", { timeStamp: 100 }));
  keyboard.down(report("AltRight", "Alt", { timeStamp: 101, altKey: true, ctrlKey: true }));
  keyboard.down(report("KeyQ", "@", { altGraph: true }));
  keyboard.up(report("KeyQ", "@", { altGraph: true }));
  keyboard.up(report("ControlLeft", "Control", { ctrlKey: false, altGraph: true }));
  keyboard.up(report("AltRight", "AltGraph"));
  expect(said(time)).toEqual(["+AltRight:AltGraph", "+KeyQ:@", "-KeyQ:@", "-AltRight:AltGraph"]);
});

test("a Control of one's own on Windows goes with the next key", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.down(report("ControlLeft", "Control", { timeStamp: 100 }));
  expect(time.sent).toEqual([]);
  keyboard.down(report("KeyC", "c", { timeStamp: 105, ctrlKey: true }));
  expect(said(time)).toEqual(["+ControlLeft:Control", "+KeyC:c"]);
});

test("a Control of one's own on Windows goes by itself, and before a click", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.down(report("ControlLeft", "Control"));
  time.pass();
  expect(said(time)).toEqual(["+ControlLeft:Control"]);
  keyboard.up(report("ControlLeft", "Control"));
  keyboard.down(report("ControlLeft", "Control"));
  keyboard.settle();
  expect(said(time).at(-1)).toBe("+ControlLeft:Control");
});

test("Control and AltGr pressed one after the other by hand are both meant", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.down(report("ControlLeft", "Control", { timeStamp: 100 }));
  keyboard.down(report("AltRight", "AltGraph", { timeStamp: 180, ctrlKey: true, altGraph: true }));
  expect(said(time)).toEqual(["+ControlLeft:Control", "+AltRight:AltGraph"]);
});

test("a dead key says nothing; what comes of it arrives as text", () => {
  const { time, keyboard } = setUp();
  expect(keyboard.down(report("Quote", "Dead"))).toBe(false);
  keyboard.up(report("Quote", "Dead"));
  expect(keyboard.down(report("KeyE", "e"))).toBe(false);
  keyboard.text("é");
  keyboard.up(report("KeyE", "e"));
  expect(said(time)).toEqual(["é"]);
});

test("a key after a dead one of which no text comes stands for itself", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("Quote", "Dead"));
  keyboard.down(report("KeyE", "ê"));
  keyboard.up(report("KeyE", "ê"));
  expect(said(time)).toEqual(["ê"]);
});

test("Shift between a dead key and its letter does not end it", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("Quote", "Dead"));
  keyboard.down(report("ShiftLeft", "Shift"));
  expect(keyboard.down(report("KeyE", "E", { shiftKey: true }))).toBe(false);
  keyboard.text("É");
  expect(said(time)).toEqual(["+ShiftLeft:Shift", "É"]);
});

test("Enter after a dead key is Enter", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("Quote", "Dead"));
  expect(keyboard.down(report("Enter", "Enter"))).toBe(true);
  expect(keyboard.down(report("KeyE", "e"))).toBe(true);
  expect(said(time)).toEqual(["+Enter:Enter", "+KeyE:e"]);
});

test("keys that an input method takes are left to it", () => {
  const { time, keyboard } = setUp();
  expect(keyboard.down(report("KeyN", "Process", { keyCode: 229 }))).toBe(false);
  expect(keyboard.down(report("KeyI", "i", { isComposing: true }))).toBe(false);
  keyboard.text("日本");
  expect(said(time)).toEqual(["日", "本"]);
});

test("text goes by characters, none of them cut in half, and never as the name of a key", () => {
  const { time, keyboard } = setUp();
  keyboard.text("up😀é");
  expect(said(time)).toEqual(["u", "p", "😀", "é"]);
});

test("line ends and tabs in text are keys", () => {
  const { time, keyboard } = setUp();
  keyboard.text("a\r\nb\tc\n");
  expect(said(time)).toEqual(["a", "Enter", "b", "Tab", "c", "Enter"]);
});

test("text that would outrun the relay's rate is cut, and says by how much", () => {
  const { time, keyboard } = setUp();
  expect(keyboard.text("x".repeat(MAX_TEXT_CHARACTERS + 5))).toBe(5);
  expect(time.sent).toHaveLength(MAX_TEXT_CHARACTERS);
});

test("with Command a key is released at once: macOS does not report it", () => {
  const { time, keyboard } = setUp("mac");
  keyboard.down(report("MetaLeft", "Meta"));
  keyboard.down(report("KeyC", "c", { metaKey: true }));
  keyboard.up(report("MetaLeft", "Meta", { metaKey: false }));
  expect(said(time)).toEqual(["+MetaLeft:Meta", "+KeyC:c", "-KeyC:c", "-MetaLeft:Meta"]);
});

test("a key held from before Command is released with it", () => {
  const { time, keyboard } = setUp("mac");
  keyboard.down(report("KeyA", "a"));
  keyboard.down(report("MetaLeft", "Meta"));
  keyboard.up(report("MetaLeft", "Meta", { metaKey: false }));
  expect(said(time)).toEqual(["+KeyA:a", "+MetaLeft:Meta", "-MetaLeft:Meta", "-KeyA:a"]);
});

test("Option on a Mac chooses characters, as AltGr does", () => {
  const { time, keyboard } = setUp("mac");
  keyboard.down(report("AltLeft", "Alt"));
  keyboard.down(report("KeyL", "@", { altKey: true }));
  expect(said(time)).toEqual(["+AltLeft:AltGraph", "+KeyL:@"]);
});

test("Caps Lock on a Mac is a stroke when its light goes on, and one when it goes off", () => {
  const { time, keyboard } = setUp("mac");
  keyboard.down(report("CapsLock", "CapsLock", { caps: true }));
  keyboard.up(report("CapsLock", "CapsLock"));
  expect(said(time)).toEqual(["+CapsLock:CapsLock", "-CapsLock:CapsLock", "+CapsLock:CapsLock", "-CapsLock:CapsLock"]);
});

test("both Shifts are released where Windows reports one", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.down(report("ShiftLeft", "Shift"));
  keyboard.down(report("ShiftRight", "Shift"));
  keyboard.up(report("ShiftRight", "Shift", { shiftKey: false }));
  expect(said(time).slice(2)).toEqual(["-ShiftRight:Shift", "-ShiftLeft:Shift"]);
});

test("Print Screen, whose press Windows keeps, is pressed with its release", () => {
  const { time, keyboard } = setUp("windows");
  keyboard.up(report("PrintScreen", "PrintScreen"));
  expect(said(time)).toEqual(["+PrintScreen:PrintScreen", "-PrintScreen:PrintScreen"]);
});

test("Alt that X11 calls Meta while Shift is held is Alt, and stays down", () => {
  const { time, keyboard } = setUp();
  keyboard.down(report("ShiftLeft", "Shift"));
  keyboard.down(report("AltLeft", "Meta", { shiftKey: true, altKey: true, metaKey: false }));
  keyboard.down(report("Tab", "Tab", { shiftKey: true, altKey: true }));
  expect(said(time)).toEqual(["+ShiftLeft:Shift", "+AltLeft:Alt", "+Tab:Tab"]);
});
