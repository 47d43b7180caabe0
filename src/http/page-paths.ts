/** The addresses at which the UI has a page. A path that is none of them is 404, for the sake of those who look for bugs. */

const PAGES = [
  "/",
  "/setup",
  "/first-steps",
  "/sign-in",
  "/invite/:id",
  "/forgot",
  "/proven",
  "/reset/:id",
  "/machines",
  "/machines/:id",
  "/machines/:id/notes",
  "/machines/:id/sessions",
  "/machines/:id/recordings",
  "/machines/:id/audit",
  "/connect",
  "/help/:id",
  "/sessions",
  "/sessions/:id",
  "/sessions/:id/view",
  "/recordings",
  "/recordings/:id",
  "/users",
  "/users/:id",
  "/groups",
  "/groups/:id",
  "/enrollment",
  "/scripts",
  "/scripts/new",
  "/scripts/run",
  "/scripts/runs",
  "/scripts/runs/:id",
  "/scripts/:id",
  "/audit",
  "/settings",
  "/settings/security",
  "/settings/server",
  "/settings/api-keys",
  "/settings/sign-in",
  "/settings/webhooks",
];

const PATTERNS = PAGES.map((page) => new RegExp(`^${page.replaceAll(":id", "[\\w-]{1,64}")}$`));

export function isPagePath(path: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(path));
}
