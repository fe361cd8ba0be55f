/** Reads the cookbook: documents one by one, each with its sentence, the variables to send and what to keep of the answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { projectRoot } from '#testing/source-files.ts';

export type Recipe = {
  file: string;
  sentence: string;
  document: string;
  /** `{{name}}` in the variables stands for what an earlier recipe of the file kept. */
  variables: string;
  /** What to keep: a name and a path in the data. */
  keep: [name: string, path: string] | undefined;
  /** True for what only a person can ask. */
  isByPerson: boolean;
  /** What to do while a subscription is open. */
  meanwhile: string | undefined;
};

const folder = join(projectRoot, 'docs', 'operations');

/** The recipes by file, in the order in which they are to be followed. */
export function readCookbook(): Map<string, Recipe[]> {
  const files = readdirSync(folder).toSorted();
  return new Map(
    files.map((file) => [
      file,
      readFileSync(join(folder, file), 'utf8')
        .trim()
        .split(/\n\n+/)
        .map((text) => recipeOf(file, text)),
    ]),
  );
}

/** The variables of a recipe with the kept values in their places. */
export function variablesOf({ variables }: Recipe, kept: ReadonlyMap<string, string>): JsonObject {
  const filled = variables.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => {
    const value = kept.get(name);
    if (value === undefined) throw new Error(`nobody kept ${name}`);
    return value;
  });
  const read: unknown = JSON.parse(filled);
  if (!isJsonObject(read)) throw new Error(`variables are an object: ${filled}`);
  return read;
}

function recipeOf(file: string, text: string): Recipe {
  const lines = text.split('\n');
  const said = (key: string) => lines.find((line) => line.startsWith(`# ${key}: `))?.slice(key.length + 4);
  const sentences = lines.filter((line) => line.startsWith('# ') && !/^# (with|keep|meanwhile|as): /.test(line));
  const [name = '', path = ''] = said('keep')?.split(' = ') ?? [];
  return {
    file,
    sentence: sentences.map((line) => line.slice(2)).join(' '),
    document: lines.filter((line) => !line.startsWith('#')).join('\n'),
    variables: said('with') ?? '{}',
    keep: name === '' ? undefined : [name, path],
    isByPerson: said('as') === 'a person',
    meanwhile: said('meanwhile'),
  };
}
