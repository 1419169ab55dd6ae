import { expect, test } from 'vitest'
import type { MacroFolder, MacroListItem } from '#contract/macros.ts'
import { folderPath, groupMacros } from './search-macros.ts'

const folders: MacroFolder[] = [
  { id: 1, parentId: null, isOwn: false, name: 'Доставка' },
  { id: 2, parentId: 1, isOwn: false, name: 'Задержки' },
]
const macro = (id: number, name: string, more: Partial<MacroListItem> = {}): MacroListItem => ({
  id,
  name,
  scope: 'shared',
  teamId: null,
  folderId: null,
  languages: ['ru'],
  snippet: '',
  actions: [],
  fileCount: 0,
  isFavourite: false,
  isOffered: true,
  mayEdit: false,
  ownUses: 0,
  uses: 0,
  updatedAt: '2026-11-22T00:00:00Z',
  ...more,
})
const macros = [
  macro(1, 'Посылка в пути', { folderId: 2, ownUses: 3 }),
  macro(2, 'Приветствие', { isFavourite: true }),
  macro(3, 'Ещё раз о сроках', { folderId: 2, snippet: 'Посылка придёт завтра' }),
  macro(4, 'Возврат денег'),
]
const found = (query: string) =>
  groupMacros(macros, folders, query).flatMap((group) => group.macros.map(({ id }) => id))

test('with nothing typed, favourites and the usual ones come first, then the folders', () => {
  expect(groupMacros(macros, folders, '').map(({ key, path }) => [key, path])).toEqual([
    ['favourites', ''],
    ['often', ''],
    ['folder-2', 'Доставка / Задержки'],
    ['rest', ''],
  ])
  expect(found('')).toEqual([2, 1, 3, 4])
})

test('every word begins a word; names before texts', () => {
  expect(found('посыл')).toEqual([1, 3])
  expect(found('еще срок')).toEqual([3])
  expect(found('задержки посылка')).toEqual([1, 3])
  expect(found('врат')).toEqual([])
})

test('folders that lie in each other end somewhere', () => {
  const loop = [
    { id: 1, parentId: 2, isOwn: false, name: 'А' },
    { id: 2, parentId: 1, isOwn: false, name: 'Б' },
  ]
  expect(folderPath(loop, 1)).toBe('Б / А')
})
