/** `/settings/security`: how one proves who one is, and where one is signed in. */
import { Panel, Section } from "../../../components/page-header.tsx";
import { useMe } from "../../../state/signed-in.tsx";
import { IdentitiesSection } from "./identities-section.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorSection } from "./second-factor-section.tsx";
import { SignInsSection } from "./sign-ins-section.tsx";

export default function SecurityTab() {
  const me = useMe();
  return (
    <>
      <SecondFactorSection />
      <Section title="Password">
        <Panel class="p-4">
          <PasswordForm email={me().email} />
        </Panel>
      </Section>
      <IdentitiesSection />
      <SignInsSection />
    </>
  );
}
