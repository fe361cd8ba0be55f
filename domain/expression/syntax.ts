/** What a parsed expression mentions, and what it may not contain. Works on the bare shape of the tree, not on its library. */
import { expressionBounds } from '#domain/bounds/expression.ts';

export type SyntaxNode = { op: string; args: unknown; start: number; end: number };
/**
 * The variables and steps an expression reads, and the scope names (`result`, `now`, ...) it uses. `left` are those of
 * the steps of which it reads more than the state, `run` what it reads of the run.
 */
export type References = { vars: string[]; tasks: string[]; left: string[]; run: string[]; names: string[] };
export type SyntaxFault = { message: string; position: number };

// What an expression of a workflow may start with, as far as its place allows.
const workflowNames = ['vars', 'tasks', 'item', 'index', 'result', 'run', 'now'] as const;

/** The names that any expression may start with; `params` and `job` are those of a handler's texts. */
export const scopeNames = [...workflowNames, 'params', 'job'] as const;

const scopeNameSet = new Set<string>(scopeNames);
const takenNames = new Set<string>(workflowNames);
const loops = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
const stepFields = new Set(['state', 'result', 'error']);

/** True for a node of the tree, as opposed to a literal or a name. */
export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string' && 'args' in value
  );
}

/** The nodes directly below a node. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  const open: unknown[] = [node.args];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (isSyntaxNode(next)) children.push(next);
  }
  return children;
}

/** The parts of a loop such as `list.map(x, x + 1)`; undefined for any other node. */
export function loopOf(node: SyntaxNode): { list: SyntaxNode; variable: SyntaxNode; bodies: SyntaxNode[] } | undefined {
  const call = methodOf(node);
  if (call === undefined || !loops.has(call.name)) return undefined;
  const [variable, ...bodies] = call.args;
  if (variable === undefined || bodies.length === 0) return undefined;
  return { list: call.receiver, variable, bodies };
}

/** The parts of a method call such as `text.size()`; undefined for any other node. */
export function methodOf(node: SyntaxNode): { name: string; receiver: SyntaxNode; args: SyntaxNode[] } | undefined {
  if (node.op !== 'rcall' || !Array.isArray(node.args)) return undefined;
  const [name, receiver, args]: unknown[] = node.args;
  if (typeof name !== 'string' || !isSyntaxNode(receiver) || !Array.isArray(args)) return undefined;
  return { name, receiver, args: args.filter(isSyntaxNode) };
}

/** Collects what an expression reads, and the first thing in it that is not allowed. */
export function inspectSyntax(root: SyntaxNode): { references: References; fault: SyntaxFault | undefined } {
  const found: Found = { vars: new Set(), tasks: new Set(), left: new Set(), run: new Set(), names: new Set() };
  const open = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (node === undefined) break;
    const message = faultOf(node);
    if (message !== undefined) return { references: listed(found), fault: { message, position: node.start } };
    noteRunField(found, node);
    const state = stateOf(node);
    const read = state ?? readOf(node);
    if (read !== undefined) {
      found[read.root].add(read.key);
      if (read.root === 'tasks' && state === undefined) found.left.add(read.key);
      found.names.add(read.root);
      continue;
    }
    if (node.op === 'id') noteName(found.names, node.args);
    const loop = loopOf(node);
    open.push(...(loop === undefined ? childrenOf(node) : [loop.list, ...loop.bodies]));
  }
  return { references: listed(found), fault: undefined };
}

type Found = { [Kind in keyof References]: Set<string> };

function listed({ vars, tasks, left, run, names }: Found): References {
  return { vars: [...vars], tasks: [...tasks], left: [...left], run: [...run], names: [...names] };
}

function noteRunField(found: Found, node: SyntaxNode): void {
  const access = accessOf(node);
  if (access?.left.op === 'id' && access.left.args === 'run' && typeof access.key === 'string') {
    found.run.add(access.key);
  }
}

/** `tasks.x.state`: all that may be read of a step that need not have settled. */
function stateOf(node: SyntaxNode): { root: 'vars' | 'tasks'; key: string } | undefined {
  const access = accessOf(node);
  if (access?.key !== 'state') return undefined;
  const read = readOf(access.left);
  return read?.root === 'tasks' ? read : undefined;
}

function noteName(names: Set<string>, name: unknown): void {
  if (typeof name === 'string' && scopeNameSet.has(name)) names.add(name);
}

/** `vars.x` and `tasks['x']`, however written: the only ways to read a variable or a step. */
function readOf(node: SyntaxNode): { root: 'vars' | 'tasks'; key: string } | undefined {
  const access = accessOf(node);
  if (access?.left.op !== 'id' || typeof access.key !== 'string') return undefined;
  const root = access.left.args;
  return root === 'vars' || root === 'tasks' ? { root, key: access.key } : undefined;
}

/** What is read of what, as `left.key` or `left[key]`; undefined for any other node, the key when it is not written out. */
export function accessOf(node: SyntaxNode): { left: SyntaxNode; key: unknown } | undefined {
  if (!['.', '.?', '[]', '[?]'].includes(node.op) || !Array.isArray(node.args)) return undefined;
  const [left, key]: unknown[] = node.args;
  if (!isSyntaxNode(left)) return undefined;
  if (!isSyntaxNode(key)) return { left, key };
  return { left, key: key.op === 'value' ? key.args : undefined };
}

function faultOf(node: SyntaxNode): string | undefined {
  if (node.op === 'id') {
    // Which steps and variables an expression reads must be known before the run starts.
    if (node.args === 'vars') return 'vars must be followed by the name of a variable, such as vars.limit';
    if (node.args === 'tasks') return "tasks must be followed by the id of a step, such as tasks.lint or tasks['lint']";
    return node.args === 'cel' ? 'cel.bind is not available' : undefined;
  }
  return accessFault(node) ?? methodFault(node);
}

function accessFault(node: SyntaxNode): string | undefined {
  const access = accessOf(node);
  if (access === undefined || typeof access.key !== 'string') return undefined;
  if (readOf(access.left)?.root !== 'tasks' || stepFields.has(access.key)) return undefined;
  return `a step has state, result and error, but no ${access.key}`;
}

function methodFault(node: SyntaxNode): string | undefined {
  const call = methodOf(node);
  if (call === undefined) return undefined;
  // The library hands the pattern to a backtracking engine, which `^(a+)+$` keeps busy for ever.
  if (call.name === 'matches') return 'matches is not available; use startsWith, endsWith or contains';
  const [separator] = call.args;
  if (call.name === 'join' && separator !== undefined) {
    const short =
      typeof separator.args === 'string' && separator.args.length <= expressionBounds.joinSeparatorLengthMax;
    if (separator.op !== 'value' || !short) {
      return `the separator of join must be a text of at most ${expressionBounds.joinSeparatorLengthMax} characters`;
    }
  }
  const variable = loopOf(node)?.variable;
  if (typeof variable?.args === 'string' && takenNames.has(variable.args)) {
    return `${variable.args} is taken; name the loop's variable otherwise`;
  }
  return undefined;
}
