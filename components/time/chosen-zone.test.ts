import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '#testing/source-files.ts';

const screens = readSources().filter(({ path, isTest }) => !isTest && /^(?:app|components)\//.test(path));

/** What stands between the bracket at a place and the one that closes it. */
function argumentsAt(text: string, start: number): string {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    if (text[place] === '(') depth += 1;
    if (text[place] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, place + 1);
  }
  return text.slice(start);
}

test('no instant is shown by the clock of the machine: whoever formats one names the zone that was chosen', () => {
  const found: string[] = [];
  let formatters = 0;
  for (const { path, text } of screens) {
    for (const { index, 0: call } of text.matchAll(/Intl\.DateTimeFormat\(/g)) {
      const { length } = call;
      const given = argumentsAt(text, index + length - 1);
      formatters += 1;
      // Which zone is the reader's own is all that the machine is asked for.
      const isQuestion = text.slice(index + length).startsWith(').resolvedOptions().timeZone');
      const isNamed = /\btimeZone\b/.test(given);
      if (!isQuestion && !isNamed) found.push(`${path}: Intl.DateTimeFormat${given}`);
    }
    const machine = /toLocale(?:Time|Date)String|\.get(?:Hours|Minutes|Date|Day|Month|FullYear|TimezoneOffset)\(/g;
    for (const [call] of text.matchAll(machine)) found.push(`${path}: ${call}`);
    for (const [call] of text.matchAll(/new Date\([^)]*\)\.toLocaleString\(/g)) found.push(`${path}: ${call}`);
  }
  assert.deepEqual(found, [], 'ask useZone() and say it with components/time');
  assert.ok(formatters > 4, 'the test no longer finds what it looks for');
});
