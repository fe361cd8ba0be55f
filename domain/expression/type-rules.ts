/** What each operator makes of the types of its operands, or the sentence why it never can. */
import { anyList, anyType, mayBe, numberType, sayType, truthType, type ValueType } from './value-type.ts';

export type OperatorRule = (left: ValueType, right: ValueType) => ValueType | string;

const known = ({ kind }: ValueType): boolean => kind !== 'any' && kind !== 'null';
const bothKnown = (left: ValueType, right: ValueType): boolean => known(left) && known(right);

const isEqual =
  (answer: string): OperatorRule =>
  (left, right) =>
    bothKnown(left, right) && left.kind !== right.kind
      ? `${sayType(left)} is compared with ${sayType(right)}, which is always ${answer}`
      : truthType;

const inOrder: OperatorRule = (left, right) => {
  for (const side of [left, right])
    if (side.kind === 'list' || side.kind === 'object') return `${sayType(side)} is neither less nor more than another`;
  if (bothKnown(left, right) && left.kind !== right.kind)
    return `${sayType(left)} cannot be compared with ${sayType(right)}`;
  return truthType;
};

const logical =
  (sign: string): OperatorRule =>
  (left, right) => {
    const wrong = [left, right].find((side) => !mayBe(side, 'truth'));
    return wrong === undefined ? truthType : `${sign} stands between true and false, not beside ${sayType(wrong)}`;
  };

const add: OperatorRule = (left, right) => {
  const wrong = [left, right].find((side) => !mayBe(side, 'text', 'number', 'list', 'instant'));
  if (wrong !== undefined) return `nothing can be added to ${sayType(wrong)}`;
  if (left.kind === 'instant' || right.kind === 'instant') return anyType;
  if (bothKnown(left, right) && left.kind !== right.kind) return `${sayType(left)} and ${sayType(right)} do not add up`;
  const sum = known(left) ? left : right;
  if (sum.kind === 'list') return anyList;
  // A duration may stand beside whatever is not known.
  return bothKnown(left, right) ? sum : anyType;
};

const subtract: OperatorRule = (left, right) => {
  const wrong = [left, right].find((side) => !mayBe(side, 'number', 'instant'));
  if (wrong !== undefined) return `nothing can be subtracted with ${sayType(wrong)}`;
  return left.kind === 'number' && right.kind === 'number' ? numberType : anyType;
};

const calculate: OperatorRule = (left, right) => {
  const wrong = [left, right].find((side) => !mayBe(side, 'number'));
  return wrong === undefined ? numberType : `there is no calculating with ${sayType(wrong)}`;
};

const isIn: OperatorRule = (_, right) =>
  mayBe(right, 'list', 'object') ? truthType : `in looks into a list or an object, not into ${sayType(right)}`;

export const operatorRules: ReadonlyMap<string, OperatorRule> = new Map<string, OperatorRule>([
  ['==', isEqual('false')],
  ['!=', isEqual('true')],
  ['<', inOrder],
  ['<=', inOrder],
  ['>', inOrder],
  ['>=', inOrder],
  ['&&', logical('&&')],
  ['||', logical('||')],
  ['+', add],
  ['-', subtract],
  ['*', calculate],
  ['/', calculate],
  ['%', calculate],
  ['in', isIn],
  ['!_', (inner) => (mayBe(inner, 'truth') ? truthType : `not is said of true or false, not of ${sayType(inner)}`)],
  ['-_', (inner) => (mayBe(inner, 'number') ? numberType : `there is no minus before ${sayType(inner)}`)],
]);
