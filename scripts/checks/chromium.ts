/** Finds a Chromium for the browser tests, or brings Debian's. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '#scripts/checks/command.ts';

// The shell without windows of its own first: it starts and draws in half the time.
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const debianBrowser = 'chromium-headless-shell';
const installMsMax = 600_000;

/** The path of a browser: CHROMIUM_PATH, then what is installed. Undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...paths, ...applications].find(isExecutable);
}

/** Like findChromium, but installs Debian's when there is none and this is root on such a system. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await install(['apt-get', 'update']);
    await install(['apt-get', 'install', '-y', '--no-install-recommends', debianBrowser, 'fonts-liberation']);
  }
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error('The browser tests need Chromium or Chrome: install one, or name it in CHROMIUM_PATH.');
}

async function install(words: string[]): Promise<void> {
  console.log(`${words.join(' ')} ...`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const ended = await runCommand(words, { limitMs: installMsMax, environment });
  if (!ended.isSuccess) throw new Error(`${words.join(' ')} failed (${ended.reason}):\n${ended.output}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Whatever keeps it from being executed, it is not the browser to use.
    return false;
  }
}
