import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { albFormat } from './format.ts';

textFormatSuite(albFormat, import.meta.dirname, 0.9);
