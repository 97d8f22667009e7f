import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { s3AccessFormat } from './format.ts';

textFormatSuite(s3AccessFormat, import.meta.dirname, 0.9);
