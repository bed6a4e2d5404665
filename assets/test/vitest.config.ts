import { defineConfig } from "vitest/config";

export default defineConfig({
  // A machine with other work to do takes its time; nothing here waits for that.
  test: { dir: "assets/test", environment: "jsdom", testTimeout: 30_000 },
});
