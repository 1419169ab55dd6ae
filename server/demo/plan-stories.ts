import type { Language } from '#contract/common.ts'
import { createStoryClock, type StoryClock } from './story-clock.ts'
import { type TeamKey, teams } from './desk-words.ts'
import { fillGaps, gapsFor } from './fill-gaps.ts'
import { type AgentKey, agents, customers } from './people.ts'
import { type Random, randomFrom } from './random.ts'
import type { Script, Turn } from './script.ts'
import type { Step } from './step.ts'
import { calls } from './texts/calls.ts'
import { english } from './texts/english.ts'
import { russianFirstLine } from './texts/russian-first-line.ts'
import { russianPapers } from './texts/russian-papers.ts'
import { russianReturns } from './texts/russian-returns.ts'
import { russianTech } from './texts/russian-tech.ts'

/** A step whose moment the story's clock decides. */
type Deed = Step extends infer S ? (S extends Step ? Omit<S, 'at' | 'story'> : never) : never
type Tell = (deed: Deed) => void

export const storyCount = 150
/** Nothing happens in the last moments, so that what follows from a step has happened too. */
const quietMs = 60_000
const russian = [...russianFirstLine, ...russianTech, ...russianPapers, ...russianReturns]

/** Who answers whom: people write in their own language, and Russian verbs agree with whoever writes. */
const answerers: Record<TeamKey, Record<Language, readonly AgentKey[]>> = {
  first: { ru: ['anna', 'anna', 'olga'], en: ['james', 'anna'] },
  tech: { ru: ['timur', 'timur', 'dmitry'], en: ['timur', 'dmitry'] },
  accounts: { ru: ['marina'], en: ['marina'] },
  returns: { ru: ['marina', 'anna'], en: ['marina', 'anna'] },
}

/**
 * What happened at the demo desk over the last three weeks, in order of time and never later than `now`. The
 * same seed, moment and language give the same steps.
 */
export function planStories(now: Date, seed: number, deskLanguage: Language): Step[] {
  const random = randomFrom(seed)
  const decks = { ru: shuffledOpenings(russian, random), en: shuffledOpenings(english, random) }
  const told = { ru: 0, en: 0 }
  // A Russian shop has some customers abroad; in an English one every other letter can be read.
  const oneInEnglish = deskLanguage === 'en' ? 2 : 3
  const steps: Step[] = []
  for (let story = 0; story < storyCount; story++) {
    const clock = createStoryClock(now, random, (story + random.next()) / storyCount)
    const tell: Tell = (deed) => {
      steps.push({ ...deed, story, at: clock.now() })
    }
    if (story % 13 === 7) tellCall(random, clock, tell)
    else {
      const language = story % oneInEnglish === 1 ? 'en' : 'ru'
      const deck = decks[language]
      const drawn = deck[told[language]++ % deck.length]
      if (drawn) tellScript(drawn.script, drawn.opening, random, clock, tell)
    }
  }
  return steps
    .filter((step) => step.at.getTime() <= now.getTime() - quietMs)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.story - b.story)
}

interface Drawn {
  script: Script
  opening: number
}

function shuffledOpenings(scripts: readonly Script[], random: Random): Drawn[] {
  return scripts
    .flatMap((script) => script.openings.map((_, opening) => ({ script, opening, place: random.next() })))
    .toSorted((a, b) => a.place - b.place)
}

function tellCall(random: Random, clock: StoryClock, tell: Tell): void {
  const call = random.pick(calls)
  const customer = random.pick(customers.filter((one) => one.language === call.language && one.phone))
  const agent = random.pick(answerers.first[call.language])
  const gaps = gapsFor(customer, random)
  clock.toWorkingHours()
  tell({
    do: 'writeDown',
    customer,
    agent,
    source: call.source,
    subject: fillGaps(call.subject, gaps),
    text: fillGaps(call.text, gaps),
    team: call.team,
    category: call.category,
  })
  const colleague = random.pick(answerers[call.team][call.language])
  clock.work(20, 300)
  tell({ do: 'update', agent: colleague, assignee: colleague, status: 'open' })
  if (random.chance(0.3)) return
  clock.work(60, 1500)
  tell({ do: 'update', agent: colleague, status: 'solved' })
}

