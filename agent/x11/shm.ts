/** MIT-SHM: the X server writes pixels of the screen straight into memory we share with it (MIT-SHM §3). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const ATTACH = 1;
const DETACH = 2;
const GET_IMAGE = 4;
const Z_PIXMAP = 2;
const ALL_PLANES = 0xffff_ffff;

export interface ShmSegment {
  /**
   * Rows of the root window, from `offset` of the segment on, without padding.
   * @throws XError BadMatch when the area is not (or no longer) inside the root window
   */
  getImage(area: { x: number; y: number; width: number; height: number }, offset: number): Promise<void>;
  detach(): void;
}

/**
 * @param shmId System V id of shared memory that the X server may write to
 * @returns null when the server has no MIT-SHM, or cannot attach (another host, container or user)
 */
export async function attachShm(connection: XConnection, shmId: number): Promise<ShmSegment | null> {
  const extension = await connection.extension("MIT-SHM");
  if (!extension) return null;
  const { opcode } = extension;
  const segment = connection.newId();
  try {
    await connection.confirm(new XRequest(opcode, ATTACH).u32(segment, shmId).u8(0, 0, 0, 0));
  } catch (cause) {
    if (connection.isClosed) throw cause;
    return null;
  }
  const { root } = connection.setup.screen;
  return {
    async getImage({ x, y, width, height }, offset) {
      const request = new XRequest(opcode, GET_IMAGE).u32(root).i16(x, y).u16(width, height).u32(ALL_PLANES);
      await connection.ask(request.u8(Z_PIXMAP, 0, 0, 0).u32(segment, offset));
    },
    detach: () => connection.send(new XRequest(opcode, DETACH).u32(segment)),
  };
}
