/** Tries whether an X display lets us in: connects, and hangs up again. */
import type { DisplayAccess } from "../stream/screen-stream.ts";
import { connectX } from "../x11/connection.ts";
import { XConnectError } from "../x11/setup.ts";

export type Probe = (access: DisplayAccess) => Promise<"ok" | "refused" | "unreachable">;

export const probeDisplay: Probe = async (access) => {
  try {
    const connection = await connectX(access.display, access.authority);
    connection.close();
    return "ok";
  } catch (failure) {
    return failure instanceof XConnectError && failure.problem === "no_authority" ? "refused" : "unreachable";
  }
};
