/**
 * `bun bench/slow-links.ts [--alone] [--links=0,3] [--rounds=3] [scene …]`: viewers on links from LAN to 256 kbit/s in one
 * session, and how old the picture is that each of them shows. With `--alone` the LAN's viewer also by itself, before each
 * time that it has the slow ones beside it, and what share of its frames it keeps.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PictureViewer } from "../test/fakes/picture-viewer.ts";
import { type ShapedLink, startShapedLink } from "../test/fakes/shaped-link.ts";
import { median } from "./measure/statistics.ts";
import { type RemoteLink, startRemoteLink } from "./ours/remotelink.ts";
import { SCENES, type SceneName } from "./painter/scenes.ts";
import { startPainter } from "./painter-process.ts";
import { figure, formatTable } from "./report/table.ts";
import { pictureAge } from "./slow-links/picture-age.ts";
import { maxAgeMs, type NamedProfile, PROFILES } from "./slow-links/profiles.ts";
import type { ViewerOrder } from "./slow-links/recording-viewer.ts";
import { readRecording, replay } from "./slow-links/replay.ts";

const DEFAULT_SCENES: readonly SceneName[] = ["typing", "scroll", "drag", "motion"];
/** The scene's first picture has reached also the slowest, and what of it is sharpened. */
const SETTLE_MS = 6_000;
const PLAY_MS = 8_000;
const AFTER_MS = 5_000;
const COLUMNS = ["link", "updates /s", "steps /s", "age p50", "p95", "max", "may be", "last after", "KB/s"];

type Watcher = { profile: NamedProfile; picture: PictureViewer; recording: string };

