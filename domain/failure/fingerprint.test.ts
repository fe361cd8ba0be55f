// The kinds of failures: what belongs together whatever numbers, ids and quotes a message holds, and what does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureBounds } from '#domain/bounds/failure.ts';
import { withinCpuMs } from '#testing/machine/cpu-time.ts';
import { cleanMessage } from './clean-message.ts';
import { errorText, type FailedSubject, fingerprintText, kindOf } from './fingerprint.ts';

const uuid = '0192f0c1-8d3e-7b6a-9c55-3f1e2d4c5b6a';

/** Messages of one kind in each line, and what the kind is called. */
const kinds: [called: string, ...messages: string[]][] = [
  [
    'timeout of # exceeded',
    'timeout of 5000ms exceeded',
    'timeout of 10000ms exceeded',
    'timeout of 1,000.5ms exceeded.',
  ],
  [
    'order # not found',
    'order 17 not found',
    'order #18 not found',
    `order ${uuid} not found`,
    'order deadbeef not found',
    'order 0x1F not found',
    'order -5 not found',
    'order ４２ not found',
  ],
  [
    'connect ECONNREFUSED #',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'connect ECONNREFUSED fe80::1ff:fe23:4567:890a',
    'connect ECONNREFUSED 10.0.0.17:80',
  ],
  [
    'due # passed',
    'due 2026-03-01T12:00:00.123Z passed',
    'due 29 Nov 2026 passed',
    'due Sunday November 29, 2026 passed',
    'due Mar 3 passed',
    'due 10:20:30 passed',
  ],
  [
    'no such file "…"',
    `no such file '/tmp/a'`,
    'no such file "/tmp/b c"',
    'no such file `x`',
    'no such file “é”',
    'no such file «y»',
  ],
  ['he said "…" and left', `he said "it's 'x' not "y"" and left`, `he said 'don't "stop" now' and left`],
  ['missing "…"', `missing 'a'`, `missing 'a', 'b', 'c'`, `missing "a" "b"`],
  ['rows #', 'rows 1', 'rows 1, 2, 3', 'rows 1 2 3 4', 'rows 1-5/7'],
  [`can't read config`, `can't read config`, `can't  read\tconfig`, `can't read config!`],
  [
    '/var/lib/app/data-#/file.txt: denied',
    '/var/lib/app/data-17/file.txt: denied',
    '/var/lib/app/data-2/file.txt: denied',
  ],
  [
    'Unexpected token',
    'Unexpected token\n    at JSON.parse (<anonymous>)\n    at f (/a/b.js:1:2)',
    'Unexpected token\n    at other (/c/d.js:3:4)',
  ],
  [
    'ValueError: bad row #',
    'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nValueError: bad row 3',
    'Traceback (most recent call last):\n  File "b.py", line 9\nValueError: bad row 17',
  ],
  ['job_# of node# failed', 'job_01a1fd22 of node17 failed', 'job_99b2fd23 of node4 failed'],
  ['token # expired', `token ${'aB3'.repeat(30)} expired`, `token ${'x'.repeat(200)} expired`],
  [
    'GET https://api.example.com/v#/users/# failed',
    'GET https://api.example.com/v1/users/17 failed',
    'GET https://api.example.com/v2/users/9 failed',
  ],
  ['Ошибка No #: нет места', 'Ошибка № 12: нет места', 'Ошибка № 999: нет места'],
  ['磁盘 # 已满', '磁盘 3 已满', '磁盘 17 已满'],
  ['zero\u00e9 width', 'ze\u200bro\u00e9 width', 'zeroe\u0301 width', 'zero\u00e9\u00ad width'],
  ['', '', '   ', '\u0000\n\t'],
];

test('failures of one kind have one name, whatever numbers, ids, dates, addresses and quotes they carry', () => {
  for (const [called, ...messages] of kinds)
    for (const message of messages) assert.equal(cleanMessage(message), called, JSON.stringify(message.slice(0, 120)));
});

test('different kinds keep different names', () => {
  const different = [
    ...kinds.map(([called]) => called),
    'order not found',
    'orders # not found',
    's3 upload failed',
    'ec2 upload failed',
    'GET /api/users/17 failed',
    'GET /api/orders/17 failed',
    'connection refused',
    'connection reset',
    'face not found',
    'added to decade',
    '3 may fail',
  ];
  const names = different.map(cleanMessage);
  assert.equal(new Set(names).size, different.length, names.join('\n'));
});

test('a name cleaned again is the same name, and is never too long, invisible or half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (message) => {
      const name = cleanMessage(message);
      assert.ok(name.length <= failureBounds.messageLengthMax);
      assert.ok(name.isWellFormed());
      assert.doesNotMatch(name, /[\p{Cc}\p{Cf}]/u);
    }),
  );
  const words = fc.constantFrom(
    'order',
    'failed',
    'of',
    '17',
    uuid,
    `'x'`,
    '"y z"',
    '-',
    '/',
    ',',
    '#3',
    '10:20:30',
    'Nov',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
      const name = cleanMessage(parts.join(' '));
      assert.equal(cleanMessage(name), name);
    }),
  );
});

