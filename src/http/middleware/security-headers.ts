/** Headers on every answer, whatever it is: no script but ours, no framing, no guessing of types, no referrer. */
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http-context.ts";

/** No inline script or style at all; WebAssembly (zstd in the viewer) is compiled, never evaluated from text. */
function contentPolicy(origin: string): string {
  // Browsers differ on whether 'self' covers WebSockets.
  const sockets = origin.replace(/^http/, "ws");
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${sockets}`,
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const TWO_YEARS_S = 63_072_000;

export function securityHeaders(client: { origin: string; isHttps: boolean }): Record<string, string> {
  return {
    "Content-Security-Policy": contentPolicy(client.origin),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(client.isHttps && { "Strict-Transport-Security": `max-age=${TWO_YEARS_S}` }),
  };
}

export function addSecurityHeaders(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders(c.get("client")))) c.header(name, value);
  };
}
