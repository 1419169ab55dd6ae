import type { Organization } from '#contract/customers.ts'
import type { FieldChanges } from '#contract/fields.ts'
import { changeValues } from '#server/fields/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { getOrganization } from './organizations.ts'

interface OrganizationChanges {
  version: number
  name?: string | undefined
  domains?: string[] | undefined
  fields?: FieldChanges | undefined
}

/** Changes an organization; `version_conflict` when somebody else has meanwhile. */
export async function updateOrganization(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: OrganizationChanges,
  now: Date,
): Promise<Organization> {
  const row = found(
    await tx
      .selectFrom('organization')
      .select(['version', 'fields'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (row.version !== changes.version) fail('version_conflict', { detail: { version: row.version } })
  const own = changes.fields ? await changeValues(tx, 'organization', row.fields, changes.fields) : null
  await tx
    .updateTable('organization')
    .set({
      version: row.version + 1,
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.domains !== undefined && { domains: [...new Set(changes.domains)] }),
      ...(own && { fields: JSON.stringify(own.values) }),
    })
    .where('id', '=', id)
    .execute()
  await recordEvent(tx, {
    type: 'organization.updated',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    data: { organizationId: id, ...(own && { changes: own.differences }) },
  })
  return getOrganization(tx, id)
}
