import type { Desk } from '#contract/desk.ts'
import { listInboxNames } from '#server/channels/index.ts'
import { listAgentNames, listTeams } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { listCategories, listStatuses } from '#server/tickets/index.ts'

/** Most tags the workspace is told of; beyond that they are found by typing. */
const mostTags = 500

/** The words the desk is made of, gathered from the slices that own them. */
export async function getDesk(db: Db, { isDemo }: { isDemo: boolean }): Promise<Desk> {
  const [settings, statuses, categories, teams, agents, inboxes, tags] = await Promise.all([
    readSettings(db),
    listStatuses(db),
    listCategories(db),
    listTeams(db),
    listAgentNames(db),
    listInboxNames(db),
    db.selectFrom('tag').select('name').orderBy('created_at', 'desc').limit(mostTags).execute(),
  ])
  return {
    name: settings.desk_name,
    language: settings.language,
    ticketPrefix: settings.ticket_prefix,
    letterCopies: settings.letter_copies,
    timeZone: settings.time_zone,
    statuses,
    categories,
    teams,
    agents,
    inboxes,
    tags: tags.map((tag) => tag.name),
    isDemo,
  }
}
