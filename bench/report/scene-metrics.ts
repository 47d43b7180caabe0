/** What the tables show of each scene, and what it must reach; a goal is a ratio to the peer or a fixed figure. */
import type { RoundResult } from "../measure-product.ts";
import type { SceneResult } from "../measure-scene.ts";
import type { SceneName } from "../painter/scenes.ts";

const KB = 1_000;
const MB = 1_000_000;

export type SceneMetric = {
  scene: SceneName;
  label: string;
  unit: string;
  goal: string;
  valueOf(round: RoundResult): number | null | undefined;
};

const of =
  (scene: SceneName, pick: (result: SceneResult) => number | null | undefined) =>
  (round: RoundResult): number | null | undefined => {
    const result = round.scenes.find((candidate) => candidate.scene === scene);
    return result && pick(result);
  };
const cores = (result: SceneResult): number => Object.values(result.cores).reduce((sum, share) => sum + share, 0);
const metric = (
  scene: SceneName,
  label: string,
  unit: string,
  goal: string,
  pick: (result: SceneResult) => number | null | undefined,
): SceneMetric => ({ scene, label, unit, goal, valueOf: of(scene, pick) });

export const SCENE_METRICS: readonly SceneMetric[] = [
  metric("idle", "CPU", "core", "≤ 0.01", cores),
  metric("idle", "bytes", "B/s", "", (result) => result.bytesPerSecond),
  metric("caret", "delay p50", "ms", "≤ 1 ×", (result) => result.delay?.p50Ms),
  metric("click", "to pixel p50", "ms", "≤ 1 ×", (result) => result.click?.p50Ms),
  metric("click", "to pixel p95", "ms", "≤ 1 ×", (result) => result.click?.p95Ms),
  metric("typing", "delay p50", "ms", "≤ 1 ×", (result) => result.delay?.p50Ms),
  metric("typing", "bytes", "KB/s", "≤ 5", (result) => result.bytesPerSecond / KB),
  metric("scroll", "frames", "/s", "30", (result) => result.delay?.shownPerSecond),
  metric("scroll", "delay p50", "ms", "≤ 0.8 ×", (result) => result.delay?.p50Ms),
  metric("scroll", "bytes", "MB/s", "≤ 1 ×", (result) => result.bytesPerSecond / MB),
  metric("scroll", "CPU", "core", "≤ 0.2", cores),
  metric("drag", "frames", "/s", "≥ 55", (result) => result.delay?.shownPerSecond),
  metric("drag", "delay p50", "ms", "≤ 0.6 ×", (result) => result.delay?.p50Ms),
  metric("drag", "delay p95", "ms", "", (result) => result.delay?.p95Ms),
  metric("drag", "bytes", "MB/s", "", (result) => result.bytesPerSecond / MB),
  metric("drag", "CPU", "core", "≤ 0.2", cores),
  metric("motion", "frames", "/s", "≥ 22", (result) => result.delay?.shownPerSecond),
  metric("motion", "delay p50", "ms", "≤ 0.8 ×", (result) => result.delay?.p50Ms),
  metric("motion", "delay p95", "ms", "≤ 0.6 ×", (result) => result.delay?.p95Ms),
  metric("motion", "delay growth", "ms", "none", (result) => result.delay?.growthMs),
  metric("motion", "bytes", "MB/s", "", (result) => result.bytesPerSecond / MB),
  metric("motion", "CPU", "core", "", cores),
  photoMetric("bit-exact after", "ms", "≤ 1000", (photo) => photo.bitExactAfterMs),
  photoMetric("likeness", "dB", "∞", (photo) => photo.psnrDb),
  photoMetric("bytes", "MB", "≤ 2.5", (photo) => photo.bytes / MB),
];

function photoMetric(
  label: string,
  unit: string,
  goal: string,
  pick: (photo: NonNullable<RoundResult["photo"]>) => number | null,
): SceneMetric {
  return { scene: "photo", label, unit, goal, valueOf: (round) => round.photo && pick(round.photo) };
}
