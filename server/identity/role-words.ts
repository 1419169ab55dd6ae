import type { Names } from '#contract/common.ts'
import { Permission } from '#contract/permissions.ts'

export interface RoleWords {
  names: Names
  permissions: Permission[]
}

/** In the contract's order, each once. */
export function tidyPermissions(permissions: readonly Permission[]): Permission[] {
  return Permission.options.filter((permission) => permissions.includes(permission))
}
