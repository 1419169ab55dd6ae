import { expect, test } from 'vitest'
import { answerWords } from './answer-words.ts'

const urlOf = (language: string, slug: string) => `https://help.example/${language}/articles/${slug}`
const words = (html: string, pictureName: (id: number) => string | null = () => null) =>
  answerWords(html, urlOf, pictureName)

test('an article is said with what a letter has', () => {
  expect(
    words(
      '<h2 id="a">Где искать</h2><p>В <mark>«Спаме»</mark>.</p><aside data-kind="warning" role="note"><p>Осторожно</p></aside>' +
        '<table><caption>Сроки</caption><thead><tr><th>Ящик</th><th>Срок</th></tr></thead><tbody><tr><td><p>Почта</p><p>и папки</p></td><td>час</td></tr></tbody></table>' +
        '<figure data-video="https://vimeo.com/76979871"></figure><hr /><pre><code class="language-bash">ls</code></pre>',
    ),
  ).toBe(
    '<p><strong>Где искать</strong></p><p>В «Спаме».</p><blockquote><p>Осторожно</p></blockquote>' +
      '<p><em>Сроки</em></p><p><strong>Ящик</strong> — <strong>Срок</strong></p><p>Почта; и папки — час</p>' +
      '<p><a href="https://vimeo.com/76979871" rel="noopener noreferrer nofollow" target="_blank">https://vimeo.com/76979871</a></p>' +
      '<pre><code>ls</code></pre>',
  )
})

test('links lead to where the portal is; one to a part of the page is words', () => {
  expect(words('<p><a href="/help/en/articles/b#c">а</a> <a href="#c">б</a></p>')).toBe(
    '<p><a href="https://help.example/en/articles/b#c" rel="noopener noreferrer nofollow" target="_blank">а</a> б</p>',
  )
})

test('pictures are the answer’s own or fall out, and nothing else gets in by them', () => {
  const html =
    '<p>1 <img src="file:12" alt="Окно" width="640" loading="lazy" /> 2</p><p><img src="file:7" alt="" /></p>'
  expect(words(html)).toBe('<p>1  2</p>')
  expect(words(html, (id) => (id === 12 ? 'file-90' : null))).toBe(
    '<p>1 <img src="cid:file-90" alt="Окно" width="640" /> 2</p>',
  )
  expect(words('<p><img src="https://spy.example/x.png"><script>x()</script></p>')).not.toMatch(/spy|script/)
})
