/** WebSocket close codes (RFC 6455 §7.4; 4000–4999 are the application's). */
export const CLOSE = {
  protocolBreach: 1008,
  tooBig: 1009,
  serviceRestart: 1012,
  badCredentials: 4401,
  notAllowed: 4403,
  noSuchSession: 4404,
  timedOut: 4408,
  replaced: 4409,
  sessionEnded: 4410,
  cloned: 4412,
  tooMany: 4429,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Codes after which trying again with the same credentials cannot help. */
export const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([
  CLOSE.badCredentials,
  CLOSE.notAllowed,
  CLOSE.noSuchSession,
  CLOSE.replaced,
  CLOSE.sessionEnded,
  CLOSE.cloned,
]);
