/** One framebuffer update with the newest picture of cells that a viewer lacks, from rects that the relay keeps. */
import {
  type Cell,
  RECT_HEADER_BYTES,
  type Rect,
  UPDATE_FLAG,
  writeFramebufferUpdate,
} from "../../protocol/binary/framebuffer-update.ts";
import { MAX_RECTS } from "../../protocol/limits.ts";
import type { CellSet } from "./cell-set.ts";
import { cellCountOf } from "./cell-span.ts";
import type { KeptRect, TileState } from "./tile-state.ts";

export type CatchUp = {
  /** Null: none of the lacking cells is known. */
  message: Uint8Array | null;
  /** Lacking cells are left that could have been sent, had they fitted. */
  isPartial: boolean;
};

/** What the update says of itself: it carries the number of the newest frame the relay has. */
export type CatchUpHeader = { stream: number; frame: number; capturedAtMs: number };

/**
 * Builds the update and takes its cells out of `lacking`. Rects that are mostly superseded are forgotten instead
 * (their cells become unknown): asking the agent for a few cells is cheaper than sending a large rect for them.
 * @param budgetBytes size to aim at; one rect is sent however large it is
 */
export function buildCatchUp(
  tiles: TileState,
  lacking: CellSet,
  header: CatchUpHeader,
  budgetBytes: number,
  staleRectBytes: number,
): CatchUp {
  const candidates = rectsFor(tiles, lacking, staleRectBytes);
  const chosen = chooseRects(candidates, budgetBytes);
  if (chosen.length === 0) return { message: null, isPartial: false };
  const rects: Rect[] = [];
  let coveredCells = 0;
  for (const kept of chosen) {
    const cells = tiles.liveCellsOf(kept);
    for (const cell of cells) lacking.delete(cell);
    coveredCells += cells.length;
    rects.push(clipped(kept, cells, tiles.columns));
  }
  const message = writeFramebufferUpdate({
    ...header,
    flags: coveredCells === tiles.cellCount ? UPDATE_FLAG.keyframe : 0,
    width: tiles.width,
    height: tiles.height,
    rects,
  });
  return { message, isPartial: chosen.length < candidates.length };
}

/** The rects that hold lacking cells, oldest first. */
function rectsFor(tiles: TileState, lacking: CellSet, staleRectBytes: number): KeptRect[] {
  const found = new Set<KeptRect>();
  for (let cell = 0; cell < tiles.cellCount; cell++) {
    if (!lacking.has(cell)) continue;
    const rect = tiles.owner(cell);
    if (!rect || found.has(rect)) continue;
    if (rect.data.length > staleRectBytes && rect.liveCells * 4 < cellCountOf(rect.span)) tiles.forget(rect);
    else found.add(rect);
  }
  return [...found].sort((a, b) => a.sequence - b.sequence);
}

/**
 * Half of the budget goes to what changed last (it is what the person does now), half to what has waited longest,
 * so that constant motion starves nothing.
 */
function chooseRects(oldestFirst: readonly KeptRect[], budgetBytes: number): KeptRect[] {
  const chosen: KeptRect[] = [];
  let bytes = 0;
  let newest = oldestFirst.length - 1;
  let oldest = 0;
  while (oldest <= newest && chosen.length < MAX_RECTS) {
    const rect = bytes < budgetBytes / 2 ? oldestFirst[newest--] : oldestFirst[oldest++];
    if (!rect) break;
    const cost = rect.data.length + RECT_HEADER_BYTES;
    if (bytes + cost > budgetBytes) continue;
    chosen.push(rect);
    bytes += cost;
  }
  // Each is larger than the budget: then the one that takes the least time.
  const [first] = oldestFirst;
  if (chosen.length > 0 || !first) return chosen;
  return [oldestFirst.reduce((least, rect) => (rect.data.length < least.data.length ? rect : least), first)];
}

/** The rect as it is painted: all of it, or only the cells that nothing newer has covered. */
function clipped(kept: KeptRect, cells: readonly number[], columns: number): Rect {
  const { x, y, width, height, encoding, data } = kept;
  const rect = { x, y, width, height, encoding, data };
  if (cells.length === cellCountOf(kept.span)) return rect;
  const clip: Cell[] = cells.map((cell) => ({ column: cell % columns, row: Math.floor(cell / columns) }));
  return { ...rect, clip };
}
