import { expect, test } from 'vitest'
import { cleanArticle } from './clean-article.ts'
import { freeSlug, slugOf } from './slug.ts'
import { videoOf } from './video.ts'

test('keeps what an article is made of', () => {
  const html = `<h1>Вход</h1><p>Нажмите <b>«Забыли пароль»</b> и <a href="/help/ru/articles/x">читайте</a>.</p>
    <aside data-kind="warning"><p>Осторожно</p></aside><pre><code class="language-bash">ls -la</code></pre>
    <table><tbody><tr><th scope="row">Срок</th><td colspan="2">3 дня</td></tr></tbody></table>
    <p><img src="file:12" alt="Окно" width="640" height="400"></p>`
  const article = cleanArticle(html)
  expect(article.html).toContain('<h2 id="vkhod">Вход</h2>')
  expect(article.html).toContain('<strong>«Забыли пароль»</strong>')
  expect(article.html).toContain('<a href="/help/ru/articles/x">')
  expect(article.html).toContain('<aside data-kind="warning" role="note"><p>Осторожно</p></aside>')
  expect(article.html).toContain('<code class="language-bash">ls -la</code>')
  expect(article.html).toContain('<th scope="row">Срок</th><td colspan="2">3 дня</td>')
  expect(article.html).toContain('<img src="file:12" alt="Окно" width="640" height="400" loading="lazy" />')
  expect(article.headings).toEqual([{ level: 2, text: 'Вход', anchor: 'vkhod' }])
  expect(article.fileIds).toEqual([12])
  expect(article.text).toContain('Срок 3 дня')
})

test.each([
  '<script>hit()</script>',
  '<img src="x" onerror="hit()">',
  '<img src="https://spy.example/pixel.gif">',
  '<img src="data:image/svg+xml,<svg onload=hit()>">',
  '<a href="javascript:hit()">a</a>',
  '<a href=" java\nscript:hit()">a</a>',
  '<a href="//spy.example">a</a>',
  '<p style="position:fixed">a</p>',
  '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
  '<svg><script>hit()</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=hit()>',
  '<form action="https://spy.example"><input name="password"></form>',
  '<h2 id="x" onclick="hit()">a</h2>',
  '<aside data-kind="&quot; onclick=hit()">a</aside>',
  '<figure data-video="https://spy.example/v">a</figure>',
  '<meta http-equiv="refresh" content="0;https://spy.example">',
  '<base href="https://spy.example"><object data="x"></object>',
  '<code class="language-x onclick evil">a</code>',
])('lets nothing through that acts or tells: %s', (given) => {
  const { html } = cleanArticle(given)
  expect(html).not.toMatch(
    /hit\(|spy\.example|javascript|on\w+=|style=|<(script|iframe|svg|math|form|input|meta|base|object)/i,
  )
  expect(html).not.toContain('evil')
})

test('headings of one name have anchors of their own, and empty ones go', () => {
  const { html, headings } = cleanArticle('<h2>Шаг</h2><h3>Шаг</h3><h2> <br></h2><h4>???</h4>')
  expect(headings.map((heading) => heading.anchor)).toEqual(['shag', 'shag-2', 'section'])
  expect(html).toBe('<h2 id="shag">Шаг</h2><h3 id="shag-2">Шаг</h3><h4 id="section">???</h4>')
})

test('a video is known by its page, whatever else its address carries', () => {
  const same = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
  for (const address of [
    'https://youtu.be/dQw4w9WgXcQ?si=track',
    'https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=x',
    'https://www.youtube.com/shorts/dQw4w9WgXcQ',
  ])
    expect(videoOf(address)).toMatchObject({ host: 'youtube', page: same })
  expect(videoOf('https://vkvideo.ru/video-22822305_456242110')?.page).toBe(
    'https://vk.com/video-22822305_456242110',
  )
  expect(videoOf(`https://rutube.ru/video/${'a1'.repeat(16)}/`)?.host).toBe('rutube')
  expect(videoOf('https://vimeo.com/76979871')?.player).toContain('dnt=1')
  for (const address of [
    'https://evil.example/watch?v=dQw4w9WgXcQ',
    'javascript:1',
    'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
    'https://youtu.be/short',
  ])
    expect(videoOf(address)).toBeNull()
  expect(cleanArticle('<figure data-video="https://youtu.be/dQw4w9WgXcQ?x=1"></figure>').html).toBe(
    `<figure data-video="${same}"></figure>`,
  )
})

test('a title becomes an address people can read', () => {
  expect(slugOf('Не приходит письмо?')).toBe('ne-prikhodit-pismo')
  expect(slugOf('Ёлка & Café — 50%')).toBe('elka-cafe-50')
  expect(slugOf('???')).toBe('')
  expect(slugOf('слово '.repeat(40)).length).toBeLessThanOrEqual(80)
  expect(slugOf('слово '.repeat(40))).toMatch(/slovo$/)
  expect(freeSlug('a', (slug) => ['a', 'a-2'].includes(slug))).toBe('a-3')
})
