import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { macroDesk } from '#test/macro-desk.ts'

const { as, ask, anna, db, make, team, ticket, use } = await macroDesk()

describe('the library', () => {
  test('whose a macro is decides who finds it', async () => {
    const own = await make(as.anna, { name: 'Мой' })
    const teams = await make(as.lead, { name: 'Отдела', scope: 'team', teamId: team.id })
    const shared = await make(as.lead, { name: 'Общий', scope: 'shared' })
    const seen = async (who: Record<string, string>) => {
      const { items } = (await ask({ method: 'GET', path: '/macros', as: who })).body
      const ids = items.map((item: { id: number }) => item.id)
      return [own, teams, shared].filter(({ id }) => ids.includes(id)).map(({ name }) => name)
    }
    expect(await seen(as.anna)).toEqual(['Мой', 'Отдела', 'Общий'])
    expect(await seen(as.boris)).toEqual(['Общий'])
    // Shares macros, is not in the team, and never sees what is somebody's own.
    expect(await seen(as.lead)).toEqual(['Отдела', 'Общий'])

    const { ticketId } = await ticket()
    for (const [who, id] of [
      [as.boris, own.id],
      [as.lead, own.id],
      [as.boris, teams.id],
      [as.lead, teams.id],
    ] as const) {
      expect((await ask({ method: 'GET', path: `/tickets/${ticketId}/macros/${id}`, as: who })).status).toBe(
        404,
      )
      expect((await use(ticketId, { macroId: id }, who)).status).toBe(404)
    }
    for (const method of ['GET', 'DELETE'] as const)
      expect((await ask({ method, path: `/macros/${own.id}`, as: as.lead })).status).toBe(404)
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/macros/${shared.id}`,
          body: { version: 1, name: 'x' },
          as: as.anna,
        })
      ).status,
    ).toBe(403)
    expect((await ask({ method: 'DELETE', path: `/macros/${teams.id}`, as: as.anna })).status).toBe(403)
    expect((await ask({ method: 'DELETE', path: `/macros/${own.id}`, as: as.anna })).status).toBe(200)
    expect(await seen(as.anna)).toEqual(['Отдела', 'Общий'])
  })

  test('sharing takes the right, on the way in and on the way out', async () => {
    for (const body of [{ scope: 'shared' }, { scope: 'team', teamId: team.id }])
      expect(
        (await ask({ method: 'POST', path: '/macros', body: { name: 'x', ...body }, as: as.anna })).status,
      ).toBe(403)
    const own = await make(as.anna, {})
    const wish = { version: own.version, scope: 'shared' }
    expect((await ask({ method: 'PATCH', path: `/macros/${own.id}`, body: wish, as: as.anna })).status).toBe(
      403,
    )
    const shared = await make(as.lead, { scope: 'shared' })
    const taken = await ask({
      method: 'PATCH',
      path: `/macros/${shared.id}`,
      body: { version: 1, scope: 'personal' },
      as: as.lead,
    })
    expect(taken.body).toMatchObject({ scope: 'personal', version: 2 })
    expect((await ask({ method: 'GET', path: `/macros/${shared.id}`, as: as.anna })).status).toBe(404)
  })

  test('a broken one is not saved, and its place is told', async () => {
    const texts = { ru: '<p>Раз</p><p>Два {{ customer.nam }}</p>' }
    const answer = await ask({ method: 'POST', path: '/macros', body: { name: 'x', texts }, as: as.anna })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({
      name: 'bad_template',
      detail: {
        problem: 'unknown_variable',
        word: 'customer.nam',
        line: 2,
        column: 8,
        snippet: 'Два {{ customer.nam }}',
        language: 'ru',
      },
    })
    const note = [{ type: 'add_note', text: 'Раз\n{{ customer.name' }]
    const noted = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', actions: note },
      as: as.anna,
    })
    expect(noted.body.error.detail).toMatchObject({ problem: 'unclosed_output', line: 2 })
  })

  test('what stands in the HTML is cleaned, and files are taken over', async () => {
    const { id: fileId } = await db
      .insertInto('blob')
      .values({ sha256: Buffer.alloc(32, 7), size_bytes: 3 })
      .returning('sha256')
      .executeTakeFirstOrThrow()
      .then(({ sha256 }) =>
        db
          .insertInto('file')
          .values({
            sha256,
            size_bytes: 3,
            name: 'Акт.pdf',
            mime: 'application/pdf',
            content_id: null,
            uploaded_by_id: anna.id,
            created_at: new Date(),
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
    const made = await make(as.anna, {
      texts: { ru: '<p>Да<script>alert(1)</script></p>', en: '<p> </p>' },
      fileIds: [fileId],
    })
    expect(made).toMatchObject({
      texts: { ru: '<p>Да</p>' },
      languages: ['ru'],
      files: [{ name: 'Акт.pdf', sizeBytes: 3 }],
    })
    const others = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', fileIds: [fileId] },
      as: as.boris,
    })
    expect(others.body.error.name).toBe('unknown_file')
    const copy = (who: Record<string, string>) =>
      ask({
        method: 'POST',
        path: '/macros',
        body: { name: 'Копия', copiedFileIds: [made.files[0].id] },
        as: who,
      })
    const copied = await copy(as.anna)
    expect(copied.body).toMatchObject({ files: [{ name: 'Акт.pdf', sizeBytes: 3 }] })
    expect(copied.body.files[0].id).not.toBe(made.files[0].id)
    // Nobody gets at the file of a macro that is somebody's own.
    expect((await copy(as.boris)).body.error.name).toBe('unknown_file')
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: made.id })).body
    expect(used.files).toMatchObject([{ name: 'Акт.pdf', isInline: false }])
    expect(used.files[0].id).not.toBe(fileId)
    const removed = await ask({
      method: 'PATCH',
      path: `/macros/${made.id}`,
      body: { version: 1, removedFileIds: [made.files[0].id] },
      as: as.anna,
    })
    expect(removed.body.files).toEqual([])
  })

  test('folders lie in each other, and never in themselves', async () => {
    const folder = async (body: object, who = as.lead) =>
      (await ask({ method: 'POST', path: '/macro-folders', body: { isOwn: false, ...body }, as: who })).body
    const outer = await folder({ name: 'Доставка' })
    const inner = await folder({ name: 'Задержки', parentId: outer.id })
    const change = (id: number, body: object, who = as.lead) =>
      ask({ method: 'PATCH', path: `/macro-folders/${id}`, body, as: who })
    expect((await change(outer.id, { parentId: inner.id })).status).toBe(400)
    expect((await change(outer.id, { name: 'x' }, as.anna)).status).toBe(403)
    const macro = await make(as.lead, { scope: 'shared', folderId: inner.id })
    expect((await ask({ method: 'DELETE', path: `/macro-folders/${inner.id}`, as: as.lead })).status).toBe(
      200,
    )
    expect((await ask({ method: 'GET', path: `/macros/${macro.id}`, as: as.anna })).body.folderId).toBe(
      outer.id,
    )

    const own = await folder({ name: 'Мои', isOwn: true }, as.anna)
    expect((await change(own.id, { name: 'x' })).status).toBe(404)
    // What everybody sees does not lie where one alone looks.
    const hidden = await ask({
      method: 'POST',
      path: '/macros',
      body: { name: 'x', scope: 'shared', folderId: own.id },
      as: as.lead,
    })
    expect(hidden.status).toBe(400)
  })

  test('somebody who was not there first has to look again', async () => {
    const made = await make(as.anna, {})
    const change = () =>
      ask({ method: 'PATCH', path: `/macros/${made.id}`, body: { version: 1, name: 'y' }, as: as.anna })
    expect((await change()).status).toBe(200)
    expect((await change()).body.error.name).toBe('version_conflict')
  })

  test('favourites are one’s own', async () => {
    const shared = await make(as.lead, { scope: 'shared' })
    const path = `/macros/${shared.id}`
    await ask({ method: 'PUT', path: `${path}/favourite`, body: { isFavourite: true }, as: as.anna })
    expect((await ask({ method: 'GET', path, as: as.anna })).body.isFavourite).toBe(true)
    expect((await ask({ method: 'GET', path, as: as.boris })).body.isFavourite).toBe(false)
  })
})

test('one agent’s many macros keep nobody else from preparing a reply', async () => {
  await sql`insert into macro (name, scope, owner_id, created_at, updated_at)
    select 'Мой ' || n, 'personal', ${anna.id}, now(), now() from generate_series(1, 2000) n`.execute(db)
  const attempt = (who: Record<string, string>, scope: string) =>
    ask({ method: 'POST', path: '/macros', body: { name: 'Ещё', scope, texts: { ru: '<p>А</p>' } }, as: who })
  expect((await attempt(as.boris, 'personal')).status).toBe(201)
  expect((await attempt(as.lead, 'shared')).status).toBe(201)
  expect((await attempt(as.anna, 'personal')).body.error.name).toBe('too_many_macros')
})
