import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { migrate } from '#server/platform/database/migrate.ts'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { emptyDatabaseUrl } from '#test/database.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { applyMacro, macroRoutes, macroTasks } from '../index.ts'

const desk = await mailDesk({}, { routes: macroRoutes })
const { app, as, ask, db, inbox, platform, sink, work } = desk
const team = await buildTeam(db, { name: 'Возвраты' })
const anna = await signedIn(db, await buildAgent(db, { name: 'Анна Ли', teamIds: [team.id] }))
const boris = await signedIn(db, await buildAgent(db, { name: 'Борис Бо' }))

/** The smallest picture there is, told apart by its last byte. */
const picture = (mark: number) =>
  Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    Buffer.from([mark]),
  ])
async function upload(
  who: Record<string, string>,
  bytes: Buffer = picture(1),
  query = 'name=схема.png&mime=image/png&isInline=true',
): Promise<number> {
  const headers = { ...who, 'content-type': 'application/octet-stream' }
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/files?${encodeURI(query)}`,
    headers,
    payload: bytes,
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json().id
}
const save = (body: object, who = as) =>
  ask({ method: 'POST', path: '/macros', body: { name: 'Как найти', scope: 'shared', ...body }, as: who })
const change = (macro: { id: number; version: number }, body: object, who = as) =>
  ask({ method: 'PATCH', path: `/macros/${macro.id}`, body: { version: macro.version, ...body }, as: who })
async function macroWith(mark: number, body: object = {}, who = as) {
  const id = await upload(who, picture(mark))
  const answer = await save({ texts: { ru: words(`cid:file-${id}`) }, ...body }, who)
  expect(answer.status).toBe(201)
  return answer.body
}
const words = (src: string) => `<p>Смотрите:</p><img src="${src}" alt="схема" /><p>{{ ticket.number }}</p>`
const namesIn = (html: string) =>
  [...html.matchAll(/<img [^>]*src="cid:([^"]*)"/g)].map(([, name]) => name ?? '')
const kept = (macroId: number) =>
  db.selectFrom('macro_file').selectAll().where('macro_id', '=', macroId).orderBy('id').execute()
const look = (name: string, who: Record<string, string>, query = '?inline=true') =>
  app.inject({
    method: 'GET',
    url: `/api/v1/macro-files/${name.replace('macro-file-', '')}${query}`,
    headers: who,
  })
const ticket = () => buildMessage(db, { inboxId: inbox.id, name: 'Сидоров Иван', text: 'Где это?' })
const use = (ticketId: number, macroId: number, who = as, more: object = {}) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/macro-uses`, body: { macroId, ...more }, as: who })
const fileOf = (replyId: number) =>
  db.selectFrom('file').selectAll().where('reply_id', '=', replyId).orderBy('id').execute()

/** The letter of a reply as another server got it: its picture is a part of the words, and the words show it. */
function expectShown(ticketId: number, mark: number): void {
  const letter = sink.letters.findLast((one) => one.letter.subject?.includes(`[HD-${ticketId}]`))
  if (!letter) throw new Error(`no letter of ${ticketId}`)
  const raw = letter.raw.toString()
  expect(raw).toMatch(/content-type: multipart\/related/i)
  const [file, ...others] = letter.letter.attachments
  expect(others).toEqual([])
  expect(file).toMatchObject({ mime: 'image/png', isInline: true })
  expect(Buffer.from(file?.content ?? []).equals(picture(mark))).toBe(true)
  expect(letter.letter.html).toContain(`src="cid:${file?.contentId}"`)
}

