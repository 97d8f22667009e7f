import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { rdsFormat } from './format.ts';

textFormatSuite(rdsFormat, import.meta.dirname, 0.9);
