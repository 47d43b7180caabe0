/** A link that is shown this once, and what became of its mail. */
import CircleAlert from "lucide-solid/icons/circle-alert";
import CircleCheck from "lucide-solid/icons/circle-check";
import { Match, Switch } from "solid-js";
import type { MailOutcome } from "../../../../protocol/rest/users.ts";
import { Button } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";
import { DialogActions } from "../../components/dialog.tsx";
import { LoopbackLinkNotice } from "../../components/loopback-link-notice.tsx";

export type LinkMadeProps = { url: string; mail: MailOutcome; email: string; terms: string; onDone: () => void };

export function LinkMade(props: LinkMadeProps) {
  return (
    <div class="flex flex-col gap-3 text-sm">
      <p class="flex items-start gap-2" role="status">
        <Switch>
          <Match when={props.mail === "sent"}>
            <CircleCheck class="mt-0.5 size-4 shrink-0 text-online" aria-hidden="true" />
            <span class="wrap-anywhere">
              A mail is on its way to {props.email}. You can send the link yourself, too.
            </span>
          </Match>
          <Match when={props.mail === "failed"}>
            <CircleAlert class="mt-0.5 size-4 shrink-0 text-danger-text" aria-hidden="true" />
            <span class="wrap-anywhere">
              The mail to {props.email} was not sent: the server's log says why. Send the link yourself.
            </span>
          </Match>
          <Match when={props.mail === "off"}>
            <span class="wrap-anywhere">Send this link to {props.email}. This server sends no mail itself.</span>
          </Match>
        </Switch>
      </p>
      <CopyField text={props.url} label="the link" />
      <LoopbackLinkNotice url={props.url} />
      <p class="text-xs text-muted">{props.terms} It is shown only now.</p>
      <DialogActions>
        <Button variant="primary" onClick={() => props.onDone()}>
          Done
        </Button>
      </DialogActions>
    </div>
  );
}
