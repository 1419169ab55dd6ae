import { expect, it } from 'vitest'
import { parseLetter } from './parse.ts'

const read = (body: string): { text: string; html: string | null; files: string[] } => {
  const letter = parseLetter(Buffer.from(`From: ann@c.example\nSubject: Hi\n${body}`, 'latin1'))
  return { text: letter.text, html: letter.html, files: letter.attachments.map((file) => file.name) }
}
const mixed = (boundary: string): string => `Content-Type: multipart/mixed; boundary="${boundary}"\n\n`
const plain = (text: string): string => `Content-Type: text/plain\n\n${text}\n`

it('keeps a text whose end nothing marks as a file, behind a text that is whole', () => {
  expect(read(`${mixed('o')}--o\n${plain('One')}--o\n${plain('Two')}`)).toMatchObject({
    text: 'One',
    files: ['file.txt'],
  })
})

it('does so for a multipart inside that only the outer mark ends', () => {
  const inner = `${mixed('i')}--i\n${plain('One')}--i\n${plain('Two')}`
  expect(read(`${mixed('o')}--o\n${inner}--o\n${plain('Three')}--o--\n`)).toMatchObject({
    text: 'One\nThree',
    files: ['file.txt'],
  })
})

it('reads the only text of a letter that is cut off', () => {
  expect(read(`${mixed('o')}--o\n${plain('The end is mis')}`)).toMatchObject({
    text: 'The end is mis\n',
    files: [],
  })
})

it('shows the HTML twin of a text though nothing closes it', () => {
  const html = 'Content-Type: text/html\n\n<p>One <b>two</b></p>\n'
  for (const kind of ['mixed', 'alternative']) {
    const head = `Content-Type: multipart/${kind}; boundary=o\n\n`
    expect(read(`${head}--o\n${plain('One two')}--o\n${html}`), kind).toMatchObject({
      html: '<p>One <b>two</b></p>\n',
      files: [],
    })
  }
})

it('keeps both texts where the last mark is glued to a line or stands alone at the end', () => {
  for (const end of ['--o--', '\n--o', '\n--o\n'])
    expect(read(`${mixed('o')}--o\n${plain('One')}--o\n\nTwo${end}`), end).toMatchObject({
      text: 'One\nTwo',
      files: [],
    })
})

it('keeps a text that is no text as a file, not between the words', () => {
  const broken = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n?garbage\n'
  const good = `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n?${Buffer.from('Two').toString('base64')}\n`
  expect(read(`${mixed('o')}--o\n${plain('One')}--o\n${broken}--o--\n`)).toMatchObject({
    text: 'One',
    files: ['file.txt'],
  })
  expect(read(`${mixed('o')}--o\n${plain('One')}--o\n${good}--o--\n`)).toMatchObject({
    text: 'One\nTwo',
    files: [],
  })
})
