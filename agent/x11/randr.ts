/** RANDR 1.5: the monitors of the desktop and news of their changes (randrproto §7, GetMonitors). */
import { getAtomName } from "./atoms.ts";
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const QUERY_VERSION = 0;
const SELECT_INPUT = 4;
const GET_MONITORS = 42;
/** ScreenChange, CrtcChange, OutputChange. */
const CHANGES = 1 | 2 | 4;
const SCREEN_CHANGE_NOTIFY = 0;
const NOTIFY = 1;

const CHANGE_WINDOW_ATTRIBUTES = 2;
const EVENT_MASK_ATTRIBUTE = 0x800;
const STRUCTURE_NOTIFY = 1 << 17;
const CONFIGURE_NOTIFY = 22;

export type RandrMonitor = {
  /** The output's name ("HDMI-1"), or what `xrandr --setmonitor` called it. */
  name: string;
  isPrimary: boolean;
  /** Pixels of the root window. */
  x: number;
  y: number;
  width: number;
  height: number;
};

export interface Randr {
  /** Active monitors in the server's order; never empty unless all outputs are off. */
  getMonitors(): Promise<RandrMonitor[]>;
}

/**
 * @param onChange after a change of resolution or monitors; one change may be told several times
 * @returns null when the server has no RANDR 1.5
 */
export async function openRandr(connection: XConnection, onChange: () => void): Promise<Randr | null> {
  const extension = await connection.extension("RANDR");
  if (!extension) return null;
  const version = await connection.ask(new XRequest(extension.opcode, QUERY_VERSION).u32(1, 5));
  if (version.readUInt32LE(8) === 1 && version.readUInt32LE(12) < 5) return null;
  const { root } = connection.setup.screen;
  connection.send(new XRequest(extension.opcode, SELECT_INPUT).u32(root).u16(CHANGES, 0));
  // Monitors that are divided or joined by hand (`xrandr --setmonitor`) are told of as a change of the root window only.
  connection.send(new XRequest(CHANGE_WINDOW_ATTRIBUTES).u32(root, EVENT_MASK_ATTRIBUTE, STRUCTURE_NOTIFY));
  connection.listen(CONFIGURE_NOTIFY, onChange);
  connection.listen(extension.firstEvent + SCREEN_CHANGE_NOTIFY, onChange);
  connection.listen(extension.firstEvent + NOTIFY, onChange);
  return {
    async getMonitors() {
      const reply = await connection.ask(new XRequest(extension.opcode, GET_MONITORS).u32(root).u8(1, 0, 0, 0));
      return Promise.all(
        readMonitors(reply).map(async ({ nameAtom, ...monitor }) => {
          return { ...monitor, name: await getAtomName(connection, nameAtom) };
        }),
      );
    },
  };
}

function readMonitors(reply: Buffer): (Omit<RandrMonitor, "name"> & { nameAtom: number })[] {
  const count = reply.readUInt32LE(12);
  const monitors = [];
  for (let index = 0, at = 32; index < count; index++) {
    monitors.push({
      nameAtom: reply.readUInt32LE(at),
      isPrimary: reply.readUInt8(at + 4) !== 0,
      x: reply.readInt16LE(at + 8),
      y: reply.readInt16LE(at + 10),
      width: reply.readUInt16LE(at + 12),
      height: reply.readUInt16LE(at + 14),
    });
    at += 24 + reply.readUInt16LE(at + 6) * 4;
  }
  return monitors;
}
