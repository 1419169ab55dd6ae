import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { actorOfAgent } from '#server/identity/index.ts'
import { createArticle, createKnowledgeCategory } from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk, openSignedIn } from '#test/browser.ts'
import { type BuiltAgent, buildAgent } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database

/** What Word lays on a clipboard: lists as paragraphs, tags of its own, styles everywhere. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
<body lang=RU><!--StartFragment--><h1 style='color:#2E74B5'>Где искать<o:p></o:p></h1>
<p class=MsoNormal style='margin:0cm;font-family:"Times New Roman"'><b><span style='font-size:12.0pt;color:red'>Сначала</span></b><span lang=RU> проверьте спам.</span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Папка «Спам»<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>и вложенные<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Рассылки<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Раз<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Два<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'><td width=300 valign=top style='width:233.6pt'><p class=MsoNormal>Ящик<o:p></o:p></p></td><td width=300><p class=MsoNormal>Срок<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><img width=300 height=200 src="file:///C:/Users/x/clip_image001.png"><o:p></o:p></p><!--EndFragment--></body></html>`

/** What Google Docs lays on a clipboard: a bold that is not, spans with weights, lists in lists, its own links. */
const fromDocs = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-2a5f"><h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt;font-weight:400;">Если письма нет</span></h2>
<p dir="ltr"><span style="font-weight:700;color:#000">Напишите</span><span style="font-weight:400;font-style:italic;"> нам</span><span> на </span><a href="https://www.google.com/url?q=https://example.com/form&amp;sa=D" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">форму</span></a></p>
<ul style="margin:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Почта</span></p></li><ul><li dir="ltr" aria-level="2"><p><span>рабочая</span></p></li></ul><li dir="ltr"><p><span>Чат</span></p></li></ul><br /></b>`

async function paste(page: Page, editor: Locator, html: string): Promise<void> {
  await editor.evaluate((element, given) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', given)
    clipboardData.setData('text/plain', 'words')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, html)
  await page.keyboard.press('Control+End')
}

const savedIn = (page: Page) => page.getByRole('status').filter({ hasText: 'Сохранено' }).waitFor()

const textOf = (articleId: number, language: 'ru' | 'en' = 'ru') =>
  db
    .selectFrom('article_text')
    .select(['title', 'summary', 'html', 'version'])
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .executeTakeFirstOrThrow()

async function begin(agent: BuiltAgent, title: string, html = '<p>Текст.</p>'): Promise<number> {
  return inTransaction(db, async (tx) => {
    const texts = { ru: { title: `Категория ${title}`, description: '' } }
    const category = await createKnowledgeCategory(
      tx,
      null,
      { parentId: null, visibility: 'public', texts },
      new Date(),
    )
    const actor = await actorOfAgent(tx, agent.id)
    const given = { language: 'ru', summary: '', visibility: 'public', tags: [] } as const
    return createArticle(tx, actor, { ...given, categoryId: category.id, title, html }, new Date())
  })
}

