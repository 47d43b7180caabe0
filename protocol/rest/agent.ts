/** REST shapes between an agent and the server (docs/protocol.md, "Agents: HTTP"). */
import { z } from "zod";
import { MAX_MAC_ADDRESSES, MAX_NAME_LENGTH, MAX_SUBNETS } from "../limits.ts";
import { id, time } from "./shapes.ts";

/** Wake-on-LAN writes it into packets: nothing but six bytes. */
export const macAddress = z.string().regex(/^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$/);

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

export const heartbeatRequest = z.object({
  agent_version: z.string().min(1).max(40),
  uptime_s: z.number().min(0).optional(),
  hostname: short.optional(),
  os: z.string().max(40).optional(),
  os_version: z.string().max(MAX_NAME_LENGTH).optional(),
  arch: z.string().max(40).optional(),
  cpu_model: z.string().max(MAX_NAME_LENGTH).optional(),
  cpu_count: z.int().min(1).max(65_536).optional(),
  memory_bytes: z.number().min(0).optional(),
  logged_in_user: z.string().max(MAX_NAME_LENGTH).nullable().optional(),
  boot_time: time.optional(),
  mac_addresses: registerRequest.shape.mac_addresses,
  /** IPv4 subnets it stands in ("192.168.1.0/24"): an agent of the same one can wake it. */
  subnets: z
    .array(z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/))
    .max(MAX_SUBNETS)
    .optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;

export const heartbeatResponse = z.object({
  server_time: time,
  update: z
    .object({
      version: z.string(),
      url: z.string(),
      size: z.number(),
      sha256: z.string(),
      signature: z.string(),
    })
    .nullable(),
});
export type HeartbeatResponse = z.infer<typeof heartbeatResponse>;

export const sessionCodeResponse = z.object({ code: z.string(), expires_at: time });
export type SessionCodeResponse = z.infer<typeof sessionCodeResponse>;
