import { Button } from '#components/ui/form/button.tsx';
import { asYaml } from './as-yaml.ts';

/** Rewrites a definition in JSON as YAML, which is easier to change by hand. Not shown for a text in YAML. */
export function AsYamlButton({ text, onWrite }: { text: string; onWrite: (text: string) => void }) {
  const yaml = asYaml(text);
  if (yaml === undefined) return null;
  return <Button onClick={() => onWrite(yaml)}>Rewrite as YAML</Button>;
}