journey(
  'an article is written from nothing, with what Word and Google Docs bring, and read on the portal',
  async () => {
    const boss = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })
    const page = await openSignedIn(desk, boss)
    await page.goto('/knowledge')
    await page.getByText('Здесь пока пусто').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Добавить первую категорию' }).press('Enter')
    const first = page.getByRole('textbox', { name: 'Название по-русски' })
    await first.fill('Письма')
    await page.getByRole('textbox', { name: 'Адрес' }).first().fill('так нельзя')
    await page.keyboard.press('Enter')
    await page.getByText('Только латинские буквы').waitFor()
    await page.getByRole('textbox', { name: 'Адрес' }).first().fill('letters')
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Письма' }).waitFor()

    await page.getByRole('button', { name: 'Новая статья' }).first().press('Enter')
    await page.getByRole('textbox', { name: 'Название статьи' }).fill('Не приходит письмо')
    await page.keyboard.press('Enter')
    const editor = page.getByRole('textbox', { name: 'Текст статьи' })
    await editor.click()
    await paste(page, editor, fromWord)
    await paste(page, editor, fromDocs)
    await page.getByText('1 картинка не перенеслась').waitFor()
    await savedIn(page)
    const id = Number(/articles\/(\d+)/.exec(page.url())?.[1])
    // Nothing of fonts, classes and empty lines is left; what was a list, a heading, bold or a table is one.
    const kept = await textOf(id)
    expect(kept.html.replaceAll(/ id="[^"]*"/g, '')).toBe(
      '<h2>Где искать</h2><p><strong>Сначала</strong> проверьте спам.</p>' +
        '<ul><li><p>Папка «Спам»</p><ul><li><p>и вложенные</p></li></ul></li><li><p>Рассылки</p></li></ul>' +
        '<ol><li><p>Раз</p></li><li><p>Два</p></li></ol>' +
        '<table><tbody><tr><td><p>Ящик</p></td><td><p>Срок</p></td></tr></tbody></table>' +
        '<h2>Если письма нет</h2><p><strong>Напишите</strong><em> нам</em> на ' +
        '<a href="https://example.com/form" rel="noopener noreferrer" target="_blank">форму</a></p>' +
        '<ul><li><p>Почта</p><ul><li><p>рабочая</p></li></ul></li><li><p>Чат</p></li></ul>',
    )

    // By hand: a callout, a heading, a picture with words, a video by its address.
    await editor.press('Control+End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Не пересылайте пароли.')
    await page.getByRole('button', { name: 'Вставить' }).click()
    await page.getByRole('menuitemradio', { name: 'Осторожно' }).click()
    await editor.press('Control+End')
    await page.getByLabel('Картинка', { exact: true }).setInputFiles({
      name: 'image.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    await editor.locator('img[draggable]').click()
    await page.getByLabel('Что на картинке').fill('Папка «Спам» слева')
    await page.getByRole('button', { name: 'Видео' }).click()
    await page.getByRole('textbox', { name: 'Адрес страницы с видео' }).fill('https://example.com/video')
    await page.keyboard.press('Enter')
    await page.getByText('Это не адрес видео').waitFor()
    await page.getByRole('textbox', { name: 'Адрес страницы с видео' }).fill('https://vimeo.com/76979871')
    await page.keyboard.press('Enter')
    await editor.locator('figure[data-video]').waitFor()
    await page.getByRole('textbox', { name: 'Коротко о статье' }).fill('Куда смотреть, если письма нет.')
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
    await page.getByText('Опубликовано', { exact: true }).waitFor()

    const { page: reader } = await openBrowser(desk, { hasScripts: false })
    await reader.goto('/help/ru/articles/ne-prikhodit-pismo')
    await reader.getByRole('heading', { name: 'Не приходит письмо', level: 1 }).waitFor()
    await reader.getByRole('note').getByText('Не пересылайте пароли.').waitFor()
    const picture = reader.getByRole('img', { name: 'Папка «Спам» слева' })
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    await reader.getByRole('link', { name: /Vimeo/ }).waitFor()

    // What is written on is not what readers see, until that is published.
    await page.getByRole('textbox', { name: 'Название статьи' }).fill('Письмо не приходит')
    await savedIn(page)
    await page.getByText('есть правки').waitFor()
    await reader.reload()
    await reader.getByRole('heading', { name: 'Не приходит письмо', level: 1 }).waitFor()
  },
)

journey('versions tell what changed word by word, and any of them can be written on', async () => {
  const boss = await buildAgent(db, { name: 'Олег', role: 'administrator', language: 'ru' })
  const id = await begin(boss, 'Возврат', '<p>Деньги приходят за пять дней.</p><p>Чек не нужен.</p>')
  const page = await openSignedIn(desk, boss)
  await page.goto(`/knowledge/articles/${id}`)
  await page.getByRole('button', { name: 'Опубликовать', exact: true }).click()
  await page.getByText('Опубликовано', { exact: true }).waitFor()
  const editor = page.getByRole('textbox', { name: 'Текст статьи' })
  await editor.getByText('за пять дней').selectText()
  await page.keyboard.type('Деньги приходят за два дня.')
  await savedIn(page)
  await page.getByRole('button', { name: 'Версии' }).click()
  const sheet = page.getByRole('dialog', { name: 'Версии' })
  await sheet.locator('del', { hasText: 'пять' }).waitFor()
  await sheet.locator('ins', { hasText: 'два' }).waitFor()
  expect(await sheet.getByText('Чек не нужен.').locator('xpath=self::ins').count()).toBe(0)
  expect(await faults(page)).toEqual([])
  await sheet.getByRole('button', { name: /^Версия 1/ }).click()
  await sheet.getByRole('button', { name: 'Вернуть версию 1' }).click()
  await editor.getByText('Деньги приходят за пять дней.').waitFor()
  expect((await textOf(id)).html).toBe('<p>Деньги приходят за пять дней.</p><p>Чек не нужен.</p>')

  // The second language begins from the first, and is a text of its own.
  await page.getByRole('tab', { name: /Английский/ }).click()
  await page.getByRole('button', { name: 'Начать с русского текста' }).click()
  await page.getByRole('textbox', { name: 'Название статьи' }).fill('Refunds')
  await expect.poll(async () => (await textOf(id, 'en')).title).toBe('Refunds')
  expect(await textOf(id, 'ru')).toMatchObject({ title: 'Возврат' })
})

