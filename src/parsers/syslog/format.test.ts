import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { syslogFormat } from './format.ts';

textFormatSuite(syslogFormat, import.meta.dirname, 0.7);
