/** DAMAGE with XFIXES regions: one event when something changed, then the exact rectangles in one round trip. */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const DAMAGE = { queryVersion: 0, create: 1, subtract: 3, notify: 0 } as const;
const XFIXES = { queryVersion: 0, createRegion: 5, fetchRegion: 19 } as const;
/** Report level NonEmpty: one event, and none until `take` empties the damage. This is the back-pressure. */
const NON_EMPTY = 3;

export type DamageRect = { x: number; y: number; width: number; height: number };

export interface Damage {
  /** Takes what was damaged since the last call: disjoint rectangles in root pixels, by rows. */
  take(): Promise<DamageRect[]>;
}

/**
 * Watches the root window and everything in it. The first damage is all of it.
 * @param onDamage called once; again only after `take`
 * @returns null when the server lacks DAMAGE or XFIXES
 */
export async function openDamage(connection: XConnection, onDamage: () => void): Promise<Damage | null> {
  const [damage, xfixes] = await Promise.all([connection.extension("DAMAGE"), connection.extension("XFIXES")]);
  if (!damage || !xfixes) return null;
  // Both versions must be told before anything else is asked of these extensions.
  await Promise.all([
    connection.ask(new XRequest(damage.opcode, DAMAGE.queryVersion).u32(1, 1)),
    connection.ask(new XRequest(xfixes.opcode, XFIXES.queryVersion).u32(5, 0)),
  ]);
  const [id, region] = [connection.newId(), connection.newId()];
  connection.listen(damage.firstEvent + DAMAGE.notify, onDamage);
  connection.send(new XRequest(xfixes.opcode, XFIXES.createRegion).u32(region));
  const create = new XRequest(damage.opcode, DAMAGE.create).u32(id, connection.setup.screen.root);
  connection.send(create.u8(NON_EMPTY, 0, 0, 0));
  return {
    async take() {
      connection.send(new XRequest(damage.opcode, DAMAGE.subtract).u32(id, 0, region));
      const reply = await connection.ask(new XRequest(xfixes.opcode, XFIXES.fetchRegion).u32(region));
      const rects: DamageRect[] = [];
      for (let at = 32; at + 8 <= reply.length; at += 8) {
        rects.push({
          x: reply.readInt16LE(at),
          y: reply.readInt16LE(at + 2),
          width: reply.readUInt16LE(at + 4),
          height: reply.readUInt16LE(at + 6),
        });
      }
      return rects;
    },
  };
}
