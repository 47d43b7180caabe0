/** Many machines' agents are to be replaced by the newest: those online at once, the others when they come back. */
import { inArray } from "drizzle-orm";
import { platformOf } from "../../../../protocol/agent-update.ts";
import { isOutdated } from "../../../../protocol/agent-version.ts";
import { machines } from "../../../db/schema/machines.ts";
import type { Actor } from "../../actor.ts";
import type { AgentRelease } from "../../agents/agent-releases.ts";
import { recordAudits } from "../../audit/record.ts";
import { requireAllowed } from "../../authorize.ts";
import type { ServiceContext } from "../../context.ts";
import { ServiceFailure } from "../../failures.ts";
import type { MachineRecord } from "../machine-record.ts";
import { judgeMachines, type Refused, readMachines, targetOf } from "./judge-machines.ts";

export async function updateAgents(context: ServiceContext, actor: Actor, ids: readonly string[]): Promise<Refused> {
  const releases = await releasesFor(context);
  const { refused, asked } = await context.db.transaction(async (tx) => {
    const { allowed, refused } = await judgeMachines(tx, actor, ids, (machine) => {
      requireAllowed(actor, "machine.change", machine, "machine");
      requireNewer(machine, releases(machine));
    });
    const askedIds = allowed.map(({ id }) => id);
    if (askedIds.length === 0) return { refused, asked: [] };
    const now = context.now();
    await tx.update(machines).set({ updateAskedAt: now, updatedAt: now }).where(inArray(machines.id, askedIds));
    const asked = await readMachines(tx, askedIds);
    const entries = asked.map((machine) => ({
      action: "machine.update_asked" as const,
      target: targetOf(machine),
      details: { from: machine.agentVersion, to: releases(machine)?.version },
    }));
    await recordAudits(tx, actor, entries, now);
    return { refused, asked };
  });
  for (const machine of asked) {
    context.events.publish({ type: "machine.updated", machine, previousGroupId: machine.groupId });
  }
  context.live.checkUpdates(asked.map(({ id }) => id));
  return refused;
}

/** Read before the transaction: it waits for a file. */
async function releasesFor({ agentReleases }: Pick<ServiceContext, "agentReleases">) {
  const found = new Map((await agentReleases.all()).map((release) => [release.platform, release]));
  return ({ os, arch }: Pick<MachineRecord, "os" | "arch">) => found.get(platformOf(os, arch)) ?? null;
}

function requireNewer(machine: MachineRecord, release: AgentRelease | null): void {
  if (!release) {
    throw new ServiceFailure("conflict", `this server has no agent for ${machine.os} on ${machine.arch}`, {
      code: "no_agent_built",
    });
  }
  if (!isOutdated(machine.agentVersion, release.version)) {
    throw new ServiceFailure("conflict", `${machine.name} has version ${machine.agentVersion} already`, {
      code: "up_to_date",
    });
  }
}
