/**
 * Evaluation is paid for: every operator, call and round of a loop, and every value that is compared, joined or handed
 * to a function, by its size and before anything is made of it. The expressions that one move of a run evaluates share
 * a budget, so that many small ones cost no more than one large one. What runs out ends with an error, whatever the
 * expression does about errors.
 */
import { expressionBounds } from '#domain/bounds/expression.ts';
import { runBounds } from '#domain/bounds/run.ts';
import { assert } from '#domain/unreachable.ts';
import { childrenOf, loopOf, methodOf, type SyntaxNode } from './syntax.ts';

/** What is left for the expressions that share it. */
export type Budget = { costLeft: number; bytesLeft: number };
/** Spent: the expression alone would have had enough, but those before it left too little. */
export type Overrun = { overrun: 'expression' | 'budget' };

// Thrown once per round by loops that swallow errors, so it must not collect a stack each time.
const exhausted = new Error('the expression takes too many steps');
// Evaluation is synchronous: at most one is under way.
let costLeft: number = expressionBounds.expressionCostMax;

const weights = new WeakMap<object, number>();
const functionCost = 5;
// Telling the year or hour of an instant in a zone asks the library of zones.
const zoneCost = 200;
// What every expression has in any case, so that many small ones never starve each other.
const freeCost = 12;
const charactersPerCost = 64;
const valuesPerCost = 8;
// Each piece that split() makes is a value of its own.
const charactersPerCostOfSplit = 2;
const bytesPerCost = 256;
// A node is looked at in a fraction of the time of a call.
const nodesPerCost = 8;
const bodyNodesPerCost = 4;
const operators = new Set(['in', '==', '!=', '<', '<=', '>', '>=', '+']);

/** The budget of one move of a run. */
export function createBudget(): Budget {
  return { costLeft: runBounds.advanceCostMax, bytesLeft: runBounds.advanceRenderedBytesMax };
}

/** Runs one evaluation. Overrun when it took too much, even if the expression hid the error. */
export function withinBudget(
  { budget, baseCost }: { budget: Budget; baseCost: number },
  evaluation: () => unknown,
): { value: unknown } | Overrun {
  const granted = Math.min(expressionBounds.expressionCostMax, Math.max(0, budget.costLeft) + freeCost);
  costLeft = granted - baseCost;
  const overrun: Overrun = { overrun: granted < expressionBounds.expressionCostMax ? 'budget' : 'expression' };
  if (costLeft < 0) return overrun;
  try {
    const value = evaluation();
    return costLeft < 0 ? overrun : { value };
  } catch (error) {
    if (costLeft < 0) return overrun;
    throw error;
  } finally {
    budget.costLeft -= Math.max(0, granted - Math.max(0, costLeft) - freeCost);
  }
}

/** Pays for bytes that were counted, whether or not they may be made. */
export function chargeBytes(budget: Budget, bytes: number): void {
  budget.costLeft -= Math.ceil(bytes / bytesPerCost);
}

/** Puts the meters into a freshly parsed tree. What one evaluation costs at least follows from the number of its nodes. */
export function meterSyntax(root: SyntaxNode): { baseCost: number } {
  const meters: Meters = new Map();
  const open = [root];
  let nodes = 0;
  while (open.length > 0) {
    const node = open.pop();
    if (node === undefined) break;
    nodes += 1;
    noteOperands(node, meters);
    const loop = loopOf(node);
    if (loop === undefined) {
      open.push(...childrenOf(node));
    } else {
      // Paid before the first round: a loop that swallows errors would go through all of them on an empty budget.
      note(meters, loop.list, { cost: 1, charactersPerCost: undefined, hasRounds: true });
      open.push(loop.list);
      for (const body of loop.bodies) {
        note(meters, body, { cost: 1 + Math.ceil(sizeOf(body) / bodyNodesPerCost), charactersPerCost: undefined });
        open.push(body);
      }
    }
  }
  for (const [node, meter] of meters) attach(node, meter);
  return { baseCost: Math.ceil(nodes / nodesPerCost) };
}

type Meter = { cost: number; charactersPerCost: number | undefined; isTextOnly?: boolean; hasRounds?: boolean };
type Meters = Map<SyntaxNode, Meter>;

function noteOperands(node: SyntaxNode, meters: Meters): void {
  if (loopOf(node) !== undefined) return;
  const isCall = node.op === 'call' || methodOf(node) !== undefined;
  const name = methodOf(node)?.name;
  const cost = name?.startsWith('get') ? zoneCost : functionCost;
  if (isCall) note(meters, node, { cost, charactersPerCost: undefined });
  if (!isCall && !operators.has(node.op)) return;
  const charactersEach = name === 'split' ? charactersPerCostOfSplit : charactersPerCost;
  // The size of a list is known without a look into it; the characters of a text are counted.
  const isTextOnly = name === 'size' || (Array.isArray(node.args) && node.args[0] === 'size');
  for (const child of childrenOf(node)) {
    note(meters, child, { cost: 0, charactersPerCost: charactersEach, isTextOnly });
  }
}

function sizeOf(root: SyntaxNode): number {
  const open = [root];
  for (const node of open) open.push(...childrenOf(node));
  return open.length;
}

function note(meters: Meters, node: SyntaxNode, meter: Meter): void {
  const known = meters.get(node);
  const cost = (known?.cost ?? 0) + meter.cost;
  const isTextOnly = meter.isTextOnly ?? known?.isTextOnly ?? false;
  const charactersEach = meter.charactersPerCost ?? known?.charactersPerCost;
  const hasRounds = meter.hasRounds === true || known?.hasRounds === true;
  meters.set(node, { cost, charactersPerCost: charactersEach, isTextOnly, hasRounds });
}

/** The tree evaluates itself through each node's `evaluate`, which it also replaces on first use; the meter stays around it. */
function attach(node: SyntaxNode, meter: Meter): void {
  let inner: unknown = Reflect.get(node, 'evaluate');
  // The first use goes through the replacement, which is this again: it is paid once all the same.
  let isUnderWay = false;
  const evaluate = (args: unknown[]): unknown => {
    assert(typeof inner === 'function', 'a node of an expression evaluates itself');
    return Reflect.apply(inner, node, args);
  };
  const metered = (...args: unknown[]): unknown => {
    if (isUnderWay) return evaluate(args);
    charge(meter.cost);
    isUnderWay = true;
    let value: unknown;
    try {
      value = evaluate(args);
    } finally {
      isUnderWay = false;
    }
    const { charactersPerCost: charactersEach, isTextOnly = false, hasRounds = false } = meter;
    if (hasRounds && typeof value === 'object' && value !== null) {
      charge(Array.isArray(value) ? value.length : Object.keys(value).length);
    }
    if (charactersEach !== undefined && (!isTextOnly || typeof value === 'string'))
      charge(weigh(value, charactersEach));
    return value;
  };
  Reflect.defineProperty(node, 'evaluate', {
    get: () => metered,
    set: (replacement: unknown) => {
      inner = replacement;
    },
  });
}

function charge(cost: number): void {
  costLeft -= cost;
  if (costLeft < 0) throw exhausted;
}

function weigh(value: unknown, charactersEach: number): number {
  if (typeof value === 'string') return Math.floor(value.length / charactersEach);
  if (typeof value !== 'object' || value === null) return 0;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && weight <= expressionBounds.expressionCostMax) {
    const next = open.pop();
    weight += 1 / valuesPerCost;
    if (typeof next === 'string') weight += next.length / charactersPerCost;
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (typeof next === 'object' && next !== null) for (const item of Object.values(next)) open.push(item);
  }
  weights.set(value, weight);
  return weight;
}
