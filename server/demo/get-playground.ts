import type { PlaygroundState } from '#contract/playground.ts'
import { listRoles, listTeams } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { agents, customers, demoPassword, inboxes } from './people.ts'
import { sampleLetters } from './texts/samples.ts'

/** All files of one letter together. */
export const maxFilesBytes = 5 * 1024 * 1024

/** Whom one can play, and where one can write to. */
export async function getPlayground(db: Db): Promise<PlaygroundState> {
  const [settings, roles, teams, rows] = await Promise.all([
    readSettings(db),
    listRoles(db),
    listTeams(db),
    db.selectFrom('agent').select(['id', 'email', 'name']).execute(),
  ])
  return {
    deskName: settings.desk_name,
    customers: customers.map(({ name, email, language, organization }) => ({
      name,
      address: email,
      language,
      organization: organization ?? null,
    })),
    agents: agents.flatMap(({ email, role }) => {
      const row = rows.find((one) => one.email === email)
      const names = roles.items.find((one) => one.key === role)?.names
      if (!row || !names) return []
      const own = teams.filter((team) => team.memberIds.includes(row.id)).map((team) => team.name)
      return [{ name: row.name, email, password: demoPassword, role: names, teams: own }]
    }),
    inboxes: Object.values(inboxes).map(({ address, names }) => ({
      name: names[settings.language],
      address,
    })),
    samples: [...sampleLetters],
    maxFilesBytes,
  }
}
