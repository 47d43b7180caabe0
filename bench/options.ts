/** The command line of `bun run bench`. */
import { parseArgs } from "node:util";
import { SCENE_NAMES, type SceneName } from "./painter/scenes.ts";

/** What is measured besides the scenes. */
export const PARTS = ["damage", "fan-out", "agent", "stalled", "start"] as const;
export type Part = (typeof PARTS)[number];

export type Options = {
  peer: boolean;
  portable: boolean;
  rounds: number;
  scenes: SceneName[];
  parts: Part[];
};

export const USAGE = `bun run bench [--peer] [--portable] [--rounds N] [--only ${[...SCENE_NAMES, ...PARTS].join(",")}]

  --peer       also TigerVNC + noVNC, in turn with ours, and the ratio
  --portable   also our own portable back-end
  --rounds N   how often each product is started and measured (default 1; medians are printed)
  --only LIST  only these scenes and parts
`;

/** @throws Error with one line that says what is wrong */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      peer: { type: "boolean", default: false },
      portable: { type: "boolean", default: false },
      rounds: { type: "string", default: "1" },
      only: { type: "string" },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a number from 1, not "${values.rounds}"`);
  const wanted = values.only?.split(",") ?? [...SCENE_NAMES, ...PARTS];
  const known: readonly string[] = [...SCENE_NAMES, ...PARTS];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--only knows ${known.join(", ")}, not "${unknown}"`);
  return {
    peer: values.peer,
    portable: values.portable,
    rounds,
    scenes: SCENE_NAMES.filter((name) => wanted.includes(name)),
    parts: PARTS.filter((name) => wanted.includes(name)),
  };
}
