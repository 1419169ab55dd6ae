import { expect, test } from 'vitest'
import { archiveOf, dot, handbook } from '#test/knowledge-archive.ts'
import { cleanArticle } from '../content/clean-article.ts'
import { archiveBounds, openArchive } from './archive.ts'
import { groupItems } from './group-items.ts'
import { createTargets, pictureMime } from './links.ts'
import { nameOf, placeOf, resolve } from './paths.ts'
import { readDocument } from './read-document.ts'
import { scanArchive } from './scan-archive.ts'

const read = (text: string, path = 'a.md') => readDocument(path, Buffer.from(text))
const html = (text: string, path?: string) => cleanArticle(read(text, path).html).html
const scan = (files: Record<string, string | Uint8Array>) => scanArchive(openArchive(archiveOf(files)), 1e6)
const failureOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return (error as { failure?: string }).failure
  }
}

test('the front matter says what an article is; else its first heading, else its file', () => {
  expect(
    read(
      '---\ntitle: Вход\nsummary: Как войти\nslug: /docs/sign-in\ntags: a, b\nlang: en-US\ndraft: true\nvisibility: internal\ndate: 2020-01-01\n---\n\n# Вход\n\nДа',
    ),
  ).toMatchObject({
    title: 'Вход',
    summary: 'Как войти',
    slug: 'sign-in',
    tags: ['a', 'b'],
    language: 'en',
    isDraft: true,
    visibility: 'internal',
  })
  expect(read('# **Вход** & выход\n\nДа')).toMatchObject({ title: 'Вход & выход', isDraft: false, tags: [] })
  expect(read('Без заголовка', 'x/02-first_steps.md').title).toBe('First steps')
  expect(read('---\n- a\n---\nДа').title).toBe('A')
  expect(html('# Вход\n\nДа')).toBe('<p>Да</p>\n')
  expect(() => read('---\ntitle: [\n---\nx')).toThrow('front_matter')
  expect(() => readDocument('a.md', Buffer.from([0xff, 0xfe, 0]))).toThrow('not_text')
})

test('callouts of GitHub, Obsidian and Docusaurus, tasks, videos and code keep their meaning', () => {
  expect(html('> [!NOTE]\n> Раз\n>\n> - два')).toContain('<aside data-kind="info" role="note"><p>Раз</p>')
  expect(html('> [!danger]- Стой\n> Раз')).toContain(
    '<aside data-kind="danger" role="note"><p><strong>Стой</strong></p><p>Раз</p>',
  )
  expect(html(':::warning[Осторожно]\n\nРаз **два**\n\n:::\n\nПосле')).toMatch(
    /<aside data-kind="warning" role="note"><p><strong>Осторожно<\/strong><\/p><p>Раз <strong>два<\/strong><\/p>\s*<\/aside>\s*<p>После/,
  )
  expect(html('::::tip\n:::info\nВнутри\n:::\n::::')).toMatch(
    /data-kind="success"[^]*data-kind="info"[^]*Внутри/,
  )
  expect(html(':::note\nбез конца')).not.toContain('aside')
  expect(html('> просто цитата')).toContain('<blockquote>')
  expect(html('https://youtu.be/dQw4w9WgXcQ')).toContain(
    '<figure data-video="https://www.youtube.com/watch?v=dQw4w9WgXcQ">',
  )
  expect(html('см. https://youtu.be/dQw4w9WgXcQ')).not.toContain('figure')
  expect(html('- [x] да\n- [ ] нет')).toMatch(/☑ да[^]*☐ нет/)
  expect(html('```js\nx<y\n```')).toContain('<code class="language-js">x&lt;y')
  expect(html('|a|b|\n|-|-|\n|1|2|')).toContain('<td>1</td>')
})

test('a page of HTML is its main part, without what stands around it', () => {
  const page =
    '<html><head><title>Сайт — Вход</title></head><body><nav>меню</nav><main><h1>Вход</h1><p>Да</p><footer>низ</footer></main></body></html>'
  expect(read(page, 'a.html')).toMatchObject({ title: 'Вход' })
  expect(html(page, 'a.html')).toBe('<p>Да</p>')
  expect(read('<title>Имя</title><p>Да</p>', 'a.htm').title).toBe('Имя')
})

test('the language is in the path, and both languages of a place are one article', () => {
  expect(placeOf('ru/guide/install.md')).toMatchObject({ source: 'guide/install', language: 'ru' })
  expect(placeOf('book/en/guide/install.md')).toMatchObject({ source: 'book/guide/install', language: 'en' })
  expect(placeOf('guide/install.en.md')).toMatchObject({ source: 'guide/install', language: 'en' })
  expect(placeOf('guide/_index.ru.md')).toMatchObject({ source: 'guide/', isIndex: true, language: 'ru' })
  expect(placeOf('README.md')).toMatchObject({ source: '', isIndex: true, language: null })
  expect(nameOf('10_Частые-вопросы')).toBe('Частые вопросы')
})

