/** What the connection does, by the second. */
import { For } from "solid-js";
import type { ViewerSnapshot, ViewerStatistics } from "../viewer-model.ts";
import { useViewer } from "../viewer-state.ts";
import { statisticsRows } from "./statistics-rows.ts";

const NOTHING_YET: ViewerStatistics = {
  framesPerSecond: 0,
  bitsPerSecond: 0,
  roundTripMs: null,
  delayMs: null,
  decodeMs: null,
  codec: null,
};

export function StatisticsPanel() {
  const viewer = useViewer();
  const rows = () => statisticsRows(viewer.statistics() ?? NOTHING_YET, viewer.snapshot() satisfies ViewerSnapshot);
  return (
    <section
      aria-label="Statistics"
      class="pointer-events-none absolute top-12 right-3 z-10 w-52 animate-fade rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-pop"
    >
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <For each={rows()}>
          {(row) => (
            <>
              <dt class="text-muted">{row.name}</dt>
              <dd class="truncate text-right text-text tabular-nums">{row.value}</dd>
            </>
          )}
        </For>
      </dl>
    </section>
  );
}
