/**
 * Types from the printed schema: resolvers for the server, documents for the console. Reads schema.graphql and
 * not the schema's modules, so that it runs before anything else was generated.
 */
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { type DocumentNode, parse } from 'graphql';
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

/** Writes graphql/generated/resolvers.ts and components/generated/documents.ts. Says nothing when all is well. */
export async function generateTypes(): Promise<void> {
  const schema = parse(await readFile(join(import.meta.dirname, 'schema.graphql'), 'utf8'));
  await write('graphql/generated/resolvers.ts', await resolverTypes(schema));
  await write('components/generated/documents.ts', await documentTypes(schema, await consoleDocuments()));
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
    pluginMap: { typescriptOperations, typedDocumentNode },
    plugins: [{ typescriptOperations: settings }, { typedDocumentNode: settings }],
  });
}

async function consoleDocuments(): Promise<{ location: string; document: DocumentNode }[]> {
  const paths = globSync('components/**/*.graphql', { cwd: projectRoot }).sort();
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
