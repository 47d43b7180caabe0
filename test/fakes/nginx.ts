/** A real nginx before the server, on a port of its own, with the lines of its `location` as given. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "./wait-until.ts";

/** As docs/operations.md has it. */
export const PROXY_LINES = {
  upgrade: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;`,
  forwarded: `proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host;`,
  unbuffered: "proxy_buffering off;",
};

export type Nginx = { url: string; stop(): Promise<void> };

export async function startNginx(port: number, upstreamPort: number, lines: readonly string[]): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-nginx-"));
  for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(directory, name));
  const path = join(directory, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(directory, name.replace("client_", ""))};`)
    .join("\n  ");
  writeFileSync(
    path,
    `worker_processes 1;
pid ${join(directory, "nginx.pid")};
error_log ${join(directory, "error.log")};
events { worker_connections 64; }
http {
  access_log off;
  ${temporary}
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port};
    location / {
    proxy_pass http://127.0.0.1:${upstreamPort};
    ${lines.join("\n    ")}
    }
  }
}
`,
  );
  const child = Bun.spawn(["/usr/sbin/nginx", "-p", directory, "-c", path, "-g", "daemon off;"], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntil("nginx to answer", () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    url,
    async stop() {
      child.kill("SIGQUIT");
      await child.exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
