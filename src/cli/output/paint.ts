import { styleText } from 'node:util';

/** Colour on a terminal, plain text elsewhere or with NO_COLOR. */
export function paint(colour: 'red' | 'yellow' | 'green' | 'bold' | 'dim', text: string): string {
  return styleText(colour, text, { stream: process.stdout, validateStream: true });
}
