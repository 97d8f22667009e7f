import type { LineParser, TextFormat } from '../parser.ts';
import { isMySqlLine, isSlowQueryStart, parseMySql } from './mysql.ts';
import { isPostgresLine, parsePostgres } from './postgres.ts';

export const rdsFormat: TextFormat = {
  kind: 'text',
  logType: 'aws.rds',
  knownFields: 'open',
  detect(lines) {
    const [first] = lines.filter((line) => line.trim() !== '' && !isBanner(line));
    if (first === undefined) return 0;
    if (isPostgresLine(first)) return 0.96;
    return isMySqlLine(first) ? 0.92 : 0;
  },
  open: createRdsLines,
};

/** What mysqld writes at the top of a slow or general log file. */
function isBanner(line: string): boolean {
  return /^(?:\S*mysqld\S*, Version: |Tcp port: |Time\s+Id\s+Command\s+Argument)/.test(line);
}

function createRdsLines(): LineParser {
  return {
    parse(text) {
      if (text.trim() === '' || isBanner(text)) return undefined;
      return isPostgresLine(text) ? parsePostgres(text) : parseMySql(text);
    },
    continues(line, soFar) {
      if (isBanner(line) || isPostgresLine(line)) return false;
      // `# Time:` opens a record and `# User@Host:` follows it; older servers leave the time out while it stays the same.
      if (isSlowQueryStart(line))
        return (
          line.startsWith('# User@Host: ') && soFar.length === 1 && soFar[0]?.startsWith('# Time: ') === true
        );
      return !isMySqlLine(line);
    },
  };
}
