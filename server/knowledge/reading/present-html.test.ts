import { expect, test } from 'vitest'
import { presentHtml } from './present-html.ts'

const urls = {
  file: (id: number) => `/files/${id}`,
  article: (language: string, slug: string) => `https://help.example/${language}/articles/${slug}`,
}

test('a link to another article leads to where the portal is now, all other links are left alone', () => {
  const html = presentHtml(
    '<a href="/help/ru/articles/vkhod#shag-2">а</a> <a href="/help/ru">б</a> <a href="https://example.com/help/ru/articles/x">в</a>',
    'ru',
    urls,
  )
  expect(html).toBe(
    '<a href="https://help.example/ru/articles/vkhod#shag-2">а</a> <a href="/help/ru">б</a> <a href="https://example.com/help/ru/articles/x">в</a>',
  )
})

test('a picture is asked for where its reader can ask, a video not before it is pressed', () => {
  expect(presentHtml('<img src="file:7" alt="">', 'ru', urls)).toBe('<img src="/files/7" alt="">')
  const video = presentHtml('<figure data-video="https://vimeo.com/76979871"></figure>', 'en', urls)
  expect(video).toContain('data-player="https://player.vimeo.com/video/76979871?dnt=1"')
  expect(video).not.toContain('<iframe')
})
