// A page whose join is refused, and where that leads.

import { expect, test, vi } from "vitest";
import { Page } from "../src/page";
import { classes, notice, wire, wires } from "./browser";

let errors: string[] = [];

/** The visitor comes to a page; its join is on the way. */
function open(): void {
  document.body.innerHTML = '<main z="ROOT00" z-view="1" z-join="TOKEN"></main>';
  const mine = (errors = []) as string[];
  new Page().use({ onError: (e) => mine.push(e.code) });
  wire().open();
}
const join = (): void => wire().say(0, "joined", { resume: "R", fresh: false, seq: 0, ref: 0, templates: [["ROOT00", [[]]]] });

/** Watches where the page goes; type is how the browser says that it was loaded. */
function leaving(type: NavigationTimingType): string[] {
  const gone: string[] = [];
  const { href, pathname, search } = location;
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type } as PerformanceNavigationTiming]);
  vi.stubGlobal("location", { href, pathname, search, reload: () => gone.push("reload"), assign: (to: string) => gone.push(to) });
  return gone;
}

/** What a server says to a join that cannot be. */
const refusals: Record<string, () => void> = {
  "a stale token": () => wire().say(0, "stale"),
  "a page that is gone": () => {
    wire().say(0, "error", "not_found");
    wire().end(1008);
  },
  "no word": () => wire().end(1008),
};

test.each(Object.entries(refusals))("a join that is refused with %s loads the page again, once", (_, refuse) => {
  const first = leaving("navigate");
  open();
  refuse();
  expect(first).toEqual(["reload"]);
  // The page that this leads to.
  const second = leaving("reload");
  open();
  refuse();
  vi.advanceTimersByTime(60_000);
  expect(second).toEqual([]);
  expect(notice()).toBe("Connection lost.Reload");
});

test("a page that came by being loaded again and has been good for a while may be once more", () => {
  const gone = leaving("reload");
  open();
  join();
  vi.advanceTimersByTime(9_999);
  expect(gone).toEqual([]);
  vi.advanceTimersByTime(1);
  wire().end(1008);
  expect(gone).toEqual(["reload"]);
});

test("an error that refuses a join has it tried again, without loading the page", () => {
  const gone = leaving("navigate");
  open();
  wire().say(0, "error", "limit");
  vi.advanceTimersByTime(10_000);
  expect([wires.length, errors, gone]).toEqual([1, ["limit"], []]);
  vi.advanceTimersByTime(500);
  wire().open();
  join();
  expect(classes()).toBe("azu-connected");
});

test("a join that is sent elsewhere goes there, and the page is not loaded again in between", () => {
  const gone = leaving("navigate");
  open();
  wire().say(0, "error", "redirect", "/login");
  wire().end(1008);
  expect(gone).toEqual(["/login"]);
});
