import { sql } from 'kysely'
import type { Names } from '#contract/common.ts'
import { Permission } from '#contract/permissions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockAdministrators } from './administrators.ts'

export interface RoleWords {
  names: Names
  permissions: Permission[]
}

/** In the contract's order, each once. */
export function tidyPermissions(permissions: readonly Permission[]): Permission[] {
  return Permission.options.filter((permission) => permissions.includes(permission))
}

/** Fails with `already_exists` when another role is called so in either language. */
export async function mustBeFreeName(tx: Tx, names: Names, exceptId: number | null = null): Promise<void> {
  // No index can say "in either language", so whoever names roles goes one after the other.
  await lockAdministrators(tx)
  const taken = await tx
    .selectFrom('role')
    .select('id')
    .where((eb) =>
      eb.or([
        sql<boolean>`lower(names ->> 'ru') = lower(${names.ru})`,
        sql<boolean>`lower(names ->> 'en') = lower(${names.en})`,
      ]),
    )
    .where(sql<boolean>`id is distinct from ${exceptId}`)
    .limit(1)
    .executeTakeFirst()
  if (taken) fail('already_exists')
}
