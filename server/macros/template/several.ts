import { Drop } from 'liquidjs'

/** Several words in a template: said with commas between them unless a filter takes them one by one. */
export class Several extends Drop {
  readonly items: readonly string[]

  constructor(items: readonly string[]) {
    super()
    this.items = items
  }

  override valueOf(): string {
    return this.items.join(', ')
  }
}
