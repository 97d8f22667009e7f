import { accessFormat } from './access/format.ts';
import type { TextFormat } from './parser.ts';
import { textFormat } from './text/format.ts';
import { tgwFlowFormat } from './tgwflow/format.ts';
import { vpcFlowFormat } from './vpcflow/format.ts';

/** Every text format; detection asks all of them and takes the highest score. */
export const textFormats: readonly TextFormat[] = [vpcFlowFormat, tgwFlowFormat, accessFormat, textFormat];
