import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { tgwFlowFormat } from './format.ts';

textFormatSuite(tgwFlowFormat, import.meta.dirname, 0.9);
