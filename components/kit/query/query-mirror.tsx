import { colourOf, type Look } from '#components/state/state-look.ts';
import type { Complaint } from './query-complaint.ts';
import { type Token, tokensOf } from './query-text.ts';

type MirrorProps = { text: string; complaint: Complaint | undefined; looks: Readonly<Record<string, Look>> };

/** The text of a query bar with its parts told apart. It lies under the field, whose own letters cannot be seen. */
export function QueryMirror({ text, complaint, looks }: MirrorProps) {
  const tokens = tokensOf(text);
  return (
    <>
      {tokens.map((token, place) => {
        const column = complaint?.column ?? 0;
        const isWrong = token.kind !== 'blank' && column > token.at && column <= token.at + token.text.length;
        const wrong = isWrong ? 'underline decoration-failed decoration-wavy underline-offset-4' : undefined;
        return (
          <span key={token.at} className={wrong}>
            <TokenText token={token} looks={tokens[place - 1]?.text.toLowerCase() === 'state:' ? looks : {}} />
          </span>
        );
      })}
    </>
  );
}

function TokenText({ token, looks }: { token: Token; looks: Readonly<Record<string, Look>> }) {
  if (token.kind === 'field') return <span className="text-quiet">{token.text}</span>;
  if (token.kind !== 'value') return token.text;
  return token.text.split(/(,)/).map((part, place) => {
    const look = looks[part.toUpperCase()];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other identity
      <span key={place} style={look === undefined ? undefined : { color: colourOf(look.family) }}>
        {part}
      </span>
    );
  });
}