async function watch(product: RemoteLink, profiles: readonly NamedProfile[], scenes: readonly SceneName[]) {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-slow-links-"));
  const recorder = startRecorder();
  const links: ShapedLink[] = [];
  const { port } = product.server;
  try {
    await recorder.next("ready");
    const ticket = await product.administrator.startSession(product.machineId);
    const watchers: Watcher[] = [];
    for (const [index, profile] of profiles.entries()) {
      const link = profile.link ? await startShapedLink(port, profile.link) : null;
      if (link) links.push(link);
      const recording = join(directory, String(index));
      recorder.send({
        type: "open",
        name: profile.name,
        port: link?.port ?? port,
        sessionId: ticket.session_id,
        token: ticket.viewer_token,
        path: recording,
      });
      await recorder.next("open");
      watchers.push({ profile, picture: new PictureViewer(), recording });
    }
    const rows: string[][] = [];
    /** Steps of the scene that the LAN's viewer saw a second. */
    const rates = new Map<SceneName, number>();
    for (const scene of scenes) {
      const played = await playScene(product, recorder, watchers, scene);
      console.error(formatTable([COLUMNS, ...played.rows]));
      rows.push(...played.rows);
      rates.set(scene, played.stepsPerS[0] ?? Number.NaN);
    }
    await product.administrator.endSession(ticket.session_id);
    return { rows, rates };
  } finally {
    recorder.send({ type: "close" });
    for (const link of links) await link.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function playScene(product: RemoteLink, recorder: Recorder, watchers: readonly Watcher[], scene: SceneName) {
  const { counters } = SCENES[scene];
  const flush = async (): Promise<void> => {
    recorder.send({ type: "flush" });
    await recorder.next("flushed");
  };
  const painter = await startPainter(product.display, scene);
  await Bun.sleep(SETTLE_MS);
  await flush();
  const before = new Map<Watcher, Awaited<ReturnType<typeof replay>>>();
  for (const watcher of watchers) {
    if (watcher.profile.link || isAlone) {
      before.set(watcher, await replay(watcher.picture, readRecording(watcher.recording), counters));
    }
  }
  painter.start();
  const startedAt = performance.now();
  await Bun.sleep(PLAY_MS);
  painter.pause();
  const seconds = (performance.now() - startedAt) / 1000;
  await Bun.sleep(AFTER_MS);
  await flush();
  const painted = await painter.stop();
  const rows: string[][] = [];
  /** Of each, what it saw: one update may bring several, and be followed by what sharpens it. */
  const stepsPerS: number[] = [];
  const end = painted.at(-1)?.[1] ?? 0;
  for (const { profile, picture, recording } of watchers) {
    const recorded = readRecording(recording);
    const during = recorded.filter(({ atMs }) => atMs <= end);
    const seenSteps = async () => {
      const shown = await replay(picture, recorded, counters);
      return Math.min(...shown.map((sightings) => sightings.filter(([, at]) => at <= end).length)) / seconds;
    };
    if (isAlone && !profile.link) stepsPerS.push(await seenSteps());
    const bytes = during.reduce((sum, one) => sum + one.bytes, 0);
    const row = [`${scene}: ${profile.name}`, figure(during.length / seconds, "")];
    if (profile.link) {
      const shown = await replay(picture, recorded, counters);
      const withFirst = shown.map((sightings) => [[0, 0] as const, ...sightings]);
      const age = pictureAge([[0, 0], ...painted].slice(1) as [number, number][], withFirst);
      const steps = Math.min(...shown.map((sightings) => sightings.filter(([, at]) => at <= end).length)) / seconds;
      row.push(
        figure(steps, ""),
        ms(age.p50Ms),
        ms(age.p95Ms),
        ms(age.maxMs),
        ms(maxAgeMs(profile)),
        ms(age.lastAfterMs),
      );
    } else row.push("", "", "", "", "", "");
    rows.push([...row, figure(bytes / 1000 / seconds, "")]);
  }
  return { rows, stepsPerS };
}

const ms = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : "never");

type Recorder = { send(order: ViewerOrder): void; next(type: string): Promise<void> };

function startRecorder(): Recorder {
  const heard: { type: string }[] = [];
  let wake = () => {};
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "slow-links/recording-viewer.ts")], {
    ipc: (message) => {
      const { type, ...rest } = message as { type: string };
      if (type === "closed") console.error("a viewer was closed", rest);
      heard.push({ type });
      wake();
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return {
    send: (order) => child.send(order),
    async next(type) {
      for (;;) {
        const at = heard.findIndex((message) => message.type === type);
        if (at >= 0) {
          heard.splice(at, 1);
          return;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

const option = (name: string): string | undefined =>
  process.argv
    .slice(2)
    .find((argument) => argument.startsWith(`--${name}=`))
    ?.slice(name.length + 3);

/** What the first link's viewer has alone, and beside the others, by scene; in turn, so that both meet the same machine. */
async function measureShare(product: RemoteLink, profiles: readonly NamedProfile[], scenes: readonly SceneName[]) {
  const alone = new Map<SceneName, number[]>(scenes.map((scene) => [scene, []]));
  const beside = new Map<SceneName, number[]>(scenes.map((scene) => [scene, []]));
  for (let round = 0; round < rounds; round++) {
    for (const scene of scenes) {
      const first = await watch(product, profiles.slice(0, 1), [scene]);
      alone.get(scene)?.push(first.rates.get(scene) ?? Number.NaN);
      const all = await watch(product, profiles, [scene]);
      beside.get(scene)?.push(all.rates.get(scene) ?? Number.NaN);
    }
  }
  return scenes.map((scene) => {
    const [a, b] = [median(alone.get(scene) ?? []), median(beside.get(scene) ?? [])];
    return [`${scene}: ${profiles[0]?.name}`, figure(a, ""), figure(b, ""), figure((b / a) * 100, "%"), "≥ 95 %"];
  });
}

const isAlone = process.argv.includes("--alone");
const only = option("links")?.split(",").map(Number);
const rounds = Number(option("rounds") ?? 1);
const named = process.argv.slice(2).filter((name): name is SceneName => name in SCENES);
const scenes = named.length > 0 ? named : DEFAULT_SCENES;
const profiles = only ? only.flatMap((index) => PROFILES[index] ?? []) : PROFILES;
const product = await startRemoteLink();
try {
  if (isAlone) {
    const rows = await measureShare(product, profiles, scenes);
    console.log(`\n${formatTable([["steps seen /s", "alone", "beside the others", "kept", "aim"], ...rows])}`);
  } else {
    const { rows } = await watch(product, profiles, scenes);
    console.log(`\n${formatTable([COLUMNS, ...rows])}`);
  }
} finally {
  await product.stop();
}
process.exit(0);
