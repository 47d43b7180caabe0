/** Whether a browser's page may open a socket here: its Origin is compared exactly, in every mode. */

export type OriginRules = {
  /** Where the app is served, as configured; undefined: where the request says it went. */
  appUrl?: string;
  /** Further origins, exact; there is no wildcard. */
  allowedOrigins: readonly string[];
};

export function createOriginCheck(rules: OriginRules): (request: Request) => "same" | "foreign" | "missing" {
  const allowed = new Set(rules.allowedOrigins);
  const appOrigin = rules.appUrl === undefined ? null : new URL(rules.appUrl).origin;
  return (request) => {
    const origin = request.headers.get("origin");
    if (origin === null) return "missing";
    const own = appOrigin ?? new URL(request.url).origin;
    return origin === own || allowed.has(origin) ? "same" : "foreign";
  };
}
