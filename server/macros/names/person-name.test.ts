import { describe, expect, test } from 'vitest'
import { caseNamed, declineName } from './decline.ts'
import { politeName, readName } from './person-name.ts'

describe('a name in its parts', () => {
  test.each([
    ['Сидоров Иван Петрович', 'Иван Петрович', 'Сидоров', 'male'],
    ['Иван Петрович Сидоров', 'Иван Петрович', 'Сидоров', 'male'],
    ['Иван Сидоров', 'Иван', 'Сидоров', 'male'],
    ['Сидоров Иван', 'Иван', 'Сидоров', 'male'],
    ['Иван Петрович', 'Иван Петрович', '', 'male'],
    ['Иванова Мария', 'Мария', 'Иванова', 'female'],
    ['МАРИЯ ИВАНОВА', 'Мария', 'Иванова', 'female'],
    ['мария иванова', 'Мария', 'Иванова', 'female'],
    ['Анна Ли', 'Анна', 'Ли', 'female'],
    ['Ольга Черных', 'Ольга', 'Черных', 'female'],
    ['Черных Ольга', 'Ольга', 'Черных', 'female'],
    ['Пётр Ильич Чайковский', 'Пётр Ильич', 'Чайковский', 'male'],
    ['Ольга Ильинична', 'Ольга Ильинична', '', 'female'],
    ['Саша Петренко', 'Саша', 'Петренко', null],
    ['Женя', 'Женя', '', null],
    ['Саша Петровна', 'Саша Петровна', '', 'female'],
    ['Роман Абрамович', 'Роман Абрамович', '', 'male'],
    ['Тимур Габидуллин', 'Тимур', 'Габидуллин', 'male'],
    ['Римский-Корсаков Николай Андреевич', 'Николай Андреевич', 'Римский-Корсаков', 'male'],
    ['Сидоров И. П.', '', 'Сидоров', 'male'],
    ['И.П. Сидоров', '', 'Сидоров', 'male'],
    ['Алиев Руслан Мамед оглы', 'Руслан Мамед оглы', 'Алиев', 'male'],
    ['Anna Smith', 'Anna', 'Smith', null],
    ['ООО Ромашка', '', '', null],
    ['ИП Иванов', '', '', null],
    ['Служба поддержки', '', '', null],
    ['anna@example.com', '', '', null],
    ['Магазин у дома на углу', '', '', null],
    ['', '', '', null],
  ])('%s', (name, polite, last, gender) => {
    const read = readName(name)
    expect({ polite: politeName(read), last: read.last, gender: read.gender }).toEqual({
      polite,
      last,
      gender,
    })
  })
})

describe('a name in a case', () => {
  test.each([
    ['Сидоров Иван Петрович', 'кому', 'Сидорову Ивану Петровичу'],
    ['Иван Петрович', 'genitive', 'Ивана Петровича'],
    ['Мария Иванова', 'творительный', 'Марией Ивановой'],
    ['Пётр', 'dative', 'Петру'],
    ['Любовь Орлова', 'кому', 'Любови Орловой'],
    ['Любовь', 'кем', 'Любовью'],
    ['Илья', 'о ком', 'Илье'],
    ['Ольга Черных', 'кого', 'Ольги Черных'],
    // Whether he or she is Петренко's relative is not known; the surname stays.
    ['Саша Петренко', 'dative', 'Саше Петренко'],
    ['Anna Smith', 'dative', 'Anna Smith'],
    ['ООО Ромашка', 'dative', 'ООО Ромашка'],
  ])('%s, %s', (name, question, expected) => {
    const grammaticalCase = caseNamed(question)
    expect(grammaticalCase && declineName(name, grammaticalCase)).toBe(expected)
  })

  test('no case has a name of the language itself', () => {
    expect(caseNamed('constructor')).toBeNull()
  })
})
