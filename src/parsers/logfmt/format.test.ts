import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { logfmtFormat } from './format.ts';

textFormatSuite(logfmtFormat, import.meta.dirname, 0.9);
