/** Rows for what our own parts measure alone: damage to encoded bytes, and the relay's fan-out. */
import type { DamageToBytes } from "../damage-to-bytes.ts";
import type { RelayFanOut } from "../relay-fan-out.ts";
