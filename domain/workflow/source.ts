/** Reads the text of a definition: one document of YAML 1.2 without tags, with the place of every value kept. */
import { Composer, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { valueBounds } from '#domain/bounds/value.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { type Json, sizeBytesAbove } from '#domain/value/json.ts';
import { type Locate, nowhere, type Problem, type TextFault } from '#domain/workflow/problem.ts';
import { yamlLocator } from '#domain/workflow/yaml/places.ts';
import { readYamlValue } from '#domain/workflow/yaml/values.ts';

export type Source = { ok: true; value: Json; locate: Locate } | Unreadable;

/** A text with its nodes, for those who change it in place. */
export type SourceTree = { ok: true; value: Json; locate: Locate; contents: Document.Parsed['contents'] };

type Unreadable = { ok: false; problems: Problem[] };

/** Reads YAML. Refused with a code, line and column; the work grows with the length of the text and nothing else. */
export function readYaml(text: string): Source {
  return readYamlTree(text, { keepTokens: false });
}

/** The same, with the nodes of the text, and with the tokens that each was made of if they are asked for. */
export function readYamlTree(text: string, kept: { keepTokens: boolean }): SourceTree | Unreadable {
  const sizeBytes = sizeBytesAbove(workflowBounds.definitionSizeBytesMax, text);
  if (sizeBytes !== undefined) {
    const message = `the definition has ${sizeBytes} bytes, ${workflowBounds.definitionSizeBytesMax} is the most`;
    return { ok: false, problems: [{ code: 'TOO_LARGE', message, path: [], stepId: null, line: null, column: null }] };
  }
  const lines = new LineCounter();
  const parsed = parse(text, { lines, ...kept });
  if (!parsed.ok) return refused(parsed.faults, lines);
  const { contents } = parsed.document;
  const read = readYamlValue(contents);
  if (!read.ok) return refused(read.faults, lines);
  return { ok: true, value: read.value, locate: yamlLocator(contents, lines), contents };
}

/** A definition that came as JSON. */
export function readJson(value: Json): Source {
  return { ok: true, value, locate: nowhere };
}

type Parsed = { ok: true; document: Document.Parsed } | { ok: false; faults: TextFault[] };

// Step by step, so that reading ends where the nesting becomes absurd: the composer that follows calls itself per level.
function parse(text: string, { lines, keepTokens }: { lines: LineCounter; keepTokens: boolean }): Parsed {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > stackMax) {
      const message = `this is nested deeper than ${valueBounds.jsonDepthMax} levels`;
      return { ok: false, faults: [{ code: 'TOO_LARGE', message, offset: parser.offset }] };
    }
  }
  tokens.push(...parser.end());
  const composer = new Composer({
    schema: 'core',
    resolveKnownTags: false,
    // The parser compares every key with every other one; readYamlValue remembers them.
    uniqueKeys: false,
    stringKeys: true,
    intAsBigInt: true,
    keepSourceTokens: keepTokens,
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('broken invariant: even an empty text makes a document');
  const faults = parserFaults(document, text);
  if (faults.length === 0 && second !== undefined) {
    const message = 'a second document begins here; a definition is one document, without a line of --- inside';
    faults.push({ code: 'BAD_YAML', message, offset: second.range[0] });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, document };
}

// A level takes up to three tokens of the parser: its list or mapping, the item in it, and the value of that.
const stackMax = valueBounds.jsonDepthMax * 3;

// Where the parser speaks of its own settings, or only of a consequence.
const plainWords: ReadonlyMap<string, string> = new Map([
  ['NON_STRING_KEY', 'a key is a text, not a list, a mapping or an alias'],
  ['MULTILINE_IMPLICIT_KEY', 'a key stands on one line; perhaps a bracket or a quote before it is not closed'],
]);

/** What the parser complains about. An unknown tag is only a warning to it, but its value would silently mean something else. */
function parserFaults(document: Document.Parsed, text: string): TextFault[] {
  const found = [...document.errors, ...document.warnings].slice(0, valueBounds.problemsMax);
  return found.map((fault) => {
    const offset = fault.pos[0];
    const star = starredValue(text, offset);
    if (star !== undefined) return { code: 'BAD_YAML', ...star };
    return { code: 'BAD_YAML', message: plainWords.get(fault.code) ?? fault.message, offset };
  });
}

// A value that begins with a star, such as the cron expression */5 * * * * or a pattern: YAML takes it for an alias.
function starredValue(text: string, offset: number): { message: string; offset: number } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, Math.min(end === -1 ? text.length : end, start + 500));
  const found = /(?<=(?:^|[:,[{-])\s*)\*[^\n,\]}#]*/.exec(line);
  if (found === null || start + found.index > offset) return undefined;
  const value = found[0].trim().slice(0, 60);
  const message = `${value} begins with a star, which stands for an anchor in YAML; put the text in quotes: "${value}"`;
  return { message, offset: start + found.index };
}

function refused(faults: readonly TextFault[], lines: LineCounter): Unreadable {
  const problems = faults.slice(0, valueBounds.problemsMax).map(({ code, message, offset, path }): Problem => {
    const { line, col } = lines.linePos(offset);
    return { code, message, path: path ?? [], stepId: null, line, column: col };
  });
  return { ok: false, problems };
}
