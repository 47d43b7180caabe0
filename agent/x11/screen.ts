/** Small core requests about the root window: its size now, and its pixels where shared memory cannot be had. */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const GET_GEOMETRY = 14;
const GET_IMAGE = 73;
const Z_PIXMAP = 2;
const ALL_PLANES = 0xffff_ffff;

/** Size of the root window in pixels, after any change of resolution. */
export async function getRootSize(connection: XConnection): Promise<{ width: number; height: number }> {
  const reply = await connection.ask(new XRequest(GET_GEOMETRY).u32(connection.setup.screen.root));
  return { width: reply.readUInt16LE(16), height: reply.readUInt16LE(18) };
}

/**
 * @param area in root pixels, wholly inside the root window
 * @returns rows top down without padding, 4 bytes a pixel as the server stores them: B G R X
 * @throws XError BadMatch when the area is not (or no longer) inside the root window
 */
export async function getRootImage(
  connection: XConnection,
  area: { x: number; y: number; width: number; height: number },
): Promise<Buffer> {
  const request = new XRequest(GET_IMAGE, Z_PIXMAP).u32(connection.setup.screen.root);
  const reply = await connection.ask(request.i16(area.x, area.y).u16(area.width, area.height).u32(ALL_PLANES));
  return reply.subarray(32, 32 + area.width * area.height * 4);
}
