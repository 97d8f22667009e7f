import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { textFormat } from './format.ts';

textFormatSuite(textFormat, import.meta.dirname, 0.1);
