import { skipWithout } from '../support/parts.ts';
import { openOneNode } from '../support/store-fixtures.ts';
import { peopleSqlContract } from './people-sql.contract.ts';

peopleSqlContract('the embedded engine', skipWithout('embedded engine'), openOneNode);
