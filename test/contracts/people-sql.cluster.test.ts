import { skipWithout } from '../support/parts.ts';
import { openTwoShards } from '../support/store-fixtures.ts';
import { peopleSqlContract } from './people-sql.contract.ts';

peopleSqlContract('a cluster of two shards', skipWithout('embedded engine'), openTwoShards);
