import { expect, test } from 'vitest'
import { pastedFiles } from './pasted-files.ts'

const clipboard = (html: string) => {
  const file = new File(['x'], 'a.png', { type: 'image/png' })
  return { files: [file] as unknown as FileList, getData: () => html }
}

test('a picture is pasted as one, also where its address lies beside it', () => {
  expect(pastedFiles(clipboard(''))).toHaveLength(1)
  const alone =
    '<html><body><!--StartFragment--><img src="https://a.example/a.png"><!--EndFragment--></body></html>'
  expect(pastedFiles(clipboard(alone))).toHaveLength(1)
  expect(pastedFiles(null)).toEqual([])
})

test('words with a picture of themselves beside them are pasted as words', () => {
  const table = '<style>td { color: red }</style><table><tr><td>Итого</td><td>100&nbsp;₽</td></tr></table>'
  expect(pastedFiles(clipboard(table))).toEqual([])
})
