/** The table of what is measured besides the scenes, with what it must reach. */
import type { IdleAgent } from "../ours/idle-agent.ts";
import type { NpmStart } from "../ours/npm-start.ts";
import type { StalledViewer } from "../ours/stalled-viewer.ts";
import { figure } from "./table.ts";

const MB = 1_000_000;

export function idleAgentRows(agent: IdleAgent): string[][] {
  return [
    ["agent without a session: start to online", figure(agent.startToOnlineMs, "ms"), "≤ 1000"],
    ["agent without a session: CPU", figure(agent.cores * 100, "%"), "≤ 0.2"],
    ["agent without a session: network", figure(agent.bytesPerMinute, "B/min"), "≤ 1024"],
    ["agent without a session: memory", figure(agent.residentBytes / MB, "MB"), "≤ 90"],
    ["server with one idle agent: CPU", figure(agent.serverCores * 100, "%"), ""],
    ["server with one idle agent: memory", figure(agent.serverResidentBytes / MB, "MB"), ""],
  ];
}

export function stalledViewerRows(stalled: StalledViewer): string[][] {
  const frames = stalled.besideFramesPerSecond / stalled.aloneFramesPerSecond;
  return [
    ["reader beside a stalled viewer: frames", figure(stalled.besideFramesPerSecond, "/s"), ""],
    ["reader alone: frames", figure(stalled.aloneFramesPerSecond, "/s"), ""],
    ["reader beside a stalled viewer, of alone", figure(frames * 100, "%"), "≥ 99"],
    ["frames the reader lost", figure(stalled.lostFrames, ""), "≤ 1 %"],
    ["server's growth by the stalled viewer", figure(stalled.serverGrowthBytes / MB, "MB"), "≤ 8"],
  ];
}

export function npmStartRows(start: NpmStart): string[][] {
  return [
    ["npm start, fresh copy", figure(start.freshMs / 1000, "s"), "≤ 60"],
    ["npm start, second", figure(start.secondMs / 1000, "s"), "≤ 5"],
  ];
}
