/** The time as a signal, for "3 min ago": one timer for the whole page, whatever the number of rows. */
import { createSignal } from "solid-js";

const TICK_MS = 10_000;

const [now, setNow] = createSignal(Date.now());
setInterval(() => setNow(Date.now()), TICK_MS);

export { now };
