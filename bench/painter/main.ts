/**
 * The painter: `bun bench/painter/main.ts <display> <scene>` plays one scene on an X display.
 * Lines on stdin: "start", "pause" (the last picture stays), "stop". Lines on stdout: "ready" when the first picture is drawn, then at the end one JSON
 * array of [step, time]: when the X server had drawn it, in milliseconds since the epoch with a fraction.
 */
import { COUNTER_MODULUS } from "../counter-layout.ts";
import { createWallClock } from "../wall-clock.ts";
import type { Scene } from "./scene.ts";
import { SCENES, type SceneName } from "./scenes.ts";
import { openStage } from "./stage.ts";
import { connectX } from "./x-connection.ts";
import { BUTTON_PRESS_EVENT } from "./x-drawing.ts";

const [display, sceneName] = process.argv.slice(2);
if (!display || !sceneName || !(sceneName in SCENES)) {
  console.error(`usage: bun bench/painter/main.ts <display> <${Object.keys(SCENES).join("|")}>`);
  process.exit(2);
}
const scene: Scene = SCENES[sceneName as SceneName];
const clock = createWallClock();
const x = await connectX(display);
const stage = await openStage(x);
const paint = await scene.prepare(stage);
await x.roundTrip();

const log: [step: number, paintedAt: number][] = [];
let step = 0;
let timer: Timer | undefined;

async function paintNext(): Promise<void> {
  const painted = ++step;
  paint(painted);
  await x.roundTrip();
  log.push([painted % COUNTER_MODULUS, clock()]);
}

/**
 * One of the browser's animation frames. Steps that keep a fixed phase to them would measure that phase, luck of the
 * run, as delay; so the steps of slow scenes are spread evenly over a frame (by the golden ratio). Steps as fast as
 * the browser's frames stay even: spread, two would fall into one frame, and no product could show both.
 */
const ANIMATION_FRAME_MS = 1000 / 60;
const GOLDEN_RATIO = 0.618034;

/** Steps at fixed points of time; what cannot be kept is skipped, not made up for. */
function play(stepsPerSecond: number): void {
  const periodMs = 1000 / stepsPerSecond;
  const spreadMs = periodMs < 2 * ANIMATION_FRAME_MS - 1 ? 0 : ANIMATION_FRAME_MS;
  const startedAt = clock();
  let due = 1;
  const dueAt = (): number => startedAt + due * periodMs + ((due * GOLDEN_RATIO) % 1) * spreadMs;
  const next = async (): Promise<void> => {
    await paintNext();
    // A timer may fire a little early, so a step is counted by its number and never twice.
    do due++;
    while (dueAt() <= clock());
    timer = setTimeout(next, dueAt() - clock());
  };
  timer = setTimeout(next, dueAt() - clock());
}

x.onEvent((event) => {
  if (event.code === BUTTON_PRESS_EVENT && scene.stepsPerSecond === 0) void paintNext();
});

console.log("ready");
for await (const line of console) {
  if (line === "start") {
    if (scene.stepsPerSecond === "once") await paintNext();
    else if (scene.stepsPerSecond > 0) play(scene.stepsPerSecond);
  }
  if (line === "pause") clearTimeout(timer);
  if (line === "stop") break;
}
clearTimeout(timer);
console.log(JSON.stringify(log));
x.close();
process.exit(0);
