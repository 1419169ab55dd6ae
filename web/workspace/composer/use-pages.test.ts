import { expect, test } from 'vitest'
import { createPages } from './use-pages.ts'

test('a draft stands on its own page', () => {
  const draft = { kind: 'note', html: '<img src="cid:file-7">' } as const
  expect(createPages(draft).all()).toEqual({ reply: '', note: '<img src="/api/v1/files/7?inline=true">' })
})

test('what was written last stands there before anything is shown, whatever is shown', () => {
  const pages = createPages(null)
  const shown = pages.write('reply', '<p>Here</p>')
  pages.write('reply', '<p>Here you are</p>')
  pages.write('note', '<p>Asked twice</p>')
  expect(shown.reply).toBe('<p>Here</p>')
  expect(pages.written('reply')).toBe('<p>Here you are</p>')
  expect(pages.all()).toEqual({ reply: '<p>Here you are</p>', note: '<p>Asked twice</p>' })
})
