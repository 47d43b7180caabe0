/** The network cards that this machine has, with their hardware addresses. */
import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";

const NO_ADDRESS = "00:00:00:00:00:00";

/** `isReal`: there is a device behind it, and not only a bridge or a tunnel; known on Linux only. */
export function networkCards(): { mac: string; isReal: boolean }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) => {
    const mac = addresses?.find((address) => !address.internal && address.mac !== NO_ADDRESS)?.mac;
    return mac ? [{ mac, isReal: existsSync(`/sys/class/net/${name}/device`) }] : [];
  });
}
