/**
 * `bun bench/files.ts [--size GIB] [--small N] [--rounds N] [--only large,small,interrupted] [--folder PATH]`: files through
 * server and agent over loopback, and beside them by `cp` and through a bare server, on the same disk.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openFilesSession } from "./files/files-session.ts";
import { measureInterrupted } from "./files/interrupted.ts";
import { measureLargeFile, type Transfer } from "./files/large-file.ts";
import { measureSmallFiles, type SmallFiles } from "./files/small-files.ts";
import { median } from "./measure/statistics.ts";
import { figure, formatTable } from "./report/table.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "10" },
    small: { type: "string", default: "10000" },
    rounds: { type: "string", default: "1" },
    only: { type: "string", default: "large,small,interrupted" },
    folder: { type: "string", default: tmpdir() },
  },
});
const bytes = Math.round(Number(values.size) * GIB);
const rounds = Number(values.rounds);
const parts = values.only.split(",");
const { bavail, bsize } = await statfs(values.folder);
// Source and copy side by side, and some room for others.
if (bavail * bsize < 2.5 * bytes)
  throw new Error(`${values.folder} has no room for ${figure(bytes / GIB, "GiB")} twice`);

const folder = mkdtempSync(join(values.folder, "remotelink-bench-files-"));
try {
  const rows: string[][] = [["measured", "figure", "aim"]];
  if (parts.includes("large") || parts.includes("small")) {
    const session = await openFilesSession();
    try {
      const large: Transfer[][] = [];
      const small: SmallFiles[] = [];
      for (let round = 1; round <= rounds; round++) {
        console.error(`  round ${round} of ${rounds}`);
        if (parts.includes("large")) large.push(await measureLargeFile(session, folder, bytes));
        if (parts.includes("small")) small.push(await measureSmallFiles(session, folder, Number(values.small)));
      }
      rows.push(...largeRows(large), ...smallRows(small));
    } finally {
      await session.stop();
    }
  }
  if (parts.includes("interrupted")) {
    const { interruptions, seconds, isRight } = await measureInterrupted(folder, bytes / 5);
    const name = `${figure(bytes / 5 / GIB, "GiB")} up, ${interruptions.join(", ")}`;
    rows.push([name, `${isRight ? "right" : "WRONG"} after ${figure(seconds, "s")}`, "right"]);
  }
  console.log(`\n${formatTable(rows)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function largeRows(measured: readonly Transfer[][]): string[][] {
  const [first = []] = measured;
  return first.flatMap(({ name }, at) => {
    const all = measured.flatMap((transfers) => transfers[at] ?? []);
    const rate = median(all.map(({ megabytesPerS }) => megabytesPerS));
    const title = `${figure(bytes / GIB, "GiB")} ${name}`;
    const grown = (who: "server" | "agent") => Math.max(...all.map(({ growth }) => (growth?.[who] ?? 0) / MIB));
    if (all[0]?.growth === null) return [[title, figure(rate, "MB/s"), "–"]];
    return [
      [title, figure(rate, "MB/s"), "≥ 400"],
      ["– grown by: server · agent", `${figure(grown("server"), "")} · ${figure(grown("agent"), "MiB")}`, "≤ 64"],
    ];
  });
}

function smallRows(measured: readonly SmallFiles[]): string[][] {
  const [first] = measured;
  if (!first) return [];
  const seconds = (pick: (one: SmallFiles) => number) => figure(median(measured.map(pick)), "s");
  const title = `${first.count} files, ${figure(first.bytes / MIB, "MiB")}`;
  return [
    [`${title}: up in batches`, seconds(({ upSeconds }) => upSeconds), "≤ 60 s"],
    ["– down as a zip", seconds(({ downSeconds }) => downSeconds), "≤ 60 s"],
    ["– cp -r", seconds(({ copySeconds }) => copySeconds), "–"],
  ];
}
