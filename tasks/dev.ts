/** `bun run dev`: server, UI and an agent on a virtual display, each with reload. Open http://localhost:5173. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bun = process.execPath;
const dataDirectory = `${root}data/dev`;
const running: Bun.Subprocess[] = [];

function start(name: string, command: string[], env: Record<string, string> = {}): Bun.Subprocess {
  const child = Bun.spawn(command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    onExit: (_, code) => console.log(`[dev] ${name} ended with ${code}`),
  });
  running.push(child);
  return child;
}

async function reachable(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await Bun.sleep(200);
  }
}

/** An X server with a terminal in it, so that there is something to see; null where Xvfb is not installed. */
async function startDisplay(): Promise<string | null> {
  if (!Bun.which("Xvfb")) {
    console.log("[dev] no Xvfb: no local agent. Debian: apt-get install xvfb xterm");
    return null;
  }
  // It chooses a number that is free and says which on its standard output.
  const command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset", "-ac"];
  const server = Bun.spawn(command, { stdio: ["ignore", "pipe", "inherit"] });
  running.push(server);
  for await (const chunk of server.stdout) return `:${new TextDecoder().decode(chunk).trim()}`;
  throw new Error("Xvfb ended before it was ready");
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill();
    process.exit(0);
  });
}

await mkdir(dataDirectory, { recursive: true });
// Machines of the development server enrol themselves: it listens on loopback only.
const env = { DATA_DIR: dataDirectory, HOST: "127.0.0.1", PORT: "3000", OPEN_ENROLLMENT: "true" };
start("server", [bun, "--watch", "src/main.ts"], { ...env, ALLOWED_ORIGINS: "http://localhost:5173" });
start("ui", [bun, "--bun", "node_modules/vite/bin/vite.js", "--config", "web/vite.config.ts"]);
const display = await startDisplay();
if (display) {
  await reachable("http://127.0.0.1:3000/readyz");
  if (Bun.which("xterm")) start("terminal", ["xterm", "-geometry", "120x40+40+40"], { DISPLAY: display });
  const agent = ["agent/main.ts", "--server", "http://127.0.0.1:3000", "--name", "dev", "--config"];
  start("agent", [bun, "--watch", ...agent, `${dataDirectory}/agent.json`], { DISPLAY: display });
}
