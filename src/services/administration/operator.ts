/** Who administers the server from its own machine: whoever may read its files may do all of this anyway. */
import type { System } from "../actor.ts";

export const OPERATOR: System = { kind: "system", name: "command line" };
