/** `bun run bench`: measures ours, and the peer beside it, prints tables and leaves JSON in bench/results/. */
import { mkdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { measureProduct, type RoundResult } from "./measure-product.ts";
import { type Options, type Part, parseOptions, USAGE } from "./options.ts";
import { measureIdleAgent } from "./ours/idle-agent.ts";
import { measureNpmStart } from "./ours/npm-start.ts";
import { startRemoteLink } from "./ours/remotelink.ts";
import { measureStalledViewer } from "./ours/stalled-viewer.ts";
import { startTigerVnc } from "./peer/tigervnc.ts";
import type { Product } from "./product.ts";
import { componentRows } from "./report/component-rows.ts";
import { idleAgentRows, npmStartRows, stalledViewerRows } from "./report/parts-table.ts";
import { sceneTable } from "./report/scene-table.ts";
import { formatTable } from "./report/table.ts";

const tell = (line: string): void => console.error(`  ${line}`);

/** Each part measures itself and says its rows; the raw result goes into the JSON. */
const MEASURE_PART: Record<Part, () => Promise<{ result: unknown; rows: string[][] }>> = {
  async damage() {
    const { measureDamageToBytes } = await import("./damage-to-bytes.ts");
    const result = await measureDamageToBytes();
    return { result, rows: componentRows("damage to bytes:", result) };
  },
  async "fan-out"() {
    const { measureRelayFanOut } = await import("./relay-fan-out.ts");
    const result = await measureRelayFanOut();
    return { result, rows: componentRows("relay fan-out:", result) };
  },
  async agent() {
    const result = await measureIdleAgent();
    return { result, rows: idleAgentRows(result) };
  },
  async stalled() {
    const result = await measureStalledViewer();
    return { result, rows: stalledViewerRows(result) };
  },
  async start() {
    const result = await measureNpmStart();
    return { result, rows: npmStartRows(result) };
  },
};

async function measureParts(options: Options): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  const rows: string[][] = [["measured", "figure", "goal"]];
  for (const part of options.parts) {
    tell(`${part} …`);
    const measured = await MEASURE_PART[part]();
    results[part] = measured.result;
    rows.push(...measured.rows);
  }
  if (rows.length > 1) console.log(`\n${formatTable(rows)}`);
  return results;
}

/** In turn, so that a machine that grows slower meets all products alike. */
async function measureScenes(options: Options): Promise<RoundResult[]> {
  if (options.scenes.length === 0) return [];
  const starters: (() => Promise<Product>)[] = [
    ...(options.peer ? [startTigerVnc] : []),
    () => startRemoteLink("x11"),
    ...(options.portable ? [() => startRemoteLink("portable")] : []),
  ];
  const rounds: RoundResult[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const start of starters) {
      tell(`round ${round} of ${options.rounds}`);
      rounds.push(await measureProduct(start, options.scenes, tell));
    }
  }
  const products = [...new Set(rounds.map((round) => round.product))];
  console.log(`\n${sceneTable(rounds, products, options.peer)}`);
  return rounds;
}

async function writeResults(results: object): Promise<string> {
  const directory = join(import.meta.dir, "results");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${new Date().toISOString().replace(/[:.]/g, "-")}.json`);
  await Bun.write(path, JSON.stringify(results, null, 2));
  return path;
}

let options: Options;
try {
  options = parseOptions(process.argv.slice(2));
} catch (failure) {
  console.error(`${failure instanceof Error ? failure.message : failure}\n\n${USAGE}`);
  process.exit(2);
}
const rounds = await measureScenes(options);
const parts = await measureParts(options);
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem(), bun: Bun.version };
console.log(`\n${await writeResults({ at: new Date().toISOString(), machine, options, rounds, parts })}`);
process.exit(0);
