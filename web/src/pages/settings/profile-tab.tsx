/** Settings of the person in this browser: look, name, sign-out. */
import { useQueryClient } from "@tanstack/solid-query";
import Laptop from "lucide-solid/icons/laptop";
import Moon from "lucide-solid/icons/moon";
import Sun from "lucide-solid/icons/sun";
import { Button } from "../../components/button.tsx";
import { Panel, Section } from "../../components/page-header.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { leave } from "../../state/leave.ts";
import { useMe } from "../../state/signed-in.tsx";
import { setTheme, type Theme, theme } from "../../state/theme.ts";
import { NameForm } from "./name-form.tsx";
import { NoticesSection } from "./notices-section.tsx";

export default function ProfileTab() {
  const me = useMe();
  const client = useQueryClient();
  return (
    <>
      <Section title="Appearance">
        <Panel class="flex flex-wrap items-center justify-between gap-3 p-4">
          <div>
            <div class="text-sm font-medium">Theme</div>
            <div class="text-sm text-muted">Of this browser.</div>
          </div>
          <Segmented<Theme>
            label="Theme"
            value={theme()}
            options={[
              { value: "system", label: "System", icon: <Laptop class="size-3.5" aria-hidden="true" /> },
              { value: "light", label: "Light", icon: <Sun class="size-3.5" aria-hidden="true" /> },
              { value: "dark", label: "Dark", icon: <Moon class="size-3.5" aria-hidden="true" /> },
            ]}
            onChange={setTheme}
          />
        </Panel>
      </Section>
      <Section title="Profile">
        <Panel class="p-4">
          <NameForm me={me()} />
        </Panel>
      </Section>
      <NoticesSection />
      <Section title="This browser">
        <Panel class="flex flex-wrap items-center justify-between gap-3 p-4">
          <div class="min-w-0">
            <div class="text-sm font-medium">Signed in as {me().name}</div>
            <div class="text-sm text-muted break-words">
              {me().email} · {me().role === "admin" ? "administrator" : "user"}
            </div>
          </div>
          <Button onClick={() => leave(client)}>Sign out</Button>
        </Panel>
      </Section>
    </>
  );
}
