import { expect, test } from 'vitest'
import { correctAddress } from './mistyped.ts'

test.each([
  ['ivan@gmial.com', 'ivan@gmail.com'],
  ['ivan@gmail.con', 'ivan@gmail.com'],
  ['ivan@gmal.com', 'ivan@gmail.com'],
  ['ivan@maill.ru', 'ivan@mail.ru'],
  ['ivan@yandx.ru', 'ivan@yandex.ru'],
  ['ivan@yandex.r', 'ivan@yandex.ru'],
  ['ivan@firma.con', 'ivan@firma.com'],
  ['ivan@romaska.example', 'ivan@romashka.example'],
])('%s was meant to be %s', (typed, meant) => {
  expect(correctAddress(typed, ['romashka.example'])).toBe(meant)
})

test.each([
  'ivan@gmail.com',
  'ivan@ya.ru',
  'ivan@romashka.example',
  'ivan@firma.ru',
  'ivan@localhost',
  'ivan',
])('%s is left alone', (address) => {
  expect(correctAddress(address, ['romashka.example'])).toBeNull()
})
