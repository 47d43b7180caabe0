/** Hardware and system beyond what registration tells: memory in use, disks, network, displays, battery, time zone. */
import { existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { networkInterfaces, release, totalmem } from "node:os";
import { MAX_ADDRESSES, MAX_INTERFACES, MAX_NAME_LENGTH } from "../../protocol/limits.ts";
import type { HeartbeatRequest } from "../../protocol/rest/agent.ts";
import { batteryOf, type Disk, displayOf, firstDisplays, inSteps, localMounts, memoryUsed } from "./linux-files.ts";

type Facts = Pick<
  HeartbeatRequest,
  "kernel" | "memory_used_bytes" | "disks" | "interfaces" | "displays" | "battery" | "time_zone"
>;

const DRM = "/sys/class/drm";
const POWER = "/sys/class/power_supply";
const NO_ADDRESS = "00:00:00:00:00:00";

export function machineFacts(): Facts {
  const used = memoryUsed(readText("/proc/meminfo"));
  return {
    kernel: release().slice(0, MAX_NAME_LENGTH),
    memory_used_bytes: used === undefined ? undefined : inSteps(used, totalmem()),
    disks: disks(),
    interfaces: interfaces(),
    displays: firstDisplays(
      names(DRM).map((name) => displayOf(name, readText(`${DRM}/${name}/status`), readText(`${DRM}/${name}/modes`))),
    ),
    battery: battery(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone?.slice(0, MAX_NAME_LENGTH),
  };
}

function disks(): Disk[] {
  return localMounts(readText("/proc/self/mounts")).flatMap((mount) => {
    try {
      const { bsize, blocks, bavail } = statfsSync(mount);
      const size_bytes = bsize * blocks;
      if (size_bytes === 0) return [];
      return [{ mount: mount.slice(0, MAX_NAME_LENGTH), size_bytes, free_bytes: inSteps(bsize * bavail, size_bytes) }];
    } catch {
      // Not ours to look into, or unmounted since it was listed.
      return [];
    }
  });
}

function interfaces(): Facts["interfaces"] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
    const outside = addresses.filter(({ internal }) => !internal);
    if (outside.length === 0) return [];
    const mac = outside.find((address) => address.mac !== NO_ADDRESS)?.mac;
    const shown = outside.map(({ address }) => address.split("%")[0]?.slice(0, 45) ?? "").slice(0, MAX_ADDRESSES);
    return [{ name: name.slice(0, 64), kind: kindOf(name), ...(mac && { mac_address: mac }), addresses: shown }];
  });
  return found.slice(0, MAX_INTERFACES);
}

function kindOf(name: string): "wired" | "wireless" | "virtual" | "other" {
  if (process.platform !== "linux") return "other";
  const path = `/sys/class/net/${name}`;
  if (existsSync(`${path}/wireless`)) return "wireless";
  return existsSync(`${path}/device`) ? "wired" : "virtual";
}

function battery(): Facts["battery"] {
  const name = names(POWER).find((one) => one.startsWith("BAT"));
  return name ? batteryOf(readText(`${POWER}/${name}/capacity`), readText(`${POWER}/${name}/status`)) : undefined;
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    // This machine has nothing of the kind.
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Absent on this kind of machine, or gone since it was listed.
    return "";
  }
}
