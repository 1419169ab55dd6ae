import type { Tx } from '#server/platform/database/open-database.ts'
import type { KeyToLearn } from './judge-signature.ts'

/** Keeps a key that vouched for a letter. What a person has said of it stays; an authority's word is taken note of. */
export async function learnKey(tx: Tx, key: KeyToLearn, now: Date): Promise<void> {
  await tx
    .insertInto('correspondent_key')
    .values({ ...key, created_at: now, last_seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['address', 'scheme', 'fingerprint']).doUpdateSet((eb) => ({
        last_seen_at: now,
        // A newer copy knows of a longer life, or of a revocation.
        public_part: eb.ref('excluded.public_part'),
        expires_at: eb.ref('excluded.expires_at'),
        trust: eb
          .case()
          .when('correspondent_key.trust', '=', 'confirmed')
          .then('confirmed' as const)
          .else(eb.ref('excluded.trust'))
          .end(),
      })),
    )
    .execute()
}
