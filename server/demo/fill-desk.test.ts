import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { testPlatform } from '#test/platform.ts'
import { fillDesk } from './fill-desk.ts'
import { planStories, storyCount } from './plan-stories.ts'

const now = new Date('2026-11-20T12:00:00Z')
const platform = await testPlatform()
const { db } = platform.database

test('the stories are the same for the same seed and moment, and none lies in the future', () => {
  const steps = planStories(now, 7, 'ru')
  expect(planStories(now, 7, 'ru')).toEqual(steps)
  expect(planStories(now, 8, 'ru')).not.toEqual(steps)
  expect(new Set(steps.map((step) => step.story)).size).toBe(storyCount)
  expect(steps.filter((step) => step.at > now)).toEqual([])
  expect(steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())).toEqual(steps)
  const words = steps.map(
    (step) => ('text' in step ? step.text : '') + ('subject' in step ? step.subject : ''),
  )
  expect(words.filter((text) => /[{}|]/.test(text))).toEqual([])
})

test('an empty desk is filled by the operations people use', async () => {
  await fillDesk(platform, { language: 'ru', seed: 7, now, sinkPort: 1 })
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from ticket)::int as tickets,
    (select count(*) from customer)::int as customers,
    (select count(*) from agent where password_hash is not null)::int as agents,
    (select count(*) from inbox)::int as inboxes,
    (select count(*) from file where reply_id is not null)::int as reply_files,
    (select count(*) from reply where delivery_state <> 'sent')::int as unsent,
    (select count(distinct status_category) from ticket)::int as statuses,
    (select count(*) from ticket where is_open)::int as open,
    (select count(*) from ticket where assignee_id is null and is_open)::int as unassigned,
    (select count(*) from note where cardinality(mentioned_ids) > 0)::int as mentions`.execute(db)
  expect(rows[0]).toMatchObject({
    // Three of each came by the chat of the shop's site.
    tickets: storyCount + 3,
    customers: 43,
    agents: 6,
    inboxes: 2,
    unsent: 0,
    statuses: 5,
  })
  const latest = await sql<{ at: Date }>`select greatest(
    (select max(created_at) from ticket), (select max(last_activity_at) from ticket), (select max(at) from event),
    (select max(sent_at) from reply)) as at`.execute(db)
  expect(latest.rows[0]?.at.getTime()).toBeLessThanOrEqual(now.getTime())
  const articles = await sql<Record<string, number>>`select count(distinct article_id)::int as articles,
    count(*) filter (where published_version_id is not null)::int as published,
    count(*) filter (where is_in_review)::int as review, count(publish_at)::int as scheduled,
    (select count(*) from article_feedback)::int as opinions from article_text`.execute(db)
  expect(articles.rows[0]).toEqual({ articles: 20, published: 33, review: 1, scheduled: 1, opinions: 627 })
  const talks = await sql<{ said: number; answered: number; whose: string | null }>`select
    (select count(*)::int from customer_message where ticket_id = ticket.id) as said,
    (select count(*)::int from reply where ticket_id = ticket.id and channel = 'chat') as answered,
    (select name from agent where id = assignee_id) as whose
    from ticket where source = 'chat' order by id`.execute(db)
  expect(talks.rows).toMatchObject([
    { said: 3, answered: 2, whose: 'Анна Ли' },
    { said: 2, answered: 1, whose: 'Анна Ли' },
    { said: 2, answered: 0, whose: null },
  ])
  const ran = await sql<{ name: string; runs: number }>`select rule.name, count(*)::int as runs
    from rule_run join rule on rule.id = rule_id where outcome = 'acted' group by 1`.execute(db)
  const runs = new Map(ran.rows.map((row) => [row.name, row.runs]))
  expect(runs.get('Возвраты → отдел «Возвраты»')).toBeGreaterThan(3)
  expect(runs.get('Ошибка → техподдержка')).toBeGreaterThan(3)
})
