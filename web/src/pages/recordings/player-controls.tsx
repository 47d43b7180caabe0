/** Below the picture: play, the time bar with its marks, speed, idle time. */
import Pause from "lucide-solid/icons/pause";
import Play from "lucide-solid/icons/play";
import SkipBack from "lucide-solid/icons/skip-back";
import SkipForward from "lucide-solid/icons/skip-forward";
import { createMemo, For, Show } from "solid-js";
import type { RecordingIndex } from "../../../../protocol/rest/recordings.ts";
import { classNames } from "../../components/class-names.ts";
import { controlClass } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { type Playback, SPEEDS, type Speed } from "./playback.ts";
import { clockText, marksOf } from "./timeline.ts";

/** More would be one line. */
const MAX_MARKS = 200;
/** "Back" from just after a mark leads to the one before. */
const AT_MARK_MS = 1_000;

export function PlayerControls(props: { playback: Playback; index: RecordingIndex }) {
  const { playback } = props;
  const marks = createMemo(() => marksOf(props.index.at_ms).slice(0, MAX_MARKS));
  const placeOf = (frame: number) => playback.timeline().at[frame] ?? 0;
  const share = (position: number) => `${(position / Math.max(1, playback.timeline().total)) * 100}%`;

  function jump(direction: -1 | 1): void {
    const places = marks().map(placeOf);
    const now = playback.position();
    const to =
      direction > 0 ? places.find((place) => place > now + 1) : places.findLast((place) => place < now - AT_MARK_MS);
    playback.seek(to ?? (direction > 0 ? playback.timeline().total : 0));
  }

  return (
    <div class="border-line border-t bg-raised px-3 py-2">
      <div class="relative flex h-8 items-center">
        <For each={marks().slice(1)}>
          {(frame) => (
            <span
              class="pointer-events-none absolute top-1 h-1.5 w-px bg-muted"
              style={{ left: share(placeOf(frame)) }}
              aria-hidden="true"
            />
          )}
        </For>
        <input
          type="range"
          class="w-full accent-accent"
          aria-label="Position"
          aria-valuetext={`${clockText(playback.position())} of ${clockText(playback.timeline().total)}`}
          min={0}
          max={Math.max(1, playback.timeline().total)}
          step={1}
          value={playback.position()}
          onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <div class="flex flex-wrap items-center gap-2 text-sm">
        <IconButton
          label="To what began before"
          icon={<SkipBack class="size-4" aria-hidden="true" />}
          onClick={() => jump(-1)}
        />
        <IconButton
          label={playback.isPlaying() ? "Pause" : "Play"}
          shortcut="Space"
          icon={
            <Show when={playback.isPlaying()} fallback={<Play class="size-5" aria-hidden="true" />}>
              <Pause class="size-5" aria-hidden="true" />
            </Show>
          }
          onClick={() => playback.toggle()}
        />
        <IconButton
          label="To what begins next"
          icon={<SkipForward class="size-4" aria-hidden="true" />}
          onClick={() => jump(1)}
        />
        <span class="text-muted tabular-nums">
          {clockText(playback.position())} / {clockText(playback.timeline().total)}
        </span>
        <Show when={playback.isWaiting()}>
          <span class="text-faint text-xs" role="status">
            Loading…
          </span>
        </Show>
        <div class="ml-auto flex items-center gap-4">
          <label class="flex items-center gap-2">
            <input
              type="checkbox"
              class="accent-accent"
              checked={playback.isSkippingIdle()}
              onChange={(event) => playback.setSkippingIdle(event.currentTarget.checked)}
            />
            Skip idle time
          </label>
          <label class="flex items-center gap-2">
            <span class="text-muted max-sm:sr-only">Speed</span>
            <select
              class={classNames(controlClass, "h-8 w-20 pointer-coarse:h-11")}
              value={playback.speed()}
              onChange={(event) => playback.setSpeed(Number(event.currentTarget.value) as Speed)}
            >
              <For each={SPEEDS}>{(speed) => <option value={speed}>{speed}×</option>}</For>
            </select>
          </label>
        </div>
      </div>
    </div>
  );
}
