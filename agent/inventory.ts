/** What the machine is, as the server lists it: sent at registration and with the heartbeat. */
import { readFileSync } from "node:fs";
import { arch, cpus, hostname, networkInterfaces, release, totalmem, userInfo } from "node:os";
import { MAX_MAC_ADDRESSES, MAX_NAME_LENGTH, MAX_SUBNETS } from "../protocol/limits.ts";
import type { HeartbeatRequest, RegisterRequest } from "../protocol/rest/agent.ts";
import { subnetOf, wakeableAddresses } from "../protocol/wake-on-lan.ts";
import { machineFacts } from "./facts/machine-facts.ts";
import { hardwareId } from "./hardware/hardware-id.ts";
import { networkCards } from "./hardware/network-cards.ts";
import { userOfSeat } from "./users/console-user.ts";
import { AGENT_VERSION } from "./version.ts";

/** The part that registration asks for. */
export function describeMachine(): Pick<
  RegisterRequest,
  "hostname" | "os" | "arch" | "agent_version" | "mac_addresses" | "hardware_id"
> {
  return {
    hostname: short(hostname()) || "unnamed",
    os: osName(),
    arch: arch(),
    agent_version: AGENT_VERSION,
    mac_addresses: macAddresses(),
    hardware_id: hardwareId() ?? undefined,
  };
}

/** Everything else that is cheap to know; none of it changes from minute to minute. */
export function takeInventory(): HeartbeatRequest {
  const processors = cpus();
  return {
    ...describeMachine(),
    os_version: short(osVersion()),
    cpu_model: short(processors[0]?.model ?? ""),
    cpu_count: Math.max(1, processors.length),
    memory_bytes: totalmem(),
    logged_in_user: loggedInUser(),
    boot_time: bootTime(),
    subnets: subnets(),
    ...machineFacts(),
  };
}

function osName(): string {
  if (process.platform === "win32") return "windows";
  return process.platform === "darwin" ? "macos" : process.platform;
}

function osVersion(): string {
  const pretty = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readText("/etc/os-release"))?.[1];
  return pretty || `${process.platform} ${release()}`;
}

/** Addresses that Wake-on-LAN could use: real network cards before bridges and tunnels. */
function macAddresses(): string[] {
  const cards = networkCards();
  cards.sort((a, b) => Number(b.isReal) - Number(a.isReal));
  return [...new Set(cards.map((card) => card.mac))].slice(0, MAX_MAC_ADDRESSES);
}

/** Where this machine can wake others, and be woken by others. */
function subnets(): string[] {
  const found = wakeableAddresses(Object.values(networkInterfaces())).map(subnetOf);
  return [...new Set(found)].slice(0, MAX_SUBNETS);
}

/** From the kernel's own record: now minus uptime would give another second each time. */
function bootTime(): string | undefined {
  const seconds = /^btime (\d+)$/m.exec(readText("/proc/stat"))?.[1];
  return seconds ? new Date(Number(seconds) * 1000).toISOString() : undefined;
}

/** Who sits at the machine. */
function loggedInUser(): string | null {
  const user = process.platform === "linux" ? userOfSeat() : userInfo().username;
  return user && short(user);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Absent on this kind of machine, or gone since it was listed.
    return "";
  }
}

function short(text: string): string {
  return text.slice(0, MAX_NAME_LENGTH);
}
