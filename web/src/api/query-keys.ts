/** The names of what is cached, in one place: queries read them, the event stream writes them. */
export const queryKeys = {
  me: ["me"],
  setup: ["setup"],
  machines: ["machines"],
  sessions: ["sessions"],
  sessionHistory: ["sessions", "history"],
  liveSessions: ["sessions", "live"],
  foundSessions: ["sessions", "found"],
  session: (id: string) => ["sessions", "one", id],
  machineSessions: (machineId: string) => ["sessions", "machine", machineId],
  audit: ["audit"],
  auditRows: (filter: object) => ["audit", "rows", filter],
  auditVerification: ["audit", "verification"],
  recordings: ["recordings"],
  supportLinks: ["support-links"],
  enrollmentTokens: ["enrollment-tokens"],
  firstToken: ["first-token"],
} as const;
