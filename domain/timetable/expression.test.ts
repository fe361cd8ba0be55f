import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { parseTimetable } from './cron.ts';
import { describeTimetable } from './describe.ts';
import { parseExpression } from './expression.ts';

function listsOf(cron: string): string {
  const outcome = parseExpression(cron);
  return outcome.ok
    ? outcome.value.parts.map((part) => part.lists).join(' or ')
    : outcome.refusals.map((refusal) => refusal.message).join('; ');
}

test('names, ranges, steps, lists and marks are written out as plain lists', () => {
  const table = {
    '*/20 8-10 1,15 jan-MAR mon-fri': '0,20,40 8,9,10 1,15 1,2,3 1,2,3,4,5',
    '50/4 9-17/4 */10 */6 *': '50,54,58 9,13,17 1,11,21,31 1,7 *',
    '  5   4 ? * ?  ': '5 4 * * *',
    '0 0 L * 7': '0 0 L * 0',
    '0 0 15,L * *': '0 0 15,L * *',
    '0 0 * * friL': '0 0 * * 5L',
    '0 0 * * 1,7L': '0 0 * * 1,0L',
    '0 0 * * Mon#2': '0 0 * * 1#2',
    '0 0 * * */2': '0 0 * * 0,2,4,6',
    '0 0 * * 5-7': '0 0 * * 0,5,6',
  };
  for (const [cron, lists] of Object.entries(table)) assert.equal(listsOf(cron), lists, cron);
});

test('a range may run over the end of its field', () => {
  assert.equal(listsOf('50-10/10 22-2 * nov-feb fri-mon'), '0,10,50 0,1,2,22,23 * 1,2,11,12 0,1,5,6');
});

test('shorthands and named expressions stand for their five fields', () => {
  const table = {
    '@hourly': '0 * * * *',
    '@daily': '0 0 * * *',
    '@midnight': '0 0 * * *',
    '@weekly': '0 0 * * 0',
    '@Monthly': '0 0 1 * *',
    '@yearly': '0 0 1 1 *',
    '@annually': '0 0 1 1 *',
    '0\t7\u00a0* *\n*': '0 7 * * *',
    'weekdays at 07:00': '0 7 * * 1,2,3,4,5',
    'Weekends at 9:30': '30 9 * * 0,6',
    'month-end at 18:00': '0 18 L * *',
    'every 15 minutes': '0,15,30,45 * * * *',
    'every 8 hours': '0 0,8,16 * * *',
  };
  for (const [cron, lists] of Object.entries(table)) assert.equal(listsOf(cron), lists, cron);
});

test('a time is an interval exactly when its minute or hour says *, a range or a step', () => {
  const isInterval = (cron: string) => {
    const outcome = parseExpression(cron);
    return outcome.ok && outcome.value.isInterval;
  };
  for (const cron of [
    '* 2 * * *',
    '30 * * * *',
    '*/15 2 * * *',
    '0 */2 * * *',
    '5/20 2 * * *',
    '0 1-5/2 * * *',
    '0,30 1-3 * * *',
    '5-9 2 * * *',
  ]) {
    assert.ok(isInterval(cron), cron);
  }
  for (const cron of ['30 2 * * *', '0,30 1,2,3 * * *', '0 2 */2 * 1-5', '@daily']) assert.ok(!isInterval(cron), cron);
});

