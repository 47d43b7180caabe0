/** Wakes sleeping machines beside this one, when the relay asks: a magic packet to each subnet that this machine stands in. */
import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";
import {
  broadcastOf,
  LIMITED_BROADCAST,
  magicPacket,
  WAKE_PORTS,
  wakeableAddresses,
} from "../../protocol/wake-on-lan.ts";

/** Resolves with how many packets left; 0: no network took any. @throws Error where there is no IPv4 at all */
export async function sendMagicPackets(macAddresses: readonly string[]): Promise<number> {
  const own = wakeableAddresses(Object.values(networkInterfaces())).map(broadcastOf);
  const addresses = [...new Set([...own, LIMITED_BROADCAST])];
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, resolve);
    });
    socket.setBroadcast(true);
    const sends = macAddresses.flatMap((mac) =>
      addresses.flatMap((address) =>
        WAKE_PORTS.map(
          (port) =>
            new Promise<boolean>((resolve) => socket.send(magicPacket(mac), port, address, (error) => resolve(!error))),
        ),
      ),
    );
    return (await Promise.all(sends)).filter(Boolean).length;
  } finally {
    socket.close();
  }
}
