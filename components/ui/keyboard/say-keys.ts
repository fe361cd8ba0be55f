const names: Record<string, string> = {
  escape: 'Esc',
  enter: '↵',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  shift: '⇧',
  ' ': 'Space',
};

/** The caps of a binding, in the order in which they are pressed: `g j` is G, J; `mod+k` is Ctrl, K or ⌘, K. */
export function sayKeys(keys: string, isApple: boolean): string[] {
  return (
    keys
      .split(' ')
      // A plus at the beginning, or behind another one, is a key itself.
      .flatMap((chord) => chord.split(/(?<=[^+])\+/))
      .map((key) => {
        const name = key.toLowerCase();
        if (name === 'mod') return isApple ? '⌘' : 'Ctrl';
        return names[name] ?? (key.length === 1 ? key.toUpperCase() : key);
      })
  );
}
