/** The installation's name and logo: remembered from the last visit, so that no page shows one name and then another. */
import { createEffect, createRoot, createSignal } from "solid-js";
import type { Branding } from "../../../protocol/rest/server-settings.ts";
import { request } from "../api/http-client.ts";

export const PRODUCT = "RemoteLink";
const KEY = "remotelink.branding";
const NONE: Branding = { name: PRODUCT, logo_url: null, consent_text: "" };

const [branding, setBranding] = createSignal<Branding>(remembered());
/** Named again by each page, also by the same name: a session's page names the window itself. */
const [pageTitle, setPageTitle] = createSignal("", { equals: false });

export { branding };

/** What the window is called: the page, and whose server it is. */
export function setTitle(title: string): void {
  setPageTitle(title);
}

export function applyBranding(next: Branding): void {
  setBranding(next);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Refused in some private windows: it is asked for at each visit anyway.
    return;
  }
}

/** Once, at the start; later changes come by the event stream. */
export function followBranding(): void {
  createRoot(() => {
    createEffect(() => {
      if (pageTitle()) document.title = `${pageTitle()} · ${branding().name}`;
    });
  });
  // Without it the page is called what it was called last: no reason to say anything.
  request<Branding>("/api/branding").then(applyBranding, () => undefined);
}

function remembered(): Branding {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof stored !== "object" || stored === null) return NONE;
    const { name, logo_url, consent_text } = stored as Partial<Record<keyof Branding, unknown>>;
    return {
      name: typeof name === "string" ? name : PRODUCT,
      // A picture of this server and of nowhere else.
      logo_url: typeof logo_url === "string" && logo_url.startsWith("/api/branding/logo/") ? logo_url : null,
      consent_text: typeof consent_text === "string" ? consent_text : "",
    };
  } catch {
    return NONE;
  }
}
