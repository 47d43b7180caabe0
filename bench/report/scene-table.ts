/** The scenes' table: the median of each product's rounds, and ours as a multiple of the peer's. */

import { median } from "../measure/statistics.ts";
import type { RoundResult } from "../measure-product.ts";
import { SCENE_METRICS } from "./scene-metrics.ts";
import { figure, formatTable } from "./table.ts";

/** @param products in the order of columns: the peer first where it was measured, then ours */
export function sceneTable(rounds: readonly RoundResult[], products: readonly string[], hasPeer: boolean): string {
  const header = ["scene", ...products, ...(hasPeer ? ["ratio"] : []), "goal"];
  const rows = SCENE_METRICS.flatMap((metric) => {
    const values = products.map((product) => {
      const known = rounds
        .filter((round) => round.product === product)
        .map((round) => metric.valueOf(round))
        .filter((value): value is number => typeof value === "number");
      return known.length > 0 ? median(known) : null;
    });
    if (values.every((value) => value === null)) return [];
    const [peer, ours] = values;
    const ratio = peer && typeof ours === "number" ? figure(ours / peer, "×") : "–";
    const figures = values.map((value) => figure(value, metric.unit));
    return [[`${metric.scene}: ${metric.label}`, ...figures, ...(hasPeer ? [ratio] : []), metric.goal]];
  });
  return formatTable([header, ...rows]);
}
