import { useEffect, useState } from 'react';
import { IconButton } from './button.tsx';

/** Copies the value itself, not its visible form. */
export function CopyButton({
  value,
  label,
  small = false,
}: {
  value: string;
  label: string;
  small?: boolean;
}) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = window.setTimeout(() => setState('ready'), 1500);
    return () => window.clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  const text = state === 'copied' ? 'Copied' : state === 'failed' ? 'The browser refused to copy' : label;
  return (
    <IconButton
      icon={state === 'copied' ? 'check' : state === 'failed' ? 'warning' : 'copy'}
      label={text}
      onClick={copy}
      small={small}
    />
  );
}
