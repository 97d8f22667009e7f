import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { clbFormat } from './format.ts';

textFormatSuite(clbFormat, import.meta.dirname, 0.9);