describe('a picture within the words of a macro', () => {
  test('is the macro’s own from the moment it is saved', async () => {
    const macro = await macroWith(1)
    const [row, ...others] = await kept(macro.id)
    expect(others).toEqual([])
    expect(row).toMatchObject({ is_inline: true, name: 'схема.png', mime: 'image/png' })
    expect(namesIn(macro.texts.ru)).toEqual([`macro-file-${row?.id}`])
    // It is no file beside the words.
    expect(macro).toMatchObject({ files: [], fileCount: 0 })
    // Saved again as it is, it stays the one it was.
    const again = (await change(macro, { texts: macro.texts })).body
    expect(again.texts).toEqual(macro.texts)
    expect((await kept(macro.id)).map(({ id }) => id)).toEqual([row?.id])
    // A name alone changes no picture, and neither does taking files away.
    const renamed = (await change(again, { name: 'Иначе', removedFileIds: [row?.id] })).body
    expect(renamed.texts).toEqual(macro.texts)
    expect(await kept(macro.id)).toHaveLength(1)
    const gone = (await change(renamed, { texts: { ru: '<p>Без картинки</p>' } })).body
    expect(gone.texts.ru).toBe('<p>Без картинки</p>')
    expect(await kept(macro.id)).toEqual([])
  })

  test('may be all it says, and differs from language to language', async () => {
    const [ru, en] = [await upload(as, picture(1)), await upload(as, picture(2))]
    const texts = {
      ru: `<img src="cid:file-${ru}" alt="{{ ticket.id }}">`,
      en: `<p>So:</p><img src="cid:file-${en}">`,
    }
    const macro = (await save({ texts })).body
    expect(macro.languages).toEqual(['ru', 'en'])
    // What a file is called is no template.
    expect(macro.texts.ru).not.toContain('{')
    const { ticketId } = await ticket()
    for (const [language, mark] of [
      ['ru', 1],
      ['en', 2],
    ] as const) {
      const used = (await use(ticketId, macro.id, as, { language })).body
      expect(used.files).toHaveLength(1)
      expect(namesIn(used.html)).toEqual([used.files[0].contentId])
      const bytes = await app.inject({ method: 'GET', url: used.files[0].url, headers: as })
      expect(bytes.rawPayload.equals(picture(mark))).toBe(true)
    }
    // Without one language its picture goes, and the other one stays.
    const left = (await change(macro, { texts: { en: macro.texts.en } })).body
    expect(namesIn(left.texts.en)).toEqual((await kept(macro.id)).map(({ id }) => `macro-file-${id}`))
  })

  test('is shown to whoever may read the macro, safely, and to nobody else', async () => {
    const macro = await macroWith(1, { scope: 'team', teamId: team.id })
    const [name = ''] = namesIn(macro.texts.ru)
    const shown = await look(name, anna)
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/png'])
    expect(shown.headers).toMatchObject({
      'content-disposition': expect.stringMatching(/^inline;/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(shown.rawPayload.equals(picture(1))).toBe(true)
    expect((await look(name, anna, '')).headers['content-type']).toBe('application/octet-stream')
    expect((await look(name, boris)).statusCode).toBe(404)
    expect((await look(name, {})).statusCode).toBe(401)
    const reader = await signedIn(db, await buildAgent(db, { role: ['ticket.read'], teamIds: [team.id] }))
    expect((await look(name, reader)).statusCode).toBe(403)
    const own = await macroWith(1, { scope: 'personal' }, anna)
    expect((await look(namesIn(own.texts.ru)[0] ?? '', as)).statusCode).toBe(404)
    await ask({ method: 'DELETE', path: `/macros/${macro.id}`, as })
    expect((await look(name, anna)).statusCode).toBe(404)
  })

  test('is copied with the macro, by whoever may read that', async () => {
    const macro = await macroWith(3, { scope: 'team', teamId: team.id })
    const copy = { name: 'Копия', scope: 'personal', texts: macro.texts }
    expect((await save(copy, boris)).body.error.name).toBe('unknown_file')
    const copied = (await save(copy, anna)).body
    const [name = ''] = namesIn(copied.texts.ru)
    expect(namesIn(macro.texts.ru)).not.toContain(name)
    await ask({ method: 'DELETE', path: `/macros/${macro.id}`, as })
    expect((await look(name, anna)).rawPayload.equals(picture(3))).toBe(true)
  })
})

describe('what is no picture of the caller’s', () => {
  test('does not get into the words', async () => {
    const foreign = [
      'https://tracker.example/x.png',
      '//tracker.example/x.png',
      'data:image/png;base64,AAAA',
      '/api/v1/files/1?inline=true',
      'cid:elsewhere@mail.example',
      'cid:file-1 onerror=alert(1)',
      'cid:file-{{ ticket.id }}',
      'cid:file-99999999999999999999',
    ]
    for (const src of foreign) {
      const macro = (await save({ texts: { ru: words(src) } })).body
      expect([src, macro.texts?.ru]).toEqual([src, '<p>Смотрите:</p><p>{{ ticket.number }}</p>'])
    }
  })

  test('is refused where it names somebody else’s', async () => {
    const others = await upload(anna)
    const plain = await upload(as, picture(1), 'name=a.png&mime=image/png')
    const attached = await upload(as)
    const { ticketId } = await ticket()
    await desk.answer(ticketId, { html: `<p>x<img src="cid:file-${attached}"></p>`, fileIds: [attached] })
    const own = await macroWith(1, { scope: 'personal' }, anna)
    const names = [
      `file-${others}`,
      `file-${plain}`,
      `file-${attached}`,
      'file-987654',
      ...namesIn(own.texts.ru),
    ]
    for (const name of names)
      expect([name, (await save({ texts: { ru: words(`cid:${name}`) } })).body.error?.name]).toEqual([
        name,
        'unknown_file',
      ])
  })

  test('is told by name when it is too large, too many or of no kind a reader sees', async () => {
    const attempt = async (...ids: number[]) =>
      (await save({ texts: { ru: ids.map((id) => `<img src="cid:file-${id}">`).join('') } })).body.error?.name
    expect(await attempt(await upload(as, picture(1), 'name=a.svg&mime=image/svg%2Bxml&isInline=true'))).toBe(
      'picture_unsupported',
    )
    expect(await attempt(await upload(as, Buffer.alloc(5 * 1024 * 1024 + 1)))).toBe('picture_too_large')
    const many = await Promise.all(Array.from({ length: 21 }, (_, mark) => upload(as, picture(mark))))
    expect(await attempt(...many)).toBe('too_many_pictures')
    expect(await attempt(...many.slice(1))).toBeUndefined()
  })

  test('does not come in by what a template is filled with, nor by words kept before there were pictures', async () => {
    const macro = await macroWith(1)
    const [name = ''] = namesIn(macro.texts.ru)
    const old = { ru: `<p>Было <img src="cid:other"> <img src="cid:${name}">{{ ticket.subject }}</p>` }
    const other = (await save({ texts: { ru: '<p>А</p>' } })).body
    await sql`update macro set texts = ${JSON.stringify(old)} where id = ${other.id}`.execute(db)
    const { ticketId } = await buildMessage(db, { inboxId: inbox.id, subject: `<img src="cid:${name}">` })
    const preview = await ask({ method: 'GET', path: `/tickets/${ticketId}/macros/${other.id}`, as })
    expect(namesIn(preview.body.html)).toEqual([])
    const used = (await use(ticketId, other.id)).body
    expect([namesIn(used.html), used.files]).toEqual([[], []])
    const body = { html: words('https://tracker.example/x.png'), language: 'ru', ticketId }
    expect((await ask({ method: 'POST', path: '/macro-previews', body, as })).body.html).not.toContain('img')
  })
})

describe('the answer it goes into', () => {
  test('keeps a picture of its own, whatever becomes of the macro, and sends it within the letter', async () => {
    const macro = await macroWith(7)
    const { ticketId } = await ticket()
    const used = (await use(ticketId, macro.id)).body
    const [file] = used.files
    expect(file).toMatchObject({ isInline: true, contentId: `file-${file.id}` })
    expect(namesIn(used.html)).toEqual([file.contentId])
    await change(macro, { texts: { ru: '<p>Уже иначе</p>' } })
    await ask({ method: 'DELETE', path: `/macros/${macro.id}`, as })
    const { html } = await desk.answer(ticketId, { html: used.html, fileIds: [file.id] })
    expect(namesIn(html ?? '')).toEqual([file.contentId])
    expectShown(ticketId, 7)
  })

  test('has no picture that a condition has left out', async () => {
    const id = await upload(as)
    const texts = {
      ru: `<p>Да</p><p>{% if customer.phone %}</p><img src="cid:file-${id}"><p>{% endif %}</p>`,
    }
    const macro = (await save({ texts })).body
    const { ticketId } = await ticket()
    expect((await use(ticketId, macro.id)).body).toMatchObject({ html: '<p>Да</p>', files: [] })
  })

  test('has its own on each of many tickets', async () => {
    const macro = await macroWith(9)
    const tickets = [await ticket(), await ticket()].map(({ ticketId }) => ticketId)
    const body = { macroId: macro.id, ticketIds: tickets, sendsReply: true }
    const run = (await ask({ method: 'POST', path: '/macro-runs', body, as })).body
    await drainJobs(platform.database.pool, macroTasks(platform), platform.log)
    await work()
    const { tickets: done } = (await ask({ method: 'GET', path: `/macro-runs/${run.id}`, as })).body
    expect(done).toMatchObject([{ state: 'done' }, { state: 'done' }])
    for (const ticketId of tickets) expectShown(ticketId, 9)
  })

  test('has it where a rule answers', async () => {
    const macro = await macroWith(8)
    const { ticketId } = await ticket()
    const by = {
      actor: { kind: 'system', id: null },
      cause: { kind: 'rule', id: 7, name: 'Возвраты' },
    } as const
    const done = await inTransaction(db, (tx) => applyMacro(tx, ticketId, macro.id, by, new Date()))
    const [file, ...others] = await fileOf(done.replyId ?? 0)
    expect(others).toEqual([])
    expect(file).toMatchObject({ is_inline: true, content_id: `file-${file?.id}` })
    await work()
    expectShown(ticketId, 8)
  })
})

test('an older desk’s macros keep their words and the files beside them', async () => {
  const all = path.join(import.meta.dirname, '../../migrations')
  const directory = await mkdtemp(path.join(os.tmpdir(), 'otklik-migrations-'))
  for (const name of await readdir(all))
    if (name < '2026-11-23-20') await copyFile(path.join(all, name), path.join(directory, name))
  const { pool } = openDatabase({ url: await emptyDatabaseUrl() })
  await migrate(pool, { directory })
  const sum = Buffer.alloc(32, 3)
  await pool.query('insert into blob (sha256, size_bytes) values ($1, 3)', [sum])
  await pool.query(`insert into macro (name, scope, texts, created_at, updated_at)
    values ('Акт', 'shared', '{"ru": "<p>Вот</p>"}', now(), now())`)
  await pool.query(
    `insert into macro_file (macro_id, sha256, size_bytes, name, mime)
    select id, $1, 3, 'Акт.pdf', 'application/pdf' from macro`,
    [sum],
  )
  expect(await migrate(pool)).toContain('2026-11-23-20-macro-pictures.sql')
  const { rows } = await pool.query('select name, is_inline from macro_file')
  expect(rows).toEqual([{ name: 'Акт.pdf', is_inline: false }])
  await pool.end()
  await rm(directory, { recursive: true })

  const macro = (await save({ texts: { ru: '<p>А</p>' } })).body
  await sql`insert into blob (sha256, size_bytes) values (${sum}, 3)`.execute(db)
  await sql`insert into macro_file (macro_id, sha256, size_bytes, name, mime)
    values (${macro.id}, ${sum}, 3, 'Акт.pdf', 'application/pdf')`.execute(db)
  const changed = (await change(macro, { texts: { ru: '<p>Б</p>' } })).body
  expect(changed).toMatchObject({ fileCount: 1, files: [{ name: 'Акт.pdf' }] })
  const { ticketId } = await ticket()
  expect((await use(ticketId, macro.id)).body.files).toMatchObject([{ name: 'Акт.pdf', isInline: false }])
})