test('what cannot be honoured is refused in a sentence that names the field', () => {
  const table: [string, RegExp][] = [
    ['', /empty/],
    [' \n', /empty/],
    ['* * * *', /4 of 5 fields/],
    ['0 * * * * *', /6 of 5 fields.*seconds/],
    ['0 0 0 1 1 * 2030', /7 of 5 fields/],
    ['61 * * * *', /^minute: 61 is outside 0-59$/],
    ['-1 * * * *', /^minute: a value is missing$/],
    ['1.5 * * * *', /^minute: "1\.5" is not a number$/],
    ['* 24 * * *', /^hour: 24 is outside 0-23$/],
    ['* * 0 * *', /^day of month: 0 is outside 1-31$/],
    ['* * * 13 *', /^month: 13 is outside 1-12$/],
    ['* * * * 8', /^day of week: 8 is outside 0-7$/],
    ['* * * foo *', /^month: "foo" is not a number or a name such as feb$/],
    ['* * * * monday', /^day of week: "monday" is not/],
    ['*/0 * * * *', /^minute: the step 0 is outside 1-60$/],
    ['*/61 * * * *', /^minute: the step 61 is outside 1-60$/],
    ['*/x * * * *', /^minute: the step "x" is not a number$/],
    ['1//2 * * * *', /^minute: .*neither a value, a range nor a step$/],
    ['1-2-3 * * * *', /^minute: .*neither a value, a range nor a step$/],
    ['*-5 * * * *', /^minute: .*not a range$/],
    ['1,,2 * * * *', /^minute: a value is missing$/],
    ['? * * * *', /^minute: \? stands only for a day$/],
    ['0 0 31 2 *', /^day of month: 31 does not exist in February$/],
    ['0 0 30 2 1', /^day of month: 30 does not exist in February$/],
    ['0 0 31 4,jun *', /^day of month: 31 does not exist in April or June$/],
    ['0 0 32W * *', /^day of month: 32 is outside 1-31$/],
    ['0 0 W * *', /^day of month: a value is missing$/],
    ['0 0 31W 2 *', /^day of month: 31 does not exist in February$/],
    ['0 0 * * 1W', /^day of week: /],
    ['0 0 L-3 * *', /^day of month: /],
    ['H 3 * * *', /^minute: H needs a schedule/],
    ['0 H(1-5) * * *', /^hour: H needs a schedule/],
    ['0 0 * * L', /^day of week: /],
    ['0 0 * * 1#6', /^day of week: .*from 1 to 5, as in 1#2/],
    ['0 0 * * 1#1,2#2', /^day of week: .*mixes #/],
    ['@reboot', /not the start of a machine/],
    ['@constructor', /known are @hourly/],
    ['@every 5m', /write "every 15 minutes"/],
    ['CRON_TZ=Europe/Berlin 0 7 * * *', /give it as timeZone/],
    ['TZ = UTC 0 7 * * *', /give it as timeZone/],
    ['MAILTO=me 0 7 * * *', /sets no variables/],
    ['rate(5 minutes)', /write "every 15 minutes"/],
    ['cron(0 7 * * ? *)', /without cron/],
    ['0-59/0 * * * *', /^minute: the step 0 is outside 1-60$/],
    ['60/5 * * * *', /^minute: 60 is outside 0-59$/],
    ['~ * * * *', /^minute: "~" is not a number$/],
    ['0~30 * * * *', /^minute: "0~30" is not a number$/],
    ['0 0 1-L * *', /^day of month: .*L alone is the last day/],
    ['0 0 L-3 * *', /^day of month: .*LW the last weekday/],
    ['０ * * * *', /^minute: /],
    ['0 0 * * 1#2#3', /^day of week: /],
    ['0 +1 * * *', /^hour: /],
    ['0 0 * * 1-', /^day of week: a value is missing$/],
    ['0 0 1..5 * *', /^day of month: /],
    ['0\u200b 7 * * *', /^minute: /],
    ['0 7 * * * root', /6 of 5 fields/],
    ['every 45 minutes', /does not divide 60/],
    ['every full moon', /no named expression/],
    ['business-day -1 at 18:00', /no named expression/],
    ['weekdays at 25:00', /^hour: 25 is outside/],
    ['٣ * * * *', /^minute: /],
  ];
  for (const [cron, message] of table) {
    const outcome = parseTimetable({ cron, timeZone: 'UTC' });
    assert.ok(!outcome.ok, `"${cron}" must be refused`);
    assert.match(outcome.refusals[0]?.message ?? '', message, cron);
    assert.equal(outcome.refusals[0]?.code, 'BAD_CRON', cron);
    assert.deepEqual(outcome.refusals[0]?.path, ['cron'], cron);
  }
});

test('every bad field is refused at once, and the zone too', () => {
  const outcome = parseTimetable({ cron: '60 24 * * *', timeZone: 'Mars/Olympus' });
  assert.ok(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map((refusal) => [refusal.code, refusal.path[0], refusal.message.split(':')[0]]),
    [
      ['BAD_CRON', 'cron', 'minute'],
      ['BAD_CRON', 'cron', 'hour'],
      [
        'BAD_TIME_ZONE',
        'timeZone',
        '"Mars/Olympus" is not a time zone of the IANA database; write a name such as Europe/Berlin or UTC',
      ],
    ],
  );
});

test('an expression longer than its bound is refused unread', () => {
  const outcome = parseExpression(`${'1,'.repeat(timetableBounds.cronLengthMax)}1 * * * *`);
  assert.match(outcome.ok ? '' : (outcome.refusals[0]?.message ?? ''), /longer than 256/);
});

test('H chooses a value that is stable for its schedule and spread over all of them', () => {
  const partsOf = (cron: string, hashSeed: string) => {
    const outcome = parseExpression(cron, hashSeed);
    assert.ok(outcome.ok, cron);
    return outcome.value.parts.map((part) => part.lists).join();
  };
  assert.equal(partsOf('H H * * *', 'nightly-import'), partsOf('h h * * *', 'nightly-import'));
  const minutes = new Set<string>();
  for (let seed = 0; seed < 600; seed += 1) minutes.add(partsOf('H 3 * * *', `schedule ${seed}`).split(' ')[0] ?? '');
  assert.equal(minutes.size, 60, 'ten schedules a minute leave no minute out');
  for (let seed = 0; seed < 100; seed += 1) {
    const [minute = '', hour, day, , dayOfWeek] = partsOf('H/15 H(9-17) H * H', `schedule ${seed}`).split(' ');
    const quarters = minute.split(',').map(Number);
    assert.deepEqual(
      quarters,
      [0, 15, 30, 45].map((each) => each + (quarters[0] ?? 0)),
    );
    assert.ok(Number(hour) >= 9 && Number(hour) <= 17);
    assert.ok(Number(day) >= 1 && Number(day) <= 28);
    assert.ok(Number(dayOfWeek) <= 6);
  }
});

test('a range of H that makes no sense is refused', () => {
  for (const item of ['H(17-9)', 'H(1-60)', 'H()', 'H(5)', 'H/0', 'H(1-5', 'Hello', 'H-5', 'H/x']) {
    assert.ok(!parseExpression(`${item} * * * *`, 'nightly').ok, item);
  }
});

test('setting both day fields means either of them, and says so', () => {
  const warningsOf = (cron: string) => {
    const outcome = parseTimetable({ cron, timeZone: 'UTC' });
    return outcome.ok ? outcome.value.warnings.map((warning) => warning.code) : undefined;
  };
  assert.deepEqual(warningsOf('0 0 1 * 1'), ['DAY_FIELDS_OR']);
  assert.deepEqual(warningsOf('0 0 L * 5L'), ['DAY_FIELDS_OR']);
  assert.deepEqual(warningsOf('0 0 1 * ?'), []);
  assert.deepEqual(warningsOf('0 0 * * 1'), []);
});

test('a step that does not divide its field is said to be what it is, and warned about', () => {
  const table: [string, RegExp | undefined, RegExp][] = [
    [
      '*/45 * * * *',
      /^minute: \*\/45 means 0 and 45 of each hour; .*the last gap is 15 instead of 45$/,
      /At 0 and 45 minutes/,
    ],
    [
      '0 */7 * * *',
      /^hour: \*\/7 means 0, 7, 14 and 21 of each day; .* 3 instead of 7$/,
      /At 00:00, 07:00, 14:00 and 21:00/,
    ],
    ['5/25 * * * *', /^minute: 5\/25 means 5, 30 and 55 of each hour; .* 10 instead/, /5, 30, and 55|5, 30 and 55/],
    ['0-59/45 * * * *', /^minute: /, /0 and 45/],
    ['0 0 */2 * *', /^day of month: .*begins anew with each month$/, /day 1, 3, 5/],
    ['0 0 1 */5 *', /^month: .*1, 6 and 11 of each year/, /January, June,? and November/],
    ['0 0 * * */2', /^day of week: /, /Sunday, Tuesday, Thursday,? and Saturday/],
    ['*/15 */6 * */3 *', undefined, /./],
    ['0 9-17/3 * * *', undefined, /./],
    ['*/60 */24 */31 */12 */7', undefined, /./],
  ];
  for (const [cron, warning, sentence] of table) {
    const outcome = parseTimetable({ cron, timeZone: 'UTC' });
    assert.ok(outcome.ok, cron);
    const said = outcome.value.warnings.filter(({ code }) => code === 'UNEVEN_STEP');
    if (warning === undefined) assert.deepEqual(said, [], cron);
    else assert.match(said[0]?.message ?? '', warning, cron);
    assert.match(describeTimetable(outcome.value), sentence, cron);
  }
});
