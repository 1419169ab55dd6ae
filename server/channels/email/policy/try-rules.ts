import type { MailTrial, RuleBody } from '#contract/mail-policy.ts'
import { fail } from '#server/platform/http/failure.ts'
import { findLetter } from '#server/channels/ledger/present-letter.ts'
import type { Actor } from '#server/identity/index.ts'
import { judgeLetter } from '../reading/automatic/automated.ts'
import type { EmailDesk } from '../email-desk.ts'
import { factsOf } from './letter-facts.ts'
import { ruleOf } from './mail-policy.ts'
import { PatternError } from '#server/platform/language.ts'
import { type ReadyRule, readyRule, runRules } from './run-rules.ts'

interface Trial {
  letterId?: number | undefined
  raw?: string | undefined
  inboxId: number | null
  draft?: (RuleBody & { id: number | null }) | undefined
}

/** What the rules would do with a letter of the ledger, or with one that was pasted. Changes nothing. */
export async function tryRules(desk: EmailDesk, actor: Actor, input: Trial): Promise<MailTrial> {
  const source = await readSource(desk, actor, input)
  const { letter } = await desk.prepare(source.bytes)
  const ownAddresses = await desk.directory.ownAddresses()
  const { kind } = judgeLetter(letter, { ownAddresses, envelopeFrom: source.mailFrom })
  const facts = factsOf({ letter, sizeBytes: source.bytes.length, kind, ...source })
  const rules = await readRules(desk, input.draft)
  const ruling = runRules(rules, facts, { isNew: true, isThorough: true })
  return {
    letter: {
      from: letter.from?.address ?? null,
      to: facts.to.slice(0, 50),
      subject: facts.subject.slice(0, 500),
      kind,
      authentication: facts.authentication,
      fileNames: facts.fileNames.slice(0, 50),
    },
    rules: ruling.trials,
    actions: ruling.actions,
    decidedBy: ruling.decidedBy?.name ?? null,
    captures: ruling.captures,
  }
}

const largestTried = 30 * 2 ** 20

async function readSource(desk: EmailDesk, actor: Actor, { letterId, raw, inboxId }: Trial) {
  if (letterId === undefined) {
    return { bytes: Buffer.from(raw ?? ''), inboxId, rcptTo: [], mailFrom: null, authentication: null }
  }
  const row = await findLetter(desk.database.db, actor, letterId)
  return {
    bytes: await desk.storage.read(row.raw_sha256, largestTried),
    inboxId: row.inbox_id,
    rcptTo: row.envelope.rcptTo ?? [],
    mailFrom: row.envelope.mailFrom ?? null,
    authentication: row.authentication?.result ?? null,
  }
}

/** Those that are on; a draft stands where the rule it changes stands, or behind the others. */
async function readRules(desk: EmailDesk, draft: Trial['draft']): Promise<ReadyRule[]> {
  const rows = await desk.database.db
    .selectFrom('mail_rule')
    .selectAll()
    .orderBy('position')
    .orderBy('id')
    .execute()
  const rules: (RuleBody & { id: number | null })[] = rows.map(ruleOf)
  const at = draft ? rules.findIndex((rule) => rule.id === draft.id) : -1
  const all = draft === undefined ? rules : at < 0 ? [...rules, draft] : rules.with(at, draft)
  try {
    return all.filter((rule) => rule.isActive || rule === draft).map(readyRule)
  } catch (error) {
    if (error instanceof PatternError) fail('invalid_pattern', { detail: { problem: error.problem } })
    throw error
  }
}