function tellScript(script: Script, opening: number, random: Random, clock: StoryClock, tell: Tell): void {
  const customer = random.pick(customers.filter((one) => one.language === script.language))
  const gaps = gapsFor(customer, random)
  const [subject, text, file] = script.openings[opening] ?? ['', '']
  tell({
    do: 'write',
    customer,
    inbox: script.inbox,
    subject: fillGaps(subject, gaps),
    text: fillGaps(text, gaps),
    ...(file && { file }),
  })
  // Some letters wait a while for anybody to look at them.
  clock.work(4, random.chance(0.4) ? 1400 : 90)
  let team: TeamKey = script.inbox === 'billing' ? 'accounts' : 'first'
  const startsElsewhere = script.team !== team
  let assignee = random.pick(answerers[script.team][script.language])
  tell({
    do: 'update',
    agent: startsElsewhere ? random.pick(answerers[team][script.language]) : assignee,
    category: script.category,
    tags: script.tags,
    ...(script.priority && { priority: script.priority }),
    ...(startsElsewhere && { team: script.team }),
    // Many tickets belong to a team and to nobody in it until somebody answers.
    ...(random.chance(0.55) && { assignee }),
  })
  team = script.team
  const patience = stallsAfter(script, random)
  for (const [index, turn] of script.turns.entries()) {
    const isStalled = index >= patience
    if (isStalled && (turn.by === 'customer' || turn.by === 'agent')) return
    if (turn.by === 'handOver') {
      clock.work(5, 90)
      const before = assignee
      team = turn.team
      assignee = random.pick(answerers[team][script.language])
      tell({ do: 'update', agent: before, team, ...(random.chance(0.5) && { assignee }) })
    } else {
      const fill = (words: string, key: AgentKey): string =>
        fillGaps(words, gaps, nameOf(key, script.language))
      const isLastWord = index + 1 === patience || index === script.turns.length - 1
      tellTurn(turn, { script, team, assignee, random, clock, tell, fill, isLastWord })
    }
  }
  if (patience < script.turns.length) return
  finish(script, assignee, random, clock, tell)
}

interface Scene {
  script: Script
  team: TeamKey
  assignee: AgentKey
  random: Random
  clock: StoryClock
  tell: Tell
  fill: (words: string, author: AgentKey) => string
  isLastWord: boolean
}

function tellTurn(turn: Exclude<Turn, { by: 'handOver' }>, scene: Scene): void {
  const { clock, tell, fill, assignee, script } = scene
  const file = 'file' in turn && turn.file ? { file: turn.file } : {}
  if (turn.by === 'customer') {
    clock.live(25, 1500)
    tell({ do: 'answer', text: fill(turn.text, assignee), ...file })
  } else if (turn.by === 'agent') {
    clock.work(10, 420)
    const isPaused = scene.isLastWord && (script.ending === 'paused' || scene.random.chance(0.5))
    tell({
      do: 'reply',
      agent: assignee,
      language: script.language,
      text: fill(turn.text, assignee),
      ...file,
      ...(isPaused && { status: 'paused' as const }),
    })
  } else {
    clock.work(4, 45)
    tellNote(turn.text, scene)
  }
}

function tellNote(words: string, { assignee, team, script, fill, tell, random }: Scene): void {
  const called = [...words.matchAll(/@(\w+)/g)].map(([, key]) => key ?? '')
  const mentioned = called.flatMap((key) => {
    if (key in teams) return [random.pick(answerers[key as TeamKey][script.language])]
    return agents.flatMap((one) => (one.key === key ? [one.key] : []))
  })
  // Whoever is called does not call himself.
  const colleagues = [...answerers[team][script.language], ...answerers.first[script.language]]
  const author = mentioned.includes(assignee)
    ? (colleagues.find((key) => !mentioned.includes(key)) ?? 'olga')
    : assignee
  const text = words.replace(/@(\w+)/g, () => `@${mentioned.shift() ?? ''}`)
  const mentions = [...text.matchAll(/@(\w+)/g)].map(([, key]) => key as AgentKey)
  tell({ do: 'note', agent: author, text: fill(text, author), mentions })
}

/** After how many turns a story comes to rest early, because somebody does not answer. */
function stallsAfter(script: Script, random: Random): number {
  if (random.chance(0.78)) return script.turns.length
  return random.between(0, script.turns.length - 1)
}

function finish(script: Script, assignee: AgentKey, random: Random, clock: StoryClock, tell: Tell): void {
  if (script.ending === 'open') return
  clock.work(10, 120)
  if (script.ending === 'paused') {
    tell({ do: 'update', agent: assignee, status: 'paused' })
    return
  }
  tell({ do: 'update', agent: assignee, status: 'solved' })
  if (random.chance(0.75)) {
    clock.live(60 * 48, 60 * 96)
    tell({ do: 'update', agent: 'dmitry', status: 'closed' })
  }
}

function nameOf(key: AgentKey, language: Language): string {
  return agents.find((one) => one.key === key)?.names[language] ?? ''
}
