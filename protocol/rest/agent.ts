/** REST shapes between an agent and the server (docs/protocol.md, "Agents: HTTP"). */
import { z } from "zod";
import { agentUpdate, updateFailure } from "../agent-update.ts";
import {
  MAX_ADDRESSES,
  MAX_DISKS,
  MAX_DISPLAYS,
  MAX_INTERFACES,
  MAX_MAC_ADDRESSES,
  MAX_NAME_LENGTH,
  MAX_SUBNETS,
} from "../limits.ts";
import { id, time } from "./shapes.ts";

/** Wake-on-LAN writes it into packets: nothing but six bytes. */
export const macAddress = z.string().regex(/^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$/);

/** A hash of what tells one machine from another; the same for as long as its hardware and its system are. */
export const hardwareId = z.string().regex(/^[0-9a-f]{32}$/);

const short = z.string().min(1).max(MAX_NAME_LENGTH);

export const registerRequest = z.object({
  enrollment_token: z.string().min(1).max(200).optional(),
  hostname: short,
  os: z.enum(["linux", "windows", "macos"]).or(z.string().min(1).max(40)),
  arch: z.string().min(1).max(40),
  agent_version: z.string().min(1).max(40),
  mac_addresses: z.array(macAddress).max(MAX_MAC_ADDRESSES).optional(),
  name: short.optional(),
  /** For one visit (`--run-once`): listed nowhere, and forgotten afterwards. */
  temporary: z.boolean().optional(),
  /** In place of an enrollment token: the code of a support link, which is spent by it. Implies `temporary`. */
  support_code: z.string().max(20).optional(),
  machine_id: id.optional(),
  access_key: z.string().min(1).max(200).optional(),
  hardware_id: hardwareId.optional(),
  /** With the identity of another machine, which it was copied with: it is to be given one of its own. */
  cloned: z.boolean().optional(),
});
export type RegisterRequest = z.infer<typeof registerRequest>;

export const registerResponse = z.object({
  machine_id: id,
  /** 256 random bits, base64url; shown once. With a re-registration: the one that was sent. */
  access_key: z.string(),
  /** Where the agent's WebSocket is, without credentials: `wss://…/ws/agent`. */
  relay_url: z.url(),
  /** Ed25519, base64: pinned by the agent, verifies every update. */
  update_public_key: z.string(),
  /** It waits until an administrator accepts it: nobody can connect before. */
  quarantined: z.boolean().optional(),
  /** With a support code: who asked to help, for the person to see. */
  technician: z.string().optional(),
});
export type RegisterResponse = z.infer<typeof registerResponse>;

const bytes = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a machine has and how much of it is in use; each where the agent knows it. */
export const machineInventory = z
  .object({
    cpu_model: z.string().max(MAX_NAME_LENGTH),
    cpu_count: z.int().min(1).max(65_536),
    memory_bytes: z.number().min(0),
    boot_time: time,
    /** IPv4 subnets it stands in ("192.168.1.0/24"): an agent of the same one can wake it. */
    subnets: z.array(z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)).max(MAX_SUBNETS),
    kernel: z.string().max(MAX_NAME_LENGTH),
    memory_used_bytes: bytes,
    disks: z
      .array(z.object({ mount: z.string().min(1).max(MAX_NAME_LENGTH), size_bytes: bytes, free_bytes: bytes }))
      .max(MAX_DISKS),
    interfaces: z
      .array(
        z.object({
          name: z.string().min(1).max(64),
          kind: z.enum(["wired", "wireless", "virtual", "other"]),
          mac_address: macAddress.optional(),
          addresses: z.array(z.string().regex(/^[0-9A-Fa-f:.]{2,45}$/)).max(MAX_ADDRESSES),
        }),
      )
      .max(MAX_INTERFACES),
    displays: z
      .array(
        z.object({
          name: z.string().max(MAX_NAME_LENGTH),
          width: z.int().min(1).max(65_535),
          height: z.int().min(1).max(65_535),
        }),
      )
      .max(MAX_DISPLAYS),
    battery: z.object({ percent: z.int().min(0).max(100), is_charging: z.boolean() }),
    time_zone: z.string().max(MAX_NAME_LENGTH),
    /** null: none has failed, or what failed is installed now. */
    update_failure: updateFailure.nullable(),
  })
  .partial();

export const heartbeatRequest = machineInventory.extend({
  agent_version: z.string().min(1).max(40),
  uptime_s: z.number().min(0).optional(),
  hostname: short.optional(),
  os: z.string().max(40).optional(),
  os_version: z.string().max(MAX_NAME_LENGTH).optional(),
  arch: z.string().max(40).optional(),
  logged_in_user: z.string().max(MAX_NAME_LENGTH).nullable().optional(),
  mac_addresses: registerRequest.shape.mac_addresses,
  hardware_id: hardwareId.optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;

export const heartbeatResponse = z.object({
  server_time: time,
  update: agentUpdate.nullable(),
});
export type HeartbeatResponse = z.infer<typeof heartbeatResponse>;

export const sessionCodeResponse = z.object({ code: z.string(), expires_at: time });
export type SessionCodeResponse = z.infer<typeof sessionCodeResponse>;
