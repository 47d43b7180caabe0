/** Which commands fit what was typed, the best first. */

export type Rankable = {
  /** What is shown. */
  label: string;
  /** Further words that find it. */
  keywords?: string;
};

const WHOLE_LABEL = 100;
const LABEL_START = 60;
const WORD_START = 40;
const INSIDE = 15;
const IN_KEYWORDS = 10;

/** Every typed word must fit; null where one does not. The higher the better; equal labels rank by the order given. */
export function score(item: Rankable, query: string): number | null {
  const label = item.label.toLowerCase();
  const whole = query.trim().toLowerCase();
  if (whole === "") return 0;
  if (label === whole) return WHOLE_LABEL + LABEL_START;
  let total = label.startsWith(whole) ? WHOLE_LABEL : 0;
  for (const word of whole.split(/\s+/)) {
    const points = scoreWord(label, item.keywords?.toLowerCase() ?? "", word);
    if (points === 0) return null;
    total += points;
  }
  // Of two that fit alike, the shorter says more exactly what was typed.
  return total - label.length / 100;
}

function scoreWord(label: string, keywords: string, word: string): number {
  const at = label.indexOf(word);
  if (at === 0) return LABEL_START;
  if (at > 0) return /[\s\-_./]/.test(label[at - 1] ?? "") ? WORD_START : INSIDE;
  return keywords.includes(word) ? IN_KEYWORDS : 0;
}

/** The best of them with their points. `rankableOf` says by what words each is found. */
export function rank<Item>(
  items: readonly Item[],
  query: string,
  limit: number,
  rankableOf: (item: Item) => Rankable,
): { item: Item; points: number }[] {
  const fitting: { item: Item; points: number }[] = [];
  const isAsGoodAsAny = query.trim() === "";
  for (const item of items) {
    if (isAsGoodAsAny && fitting.length === limit) break;
    const points = score(rankableOf(item), query);
    if (points !== null) fitting.push({ item, points });
  }
  return fitting.sort((a, b) => b.points - a.points).slice(0, limit);
}
