import type { Tokens } from './control.ts';
import type { ControlDatabase } from './schema.ts';

export function createTokens(db: ControlDatabase): Tokens {
  return {
    async tokenHash(name) {
      const row = await db.selectFrom('tokens').select('hash').where('name', '=', name).executeTakeFirst();
      return row?.hash;
    },
    async saveTokenHash(name, hash) {
      await db
        .insertInto('tokens')
        .values({ name, hash, saved_ms: Date.now() })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ hash, saved_ms: Date.now() }))
        .execute();
    },
  };
}