test('links are followed inside the archive and never out of it', () => {
  expect(resolve('a/b.md', '../c/d.md#x')).toBe('c/d.md')
  expect(resolve('a/b.md', 'c%20d.md?x')).toBe('a/c d.md')
  expect(resolve('a/b.md', '../../etc/passwd')).toBeNull()
  expect(resolve('a/b.md', 'javascript:hit()')).toBeNull()
  const target = createTargets(['f/x.pdf'], ['guide/install', 'guide/'])
  expect(target('ru/guide/login.md', './install')).toEqual({
    kind: 'page',
    source: 'guide/install',
    anchor: '',
  })
  expect(target('ru/guide/login.md', '../guide/')).toMatchObject({ kind: 'page', source: 'guide/' })
  expect(target('f/a.md', 'x.pdf')).toEqual({ kind: 'file', path: 'f/x.pdf' })
  expect(target('f/a.md', 'y.pdf')).toEqual({ kind: 'missing' })
  expect(target('f/a.md', '/help/ru/articles/x')).toEqual({ kind: 'elsewhere' })
  expect(pictureMime(dot)).toBe('image/png')
  expect(pictureMime(Buffer.from('<svg onload=x>'))).toBeNull()
})

test('a handbook is read whole, and what is wrong is said by file and reason', async () => {
  const { items, problems } = await scan(handbook)
  const grouped = groupItems(items, { language: 'ru', hasRoot: false, archiveName: 'Книга.zip' })
  expect(
    grouped.articles.map(({ source, texts }) => [source, texts.map((text) => text.language).join()]),
  ).toEqual([
    ['first-steps/install', 'en,ru'],
    ['faq/payment', 'en,ru'],
    ['first-steps/login', 'ru'],
  ])
  expect(grouped.categories.map(({ source, titles }) => [source, titles])).toEqual([
    ['first-steps/', { en: 'First steps', ru: 'Первые шаги' }],
    ['faq/', { en: 'Faq', ru: 'Faq' }],
  ])
  expect(problems).toEqual([
    { path: 'faq/broken.md', problem: 'front_matter', detail: null },
    { path: 'en/first-steps/install.md', problem: 'link_missing', detail: 'lost.md' },
    { path: 'faq/payment.en.html', problem: 'picture_remote', detail: 'https://spy.example/x.gif' },
  ])
  const kinds = (kind: string) => items.filter((item) => item.kind === kind).map((item) => item.path)
  expect(kinds('picture')).toEqual(['pictures/window.png'])
  expect(kinds('attachment')).toEqual(['ru/files/notes.pdf'])
  expect(kinds('unused')).toEqual(['pictures/unused.png'])
  const alone = groupItems((await scan({ 'a.md': '# А' })).items, {
    language: 'ru',
    hasRoot: false,
    archiveName: 'Книга.zip',
  })
  expect(alone.categories).toEqual([])
  const top = await scan({ 'a.md': '# А\n\nда', 'README.md': '# Всё\n\nда' })
  const groups = groupItems(top.items, { language: 'ru', hasRoot: false, archiveName: 'x.zip' })
  expect(groups.categories).toMatchObject([{ source: '', parent: null, titles: { ru: 'Всё' } }])
})

test('what is no archive, or too much of one, is refused before anything is unpacked', async () => {
  expect(failureOf(() => openArchive(Buffer.from('PK? no')))).toBe('archive_unreadable')
  const zip = archiveOf({ 'a.md': 'x'.repeat(5_000) })
  expect(failureOf(() => openArchive(zip.subarray(40)))).toBe('archive_unreadable')
  const many = Buffer.from(zip)
  many.writeUInt16LE(archiveBounds.entries + 1, many.lastIndexOf(Buffer.from('PK\x05\x06')) + 10)
  expect(failureOf(() => openArchive(many))).toBe('archive_too_large')
  const directory = zip.lastIndexOf(Buffer.from('PK\x01\x02'))
  const huge = Buffer.from(zip)
  huge.writeUInt32LE(0x7fffffff, directory + 24)
  expect(failureOf(() => openArchive(huge))).toBe('archive_too_large')
  // A bomb says that it is small: it is not unpacked further than it said.
  const bomb = archiveOf({ 'a.md': '\0'.repeat(20_000_000) })
  bomb.writeUInt32LE(100, bomb.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
  const { items, problems } = await scanArchive(openArchive(bomb), 1e6)
  expect([items, problems]).toEqual([[], [{ path: 'a.md', problem: 'unreadable', detail: null }]])
})

test('names that lead out, links of a file system and locked files are said and left', async () => {
  const zip = archiveOf({
    'a.md': '# А\n\nда',
    'b.md': '# Б\n\nда',
    'c.md': '# В\n\nда',
    '../../up.md': 'x',
    '/root.md': 'x',
  })
  const at = (n: number) => {
    let found = -1
    for (let i = 0; i <= n; i++) found = zip.indexOf(Buffer.from('PK\x01\x02'), found + 1)
    return found
  }
  zip.writeUInt8(3, at(1) + 5)
  zip.writeUInt16LE(0xa1ff, at(1) + 40)
  zip.writeUInt16LE(1, at(2) + 8)
  const { items, problems } = await scanArchive(openArchive(zip), 1e6)
  expect(items.map((item) => item.path)).toEqual(['a.md'])
  expect(problems.map(({ path, problem }) => [path, problem])).toEqual([
    ['b.md', 'symlink'],
    ['c.md', 'encrypted'],
    ['../../up.md', 'bad_name'],
    ['/root.md', 'bad_name'],
  ])
  // What Windows wrote in its own code page.
  const old = archiveOf({ 'XXXX.md': '# А\n\nда' })
  const name = Buffer.from([0x82, 0xe5, 0xae, 0xa4])
  for (let i = old.indexOf('XXXX'); i >= 0; i = old.indexOf('XXXX', i + 1)) name.copy(old, i)
  expect(openArchive(old).map((entry) => entry.path)).toEqual(['Вход.md'])
})
