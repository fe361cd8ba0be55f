/**
 * Loops in expressions multiply, so every round and every value that is compared or handed to a function inside a
 * loop is paid for. An evaluation that runs out of budget ends with an error, however its loops are nested.
 */
import { bounds } from '#domain/bounds.ts';
import { childrenOf, loopOf, methodOf, type SyntaxNode } from '#domain/expression-syntax.ts';
import { assert } from '#domain/unreachable.ts';

// Thrown once per round by loops that swallow errors, so it must not collect a stack each time.
const exhausted = new Error('the expression takes too many steps');
// Evaluation is synchronous: at most one is under way.
let costLeft: number = bounds.expressionCostMax;

const weights = new WeakMap<object, number>();
const functionCost = 20;
const charactersPerCost = 64;
const operators = new Set(['in', '==', '!=', '<', '<=', '>', '>=', '+']);

/** Runs one evaluation on a fresh budget. The message when it ran out, even if the expression hid the error. */
export function withinBudget(evaluation: () => unknown): { value: unknown } | { message: string } {
  costLeft = bounds.expressionCostMax;
  try {
    const value = evaluation();
    return costLeft < 0 ? { message: exhausted.message } : { value };
  } catch (error) {
    if (costLeft < 0) return { message: exhausted.message };
    throw error;
  }
}

/** Puts the meters into a freshly parsed tree. A tree without loops is bounded by its size and stays as it is. */
export function meterSyntax(root: SyntaxNode): void {
  const meters = new Map<SyntaxNode, { cost: number; weighed: boolean }>();
  const open = [{ node: root, inLoop: false }];
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined) break;
    if (next.inLoop) noteOperands(next.node, meters);
    const loop = loopOf(next.node);
    if (loop === undefined) {
      for (const child of childrenOf(next.node)) open.push({ node: child, inLoop: next.inLoop });
    } else {
      open.push({ node: loop.list, inLoop: next.inLoop });
      for (const body of loop.bodies) {
        note(meters, body, { cost: 1, weighed: false });
        open.push({ node: body, inLoop: true });
      }
    }
  }
  for (const [node, meter] of meters) attach(node, meter);
}

type Meters = Map<SyntaxNode, { cost: number; weighed: boolean }>;

function noteOperands(node: SyntaxNode, meters: Meters): void {
  if (loopOf(node) !== undefined) return;
  const isCall = node.op === 'call' || methodOf(node) !== undefined;
  if (isCall) note(meters, node, { cost: functionCost, weighed: false });
  if (!isCall && !operators.has(node.op)) return;
  for (const child of childrenOf(node)) note(meters, child, { cost: 0, weighed: true });
}

function note(meters: Meters, node: SyntaxNode, meter: { cost: number; weighed: boolean }): void {
  const known = meters.get(node);
  meters.set(node, { cost: (known?.cost ?? 0) + meter.cost, weighed: meter.weighed || known?.weighed === true });
}

/** The tree evaluates itself through each node's `evaluate`, which it also replaces on first use; the meter stays around it. */
function attach(node: SyntaxNode, meter: { cost: number; weighed: boolean }): void {
  let inner: unknown = Reflect.get(node, 'evaluate');
  const metered = (...args: unknown[]): unknown => {
    assert(typeof inner === 'function', 'a node of an expression evaluates itself');
    charge(meter.cost);
    const value: unknown = Reflect.apply(inner, node, args);
    if (meter.weighed) charge(weigh(value));
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

function weigh(value: unknown): number {
  if (typeof value === 'string') return Math.floor(value.length / charactersPerCost);
  if (typeof value !== 'object' || value === null) return 0;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && weight <= bounds.expressionCostMax) {
    const next = open.pop();
    weight += 1;
    if (typeof next === 'string') weight += Math.floor(next.length / charactersPerCost);
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (typeof next === 'object' && next !== null) for (const item of Object.values(next)) open.push(item);
  }
  weights.set(value, weight);
  return weight;
}
