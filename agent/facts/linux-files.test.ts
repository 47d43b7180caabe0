import { expect, test } from "bun:test";
import { batteryOf, displayOf, inSteps, localMounts, memoryUsed } from "./linux-files.ts";

test("memory in use is what is not available", () => {
  const text = "MemTotal:       16000000 kB\nMemFree:          100000 kB\nMemAvailable:    6000000 kB\n";
  expect(memoryUsed(text)).toBe(10_000_000 * 1024);
  expect(memoryUsed("MemTotal: 1 kB")).toBeUndefined();
});

test("disks are those in the machine, each once, with blanks in their places", () => {
  const text = [
    "/dev/nvme0n1p2 / ext4 rw 0 0",
    "/dev/nvme0n1p2 /var/snap ext4 rw 0 0",
    "/dev/loop3 /snap/core squashfs ro 0 0",
    "tmpfs /run tmpfs rw 0 0",
    "server:/home /home nfs4 rw 0 0",
    "/dev/sdb1 /media/My\\040Disk vfat rw 0 0",
    "tank/data /data zfs rw 0 0",
  ].join("\n");
  expect(localMounts(text)).toEqual(["/", "/media/My Disk", "/data"]);
});

test("a display is a connector that has one, with the mode it prefers", () => {
  expect(displayOf("card1-HDMI-A-1", "connected\n", "2560x1440\n1920x1080\n")).toEqual({
    name: "HDMI-A-1",
    width: 2560,
    height: 1440,
  });
  expect(displayOf("card1-DP-1", "disconnected\n", "")).toBeNull();
  expect(displayOf("card1-DP-1", "connected\n", "nonsense")).toBeNull();
});

test("a battery that makes no sense is none", () => {
  expect(batteryOf("83\n", "Discharging\n")).toEqual({ percent: 83, is_charging: false });
  expect(batteryOf("100", "Full")).toEqual({ percent: 100, is_charging: true });
  expect(batteryOf("", "Full")).toBeUndefined();
  expect(batteryOf("4000", "Full")).toBeUndefined();
});

test("figures move in steps of a hundredth", () => {
  expect(inSteps(1_234, 10_000)).toBe(1_200);
  expect(inSteps(9_999, 10_000)).toBe(10_000);
});
