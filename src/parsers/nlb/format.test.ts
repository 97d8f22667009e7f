import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { nlbFormat } from './format.ts';

textFormatSuite(nlbFormat, import.meta.dirname, 0.9);
