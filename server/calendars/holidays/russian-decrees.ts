/** A day off is moved from one date to another, each `MM-DD` of the year. */
type Move = readonly [from: string, to: string]

interface RussianYear {
  /** The act of the Government of the Russian Federation on moving days off in that year. */
  readonly source: string
  readonly moves: readonly Move[]
}

/**
 * What the Government decided for each year, from the texts of its decrees (published at publication.pravo.gov.ru).
 * Everything else of the production calendar follows from articles 95 and 112 of the Labour Code: the holidays, the
 * days off they bring with them from a weekend, the eves that end an hour earlier. Days declared non-working by the
 * President in 2020 and 2021 are not in it: they did not change the norm of working time.
 */
export const russianYears: Readonly<Record<number, RussianYear>> = {
  2018: {
    source: 'Постановление Правительства РФ от 14.10.2017 № 1250',
    moves: [
      ['01-06', '03-09'],
      ['01-07', '05-02'],
      ['04-28', '04-30'],
      ['06-09', '06-11'],
      ['12-29', '12-31'],
    ],
  },
  2019: {
    source: 'Постановление Правительства РФ от 01.10.2018 № 1163',
    moves: [
      ['01-05', '05-02'],
      ['01-06', '05-03'],
      ['02-23', '05-10'],
    ],
  },
  2020: {
    source: 'Постановление Правительства РФ от 10.07.2019 № 875',
    moves: [
      ['01-04', '05-04'],
      ['01-05', '05-05'],
    ],
  },
  2021: {
    source: 'Постановление Правительства РФ от 10.10.2020 № 1648',
    moves: [
      ['01-02', '11-05'],
      ['01-03', '12-31'],
      ['02-20', '02-22'],
    ],
  },
  2022: {
    source: 'Постановление Правительства РФ от 16.09.2021 № 1564',
    moves: [
      ['01-01', '05-03'],
      ['01-02', '05-10'],
      ['03-05', '03-07'],
    ],
  },
  2023: {
    source: 'Постановление Правительства РФ от 29.08.2022 № 1505',
    moves: [
      ['01-01', '02-24'],
      ['01-08', '05-08'],
    ],
  },
  2024: {
    source: 'Постановление Правительства РФ от 10.08.2023 № 1314',
    moves: [
      ['01-06', '05-10'],
      ['01-07', '12-31'],
      ['04-27', '04-29'],
      ['11-02', '04-30'],
      ['12-28', '12-30'],
    ],
  },
  2025: {
    source: 'Постановление Правительства РФ от 04.10.2024 № 1335',
    moves: [
      ['01-04', '05-02'],
      ['01-05', '12-31'],
      ['02-23', '05-08'],
      ['03-08', '06-13'],
      ['11-01', '11-03'],
    ],
  },
  2026: {
    source: 'Постановление Правительства РФ от 24.09.2025 № 1466',
    moves: [
      ['01-03', '01-09'],
      ['01-04', '12-31'],
    ],
  },
}
