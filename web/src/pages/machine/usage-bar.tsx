/** How much of something is in use: a bar, and the figures. */
import { Show } from "solid-js";
import { byteSize } from "../../state/byte-size.ts";

/** Beyond it somebody should look. */
const ALMOST_FULL = 0.9;

export function UsageBar(props: { name: string; used: number; total: number }) {
  const part = () => (props.total > 0 ? Math.min(1, Math.max(0, props.used / props.total)) : 0);
  const words = () => `${byteSize(props.used)} of ${byteSize(props.total)}`;
  return (
    <div class="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <Show when={props.name}>
        <span class="w-28 min-w-0 shrink-0 truncate text-muted" title={props.name}>
          {props.name}
        </span>
      </Show>
      <meter
        class="usage-bar h-1.5 min-w-24 flex-1"
        aria-label={`${props.name || "Memory"} in use`}
        min="0"
        max="1"
        high={ALMOST_FULL}
        value={part()}
      >
        {words()}
      </meter>
      <span class="shrink-0 text-xs text-muted tabular-nums">{words()}</span>
    </div>
  );
}
