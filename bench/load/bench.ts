import type pg from 'pg'
import { randomFrom, type Random } from '../random.ts'
import { ADMIN_EMAIL, AGENT_EMAIL, PASSWORD } from '../seed/plan.ts'
import { createWriter, type Writer } from '../text/letter.ts'
import { type HttpClient, signIn } from './client.ts'
import { type Desk, startDesk } from './desk.ts'

/** What every measurement works with. */
export interface Bench {
  desk: Desk
  dataDir: string
  database: pg.Client
  /** Tickets sown; what measurements add has higher numbers. */
  tickets: number
  /** The administrator, and a second agent. */
  admin: HttpClient & { cookie: string }
  agent: HttpClient & { cookie: string }
  writer: Writer
  random: Random
}

export async function openBench(
  dataDir: string,
  tickets: number,
): Promise<Bench & { close(): Promise<void> }> {
  const desk = await startDesk(dataDir)
  const { database } = desk
  await database.query(
    `update agent set password_hash = (select password_hash from agent where email = $1) where email = $2`,
    [ADMIN_EMAIL, AGENT_EMAIL(1)],
  )
  const admin = await signIn(desk.base, ADMIN_EMAIL, PASSWORD)
  const agent = await signIn(desk.base, AGENT_EMAIL(1), PASSWORD)
  // Other words at every run: a word asked for again would be measured from a warm cache.
  const random = randomFrom(Date.now() & 0x7fffffff)
  return {
    desk,
    dataDir,
    database,
    tickets,
    admin,
    agent,
    writer: createWriter(),
    random,
    async close() {
      admin.close()
      agent.close()
      await desk.stop()
    },
  }
}

export function print(name: string, value: number, unit: string): void {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  console.log(`${name} ${value.toFixed(digits)} ${unit}`.trimEnd())
}
