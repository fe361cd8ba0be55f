/**
 * Types from the printed schema: resolvers for the server, documents for the console. Reads schema.graphql and
 * not the schema's modules, so that it runs before anything else was generated.
 */
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { mappers } from '#graphql/plumbing/mappers.ts';

const projectRoot = dirname(import.meta.dirname);
const header = '// Generated from graphql/schema.graphql by `npm run generate`.\n';

// The generator reads `module#Type`, so that a module which itself begins with # is written with ~ until the end.
const sharedSettings = {
  enumsAsTypes: true,
  strictScalars: true,
  useTypeImports: true,
  skipTypename: true,
  arrayInputCoercion: false,
};

const serverScalars = {
  ID: 'string',
  DateTime: 'Date',
  Duration: 'string',
  JSON: '~domain/value/json.ts#Json',
  TimeZone: 'string',
  Cursor: 'string',
};

/** Writes graphql/generated/resolvers.ts and a file in components/generated for each file of documents. Says nothing when all is well. */
export async function generateTypes(): Promise<void> {
  const schema = parse(await readFile(join(import.meta.dirname, 'schema.graphql'), 'utf8'));
  await write('graphql/generated/resolvers.ts', await resolverTypes(schema));
  const sources = await consoleDocuments();
  const fragments = new Map(sources.flatMap(({ document }) => document.definitions.filter(isFragment).map(byName)));
  // What an older layout of the documents left there would still be found by an import.
  await rm(join(projectRoot, 'components/generated'), { recursive: true, force: true });
  for (const { location, document } of sources) {
    const name = basename(location, '.graphql');
    const whole: DocumentNode = { ...document, definitions: withFragments(document.definitions, fragments) };
    await write(`components/generated/${name}.ts`, await documentTypes(schema, [{ location, document: whole }]));
  }
}

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

function byName(fragment: FragmentDefinitionNode): [string, FragmentDefinitionNode] {
  return [fragment.name.value, fragment];
}

/** The definitions with the fragments of other files that they spread, so that each file of documents stands alone. */
function withFragments(
  definitions: readonly DefinitionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DefinitionNode[] {
  const whole = new Set(definitions);
  // A set hands out what is added while it is gone through.
  for (const definition of whole) {
    visit(definition, {
      [Kind.FRAGMENT_SPREAD]: ({ name }: FragmentSpreadNode) => {
        const fragment = fragments.get(name.value);
        if (fragment !== undefined) whole.add(fragment);
      },
    });
  }
  return [...whole];
}

async function resolverTypes(schema: DocumentNode): Promise<string> {
  return await codegen({
    filename: 'resolvers.ts',
    schema,
    documents: [],
    config: {},
    pluginMap: { typescript, typescriptResolvers },
    plugins: [
      { typescript: { ...sharedSettings, scalars: serverScalars, maybeValue: 'T | null | undefined' } },
      {
        typescriptResolvers: {
          ...sharedSettings,
          scalars: serverScalars,
          contextType: '~graphql/plumbing/request.ts#RequestContext',
          mappers,
          defaultMapper: 'Partial<{T}>',
          optionalResolveType: true,
          makeResolverTypeCallable: true,
        },
      },
    ],
  });
}

async function documentTypes(
  schema: DocumentNode,
  documents: { location: string; document: DocumentNode }[],
): Promise<string> {
  const scalars = { ...serverScalars, DateTime: 'string' };
  const settings = { ...sharedSettings, scalars, skipTypename: false, inputMaybeValue: 'T | null | undefined' };
  return await codegen({
    filename: 'documents.ts',
    schema,
    documents,
    config: {},
    pluginMap: { typescriptOperations, documentTexts: { plugin: documentTexts } },
    plugins: [{ typescriptOperations: settings }, { documentTexts: {} }],
  });
}

// Texts, not trees: the console only sends them, and a tree is several times as long.
function documentTexts(_: unknown, documents: { document?: DocumentNode | undefined }[]) {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(definitions.filter(isFragment).map(byName));
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return {
    prepend: ["import type { ApiDocument } from '#components/api/document.ts';"],
    content: operations.map((operation) => documentText(operation, fragments)).join('\n\n'),
  };
}

function documentText(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const name = operation.name?.value ?? '';
  const text = stripIgnoredCharacters(withFragments([operation], fragments).map(print).join('\n'));
  const type = `${name}${operation.operation.replace(/^./, (letter) => letter.toUpperCase())}`;
  return `export const ${name}Document: ApiDocument<${type}, ${type}Variables> =\n  '${text.replaceAll("'", "\\'")}';`;
}

async function consoleDocuments(): Promise<{ location: string; document: DocumentNode }[]> {
  const paths = globSync('components/**/*.graphql', { cwd: projectRoot }).sort();
  const names = paths.map((path) => basename(path));
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new Error(`two files of documents are called ${twice}`);
  return await Promise.all(
    paths.map(async (location) => ({ location, document: parse(await readFile(join(projectRoot, location), 'utf8')) })),
  );
}

async function write(path: string, text: string): Promise<void> {
  const file = join(projectRoot, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${header}${text.replaceAll("from '~", "from '#")}`);
}

if (import.meta.main) await generateTypes();
