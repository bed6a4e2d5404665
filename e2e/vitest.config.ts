import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.spec.ts"],
    root: new URL("..", import.meta.url).pathname,
    // Specs wait for states; on a busy machine these take longer to come.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two browsers beside their servers are what two cores take.
    maxWorkers: 2,
    expect: { poll: { timeout: 15_000, interval: 25 } },
  },
});
