/** The agent's version, as `--version`, registration and heartbeat say it. */
import { version } from "../package.json";

export const AGENT_VERSION: string = version;
