/**
 * The browser tests: `npm test` runs them all. By hand, on the built console: `npx playwright test --config
 * e2e/playwright.config.ts`; on one that runs already: with TASKFLOW_STORIES_AT and DATABASE_URL, see testing/product.ts.
 */
import { defineConfig } from 'playwright/test';
import { findChromium } from '#scripts/checks/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'results/traces',
  // Two browsers fill two processors; a story that passes only at the second try is a failure to look into.
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // Against what hangs, not against a machine with other work.
  timeout: 120_000,
  globalTimeout: 22 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['dot'], ['json', { outputFile: 'results/report.json' }]],
  use: {
    baseURL: process.env.TASKFLOW_URL ?? 'http://localhost:3000',
    // A trace of every story doubles its time: `--trace on` for the one that is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
