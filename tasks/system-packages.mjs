// The programs that tests drive for real: X server, browser, proxy, message bus, database. From Debian, where apt may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Package by the file that shows it is there. */
const NEEDED = [
  ["xvfb", ["/usr/bin/Xvfb"]],
  ["xterm", ["/usr/bin/xterm"]],
  // Asks and talks to the person at an attended machine.
  ["zenity", ["/usr/bin/zenity"]],
  ["x11-utils", ["/usr/bin/xev"]],
  ["x11-xserver-utils", ["/usr/bin/xrandr"]],
  ["x11-apps", ["/usr/bin/xwd"]],
  // Makes the certificate of the mail server in tests.
  ["openssl", ["/usr/bin/openssl"]],
  ["xauth", ["/usr/bin/xauth"]],
  ["xclip", ["/usr/bin/xclip"]],
  ["zenity", ["/usr/bin/zenity"]],
  ["chromium", ["/usr/bin/chromium"]],
  ["nginx-light", ["/usr/sbin/nginx"]],
  ["nats-server", ["/usr/sbin/nats-server", "/usr/bin/nats-server"]],
  ["postgresql", ["/usr/lib/postgresql"]],
  ["shellcheck", ["/usr/bin/shellcheck"]],
  ["fonts-dejavu-core", ["/usr/share/fonts/truetype/dejavu"]],
  ["fonts-noto-cjk", ["/usr/share/fonts/opentype/noto"]],
];

/** Installs what is missing as root with apt; elsewhere says exactly what to install and ends the process. */
export function ensureSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log(`Installing for the tests: ${missing.join(" ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"], env });
    const install = ["install", "-y", "-qq", "--no-install-recommends", ...missing];
    spawnSync("apt-get", install, { stdio: ["ignore", "ignore", "inherit"], env });
  }
  const still = missingPackages();
  if (still.length === 0) return;
  console.error(
    `The tests need these Debian packages: sudo apt-get install --no-install-recommends ${still.join(" ")}`,
  );
  process.exit(1);
}

function missingPackages() {
  return NEEDED.filter(([, files]) => !files.some((file) => existsSync(file))).map(([name]) => name);
}
