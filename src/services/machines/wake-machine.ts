/** `POST /api/machines/:id/wake`: magic packets from this server, and from an agent that stands in the same subnet. */
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { WakeSent } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { findMachine, isKnown } from "./find-machine.ts";
import type { MachineRecord } from "./machine-record.ts";

/** One would do; a few more make up for one whose network drops broadcasts. */
const MAX_PEERS = 4;

export async function wakeMachine(context: ServiceContext, actor: Actor, id: string): Promise<WakeSent> {
  requireAllowed(actor, "machines.list", null);
  const { machine, peers } = await context.db.transaction(async (tx) => {
    const machine = await findMachine(tx, id);
    requireAllowed(actor, "machine.see", machine, "machine");
    requireAllowed(actor, "machine.wake", machine, "machine");
    if (machine.macAddresses.length === 0) {
      throw new ServiceFailure(
        "conflict",
        `no MAC address of ${machine.name} is known: its agent tells it once online`,
        {
          code: "no_mac_address",
        },
      );
    }
    const peers = await findPeers(context, tx, machine);
    const target = { kind: "machine", id, name: machine.name };
    const details = { mac_addresses: machine.macAddresses, peers };
    await recordAudit(tx, actor, { action: "machine.wake_sent", target, details }, context.now());
    return { machine, peers };
  });
  const asked = context.live.wakePeers(peers, machine.macAddresses);
  const sent = await context.sendMagicPackets(machine.macAddresses).catch((error: unknown) => {
    context.warn("no magic packet left this server", { err: error });
    return 0;
  });
  if (asked + sent === 0) {
    throw new ServiceFailure(
      "unavailable",
      "no network took the packet, and no machine beside it is online to send it",
    );
  }
  return { sent_via: asked > 0 ? "peer" : "server", mac_addresses: machine.macAddresses };
}

/**
 * Machines of the same group only: another customer's network may have the same private addresses, and has no business
 * with this machine's.
 */
async function findPeers(
  { live }: Pick<ServiceContext, "live">,
  tx: Pick<ServiceContext["db"], "select">,
  machine: MachineRecord,
): Promise<string[]> {
  const subnets = machine.inventory?.subnets ?? [];
  const online = [...live.onlineMachineIds()];
  if (subnets.length === 0 || online.length === 0) return [];
  const isBeside = sql`exists (
    select from jsonb_array_elements_text(${machines.inventory} -> 'subnets') as subnet
    where subnet in (${sql.join(
      subnets.map((subnet) => sql`${subnet}`),
      sql`, `,
    )}))`;
  const isSameGroup = machine.groupId === null ? isNull(machines.groupId) : eq(machines.groupId, machine.groupId);
  const rows = await tx
    .select({ id: machines.id })
    .from(machines)
    .where(and(ne(machines.id, machine.id), inArray(machines.id, online), isSameGroup, isKnown, isBeside))
    .limit(MAX_PEERS);
  return rows.map(({ id }) => id);
}
