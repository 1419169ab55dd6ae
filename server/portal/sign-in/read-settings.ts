import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'

/** Which ways to sign in there are besides the letter, which there always is. */
export interface SignInSettings {
  hasPassword: boolean
  oidc: OidcSettings | null
}

export interface OidcSettings {
  name: string
  issuer: string
  clientId: string
  clientSecret: string | null
}

export async function readSignInSettings(
  db: Db,
  { secrets }: Pick<Platform, 'secrets'>,
): Promise<SignInSettings> {
  const row = await db.selectFrom('customer_sign_in_setting').selectAll().executeTakeFirstOrThrow()
  return {
    hasPassword: row.has_password,
    oidc: row.has_oidc
      ? {
          name: row.oidc_name,
          issuer: row.oidc_issuer,
          clientId: row.oidc_client_id,
          clientSecret: row.oidc_secret === null ? null : secrets.decrypt(row.oidc_secret),
        }
      : null,
  }
}
