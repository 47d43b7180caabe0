/** Names of keys in the plain protocol ("enter", "ctrl_l", "page_up") as the keys of UI Events that they mean. */

export type NamedKey = {
  /** `KeyboardEvent.code`, or the name itself where no place belongs to it. */
  code: string;
  /** `KeyboardEvent.key`. */
  key: string;
  location?: number;
  /** Whether the name was one of a key; false: it is the character itself. */
  isNamed: boolean;
};

const LEFT = 1;
const RIGHT = 2;

type Place = readonly [code: string, key: string, location?: number];

const CONTROL: Place = ["ControlLeft", "Control", LEFT];
const ALT: Place = ["AltLeft", "Alt", LEFT];
const SHIFT: Place = ["ShiftLeft", "Shift", LEFT];
const META: Place = ["MetaLeft", "Meta", LEFT];
const META_RIGHT: Place = ["MetaRight", "Meta", RIGHT];

const PLACES: Readonly<Record<string, Place>> = {
  ctrl: CONTROL,
  control: CONTROL,
  ctrl_l: CONTROL,
  ctrl_r: ["ControlRight", "Control", RIGHT],
  alt: ALT,
  alt_l: ALT,
  alt_r: ["AltRight", "Alt", RIGHT],
  alt_gr: ["AltRight", "AltGraph", RIGHT],
  shift: SHIFT,
  shift_l: SHIFT,
  shift_r: ["ShiftRight", "Shift", RIGHT],
  cmd: META,
  cmd_l: META,
  cmd_r: META_RIGHT,
  super: META,
  super_l: META,
  super_r: META_RIGHT,
  win: META,
  meta: META,
  esc: ["Escape", "Escape"],
  return: ["Enter", "Enter"],
  space: ["Space", " "],
  up: ["ArrowUp", "ArrowUp"],
  down: ["ArrowDown", "ArrowDown"],
  left: ["ArrowLeft", "ArrowLeft"],
  right: ["ArrowRight", "ArrowRight"],
  del: ["Delete", "Delete"],
  menu: ["ContextMenu", "ContextMenu"],
  print: ["PrintScreen", "PrintScreen"],
  media_play_pause: ["MediaPlayPause", "MediaPlayPause"],
  media_next: ["MediaTrackNext", "MediaTrackNext"],
  media_previous: ["MediaTrackPrevious", "MediaTrackPrevious"],
  media_volume_mute: ["AudioVolumeMute", "AudioVolumeMute"],
  media_volume_up: ["AudioVolumeUp", "AudioVolumeUp"],
  media_volume_down: ["AudioVolumeDown", "AudioVolumeDown"],
};

/** Keys whose `key` and `code` are the same; "page_up" and "PageUp" both find the second. */
const SAME_PLACE = [
  "Enter",
  "Tab",
  "Backspace",
  "Delete",
  "Escape",
  "Insert",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
  "CapsLock",
  "NumLock",
  "ScrollLock",
  "PrintScreen",
  "Pause",
  "ContextMenu",
  ...Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
];
const BY_NAME = new Map<string, string>(SAME_PLACE.map((key) => [key.toLowerCase(), key]));

/** @param name of a key in either writing, or one printable character */
export function keyOfName(name: string): NamedKey {
  const place = Object.hasOwn(PLACES, name.toLowerCase()) ? PLACES[name.toLowerCase()] : undefined;
  if (place && [...name].length > 1) return { code: place[0], key: place[1], location: place[2], isNamed: true };
  const same = BY_NAME.get(name.toLowerCase().replaceAll("_", ""));
  if (same) return { code: same, key: same, isNamed: true };
  return { code: codeOfCharacter(name), key: name, isNamed: false };
}

function codeOfCharacter(character: string): string {
  if (/^[a-z]$/i.test(character)) return `Key${character.toUpperCase()}`;
  if (/^\d$/.test(character)) return `Digit${character}`;
  return `key:${character}`;
}
