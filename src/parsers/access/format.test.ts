import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { accessFormat } from './format.ts';

textFormatSuite(accessFormat, import.meta.dirname, 0.9);