test('the same message with other numbers and ids is the same kind', () => {
  const hole = fc.oneof(
    fc.nat().map(String),
    fc.uuid(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }).map((value) => value.toFixed(3)),
    fc.ipV4(),
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.stringMatching(/^[0-9a-f]{12}$/).filter((text) => /\d/.test(text)),
  );
  const sentence = fc.array(fc.constantFrom('could', 'not', 'load', 'row', 'because', 'disk', 'is', 'full'), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(sentence, sentence, hole, hole, (before, after, one, other) => {
      const say = (value: string) => cleanMessage(`${before.join(' ')} ${value} ${after.join(' ')}`);
      assert.equal(say(one), say(other));
      assert.notEqual(say(one), cleanMessage(`${before.join(' ')} entirely ${after.join(' ')}`));
    }),
  );
});

// What a pattern with a choice inside a repetition would never come back from.
const hostile: Record<string, string> = {
  'a megabyte of letters': 'a'.repeat(1_000_000),
  'a megabyte of digits': '1'.repeat(1_000_000),
  'a megabyte of openers': `'`.repeat(1_000_000),
  'openers that never close': ` 'a`.repeat(300_000),
  'nested quotes': `"a `.repeat(200_000) + `b" `.repeat(200_000),
  'colons and hex': 'a:'.repeat(500_000),
  'dashes and hex': 'a0-'.repeat(300_000),
  'dots and numbers': '1.'.repeat(500_000),
  'blank lines': '\n '.repeat(500_000),
  'lone halves': '\ud800'.repeat(500_000),
  'marks without a letter': '\u0301'.repeat(500_000),
  'what expands': '\ufdfa'.repeat(500_000),
  months: 'Nov '.repeat(250_000),
  'signs and numbers': '-1 +'.repeat(250_000),
};

test('whatever a message is, no more of it is looked at than a bound, each part a bounded number of times', async () => {
  for (const [what, message] of Object.entries(hostile)) {
    const isCut = cleanMessage(message) === cleanMessage(message.slice(0, failureBounds.messageReadMax));
    assert.ok(isCut, what);
    // Some hundred times what it takes: a pattern that goes back and forth takes minutes.
    await withinCpuMs(1_000, what, () => cleanMessage(message));
  }
});

test('a kind is what failed, with which type of error and which message', () => {
  const task: FailedSubject = { of: 'task', taskId: 'a' };
  const print = (subject: FailedSubject, type: string, message: string) =>
    fingerprintText(kindOf(subject, { type, message }), 'MESSAGE');
  const base = print(task, 'HTTP_503', 'row 1');
  assert.equal(print(task, ' HTTP_503\n', 'row 2'), base);
  const others = [
    print({ of: 'task', taskId: 'b' }, 'HTTP_503', 'row 1'),
    print({ of: 'step', workflowId: 'a', stepKey: '' }, 'HTTP_503', 'row 1'),
    print({ of: 'run', workflowId: 'a' }, 'HTTP_503', 'row 1'),
    print(task, 'HTTP_404', 'row 1'),
    print(task, '', 'row 1'),
    print(task, 'HTTP_503', 'line 1'),
    // What a separator inside a name could feign.
    print(task, 'HTTP_503","row #', ''),
  ];
  assert.equal(new Set([base, ...others]).size, others.length + 1);
});

test('with less detail the message and then the type no longer tell kinds apart; the same error is known in every tenant', () => {
  const one = kindOf({ of: 'task', taskId: 'a' }, { type: 'T', message: 'disk is full' });
  const other = kindOf({ of: 'task', taskId: 'a' }, { type: 'T', message: 'disk is gone' });
  const foreign = kindOf({ of: 'task', taskId: 'b' }, { type: 'T', message: 'disk is full' });
  assert.notEqual(fingerprintText(one, 'MESSAGE'), fingerprintText(other, 'MESSAGE'));
  assert.equal(fingerprintText(one, 'TYPE'), fingerprintText(other, 'TYPE'));
  assert.notEqual(fingerprintText(one, 'TYPE'), fingerprintText({ ...one, type: 'U' }, 'TYPE'));
  assert.equal(fingerprintText(one, 'SUBJECT'), fingerprintText({ ...one, type: 'U' }, 'SUBJECT'));
  assert.equal(errorText(one, 'MESSAGE'), errorText(foreign, 'MESSAGE'));
  assert.notEqual(errorText(one, 'MESSAGE'), errorText(one, 'TYPE'));
});
