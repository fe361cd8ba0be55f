import { partsOfNote } from './note-parts.ts';

/** A note as it was written, its addresses as links. */
export function NoteText({ text }: { text: string }) {
  return (
    <p className="max-w-4xl whitespace-pre-wrap break-words">
      {partsOfNote(text).map(({ at, words, href }) =>
        href === undefined ? (
          words
        ) : (
          <a key={at} className="link" href={href} target="_blank" rel="noreferrer noopener nofollow">
            {words}
          </a>
        ),
      )}
    </p>
  );
}
