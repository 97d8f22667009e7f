import { skipWithout } from '../support/parts.ts';
import { openTwoShards } from '../support/store-fixtures.ts';
import { storeContract } from './store.contract.ts';

storeContract('a cluster of two shards', skipWithout('embedded engine'), openTwoShards);
