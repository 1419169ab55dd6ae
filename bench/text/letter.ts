import type { Random } from '../random.ts'
import { brandName, englishVocabulary, russianVocabulary, type Vocabulary, type Word } from './vocabulary.ts'

export type Language = 'ru' | 'en'
export interface Person {
  readonly name: string
  readonly email: string
  readonly phone: string
}

const RU_FIRST =
  'Иван Мария Алексей Ольга Сергей Анна Дмитрий Елена Павел Наталья Андрей Ирина Михаил Татьяна'.split(' ')
const RU_LAST =
  'Иваненко Петренко Соколенко Кузьменко Лебеденко Морозюк Волчук Зайчук Павлюк Семенюк Голубых Черных Белых Седых'.split(
    ' ',
  )
const EN_FIRST = 'John Mary Alex Olivia James Emma Daniel Ellen Paul Nora Andrew Irene Michael Tara'.split(
  ' ',
)
const HOSTS = [
  'mail.example',
  'post.example',
  'inbox.example',
  'firma.example',
  'office.example',
  'shop.example',
]

/** A text, and what it was put together from: words of the vocabulary, and stretches of anything else. */
export interface Text {
  readonly text: string
  readonly pieces: readonly (Word | string)[]
}

/** Writes subjects and messages out of skewed, inflected vocabularies, with the numbers and addresses real mail has. */
export interface Writer {
  person(language: Language, number: number): Person
  subject(random: Random, language: Language): Text
  message(random: Random, language: Language, person: Person): Text
  /** The words by rank, for choosing what a measurement looks for. */
  readonly vocabularies: Readonly<Record<Language, Vocabulary>>
}

export function createWriter(): Writer {
  const vocabularies = { ru: russianVocabulary(), en: englishVocabulary() }
  return {
    vocabularies,
    person: (language, number) => personNumber(language, number),
    subject(random, language) {
      const draft = startDraft()
      draft.sentence(vocabularies[language], random, 3 + random.below(4))
      if (random.chance(0.2)) draft.add(` ${orderNumber(random)}`)
      return draft.text()
    },
    message(random, language, person) {
      const draft = startDraft()
      const gap = random.chance(0.3) ? '\n' : ' '
      draft.add(language === 'ru' ? 'Здравствуйте!' : 'Hello,')
      // Most letters are short and a few are long: the product of two even draws is skewed so.
      for (let left = 12 + Math.floor(random.next() * random.next() * 160); left > 0;) {
        const length = 4 + random.below(10)
        draft.add(gap)
        draft.sentence(vocabularies[language], random, length)
        draft.add(random.chance(0.1) ? '?' : '.')
        left -= length
      }
      if (random.chance(0.35))
        draft.add(`${gap}${language === 'ru' ? 'Заказ' : 'Order'} ${orderNumber(random)}.`)
      if (random.chance(0.1)) draft.add(`${gap}${language === 'ru' ? 'Тел.' : 'Phone'} ${person.phone}`)
      draft.add(`${gap}-- \n${person.name}${random.chance(0.3) ? `, ${person.email}` : ''}`)
      return draft.text()
    },
  }
}

interface Draft {
  add(stretch: string): void
  sentence(vocabulary: Vocabulary, random: Random, length: number): void
  text(): Text
}

function startDraft(): Draft {
  let text = ''
  const pieces: (Word | string)[] = []
  return {
    add(stretch) {
      text += stretch
      if (/[\p{L}\p{N}]/u.test(stretch)) pieces.push(stretch)
    },
    sentence(vocabulary, random, length) {
      for (let n = 0; n < length; n++) {
        const word = vocabulary.word(random)
        pieces.push(word)
        if (n === 0) text += capital(word.form)
        else text += (n % 7 === 6 ? ', ' : ' ') + word.form
      }
    },
    text: () => ({ text, pieces }),
  }
}

function orderNumber(random: Random): string {
  return random.chance(0.5)
    ? `WB-${1_000_000 + random.below(9_000_000)}`
    : `№${100_000 + random.below(900_000)}`
}

/** The same person for the same number, always. */
function personNumber(language: Language, number: number): Person {
  const first = language === 'ru' ? RU_FIRST : EN_FIRST
  const local = `${EN_FIRST[number % EN_FIRST.length]?.toLowerCase()}.${number.toString(36)}`
  const last =
    language === 'ru' ? RU_LAST[Math.floor(number / 14) % RU_LAST.length] : capital(brandName(fixed(number)))
  return {
    name: `${first[number % first.length]} ${last}`,
    email: `${local}@${HOSTS[number % HOSTS.length]}`,
    phone: `+79${String(100_000_000 + ((number * 7919) % 900_000_000)).slice(0, 9)}`,
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Draws from a number instead of chance. */
function fixed(number: number): Random {
  let state = number + 1
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  return {
    next: () => below(1_000_000) / 1_000_000,
    below,
    pick<T>(items: readonly T[]): T {
      return items[below(items.length)] as T
    },
    chance: (probability) => below(1_000_000) < probability * 1_000_000,
  }
}
