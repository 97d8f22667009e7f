import type { TextFormat } from './parser.ts';

/** Every text format; detection asks all of them and takes the highest score. */
export const textFormats: readonly TextFormat[] = [];
