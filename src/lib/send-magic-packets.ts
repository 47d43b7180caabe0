/** Wake-on-LAN from this server: magic packets to every subnet it stands in. UDP tells nobody whether one arrived. */
import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";
import {
  broadcastOf,
  LIMITED_BROADCAST,
  magicPacket,
  WAKE_PORTS,
  wakeableAddresses,
} from "../../protocol/wake-on-lan.ts";

export type SendMagicPackets = (macAddresses: readonly string[]) => Promise<number>;

/** Resolves with how many packets left; 0: no network took any. */
export const sendMagicPackets: SendMagicPackets = async (macAddresses) => {
  const own = wakeableAddresses(Object.values(networkInterfaces())).map(broadcastOf);
  return sendTo([...new Set([...own, LIMITED_BROADCAST])], macAddresses);
};

export async function sendTo(
  addresses: readonly string[],
  macAddresses: readonly string[],
  ports: readonly number[] = WAKE_PORTS,
): Promise<number> {
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, resolve);
    });
    socket.setBroadcast(true);
    const targets = macAddresses.flatMap((mac) =>
      addresses.flatMap((address) => ports.map((port) => ({ packet: magicPacket(mac), address, port }))),
    );
    const sent = await Promise.all(
      targets.map(
        ({ packet, address, port }) =>
          // A network that is down or forbids broadcasts must not keep the others from being tried.
          new Promise<boolean>((resolve) => socket.send(packet, port, address, (error) => resolve(!error))),
      ),
    );
    return sent.filter(Boolean).length;
  } finally {
    socket.close();
  }
}
