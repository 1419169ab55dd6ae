import type { CorrespondentKey, LetterAuthority, LetterKey } from '#contract/letter-keys.ts'
import type { CorrespondentKeyRow, LetterAuthorityRow, LetterKeyRow } from './tables.ts'

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

export function presentKey(row: LetterKeyRow): LetterKey {
  return {
    id: row.id,
    scheme: row.scheme,
    fingerprint: row.fingerprint,
    name: row.name,
    addresses: row.addresses,
    publicPart: row.public_part,
    validFrom: row.valid_from.toISOString(),
    expiresAt: instant(row.expires_at),
    retiredAt: instant(row.retired_at),
  }
}

export function presentCorrespondentKey(row: CorrespondentKeyRow): CorrespondentKey {
  return {
    id: row.id,
    scheme: row.scheme,
    fingerprint: row.fingerprint,
    name: row.name,
    address: row.address,
    trust: row.trust,
    validFrom: row.valid_from.toISOString(),
    expiresAt: instant(row.expires_at),
    revokedAt: instant(row.revoked_at),
    revocationNote: row.revocation_note,
    lastSeenAt: row.last_seen_at.toISOString(),
  }
}

export function presentAuthority(row: LetterAuthorityRow): LetterAuthority {
  return { id: row.id, fingerprint: row.fingerprint, name: row.name, expiresAt: instant(row.expires_at) }
}
