/** Chooses the injector for a back-end. The portable one brings native code along, so it is loaded only when asked for. */
import type { CaptureBackend, DisplayAccess } from "../stream/screen-stream.ts";
import type { Injector } from "./injector.ts";
import { openX11Injector } from "./x11-injector.ts";

/** @throws an Error that says why input cannot be made on this display */
export async function openInjector(
  backend: CaptureBackend,
  access: DisplayAccess,
  events: { lost(): void },
): Promise<Injector> {
  if (backend === "x11") return openX11Injector(access, events.lost);
  const { openPortableInjector } = await import("./portable-injector.ts");
  return openPortableInjector(access);
}
