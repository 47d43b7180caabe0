import { expect, test } from "bun:test";
import { MAX_DELIVERY_ATTEMPTS } from "../../../protocol/limits.ts";
import { delayAfter } from "./backoff.ts";
import { faultOfUrl, findReceiver } from "./receiver-address.ts";
import { signedHeaders } from "./sign.ts";

test("signs as the specification's own example is signed", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const at = new Date(1_614_265_330_000);
  expect(signedHeaders(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', at)).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("tries a message over about a day, never twice at the same time as others", () => {
  const all = (random: number) =>
    Array.from({ length: MAX_DELIVERY_ATTEMPTS - 1 }, (_, at) => delayAfter(at + 1, () => random) ?? 0);
  const hours = (random: number) => all(random).reduce((sum, delay) => sum + delay, 0) / 3_600_000;
  expect(hours(0.5)).toBeCloseTo(23.6, 1);
  expect(hours(0)).toBeGreaterThan(18);
  expect(hours(1)).toBeLessThan(29);
  expect(all(0)).not.toEqual(all(1));
  expect(delayAfter(MAX_DELIVERY_ATTEMPTS)).toBeNull();
});

test.each([
  "https://hooks.example.com/services/T0/B0?token=1",
  "https://hooks.example.com:8443/",
  "https://1.1.1.1/",
  "https://[2606:4700::1111]/",
])("takes %s", (url) => {
  expect(faultOfUrl(url, false)).toBeNull();
});

/** However they are written. */
const PRIVATE = [
  "https://127.0.0.1/",
  "https://127.1/",
  "https://0x7f000001/",
  "https://2130706433/",
  "https://0177.0.0.1/",
  "https://127。0。0。1/",
  "https://10.0.0.1/",
  "https://172.20.1.1/",
  "https://192.168.0.1/",
  "https://100.64.0.1/",
  "https://[::1]/",
  "https://[fd12:3456::1]/",
  "http://hooks.example.com/",
];
const NEVER = [
  "https://0.0.0.0/",
  "https://0/",
  "https://169.254.169.254/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://100.100.100.200/",
  "https://[::]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[2002:7f00:1::]/",
  "https://[fe80::1]/",
  "https://[fd00:ec2::254]/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "ftp://hooks.example.com/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:25/",
  "javascript:alert(1)",
  "https://user:password@hooks.example.com/",
  "https://hooks.example.com/#part",
  "hooks.example.com",
  "https://",
  "https://a b/",
];

test.each(PRIVATE)("takes %s only where private addresses are allowed", (url) => {
  expect(faultOfUrl(url, false)).toBeString();
  expect(faultOfUrl(url, true)).toBeNull();
});

test.each(NEVER)("never takes %s", (url) => {
  expect(faultOfUrl(url, false)).toBeString();
  expect(faultOfUrl(url, true)).toBeString();
});

const URL_OF_NAME = new URL("https://hooks.example.com/");

test("one address that may not be connected to spoils all of a name's", async () => {
  const leadsTo = (...addresses: string[]) => findReceiver(URL_OF_NAME, false, async () => addresses);
  expect(await leadsTo("1.1.1.1", "2606:4700::1111")).toBe("1.1.1.1");
  for (const hidden of [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:10.0.0.1",
    "fd00::1",
    "100.64.0.1",
  ]) {
    const found = leadsTo("1.1.1.1", hidden);
    await expect(found).rejects.toThrow(`hooks.example.com leads to ${hidden}`);
  }
  await expect(leadsTo()).rejects.toThrow("cannot be found");
});

test("private networks, where allowed, never include metadata services", async () => {
  const leadsTo = (address: string) => findReceiver(URL_OF_NAME, true, async () => [address]);
  expect(await leadsTo("10.0.0.1")).toBe("10.0.0.1");
  await expect(leadsTo("169.254.169.254")).rejects.toThrow("no webhook goes to such an address");
});
