/** Names and properties (X11 §9: InternAtom, GetAtomName, GetProperty). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const INTERN_ATOM = 16;
const GET_ATOM_NAME = 17;
const GET_PROPERTY = 20;
const ANY_PROPERTY_TYPE = 0;

export async function internAtom(connection: XConnection, name: string): Promise<number> {
  const bytes = Buffer.from(name, "latin1");
  const reply = await connection.ask(new XRequest(INTERN_ATOM).u16(bytes.length, 0).bytes(bytes));
  return reply.readUInt32LE(8);
}

export async function getAtomName(connection: XConnection, atom: number): Promise<string> {
  const reply = await connection.ask(new XRequest(GET_ATOM_NAME).u32(atom));
  return reply.subarray(32, 32 + reply.readUInt16LE(8)).toString("utf8");
}

/**
 * @param property atom; of the predefined ones RESOURCE_MANAGER is 23
 * @param maxBytes what is longer is cut
 * @returns an empty value when the window has no such property; `format` is 0, 8, 16 or 32 bits per item
 */
export async function getProperty(
  connection: XConnection,
  window: number,
  property: number,
  maxBytes: number,
): Promise<{ type: number; format: number; value: Buffer }> {
  const request = new XRequest(GET_PROPERTY, 0).u32(window, property, ANY_PROPERTY_TYPE, 0, Math.ceil(maxBytes / 4));
  const reply = await connection.ask(request);
  const format = reply.readUInt8(1);
  const items = reply.readUInt32LE(16);
  return { format, type: reply.readUInt32LE(8), value: reply.subarray(32, 32 + (items * format) / 8) };
}
