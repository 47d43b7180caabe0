/** "3 min ago", kept up to date, with the exact time on hover. */
import { now } from "../state/clock.ts";
import { exactTime, timeAgo } from "../state/relative-time.ts";

export function TimeAgo(props: { at: string }) {
  return (
    <time datetime={props.at} title={exactTime(props.at)} class="whitespace-nowrap">
      {timeAgo(props.at, now())}
    </time>
  );
}
