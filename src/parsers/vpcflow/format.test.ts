import { textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { vpcFlowFormat } from './format.ts';

textFormatSuite(vpcFlowFormat, import.meta.dirname, 0.6);
