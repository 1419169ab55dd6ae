import { createHmac } from 'node:crypto'
import type { PlaygroundShop } from '#contract/playground.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { customers } from './people.ts'

const hourSeconds = 3600
const mostUsers = 12

/** What the shop's own server would know: its chat, and a word for each of its users that the chat believes. */
export async function getPlaygroundShop({
  database: { db },
  secrets,
  clock,
}: Pick<Platform, 'database' | 'secrets' | 'clock'>): Promise<PlaygroundShop> {
  const { desk_name: name, language } = await readSettings(db)
  const chat = await db
    .selectFrom('chat')
    .select(['key', 'secret'])
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst()
  if (!chat) return { name, chatKey: null, users: [] }
  const secret = secrets.decrypt(chat.secret)
  const exp = Math.floor(clock.now().getTime() / 1000) + 8 * hourSeconds
  return {
    name,
    chatKey: chat.key,
    users: customers
      .filter((one) => one.language === language)
      .slice(0, mostUsers)
      .map((one) => ({
        name: one.name,
        address: one.email,
        userToken: sign({ email: one.email, name: one.name, exp }, secret),
      })),
  }
}

/** A JSON Web Token (RFC 7519), as the sample in Settings makes it. */
function sign(claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${said}.${createHmac('sha256', secret).update(said).digest('base64url')}`
}
