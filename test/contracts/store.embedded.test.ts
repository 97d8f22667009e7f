import { skipWithout } from '../support/parts.ts';
import { openOneNode } from '../support/store-fixtures.ts';
import { storeContract } from './store.contract.ts';

storeContract('the embedded engine', skipWithout('embedded engine'), openOneNode);
