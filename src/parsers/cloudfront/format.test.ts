import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { cloudFrontFormat } from './format.ts';

textFormatSuite(cloudFrontFormat, import.meta.dirname, 0.9);
