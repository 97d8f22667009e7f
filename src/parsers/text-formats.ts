import { accessFormat } from './access/format.ts';
import { albFormat } from './alb/format.ts';
import { clbFormat } from './clb/format.ts';
import { cloudFrontFormat } from './cloudfront/format.ts';
import { csvFormat } from './csv/format.ts';
import { logfmtFormat } from './logfmt/format.ts';
import { nlbFormat } from './nlb/format.ts';
import type { TextFormat } from './parser.ts';
import { rdsFormat } from './rds/format.ts';
import { s3AccessFormat } from './s3access/format.ts';
import { syslogFormat } from './syslog/format.ts';
import { textFormat } from './text/format.ts';
import { tgwFlowFormat } from './tgwflow/format.ts';
import { vpcFlowFormat } from './vpcflow/format.ts';

/** Every text format; detection asks all of them and takes the highest score. */
export const textFormats: readonly TextFormat[] = [
  vpcFlowFormat,
  tgwFlowFormat,
  albFormat,
  nlbFormat,
  clbFormat,
  s3AccessFormat,
  cloudFrontFormat,
  rdsFormat,
  accessFormat,
  syslogFormat,
  logfmtFormat,
  csvFormat,
  textFormat,
];
