/** `/settings/security`: how one proves who one is. */
import { Panel, Section } from "../../../components/page-header.tsx";
import { useMe } from "../../../state/signed-in.tsx";
import { PasswordForm } from "./password-form.tsx";

export default function SecurityTab() {
  const me = useMe();
  return (
    <Section title="Password">
      <Panel class="p-4">
        <PasswordForm email={me().email} />
      </Panel>
    </Section>
  );
}
