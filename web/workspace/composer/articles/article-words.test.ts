import { expect, test } from 'vitest'
import { firstWords, languageOf, linkTo, quoteOf } from './article-words.ts'

test('a link says the title, whatever it is made of', () => {
  expect(linkTo({ title: 'A <b> & "c"', url: 'https://help.example/a?b=1&c=2' })).toBe(
    '<a href="https://help.example/a?b=1&amp;c=2">A &lt;b&gt; &amp; &quot;c&quot;</a> ',
  )
})

test('a quote keeps its lines, and names its source only to whoever can read that', () => {
  const from = { title: 'Вход', url: 'https://help.example/ru/articles/vkhod' }
  expect(quoteOf('Раз\n\n Два <i> ', from)).toBe(
    '<blockquote><p>Раз</p><p>Два &lt;i&gt;</p></blockquote><p><a href="https://help.example/ru/articles/vkhod">Вход</a> </p>',
  )
  expect(quoteOf('Раз', null)).toBe('<blockquote><p>Раз</p></blockquote><p></p>')
})

test('the first words of an article are a sentence, not its heading', () => {
  expect(firstWords('Где искать\nПисьмо могло попасть в «Спам»: загляните туда.\nЕщё')).toBe(
    'Письмо могло попасть в «Спам»: загляните туда.',
  )
  expect(firstWords('Коротко')).toBe('Коротко')
  expect(firstWords('')).toBe('')
})

test('the language of a question is that of its letters', () => {
  expect([languageOf('Не приходит письмо 2FA'), languageOf('No letter')]).toEqual(['ru', 'en'])
})
