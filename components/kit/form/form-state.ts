/** What a form holds while a person fills it in: values, what was touched, and what stands in the way. */
import type { UserError } from '#components/api/told.ts';

/** What each field is called, and the values that it shows. Fields stand in the order of the screen. */
export type Fields<Field extends string, Values> = Readonly<
  Record<Field, { label: string; of: readonly (keyof Values)[] }>
>;

/** What is wrong, by field, each as a sentence. */
export type Problems<Field extends string> = Partial<Record<Field, string>>;

/** A refusal about a part of what a field holds, by its way from there. */
export type InnerProblem = { path: readonly string[]; message: string };

/** What the API refused, and the values that it refused. */
type Refused<Field extends string, Values> = {
  values: Values;
  problems: Problems<Field>;
  inner: Partial<Record<Field, readonly InnerProblem[]>>;
  /** What no field shows. */
  others: readonly string[];
};

export type FormState<Field extends string, Values> = {
  initial: Values;
  values: Values;
  touched: ReadonlySet<Field>;
  wasTried: boolean;
  refused: Refused<Field, Values> | undefined;
};

/** A form nobody has touched. */
export function beginForm<Field extends string, Values>(initial: Values): FormState<Field, Values> {
  return { initial, values: initial, touched: new Set(), wasTried: false, refused: undefined };
}

/** The form after its values were kept elsewhere: nothing is left to lose. */
export function afterSending<Field extends string, Values>(state: FormState<Field, Values>): FormState<Field, Values> {
  return { ...beginForm<Field, Values>(state.values), wasTried: state.wasTried };
}

/** Whether leaving would lose something. */
export function isDirty<Field extends string, Values>({ initial, values }: FormState<Field, Values>): boolean {
  return initial !== values && print(initial) !== print(values);
}

/**
 * What to show. Own problems wait until their field was left or a try was made, because nobody has finished before;
 * what the API refused stands as long as nobody changes what it was said about.
 */
export function problemsOf<Field extends string, Values>(
  state: FormState<Field, Values>,
  own: Problems<Field>,
  fields: Fields<Field, Values>,
): Problems<Field> {
  const shown: Problems<Field> = {};
  for (const field of fieldNames(fields)) {
    const mayShowOwn = state.wasTried || state.touched.has(field);
    const problem = (mayShowOwn ? own[field] : undefined) ?? standing(state, field, fields)?.problems[field];
    if (problem !== undefined) shown[field] = problem;
  }
  return shown;
}

/** What the API refused about parts of a field, as long as nobody changes the field. */
export function innerProblems<Field extends string, Values>(
  state: FormState<Field, Values>,
  field: Field,
  fields: Fields<Field, Values>,
): readonly InnerProblem[] {
  return standing(state, field, fields)?.inner[field] ?? [];
}

/** Each refusal at the field that its path names, several at one field together; the others as sentences. */
export function placeRefusals<Field extends string, Values>(
  refusals: readonly UserError[],
  fields: Fields<Field, Values>,
): Omit<Refused<Field, Values>, 'values'> {
  const problems: Problems<Field> = {};
  const inner: Partial<Record<Field, InnerProblem[]>> = {};
  const others: string[] = [];
  const names = fieldNames(fields);
  const known: ReadonlySet<string> = new Set(names);
  for (const { message, path } of refusals) {
    const sentence = asSentence(message);
    const at = path?.findIndex((part) => known.has(part)) ?? -1;
    const field = names.find((name) => name === path?.[at]);
    if (field === undefined) {
      others.push(sentence);
      continue;
    }
    problems[field] = [problems[field], sentence].filter((text) => text !== undefined).join(' ');
    inner[field] = [...(inner[field] ?? []), { path: path?.slice(at + 1) ?? [], message: sentence }];
  }
  return { problems, inner, others };
}

/** A message of the API as a sentence of its own: a capital first, a stop last. */
export function asSentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The names of the fields, in the order of the screen. */
export function fieldNames<Field extends string, Values>(fields: Fields<Field, Values>): Field[] {
  const names: Field[] = [];
  for (const name in fields) names.push(name);
  return names;
}

function standing<Field extends string, Values>(
  { refused, values }: FormState<Field, Values>,
  field: Field,
  fields: Fields<Field, Values>,
): Refused<Field, Values> | undefined {
  if (refused === undefined) return undefined;
  const isSame = fields[field].of.every((key) => print(refused.values[key]) === print(values[key]));
  return isSame ? refused : undefined;
}

function print(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
