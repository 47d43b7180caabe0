/** DPMS: whether the monitors are asleep (DPMS §7, Info). */
import type { XConnection } from "./connection.ts";
import { XRequest } from "./request.ts";

const INFO = 7;
const ON = 0;

/** @returns null when the server has no DPMS: nothing can sleep then */
export async function openDpms(connection: XConnection): Promise<{ isAsleep(): Promise<boolean> } | null> {
  const extension = await connection.extension("DPMS");
  if (!extension) return null;
  return {
    async isAsleep() {
      const reply = await connection.ask(new XRequest(extension.opcode, INFO));
      const [level, isEnabled] = [reply.readUInt16LE(8), reply.readUInt8(10) !== 0];
      return isEnabled && level !== ON;
    },
  };
}
