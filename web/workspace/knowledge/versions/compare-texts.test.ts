import { expect, test } from 'vitest'
import { blocksOf } from './article-blocks.ts'
import { compareTexts } from './compare-texts.ts'

const text = (html: string, title = 'Вход', summary = '') => ({ title, summary, html })

test('an article is read as the pieces that stand by themselves', () => {
  const html = `<h2 id="a">Вход</h2><p>Нажмите <strong>«Войти»</strong> &amp; ждите.</p><ul><li>один<ul><li>внутри</li></ul></li><li><p>два</p></li></ul>
    <aside data-kind="info" role="note"><p>Важно</p></aside><blockquote><p>Цитата</p></blockquote>
    <table><tbody><tr><th>Срок</th><td>3 дня</td></tr></tbody></table><pre><code class="language-bash">ls
cd</code></pre><p><img src="file:1" alt="Окно" loading="lazy" /></p><figure data-video="https://vimeo.com/76979871"></figure>`
  expect(blocksOf(html)).toEqual([
    { kind: 'heading', text: 'Вход' },
    { kind: 'paragraph', text: 'Нажмите «Войти» & ждите.' },
    { kind: 'point', text: 'один' },
    { kind: 'point', text: 'внутри' },
    { kind: 'point', text: 'два' },
    { kind: 'callout', text: 'Важно' },
    { kind: 'quote', text: 'Цитата' },
    { kind: 'row', text: 'Срок | 3 дня' },
    { kind: 'code', text: 'ls\ncd' },
    { kind: 'picture', text: 'Окно' },
    { kind: 'video', text: 'https://vimeo.com/76979871' },
  ])
})

test('of a paragraph that was rewritten the words that changed are told', () => {
  const { blocks, isSame } = compareTexts(
    text('<p>Письмо приходит за пять минут.</p><p>Остаётся</p>'),
    text('<p>Письмо приходит за две минуты.</p><p>Остаётся</p><p>Новое</p>'),
  )
  expect(isSame).toBe(false)
  expect(blocks.map((block) => block.isSame)).toEqual([false, true, false])
  expect(
    blocks[0]?.words.filter((word) => word.is !== 'same').map((word) => `${word.is} ${word.text}`),
  ).toEqual(['removed пять', 'added две', 'removed минут', 'added минуты'])
  expect(blocks[2]?.words).toEqual([{ text: 'Новое', is: 'added' }])
})

test('what has nothing in common is gone and new, not rewritten', () => {
  const { blocks } = compareTexts(text('<p>Совсем другое.</p>'), text('<p>Первый шаг прост.</p>'))
  expect(blocks.map((block) => block.words[0]?.is).toSorted()).toEqual(['added', 'removed'])
})

test('a title and a summary are compared as well, and the same is the same', () => {
  const same = compareTexts(text('<p>а</p>'), text('<p>а</p>'))
  expect(same).toMatchObject({ isSame: true })
  const { title, isSame } = compareTexts(text('', 'Вход'), text('', 'Вход в кабинет'))
  expect(isSame).toBe(false)
  expect(title).toContainEqual({ text: ' в кабинет', is: 'added' })
})
