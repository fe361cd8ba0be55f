import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eachApart, faultSentence, faultTextLengthMax, partsPerFault, slowTriesMax, unlessLeft } from './apart.ts';

type Item = { tenantId: string; n: number };

// Ten tenants whose items lie among each other.
const itemsOf = (count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({ tenantId: `tenant ${n % 10}`, n }));
const faultOf = (code: string, message = 'no') => Object.assign(new Error(message), { code });

/** Work that throws for parts that hold one of the items with a fault; it remembers what it was asked and did. */
function workWith(faults: ReadonlyMap<number, () => unknown>) {
  const parts: number[][] = [];
  const done: number[] = [];
  const work = async (part: readonly Item[]) => {
    parts.push(part.map(({ n }) => n));
    for (const { n } of part) if (faults.has(n)) throw faults.get(n)?.();
    done.push(...part.map(({ n }) => n));
    return part.length;
  };
  return { work, parts, done };
}

const poison = () => new TypeError('poison');

test('a batch without a fault is done at once, in the order given', async () => {
  const { work, parts } = workWith(new Map());
  const { results, poisoned, left } = await eachApart(itemsOf(500), work);
  assert.deepEqual([results, poisoned, left], [[500], [], []]);
  assert.deepEqual(parts, [itemsOf(500).map(({ n }) => n)]);
  assert.deepEqual((await eachApart([], work)).results, []);
});

test('one poisoned item of 500 is found in three levels, and the items of all other tenants need one try more', async () => {
  const { work, parts, done } = workWith(new Map([[137, poison]]));
  const { results, poisoned, left } = await eachApart(itemsOf(500), work);
  assert.deepEqual([poisoned.map(({ item }) => item.n), left], [[137], []]);
  assert.equal(done.length, 499);
  assert.equal(
    results.reduce((sum, count) => sum + count, 0),
    499,
  );
  assert.ok(parts.length <= 1 + 3 * partsPerFault, `${parts.length} parts`);
  // Items of other tenants that went through in the first level.
  const early = parts
    .slice(1, 1 + partsPerFault)
    .filter((part) => !part.includes(137))
    .flat();
  assert.ok(early.length >= 400, `${early.length} early`);
});

test('what one tenant poisoned holds up that tenant and hardly anybody else', async () => {
  const faults = new Map(itemsOf(500).flatMap(({ n }) => (n % 10 === 3 ? [[n, poison] as const] : [])));
  const { work, parts } = workWith(faults);
  const { poisoned } = await eachApart(itemsOf(500), work);
  assert.equal(poisoned.length, 50);
  const triesOf = (n: number) => parts.filter((part) => part.includes(n)).length;
  const honest = itemsOf(500).filter(({ n }) => n % 10 !== 3);
  assert.ok(honest.filter(({ n }) => triesOf(n) === 2).length >= 370);
});

test('a database that is away ends the tries at once, and nothing is blamed or lost', async () => {
  for (const fault of [
    faultOf('57P01'),
    faultOf('53300'),
    faultOf('53100'),
    faultOf('42703'),
    faultOf('P2028', 'Transaction API error: Unable to start a transaction in the given time.'),
  ]) {
    const { work, parts } = workWith(new Map([[7, () => fault]]));
    const { poisoned, left, fault: why } = await eachApart(itemsOf(40), work);
    assert.deepEqual([parts.length, left.length, poisoned, why], [1, 40, [], fault]);
  }
});

test('a database that goes away in mid-batch leaves what was not done, the poisoned ones included', async () => {
  let tries = 0;
  const { results, left } = await eachApart(itemsOf(64), async (part) => {
    tries += 1;
    if (tries === 1) throw new Error('poison');
    if (tries > 4) throw faultOf('ECONNRESET');
    return part.length;
  });
  assert.equal(results.reduce((sum, count) => sum + count, 0) + left.length, 64);
  assert.deepEqual([tries, results.length], [5, 3]);
});

test('an item that somebody else holds is left for later and blamed for nothing; all others are done', async () => {
  for (const code of ['55P03', '40P01', '40001']) {
    const { work, done } = workWith(new Map([[11, () => faultOf(code)]]));
    const parted = await eachApart(itemsOf(100), work);
    assert.deepEqual([parted.poisoned, parted.left.map(({ n }) => n), done.length], [[], [11], 99]);
    assert.throws(() => unlessLeft(parted), { code });
  }
});

test('an item that is too slow is tried again alone, behind all others, before it is blamed', async () => {
  const slow = new Map([[11, () => faultOf('57014')]]);
  const { work, parts } = workWith(slow);
  const { poisoned } = await eachApart(itemsOf(100), work);
  assert.deepEqual(
    poisoned.map(({ item }) => item.n),
    [11],
  );
  assert.deepEqual(
    parts.slice(-slowTriesMax + 1),
    Array.from({ length: slowTriesMax - 1 }, () => [11]),
  );
  let tries = 0;
  const better = await eachApart(itemsOf(1), async () => {
    tries += 1;
    if (tries < slowTriesMax) throw faultOf('57014');
    return 'done';
  });
  assert.deepEqual([better.results, better.poisoned], [['done'], []]);
});

test('whatever is poisoned, every item ends done or poisoned, once, and the parts are bounded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(299), { maxLength: 12 }), async (count, bad) => {
      const faults = new Map(bad.filter((n) => n < count).map((n) => [n, poison] as const));
      const { work, parts, done } = workWith(faults);
      const { poisoned } = await eachApart(itemsOf(count), work);
      assert.deepEqual(poisoned.map(({ item }) => item.n).sort(), [...faults.keys()].sort());
      assert.deepEqual(
        [...done, ...faults.keys()].sort(),
        itemsOf(count)
          .map(({ n }) => n)
          .sort(),
      );
      assert.ok(parts.length <= 1 + faults.size * 3 * partsPerFault);
    }),
    { numRuns: 100 },
  );
});

test('the sentence of a fault can be stored whatever it says', () => {
  assert.equal(faultSentence(new Error('a\0b\ud800')), 'a b\ufffd');
  assert.equal(faultSentence('plain'), 'plain');
  const long = faultSentence(new Error(`${'x'.repeat(faultTextLengthMax - 1)}😀`));
  assert.ok(long.isWellFormed() && long.length === faultTextLengthMax);
});
