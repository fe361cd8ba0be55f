import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { StepOffer } from './step-offers.ts';
import { plainKinds } from './step-offers.ts';

/** What a step is called while it is dragged from the palette onto the canvas. */
export const draggedOffer = 'application/x-taskflow-step';

/** Reads what was dropped; undefined when it is nothing of ours. */
export function readOffer(text: string): StepOffer | undefined {
  const value = parse(text);
  if (!isJsonObject(value)) return undefined;
  const { kind, name } = value;
  const plain = plainKinds.find((one) => one === kind);
  if (plain !== undefined) return { kind: plain };
  return (kind === 'task' || kind === 'workflow') && typeof name === 'string' ? { kind, name } : undefined;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
