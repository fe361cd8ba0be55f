/**
 * Does a text hold what a pattern describes? All ways through the pattern are followed at once, one character after
 * the other (Thompson 1968), so the work is bounded by text times pattern and nothing is ever tried twice.
 */
import { schemaBounds } from '#domain/bounds/schema.ts';
import { unreachable } from '#domain/unreachable.ts';
import { spend, type WorkBudget } from '#domain/work-budget.ts';
import { holds, isWordCharacter } from './characters.ts';
import type { Edge } from './parse.ts';
import type { Program } from './program.ts';

// No character: before the first and after the last.
const none = -1;

// In which round an instruction was reached last. Rounds are counted on from match to match, so nothing has to be
// cleared between them, and no match sees what another one left.
const reached = new Float64Array(schemaBounds.patternSizeMax + 1);
let round = 0;

/** True when the pattern is found anywhere in the text. */
export function matches({ instructions, start, isAnchored }: Program, text: string, budget: WorkBudget): boolean {
  let open: number[] = [start];
  let after: number[] = [];
  let before = none;
  for (let at = 0; ; ) {
    round += 1;
    const code = at < text.length ? (text.codePointAt(at) ?? none) : none;
    if (!isAnchored && at > 0) open.push(start);
    let cost = 1;
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      cost += 1;
      if (reached[top] === round) continue;
      reached[top] = round;
      const instruction = instructions[top];
      if (instruction === undefined) continue;
      switch (instruction.kind) {
        case 'character':
          if (code > 127) cost += instruction.cost;
          if (code !== none && holds(instruction.set, code)) after.push(instruction.next);
          break;
        case 'fork':
          open.push(instruction.other, instruction.one);
          break;
        case 'edge':
          if (isAt(instruction.edge, before, code)) open.push(instruction.next);
          break;
        case 'found':
          return true;
        default:
          return unreachable(instruction);
      }
    }
    spend(budget, cost);
    if (code === none || (isAnchored && after.length === 0)) return false;
    [open, after] = [after, open];
    before = code;
    at += code > 0xffff ? 2 : 1;
  }
}

function isAt(edge: Edge, before: number, code: number): boolean {
  switch (edge) {
    case 'start':
      return before === none;
    case 'end':
      return code === none;
    case 'word':
      return isWordCharacter(before) !== isWordCharacter(code);
    case 'not word':
      return isWordCharacter(before) === isWordCharacter(code);
    default:
      return unreachable(edge);
  }
}
