'use client';

import { memo } from 'react';
import type { NodeProps } from 'reactflow';
import { classes } from '#components/ui/classes.ts';
import { type MarkOnCanvas, noteWidth } from './frames.ts';

/** A frame around steps that belong together. Its name moves them all. */
export const FrameNode = memo(function FrameNode({ data }: NodeProps<MarkOnCanvas>) {
  return (
    <div className={classes('canvas-frame', data.isChosen && 'canvas-mark-chosen')} data-colour={data.colour}>
      <span className="canvas-frame-name" data-whole={data.text}>
        {data.text}
      </span>
    </div>
  );
});

/** A text beside the steps. */
export const NoteNode = memo(function NoteNode({ data }: NodeProps<MarkOnCanvas>) {
  return (
    <div
      className={classes('canvas-note', data.isChosen && 'canvas-mark-chosen')}
      data-colour={data.colour}
      style={{ width: noteWidth }}
    >
      {data.text}
    </div>
  );
});
