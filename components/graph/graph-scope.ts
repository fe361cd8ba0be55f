'use client';

/** What every part of one drawn graph shares: its steps, and which of them are marked. */
import { type ComponentType, createContext, use } from 'react';
import type { Family } from '#components/state/state-look.ts';
import { Mark } from './mark.ts';
import type { StepStore } from './step-store.ts';

/** How much of a node can be read: far away only its state, then its name, then everything. */
export type ZoomLevel = 'far' | 'middle' | 'near';

/** The steps of one graph, its marks, and the way to choose a step. */
export type GraphScope = {
  steps: StepStore;
  /** The step whose panel is open. */
  chosen: Mark;
  /** The one node that the Tab key reaches. */
  reached: Mark;
  /** The node that is to take the focus as soon as it is drawn. */
  wanted: Mark;
  choose: (stepKey: string) => void;
};

/** Where a menu opens, and what has the focus again when it closes. */
export type MenuPlace = { x: number; y: number; focus: HTMLElement };

/** How far a step is that repeats its task: in a few words, in full, and as parts of a bar. */
export type LoopFace = {
  isList: boolean;
  words: string;
  whole: string;
  parts: readonly { family: Family; share: number }[];
  failed: number;
};

/** What a node shows besides its state. `last` says why its step comes last, `waits` for whom it waits now. */
export type MoreFace = {
  loop: LoopFace | undefined;
  last: string | undefined;
  waits: 'person' | 'program' | undefined;
  why: string | undefined;
  isAside: boolean;
};

/** What is fetched once a graph stands: what nodes show besides their state, and what is done at one. */
export type NodeMore = {
  Node: ComponentType<{ stepKey: string; level: ZoomLevel; isChosen: boolean }>;
  faces: {
    faceOf: (stepKey: string) => MoreFace | undefined;
    listen: (stepKey: string, listener: () => void) => () => void;
  };
  openMenu: (stepKey: string, place: MenuPlace) => void;
};

/** Holds it for the nodes; empty where there is no more. */
export const MoreContext = createContext<Mark<NodeMore>>(new Mark<NodeMore>());

/** Holds the scope for everything that is drawn in a graph. */
export const GraphContext = createContext<GraphScope | undefined>(undefined);
/** How much can be read at the present zoom. */
export const ZoomContext = createContext<ZoomLevel>('near');

/** The steps of the critical path by their ids, in order, while it is shown. */
export const PathContext = createContext<readonly string[] | undefined>(undefined);

/** The steps that people added to the run while it was open; undefined when there are none. */
export const AddedContext = createContext<ReadonlySet<string> | undefined>(undefined);

/** The graph that a node or an edge belongs to. */
export function useGraphScope(): GraphScope {
  const scope = use(GraphContext);
  if (scope === undefined) throw new Error('useGraphScope stands outside a graph');
  return scope;
}

// A name is 13 px high at full size: below two thirds it cannot be read, and below one fifth not even when enlarged.
const nearMin = 0.62;
const middleMin = 0.26;

/** What can be read at a zoom. */
export function levelAt(zoom: number): ZoomLevel {
  if (zoom >= nearMin) return 'near';
  return zoom >= middleMin ? 'middle' : 'far';
}