journey('who may write asks for a review, who may publish finds it and publishes it later', async () => {
  const author = await buildAgent(db, { name: 'Анна', role: 'agent', language: 'ru' })
  const lead = await buildAgent(db, { name: 'Дмитрий', role: 'lead', language: 'ru' })
  const id = await begin(author, 'Доставка за рубеж')
  const page = await openSignedIn(desk, author)
  await page.goto(`/knowledge/articles/${id}`)
  expect(await page.getByRole('button', { name: 'Опубликовать' }).count()).toBe(0)
  await page.getByRole('button', { name: 'На проверку' }).click()
  await page.getByText('Отправлено на проверку').waitFor()

  const other = await openSignedIn(desk, lead)
  await other.goto('/knowledge?state=review')
  await other
    .getByRole('main')
    .getByRole('link', { name: /Доставка за рубеж/ })
    .press('Enter')
  await other.getByText('Ждёт проверки').waitFor()
  await other.getByRole('button', { name: 'Ещё о публикации' }).click()
  await other.getByRole('menuitem', { name: 'Опубликовать позже…' }).click()
  expect(await faults(other)).toEqual([])
  await other.getByRole('button', { name: 'Запланировать' }).click()
  await other.getByText('Публикация запланирована').waitFor()
  // Whoever has it open sees that at once.
  await page.getByText('выйдет позже').waitFor()
  const row = await db
    .selectFrom('article_text')
    .select(['publish_at', 'is_in_review'])
    .where('article_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(row.is_in_review).toBe(false)
  expect(row.publish_at?.getTime()).toBeGreaterThan(Date.now())
})

journey('words that two people write at once are not lost: the second is asked whose stay', async () => {
  const boss = await buildAgent(db, { name: 'Вера', role: 'administrator', language: 'ru' })
  const id = await begin(boss, 'Гарантия')
  const [mine, theirs] = [await openSignedIn(desk, boss), await openSignedIn(desk, boss)]
  for (const page of [mine, theirs]) await page.goto(`/knowledge/articles/${id}`)
  const editor = mine.getByRole('textbox', { name: 'Текст статьи' })
  // Mine cannot be saved while the connection is gone; theirs is, meanwhile.
  await editor.waitFor()
  await mine.route(/\/api\/v1\/articles\//, (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await editor.press('Control+End')
  await mine.keyboard.type(' Моё.')
  await mine.getByText('Не сохранено.').waitFor()
  await theirs.getByRole('textbox', { name: 'Текст статьи' }).press('Control+End')
  await theirs.keyboard.type(' Их.')
  await savedIn(theirs)
  await mine.unroute(/\/api\/v1\/articles\//)
  await mine.getByRole('button', { name: 'Повторить' }).click()
  await mine.getByText('Пока вы писали, эту статью изменили в другом месте.').waitFor()
  expect((await textOf(id)).html).toBe('<p>Текст. Их.</p>')
  await mine.getByRole('button', { name: 'Оставить мою' }).click()
  await expect.poll(async () => (await textOf(id)).html).toBe('<p>Текст. Моё.</p>')
  // Whoever had not written anything since reads what is there now.
  await theirs.getByRole('textbox', { name: 'Текст статьи' }).getByText('Текст. Моё.').waitFor()
})

journey('the articles fit on a phone, in the dark, and are put in order by the keyboard', async () => {
  const boss = await buildAgent(db, { name: 'Инна', role: 'administrator', language: 'ru' })
  const id = await begin(boss, 'Первая')
  const { category_id } = await db
    .selectFrom('article')
    .select('category_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await inTransaction(db, async (tx) => {
    const given = { language: 'ru', summary: '', html: '', visibility: 'public', tags: [] } as const
    const actor = await actorOfAgent(tx, boss.id)
    await createArticle(tx, actor, { ...given, categoryId: category_id, title: 'Вторая' }, new Date())
  })
  const page = await openSignedIn(desk, boss, { width: 390, height: 844, colorScheme: 'dark' })
  await page.goto(`/knowledge?category=${category_id}`)
  await page.getByRole('button', { name: 'Поднять «Вторая»' }).press('Enter')
  await expect
    .poll(async () =>
      (
        await db
          .selectFrom('article')
          .innerJoin('article_text', 'article_id', 'article.id')
          .select('title')
          .where('category_id', '=', category_id)
          .orderBy('position')
          .execute()
      ).map((row) => row.title),
    )
    .toEqual(['Вторая', 'Первая'])
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Разделы', exact: true }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Черновики и правки' }).click()
  await page.getByRole('heading', { name: 'Черновики и правки' }).waitFor()
  await page.getByRole('searchbox').fill('вторых')
  await page.getByRole('link', { name: /Вторая/ }).waitFor()
  await page.goto(`/knowledge/articles/${id}`)
  await page.getByRole('textbox', { name: 'Текст статьи' }).waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
})
