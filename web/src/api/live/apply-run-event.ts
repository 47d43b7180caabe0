/** What a live event does to the cached runs of scripts. Pure, as its neighbours for machines and sessions. */
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { ScriptRun, ScriptRunDetail } from "../../../../protocol/rest/scripts.ts";

/** The first page takes a run that begins; what is new of one stands wherever it is. */
export function applyToRuns<Page extends { items: ScriptRun[] }>(pages: Page[], event: LiveEvent): Page[] {
  if (event.type !== "script_run.updated") return pages;
  const { run } = event;
  const holder = pages.findIndex((page) => page.items.some(({ id }) => id === run.id));
  return pages.map((page, index) => {
    if (index !== Math.max(holder, 0)) return page;
    const at = page.items.findIndex(({ id }) => id === run.id);
    return { ...page, items: at < 0 ? [run, ...page.items] : page.items.with(at, run) };
  });
}

export function applyToRunDetail(detail: ScriptRunDetail, event: LiveEvent): ScriptRunDetail {
  if (event.type !== "script_run.updated" || event.run.id !== detail.id) return detail;
  const { run, machine } = event;
  const at = machine ? detail.machines.findIndex(({ machine_id }) => machine_id === machine.machine_id) : -1;
  const machines = machine && at >= 0 ? detail.machines.with(at, machine) : detail.machines;
  return { ...detail, ...run, machines };
}
