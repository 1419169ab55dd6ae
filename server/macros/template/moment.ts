import { Drop } from 'liquidjs'
import { sayDate, type Speech } from './speech.ts'

/** A date in a template: said in words unless a filter asks for it otherwise. A class, because Liquid asks for one. */
export class Moment extends Drop {
  readonly date: Date
  /** Without a time of day. */
  readonly isDay: boolean
  readonly #speech: Speech

  constructor(date: Date, speech: Speech, isDay = false) {
    super()
    this.date = date
    this.isDay = isDay
    this.#speech = speech
  }

  override valueOf(): string {
    return sayDate(this.date, 'words', this.#speech, this.isDay)
  }
}
