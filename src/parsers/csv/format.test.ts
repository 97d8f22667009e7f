import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { csvFormat } from './format.ts';

textFormatSuite(csvFormat, import.meta.dirname, 0.8);
