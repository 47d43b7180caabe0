/** `GET /api/branding`, public: name, logo and what a person agrees to. */
import type { Branding } from "../../../protocol/rest/server-settings.ts";
import type { ServiceContext } from "../context.ts";
import { currentLogo } from "./logo.ts";

export function getBranding(context: Pick<ServiceContext, "serverSettings">): Branding {
  const { name, consent_text } = context.serverSettings.current();
  const logo = currentLogo(context);
  return { name, logo_url: logo && `/api/branding/logo/${logo.hash}`, consent_text };
}
