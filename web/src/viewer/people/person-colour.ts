/** One colour for each person of a session, the same wherever the person is shown and, as long as nobody else has it, each time. */

export type PersonColour = { dot: string; ring: string; pointer: string };

/** Whole class names: they are found by the style build. */
const COLOURS: readonly PersonColour[] = [
  { dot: "bg-tag-orange", ring: "ring-tag-orange", pointer: "text-tag-orange" },
  { dot: "bg-tag-cyan", ring: "ring-tag-cyan", pointer: "text-tag-cyan" },
  { dot: "bg-tag-purple", ring: "ring-tag-purple", pointer: "text-tag-purple" },
  { dot: "bg-tag-green", ring: "ring-tag-green", pointer: "text-tag-green" },
  { dot: "bg-tag-blue", ring: "ring-tag-blue", pointer: "text-tag-blue" },
  { dot: "bg-tag-grey", ring: "ring-tag-grey", pointer: "text-tag-grey" },
];

/**
 * By the name, so that who comes back has the same; two whose names fall on one colour get two, in the order of the list.
 * @returns by viewer id
 */
export function personColours(people: readonly { id: string; name: string }[]): ReadonlyMap<string, PersonColour> {
  const taken = new Set<number>();
  return new Map(
    people.map(({ id, name }) => {
      let colour = hashOf(name) % COLOURS.length;
      for (let tries = 0; taken.has(colour) && tries < COLOURS.length; tries++) colour = (colour + 1) % COLOURS.length;
      taken.add(colour);
      return [id, COLOURS[colour] as PersonColour];
    }),
  );
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
